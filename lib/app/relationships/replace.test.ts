// New addresses for one person: the old ones stop working when the person has shown that they have the new ones, or
// after two weeks; and no message that they write in between is lost.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, person, type TestDevice, until } from '#e2e/harness/devices.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { Bench } from '#services/testing/services.ts';
import { proton } from '../records/proton.ts';
import { heldRevocationKind, outboxKind, serviceTaskKind } from '../records/transit.ts';
import { put } from '../store/store.ts';
import { STRICT } from '../store/transaction.ts';
import { replaceAddresses } from './replace.ts';

const bench = new Bench();
let services: Awaited<ReturnType<Bench['start']>>;
let alex: TestDevice;
let blair: TestDevice;
let alexs = '';
let blairs = '';
beforeAll(async () => {
  useProvider(await loadSodium());
  services = await bench.start();
});
afterAll(() => bench.end());
beforeEach(async () => {
  alex = await person([services.origin]);
  blair = await person([services.origin]);
  [alexs, blairs] = await acquaint(alex, blair);
  await until([alex, blair], async () => (await alex.records(outboxKind)).length === 0);
});

const replace = async () => replaceAddresses(await alex.app(), alexs);
const held = async () => (await alex.records(heldRevocationKind)).length;
const revoked = () => services.metrics.value('openings_total', 'revoked');
/** What Blair holds of Alex. */
const theirs = async () => (await (await blair.app()).store.read([proton(blairs)]))[0] ?? null;

test('they are used first, and then the old ones are revoked', async () => {
  const before = await theirs();
  const swallowed = revoked();
  expect(await replace()).toBe(true);
  expect(await held()).toBeGreaterThan(0);
  await blair.say(blairs, 'to an old one');
  await until([alex, blair], async () => (await alex.said(alexs)).includes('they: to an old one'));
  await until([alex, blair], async () => (await alex.records(outboxKind)).length === 0);
  await blair.say(blairs, 'to a new one');
  await until([alex, blair], async () => (await alex.said(alexs)).includes('they: to a new one'));
  await until([alex, blair], async () => (await held()) === 0 && (await alex.records(serviceTaskKind)).length === 0);
  // No message of Blair's was swallowed; but a message of a thief who got hold of the old addresses is.
  expect(revoked()).toBe(swallowed);
  const store = (await blair.app()).store;
  const now = await theirs();
  await store.step(
    [],
    () => ({
      writes: [put(proton(blairs), { ...(now as NonNullable<typeof now>), grants: before?.grants ?? [] })],
      result: null,
    }),
    STRICT,
  );
  await blair.say(blairs, 'a thief');
  await until([blair], async () => revoked() > swallowed);
});

test('a worker killed in between revokes them all the same; without a word from them after two weeks, with fresh ones once more', async () => {
  blair.meddle = async (name, _, __, goOn) => (name === 'getMailbox' ? { items: [], remaining: 0 } : goOn());
  expect(await replace()).toBe(true);
  await alex.settle();
  alex.restart();
  const { courier } = await alex.vault();
  alex.aheadMs = 13 * DAY_MS;
  await courier.keepUp();
  expect(await held()).toBeGreaterThan(0);
  alex.aheadMs = 14 * DAY_MS;
  await courier.keepUp();
  expect(await held()).toBe(0);
  await until(
    [alex],
    async () => (await alex.records(serviceTaskKind)).length + (await alex.records(outboxKind)).length === 0,
  );
  blair.meddle = null;
  blair.aheadMs = alex.aheadMs;
  const swallowed = revoked();
  await blair.settle();
  await blair.say(blairs, 'here I am');
  await until([alex, blair], async () => (await alex.said(alexs)).includes('they: here I am'));
  expect(revoked()).toBe(swallowed);
});

test('where nothing can be sent to them, what they hold goes on working', async () => {
  alex.aheadMs = 400 * DAY_MS;
  expect(await replace()).toBe(false);
  expect(await held()).toBe(0);
  expect((await (await alex.app()).store.read([proton(alexs)]))[0]?.owes.addresses).toBe(false);
});

test('asked again and again, nothing that they write is swallowed either', async () => {
  for (let i = 0; i < 40; i++) expect(await replace()).toBe(true);
  const [known] = await (await alex.app()).store.read([proton(alexs)]);
  expect([known?.replaced?.serviceTasks.length, (await held()) > 32]).toEqual([32, true]);
  const swallowed = revoked();
  await blair.settle();
  await blair.say(blairs, 'enough');
  await until([alex, blair], async () => (await alex.said(alexs)).includes('they: enough'));
  expect(revoked()).toBe(swallowed);
});
