// A correspondent who starts the secure connection anew over and over, and late letters under ratchets of before: both
// are bounded, however many come in one page of a mailbox.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { createKemKeyPair } from '#crypto/keys.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, person, type TestDevice, until } from '#e2e/harness/devices.ts';
import { dayOf } from '#protocol/base/day.ts';
import { sealEnvelope } from '#protocol/pairwise/envelope.ts';
import { ratchetState } from '#protocol/pairwise/ratchet-state.ts';
import { createReset, sealReset } from '#protocol/pairwise/reset.ts';
import { Bench } from '#services/testing/services.ts';
import type { Item } from '#wire/message.ts';
import { REDELIVERY_DAYS } from '../addresses/seen.ts';
import { endsOf, queueSendingAgain, resetKeyFor } from '../outgoing/anew.ts';
import { type Proton, proton } from '../records/proton.ts';
import { relationship } from '../records/relationship.ts';
import { outboxKind, serviceTaskKind } from '../records/transit.ts';
import { STRICT, transact } from '../store/transaction.ts';
import { openAll, type Received, readNamed, takeAll } from './open-message.ts';

const bench = new Bench();
let origin = '';
let alex: TestDevice;
let blair: TestDevice;
let alexs = '';
let blairs = '';
beforeAll(async () => {
  useProvider(await loadSodium());
  ({ origin } = await bench.start());
});
afterAll(() => bench.end());
beforeEach(async () => {
  alex = await person([origin]);
  blair = await person([origin]);
  [alexs, blairs] = await acquaint(alex, blair);
  await until([alex, blair], async () => (await alex.records(outboxKind)).length === 0);
});

const keysOf = async (who: TestDevice, id: string): Promise<Proton> => {
  const [known] = await (await who.app()).store.read([proton(id)]);
  if (known === null) throw new Error('no such relationship');
  return known;
};

/** Of Blair, each later than the one before. */
async function resets(count: number): Promise<Uint8Array[]> {
  const known = await keysOf(blair, blairs);
  return Array.from({ length: count }, (_, i) => {
    const terms = { clock: blair.now() + i, addresses: [], longTerm: [] };
    return sealReset(resetKeyFor(known), createReset(endsOf(known), terms, nodeEntropy).encoded, nodeEntropy);
  });
}

/** What Alex makes of one page. */
async function take(envelopes: readonly Uint8Array[]): Promise<Received['outcome'][]> {
  const named = envelopes.map((message, i) => ({ name: `message ${i}`, message }));
  const received = await transact(
    (await alex.app()).store,
    [relationship(alexs), proton(alexs)],
    (transaction) => {
      const opening = openAll(transaction, alexs, named, alex.now());
      readNamed(transaction, [opening]);
      return takeAll(transaction, alex.now(), opening);
    },
    STRICT,
  );
  return received.map(({ outcome }) => outcome);
}

test('of sixty-four resets in one page four are taken, and no more on that day', async () => {
  alex.stillAt = alex.now();
  const outcomes = await take(await resets(64));
  expect(outcomes.filter((outcome) => outcome === 'taken')).toHaveLength(4);
  expect(await take(await resets(2))).toEqual(['dropped', 'dropped']);
});

test('two resets have what was not acknowledged sent again once, and a task that runs twice does nothing', async () => {
  for (const text of ['one', 'two', 'three']) await alex.say(alexs, text);
  await until([alex], async () => (await alex.records(outboxKind)).length === 0);
  const submissions = () => alex.calls.filter((call) => call.startsWith('submit ')).length;
  const before = submissions();
  expect(await take(await resets(2))).toEqual(['taken', 'taken']);
  const again = async () =>
    (await alex.records(serviceTaskKind)).filter(({ value }) => value.task.kind === 'sendAgain').length;
  // The courier may have done it by now.
  expect(await again()).toBeLessThanOrEqual(1);
  const idle = async () => (await again()) === 0 && (await alex.records(outboxKind)).length === 0;
  await until([alex], idle);
  expect(submissions() - before).toBeGreaterThanOrEqual(3);
  expect((await keysOf(alex, alexs)).anew.again).toBeNull();
  const { clock } = await alex.known(alexs);
  // As after a kill between its last step and its end.
  await transact(
    (await alex.app()).store,
    [relationship(alexs), proton(alexs)],
    (transaction) => {
      const known = transaction.require(proton(alexs));
      queueSendingAgain(transaction, alex.now(), alexs);
      transaction.put(proton(alexs), known);
    },
    STRICT,
  );
  await until([alex], idle);
  // Each message that is sent again moves it.
  expect((await alex.known(alexs)).clock).toBe(clock);
});

test('a reset that comes while the task runs is not forgotten with it', async () => {
  await alex.say(alexs, 'one');
  await until([alex], async () => (await alex.records(outboxKind)).length === 0);
  const { store } = await alex.app();
  const step = store.step.bind(store);
  let came = false;
  // Between the last step of the task and the one that takes it out.
  store.step = async (refs, compute, options) => {
    if (!came && refs.some(({ kind, id }) => kind === serviceTaskKind && id === alexs)) {
      came = true;
      await take(await resets(1));
    }
    return step(refs, compute, options);
  };
  await take(await resets(1));
  await until([alex], async () => came && (await alex.records(serviceTaskKind)).every(notSending));
  expect((await keysOf(alex, alexs)).anew.again).toBeNull();
});
const notSending = ({ value }: { value: { task: { kind: string } } }) => value.task.kind !== 'sendAgain';

test('a ratchet of before keeps its last day, however many are begun in one step', async () => {
  const today = dayOf(alex.now());
  await transact(
    (await alex.app()).store,
    [proton(alexs)],
    (transaction) => {
      const known = transaction.require(proton(alexs));
      const former = [{ ratchet: known.ratchet, untilDay: today + 3 }];
      transaction.put(proton(alexs), { ...known, anew: { ...known.anew, former } });
    },
    STRICT,
  );
  await take(await resets(2));
  const days = (await keysOf(alex, alexs)).anew.former.map(({ untilDay }) => untilDay - today);
  expect(days).toEqual([REDELIVERY_DAYS, REDELIVERY_DAYS, 3]);
});

test('of a late message under a ratchet of before only what it says is taken', async () => {
  await take(await resets(1));
  const before = await keysOf(alex, alexs);
  const { standing, theirs } = await alex.known(alexs);
  const kem = createKemKeyPair(nodeEntropy).publicKey;
  const nowhere = { service: { origin: 'https://nowhere.example', key: nodeEntropy(32) }, addresses: [] };
  const items: Item[] = [
    { kind: 'addresses', value: [] },
    { kind: 'addresses', value: [nowhere] },
    { kind: 'addressRequest', value: {} },
    { kind: 'pqOffer', value: { number: 1, key: kem } },
    { kind: 'profile', value: { ...theirs, name: 'Another' } },
    { kind: 'terminate', value: { reason: 'ended' } },
    { kind: 'text', value: { text: 'late' } },
  ];
  const body = { id: nodeEntropy(16), clock: 1, sentAt: blair.now(), items };
  const ratchet = ratchetState.decode((await keysOf(blair, blairs)).ratchet);
  expect(await take([sealEnvelope(ratchet, body, 'large', null, nodeEntropy).envelope])).toEqual(['taken']);
  expect(await alex.said(alexs)).toContain('they: late');
  const { grants, longTerm, answer, owes } = await keysOf(alex, alexs);
  expect({ grants, longTerm, answer, owes }).toEqual({
    grants: before.grants,
    longTerm: before.longTerm,
    answer: before.answer,
    owes: before.owes,
  });
  expect(await alex.known(alexs)).toMatchObject({ standing, theirs });
});
