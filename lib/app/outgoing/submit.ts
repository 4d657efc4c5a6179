// The outgoing courier: hands outbox items to a sending service. An item leaves the outbox only when a service has it
// on disk; until then every try at one address sends the same bytes under the same dedupe id, so a worker killed
// between answer and commit sends nothing twice, and a slow service may be passed over for the next: the receiving
// service drops the second copy.
import { encodeHex } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { sealAddress } from '#protocol/address/address.ts';
import { DAY_MS, dayOf } from '#protocol/base/day.ts';
import { nextDedupe } from '#protocol/pairwise/dedupe.ts';
import { idText } from '../conversation/conversation.ts';
import type { AppContext } from '../ports/ports.ts';
import { isGood } from '../reach/their-addresses.ts';
import { MAX_PASSAGES } from '../records/letter.ts';
import { hasArrived, type Message, message } from '../records/message.ts';
import { payment } from '../records/token.ts';
import { type OutboxItem, outboxItem, outboxKind } from '../records/transit.ts';
import { type Failure, failure } from '../records/watch.ts';
import { backoffMs, isDue } from '../retry/backoff.ts';
import { workOffDue } from '../retry/due.ts';
import { asFault, isFinal, retryAfterMs } from '../retry/faults.ts';
import type { Relays } from '../services/relays.ts';
import { relaysFor, sendersOf } from '../services/senders.ts';
import { generationOf, mailboxesAmong, myServices } from '../services/services.ts';
import type { AbortSignalLike } from '../store/store.ts';
import { STRICT, type Transaction, transact } from '../store/transaction.ts';
import { notPaid, payFor } from '../tokens/token-stock.ts';
import { isTroubled, watch } from './in-flight.ts';

/** After that long without a sending service that takes it, a message is given up and the person is told. */
const GIVE_UP_MS = 7 * DAY_MS;
const CONCURRENT = 6;
/** How long a service is waited for if another can be asked; twice as long with each further try, for slow lines. */
const PATIENCE_MS = 6_000;
const MAX_PATIENCE_MS = 30_000;

export interface Delivering {
  readonly app: AppContext;
  readonly relays: Relays;
  /** Told when a letter has been handed to the network. */
  underWay(): void;
  /** Told of each service asked whether it answered. */
  reached(origin: string, answered: boolean): void;
  /** Told of a letter that was taken, and is to be looked after at that time. */
  watched(at: number): void;
}

/**
 * Delivers items that are due, oldest first, several side by side. An item that fails by a mistake of ours waits like
 * the rest, and the mistake is thrown at the end.
 * @param impatient whether items that wait after a failure are due, too
 * @returns when the next item is due (ms since the epoch), or null if none is left
 */
export async function deliverOutbox(
  delivering: Delivering,
  signal: AbortSignalLike,
  impatient: boolean,
): Promise<number | null> {
  const { app } = delivering;
  return workOffDue({
    rows: app.store.scan(outboxKind, signal),
    dueness: ({ id, value: { notBeforeAt, createdAt, sequence } }) =>
      // Names only: a long queue of envelopes is not held in memory.
      impatient || isDue(notBeforeAt, app.now()) ? { due: { id, createdAt, sequence } } : { laterAt: notBeforeAt },
    plan: (due) => due.sort((a, b) => a.createdAt - b.createdAt || a.sequence - b.sequence),
    together: CONCURRENT,
    signal,
    work: ({ id }) => deliver(delivering, id),
  });
}

/** @returns when to try again, or null if it is done or given up */
async function deliver(delivering: Delivering, id: string): Promise<number | null> {
  const { app } = delivering;
  const item = await prepare(delivering, id);
  if (item === null) return null;
  let relay: string;
  let sealed: Uint8Array | null = null;
  try {
    // A service would accept it, and drop it unnoticed.
    if (!isGood(item.address, dayOf(app.now())))
      throw new Fault('refused', 'address-expired', 'the address has expired');
    sealed = item.sealed ?? (await sealItem(delivering, id, item));
    relay = await submit(delivering, id, item, sealed);
  } catch (error) {
    // Without the keys of that service nothing can go there, and another may have been met before.
    if (error instanceof Fault && error.blame !== 'bug') return postpone(delivering, id, error, sealed === null);
    // It must not be tried at every turn either.
    await postpone(delivering, id, new Fault('unavailable', 'mistaken', 'it could not be handed over'), false);
    throw error;
  }
  const watchedAt = await transact(app.store, [outboxItem(id), ...messageOf(item)], (transaction) => {
    const taken = transaction.get(outboxItem(id));
    if (taken === null) return null;
    transaction.remove(outboxItem(id));
    transaction.remove(payment(encodeHex(item.dedupe), relay));
    const sent = carried(transaction, taken);
    if (sent?.delivery === 'waiting')
      transaction.put(message(idText(taken.relationship), taken.sequence), { ...sent, delivery: 'sent' });
    const passage = {
      relay,
      destination: taken.service.origin,
      dedupe: taken.dedupe,
      outcome: 'waiting',
    } as const;
    const passages = [...taken.passages, passage].slice(-MAX_PASSAGES);
    return watch(transaction, { ...taken, passages }, sent, app.now());
  });
  // Found to be away while this was handed over: it waits for it already, and may turn.
  const away = delivering.relays.isSilent(item.service.origin, app.now());
  if (watchedAt !== null) delivering.watched(away ? app.now() : watchedAt);
  return null;
}

const messageOf = ({ relationship, sequence }: OutboxItem) =>
  sequence === 0 ? [] : [message(idText(relationship), sequence)];

/** The message that a letter carries; null for an automatic one, and if its conversation is gone. */
function carried(transaction: Transaction, { relationship, sequence }: OutboxItem): Message | null {
  return sequence === 0 ? null : transaction.get(message(idText(relationship), sequence));
}

/**
 * The item as it is to go now: another way, if its service is known not to take anything and one of the others may.
 * Null if it need not go: a further copy of a message that has arrived.
 */
async function prepare({ app, relays }: Delivering, id: string): Promise<OutboxItem | null> {
  const [item] = await app.store.read([outboxItem(id)]);
  if (item === null) return null;
  const now = app.now();
  const avoided = async (origin: string) => relays.isSilent(origin, now) || (await isTroubled(app, origin));
  const better: string[] = [];
  if (item.alternates.length > 0 && (await avoided(item.service.origin)))
    for (const { service } of item.alternates) if (!(await avoided(service.origin))) better.push(service.origin);
  if (better.length === 0 && item.passages.length === 0) return item;
  return transact(
    app.store,
    [outboxItem(id), ...messageOf(item)],
    (transaction) => {
      const current = transaction.get(outboxItem(id));
      if (current === null) return null;
      const sent = carried(transaction, current);
      if (current.passages.length > 0 && hasArrived(sent)) {
        transaction.remove(outboxItem(id));
        return null;
      }
      const turned = better.length === 0 ? null : turn(current, (origin) => better.includes(origin), dayOf(now));
      if (turned !== null) transaction.put(outboxItem(id), turned);
      return turned ?? current;
    },
    STRICT,
  );
}

/**
 * Turns an item to the first of its other addresses that is allowed and good; the one it had is kept for later. Null if
 * there is none.
 */
function turn(item: OutboxItem, allowed: (origin: string) => boolean, today: number): OutboxItem | null {
  const next = item.alternates.find(({ service, address }) => allowed(service.origin) && isGood(address, today));
  if (next === undefined) return null;
  const { service, address } = item;
  return {
    ...item,
    ...next,
    // A service may have taken the one before, and lost its answer: under the same id it would take no other.
    dedupe: nextDedupe(item.dedupe),
    sealed: null,
    alternates: [...item.alternates.filter((one) => one !== next), { service, address }],
  };
}

/** Seals the address for this envelope and commits it before it is used: every later try is the same bytes. */
async function sealItem({ app, underWay }: Delivering, id: string, item: OutboxItem): Promise<Uint8Array> {
  underWay();
  const generation = await generationOf(app, item.service);
  return transact(
    app.store,
    [outboxItem(id)],
    (transaction) => {
      const current = transaction.require(outboxItem(id));
      if (current.sealed !== null) return current.sealed;
      const sealed = sealAddress(item.address, item.service, generation, item.envelope, transaction.entropy);
      transaction.put(outboxItem(id), { ...current, sealed });
      return sealed;
    },
    STRICT,
  );
}

/**
 * @returns the first of my sending services that took it @throws Fault of the one that may take it later, else of the
 * last
 */
async function submit(
  { app, relays, reached, underWay }: Delivering,
  id: string,
  item: OutboxItem,
  sealed: Uint8Array,
): Promise<string> {
  const mine = await myServices(app);
  const senders = sendersOf(mine, mailboxesAmong(mine), relays);
  // A dedupe id names a request: a letter that changes in any other way gets another.
  const what = encodeHex(item.dedupe);
  const order = relaysFor(senders, id, item, app.now());
  const patienceMs = Math.min(MAX_PATIENCE_MS, PATIENCE_MS * 2 ** Math.min(item.tries, 8));
  let failed: Fault | null = null;
  for (const [index, payee] of order.entries()) {
    const relay = payee.origin;
    try {
      const { token } = await payFor(app, payee, 'message', what);
      const answer = app.transport.call(
        'submit',
        relay,
        {
          dedupe: item.dedupe,
          destination: item.service.origin,
          delay: item.delay,
          token,
          address: sealed,
          envelope: item.envelope,
        },
        index === order.length - 1 ? {} : { patienceMs },
      );
      underWay();
      await answer;
      reached(relay, true);
      return relay;
    } catch (error) {
      const fault = asFault(error);
      if (fault.code !== 'no-token') {
        reached(relay, fault.blame !== 'unavailable');
        await notPaid(app, relay, 'message', what, fault);
      }
      // One that may take it later says more than one that never will.
      if (failed === null || isFinal(failed)) failed = fault;
    }
  }
  throw failed ?? new Fault('unavailable', 'no-sending-service', 'no sending service is known yet');
}

const reasonOf = (fault: Fault): Failure => {
  if (fault.code === 'address-expired') return 'unaddressed';
  return isFinal(fault) ? 'refused' : 'untaken';
};

/**
 * @param elsewhere whether it is to go another way next, if there is one
 * @returns when it is due again, or null if it is given up
 */
async function postpone(
  { app, watched }: Delivering,
  id: string,
  fault: Fault,
  elsewhere: boolean,
): Promise<number | null> {
  const outcome = await transact(
    app.store,
    [outboxItem(id)],
    (transaction) => {
      const item = transaction.get(outboxItem(id));
      if (item === null) return null;
      const now = app.now();
      const final = isFinal(fault);
      const turned = final || elsewhere ? turn(item, () => true, dayOf(now)) : null;
      if (now - item.createdAt < GIVE_UP_MS && (turned !== null || !final)) {
        const tries = Math.min(item.tries + 1, 0xffff);
        // A letter that can never go one way goes another at once, and not that way again; if keys are missing, each
        // way has its turn.
        const alternates = final ? turned?.alternates.slice(0, -1) : turned?.alternates;
        const atOnce = turned !== null && (final || item.tries < item.alternates.length);
        const notBeforeAt = atOnce ? now : now + backoffMs(tries, transaction.entropy, retryAfterMs(fault));
        const next = turned === null || alternates === undefined ? item : { ...turned, alternates };
        transaction.put(outboxItem(id), { ...next, tries, notBeforeAt });
        return { again: notBeforeAt };
      }
      transaction.remove(outboxItem(id));
      const relationship = idText(item.relationship);
      const sent = carried(transaction, item);
      // A letter that a service took before may still arrive.
      if (item.passages.length > 0) return { watchedAt: watch(transaction, { ...item, alternates: [] }, sent, now) };
      if (sent !== null && !hasArrived(sent)) {
        transaction.put(message(relationship, item.sequence), { ...sent, delivery: 'failed' });
        transaction.put(failure(relationship, item.sequence), { why: reasonOf(fault) });
      }
      return {};
    },
    STRICT,
  );
  if (outcome === null) return null;
  if (outcome.watchedAt != null) watched(outcome.watchedAt);
  return outcome.again ?? null;
}
