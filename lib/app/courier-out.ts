// The outgoing courier: hands outbox items to a sending service. An item is deleted only when the service has it on disk; until then every
// try sends the same bytes under the same dedupe id, so a worker killed between answer and deletion sends nothing twice.
import { Fault } from '#bytes/fault.ts';
import { sealAddress } from '#protocol/address.ts';
import { DAY_MS, dayOf } from '#protocol/day.ts';
import { backoffMs, isDue } from './backoff.ts';
import { idText } from './conversation.ts';
import { asFault, isFinal, retryAfterMs } from './faults.ts';
import type { Desk } from './ports.ts';
import { DELIVERY, message } from './records/message.ts';
import { type OutboxItem, outboxItem, outboxKind } from './records/transit.ts';
import { EMPTY_TOKEN, generationOf, myServicesWith } from './services.ts';
import type { AbortSignalLike } from './store.ts';
import { isGood } from './their-addresses.ts';
import { STRICT, transact } from './transaction.ts';

/** After that long without a sending service that takes it, a message is given up and the person is told. */
const GIVE_UP_MS = 7 * DAY_MS;
const CONCURRENT = 6;

/**
 * Delivers what is due, oldest first, several side by side. What fails by a mistake of ours waits like the rest, and is thrown at the end.
 * @param reached is told of each service asked whether it answered
 * @param impatient whether also what waits after a failure is due
 * @returns when the next item is due (ms since the epoch), or null where none is left
 */
export async function deliverOutbox(
  desk: Desk,
  signal: AbortSignalLike,
  reached: (origin: string, answered: boolean) => void,
  impatient: boolean,
): Promise<number | null> {
  const due: { id: string; createdAt: number; sequence: number }[] = [];
  const later: number[] = [];
  for await (const batch of desk.store.scan(outboxKind, signal)) {
    for (const { id, value } of batch) {
      // Names only: a long queue of envelopes is not held in memory.
      if (impatient || isDue(value.notBeforeAt, desk.now()))
        due.push({ id, createdAt: value.createdAt, sequence: value.sequence });
      else later.push(value.notBeforeAt);
    }
  }
  due.sort((a, b) => a.createdAt - b.createdAt || a.sequence - b.sequence);
  const relays = due.length === 0 ? [] : await relaysOf(desk, reached);
  let failure: unknown = null;
  const work = async (): Promise<void> => {
    for (let item = due.shift(); item !== undefined && !signal.aborted; item = due.shift()) {
      try {
        const again = await deliver(desk, item.id, relays);
        if (again !== null) later.push(again);
      } catch (error) {
        failure ??= error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENT, due.length) }, work));
  if (failure !== null) throw failure;
  return later.length === 0 ? null : later.reduce((a, b) => Math.min(a, b));
}

/** A sending service of mine. One that did not answer is asked last for the rest of the run. */
interface Relay {
  readonly origin: string;
  silent: boolean;
  reached(answered: boolean): void;
}

async function relaysOf(desk: Desk, reached: (origin: string, answered: boolean) => void): Promise<Relay[]> {
  const sending = await myServicesWith(desk, 'sending');
  return sending.map(({ service: { name } }) => ({
    origin: name.origin,
    silent: false,
    reached: (answered) => reached(name.origin, answered),
  }));
}

/** @returns when to try again, or null where it is done or given up */
async function deliver(desk: Desk, id: string, relays: Relay[]): Promise<number | null> {
  const [item] = await desk.store.read([outboxItem(id)]);
  if (item === null) return null;
  try {
    // A service would accept it, and drop it without a word.
    if (!isGood(item.address, dayOf(desk.now())))
      throw new Fault('refused', 'address-expired', 'the address has expired');
    const sealed = item.sealed ?? (await sealItem(desk, id, item));
    await submit(desk, item, sealed, relays);
  } catch (error) {
    if (error instanceof Fault && error.blame !== 'bug') return postpone(desk, id, error);
    // It must not be tried at every turn either.
    await postpone(desk, id, new Fault('unavailable', 'mistaken', 'it could not be handed over'));
    throw error;
  }
  const relationship = idText(item.relationship);
  await transact(desk.store, [outboxItem(id), message(relationship, item.sequence)], (transaction) => {
    transaction.remove(outboxItem(id));
    const sent = item.sequence === 0 ? null : transaction.get(message(relationship, item.sequence));
    if (sent?.delivery === 'waiting')
      transaction.put(message(relationship, item.sequence), { ...sent, delivery: 'sent' });
  });
  if (item.sequence !== 0) desk.announce({ topic: 'thread', relationship });
  return null;
}

/** Seals the address for this envelope and commits it before it is used: every later try is the same bytes. */
async function sealItem(desk: Desk, id: string, item: OutboxItem): Promise<Uint8Array> {
  const generation = await generationOf(desk, item.service);
  return transact(
    desk.store,
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

/** The first of my sending services that takes it. @throws Fault of the last one */
async function submit(desk: Desk, item: OutboxItem, sealed: Uint8Array, relays: Relay[]): Promise<void> {
  let failure: Fault | null = null;
  for (const relay of [...relays].sort((a, b) => Number(a.silent) - Number(b.silent))) {
    try {
      await desk.transport.call('submit', relay.origin, {
        dedupe: item.dedupe,
        destination: item.service.origin,
        delay: 'none',
        token: EMPTY_TOKEN,
        address: sealed,
        envelope: item.envelope,
      });
      relay.silent = false;
      relay.reached(true);
      return;
    } catch (error) {
      const fault = asFault(error);
      relay.silent ||= fault.blame === 'unavailable';
      relay.reached(fault.blame !== 'unavailable');
      // One that may take it later says more than one that never will.
      if (failure === null || isFinal(failure)) failure = fault;
    }
  }
  throw failure ?? new Fault('unavailable', 'no-sending-service', 'no sending service is known yet');
}

/** @returns when it is due again, or null where it is given up */
async function postpone(desk: Desk, id: string, fault: Fault): Promise<number | null> {
  const outcome = await transact(desk.store, [outboxItem(id)], (transaction) => {
    const item = transaction.get(outboxItem(id));
    if (item === null) return null;
    const now = desk.now();
    if (!isFinal(fault) && now - item.createdAt < GIVE_UP_MS) {
      const tries = Math.min(item.tries + 1, 0xffff);
      const notBeforeAt = now + backoffMs(tries, transaction.entropy, retryAfterMs(fault));
      transaction.put(outboxItem(id), { ...item, tries, notBeforeAt });
      return { again: notBeforeAt };
    }
    transaction.remove(outboxItem(id));
    const relationship = idText(item.relationship);
    const sent = item.sequence === 0 ? null : transaction.get(message(relationship, item.sequence));
    if (sent?.delivery != null && DELIVERY[sent.delivery] < DELIVERY.received)
      transaction.put(message(relationship, item.sequence), { ...sent, delivery: 'failed' });
    return { failed: relationship };
  });
  if (outcome === null) return null;
  if (outcome.failed !== undefined) desk.announce({ topic: 'thread', relationship: outcome.failed });
  return outcome.again ?? null;
}
