// The list of all log-ins stays right and in order while they change, and reads of them no more than what changed.
import { beforeEach, expect, test } from 'vitest';
import { EMPTY_ENTRY } from '#logins/formats/entry.ts';
import { deleteEntry } from '../logins/bin.ts';
import { addEntry, changeEntry } from '../logins/change.ts';
import { alex, useVault } from '../logins/vault.testkit.ts';
import type { AppContext } from '../ports/ports.ts';
import type { Store } from '../store/store.ts';
import { EntryList } from './entries.ts';

const idOf = (letter: string): string => letter.charCodeAt(0).toString(16).repeat(16);
let app: AppContext;
let list: EntryList;
let read: string[];

useVault();
beforeEach(async () => {
  app = await alex.app();
  read = [];
  const store: Pick<Store, 'read' | 'scan'> = {
    read: (refs) => {
      for (const { kind, id } of refs) if (kind.name === 'entry') read.push(id);
      return app.store.read(refs);
    },
    scan: (kind, signal) => app.store.scan(kind, signal),
  };
  list = new EntryList(store as Store);
});

const add = async (...letters: string[]): Promise<void> => {
  for (const letter of letters) {
    await addEntry(app, idOf(letter), { ...EMPTY_ENTRY, title: letter, username: 'alex' });
    list.noteChange(idOf(letter));
  }
};
const shown = async (query = ''): Promise<string> => {
  const { items } = await list.list('all', query, { offset: 0, limit: 50 });
  return items.map(({ title }) => title).join('');
};

test('it is in order after entries came, moved, became favourites and went', async () => {
  await add('d', 'b');
  expect(await shown()).toBe('bd');
  await add('c', 'a', 'e');
  expect(await shown()).toBe('abcde');
  const changed = [
    changeEntry(app, idOf('a'), { title: 'z' }),
    changeEntry(app, idOf('d'), { favourite: true }),
    deleteEntry(app, idOf('b')),
  ];
  await Promise.all(changed);
  for (const letter of 'abd') list.noteChange(idOf(letter));
  expect(await shown()).toBe('dcez');
  expect(await shown('z')).toBe('z');
});

test('what changed before all were read is read with them, and not once more', async () => {
  await add('a', 'b', 'c');
  expect(await shown()).toBe('abc');
  expect(read).toEqual([]);
  await add('d');
  expect(await shown()).toBe('abcd');
  expect(read).toEqual([idOf('d')]);
});

test('a change that could not be read is read the next time', async () => {
  await add('a');
  await shown();
  await add('b');
  const { read: reads } = app.store;
  app.store.read = () => Promise.reject(new Error('no'));
  await expect(shown()).rejects.toThrow('no');
  app.store.read = reads;
  expect(await shown()).toBe('ab');
});

test('of entries with one title, one that is read again keeps its place', async () => {
  for (const letter of ['b', 'a', 'c']) await addEntry(app, idOf(letter), { ...EMPTY_ENTRY, title: 'Shop' });
  const ids = async (of = list): Promise<string[]> =>
    (await of.list('all', '', { offset: 0, limit: 50 })).items.map(({ id }) => id);
  const before = await ids();
  list.noteChange(before[0] as string);
  expect(await ids()).toEqual(before);
  expect(await ids(new EntryList(app.store))).toEqual(before);
});
