// How one came to know somebody: trust as a history, oldest first.

import { i18n } from '#i18n';
import type { HistoryEvent } from '#rpc/views.ts';
import { camel } from '../ui/key.ts';
import { dateAndTime } from '../ui/time.ts';

/** Kinds of event come from the worker; one that this version has no words for is still shown as something that happened. */
export function eventText(event: HistoryEvent, name: string): string {
  const { kind, detail } = event;
  switch (kind) {
    case 'invited':
    case 'services-changed':
    case 'ended':
    case 'blocked':
    case 'unblocked':
    case 'numbers-compared':
    case 'shook-hands-anew':
    case 'lost':
    case 'accepted':
    case 'identity-created':
      return i18n.t(`history.${camel(kind)}`, [name]);
    case 'name-changed':
      return i18n.t('history.nameChanged', [name, detail]);
    case 'mask-leaked':
      return i18n.t('history.maskLeaked', [name, detail]);
    default:
      return i18n.t('history.other', [name]);
  }
}

export function History({ events, name }: { events: readonly HistoryEvent[]; name: string }) {
  return (
    <ol class="timeline">
      {events.map((event) => (
        <li key={`${event.at}-${event.kind}`}>
          <div class="strong">{eventText(event, name)}</div>
          <div class="small muted">
            {dateAndTime(event.at)}
            {(event.kind === 'invited' || event.kind === 'accepted') && event.detail !== '' && ` · ${event.detail}`}
          </div>
        </li>
      ))}
    </ol>
  );
}
