// Taking in one decrypted body inside the step that advanced the ratchet. The effect of each kind of item is in
// `items/`, one file a kind.
import { encodeHex } from '#bytes/base64url.ts';
import { concat, equal, u32Bytes } from '#bytes/bytes.ts';
import { sha256 } from '#crypto/hash.ts';
import type { AddressGrant, Item, MessageBody } from '#wire/message.ts';
import { beginDownload, takesRoom } from '../attachments/transfer-down.ts';
import { append, tell } from '../conversation/conversation.ts';
import { hasBlob, withBlob } from '../items/blob.ts';
import type { Content } from '../items/item.ts';
import { applyItem, contentOf, counting, namesOf } from '../items/items.ts';
import { isSame } from '../reach/their-addresses.ts';
import { messageNumber } from '../records/message.ts';
import { profile } from '../records/profile.ts';
import { MAX_RECEIPTS_OWED, proton } from '../records/proton.ts';
import { relationship } from '../records/relationship.ts';
import type { StrictTransaction, Transaction } from '../store/transaction.ts';

/**
 * @param late whether a message that its author sent afterwards was taken before: that one knows better which addresses
 * they have
 * @returns whether something was shown that a person may want to be told of
 */
export function takeBody(
  transaction: StrictTransaction,
  now: number,
  id: string,
  body: MessageBody,
  late: boolean,
): boolean {
  const before = transaction.require(relationship(id));
  if (before.standing === 'blocked') return false;
  // Their first word ends the waiting that follows an accepted invitation.
  const standing = before.standing === 'invited' ? 'active' : before.standing;
  transaction.put(relationship(id), { ...before, standing, clock: Math.max(before.clock, body.clock) });
  const shown = showItems(transaction, now, id, body);
  const held = transaction.require(proton(id)).grants;
  const { first, last } = counting(body.items, late);
  const news = first.map((item) => takeItem(transaction, now, id, item));
  confirmLeaving(transaction, id, held, body.id);
  for (const item of last) takeItem(transaction, now, id, item);
  return shown || news.includes(true);
}

/** @returns whether it is something that a person may want to be told of */
function takeItem(transaction: StrictTransaction, now: number, id: string, item: Item): boolean {
  const told = applyItem(transaction, { id, now }, item);
  if (told !== null) tell(transaction, id, told.event, false);
  return told?.isNews ?? false;
}

/**
 * A correspondent who leaves a service waits until all holders know: a receipt, sent to their new addresses, confirms
 * that I forgot the old ones.
 */
function confirmLeaving(
  transaction: StrictTransaction,
  id: string,
  held: readonly AddressGrant[],
  named: Uint8Array,
): void {
  if (!tellsArrival(transaction)) return;
  const known = transaction.require(proton(id));
  const left = held.some(({ service }) => !known.grants.some((grant) => isSame(grant.service, service)));
  if (!left || known.grants.length === 0 || known.receipts.some(({ message }) => equal(message, named))) return;
  const receipts = [...known.receipts, { state: 'received' as const, message: named }].slice(-MAX_RECEIPTS_OWED);
  transaction.put(proton(id), { ...known, receipts });
}

/** Whether the person lets others know that a message arrived. */
const tellsArrival = (transaction: Transaction): boolean => transaction.get(profile)?.receivedReceipts !== false;

/** Ids (hex) of messages that a body names: those it tells of, and those it brings. */
export function namedBy(body: MessageBody): string[] {
  const told = body.items.flatMap((item) => namesOf(item));
  const brought = body.items.filter((item) => contentOf(item) !== null).map((_, index) => shownId(body, index));
  return [...new Set([...told, ...brought].map(encodeHex))];
}

/**
 * The first thing that a body shows has the body's id, by which receipts name it; each further one needs an id of its
 * own here.
 */
const shownId = (body: MessageBody, index: number): Uint8Array =>
  index === 0 ? body.id : sha256(concat(body.id, u32Bytes(index))).slice(0, 16);

/** A blob that is otherwise fetched unasked waits for a press if the relationship's day has no room for it. */
function withinTheDay(transaction: Transaction, now: number, id: string, content: Content): Content {
  if (!hasBlob(content) || content.value.state !== 'fetching') return content;
  return takesRoom(transaction, id, content.value.byteCount, now) ? content : withBlob(content, { state: 'hosted' });
}

/**
 * The same message may come in another envelope, if its author's program could not know that the first one arrived: it
 * is shown once.
 */
function showItems(transaction: StrictTransaction, now: number, id: string, body: MessageBody): boolean {
  const contents = body.items.flatMap((item) => contentOf(item) ?? []);
  if (contents.length === 0) return false;
  let shown = false;
  for (const [index, told] of contents.entries()) {
    const name = shownId(body, index);
    if (transaction.get(messageNumber(id, encodeHex(name))) !== null) continue;
    shown = true;
    const content = withinTheDay(transaction, now, id, told);
    // No message is shown as said later than it came, whichever clock is wrong.
    const sentAt = Math.min(body.sentAt, now);
    append(transaction, id, {
      id: name,
      mine: false,
      clock: body.clock,
      sentAt,
      receivedAt: now,
      delivery: null,
      content,
    });
    if (hasBlob(content) && content.value.state === 'fetching')
      beginDownload(transaction, id, encodeHex(name), content.value, now);
  }
  if (!tellsArrival(transaction)) return shown;
  const known = transaction.require(proton(id));
  const receipts = [...known.receipts, { state: 'received' as const, message: body.id }].slice(-MAX_RECEIPTS_OWED);
  transaction.put(proton(id), { ...known, receipts });
  return shown;
}
