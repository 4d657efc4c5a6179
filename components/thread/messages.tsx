// The messages of a conversation: the list stays at the end while the person is there, and keeps its place when older
// ones load above or new ones come below. Messages are reported to the worker as read only while the person can see the
// page.

import { ArrowDown, Mail, MessageCircle } from 'lucide-preact';
import { Fragment, type RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RelationshipView } from '#app/views/conversations.ts';
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

/** The person's place in the list: keeps it at the end, or at the message that they look at. */
interface Place {
  readonly scroller: RefObject<HTMLElement | null>;
  /** Not at the end. */
  readonly away: boolean;
  isAtEnd(): boolean;
  toEnd(): void;
  /** To a message that is drawn. */
  show(message: HTMLElement): void;
  onScroll(): void;
}

function usePlace(model: ThreadModel): Place {
  const scroller = useRef<HTMLElement>(null);
  const place = useRef({ atEnd: true, fromEnd: 0, height: 0, firstId: '' });
  const [away, setAway] = useState(false);
  const messages = model.messages.value;
  const sending = model.sending.value;
  const firstId = messages[0]?.id ?? '';

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
    return element ? keepAtEnd(element, place.current) : undefined;
  }, []);

  return {
    scroller,
    away,
    isAtEnd: () => place.current.atEnd,
    toEnd() {
      place.current.atEnd = true;
      setAway(false);
      scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
    },
    show(message) {
      place.current.atEnd = false;
      message.scrollIntoView({ block: 'center' });
    },
    onScroll() {
      const element = scroller.current;
      if (!element || !noteScroll(element, place.current)) return;
      setAway(!place.current.atEnd);
      if (element.scrollTop < AHEAD_PIXELS && model.hasOlder.value) void model.loadOlder();
    },
  };
}

interface Held {
  atEnd: boolean;
  fromEnd: number;
  height: number;
}

/** Pictures get their height and the window changes: who is at the end stays there. */
function keepAtEnd(element: HTMLElement, held: Held): () => void {
  const observer = new ResizeObserver(() => {
    if (held.atEnd) element.scrollTop = element.scrollHeight;
    held.height = element.scrollHeight;
  });
  observer.observe(element);
  if (element.firstElementChild) observer.observe(element.firstElementChild);
  return () => observer.disconnect();
}

/** @returns false: the person did not scroll, the list grew */
function noteScroll(element: HTMLElement, held: Held): boolean {
  // A picture got its height between a scroll of ours and the news of it: the person did not leave the end.
  if (held.atEnd && element.scrollHeight > held.height) {
    held.height = element.scrollHeight;
    element.scrollTop = element.scrollHeight;
    return false;
  }
  held.fromEnd = element.scrollHeight - element.scrollTop;
  held.atEnd = held.fromEnd - element.clientHeight < AT_END_PIXELS;
  return true;
}

/** Tells the worker that the end is read, while the person can see it. */
function useSeen(model: ThreadModel, { unread }: RelationshipView, place: Place): void {
  // Checked anew when a message came, and when the person came to the end.
  useEffect(() => {
    const look = () => {
      if (pageFront.isInFront() && place.isAtEnd()) model.seen();
    };
    look();
    const controller = new AbortController();
    pageFront.onChange(look, controller.signal);
    return () => controller.abort();
  }, [model, unread, place.away]);
}

/** Brings the message into sight that a search found. */
function useWanted(model: ThreadModel, wanted: string | undefined, place: Place): void {
  useEffect(() => {
    if (wanted === undefined) return;
    void model.reach(wanted).then((isHere) => {
      if (!isHere) {
        showToast(i18n.t('thread.notFound'), 'bad');
        return;
      }
      // Drawn by then: the page draws before the next frame.
      requestAnimationFrame(() => {
        const message = place.scroller.current?.querySelector<HTMLElement>(`[data-message="${wanted}"]`);
        if (!message) return;
        place.show(message);
        message.closest('li')?.focus({ preventScroll: true });
        message.classList.add('found');
      });
    });
  }, [model, wanted]);
}

/** After sending, the person looks at the end, at their own message, wherever they were. */
function useOwnWords(count: number, place: Place): void {
  const before = useRef(0);
  useLayoutEffect(() => {
    if (count > before.current) place.toEnd();
    before.current = count;
  }, [count]);
}

export function Messages({ model, relationship, wanted }: MessagesProps) {
  const place = usePlace(model);
  const messages = model.messages.value;
  useSeen(model, relationship, place);
  useAttendance(relationship.id);
  useWanted(model, wanted, place);
  useOwnWords(model.sending.value.length, place);
  return (
    <main class="messages">
      <section
        class="scroll"
        ref={place.scroller}
        onScroll={() => place.onScroll()}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
        tabIndex={0}
        aria-label={i18n.t('thread.messages')}
      >
        <List model={model} relationship={relationship} />
      </section>
      <Announcer messages={messages} name={relationship.name} />
      {place.away && (
        <div class="newest">
          <button type="button" onClick={() => place.toEnd()}>
            <ArrowDown size={14} aria-hidden="true" />
            {relationship.unread > 0 ? i18n.t('thread.newBelow', relationship.unread) : i18n.t('thread.toNewest')}
          </button>
        </div>
      )}
    </main>
  );
}

/** From the oldest message that is here to those being sent. */
function List({ model, relationship }: { model: ThreadModel; relationship: RelationshipView }) {
  const { clock } = useApp();
  const messages = model.messages.value;
  const sending = model.sending.value;
  const newFrom = model.newFrom.value;
  const days = groupByDay(messages, newFrom);
  // What happened is no conversation yet.
  const empty = messages.every(({ type }) => type === 'event') && sending.length === 0;
  return (
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
          <li class="day-name">{dayName(day, clock.now())}</li>
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
  );
}
