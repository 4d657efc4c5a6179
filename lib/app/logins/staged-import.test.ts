// Between an import's preview and its end the vault goes on: what the person changes meanwhile is what it merges into.
import { describe, expect, test } from 'vitest';
import { Fault } from '#bytes/fault.ts';
import { EMPTY_ENTRY, type VaultEntry } from '#logins/formats/entry.ts';
import type { ConflictChoice } from '#logins/moving/preview.ts';
import { entry } from '../records/entry.ts';
import { login } from '../records/login.ts';
import { deleteEntry } from './bin.ts';
import { addEntry, changeEntry } from './change.ts';
import { entryIds, handOut } from './hand-out.ts';
import { entryIdOf, undoImport } from './import.ts';
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
    await staged.commit('A manager', [{ at: 0, choice: 'take-theirs' }]);
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
      await staged.commit('A manager', [{ at: 0, choice }]);
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

test('a password that gives way to the file’s is a former one once, with all that the entry was', async () => {
  const files = ['theirs', 'theirs, too'].map((password) => ({ ...SHOP, password, note: password }));
  const { staged, conflicts } = await looked(files);
  expect(conflicts).toHaveLength(2);
  await staged.commit(
    'A manager',
    conflicts.map(({ at }) => ({ at, choice: 'take-theirs' })),
  );
  const now = await mineNow();
  expect([now.password, formerOf(now)]).toEqual(['theirs, too', ['mine', 'theirs']]);
  expect(now.earlier[0]?.rest).toMatchObject({ title: 'Shop', username: 'alex' });
});

test('an entry that goes by the name of its site goes on doing so', async () => {
  const app = await alex.app();
  await changeEntry(app, MINE, { title: '' });
  const { staged } = await looked([{ ...SHOP, title: '', note: 'from the file' }]);
  await staged.commit('A manager', []);
  expect((await app.store.read([entry(MINE)]))[0]).toMatchObject({ title: '', note: 'from the file' });
});

describe('an import whose worker was ended', () => {
  const other = (username: string, password: string): VaultEntry => ({ ...SHOP, username, password });
  const many = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, by) => ({ ...EMPTY_ENTRY, title: `Entry ${from + by}` }));

  test('does with each conflict what was chosen for it, though those before are settled', async () => {
    const app = await alex.app();
    await addEntry(app, '22'.repeat(16), other('blair', 'mine'));
    const file = [other('alex', 'theirs'), other('blair', 'theirs')];
    const first = await looked(file);
    expect(first.conflicts.map(({ at, username }) => [at, username])).toEqual([
      [0, 'alex'],
      [1, 'blair'],
    ]);
    await changeEntry(app, MINE, { password: 'theirs' });
    const { staged, conflicts } = await looked(file);
    expect(conflicts.map(({ at }) => at)).toEqual([1]);
    await staged.commit('A manager', [
      { at: 0, choice: 'take-theirs' },
      { at: 1, choice: 'keep-mine' },
    ]);
    expect(await handOut(app, ['22'.repeat(16)])).toMatchObject([{ password: 'mine' }]);
  });

  test('keeps both where it sees a conflict that nobody was asked about', async () => {
    const app = await alex.app();
    // Two passwords of one file were two new entries, and one of them was kept before the worker ended.
    await (await looked([other('blair', 'one')])).staged.commit('A manager', []);
    const again = await looked([other('blair', 'one'), other('blair', 'two')]);
    await again.staged.commit('A manager', []);
    const kept = await handOut(app, await entryIds(app));
    expect(kept.map(({ password }) => password).sort()).toEqual(['mine', 'one', 'two']);
  });

  test('goes on counting, and counts an entry once whose file it brings later', async () => {
    const scan = { name: 'scan.pdf', ref: 'attachments/1', size: 9 };
    const file = [{ ...many(0, 1)[0], attachments: [scan] } as VaultEntry, ...many(1, 3)];
    expect(await (await looked(file.slice(0, 2))).staged.commit('A manager', [])).toMatchObject({ kept: 2 });
    const answer = await (await looked(file)).staged.commit('A manager', []);
    expect(answer).toMatchObject({ kept: 3, files: [{ name: 'scan.pdf' }] });
    expect(await undoImport(await alex.app(), IMPORT)).toEqual({ left: 0, kept: 0 });
  });

  test('asked twice while it waits for its turn, passes nothing over', async () => {
    const { staged } = await looked(many(0, 120));
    let waits = 2;
    const turn = async (): Promise<void> => {
      waits--;
      for (let turns = 0; turns < 20 && waits > 0; turns++) await Promise.resolve();
    };
    await Promise.all([staged.commit('A manager', [], turn), staged.commit('A manager', [], turn)]);
    expect(await staged.commit('A manager', [])).toMatchObject({ done: 120, total: 120, kept: 120 });
  });

  test('on a full disk has told what it kept before, and keeps nothing twice', async () => {
    const app = await alex.app();
    const { staged } = await looked(many(0, 80));
    let room = 1;
    const step = app.store.step.bind(app.store);
    app.store.step = (async (...given: Parameters<typeof step>) => {
      if (room-- === 0) throw new Fault('unavailable', 'storage-full', 'full');
      return step(...given);
    }) as never;
    expect(await staged.commit('A manager', [])).toMatchObject({ done: 50, total: 80, kept: 50 });
    room = 0;
    await expect(staged.commit('A manager', [])).rejects.toMatchObject({ code: 'storage-full' });
    expect(await staged.commit('A manager', [])).toMatchObject({ done: 80, kept: 80 });
    expect(await entryIds(app)).toHaveLength(81);
  });
});

test('each step waits for its turn', async () => {
  const { staged } = await looked(Array.from({ length: 120 }, (_, at) => ({ ...EMPTY_ENTRY, title: `Entry ${at}` })));
  const app = await alex.app();
  const kept: number[] = [];
  const turn = async (): Promise<void> => void kept.push((await entryIds(app)).length - 1);
  await staged.commit('A manager', [], turn);
  expect(kept).toEqual([0, 50]);
  await staged.commit('A manager', [], turn);
  expect(kept).toEqual([0, 50, 100]);
});

test('what is cut off while merging is named', async () => {
  const { staged } = await looked([{ ...SHOP, title: '', note: 'n'.repeat(200_000) }]);
  expect((await staged.commit('A manager', []))?.leftOut).toEqual([
    { title: 'alex', parts: [{ reason: 'too-long', what: 'note' }] },
  ]);
});

test('undoing an import leaves an entry whose site may just have taken a new password', async () => {
  const app = await alex.app();
  const { staged } = await looked([
    { ...SHOP, username: 'blair' },
    { ...SHOP, username: 'casey' },
  ]);
  await staged.commit('A manager', []);
  const proposed = await proposePassword(app, entryIdOf(IMPORT, 1), SITE as never, {});
  expect(await undoImport(app, IMPORT)).toEqual({ left: 0, kept: 1 });
  expect(await handOut(app, [entryIdOf(IMPORT, 0), entryIdOf(IMPORT, 1)])).toMatchObject([
    { username: 'casey', earlier: [{ password: proposed }] },
  ]);
});
