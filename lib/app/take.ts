// Taking in one decrypted body inside the step that advanced the ratchet: what each kind of item does to the relationship.
import { encodeHex } from '#bytes/base64url.ts';
import { concat, u32 } from '#bytes/bytes.ts';
import { wellFormed } from '#bytes/utf8.ts';
import { sha256 } from '#crypto/hash.ts';
import { answerOffer, takeAnswer } from '#protocol/ratchet-secret.ts';
import { ratchetState } from '#protocol/ratchet-state.ts';
import type { AddressGrant, Item, MessageBody } from '#wire/message.ts';
import { append, tell } from './conversation.ts';
import { DELIVERY, type Message, message, messageNumber } from './records/message.ts';
import { MAX_THEIR_ADDRESSES, proton } from './records/proton.ts';
import { relationship } from './records/relationship.ts';
import type { Transaction } from './transaction.ts';

/** @returns whether something was shown that a person may want to be told of */
export function takeBody(transaction: Transaction, now: number, id: string, body: MessageBody): boolean {
  const before = transaction.require(relationship(id));
  if (before.standing === 'blocked') return false;
  // Their first word ends the waiting that follows an accepted invitation.
  const standing = before.standing === 'invited' ? 'active' : before.standing;
  const clock = Math.min(body.clock, MAX_CLOCK);
  transaction.put(relationship(id), { ...before, standing, clock: Math.max(before.clock, clock) });
  let shown = false;
  for (const [index, item] of body.items.entries()) {
    // Receipts name the body; what it shows besides its first item needs a name of its own here.
    const named = index === 0 ? body.id : sha256(concat(body.id, u32(index))).slice(0, 16);
    shown = takeItem(transaction, now, id, { ...body, clock, id: named }, item) || shown;
  }
  return shown;
}

/** A correspondent's clock is taken up to here, so that ours can always go on counting in its 32 bits. */
const MAX_CLOCK = 2 ** 31;

function takeItem(transaction: Transaction, now: number, id: string, body: MessageBody, item: Item): boolean {
  const show = (content: Message['content']): true => {
    append(transaction, id, {
      id: body.id,
      mine: false,
      clock: body.clock,
      sentAt: body.sentAt,
      receivedAt: now,
      delivery: null,
      content,
    });
    const known = transaction.require(proton(id));
    const receipts = [...known.receipts, { state: 'received' as const, message: body.id }];
    transaction.put(proton(id), { ...known, receipts: receipts.slice(-512) });
    return true;
  };
  switch (item.kind) {
    case 'text':
      return show({ kind: 'text', value: item.value.text });
    case 'unknown':
      return show({ kind: 'unknown', value: { ...item.value, fallback: item.fallback ?? '' } });
    case 'app':
      return show({ kind: 'unknown', value: { code: 9, payload: item.value.payload, fallback: item.fallback ?? '' } });
    case 'receipt':
      for (const named of item.value.messages) takeReceipt(transaction, id, named, item.value.state);
      return false;
    case 'profile': {
      const before = transaction.require(relationship(id));
      if (before.theirs.name === item.value.name && before.theirs.pronouns === item.value.pronouns) return false;
      // What I call them follows their own name until I chose one.
      const name = before.name === before.theirs.name && item.value.name !== '' ? item.value.name : before.name;
      transaction.put(relationship(id), { ...before, theirs: item.value, name });
      if (before.theirs.name !== '')
        tell(transaction, id, { kind: 'name-changed', at: now, detail: wellFormed(before.theirs.name) }, false);
      return false;
    }
    case 'addresses': {
      const known = transaction.require(proton(id));
      transaction.put(proton(id), { ...known, grants: mergeGrants(known.grants, item.value) });
      return false;
    }
    case 'addressRequest': {
      const known = transaction.require(proton(id));
      transaction.put(proton(id), { ...known, owes: { ...known.owes, addresses: true } });
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
  if (sent.delivery === 'failed' || DELIVERY[sent.delivery] < DELIVERY[state])
    transaction.put(message(id, sequence), { ...sent, delivery: state });
}

/** The list names every service they use from now on; of each, the newest addresses are kept, newest first. */
function mergeGrants(known: readonly AddressGrant[], fresh: readonly AddressGrant[]): AddressGrant[] {
  return fresh.map((grant) => {
    const same = known.find(
      (old) =>
        old.service.origin === grant.service.origin && encodeHex(old.service.key) === encodeHex(grant.service.key),
    );
    return {
      service: grant.service,
      addresses: [...grant.addresses, ...(same?.addresses ?? [])].slice(0, MAX_THEIR_ADDRESSES),
    };
  });
}
