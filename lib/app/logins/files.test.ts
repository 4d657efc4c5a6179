// Files that hang on an entry: handed in part by part however often a worker dies, read again, removed, and gone with
// their entry.
import { describe, expect, test } from 'vitest';
import { concat } from '#bytes/bytes.ts';
import { EMPTY_ENTRY, type VaultEntry } from '#logins/formats/entry.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { entryFileKind, entryUploadKind, FILE_PART_BYTES } from '../records/entry.ts';
import { showEntry } from '../show/entries.ts';
import { deleteEntry, emptyBin } from './bin.ts';
import { addEntry, changeEntry } from './change.ts';
import { forgetUploads, MAX_FILE_BYTES, MAX_FILES_BYTES, putFilePart, readFilePart, removeFile } from './files.ts';
import { handOut } from './hand-out.ts';
import { entryIdOf, importEntries, undoImport } from './import.ts';
import { StagedImport } from './staged-import.ts';
import { alex, useVault } from './vault.testkit.ts';
import { restoreShown } from './versions.testkit.ts';

const IMPORT = 'ab'.repeat(16);
const ENTRY = 'cd'.repeat(16);
const OTHER = 'dd'.repeat(16);
const FILE = '01'.repeat(16);
const NEVER = { aborted: false } as const;

useVault((app) => addEntry(app, ENTRY, { ...EMPTY_ENTRY, title: 'The shop', password: 'p' }));

const bytesOf = (size: number) => Uint8Array.from({ length: size }, (_, at) => (at * 7 + (at >> 8)) % 251);
const named = (size: number, more: object = {}) => ({
  ...{ entry: ENTRY, file: FILE, name: 'scan.pdf', size, import: null },
  ...more,
});

/** As the page does it: asks which part is wanted, and hands that one in. */
async function handIn(given: ReturnType<typeof named>, stopAfter = Number.POSITIVE_INFINITY) {
  const app = await alex.app();
  const whole = bytesOf(given.size);
  let taken = await putFilePart(app, given, 0, new Uint8Array());
  for (let count = 0; taken.ok && taken.next !== null && count < stopAfter; count++) {
    const { part, from, to } = taken.next;
    taken = await putFilePart(app, given, part, whole.slice(from, to));
  }
  return taken;
}

async function readBack(size: number, entry = ENTRY, file = FILE): Promise<Uint8Array> {
  const found: Uint8Array[] = [];
  for (let part = 0; part * FILE_PART_BYTES < size; part++)
    found.push((await readFilePart(await alex.app(), entry, file, part)) ?? new Uint8Array());
  return concat(...found);
}
const countOf = async () => [
  (await alex.records(entryFileKind)).length,
  (await alex.records<unknown>(entryUploadKind)).length,
];
const filesShown = async () => (await showEntry(await alex.app(), ENTRY))?.attachments.map(({ name }) => name);

describe('a file', () => {
  test.each([0, 1, FILE_PART_BYTES, FILE_PART_BYTES + 1, 3 * FILE_PART_BYTES])(
    'of %s bytes comes back as it went in, once',
    async (size) => {
      expect(await handIn(named(size))).toEqual({ ok: true, next: null });
      expect(await handIn(named(size))).toEqual({ ok: true, next: null });
      expect(await readBack(size)).toEqual(bytesOf(size));
      expect(await filesShown()).toEqual(['scan.pdf']);
      expect(await countOf()).toEqual([Math.max(1, Math.ceil(size / FILE_PART_BYTES)), 0]);
    },
  );

  test('is shown and read only when its last part is here, and goes on where another worker left it', async () => {
    const size = 2 * FILE_PART_BYTES + 9;
    await handIn(named(size), 2);
    expect([await filesShown(), await readBack(size)]).toEqual([[], new Uint8Array()]);
    const app = await alex.app();
    expect(await putFilePart(app, named(size), 0, bytesOf(FILE_PART_BYTES))).toMatchObject({ next: { part: 2 } });
    expect(await putFilePart(app, named(size), 2, bytesOf(8))).toMatchObject({ next: { part: 2 } });
    await handIn(named(size));
    expect(await readBack(size)).toEqual(bytesOf(size));
  });

  test('that nobody hands in to its end is forgotten after a day', async () => {
    await handIn(named(3 * FILE_PART_BYTES), 2);
    const app = await alex.app();
    await forgetUploads(app, NEVER);
    expect(await countOf()).toEqual([2, 1]);
    alex.aheadMs += DAY_MS;
    await forgetUploads(app, NEVER);
    expect(await countOf()).toEqual([0, 0]);
  });

  test('is refused beyond the bounds of one file, of an entry, and without an entry', async () => {
    const app = await alex.app();
    const ask = (given: object, size = 1) => putFilePart(app, named(size, given), 0, new Uint8Array());
    expect(await ask({}, MAX_FILE_BYTES + 1)).toEqual({ ok: false, reason: 'too-large' });
    expect(await ask({ entry: 'ee'.repeat(16) })).toEqual({ ok: false, reason: 'gone' });
    const full = MAX_FILES_BYTES / MAX_FILE_BYTES;
    for (let at = 0; at < full; at++) {
      const file = `${at}`.padStart(32, '0');
      expect(await handIn(named(MAX_FILE_BYTES, { file }))).toEqual({ ok: true, next: null });
    }
    expect(await ask({})).toEqual({ ok: false, reason: 'full' });
    for (let at = 1; at < full; at++) await removeFile(app, ENTRY, `${at}`.padStart(32, '0'));
    for (let at = 1; at < 60; at++) await handIn(named(0, { file: `f${at}`.padStart(32, '0') }));
    expect(await ask({}, 0)).toEqual({ ok: false, reason: 'full' });
  });

  test('has no name that turns the letters around it', async () => {
    await handIn(named(1, { name: 'holiday\u202egpj.exe' }));
    expect(await filesShown()).toEqual(['holiday⟦U+202E⟧gpj.exe']);
  });
});

describe('an import names the files to be handed in', () => {
  const site = { url: 'https://shop.example/', match: 'domain' } as const;
  const scan = { name: 'scan.pdf', ref: 'attachments/1/scan.pdf', size: 9 };
  const brought = {
    ...EMPTY_ENTRY,
    title: 'Brought',
    sites: [site],
    username: 'a',
    password: 'q',
    attachments: [scan],
  };
  const commit = async (id: string, entries: readonly VaultEntry[]) => {
    const staged = new StagedImport(await alex.app(), id);
    staged.add(0, entries);
    await staged.look();
    return staged.commit('A manager', []);
  };

  test('of new entries, of doubles that lack them, and not of those that have them', async () => {
    const other = { ...brought, title: 'Other', username: 'b' };
    const first = await commit(IMPORT, [other, brought]);
    const expected = [0, 1].map((at) => ({ entry: entryIdOf(IMPORT, at), name: scan.name, ref: scan.ref }));
    expect(first?.files).toMatchObject(expected);
    expect(first?.leftOut).toEqual([]);
    // The worker was ended before it answered: what it had kept are doubles now.
    expect((await commit('ef'.repeat(16), [other, brought]))?.files).toMatchObject(expected);
    for (const { entry } of expected) await handIn(named(9, { entry, import: IMPORT }));
    expect((await commit('ef'.repeat(16), [other, brought]))?.files).toEqual([]);
  });
});

describe('undoing an import', () => {
  const site = { url: 'https://shop.example/', match: 'domain' } as const;
  const mine = { ...EMPTY_ENTRY, title: 'Mine', sites: [site], username: 'a', password: 'q' };
  const brought = { ...mine, note: 'more', attachments: [{ name: 'scan.pdf', ref: 'attachments/1', size: 9 }] };
  const merge = async () => {
    const app = await alex.app();
    await addEntry(app, OTHER, mine);
    const staged = new StagedImport(app, IMPORT);
    staged.add(0, [brought]);
    await staged.look();
    const committed = await staged.commit('A manager', []);
    expect(committed?.files).toMatchObject([{ entry: OTHER, name: 'scan.pdf' }]);
    await handIn(named(9, { entry: OTHER, import: IMPORT }));
    return app;
  };

  test('takes its file off an entry that was here before', async () => {
    const app = await merge();
    await undoImport(app, IMPORT);
    expect(await handOut(app, [OTHER])).toMatchObject([{ note: '', attachments: [] }]);
    expect(await countOf()).toEqual([0, 0]);
  });

  test('leaves the entry as it is if the person added a file', async () => {
    const app = await merge();
    alex.aheadMs += 1000;
    await handIn(named(9, { entry: OTHER, file: '02'.repeat(16) }));
    await undoImport(app, IMPORT);
    expect(await handOut(app, [OTHER])).toMatchObject([{ note: 'more', attachments: [{}, {}] }]);
    expect(await countOf()).toEqual([2, 0]);
  });
});

describe('with its entry, a file', () => {
  test('stays over changes and former versions, and can be put back for a day once removed', async () => {
    const app = await alex.app();
    await handIn(named(FILE_PART_BYTES + 1));
    await changeEntry(app, ENTRY, { password: 'another' });
    await restoreShown(app, ENTRY, 0);
    expect(await handOut(app, [ENTRY])).toMatchObject([
      { password: 'p', attachments: [{ name: 'scan.pdf', size: FILE_PART_BYTES + 1 }] },
    ]);
    await removeFile(app, ENTRY, FILE);
    expect([await countOf(), await filesShown(), await readBack(9)]).toEqual([[2, 1], [], new Uint8Array()]);
    await forgetUploads(app, NEVER);
    const given = named(FILE_PART_BYTES + 1);
    expect(await putFilePart(app, given, 0, new Uint8Array())).toEqual({ ok: true, next: null });
    expect([await countOf(), await readBack(FILE_PART_BYTES + 1)]).toEqual([[2, 0], bytesOf(FILE_PART_BYTES + 1)]);
    await removeFile(app, ENTRY, FILE);
    alex.aheadMs += DAY_MS;
    await forgetUploads(app, NEVER);
    expect(await countOf()).toEqual([0, 0]);
    expect(await putFilePart(app, given, 0, new Uint8Array())).toMatchObject({ next: { part: 0 } });
  });

  test('waits in the bin and is forgotten with it', async () => {
    const app = await alex.app();
    await handIn(named(FILE_PART_BYTES + 1));
    await deleteEntry(app, ENTRY);
    alex.aheadMs += 29 * DAY_MS;
    await emptyBin(app, NEVER);
    expect(await countOf()).toEqual([2, 0]);
    alex.aheadMs += 2 * DAY_MS;
    await emptyBin(app, NEVER);
    expect(await countOf()).toEqual([0, 0]);
  });

  test('goes with the undone import that brought it, and not if the person added one', async () => {
    const app = await alex.app();
    const entries = [EMPTY_ENTRY, EMPTY_ENTRY].map((entry, at) => ({ ...entry, title: `Entry ${at}` }));
    await importEntries(app, { import: IMPORT, from: 'A manager', first: 0, entries });
    for (const at of [0, 1]) await handIn(named(9, { entry: entryIdOf(IMPORT, at), import: IMPORT }));
    await handIn(named(9, { entry: entryIdOf(IMPORT, 1), file: '02'.repeat(16) }));
    expect(await undoImport(app, IMPORT)).toEqual({ left: 0, kept: 1 });
    expect(await countOf()).toEqual([2, 0]);
    expect(await readBack(9, entryIdOf(IMPORT, 1))).toEqual(bytesOf(9));
  });
});
