// One conversation as a row. A draft goes before the last message: the person left it undone.

import { BadgeCheck, Ban, BellOff, CircleAlert, Clock, TriangleAlert } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import type { ConversationView } from '#app/views/conversations.ts';
import { i18n } from '#i18n';
import { toHash } from '../model/route.ts';
import { ListRow } from '../ui/row.tsx';
import { Badge } from '../ui/surfaces.tsx';
import { shortTime } from '../ui/time.ts';
import { SiteAvatar } from './site-avatar.tsx';

function under(conversation: ConversationView) {
  if (conversation.draft)
    return (
      <>
        <span style="color: var(--warn)">{i18n.t('conversations.draft')}</span> {conversation.preview}
      </>
    );
  if (conversation.preview === '') {
    if (conversation.standing === 'invited') return i18n.t('conversations.invited');
    if (conversation.standing === 'ended') return i18n.t('conversations.ended');
    return conversation.kind === 'site'
      ? i18n.t('conversations.youAre', [conversation.me.name])
      : i18n.t('conversations.nothingYet');
  }
  // Rows of several identities on one site are told apart by my name there.
  if (conversation.kind === 'site')
    return (
      <>
        <span class="strong">{i18n.t('conversations.as', [conversation.me.name])}</span> · {conversation.preview}
      </>
    );
  return conversation.previewMine ? i18n.t('conversations.mine', [conversation.preview]) : conversation.preview;
}

const SIGNS = { waiting: Clock, failed: CircleAlert, unsure: TriangleAlert };
const COLOURS = { waiting: 'var(--ink3)', failed: 'var(--bad)', unsure: 'var(--warn)' };

/** Before the words: they may be cut off. */
function Sign({ sign }: { sign: NonNullable<ConversationView['sign']> }) {
  const Mark = SIGNS[sign];
  return (
    <>
      <Mark size={13} aria-hidden="true" style={`vertical-align: -2px; color: ${COLOURS[sign]}`} />
      <span class="unseen">{i18n.t(`conversations.sign.${sign}`)}</span>{' '}
    </>
  );
}

export interface ConversationRowProps {
  conversation: ConversationView;
  now: number;
  /** Stands in place of the last message: why a search found it. */
  found?: ComponentChildren;
  focus?: { tabIndex: number; 'data-row': number } | undefined;
}

export function ConversationRow({ conversation, now, found, focus }: ConversationRowProps) {
  const { id, name, picture, host, verified, standing, muted, sign, unread, lastAt } = conversation;
  return (
    <ListRow
      href={toHash({ at: 'thread', id })}
      picture={host === null ? picture : <SiteAvatar id={id} seed={picture} host={host} />}
      name={
        <>
          {name}
          {verified && (
            <>
              {' '}
              <BadgeCheck size={13} aria-hidden="true" style="vertical-align: -2px; color: var(--good)" />
              <span class="unseen">{i18n.t('person.verified')}</span>
            </>
          )}
          {standing === 'blocked' && (
            <>
              {' '}
              <Ban size={13} aria-hidden="true" style="vertical-align: -2px; color: var(--bad)" />
              <span class="unseen">{i18n.t('person.blocked')}</span>
            </>
          )}
          {muted && (
            <>
              {' '}
              <BellOff size={13} aria-hidden="true" style="vertical-align: -2px; color: var(--ink3)" />
              <span class="unseen">{i18n.t('conversations.muted')}</span>
            </>
          )}
        </>
      }
      when={lastAt > 0 ? shortTime(lastAt, now) : undefined}
      under={
        found ?? (
          <>
            {sign && <Sign sign={sign} />}
            {under(conversation)}
          </>
        )
      }
      unread={unread > 0}
      end={<Badge count={unread} label={i18n.t('conversations.unread', unread)} />}
      focus={focus}
    />
  );
}
