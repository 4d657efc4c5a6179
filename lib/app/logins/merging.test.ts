// An import that merged into entries that were here is taken back whole: they are as they were, in every record, unless
// the person changed them since.
import { expect, test } from 'vitest';
import { EMPTY_ENTRY, type VaultEntry } from '#logins/formats/entry.ts';
import type { ConflictChoice } from '#logins/moving/preview.ts';
import { siteOf } from '#logins/site.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { entry, entryHistoryKind, entryKind, importKind, importMergeKind } from '../records/entry.ts';
import { loginKind, siteKind } from '../records/login.ts';
import { createSiteIdentity, fillFor } from '../sites/sites.ts';
import { transact } from '../store/transaction.ts';
import { addEntry, changeEntry } from './change.ts';
import { handOut } from './hand-out.ts';
import { forgetImports, importsOf, undoImport } from './import.ts';
import { StagedImport } from './staged-import.ts';
import { alex, useVault, withServices } from './vault.testkit.ts';
import { restoreShown } from './versions.testkit.ts';

const [FIRST, SECOND] = ['ab'.repeat(16), 'cd'.repeat(16)];
const MINE = '11'.repeat(16);

useVault();

const SHOP: VaultEntry = {
  ...EMPTY_ENTRY,
  ...{ title: 'Shop', username: 'alex', password: 'mine', createdAt: 1000, changedAt: 2000 },
  sites: [{ url: 'https://shop.example/', match: 'domain' }],
  earlier: [],
};
const RICHER: VaultEntry = {
  ...SHOP,
  ...{ tags: ['old'], note: 'from the file', favourite: true },
  sites: [...SHOP.sites, { url: 'https://other.example/', match: 'host' }],
  oneTimes: [
    {
      ...{ secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA-1', digits: 6, periodSeconds: 30, alphabet: 'decimal' },
      ...{ issuer: 'Shop', account: 'alex' },
    },
  ],
  earlier: [{ until: 500, password: 'older', rest: null }],
};

async function imported(id: string, entries: readonly VaultEntry[], choice: ConflictChoice = 'take-theirs') {
  const staged = new StagedImport(await alex.app(), id);
  staged.add(0, entries);
  const { conflicts } = await staged.look();
  await staged.commit(
    'A manager',
    conflicts.map(({ at }) => ({ at, choice })),
  );
}

async function undone(id: string): Promise<number> {
  let kept = 0;
  for (let left = 1; left > 0; ) {
    const part = await undoImport(await alex.app(), id);
    left = part.left;
    kept += part.kept;
  }
  return kept;
}

/** All records of log-ins. */
const everything = async () =>
  Promise.all(
    [entryKind, loginKind, entryHistoryKind, siteKind, importKind, importMergeKind].map((kind) =>
      alex.records<unknown>(kind as never),
    ),
  );

test('a code of long ago of which none can be made stays through changes, its versions, and an import', async () => {
  const app = await alex.app();
  await addEntry(app, MINE, SHOP);
  const [code] = RICHER.oneTimes as unknown as [{ secret: string; digits: number }];
  const oneTimes = [{ ...code, digits: 0 }] as unknown as VaultEntry['oneTimes'];
  await transact(app.store, [entry(MINE)], (transaction) => {
    const kept = transaction.get(entry(MINE));
    if (kept !== null) transaction.put(entry(MINE), { ...kept, oneTimes: [...oneTimes] });
  });
  const codes = async () => {
    const [kept] = await handOut(app, [MINE]);
    return [kept?.title, kept?.oneTimes, kept?.earlier[0]?.rest?.more?.oneTimes];
  };
  expect(await changeEntry(app, MINE, { title: 'Store' })).toEqual({ ok: true, leftOut: [] });
  expect(await codes()).toEqual(['Store', oneTimes, oneTimes]);
  expect(await changeEntry(app, MINE, { oneTimes: [] })).toEqual({ ok: true, leftOut: [] });
  await restoreShown(app, MINE, 0);
  expect(await codes()).toEqual(['Store', oneTimes, []]);
  await imported(FIRST, [{ ...SHOP, note: 'from the file' }]);
  expect(await codes()).toEqual(['Store', oneTimes, oneTimes]);
});

test.each<[name: string, theirs: VaultEntry]>([
  ['more of the same log-in', RICHER],
  ['another password, which was taken', { ...RICHER, password: 'theirs' }],
])('what brought %s is taken back to the last record', async (_, theirs) => {
  await addEntry(await alex.app(), MINE, SHOP);
  const before = await everything();
  await imported(FIRST, [theirs, { ...EMPTY_ENTRY, title: 'New', kind: 'note', note: 'n' }]);
  expect(await everything()).not.toEqual(before);
  expect(await importsOf(await alex.app())).toMatchObject([{ count: 1, merged: 1 }]);
  expect(await undone(FIRST)).toBe(0);
  expect(await everything()).toEqual(before);
});

test('the log-in of an identity that Nucleus made is as it was, and fills', async () => {
  const app = await withServices();
  const site = siteOf('https://shop.example') as string;
  const made = await createSiteIdentity(app, site, new Uint8Array(16), { password: {}, ownUsername: false });
  if (!made.ok) throw new Error(made.reason);
  const filled = await fillFor(app, made.id, site);
  const before = await everything();
  const [own] = await handOut(app, [made.id]);
  await imported(FIRST, [{ ...RICHER, username: own?.email ?? '', password: 'theirs' }]);
  expect(await handOut(app, [made.id])).toMatchObject([{ password: 'theirs' }]);
  expect(await undone(FIRST)).toBe(0);
  expect(await everything()).toEqual(before);
  expect(await fillFor(app, made.id, site)).toEqual(filled);
});

test('filling it is no change; changing it is one, and it stays', async () => {
  const app = await alex.app();
  await addEntry(app, MINE, SHOP);
  await addEntry(app, '22'.repeat(16), { ...SHOP, username: 'blair' });
  const [before] = await everything();
  await imported(FIRST, [RICHER, { ...RICHER, username: 'blair' }]);
  expect(await fillFor(app, MINE, siteOf('https://shop.example') as string)).toMatchObject({ password: 'mine' });
  await changeEntry(app, '22'.repeat(16), { note: 'mine again' });
  expect(await undone(FIRST)).toBe(1);
  const [after] = await everything();
  const of = (username: string, records: readonly unknown[] = []) => records[username === 'alex' ? 0 : 1];
  expect(of('alex', after)).toEqual(of('alex', before));
  expect(of('blair', after)).toMatchObject({ value: { note: 'mine again', favourite: true } });
  expect(await alex.records(importMergeKind)).toEqual([]);
});

test('of two imports the later one is taken back first, or the earlier one leaves what the later one found', async () => {
  await addEntry(await alex.app(), MINE, SHOP);
  const before = await everything();
  const two: readonly VaultEntry[] = [RICHER, { ...SHOP, tags: ['new'] }];
  await imported(FIRST, two.slice(0, 1));
  await imported(SECOND, two.slice(1));
  expect(await undone(SECOND)).toBe(0);
  expect(await undone(FIRST)).toBe(0);
  expect(await everything()).toEqual(before);
  await imported(FIRST, two.slice(0, 1));
  await imported(SECOND, two.slice(1));
  expect(await undone(FIRST)).toBe(1);
});

test('after a week how it was is forgotten', async () => {
  const app = await alex.app();
  await addEntry(app, MINE, SHOP);
  await imported(FIRST, [RICHER]);
  alex.aheadMs += 8 * DAY_MS;
  await forgetImports(app, { aborted: false } as never);
  expect(await alex.records(importMergeKind)).toEqual([]);
  expect(await alex.records(importKind)).toEqual([]);
});
