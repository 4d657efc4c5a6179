// Uploading: parts that are sealed go to the host, a few at once, each as often as it takes; when all are there the
// blob is completed, and only then the message that names it goes into the outbox, in one step with the end of the
// transfer: commit, then send.
import { encodeHex } from '#bytes/base64url.ts';
import { equal } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { partCount } from '#wire/blob.ts';
import { append, nextClock } from '../conversation/conversation.ts';
import { hasBlob } from '../items/blob.ts';
import { postMessage } from '../outgoing/post.ts';
import type { AppContext } from '../ports/ports.ts';
import { blobPart, type Transfer, transfer, transferKind } from '../records/attachment.ts';
import { message, messageNumber } from '../records/message.ts';
import { proton } from '../records/proton.ts';
import { recent, relationship } from '../records/relationship.ts';
import { transit } from '../records/watch.ts';
import { asFault } from '../retry/faults.ts';
import { inOrder } from '../retry/in-order.ts';
import { announceBlob, bringPart } from '../services/hosting.ts';
import { myServicesWith } from '../services/services.ts';
import { type Facts, factsOf } from '../services/snapshot.ts';
import { STRICT, type StrictTransaction, type Transaction, transact } from '../store/transaction.ts';
import { changeBlob } from './attach.ts';
import { forgetBlob } from './forget-blob.ts';
import { advance, type Moving, PARTS_OF_A_TURN, TOGETHER } from './progress.ts';
import { blobOf } from './transfer-down.ts';

/** After so many failures at one host another is asked to take it, from the beginning. */
const TRIES_AT_ONE = 8;
/** A larger blob is not kept here once it is hosted: the person who attached it has the file. */
export const KEPT_BYTES = 32 * 1024 ** 2;

/** Whether there is anything to move now: the rest may still be coming in part by part, and each part asks again. */
export function canMoveUp({ announced, moved, sealed, reference }: Transfer): boolean {
  return !announced || moved < sealed || sealed === partCount(reference.byteCount);
}

/** Hex id of the message that goes out before it. Null: none, or this one still has parts to be brought. */
export const waitsFor = ({ after, moved, reference }: Transfer): string | null =>
  after === null || moved < partCount(reference.byteCount) ? null : encodeHex(after);

/** One turn: asks a host if none has taken it, brings some parts, and ends the transfer if those were the last. */
export async function moveUp(moving: Moving, id: string, nonce: string): Promise<void> {
  const { app, signal } = moving;
  const [before] = await app.store.read([transfer(id, nonce)]);
  if (before === null || signal.aborted) return;
  if (!before.announced || (before.tries > TRIES_AT_ONE && before.tries % TRIES_AT_ONE === 1))
    await announce(moving, id, nonce, before);
  await bring(moving, id, nonce);
  const [known] = await app.store.read([transfer(id, nonce)]);
  if (known === null || signal.aborted || known.moved < partCount(known.reference.byteCount)) return;
  const { origin, id: blob, digest } = known.reference;
  await app.transport.call('completeBlob', origin, { id: blob, digest }).catch(forgotten(moving, id, nonce, known));
  const first = waitsFor(known);
  // Taken up again when that one is through (transfer-turns.ts); the host is told once more then, which changes
  // nothing.
  if (first !== null && (await app.store.read([transfer(id, first)]))[0] !== null) return;
  await finish(moving, id, nonce, await chosenAfter(app, known));
}

/** Messages that were chosen together with this one and go out after it, in their order. */
async function chosenAfter({ store }: Pick<AppContext, 'store'>, known: Transfer): Promise<string[]> {
  const next = new Map<string, string>();
  for await (const batch of store.scan(transferKind))
    for (const {
      value: { direction, relationship: whose, message: one, after },
    } of batch)
      if (direction === 'up' && after !== null && equal(whose, known.relationship))
        next.set(encodeHex(after), encodeHex(one));
  const chosen: string[] = [];
  for (let one = next.get(encodeHex(known.message)); one !== undefined; one = next.get(one)) chosen.push(one);
  return chosen;
}

/** Asks my sending services in turn which takes it. @throws Fault of the last one */
async function announce({ app }: Moving, id: string, nonce: string, known: Transfer): Promise<void> {
  const sending = (await myServicesWith(app, 'sending')).map(({ service }) => service.name.origin);
  const before = known.announced ? known.reference.origin : null;
  // One that kept failing comes last.
  const hosts = sending.filter((origin) => origin !== before).concat(sending.filter((origin) => origin === before));
  let failure: Fault = new Fault('unavailable', 'no-sending-service', 'no sending service is known yet');
  for (const origin of hosts) {
    try {
      await announceBlob(app, { ...known.reference, origin });
      return await change({ app }, id, nonce, (now) => ({
        ...now,
        reference: { ...now.reference, origin },
        announced: true,
        moved: origin === now.reference.origin && now.announced ? now.moved : 0,
        tries: 0,
      }));
    } catch (error) {
      failure = asFault(error);
    }
  }
  throw failure;
}

async function bring(moving: Moving, id: string, nonce: string): Promise<void> {
  const { app, signal } = moving;
  const [known] = await app.store.read([transfer(id, nonce)]);
  if (known === null || signal.aborted) return;
  await inOrder<void>({
    from: known.moved,
    to: Math.min(known.sealed, known.moved + PARTS_OF_A_TURN),
    together: TOGETHER,
    signal,
    async one(part) {
      const [kept] = await app.store.read([blobPart(id, nonce, part)]);
      if (kept === null) throw new Fault('refused', 'part-missing', 'a sealed part is not here any more');
      await bringPart(app.transport, known.reference, part, kept.ciphertext);
    },
    async note(from, { length: count }) {
      const at = app.now();
      await transact(
        app.store,
        [transfer(id, nonce)],
        (transaction) => void advance(transaction, id, nonce, known, { from, count, at }),
      );
      moving.moved(id);
    },
  }).catch(forgotten(moving, id, nonce, known));
}

/** A host that forgot an upload is told of it again. Everything else is thrown on. */
function forgotten(moving: Moving, id: string, nonce: string, known: Transfer): (error: unknown) => Promise<null> {
  return async (error) => {
    const fault = asFault(error);
    if (fault.code === 'not-found' && known.tries < TRIES_AT_ONE)
      await change(moving, id, nonce, (now) => ({ ...now, announced: false, moved: 0 }));
    throw fault.code === 'not-found'
      ? new Fault('unavailable', 'upload-forgotten', 'the host forgot it', fault)
      : fault;
  };
}

function change(
  { app }: Pick<Moving, 'app'>,
  id: string,
  nonce: string,
  to: (now: Transfer) => Transfer,
): Promise<void> {
  return transact(app.store, [transfer(id, nonce)], (transaction) => {
    const now = transaction.get(transfer(id, nonce));
    if (now !== null) transaction.put(transfer(id, nonce), { ...to(now), touchedAt: app.now() });
  });
}

async function finish({ app }: Moving, id: string, nonce: string, later: readonly string[]): Promise<void> {
  const facts = await factsOf(app);
  await transact(
    app.store,
    [transfer(id, nonce), messageNumber(id, nonce), relationship(id), proton(id), recent],
    (transaction) => {
      const known = transaction.get(transfer(id, nonce));
      if (known === null) return;
      transaction.remove(transfer(id, nonce));
      const kept = known.contentBytes <= KEPT_BYTES;
      const isText = blobOf(transaction, id, nonce)?.kind === 'longText';
      if (!kept || isText) forgetBlob(transaction, id, nonce, partCount(known.reference.byteCount), facts.now);
      changeBlob(transaction, id, nonce, { reference: known.reference, state: kept ? 'here' : 'hosted' });
      sendHosted(transaction, facts, id, nonce);
      for (const one of later) moveBehind(transaction, id, one);
    },
    STRICT,
  );
}

/**
 * Puts a message whose blob is hosted into the outbox. The first time it takes a new number, so that on both sides it
 * stands at the time of its sending. Sent again it keeps its number.
 */
export function sendHosted(
  transaction: StrictTransaction,
  facts: Facts,
  id: string,
  nonce: string,
  again = false,
): void {
  const before = transaction.get(relationship(id));
  const sequence = transaction.get(messageNumber(id, nonce))?.sequence;
  const entry = sequence === undefined ? null : transaction.get(message(id, sequence));
  if (before === null || sequence === undefined || entry === null || !hasBlob(entry.content)) return;
  if (before.standing === 'ended' || before.standing === 'blocked') {
    transaction.put(message(id, sequence), { ...entry, delivery: 'failed' });
    return;
  }
  if (again) {
    nextClock(transaction, id);
    postMessage(transaction, facts, id, sequence, 'small');
    transaction.remove(transit(id, sequence));
    return;
  }
  transaction.remove(message(id, sequence));
  const { clock: _, ...said } = entry;
  const next = append(transaction, id, { ...said, sentAt: facts.now, receivedAt: facts.now, delivery: 'waiting' });
  postMessage(transaction, facts, id, next, 'small');
}

/** A message that goes out later stands later, also while it is still on its way. */
function moveBehind(transaction: Transaction, id: string, nonce: string): void {
  const before = transaction.get(relationship(id));
  const sequence = transaction.get(messageNumber(id, nonce))?.sequence;
  const entry = sequence === undefined ? null : transaction.get(message(id, sequence));
  if (before === null || sequence === undefined || entry === null) return;
  transaction.remove(message(id, sequence));
  const { clock: _, ...said } = entry;
  append(transaction, id, said);
}

/** It stays in the conversation, and can be tried again as long as its parts are here. */
export function giveUpUp(transaction: Transaction, id: string, nonce: string): void {
  changeBlob(transaction, id, nonce, { state: 'failed' });
  const sequence = transaction.get(messageNumber(id, nonce))?.sequence;
  const entry = sequence === undefined ? null : transaction.get(message(id, sequence));
  if (sequence !== undefined && entry !== null)
    transaction.put(message(id, sequence), { ...entry, delivery: 'failed' });
}
