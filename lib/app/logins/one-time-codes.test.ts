// One-time codes of log-ins and identities: added once each, as many as a record holds, and taken away as they were
// shown.
import { expect, test } from 'vitest';
import { EMPTY_ENTRY, type OneTime } from '#logins/formats/entry.ts';
import { oneTimeCode } from '#logins/one-time/code.ts';
import { siteOf } from '#logins/site.ts';
import { MOST } from '../records/entry.ts';
import { login } from '../records/login.ts';
import { showRelationship } from '../show/relationship.ts';
import { createSiteIdentity, fillFor, identitiesAt } from '../sites/sites.ts';
import { STRICT, transact } from '../store/transaction.ts';
import { deleteEntry, restoreEntry } from './bin.ts';
import { addEntry } from './change.ts';
import { addOneTimes, removeOneTime } from './one-time-codes.ts';
import { oneTimeCodeOf } from './secret.ts';
import { alex, useVault, withServices } from './vault.testkit.ts';

const ENTRY = 'ab'.repeat(16);
const SHOP = siteOf('https://shop.example') as string;
const code = (secret: string, account = ''): OneTime => ({
  ...{ secret, algorithm: 'SHA-1', digits: 6, periodSeconds: 30, alphabet: 'decimal', issuer: 'Shop', account },
});
const FIRST = code('GEZDGNBVGY3TQOJQ', 'one');
const SECOND = code('JBSWY3DPEHPK3PXP', 'two');

useVault();

test('a log-in has each of its codes once', async () => {
  const app = await alex.app();
  const site = { url: 'https://shop.example', match: 'domain' } as const;
  await addEntry(app, ENTRY, { ...EMPTY_ENTRY, title: 'The shop', username: 'alex', sites: [site] });
  expect(await addOneTimes(app, ENTRY, [FIRST])).toEqual({ ok: true, first: 0 });
  expect(await addOneTimes(app, ENTRY, [FIRST])).toEqual({ ok: false, reason: 'double' });
  expect(await addOneTimes(app, ENTRY, [FIRST, SECOND])).toEqual({ ok: true, first: 1 });
  expect((await identitiesAt(app, SHOP))[0]?.oneTimes).toEqual([FIRST, SECOND]);
  const many = Array.from({ length: MOST.oneTimes - 1 }, (_, at) => code(`GEZDGNBVGY3TQOJ${'ABCDEFGHIJKL'[at]}`));
  expect(await addOneTimes(app, ENTRY, many)).toEqual({ ok: false, reason: 'full' });

  // What stands in its place by now is another.
  expect(await removeOneTime(app, ENTRY, 0, SECOND)).toBe(false);
  expect(await removeOneTime(app, ENTRY, 0, FIRST)).toBe(true);
  expect((await identitiesAt(app, SHOP))[0]?.oneTimes).toEqual([SECOND]);
  await deleteEntry(app, ENTRY);
  expect(await addOneTimes(app, ENTRY, [FIRST])).toEqual({ ok: false, reason: 'gone' });
  await restoreEntry(app, ENTRY);
  expect((await identitiesAt(app, SHOP))[0]?.oneTimes).toEqual([SECOND]);
  expect(await addOneTimes(app, 'cd'.repeat(16), [FIRST])).toEqual({ ok: false, reason: 'gone' });
});

test('an identity that Nucleus made has codes, too, also one of a mask alone, and stays as it is', async () => {
  const app = await withServices();
  const made = await createSiteIdentity(app, SHOP, new Uint8Array(16), { password: {}, ownUsername: false });
  if (!made.ok) throw new Error(made.reason);
  const before = await fillFor(app, made.id, SHOP);
  expect(await addOneTimes(app, made.id, [FIRST])).toEqual({ ok: true, first: 0 });
  expect(await fillFor(app, made.id, SHOP)).toEqual(before);
  expect((await showRelationship(app.store, made.id))?.oneTimes).toEqual([{ issuer: 'Shop', account: 'one' }]);
  expect(await oneTimeCodeOf(app, made.id, 0)).toMatchObject({ code: expect.stringMatching(/^\d{6}$/) });

  const masked = await createSiteIdentity(app, SHOP, new Uint8Array(16).fill(1), { password: {}, ownUsername: false });
  if (!masked.ok) throw new Error(masked.reason);
  await transact(app.store, [], (transaction) => transaction.remove(login(masked.id)), STRICT);
  expect(await addOneTimes(app, masked.id, [SECOND])).toEqual({ ok: true, first: 0 });
  const here = (await identitiesAt(app, SHOP)).find(({ id }) => id === masked.id);
  expect(here).toMatchObject({ login: null, oneTimes: [SECOND] });
});

test('a code goes by the right time once services agree that the clock is off, and ends by this clock', async () => {
  const app = await alex.app();
  await addEntry(app, ENTRY, { ...EMPTY_ENTRY, title: 'The shop', oneTimes: [FIRST] });
  const offByMs = 180_000;
  const now = app.now();
  const right = oneTimeCode(FIRST, now + offByMs);
  const by = (isSure: boolean) =>
    oneTimeCodeOf({ ...app, now: () => now, skew: () => ({ offByMs, isSure }) }, ENTRY, 0);
  expect(await by(true)).toEqual({ ...right, validUntil: right.validUntil - offByMs });
  // One operator's word alone changes no code.
  expect(await by(false)).toEqual(oneTimeCode(FIRST, now));
});
