// A thief who can write the disk of a locked device, and a single row, as the threat model says it: a former row that
// is put back, or a deletion, goes unnoticed; a row in another's place, or changed, opens nothing.
import { beforeAll, expect, test } from 'vitest';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { PASSPHRASE, person, type TestDevice } from '#e2e/harness/devices.ts';
import { EMPTY_ENTRY } from '#logins/formats/entry.ts';
import { addEntry, changeEntry } from '../logins/change.ts';
import { entry, entryKind } from '../records/entry.ts';

beforeAll(async () => useProvider(await loadSodium()));

const [FIRST, SECOND] = ['01'.repeat(16), '02'.repeat(16)] as const;

/** The rows of entries as they lie on the disk, by their keys. */
function rowsOf({ disk }: TestDevice): Map<string, Uint8Array> {
  for (const rows of disk.stores.values()) {
    const found = rows.get(entryKind.name);
    if (found !== undefined && found.size > 0) return found;
  }
  throw new Error('no entry is on the disk');
}

/** Changes the disk of a locked device. @returns the note that is read after the next unlock; null: there is none */
async function afterChange(change: (rows: Map<string, Uint8Array>, former: Map<string, Uint8Array>) => void) {
  const alex = await person([]);
  const app = await alex.app();
  for (const id of [FIRST, SECOND])
    await addEntry(app, id, { ...EMPTY_ENTRY, kind: 'note', title: id.slice(0, 2), note: 'former' });
  const former = new Map(rowsOf(alex));
  await changeEntry(app, FIRST, { note: 'present' });
  await alex.device.lock();
  change(rowsOf(alex), former);
  alex.restart();
  await alex.device.unlock(PASSPHRASE);
  return (await (await alex.app()).store.read([entry(FIRST)]))[0]?.note ?? null;
}

/** Of the two, the row that the change wrote. */
const changed = (rows: Map<string, Uint8Array>, former: Map<string, Uint8Array>): string => {
  const key = [...rows.keys()].find((one) => rows.get(one) !== former.get(one));
  if (key === undefined) throw new Error('no row was changed');
  return key;
};

test('a former row that is put back is read as if nothing had come since', async () => {
  const note = await afterChange((rows, former) => {
    const key = changed(rows, former);
    rows.set(key, former.get(key) as Uint8Array);
  });
  expect(note).toBe('former');
});

test('a row that is deleted was never there', async () => {
  expect(await afterChange((rows, former) => void rows.delete(changed(rows, former)))).toBeNull();
});

test('a row in the place of another, or with one bit turned, does not open', async () => {
  await expect(
    afterChange((rows, former) => {
      const key = changed(rows, former);
      const other = [...rows.keys()].find((one) => one !== key) as string;
      rows.set(key, rows.get(other) as Uint8Array);
    }),
  ).rejects.toThrow();
  await expect(
    afterChange((rows, former) => {
      const key = changed(rows, former);
      const row = Uint8Array.from(rows.get(key) as Uint8Array);
      row[row.length - 1] = (row.at(-1) ?? 0) ^ 1;
      rows.set(key, row);
    }),
  ).rejects.toThrow();
});
