// Shaking hands anew, as records know it: an end of a relationship from its record and back, resets of mine that are
// made, repeated and made again, and what follows from one of theirs. Everything happens inside the caller's step.
import { encodeHex } from '#bytes/base64url.ts';
import { agreePublicKey, agreeSecretKey, kemSeed, signSeed } from '#crypto/keys.ts';
import { DAY_MS, dayOf } from '#protocol/base/day.ts';
import { ratchetState } from '#protocol/pairwise/ratchet-state.ts';
import { classicResetKey, createReset, type Ends, sealReset } from '#protocol/pairwise/reset.ts';
import {
  type End,
  isUnheard,
  keysKept,
  nextResetClock,
  type Outstanding,
  withReset,
} from '#protocol/pairwise/shaking-anew.ts';
import { handshake } from '#wire/handshake.ts';
import { type Reset, reset as resetFormat } from '#wire/reset.ts';
import { EPHEMERAL_DAYS, grantAddresses, grantLongTerm } from '../addresses/addresses.ts';
import { REDELIVERY_DAYS } from '../addresses/seen.ts';
import { idBytes } from '../conversation/conversation.ts';
import { isGood, mergeGrants, mergeLongTerm, takeAddress } from '../reach/their-addresses.ts';
import { type Proton, proton, skippedKey } from '../records/proton.ts';
import { NUMBERS_APART, relationship } from '../records/relationship.ts';
import { serviceTask } from '../records/transit.ts';
import type { Facts } from '../services/snapshot.ts';
import type { StrictTransaction } from '../store/transaction.ts';
import { enqueue, readToEnqueue } from './outbox.ts';

/** Resets of theirs that are taken on one day, and answers and repetitions besides: each costs work and an envelope. */
const TAKEN_A_DAY = 4;
const ANSWERED_A_DAY = 8;
/** Messages sent again after a reset, of mine or theirs: the newest. */
const AGAIN_MESSAGES = 1024;
/** Days until a reset of mine goes out again, while nobody answers; then it rests until the person asks. */
const AGAIN_AFTER_DAYS = [1, 2, 4, 7, 14, 28, 56];
/** An older one is made anew: its addresses expire, and theirs may be a later one that this end does not know of. */
const MADE_ANEW_MS = 6 * DAY_MS;
/** Who has answered one and hears nothing for so long begins anew. */
const UNHEARD_DAYS = 14;

export const endsOf = ({ secrets, identity, theirs }: Proton): Ends => ({
  secrets: { signSeed: signSeed(secrets.signSeed), agreeSecret: agreeSecretKey(secrets.agreeSecret) },
  identity,
  theirs,
});

/** Of a relationship from before there were resets it follows from both identities. */
export const resetKeyFor = (known: Proton): Uint8Array => known.resetKey ?? classicResetKey(endsOf(known));

/** Nothing is sent while a reset of mine waits for its answer, nor before one is made: a restore brings no ratchet. */
export const isPaused = ({ anew, ratchet }: Proton): boolean =>
  anew.outstanding !== null || ratchetState.decode(ratchet).sending.chain === null;

export function endOf({ ratchet, opening, anew }: Proton): End {
  const { outstanding } = anew;
  return {
    ratchet: ratchetState.decode(ratchet),
    opening: opening === null ? null : { ...opening, handshake: handshake.decode(opening.handshake) },
    former: anew.former.map((one) => ratchetState.decode(one.ratchet)),
    epoch: anew.epoch,
    outstanding: outstanding === null ? null : outstandingOf(outstanding),
    front: anew.front,
  };
}

function outstandingOf(kept: NonNullable<Proton['anew']['outstanding']>): Outstanding {
  const prekey = {
    secretKey: agreeSecretKey(kept.prekeySecret),
    publicKey: agreePublicKey(resetFormat.decode(kept.encoded).prekey),
  };
  return { encoded: kept.encoded, digest: kept.digest, prekey, kemSeed: kemSeed(kept.kemSeed) };
}

/**
 * A ratchet that came out of use keeps until no message under it can be on its way.
 * @param begun ratchets that came into use, of which only the last may be in use still
 */
export function withEnd(known: Proton, end: End, today: number, begun = 0): Proton {
  const untilDay = today + REDELIVERY_DAYS;
  const { former, outstanding } = end;
  const before = known.anew.former.map((one) => one.untilDay);
  const days = [...Array.from({ length: begun }, () => untilDay), ...before];
  return {
    ...known,
    ratchet: ratchetState.encode(end.ratchet),
    opening: end.opening === null ? null : { ...end.opening, handshake: handshake.encode(end.opening.handshake) },
    // An answer to a post-quantum offer is of its ratchet.
    answer: begun > 0 ? null : known.answer,
    anew: {
      ...known.anew,
      former: former.map((one, at) => ({ ratchet: ratchetState.encode(one), untilDay: days[at] ?? untilDay })),
      epoch: end.epoch,
      outstanding:
        outstanding === null
          ? null
          : {
              encoded: outstanding.encoded,
              digest: outstanding.digest,
              prekeySecret: outstanding.prekey.secretKey,
              kemSeed: outstanding.kemSeed,
            },
      front: end.front,
    },
  };
}

/**
 * Makes a reset, or sends the one that waits again if it is not old; from here on nothing is sent under the ratchet.
 * @returns false if no address of theirs is good: it waits
 */
export function beginAnew(transaction: StrictTransaction, facts: Facts, id: string, count = 0): boolean {
  const known = transaction.require(proton(id));
  const end = endOf(known);
  const made = end.outstanding === null ? 0 : resetFormat.decode(end.outstanding.encoded).clock;
  if (Math.abs(facts.now - made) < MADE_ANEW_MS) return sendReset(transaction, facts, id, count);
  const before = transaction.require(relationship(id));
  const owner = { purpose: 'person' as const, id: idBytes(id) };
  const { seed, next } = before.addresses;
  const book = { seed, next: next + NUMBERS_APART };
  const { latency } = before;
  const fresh = { now: facts.now, latency, lifetimeDays: EPHEMERAL_DAYS, perService: 1 };
  const granted = grantAddresses(transaction, facts.receivers, owner, book, fresh);
  const recovery = grantLongTerm(transaction, facts.receivers, owner, granted.book, [], { now: facts.now, latency });
  const addresses = granted.grants.flatMap(({ service, addresses: [address] }) =>
    address === undefined ? [] : [{ service, address }],
  );
  const terms = { clock: nextResetClock(end, facts.now), addresses, longTerm: recovery.grants };
  const { secrets, ...reset } = createReset(endsOf(known), terms, transaction.entropy);
  transaction.put(relationship(id), { ...before, addresses: recovery.book });
  transaction.put(proton(id), {
    ...withEnd(known, withReset(end, { ...reset, ...secrets }), dayOf(facts.now)),
    given: recovery.given,
  });
  return sendReset(transaction, facts, id, count);
}

/** The same reset in another envelope, and the task that looks after it. */
function sendReset(transaction: StrictTransaction, facts: Facts, id: string, count: number): boolean {
  const known = transaction.require(proton(id));
  const { outstanding } = known.anew;
  if (outstanding === null) return false;
  const days = AGAIN_AFTER_DAYS[count];
  const { clock } = resetFormat.decode(outstanding.encoded);
  if (days !== undefined) lookAgain(transaction, facts.now, id, clock, { count: count + 1, days });
  const route = takeAddress(known, dayOf(facts.now), idBytes(id));
  if (route === null) return false;
  transaction.fetch(readToEnqueue(route.service.origin, facts));
  const envelope = sealReset(resetKeyFor(known), outstanding.encoded, transaction.entropy);
  const { service, address, alternates, left } = route;
  enqueue(transaction, { relationship: idBytes(id), sequence: 0, service, address, alternates, envelope }, facts);
  transaction.put(proton(id), { ...known, grants: left });
  return true;
}

function lookAgain(
  transaction: StrictTransaction,
  now: number,
  id: string,
  clock: number,
  { count, days }: { readonly count: number; readonly days: number },
): void {
  transaction.put(serviceTask(encodeHex(transaction.entropy(16))), {
    createdAt: now,
    tries: 0,
    notBeforeAt: now + days * DAY_MS,
    task: { kind: 'beginAnew', value: { relationship: idBytes(id), clock, count } },
  });
}

/** What the task finds: no answer to that reset, or nothing heard since one of theirs was answered. */
export function lookAfterReset(
  transaction: StrictTransaction,
  facts: Facts,
  id: string,
  { clock, count }: { readonly clock: number; readonly count: number },
): void {
  const end = endOf(transaction.require(proton(id)));
  const waits = end.outstanding !== null && resetFormat.decode(end.outstanding.encoded).clock === clock;
  if (waits || (isUnheard(end) && end.epoch?.clock === clock)) beginAnew(transaction, facts, id, count);
}

/** Whether one more of theirs is taken today, or answered again. @param taken by this step, and not counted yet */
export function mayTake({ anew }: Proton, now: number, taken: number): boolean {
  return (anew.day === dayOf(now) ? anew.count : 0) + taken < TAKEN_A_DAY;
}
export function mayAnswer({ anew }: Proton, now: number): boolean {
  return anew.day !== dayOf(now) || anew.count < ANSWERED_A_DAY;
}
export function counted(known: Proton, now: number): Proton {
  const { anew } = known;
  const day = dayOf(now);
  return { ...known, anew: { ...anew, day, count: anew.day === day ? anew.count + 1 : 1 } };
}

/** A reset of theirs was taken: their addresses are those of it, and they get mine with the first message. */
export function answering(known: Proton, { addresses, longTerm }: Reset, now: number): Proton {
  const today = dayOf(now);
  // A profile that was on its way counts no more.
  const owes = { ...known.owes, profile: true, addresses: true };
  const grants = addresses.map(({ service, address }) => ({ service, addresses: [address] }));
  const fresh = { ...mergeGrants({ grants: [], longTerm: [] }, grants, today), longTerm: [] };
  // Who gives none that is good is still found where they were.
  if (!addresses.some(({ address }) => isGood(address, today))) return { ...known, owes };
  return { ...known, grants: fresh.grants, longTerm: mergeLongTerm(fresh, longTerm, today), owes };
}

/**
 * Both have a ratchet to speak under: all that the other has not acknowledged is sent again, once for each ratchet, by
 * a task. A later reset puts its own in the place of one that waits.
 */
export function queueSendingAgain(transaction: StrictTransaction, now: number, id: string): void {
  const known = transaction.require(proton(id));
  const to = transaction.require(relationship(id)).lastSequence;
  const again = { from: Math.max(1, to - AGAIN_MESSAGES + 1), to };
  transaction.put(proton(id), { ...known, anew: { ...known.anew, again } });
  transaction.put(serviceTask(id), {
    createdAt: now,
    tries: 0,
    notBeforeAt: 0,
    task: { kind: 'sendAgain', value: { relationship: idBytes(id) } },
  });
}

/** A reset of mine that has not reached them goes again. */
export function repeatSoon(transaction: StrictTransaction, now: number, id: string): void {
  const { outstanding } = transaction.require(proton(id)).anew;
  if (outstanding === null) return;
  lookAgain(transaction, now, id, resetFormat.decode(outstanding.encoded).clock, {
    count: AGAIN_AFTER_DAYS.length,
    days: 0,
  });
}

export function lookAfterAnswer(transaction: StrictTransaction, now: number, id: string, clock: number): void {
  lookAgain(transaction, now, id, clock, { count: 0, days: UNHEARD_DAYS });
}

/** Ratchets under which nothing can come any more, with the keys that they kept. @param untilDay of those that go */
export function forgetFormer(transaction: StrictTransaction, id: string, today: number): void {
  const known = transaction.get(proton(id));
  if (known === null) return;
  const [over, kept] = [true, false].map((is) => known.anew.former.filter((one) => one.untilDay < today === is));
  for (const one of over ?? [])
    for (const { chain, number } of keysKept(ratchetState.decode(one.ratchet)))
      transaction.remove(skippedKey(id, chain, number));
  if ((over ?? []).length > 0) transaction.put(proton(id), { ...known, anew: { ...known.anew, former: kept ?? [] } });
}
