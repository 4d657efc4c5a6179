// The outgoing courier: hands outbox items to a sending service. An item is deleted only when the service has it on disk; until then every
// try sends the same bytes under the same dedupe id, so a worker killed between answer and deletion sends nothing twice.
import { Fault } from '#bytes/fault.ts';
import { sealAddress } from '#protocol/address.ts';
import { DAY_MS } from '#protocol/day.ts';
import { backoffMs } from './backoff.ts';
import { idText } from './conversation.ts';
import { asFault, isFinal, retryAfterMs } from './faults.ts';
import type { Desk } from './ports.ts';
import { DELIVERY, message } from './records/message.ts';
import { type OutboxItem, outboxItem, outboxKind } from './records/transit.ts';
import { EMPTY_TOKEN, generationOf, myServicesWith } from './services.ts';
import type { AbortSignalLike } from './store.ts';
import { STRICT, transact } from './transaction.ts';

/** After that long without a sending service that takes it, a message is given up and the person is told. */
const GIVE_UP_MS = 7 * DAY_MS;
const CONCURRENT = 6;

/**
 * Delivers what is due. Different items run side by side.
 * @returns when the next item is due (ms since the epoch), or null where the outbox is empty
 */
export async function deliverOutbox(desk: Desk, signal: AbortSignalLike): Promise<number | null> {
  const items: { id: string; value: OutboxItem }[] = [];
  for await (const batch of desk.store.scan(outboxKind, signal)) items.push(...batch);
  const due = items
    .filter(({ value }) => value.notBeforeAt <= desk.now())
    .sort((a, b) => a.value.createdAt - b.value.createdAt);
  const queue = [...due];
  const work = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined && !signal.aborted; item = queue.shift())
      await deliver(desk, item.id, item.value);
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENT, due.length) }, work));
  let next: number | null = null;
  for await (const batch of desk.store.scan(outboxKind, signal)) {
    for (const { value } of batch) next = next === null ? value.notBeforeAt : Math.min(next, value.notBeforeAt);
  }
  return next;
}

async function deliver(desk: Desk, id: string, item: OutboxItem): Promise<void> {
  try {
    const sealed = item.sealed ?? (await sealItem(desk, id, item));
    await submit(desk, item, sealed);
  } catch (error) {
    await postpone(desk, id, asFault(error));
    return;
  }
  const relationship = idText(item.relationship);
  await transact(desk.store, [outboxItem(id), message(relationship, item.sequence)], (transaction) => {
    transaction.remove(outboxItem(id));
    const sent = item.sequence === 0 ? null : transaction.get(message(relationship, item.sequence));
    if (sent?.delivery === 'waiting')
      transaction.put(message(relationship, item.sequence), { ...sent, delivery: 'sent' });
  });
  if (item.sequence !== 0) desk.announce({ topic: 'thread', relationship });
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
async function submit(desk: Desk, item: OutboxItem, sealed: Uint8Array): Promise<void> {
  const sending = await myServicesWith(desk, 'sending');
  let failure: Fault | null = null;
  for (const { service } of sending) {
    try {
      await desk.transport.call('submit', service.name.origin, {
        dedupe: item.dedupe,
        destination: item.service.origin,
        token: EMPTY_TOKEN,
        address: sealed,
        envelope: item.envelope,
      });
      return;
    } catch (error) {
      failure = asFault(error);
    }
  }
  throw failure ?? new Fault('unavailable', 'no-sending-service', 'no sending service is known yet');
}

async function postpone(desk: Desk, id: string, fault: Fault): Promise<void> {
  const failed = await transact(desk.store, [outboxItem(id)], (transaction) => {
    const item = transaction.get(outboxItem(id));
    if (item === null) return null;
    const relationship = idText(item.relationship);
    if (!isFinal(fault) && desk.now() - item.createdAt < GIVE_UP_MS) {
      const tries = Math.min(item.tries + 1, 0xffff);
      transaction.put(outboxItem(id), {
        ...item,
        tries,
        notBeforeAt: desk.now() + backoffMs(tries, transaction.entropy, retryAfterMs(fault)),
      });
      return null;
    }
    transaction.remove(outboxItem(id));
    const sent = item.sequence === 0 ? null : transaction.get(message(relationship, item.sequence));
    if (sent?.delivery != null && DELIVERY[sent.delivery] < DELIVERY.received)
      transaction.put(message(relationship, item.sequence), { ...sent, delivery: 'failed' });
    return relationship;
  });
  if (failed !== null) desk.announce({ topic: 'thread', relationship: failed });
}
