// What a page seems to say of a new password is told, and takes neither from the person; logging in with it decides.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { person, type TestDevice } from '#e2e/harness/devices.ts';
import { EMPTY_ENTRY } from '#logins/formats/entry.ts';
import { siteOf } from '#logins/site.ts';
import { Bench } from '#services/testing/services.ts';
import { addEntry } from '../logins/change.ts';
import { noteProposedSeen, proposePassword } from '../logins/proposal.ts';
import { entryHistory } from '../records/entry.ts';
import { login } from '../records/login.ts';
import { noteFate } from './proposed-fate.ts';

const [ID, OTHER] = ['ab'.repeat(16), 'cd'.repeat(16)] as const;
const SHOP = siteOf('https://shop.example') as string;
const bench = new Bench();
let alex: TestDevice;
let next: string;
beforeAll(async () => useProvider(await loadSodium()));
afterAll(() => bench.end());
beforeEach(async () => {
  alex = await person([]);
  const app = await alex.app();
  for (const [id, url] of [
    [ID, 'https://shop.example'],
    [OTHER, 'https://bank.example'],
  ] as const)
    await addEntry(app, id, {
      ...EMPTY_ENTRY,
      ...{ title: 'Site', username: 'alex', password: 'old', sites: [{ url, match: 'domain' }] },
    });
  next = (await proposePassword(app, ID, SHOP, {})) as string;
});

async function kept() {
  const [fills, history] = await (await alex.app()).store.read([login(ID), entryHistory(ID)]);
  const former = (history?.versions ?? []).map(({ password }) => password);
  return { now: fills?.password, waits: fills?.proposed?.password, seen: fills?.proposed?.seen, former };
}
const fate = async (purpose: 'login' | 'change', isTaken: boolean, site = SHOP, password = next) =>
  noteFate(await alex.app(), { site, password, purpose }, isTaken);

test('a form that went away or came back is told, and both passwords stay', async () => {
  for (const [isTaken, seen] of [
    [false, 'back'],
    [true, 'taken'],
  ] as const) {
    expect(await fate('change', isTaken)).toBe(false);
    alex.restart();
    expect(await kept()).toEqual({ now: 'old', waits: next, seen, former: [] });
  }
  // Another one is new again.
  const another = await proposePassword(await alex.app(), ID, SHOP, {});
  expect(await kept()).toMatchObject({ waits: another, seen: 'nothing', former: [next] });
});

test('a log-in with it that is refused settles nothing; one that is taken does', async () => {
  expect(await fate('login', false)).toBe(false);
  expect(await kept()).toMatchObject({ now: 'old', waits: next, seen: 'back' });
  expect(await fate('login', true)).toBe(true);
  expect(await kept()).toEqual({ now: next, waits: undefined, seen: undefined, former: ['old'] });
});

test('another password, another site and a late word say nothing of it', async () => {
  const app = await alex.app();
  const [known] = await app.store.read([login(ID)]);
  expect(await fate('login', true, SHOP, 'old')).toBe(false);
  expect(await fate('login', true, siteOf('https://bank.example') as string)).toBe(false);
  expect(await noteProposedSeen(app, ID, (known?.proposed?.at ?? 0) - 1, 'taken')).toBe(false);
  expect(await kept()).toEqual({ now: 'old', waits: next, seen: 'nothing', former: [] });
});
