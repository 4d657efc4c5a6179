// The messages of a conversation: stays at the end while the person is there, keeps its place when older ones load above or new ones come
// below. What is shown is told to the worker as read only while the page is in front of somebody.

import { ArrowDown, Mail, MessageCircle } from 'lucide-preact';
import { Fragment } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RelationshipView } from '#app/views/views.ts';
import { i18n } from '#i18n';
import { useApp } from '../model/app.ts';
import { Button } from '../ui/button.tsx';
import { Wait } from '../ui/progress.tsx';
import { EmptyState, Notice } from '../ui/surfaces.tsx';
import { dayName } from '../ui/time.ts';
import { showToast } from '../ui/toast.tsx';
import { Announcer } from './announcer.tsx';
import { pageFront, useAttendance } from './attendance.ts';
import { groupByDay } from './days.ts';
import type { ThreadModel } from './model.ts';
import { RunView, SendingRun } from './run.tsx';

/** This near the end counts as being there. */
const AT_END_PIXELS = 48;
/** Older messages are asked for this long before they come into sight. */
const AHEAD_PIXELS = 600;

function Beginning({ relationship }: { relationship: RelationshipView }) {
  const { kind, name, me, standing } = relationship;
  if (standing === 'ended' || standing === 'blocked') return null;
  const key = kind === 'site' ? 'site' : standing === 'invited' ? 'invited' : 'person';
  return (
    <EmptyState icon={kind === 'site' ? Mail : MessageCircle} title={i18n.t(`thread.empty.${key}.title`, [name])}>
      {i18n.t(`thread.empty.${key}.text`, [name, me.name])}
    </EmptyState>
  );
}

interface MessagesProps {
  model: ThreadModel;
  relationship: RelationshipView;
  /** The message to bring into sight: it was found by a search. */
  wanted?: string | undefined;
}

export function Messages({ model, relationship, wanted }: MessagesProps) {
  const { clock } = useApp();
  const scroller = useRef<HTMLElement>(null);
  const place = useRef({ atEnd: true, fromEnd: 0, height: 0, firstId: '' });
  const [away, setAway] = useState(false);
  const messages = model.messages.value;
  const sending = model.sending.value;
  const newFrom = model.newFrom.value;
  const days = groupByDay(messages, newFrom);
  const firstId = messages[0]?.id ?? '';
  const now = clock.now();

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const held = place.current;
    if (held.atEnd) element.scrollTop = element.scrollHeight;
    // Older ones came above: the distance to the end is what stays.
    else if (held.firstId !== firstId) element.scrollTop = element.scrollHeight - held.fromEnd;
    held.firstId = firstId;
    held.height = element.scrollHeight;
    held.fromEnd = element.scrollHeight - element.scrollTop;
  }, [messages, sending, firstId]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      if (place.current.atEnd) element.scrollTop = element.scrollHeight;
      place.current.height = element.scrollHeight;
    });
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const look = () => {
      if (pageFront.isInFront() && place.current.atEnd) model.seen();
    };
    look();
    const controller = new AbortController();
    pageFront.onChange(look, controller.signal);
    return () => controller.abort();
  }, [model, relationship.unread, away]);

  useAttendance(relationship.id);

  useEffect(() => {
    if (wanted === undefined) return;
    void model.reach(wanted).then((isHere) => {
      if (!isHere) {
        showToast(i18n.t('thread.notFound'), 'bad');
        return;
      }
      // Drawn by then: the page draws before the next frame.
      requestAnimationFrame(() => {
        const message = scroller.current?.querySelector<HTMLElement>(`[data-message="${wanted}"]`);
        if (!message) return;
        place.current.atEnd = false;
        message.scrollIntoView({ block: 'center' });
        message.closest('li')?.focus({ preventScroll: true });
        message.classList.add('found');
      });
    });
  }, [model, wanted]);

  // Who has just said something looks at the end, wherever they were: at what they said.
  const saying = useRef(0);
  useLayoutEffect(() => {
    if (sending.length > saying.current) toEnd();
    saying.current = sending.length;
  }, [sending.length]);

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    const held = place.current;
    // A picture got its height between a scroll of ours and the news of it: that is nobody leaving the end.
    if (held.atEnd && element.scrollHeight > held.height) {
      held.height = element.scrollHeight;
      element.scrollTop = element.scrollHeight;
      return;
    }
    held.fromEnd = element.scrollHeight - element.scrollTop;
    held.atEnd = held.fromEnd - element.clientHeight < AT_END_PIXELS;
    setAway(!held.atEnd);
    if (element.scrollTop < AHEAD_PIXELS && model.hasOlder.value) void model.loadOlder();
  };

  function toEnd(): void {
    place.current.atEnd = true;
    setAway(false);
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }

  // What happened is no conversation yet.
  const empty = messages.every(({ type }) => type === 'event') && sending.length === 0;
  return (
    <main class="messages">
      <section
        class="scroll"
        ref={scroller}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
        tabIndex={0}
        aria-label={i18n.t('thread.messages')}
      >
        <ol>
          {model.loadingOlder.value && (
            <li>
              <Wait label={i18n.t('thread.older')} />
            </li>
          )}
          {model.failed.value && (
            <li>
              <Notice
                tone="warn"
                acts={
                  <Button small onPress={() => void model.reload()}>
                    {i18n.t('common.tryAgain')}
                  </Button>
                }
              >
                {i18n.t('thread.notUpToDate')}
              </Notice>
            </li>
          )}
          {empty && (
            <li class="beginning">
              <Beginning relationship={relationship} />
            </li>
          )}
          {days.map(({ day, runs }, at) => (
            <Fragment key={day}>
              <li class="day-name">{dayName(day, now)}</li>
              {runs.map((run, index) => (
                <RunView
                  key={run.messages[0]?.id}
                  run={run}
                  model={model}
                  name={relationship.name}
                  isNew={run.messages[0]?.id === newFrom}
                  isLast={at === days.length - 1 && index === runs.length - 1}
                />
              ))}
            </Fragment>
          ))}
          {sending.length > 0 && <SendingRun sending={sending} model={model} />}
        </ol>
      </section>
      <Announcer messages={messages} name={relationship.name} />
      {away && (
        <div class="newest">
          <button type="button" onClick={toEnd}>
            <ArrowDown size={14} aria-hidden="true" />
            {relationship.unread > 0 ? i18n.t('thread.newBelow', relationship.unread) : i18n.t('thread.toNewest')}
          </button>
        </div>
      )}
    </main>
  );
}
