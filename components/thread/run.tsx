// What one side said in one go: bubbles, then one line with the time and how far it got. Mail and events stand alone.

import { Check, CheckCheck, CircleAlert, Clock } from 'lucide-preact';
import { i18n } from '#i18n';
import type { MessageView, TextMessageView } from '#rpc/views.ts';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import type { Run } from '../model/days.ts';
import { splitLinks } from '../model/links.ts';
import type { Sending, ThreadModel } from '../model/thread.ts';
import { eventText } from '../person/history.tsx';
import { camel } from '../ui/key.ts';
import { clockTime, dateAndTime } from '../ui/time.ts';
import { MailCard } from './mail-card.tsx';

const MARKS = { waiting: Clock, sent: Check, received: CheckCheck, read: CheckCheck, failed: CircleAlert };

function Text({ text }: { text: string }) {
  const { platform } = useApp();
  return (
    <>
      {splitLinks(text).map((piece, at) =>
        piece.url === null ? (
          piece.text
        ) : (
          <a
            key={at}
            href={piece.url}
            rel="noreferrer noopener"
            onClick={(event) => {
              event.preventDefault();
              platform.openLink(piece.url);
            }}
          >
            {piece.text}
          </a>
        ),
      )}
    </>
  );
}

function Meta({ message, model, isLast }: { message: TextMessageView; model: ThreadModel; isLast: boolean }) {
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

interface RunProps {
  run: Run;
  model: ThreadModel;
  name: string;
  isNew: boolean;
  isLast: boolean;
}

function Alone({ message, model, name }: { message: MessageView; model: ThreadModel; name: string }) {
  if (message.type === 'mail') return <MailCard mail={message} model={model} />;
  if (message.type === 'event')
    return (
      <div class="event" title={dateAndTime(message.sentAt)}>
        {eventText(message.event, name, message.mine)}
      </div>
    );
  if (message.type === 'arriving') return <div class="event">{i18n.t('thread.arriving')}</div>;
  if (message.type === 'other')
    return (
      <div class={message.mine ? 'run mine' : 'run'}>
        <div class="bubble other">{message.fallback}</div>
        <div class="meta">{i18n.t('thread.unknownKind')}</div>
      </div>
    );
  return null;
}

/** Where runs of the two sides alternate, each bubble says whose it is to those who hear the page. */
export function RunView({ run, model, name, isNew, isLast }: RunProps) {
  const texts = run.messages.filter((message) => message.type === 'text');
  const last = texts.at(-1);
  return (
    <>
      {isNew && <div class="new-line">{i18n.t('thread.new')}</div>}
      {run.messages.map((message) =>
        message.type === 'text' ? null : <Alone key={message.id} message={message} model={model} name={name} />,
      )}
      {last && (
        <div class={run.mine ? 'run mine' : 'run'}>
          <span class="unseen">{run.mine ? i18n.t('thread.youSaid') : i18n.t('thread.theySaid', [name])}</span>
          {texts.map((message) => (
            <div key={message.id} class="bubble" data-message={message.id} dir="auto">
              <Text text={message.text} />
            </div>
          ))}
          {texts.map(
            (message) =>
              (message === last || message.delivery === 'failed') && (
                <Meta key={message.id} message={message} model={model} isLast={isLast} />
              ),
          )}
        </div>
      )}
    </>
  );
}

/** Texts on their way to the worker, and those that it would not take. */
export function SendingRun({ sending, model }: { sending: readonly Sending[]; model: ThreadModel }) {
  return (
    <div class="run mine">
      {sending.map(({ nonce, text, refused }) => (
        <>
          <div key={nonce} class={refused ? 'bubble refused' : 'bubble pending'} dir="auto">
            {text}
          </div>
          {refused && (
            <div class="meta bad" role="alert" key={`${nonce}-why`}>
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
        </>
      ))}
    </div>
  );
}
