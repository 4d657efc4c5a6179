// Starting a secure connection anew, over real services: after an old copy came back, at both ends at once, with
// letters written meanwhile.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, person, type TestDevice, until } from '#e2e/harness/devices.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { ratchetState } from '#protocol/pairwise/ratchet-state.ts';
import { receivingOnly } from '#protocol/pairwise/shaking-anew.ts';
import { Bench } from '#services/testing/services.ts';
import { proton, protonKind, skippedKeyKind } from '../records/proton.ts';
import { relationship } from '../records/relationship.ts';
import { outboxKind, serviceTaskKind } from '../records/transit.ts';
import { put } from '../store/store.ts';
import { STRICT } from '../store/transaction.ts';
import { block, unblock } from './block.ts';
import { resetRelationship } from './reset.ts';

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
const quiet = () => until([alex, blair], async () => (await alex.records(outboxKind)).length === 0);
beforeEach(async () => {
  alex = await person([origin]);
  blair = await person([origin]);
  [alexs, blairs] = await acquaint(alex, blair);
  await quiet();
});

const hasHeard = (who: TestDevice, id: string, text: string) =>
  until([alex, blair], async () => (await who.said(id)).includes(`they: ${text}`));
const count = async (who: TestDevice, id: string, line: string) =>
  (await who.said(id)).filter((one) => one === line).length;
const keysOf = async (who: TestDevice, id: string) => {
  const [known] = await (await who.app()).store.read([proton(id)]);
  if (known === null) throw new Error('no such relationship');
  return known;
};
const canSend = async (who: TestDevice, id: string) =>
  ratchetState.decode((await keysOf(who, id)).ratchet).sending.chain !== null;

async function bothTalk(): Promise<void> {
  for (const [from, id, to, other] of [
    [alex, alexs, blair, blairs],
    [blair, blairs, alex, alexs],
    [alex, alexs, blair, blairs],
  ] as const) {
    const text = `turn of ${id} ${(await from.said(id)).length}`;
    await from.say(id, text);
    await hasHeard(to, other, text);
    expect(await count(to, other, `they: ${text}`)).toBe(1);
  }
}

test('letters wait until the other has answered, and then go', async () => {
  await blair.say(blairs, 'before');
  await hasHeard(alex, alexs, 'before');
  await quiet();
  expect(await resetRelationship(await alex.app(), alexs)).toBe('begun');
  expect(await canSend(alex, alexs)).toBe(false);
  await alex.say(alexs, 'meanwhile');
  expect(await alex.delivery(alexs)).toEqual([null, 'waiting']);
  await hasHeard(blair, blairs, 'meanwhile');
  await bothTalk();
  expect(await count(blair, blairs, 'reset')).toBe(1);
  expect(await count(alex, alexs, 'reset')).toBe(1);
  expect(await count(alex, alexs, 'shook-hands-anew')).toBe(1);
  const known = await keysOf(alex, alexs);
  expect(known.anew.outstanding).toBeNull();
  // What would make the former state send is gone.
  for (const { ratchet } of known.anew.former) expect(ratchetState.decode(ratchet).sending.chain).toBeNull();
  expect([...alex.reports, ...blair.reports]).toEqual([]);
});

test('an old copy that came back is heard again, and hears what it had not acknowledged, once', async () => {
  const store = (await alex.app()).store;
  const copy = await keysOf(alex, alexs);
  const book = (await alex.known(alexs)).addresses;
  for (const text of ['one', 'two']) {
    await alex.say(alexs, text);
    await hasHeard(blair, blairs, text);
    await blair.say(blairs, `answer to ${text}`);
    await hasHeard(alex, alexs, `answer to ${text}`);
  }
  await quiet();
  await store.step([], (reads) => ({ writes: [put(proton(alexs), copy)], result: reads }), STRICT);
  const known = await alex.known(alexs);
  await store.step(
    [],
    () => ({ writes: [put(relationship(alexs), { ...known, addresses: book })], result: null }),
    STRICT,
  );
  await blair.say(blairs, 'to a state that is gone');
  expect(await resetRelationship(await alex.app(), alexs)).toBe('begun');
  await hasHeard(alex, alexs, 'to a state that is gone');
  expect(await count(alex, alexs, 'they: to a state that is gone')).toBe(1);
  await bothTalk();
  for (const text of ['one', 'two']) expect(await count(blair, blairs, `they: ${text}`)).toBe(1);
  expect([...alex.reports, ...blair.reports]).toEqual([]);
});

test('both at once meet, and each is told', async () => {
  await resetRelationship(await alex.app(), alexs);
  await resetRelationship(await blair.app(), blairs);
  await alex.say(alexs, 'of alex');
  await blair.say(blairs, 'of blair');
  await hasHeard(blair, blairs, 'of alex');
  await hasHeard(alex, alexs, 'of blair');
  await bothTalk();
});

test('a relationship of before there were resets uses the key of both identities', async () => {
  for (const [who, id] of [
    [alex, alexs],
    [blair, blairs],
  ] as const) {
    const known = await keysOf(who, id);
    expect(known.resetKey).not.toBeNull();
    await (await who.app()).store.step(
      [],
      () => ({ writes: [put(proton(id), { ...known, resetKey: null })], result: null }),
      STRICT,
    );
  }
  await resetRelationship(await blair.app(), blairs);
  await bothTalkAfter('anew');
});

async function bothTalkAfter(text: string): Promise<void> {
  await blair.say(blairs, text);
  await hasHeard(alex, alexs, text);
  await bothTalk();
}

test('who blocked the other does not answer', async () => {
  await block(await blair.app(), blairs);
  const before = await keysOf(blair, blairs);
  await resetRelationship(await alex.app(), alexs);
  await quiet();
  await blair.settle();
  expect((await keysOf(blair, blairs)).ratchet).toEqual(before.ratchet);
  expect(await resetRelationship(await blair.app(), blairs)).toBe('refused');
});

const revoked = () => until([alex], async () => (await alex.records(serviceTaskKind)).length === 0);

test('who was blocked when a copy was restored is talked with again after an unblock', async () => {
  await block(await alex.app(), alexs);
  await revoked();
  const known = await keysOf(alex, alexs);
  const ratchet = ratchetState.encode(receivingOnly(ratchetState.decode(known.ratchet)));
  await (await alex.app()).store.step(
    [],
    () => ({ writes: [put(proton(alexs), { ...known, ratchet })], result: null }),
    STRICT,
  );
  await unblock(await alex.app(), alexs);
  // The courier may have done it by now.
  const isTask = (await alex.records(serviceTaskKind)).some(({ value }) => value.task.kind === 'afterRestore');
  const isBegun = (await keysOf(alex, alexs)).anew.outstanding !== null || (await canSend(alex, alexs));
  expect(isTask || isBegun).toBe(true);
  await alex.say(alexs, 'after the block');
  await hasHeard(blair, blairs, 'after the block');
  await bothTalk();
});

test('who was blocked while a reset waited gets another, with addresses that are good', async () => {
  await resetRelationship(await alex.app(), alexs);
  const first = (await keysOf(alex, alexs)).anew.outstanding;
  expect(first).not.toBeNull();
  await block(await alex.app(), alexs);
  await until([alex], async () =>
    (await alex.records(serviceTaskKind)).every(({ value }) => value.task.kind !== 'revokeAt'),
  );
  await unblock(await alex.app(), alexs);
  expect((await keysOf(alex, alexs)).anew.outstanding?.digest).not.toEqual(first?.digest);
  await alex.say(alexs, 'after the block');
  await hasHeard(blair, blairs, 'after the block');
  await bothTalk();
});

test('without an answer it goes again after days, and nothing is kept of a ratchet of before for ever', async () => {
  await resetRelationship(await alex.app(), alexs);
  await until([alex], async () => (await alex.records(outboxKind)).length === 0);
  const tasks = await alex.records(serviceTaskKind);
  expect(tasks.map(({ value }) => value.task.kind)).toEqual(['beginAnew']);
  const { courier } = await alex.vault();
  await courier.sendNow();
  // Not before its day, however impatient.
  expect((await alex.records(serviceTaskKind)).length).toBe(1);
  const submissions = () => alex.calls.filter((call) => call.startsWith('submit ')).length;
  const before = submissions();
  alex.aheadMs = DAY_MS + 60_000;
  await until([alex], async () => submissions() > before);
  alex.aheadMs = 0;
  await until([alex, blair], async () => (await keysOf(alex, alexs)).anew.outstanding === null);
  expect((await keysOf(alex, alexs)).anew.former.length).toBe(1);
  alex.aheadMs = 60 * DAY_MS;
  await (await alex.vault()).courier.keepUp();
  expect((await alex.records(protonKind)).flatMap(({ value }) => value.anew.former)).toEqual([]);
  expect(await alex.records(skippedKeyKind)).toEqual([]);
});
