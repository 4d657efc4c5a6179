// A run of messages from one side: bubbles, then one line with the time and the state of delivery. Mail and events
// stand alone.

import { Check, CheckCheck, CircleAlert, Clock } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type {
  AttachmentMessageView,
  MessageView,
  OtherMessageView,
  SharedLoginMessageView,
  TextMessageView,
} from '#app/views/messages.ts';
import { i18n } from '#i18n';
import { LinkedText } from '../link/linked-text.tsx';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { eventText } from '../person/history.tsx';
import { Boundary } from '../ui/boundary.tsx';
import { camel } from '../ui/key.ts';
import { byteSize } from '../ui/size.ts';
import { clockTime, dateAndTime, fromNow } from '../ui/time.ts';
import { Attachment } from './attachment.tsx';
import type { Run } from './days.ts';
import { MailCard } from './mail-card.tsx';
import type { ThreadModel, UnsentMessage } from './model.ts';
import { SharedLogin } from './shared-login.tsx';

const MARKS = { waiting: Clock, sent: Check, received: CheckCheck, read: CheckCheck, failed: CircleAlert };

interface MetaProps {
  message: TextMessageView | AttachmentMessageView | SharedLoginMessageView;
  model: ThreadModel;
  isLast: boolean;
}

function Meta({ message, model, isLast }: MetaProps) {
  const { clock } = useApp();
  const retry = useAction(async () => {
    await model.retry(message.id);
  });
  const state = message.mine ? message.delivery : null;
  if (state === 'failed')
    return (
      <div class="meta bad">
        <CircleAlert size={12} aria-hidden="true" />
        <span>{i18n.t(`thread.failed.${message.failure ?? 'unknown'}`)}</span>
        <button type="button" onClick={() => void retry.run()} aria-busy={retry.busy}>
          {i18n.t('thread.failed.again')}
        </button>
      </div>
    );
  const { permission } = model;
  if (state === 'waiting' && permission.value !== null)
    return (
      <div class="meta awaits" title={dateAndTime(message.sentAt)}>
        <Clock size={12} aria-hidden="true" />
        <span>{awaited(permission.value.nextAt, clock.now())}</span>
      </div>
    );
  const Mark = state && MARKS[state];
  const shown = state && (isLast || state === 'waiting');
  return (
    <div class="meta" title={dateAndTime(message.sentAt)}>
      <time dateTime={new Date(message.sentAt).toISOString()}>{clockTime(message.sentAt)}</time>
      {Mark && (
        <>
          <Mark size={12} aria-hidden="true" style={state === 'read' ? 'color: var(--accent)' : undefined} />
          <span class={shown ? '' : 'unseen'}>{i18n.t(`thread.delivery.${state}`)}</span>
        </>
      )}
    </div>
  );
}

/** A text of which the thread holds the beginning: the rest is one press away, once it is here. */
function LongText({ message, model }: { message: TextMessageView; model: ThreadModel }) {
  const { worker } = useApp();
  const [whole, setWhole] = useState<string | null>(null);
  const relationship = model.relationship.value?.id ?? '';
  const ask = { relationship, message: message.id };
  const show = useAction(async () => {
    const answer = await worker.wholeText(ask);
    if (answer !== null) setWhole(answer.text);
    else await worker.fetchAttachment(ask);
  });
  const { long } = message;
  if (long === null || whole !== null) return <LinkedText text={whole ?? message.text} />;
  const lost = long.state === 'expired' || long.state === 'damaged';
  return (
    <>
      <LinkedText text={message.text} />
      <span class="rest">
        {long.state === 'fetching' && i18n.t('thread.longArriving')}
        {lost && i18n.t('thread.longLost')}
        {long.state !== 'fetching' && !lost && (
          <button type="button" aria-busy={show.busy} onClick={() => void show.run()}>
            {i18n.t('thread.showAll', [byteSize(long.byteCount)])}
          </button>
        )}
      </span>
    </>
  );
}

const MINUTE_MS = 60_000;
/** Longer waits are told in hours. */
const MANY_MINUTES = 90;

/** Why a message waits that no service may be asked to take yet, and for how long about. */
function awaited(nextAt: number | null, now: number): string {
  if (nextAt === null) return i18n.t('thread.permission.unknown');
  const minutes = Math.ceil((nextAt - now) / MINUTE_MS);
  if (minutes > MANY_MINUTES) return i18n.t('thread.permission.later', [fromNow(nextAt, now)]);
  return minutes <= 1 ? i18n.t('thread.permission.soon') : i18n.t('thread.permission.minutes', minutes);
}

interface RunProps {
  run: Run;
  model: ThreadModel;
  name: string;
  isNew: boolean;
  isLast: boolean;
}

interface AloneProps {
  message: MessageView;
  model: ThreadModel;
  name: string;
  isLast: boolean;
}

/** States of an attachment that it shows itself: on its way to its host, or failed there. */
const UNSENT: ReadonlySet<string> = new Set(['preparing', 'uploading', 'failed']);

/**
 * Says whose it is and when, before what it says: for those who hear the page, on which side it stands tells nothing.
 */
function Whose({ id, mine, name, at }: { id: string; mine: boolean; name: string; at: number }) {
  return (
    <span class="unseen" id={id}>
      {mine ? i18n.t('thread.youSaid', [clockTime(at)]) : i18n.t('thread.theySaid', [name, clockTime(at)])}
    </span>
  );
}

interface ItemProps {
  message: TextMessageView | AttachmentMessageView | SharedLoginMessageView | OtherMessageView;
  name: string;
  /** The first of its run stands apart from the messages above, the last has the line with the time. */
  place?: string | undefined;
  children: ComponentChildren;
  meta?: ComponentChildren;
}

/** One message is one item of the list, named by whose it is and what it says. */
function Item({ message, name, place = 'first last', children, meta }: ItemProps) {
  const { id, mine, sentAt } = message;
  return (
    <li class={`run ${mine ? 'mine' : ''} ${place}`} aria-labelledby={`${id}-whose ${id}`} tabIndex={-1}>
      <Whose id={`${id}-whose`} mine={mine} name={name} at={sentAt} />
      {children}
      {meta}
    </li>
  );
}

function Alone({ message, model, name, isLast }: AloneProps) {
  const relationship = model.relationship.value?.id;
  if (message.type === 'attachment' && relationship !== undefined)
    return (
      <Item
        message={message}
        name={name}
        meta={!UNSENT.has(message.state) && <Meta message={message} model={model} isLast={isLast} />}
      >
        <Attachment attachment={message} relationship={relationship} name={name} />
      </Item>
    );
  if (message.type === 'shared-login' && relationship !== undefined)
    return (
      <Item message={message} name={name} meta={<Meta message={message} model={model} isLast={isLast} />}>
        <SharedLogin message={message} relationship={relationship} name={name} />
      </Item>
    );
  if (message.type === 'mail')
    return (
      <li>
        <MailCard mail={message} model={model} isLast={isLast} />
      </li>
    );
  if (message.type === 'event')
    return (
      <li class="event" title={dateAndTime(message.sentAt)}>
        {eventText(message.event, name, message.mine)}
      </li>
    );
  if (message.type === 'arriving') return <li class="event">{i18n.t('thread.arriving')}</li>;
  if (message.type === 'other')
    return (
      <Item message={message} name={name} meta={<div class="meta">{i18n.t('thread.unknownKind')}</div>}>
        <div class="bubble other" id={message.id} dir="auto">
          <LinkedText text={message.fallback} />
        </div>
      </Item>
    );
  return null;
}

/** Items of the list, one a message; those of one side that belong together share the line with the time. */
export function RunView({ run, model, name, isNew, isLast }: RunProps) {
  const last = run.messages.at(-1);
  return (
    <>
      {isNew && <li class="new-line">{i18n.t('thread.new')}</li>}
      {run.messages.map((message, at) => (
        <Boundary key={message.id} instead={<li class="event">{i18n.t('thread.notDrawn')}</li>}>
          {message.type === 'text' ? (
            <Item
              message={message}
              name={name}
              place={`${at === 0 ? 'first' : ''} ${message === last ? 'last' : ''}`}
              meta={
                (message === last || message.delivery === 'failed') && (
                  <Meta message={message} model={model} isLast={isLast} />
                )
              }
            >
              <div class="bubble" id={message.id} data-message={message.id} dir="auto">
                {message.long === null ? (
                  <LinkedText text={message.text} />
                ) : (
                  <LongText message={message} model={model} />
                )}
              </div>
            </Item>
          ) : (
            <Alone message={message} model={model} name={name} isLast={isLast} />
          )}
        </Boundary>
      ))}
    </>
  );
}

/** Texts on their way to the worker, and those that it would not take. */
export function SendingRun({ sending, model }: { sending: readonly UnsentMessage[]; model: ThreadModel }) {
  return (
    <>
      {sending.map(({ nonce, text, at, refused }, index) => (
        <li class={index === 0 ? 'run mine first last' : 'run mine last'} key={nonce}>
          <Whose id={`${nonce}-whose`} mine name="" at={at} />
          <div class={refused ? 'bubble refused' : 'bubble pending'} dir="auto">
            {text}
          </div>
          {refused && (
            <div class="meta bad" role="alert">
              <CircleAlert size={12} aria-hidden="true" />
              <span>{i18n.t(`thread.refused.${camel(refused)}`)}</span>
              {(refused === 'no-answer' || refused === 'storage') && (
                <button type="button" onClick={() => void model.resend(nonce)}>
                  {i18n.t('common.tryAgain')}
                </button>
              )}
              <button type="button" onClick={() => model.edit(nonce)}>
                {i18n.t('thread.edit')}
              </button>
            </div>
          )}
        </li>
      ))}
    </>
  );
}
