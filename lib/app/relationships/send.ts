// Sending a text. The message and its outbox item are one step; the couriers do the rest, however often this worker
// dies meanwhile.
import { utf8Length, wellFormed } from '#bytes/utf8.ts';
import { classOf } from '#protocol/pairwise/envelope.ts';
import { retryBlob } from '../attachments/attachments.ts';
import { appendLongText } from '../attachments/long-text.ts';
import { append, idBytes, nextClock } from '../conversation/conversation.ts';
import { postMessage, readToPost } from '../outgoing/post.ts';
import type { AppContext } from '../ports/ports.ts';
import { MAX_LONG_TEXT_BYTES } from '../records/attachment.ts';
import { draft, message, messageNumber } from '../records/message.ts';
import { proton } from '../records/proton.ts';
import { recent, relationship } from '../records/relationship.ts';
import { transit } from '../records/watch.ts';
import { myServicesWith } from '../services/services.ts';
import { factsOf } from '../services/snapshot.ts';
import { STRICT, transact } from '../store/transaction.ts';

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
  const refs = [relationship(id), proton(id), recent, draft(id), messageNumber(id, nonce)];
  return transact<Sent>(
    app.store,
    refs,
    (transaction) => {
      if (transaction.get(messageNumber(id, nonce)) !== null) return { ok: true, message: nonce };
      const { standing, kind } = transaction.require(relationship(id));
      if (kind === 'site') return { ok: false, reason: 'site' };
      if (standing === 'ended' || standing === 'blocked') return { ok: false, reason: standing };
      readToPost(transaction, facts, [id]);
      if (sizeClass === null) {
        const origin = host?.service.name.origin ?? '';
        appendLongText(transaction, id, nonce, { text, origin, now: facts.now });
      } else {
        const sequence = append(transaction, id, {
          id: idBytes(nonce),
          mine: true,
          sentAt: facts.now,
          receivedAt: facts.now,
          delivery: 'waiting',
          content: { kind: 'text', value: text },
        });
        postMessage(transaction, facts, id, sequence, sizeClass);
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
      if (sequence === undefined || failed?.delivery !== 'failed' || failed.content.kind !== 'text') return;
      nextClock(transaction, id);
      postMessage(transaction, facts, id, sequence, classOf(utf8Length(failed.content.value)) ?? 'large');
      transaction.remove(transit(id, sequence));
    },
    STRICT,
  );
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
