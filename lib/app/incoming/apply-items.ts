// Taking in one decrypted body inside the step that advanced the ratchet: what each kind of item does to the relationship.
import { encodeHex } from '#bytes/base64url.ts';
import { concat, equal, u32 } from '#bytes/bytes.ts';
import { sha256 } from '#crypto/hash.ts';
import { dayOf } from '#protocol/base/day.ts';
import { answerOffer, takeAnswer } from '#protocol/pairwise/ratchet-secret.ts';
import { ratchetState } from '#protocol/pairwise/ratchet-state.ts';
import type { Presentation } from '#wire/identity.ts';
import { type AddressGrant, ITEM, type Item, type MessageBody } from '#wire/message.ts';
import { LONG_TERM_DAYS } from '../addresses/addresses.ts';
import { isSame, mergeGrants, mergeLongTerm } from '../addresses/their-addresses.ts';
import { AUTOMATIC_BYTES, beginDownload, stateOf, takesRoom } from '../attachments/transfer-down.ts';
import { append, tell } from '../conversation/conversation.ts';
import { cleanFileName, cleanMediaType } from '../conversation/file-name.ts';
import { cleanPresentation } from '../conversation/name.ts';
import { MAX_LONG_TEXT_BYTES } from '../records/attachment.ts';
import { DELIVERY, type Message, message, messageNumber } from '../records/message.ts';
import { profile } from '../records/profile.ts';
import { MAX_RECEIPTS_OWED, proton } from '../records/proton.ts';
import { relationship } from '../records/relationship.ts';
import { failure, transit } from '../records/watch.ts';
import type { StrictTransaction, Transaction } from '../store/transaction.ts';

/**
 * @param late whether a message that its author sent afterwards was taken before: where they are is known better from that
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
  const clock = Math.min(body.clock, MAX_CLOCK);
  transaction.put(relationship(id), { ...before, standing, clock: Math.max(before.clock, clock) });
  const shown = showItems(transaction, now, id, { ...body, clock });
  const held = transaction.require(proton(id)).grants;
  const items = late ? body.items.filter(({ kind }) => kind !== 'addresses') : body.items;
  const ended = items.map((item) => takeItem(transaction, now, id, item));
  confirmLeaving(transaction, id, held, body.id);
  // A body has one profile; the last word counts, and is told once.
  const profile = body.items.findLast((item) => item.kind === 'profile');
  if (profile?.kind === 'profile') takeProfile(transaction, now, id, profile.value);
  return shown || ended.includes(true);
}

/** Who leaves a service waits until everybody knows: that I forgot it is confirmed by a receipt, which goes where they are now. */
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

/** Whether the person lets others know that something arrived. */
const tellsArrival = (transaction: Transaction): boolean => transaction.get(profile)?.receivedReceipts !== false;

/** A correspondent's clock is taken up to here, so that ours can always go on counting in its 32 bits. */
const MAX_CLOCK = 2 ** 31;

/** Ids (hex) of messages that a body names: those it tells of, and those it brings. */
export function namedBy(body: MessageBody): string[] {
  const told = body.items.flatMap((item) => (item.kind === 'receipt' ? item.value.messages : []));
  const brought = body.items.filter((item) => contentOf(item) !== null).map((_, index) => shownId(body, index));
  return [...new Set([...told, ...brought].map(encodeHex))];
}

/** The first thing that a body shows has the body's id, by which receipts name it; each further one needs an id of its own here. */
const shownId = (body: MessageBody, index: number): Uint8Array =>
  index === 0 ? body.id : sha256(concat(body.id, u32(index))).slice(0, 16);

type Content = Message['content'];

/** What an item shows; null for what is no message to a person. An unknown kind without words for it needs no showing. */
function contentOf(item: Item): Content | null {
  const fallback = item.fallback ?? '';
  if (item.kind === 'text') return { kind: 'text', value: item.value.text };
  if (item.kind === 'attachment') {
    const { blob: reference, ...told } = item.value;
    const automatic = told.kind === 'picture' && told.byteCount <= AUTOMATIC_BYTES;
    const state = stateOf(told.byteCount, reference, automatic);
    const name = cleanFileName(told.name, told.kind);
    const value = { ...told, name, mediaType: cleanMediaType(told.mediaType), reference, state };
    return { kind: 'attachment', value };
  }
  if (item.kind === 'longText') {
    const { blob: reference, byteCount, beginning } = item.value;
    const state = byteCount > MAX_LONG_TEXT_BYTES ? 'damaged' : stateOf(byteCount, reference, true);
    return { kind: 'longText', value: { byteCount, preview: beginning, reference, state } };
  }
  if (item.kind === 'app')
    return { kind: 'unknown', value: { code: ITEM.app.code, payload: ITEM.app.format.encode(item.value), fallback } };
  return item.kind === 'unknown' && fallback !== '' ? { kind: 'unknown', value: { ...item.value, fallback } } : null;
}

/** What would be fetched by itself waits for a press where the relationship's day has no room for it. */
function withinTheDay(transaction: Transaction, now: number, id: string, content: Content): Content {
  if (!(content.kind === 'attachment' || content.kind === 'longText') || content.value.state !== 'fetching')
    return content;
  if (takesRoom(transaction, id, content.value.byteCount, now)) return content;
  return { ...content, value: { ...content.value, state: 'hosted' } } as Content;
}

/** The same message may come in another envelope, where its author's program could not know that the first one arrived: it is shown once. */
function showItems(transaction: StrictTransaction, now: number, id: string, body: MessageBody): boolean {
  const contents = body.items.flatMap((item) => contentOf(item) ?? []);
  if (contents.length === 0) return false;
  let shown = false;
  for (const [index, told] of contents.entries()) {
    const name = shownId(body, index);
    if (transaction.get(messageNumber(id, encodeHex(name))) !== null) continue;
    shown = true;
    const content = withinTheDay(transaction, now, id, told);
    // Nothing was said later than it came: whose clock is wrong does not matter.
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
    if ((content.kind === 'attachment' || content.kind === 'longText') && content.value.state === 'fetching')
      beginDownload(transaction, id, encodeHex(name), content.value, now);
  }
  if (!tellsArrival(transaction)) return shown;
  const known = transaction.require(proton(id));
  const receipts = [...known.receipts, { state: 'received' as const, message: body.id }].slice(-MAX_RECEIPTS_OWED);
  transaction.put(proton(id), { ...known, receipts });
  return shown;
}

function takeProfile(transaction: Transaction, now: number, id: string, told: Presentation): void {
  const theirs = cleanPresentation(told);
  const before = transaction.require(relationship(id));
  if (before.theirs.name === theirs.name && before.theirs.pronouns === theirs.pronouns) return;
  // What I call them follows their own name until I chose one.
  const name = before.name === before.theirs.name && theirs.name !== '' ? theirs.name : before.name;
  transaction.put(relationship(id), { ...before, theirs, name });
  if (before.theirs.name !== '' && before.theirs.name !== theirs.name)
    tell(transaction, id, { kind: 'name-changed', at: now, detail: before.theirs.name }, false);
}

/** @returns whether it is something that a person may want to be told of */
function takeItem(transaction: StrictTransaction, now: number, id: string, item: Item): boolean {
  switch (item.kind) {
    case 'text':
    case 'unknown':
    case 'app':
    case 'profile':
    case 'attachment':
    case 'longText':
      return false;
    case 'receipt':
      for (const named of item.value.messages) takeReceipt(transaction, id, named, item.value.state);
      return false;
    case 'addresses': {
      const known = transaction.require(proton(id));
      // What was asked for, perhaps, or as good as that.
      const owes = item.value.length > 0 ? { ...known.owes, request: false } : known.owes;
      transaction.put(proton(id), { ...known, ...mergeGrants(known, item.value, dayOf(now)), owes });
      return false;
    }
    case 'longTerm': {
      const known = transaction.require(proton(id));
      transaction.put(proton(id), { ...known, longTerm: mergeLongTerm(known, item.value, dayOf(now)) });
      return false;
    }
    case 'addressRequest': {
      const known = transaction.require(proton(id));
      // Answered once a day at most: more often nobody asks who does not want to be a nuisance.
      const answered = known.given.some(({ expiryDay }) => expiryDay >= dayOf(now) + LONG_TERM_DAYS);
      if (!answered) transaction.put(proton(id), { ...known, owes: { ...known.owes, addresses: true } });
      return false;
    }
    case 'terminate': {
      const before = transaction.require(relationship(id));
      if (before.standing === 'ended') return false;
      transaction.put(relationship(id), { ...before, standing: 'ended' });
      tell(transaction, id, { kind: 'ended', at: now, detail: item.value.reason }, false);
      return true;
    }
    case 'pqOffer': {
      const known = transaction.require(proton(id));
      const answered = answerOffer(ratchetState.decode(known.ratchet), item.value, transaction.entropy);
      if (answered !== null)
        transaction.put(proton(id), {
          ...known,
          ratchet: ratchetState.encode(answered.state),
          answer: answered.answer,
        });
      return false;
    }
    case 'pqAnswer': {
      const known = transaction.require(proton(id));
      transaction.put(proton(id), {
        ...known,
        ratchet: ratchetState.encode(takeAnswer(ratchetState.decode(known.ratchet), item.value)),
      });
      return false;
    }
  }
}

/** States only ever go up: a receipt may come before the sending service's own answer. */
function takeReceipt(transaction: Transaction, id: string, named: Uint8Array, state: 'received' | 'read'): void {
  const sequence = transaction.get(messageNumber(id, encodeHex(named)))?.sequence;
  const sent = sequence === undefined ? null : transaction.get(message(id, sequence));
  if (sequence === undefined || sent === null || sent.delivery === null) return;
  // It arrived: no other way need be tried, and what was said of its failing was wrong.
  transaction.remove(transit(id, sequence));
  if (sent.delivery === 'failed') transaction.remove(failure(id, sequence));
  if (sent.delivery === 'failed' || DELIVERY[sent.delivery] < DELIVERY[state])
    transaction.put(message(id, sequence), { ...sent, delivery: state });
}
