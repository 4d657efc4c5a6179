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

test('it is read ahead a slice at a turn, and a search meanwhile waits for no turn', async () => {
  await add('a', 'b');
  const turns: (() => void)[] = [];
  const ahead = list.readAhead(() => new Promise((come) => turns.push(come)));
  await list.readAhead(() => Promise.reject(new Error('it is at it')));
  turns[0]?.();
  await expect.poll(() => turns.length).toBe(2);
  expect(await shown()).toBe('ab');
  turns[1]?.();
  await ahead;
  expect(turns).toHaveLength(2);
  await add('c');
  expect(await shown()).toBe('abc');
});

test('what was read ahead is read by no search again, and a failure is begun anew by the next', async () => {
  await add('a', 'b');
  let scans = 0;
  let fails = true;
  const store: Pick<Store, 'read' | 'scan'> = {
    read: (refs) => app.store.read(refs),
    scan: (kind, signal) => {
      scans++;
      if (fails) throw new Error('the disk is away');
      return app.store.scan(kind, signal);
    },
  };
  list = new EntryList(store as Store);
  const turn = async (): Promise<void> => {};
  await expect(list.readAhead(turn)).rejects.toThrow('the disk is away');
  fails = false;
  await list.readAhead(turn);
  const before = scans;
  expect([await shown(), scans]).toEqual(['ab', before]);
});

test('of many entries each has its own relationship, too', async () => {
  const ids = Array.from({ length: 520 }, (_, at) => at.toString(16).padStart(32, '0'));
  const asked: string[] = [];
  const its = ids.slice(0, 2);
  const kinds: Readonly<Record<string, readonly { id: string; value: unknown }[]>> = {
    login: ids.map((id) => ({ id, value: { site: '', username: `alex ${id}`, password: '' } })),
    relationship: its.map((id) => ({
      id,
      value: { name: `Shop ${id}`, picture: new Uint8Array(4), mine: { name: 'Otter' } },
    })),
  };
  const store = {
    read: async (refs: readonly { kind: { name: string } }[]) => {
      asked.push(...refs.map(({ kind }) => kind.name));
      return refs.map(() => null);
    },
    async *scan({ name }: { name: string }) {
      yield kinds[name] ?? [];
    },
  };
  list = new EntryList(store as unknown as Store);
  const { items, total } = await list.list('all', 'otter', { offset: 0, limit: 50 });
  expect([total, items.map(({ title, isIdentity }) => [title, isIdentity]), asked]).toEqual([
    2,
    its.map((id) => [`Shop ${id}`, true]),
    [],
  ]);
});
