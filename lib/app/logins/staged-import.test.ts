// Between an import's preview and its end the vault goes on: what the person changes meanwhile is what it merges into.
import { describe, expect, test } from 'vitest';
import { EMPTY_ENTRY, type VaultEntry } from '#logins/formats/entry.ts';
import type { ConflictChoice } from '#logins/moving/preview.ts';
import { entry } from '../records/entry.ts';
import { login } from '../records/login.ts';
import { deleteEntry } from './bin.ts';
import { addEntry, changeEntry } from './change.ts';
import { handOut } from './hand-out.ts';
import { proposePassword } from './proposal.ts';
import { StagedImport } from './staged-import.ts';
import { alex, useVault } from './vault.testkit.ts';

const IMPORT = 'ab'.repeat(16);
const MINE = '11'.repeat(16);
const SITE = 'https://shop.example';
const SHOP: VaultEntry = {
  ...EMPTY_ENTRY,
  sites: [{ url: SITE, match: 'domain' }],
  ...{ title: 'Shop', username: 'alex', password: 'mine' },
};

useVault((app) => addEntry(app, MINE, SHOP));

async function looked(entries: readonly VaultEntry[], id = IMPORT) {
  const staged = new StagedImport(await alex.app(), id);
  staged.add(0, entries);
  const { conflicts } = await staged.look();
  return { staged, conflicts };
}
const mineNow = async () => (await handOut(await alex.app(), [MINE]))[0] as VaultEntry;
const formerOf = ({ earlier }: VaultEntry) => earlier.map(({ password }) => password);

describe('an entry that was changed while the preview was open', () => {
  const double = { ...SHOP, note: 'from the file' };

  test('keeps its new password and all versions, and gets what the file brings', async () => {
    const { staged } = await looked([double]);
    await changeEntry(await alex.app(), MINE, { password: 'new' });
    await staged.commit('A manager', []);
    expect(await mineNow()).toMatchObject({ password: 'new', note: 'from the file' });
    expect(formerOf(await mineNow())).toContain('mine');
  });

  test('keeps all versions if the password of the file is taken', async () => {
    const { staged } = await looked([{ ...double, password: 'theirs' }]);
    for (const password of ['new', 'newer']) await changeEntry(await alex.app(), MINE, { password });
    await staged.commit('A manager', ['take-theirs']);
    expect((await mineNow()).password).toBe('theirs');
    expect(formerOf(await mineNow())).toEqual(expect.arrayContaining(['mine', 'new', 'newer']));
  });

  test('stays in the bin', async () => {
    const { staged } = await looked([double]);
    await deleteEntry(await alex.app(), MINE);
    const { deletedAt } = await mineNow();
    expect(deletedAt).not.toBeNull();
    await staged.commit('A manager', []);
    expect(await mineNow()).toMatchObject({ deletedAt, note: 'from the file' });
  });

  test('has the password of the file among the former ones, if it had none before and has another now', async () => {
    const app = await alex.app();
    const bare = '22'.repeat(16);
    await addEntry(app, bare, { ...SHOP, username: 'blair', password: '' });
    const { staged } = await looked([{ ...SHOP, username: 'blair', password: 'theirs' }]);
    await changeEntry(app, bare, { password: 'new' });
    await staged.commit('A manager', []);
    const [now] = await handOut(app, [bare]);
    expect([now?.password, formerOf(now as VaultEntry)]).toEqual(['new', expect.arrayContaining(['theirs'])]);
  });

  test.each<ConflictChoice>(['keep-mine', 'take-theirs'])(
    'is not changed if it holds all that the file brings by then (%s)',
    async (choice) => {
      const { staged } = await looked([{ ...SHOP, password: 'theirs' }]);
      await changeEntry(await alex.app(), MINE, { password: 'theirs' });
      const before = await mineNow();
      await staged.commit('A manager', [choice]);
      expect(await mineNow()).toEqual(before);
    },
  );

  test('keeps a proposed password as that, and not as a former one, too', async () => {
    const app = await alex.app();
    const proposed = await proposePassword(app, MINE, SITE as never, {});
    const { staged } = await looked([double]);
    await staged.commit('A manager', []);
    const [fills] = await app.store.read([login(MINE)]);
    expect(fills?.proposed?.password).toBe(proposed);
    expect(formerOf(await mineNow()).filter((password) => password === proposed)).toHaveLength(1);
  });
});

test('an entry that goes by the name of its site goes on doing so', async () => {
  const app = await alex.app();
  await changeEntry(app, MINE, { title: '' });
  const { staged } = await looked([{ ...SHOP, title: '', note: 'from the file' }]);
  await staged.commit('A manager', []);
  expect((await app.store.read([entry(MINE)]))[0]).toMatchObject({ title: '', note: 'from the file' });
});
