// Other mailboxes at once: no letter on its way is lost, every holder is given new addresses, and then the old keys
// open nothing.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, invitationOf, person, type TestDevice, until } from '#e2e/harness/devices.ts';
import { DAY_MS, dayOf } from '#protocol/base/day.ts';
import { Bench } from '#services/testing/services.ts';
import { invitationRecord } from '../records/invitation.ts';
import { proton } from '../records/proton.ts';
import { rootKind } from '../records/root.ts';
import { service } from '../records/service.ts';
import { outboxKind } from '../records/transit.ts';
import { renewRoot } from '../services/roots.ts';
import { openSession } from '../services/sessions.ts';
import { replaceMailboxes, showMailboxes } from './replace-mailboxes.ts';

const bench = new Bench();
let origins: string[] = [];
let alex: TestDevice;
let blair: TestDevice;
let alexs = '';
let blairs = '';
beforeAll(async () => {
  useProvider(await loadSodium());
  origins = [(await bench.start()).origin, (await bench.start()).origin];
});
afterAll(() => bench.end());
beforeEach(async () => {
  alex = await person(origins);
  blair = await person(origins);
  [alexs, blairs] = await acquaint(alex, blair);
  await until([alex, blair], async () => (await alex.records(outboxKind)).length === 0);
});

const replace = async () => replaceMailboxes(await alex.app(), { aborted: false });
const closing = async () => (await alex.records(rootKind)).filter(({ value }) => value.untilDay > 0);
const shown = async () => (await showMailboxes(await alex.app())).replacing;
const hears = async (text: string) =>
  until([alex, blair], async () => (await alex.said(alexs)).includes(`they: ${text}`));

/** A thief with the keys of today. @returns a function that tells which mailboxes they open */
async function thief(): Promise<() => Promise<string[]>> {
  const { store, transport } = await blair.app();
  const mine = await (await alex.app()).store.read(origins.map((origin) => service(origin)));
  const taken = mine.flatMap((one) => (one?.root == null ? [] : [{ origin: one.name.origin, ...one.root }]));
  expect([taken.length, store !== null]).toEqual([origins.length, true]);
  return () =>
    Promise.all(
      taken.map((mailbox) =>
        openSession(transport, mailbox, 'manage', Date.now()).then(
          () => 'opened',
          (error: { code: string }) => error.code,
        ),
      ),
    );
}

test('what is on its way arrives, what is written then goes to the new ones, and the old keys open nothing', async () => {
  const opens = await thief();
  const invited = await invitationOf(alex);
  expect(await replace()).toBe(true);
  expect((await closing()).length).toBe(2);
  const [open] = await (await alex.app()).store.read([invitationRecord(invited.id)]);
  expect(open?.state).toBe('withdrawn');
  expect(await shown()).toMatchObject({ people: { moved: 0, all: 1 }, masks: { moved: 0, all: 0 } });
  expect(await opens()).toEqual(['opened', 'opened']);
  await blair.say(blairs, 'to an old address');
  await hears('to an old address');
  await until([alex, blair], async () => (await alex.records(outboxKind)).length === 0);
  await blair.say(blairs, 'to a new address');
  await hears('to a new address');
  await until([alex, blair], async () => (await closing()).length === 0);
  expect(await shown()).toBeNull();
  expect(await opens()).not.toContain('opened');
  await blair.say(blairs, 'and on');
  await hears('and on');
  await alex.say(alexs, 'and back');
  await until([alex, blair], async () => (await blair.said(blairs)).includes('they: and back'));
  expect(alex.reports).toEqual([]);
});

test('a worker killed before anybody was told tells them, and takes invitations back, at the next upkeep', async () => {
  const invited = await invitationOf(alex);
  const app = await alex.app();
  for (const origin of origins) await renewRoot(app, origin, dayOf(alex.now()) + 14);
  const since = await invitationOf(alex);
  alex.restart();
  await (await alex.vault()).courier.keepUp();
  const invitations = [invited, since].map(({ id }) => invitationRecord(id));
  const states = (await (await alex.app()).store.read(invitations)).map((one) => one?.state);
  // The invitation that leads to the former roots is taken back, the one made since is not.
  expect(states).toEqual(['withdrawn', 'open']);
  await until([alex, blair], async () => (await alex.records(outboxKind)).length === 0);
  await blair.settle();
  await blair.say(blairs, 'to a new address');
  await hears('to a new address');
  await until([alex, blair], async () => (await closing()).length === 0);
});

test('who was sent addresses and has not written to one is waited for, and told, also after a kill', async () => {
  blair.meddle = async (name, _, __, goOn) => (name === 'getMailbox' ? { items: [], remaining: 0 } : goOn());
  const app = await alex.app();
  for (const origin of origins) await renewRoot(app, origin, dayOf(alex.now()) + 14);
  // An ordinary letter brings addresses of the new roots, and Blair is away.
  await alex.say(alexs, 'by the way');
  await alex.settle();
  alex.restart();
  await (await alex.vault()).courier.keepUp();
  await alex.settle();
  await alex.settle();
  expect(await shown()).toMatchObject({ people: { moved: 0, all: 1 } });
  const told = async () => (await (await alex.app()).store.read([proton(alexs)]))[0]?.replaced?.from;
  const from = await told();
  expect([(await closing()).length, from]).toEqual([2, expect.any(Number)]);
  await blair.say(blairs, 'written before I looked in');
  await hears('written before I looked in');
  await (await alex.vault()).courier.keepUp();
  // Told once.
  expect([(await closing()).length, await told()]).toEqual([2, from]);
  blair.meddle = null;
  await blair.settle();
  await blair.say(blairs, 'to a new address');
  await hears('to a new address');
  await until([alex, blair], async () => (await closing()).length === 0);
});

test('whoever says nothing is waited for two weeks', async () => {
  const opens = await thief();
  blair.meddle = async (name, _, __, goOn) => (name === 'getMailbox' ? { items: [], remaining: 0 } : goOn());
  expect(await replace()).toBe(true);
  alex.aheadMs = 13 * DAY_MS;
  await (await alex.vault()).courier.keepUp();
  await alex.settle();
  expect((await closing()).length).toBe(2);
  alex.aheadMs = 14 * DAY_MS;
  await until([alex], async () => (await closing()).length === 0);
  expect(await opens()).not.toContain('opened');
});
