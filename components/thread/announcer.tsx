// Reads out events of a conversation while the person looks elsewhere in it: messages of the other side, and messages
// that could not be delivered. Not their own messages: they typed them.

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { MessageView } from '#app/views/messages.ts';
import { i18n } from '#i18n';
import { eventText } from '../person/history.tsx';
import { Boundary } from '../ui/boundary.tsx';

/** As many as may come in one go without the first going unheard. */
const MOST = 5;

const FAILED: ReadonlySet<string> = new Set(['failed', 'damaged', 'no-room']);

function failure(message: MessageView): string | null {
  if (message.type === 'text' || message.type === 'attachment' || message.type === 'shared-login') {
    if (message.delivery === 'failed') return i18n.t(`thread.failed.${message.failure ?? 'unknown'}`);
  }
  if (message.type === 'attachment' && FAILED.has(message.state)) return i18n.t('attachment.notDone', [message.name]);
  return null;
}

function words(message: MessageView, name: string): string {
  switch (message.type) {
    case 'text':
      return i18n.t('thread.heard', [name, message.text]);
    case 'attachment':
      return i18n.t('thread.heard', [name, message.name]);
    case 'mail':
      return i18n.t('thread.heard', [name, message.subject === '' ? i18n.t('mail.noSubject') : message.subject]);
    case 'event':
      return eventText(message.event, name, message.mine);
    case 'arriving':
      return i18n.t('thread.arriving');
    case 'shared-login':
      return i18n.t('sharing.theirs', [name, message.title]);
    case 'other':
      return i18n.t('thread.heard', [name, message.fallback]);
  }
}

interface Said {
  id: string;
  text: string;
}

interface AnnouncerProps {
  messages: readonly MessageView[];
  name: string;
}

/** Its words come once the list is drawn: what they throw would take the list along. */
export function Announcer(props: AnnouncerProps) {
  return (
    <Boundary instead={null}>
      <Region {...props} />
    </Boundary>
  );
}

/** The live region is there from the start: one that comes with its words is not read out. */
function Region({ messages, name }: AnnouncerProps) {
  const [said, setSaid] = useState<readonly Said[]>([]);
  const known = useRef<ReadonlySet<string> | null>(null);
  const failed = useRef<ReadonlySet<string>>(new Set());
  // With the frame that shows them, not after it.
  useLayoutEffect(() => {
    const before = known.current;
    const failures = messages.filter((message) => failure(message) !== null);
    const fresh: Said[] = [];
    if (before !== null) {
      // Older ones come above what was known, new ones below it.
      const newest = messages.findLastIndex(({ id }) => before.has(id));
      for (const message of messages.slice(newest + 1))
        if (!message.mine) fresh.push({ id: message.id, text: words(message, name) });
      for (const message of failures)
        if (!failed.current.has(message.id)) fresh.push({ id: `${message.id}-failed`, text: failure(message) ?? '' });
    }
    known.current = new Set(messages.map(({ id }) => id));
    failed.current = new Set(failures.map(({ id }) => id));
    if (fresh.length > 0) setSaid((earlier) => [...earlier, ...fresh].slice(-MOST));
  }, [messages, name]);
  return (
    <div class="unseen" role="log" aria-label={i18n.t('thread.newMessages')} aria-live="polite">
      {said.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}
