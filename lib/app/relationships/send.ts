// Sending a text. The message and its outbox item are one step; the couriers do the rest, however often this worker
// dies meanwhile.
import { utf8Length, wellFormed } from '#bytes/utf8.ts';
import { classOf } from '#protocol/pairwise/envelope.ts';
import type { EnvelopeClass } from '#wire/sizes.ts';
import { retryBlob } from '../attachments/attachments.ts';
import { appendLongText } from '../attachments/long-text.ts';
import { nextClock } from '../conversation/conversation.ts';
import { postMessage } from '../outgoing/post.ts';
import type { AppContext } from '../ports/ports.ts';
import { MAX_LONG_TEXT_BYTES } from '../records/attachment.ts';
import { draft, type Message, message, messageNumber } from '../records/message.ts';
import { proton } from '../records/proton.ts';
import { relationship } from '../records/relationship.ts';
import { transit } from '../records/watch.ts';
import { myServicesWith } from '../services/services.ts';
import { factsOf } from '../services/snapshot.ts';
import { STRICT, transact } from '../store/transaction.ts';
import { sharedClass } from './share-login.ts';
import { refsToWrite, writeMessage, writtenBefore } from './write-message.ts';

export type Sent =
  | { ok: true; message: string }
  | { ok: false; reason: 'too-long' | 'empty' | 'ended' | 'blocked' | 'site' };

/**
 * @param nonce hex of 16 bytes, made once per message typed, and the id of the message: a second call with it sends
 * nothing
 * @throws Fault unavailable 'storage-full': nothing was committed, the draft is kept
 */
export async function sendText(app: AppContext, id: string, typed: string, nonce: string): Promise<Sent> {
  const text = wellFormed(typed).trim();
  if (text === '') return { ok: false, reason: 'empty' };
  const length = utf8Length(text);
  const sizeClass = classOf(length);
  if (length > MAX_LONG_TEXT_BYTES) return { ok: false, reason: 'too-long' };
  const facts = await factsOf(app);
  const [host] = sizeClass === null ? await myServicesWith(app, 'sending') : [];
  if (sizeClass === null && host === undefined) return { ok: false, reason: 'too-long' };
  return transact<Sent>(
    app.store,
    [...refsToWrite(id, nonce), draft(id)],
    (transaction) => {
      const before = writtenBefore(transaction, facts, id, nonce);
      if (before !== null) return before;
      if (sizeClass === null) {
        const origin = host?.service.name.origin ?? '';
        appendLongText(transaction, id, nonce, { text, origin, now: facts.now });
      } else {
        writeMessage(transaction, facts, id, { nonce, content: { kind: 'text', value: text }, sizeClass });
      }
      transaction.remove(draft(id));
      transaction.put(relationship(id), { ...transaction.require(relationship(id)), draft: false });
      return { ok: true, message: nonce };
    },
    STRICT,
  );
}

/** Sends a message again that was given up: a fresh envelope, the same message. */
export async function retryMessage(app: AppContext, id: string, messageId: string): Promise<void> {
  if (await retryBlob(app, id, messageId)) return;
  const facts = await factsOf(app);
  await transact(
    app.store,
    [relationship(id), proton(id), messageNumber(id, messageId)],
    (transaction) => {
      const sequence = transaction.get(messageNumber(id, messageId))?.sequence;
      const failed = sequence === undefined ? null : transaction.get(message(id, sequence));
      if (sequence === undefined || failed?.delivery !== 'failed') return;
      const sizeClass = classOfContent(failed.content);
      if (sizeClass === null) return;
      nextClock(transaction, id);
      postMessage(transaction, facts, id, sequence, sizeClass);
      transaction.remove(transit(id, sequence));
    },
    STRICT,
  );
}

/** Null: it is sent again in another way, or never was. */
function classOfContent(content: Message['content']): EnvelopeClass | null {
  if (content.kind === 'sharedLogin') return sharedClass(content);
  return content.kind === 'text' ? (classOf(utf8Length(content.value)) ?? 'large') : null;
}

/** Keeps the draft of a message. An empty text forgets it. */
export async function saveDraft(app: AppContext, id: string, typed: string): Promise<void> {
  const text = wellFormed(typed);
  await transact(app.store, [relationship(id), draft(id)], (transaction) => {
    const before = transaction.get(relationship(id));
    if (before === null) return;
    if (text === '') transaction.remove(draft(id));
    else transaction.put(draft(id), { text });
    const has = text !== '';
    if (before.draft !== has) transaction.put(relationship(id), { ...before, draft: has });
  });
}
