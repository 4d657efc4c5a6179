// How the person came to know the correspondent: trust as a history, oldest first.

import type { HistoryEventView } from '#app/views/messages.ts';
import { i18n } from '#i18n';
import { camel } from '../ui/key.ts';
import { dateAndTime } from '../ui/time.ts';

/** Why it ended before it began: another person had accepted the same invitation. */
export const INVITATION_USED = 'invitation-used';
/** That the correspondent started the secure connection anew. */
const THEIRS = 'theirs';
/** That the numbers count as not compared after all. */
const TAKEN_BACK = 'taken-back';

/**
 * What happened, in words. `mine`: whether it was I who did it; null if that is not known. Kinds come from the worker:
 * a kind that this version has no words for is still told as an event.
 */
export function eventText(event: HistoryEventView, name: string, mine: boolean | null): string {
  const { kind, detail } = event;
  const side = mine === null ? 'told' : mine ? 'mine' : 'theirs';
  switch (kind) {
    case 'invited':
    case 'accepted':
      return i18n.t(`history.${kind}.${side}`, [name]);
    case 'name-changed':
      return i18n.t(`history.nameChanged.${side}`, [name, detail]);
    case 'mask-leaked':
      return i18n.t('history.maskLeaked', [name, detail]);
    case 'ended':
      return i18n.t(detail === INVITATION_USED ? 'history.invitationUsed' : 'history.ended', [name]);
    case 'numbers-compared':
      return i18n.t(detail === TAKEN_BACK ? 'history.numbersTakenBack' : 'history.numbersCompared', [name]);
    case 'reset':
      return i18n.t(detail === THEIRS ? 'history.reset.theirs' : 'history.reset.mine', [name]);
    case 'services-changed':
    case 'blocked':
    case 'unblocked':
    case 'shook-hands-anew':
    case 'lost':
    case 'identity-created':
      return i18n.t(`history.${camel(kind)}`, [name]);
    default:
      return i18n.t('history.other', [name]);
  }
}

/** Whether it was I who did it, if the beginning tells: one side invites, the other accepts. */
function mineOf(kind: HistoryEventView['kind'], invitedByMe: boolean | null): boolean | null {
  if (invitedByMe === null) return null;
  if (kind === 'invited') return invitedByMe;
  return kind === 'accepted' ? !invitedByMe : null;
}

interface HistoryProps {
  events: readonly HistoryEventView[];
  name: string;
  invitedByMe: boolean | null;
}

export function History({ events, name, invitedByMe }: HistoryProps) {
  return (
    <ol class="timeline">
      {events.map((event) => (
        <li key={`${event.at}-${event.kind}`}>
          <div class="strong">{eventText(event, name, mineOf(event.kind, invitedByMe))}</div>
          <div class="small muted">
            {dateAndTime(event.at)}
            {(event.kind === 'invited' || event.kind === 'accepted') && event.detail !== '' && ` · ${event.detail}`}
          </div>
        </li>
      ))}
    </ol>
  );
}
