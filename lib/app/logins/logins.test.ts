// Log-ins that a person brought or wrote: importing them, changing them with a way back, the bin, handing them out. On
// a device without any service.
import { describe, expect, test } from 'vitest';
import { EMPTY_ENTRY, type VaultEntry } from '#logins/formats/entry.ts';
import { siteOf } from '#logins/site.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { entryFileKind, entryHistoryKind, entryKind, importKind, MAX_EARLIER } from '../records/entry.ts';
import { loginKind, siteKind } from '../records/login.ts';
import { EntryList, showEntry } from '../show/entries.ts';
import { createSiteIdentity, fillFor, identitiesAt } from '../sites/sites.ts';
import { deleteEntry, emptyBin, eraseEntry, restoreEntry } from './bin.ts';
import { addEntry, changeEntry, restoreVersion } from './change.ts';
import { recordsOf } from './entry-records.ts';
import { entryIds, handOut } from './hand-out.ts';
import { entryIdOf, forgetImports, importEntries, importsOf, undoImport } from './import.ts';
import { secretOf } from './secret.ts';
import { alex, useVault, withServices } from './vault.testkit.ts';
import { passwordOfVersion, restoreShown, shownVersions } from './versions.testkit.ts';

const IMPORT = 'ab'.repeat(16);
const SHOP = siteOf('https://shop.example') as string;
const NEVER = { aborted: false } as const;

useVault();

const entryWith = (given: Partial<VaultEntry>): VaultEntry => ({ ...EMPTY_ENTRY, ...given });
const shopEntry = entryWith({
  title: 'The shop',
  sites: [
    { url: 'https://www.shop.example/login', match: 'domain' },
    { url: 'shop.test:8443', match: 'domain' },
  ],
  username: 'alex',
  password: 'first password',
  note: 'asks for the dog',
  fields: [{ name: 'customer', value: '4711', type: 'hidden', section: '' }],
  earlier: [{ until: 1_000, password: 'before', rest: null }],
});
const handed = async () => handOut(await alex.app(), (await entryIds(await alex.app())).sort());
const countOf = async () =>
  Promise.all(
    [entryKind, loginKind, entryHistoryKind, siteKind].map(async (kind) => (await alex.records<unknown>(kind)).length),
  );

test('a log-in whose addresses change is one of its new site, and says so', async () => {
  const app = await alex.app();
  const id = '1'.repeat(32);
  await addEntry(app, id, shopEntry);
  await changeEntry(app, id, { sites: [{ url: 'https://club.example/', match: 'domain' }] });
  expect(await showEntry(app, id)).toMatchObject({ host: 'club.example' });
  expect((await identitiesAt(app, SHOP)).length).toBe(0);
  expect((await identitiesAt(app, 'club.example')).map((one) => one.id)).toEqual([id]);
});

describe('an import', () => {
  test('is offered at each of its sites and at no other, and fills', async () => {
    const app = await alex.app();
    await importEntries(app, { import: IMPORT, from: 'A manager', first: 0, entries: [shopEntry] });
    const [only] = await identitiesAt(app, SHOP);
    expect(only).toMatchObject({ id: entryIdOf(IMPORT, 0), name: 'The shop', mask: null, isUsed: true });
    expect(await fillFor(app, entryIdOf(IMPORT, 0), SHOP)).toEqual({
      ...{ email: 'alex', username: 'alex', password: 'first password', displayName: '' },
    });
    const port = siteOf('https://shop.test:8443/') as string;
    expect(await fillFor(app, entryIdOf(IMPORT, 0), port)).toMatchObject({ password: 'first password' });
    expect(await fillFor(app, entryIdOf(IMPORT, 0), siteOf('https://evil.example') as string)).toBeNull();
  });

  test('that is handed in twice, because the worker was killed in between, comes once', async () => {
    const app = await alex.app();
    const entries = Array.from({ length: 120 }, (_, at) => entryWith({ title: `Entry ${at}`, password: `p${at}` }));
    await importEntries(app, { import: IMPORT, from: 'A manager', first: 0, entries: entries.slice(0, 70) });
    await importEntries(app, { import: IMPORT, from: 'A manager', first: 20, entries: entries.slice(20) });
    expect((await handed()).map(({ title }) => title).sort()).toEqual(entries.map(({ title }) => title).sort());
    expect(await importsOf(app)).toMatchObject([{ id: IMPORT, from: 'A manager', count: 120 }]);
  });

  test('comes back out as it went in', async () => {
    const whole = entryWith({
      ...shopEntry,
      folder: ['Work', 'Shops'],
      tags: ['old'],
      favourite: true,
      email: 'alex@mail.example',
      oneTimes: [
        {
          secret: 'JBSWY3DP',
          algorithm: 'SHA-256',
          digits: 8,
          periodSeconds: 60,
          alphabet: 'decimal',
          issuer: 'i',
          account: 'a',
        },
      ],
      card: { holder: 'Alex', number: '4111111111111111', brand: 'Visa', expiry: '2030-04', code: '123', pin: '9' },
      kept: [{ from: 'one', what: 'sshKey', json: '{"a":1}' }],
      createdAt: 5_000,
      changedAt: 6_000,
    });
    await importEntries(await alex.app(), { import: IMPORT, from: 'A manager', first: 0, entries: [whole] });
    expect(await handed()).toEqual([whole]);
  });

  test('can be taken back for a week, but for what was changed', async () => {
    const app = await alex.app();
    const before = await countOf();
    const entries = Array.from({ length: 90 }, (_, at) => ({ ...shopEntry, title: `Entry ${at}` }));
    await importEntries(app, { import: IMPORT, from: 'A manager', first: 0, entries });
    await changeEntry(app, entryIdOf(IMPORT, 3), { note: 'mine now' });
    let left = 90;
    let kept = 0;
    while (left > 0) {
      const undone = await undoImport(app, IMPORT);
      expect(undone.left).toBeLessThan(left);
      left = undone.left;
      kept += undone.kept;
    }
    expect([kept, (await handed()).map(({ note }) => note)]).toEqual([1, ['mine now']]);
    await deleteEntry(app, entryIdOf(IMPORT, 3));
    await eraseEntry(app, entryIdOf(IMPORT, 3));
    expect(await countOf()).toEqual(before);
    await importEntries(app, { import: IMPORT, from: 'A manager', first: 0, entries });
    alex.aheadMs += 6 * DAY_MS;
    await forgetImports(app, NEVER);
    expect(await alex.records(importKind)).toHaveLength(1);
    alex.aheadMs += 2 * DAY_MS;
    await forgetImports(app, NEVER);
    expect(await alex.records(importKind)).toHaveLength(0);
  });

  test('leaves out what no record holds, says so, and takes the rest', async () => {
    const long = entryWith({
      title: 'é'.repeat(400),
      password: 'x'.repeat(5000),
      note: 'n'.repeat(100_000),
      fields: Array.from({ length: 300 }, () => ({ name: 'n', value: 'v'.repeat(20_000), type: 'text', section: '' })),
      createdAt: Number.NaN,
      changedAt: 1e300,
    });
    const { login, entry, leftOut } = recordsOf(long, { now: 7, importId: null });
    expect(entryKind.format.decode(entryKind.format.encode(entry))).toEqual(entry);
    expect([entry.createdAt, entry.changedAt, login?.password, entry.title.length]).toEqual([7, 7, '', 249]);
    expect(leftOut.map(({ what }) => what)).toEqual(expect.arrayContaining(['title', 'note', 'password', 'fields']));
  });
});

describe('the rule of an address', () => {
  test.each([
    ['domain', 'https://www.shop.example/a', true],
    ['host', 'https://login.shop.example/', true],
    ['host', 'https://www.shop.example/', false],
    ['starts-with', 'https://login.shop.example/app/x', true],
    ['starts-with', 'https://login.shop.example/other', false],
    ['exact', 'https://login.shop.example/app', true],
    ['exact', 'https://login.shop.example/app/x', false],
    ['never', 'https://login.shop.example/app', false],
  ] as const)('%s: %s is offered and filled: %s', async (match, page, wanted) => {
    const app = await alex.app();
    await addEntry(app, IMPORT, { ...shopEntry, sites: [{ url: 'https://login.shop.example/app', match }] });
    expect((await identitiesAt(app, SHOP, page)).length === 1).toBe(wanted);
    expect((await fillFor(app, IMPORT, SHOP, { pageUrl: page })) !== null).toBe(wanted);
  });
});

test.each(['localhost:3000', '192.168.1.1', 'http://localhost:3000'])(
  '%s is the address of a machine, offered and filled there',
  async (url) => {
    const app = await alex.app();
    const page = `${url.startsWith('http') ? '' : 'http://'}${url}/log-in`;
    await addEntry(app, IMPORT, { ...shopEntry, sites: [{ url, match: 'domain' }] });
    expect(await identitiesAt(app, siteOf(page) as string, page)).toHaveLength(1);
    expect(await fillFor(app, IMPORT, siteOf(page) as string, { pageUrl: page })).not.toBeNull();
  },
);

describe('a change', () => {
  test('keeps how it was, with a way back', async () => {
    const app = await alex.app();
    await addEntry(app, IMPORT, shopEntry);
    await changeEntry(app, IMPORT, { password: 'second password', username: 'blair' });
    await changeEntry(app, IMPORT, { favourite: true });
    expect(await passwordOfVersion(app, IMPORT, 1)).toBe('first password');
    expect((await showEntry(app, IMPORT))?.versions).toHaveLength(2);
    expect(await restoreShown(app, IMPORT, 1)).toEqual({ ok: true });
    expect(await handed()).toMatchObject([{ username: 'alex', password: 'first password', favourite: false }]);
    expect(await passwordOfVersion(app, IMPORT, 0)).toBe('second password');
    expect(await restoreShown(app, IMPORT, 9)).toEqual({ ok: false, reason: 'gone' });
    expect(await handed()).toMatchObject([{ password: 'first password' }]);
  });

  test('finds the version that was chosen, of which no time is known, wherever others have moved it', async () => {
    const app = await alex.app();
    const former = (password: string) => ({ until: null, password, rest: null });
    const entries = [entryWith({ ...shopEntry, earlier: ['one', 'two', 'three'].map(former) })];
    await importEntries(app, { import: IMPORT, from: 'A manager', first: 0, entries });
    const id = entryIdOf(IMPORT, 0);
    const [one = '', two = '', three = ''] = await shownVersions(app, id);
    await changeEntry(app, id, { password: 'second password' });
    expect(await shownVersions(app, id)).toEqual([expect.any(String), one, two, three]);
    expect(await secretOf(app, id, 'version', 0, two)).toBe('two');
    expect(await restoreVersion(app, id, three)).toEqual({ ok: true });
    expect(await handed()).toMatchObject([{ password: 'three' }]);
    // After a restart of the program pages call them the same.
    alex.restart();
    const after = await alex.app();
    expect(await secretOf(after, id, 'version', 0, one)).toBe('one');
    // They fall out, and no other stands for them.
    for (let turn = 0; turn < MAX_EARLIER; turn++) await changeEntry(after, id, { password: `turn ${turn}` });
    expect(await secretOf(after, id, 'version', 0, two)).toBeNull();
    expect(await restoreVersion(after, id, two)).toEqual({ ok: false, reason: 'gone' });
  });

  test('keeps no more versions than a record holds', async () => {
    const app = await alex.app();
    await addEntry(app, IMPORT, shopEntry);
    for (let turn = 0; turn < MAX_EARLIER + 5; turn++) await changeEntry(app, IMPORT, { password: `turn ${turn}` });
    const [{ earlier } = EMPTY_ENTRY] = await handed();
    expect(earlier).toHaveLength(MAX_EARLIER);
    expect(earlier[0]?.password).toBe(`turn ${MAX_EARLIER + 3}`);
  });

  test('of its addresses moves it to other sites', async () => {
    const app = await alex.app();
    await addEntry(app, IMPORT, shopEntry);
    await changeEntry(app, IMPORT, { sites: [{ url: 'https://other.example', match: 'domain' }] });
    expect(await identitiesAt(app, SHOP)).toEqual([]);
    expect(await fillFor(app, IMPORT, SHOP)).toBeNull();
    expect(await fillFor(app, IMPORT, siteOf('https://other.example') as string)).not.toBeNull();
  });

  test('of an identity that Nucleus made leaves it at its site, with its mask', async () => {
    const app = await withServices();
    const made = await createSiteIdentity(app, SHOP, new Uint8Array(16), { password: {}, ownUsername: false });
    if (!made.ok) throw new Error(made.reason);
    await changeEntry(app, made.id, { note: 'a note', password: 'mine', sites: [] });
    const [identity] = await identitiesAt(app, SHOP);
    expect(identity?.mask?.address).toMatch(/@masks\.example$/);
    expect(await fillFor(app, made.id, SHOP)).toMatchObject({ password: 'mine', email: identity?.mask?.address });
    expect(await handOut(app, [made.id])).toMatchObject([{ note: 'a note', email: identity?.mask?.address }]);
  });
});

describe('the bin', () => {
  test('offers nothing, gives back for thirty days, and then forgets everything', async () => {
    const app = await alex.app();
    const before = await countOf();
    await addEntry(app, IMPORT, shopEntry);
    await eraseEntry(app, IMPORT);
    expect(await handed()).toHaveLength(1);
    await deleteEntry(app, IMPORT);
    expect(await identitiesAt(app, SHOP)).toEqual([]);
    expect(await fillFor(app, IMPORT, SHOP)).toBeNull();
    await restoreEntry(app, IMPORT);
    expect(await fillFor(app, IMPORT, SHOP)).not.toBeNull();
    await deleteEntry(app, IMPORT);
    alex.aheadMs += 29 * DAY_MS;
    await emptyBin(app, NEVER);
    expect(await handed()).toHaveLength(1);
    alex.aheadMs += 2 * DAY_MS;
    await emptyBin(app, NEVER);
    expect([await countOf(), await alex.records(entryFileKind)]).toEqual([before, []]);
  });
});

describe('the list', () => {
  const page = { offset: 0, limit: 50 };

  test('has favourites first and then by title, finds by any word, and keeps the bin apart', async () => {
    const app = await alex.app();
    const list = new EntryList(app.store);
    const given = [
      { title: 'zoo', favourite: true },
      { title: 'Émile', username: 'e' },
      { title: 'bank', tags: ['money'] },
      { title: 'note', kind: 'note', note: 'x' },
    ] as const;
    for (const [at, one] of given.entries()) await addEntry(app, entryIdOf(IMPORT, at), entryWith(one));
    const titles = async (kind: Parameters<EntryList['list']>[0], query = '') =>
      (await list.list(kind, query, page)).items.map(({ title }) => title);
    expect(await titles('all')).toEqual(['zoo', 'bank', 'Émile', 'note']);
    expect(await titles('note')).toEqual(['note']);
    expect(await titles('all', 'emile')).toEqual(['Émile']);
    expect(await titles('all', 'MONEY')).toEqual(['bank']);
    await deleteEntry(app, entryIdOf(IMPORT, 2));
    list.noteChange(entryIdOf(IMPORT, 2));
    expect([await titles('all'), await titles('bin')]).toEqual([['zoo', 'Émile', 'note'], ['bank']]);
  });

  test('is narrowed to a folder with those below it, to a tag, and says how many each has', async () => {
    const app = await alex.app();
    const list = new EntryList(app.store);
    const given = [
      { title: 'a', folder: ['Work', 'Shops'], tags: ['daily', 'money'] },
      { title: 'b', folder: ['Work'], tags: ['daily'] },
      { title: 'c', folder: ['Workshop'] },
      { title: 'd', folder: ['Work', 'Bin'], tags: ['gone'] },
    ] as const;
    for (const [at, one] of given.entries()) await addEntry(app, entryIdOf(IMPORT, at), entryWith(one));
    await deleteEntry(app, entryIdOf(IMPORT, 3));
    const at = async (folder: string[] | null, tag: string | null, kind: 'all' | 'bin' = 'all') =>
      (await list.list(kind, '', page, { folder, tag })).items.map(({ title }) => title);
    expect([await at(['Work'], null), await at(['Work', 'Shops'], null)]).toEqual([['a', 'b'], ['a']]);
    expect([await at(null, 'daily'), await at(['Work'], 'money')]).toEqual([['a', 'b'], ['a']]);
    expect([await at(['Shops'], null), await at(['Work'], null, 'bin')]).toEqual([[], ['d']]);
    expect(await list.places()).toEqual({
      folders: [
        { path: ['Work'], count: 2 },
        { path: ['Work', 'Shops'], count: 1 },
        { path: ['Workshop'], count: 1 },
      ],
      tags: [
        { name: 'daily', count: 2 },
        { name: 'money', count: 1 },
      ],
    });
  });

  test('tells no secret, and the page of an entry only its shape', async () => {
    const app = await alex.app();
    const given = entryWith({
      ...shopEntry,
      card: { holder: 'A', number: '4111111111111111', brand: '', expiry: '', code: 'code 321', pin: 'pin 77' },
    });
    await addEntry(app, IMPORT, given);
    const shown = JSON.stringify([await new EntryList(app.store).list('all', '', page), await showEntry(app, IMPORT)]);
    for (const secret of ['first password', 'before', '4711', '4111111111111111', 'code 321', 'pin 77'])
      expect(shown.includes(secret), secret).toBe(false);
    expect(await secretOf(app, IMPORT, 'card-code', 0)).toBe('code 321');
    expect(await secretOf(app, IMPORT, 'field', 0)).toBe('4711');
    expect(await secretOf(app, IMPORT, 'field', 9)).toBeNull();
  });
});
