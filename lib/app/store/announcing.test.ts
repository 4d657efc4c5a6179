// The changes of a committed step are announced, as the kinds declare: once, after the commit, and never for a step
// that came to nothing.
import { beforeEach, describe, expect, test } from 'vitest';
import { type CommitFate, createMemoryDisk, MemoryLife } from '#adapters/memory/disk.ts';
import { openMemoryStore } from '#adapters/memory/store.ts';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { part, struct, u32 } from '#wire/format.ts';
import { announcing } from './announcing.ts';
import type { Change, Shown } from './change.ts';
import type { RecordKind, Store } from './store.ts';
import { contractVaultKey } from './store-contract.ts';
import { STRICT, transact } from './transaction.ts';

type Pair = { seen: number; hidden: number };
const kind = (name: string, shows: readonly Shown<Pair>[], isWork = false): RecordKind<Pair, false> => ({
  ...{ name, version: 1, format: part(name, 64, struct({ seen: u32, hidden: u32 })), upgrades: {} },
  ...{ shows, isWork },
});
const line = kind('line', [{ topic: 'thread' }, { topic: 'conversations' }]);
const row = kind('row', [{ topic: 'conversations', of: ({ seen }) => (seen === 0 ? [] : [seen]) }]);
const dark = kind('dark', []);
const aside = kind('aside', [{ topic: 'thread', beside: (id) => ({ kind: dark, id }) }]);
const task = kind('task', [], true);

let log: string[] = [];
let fate: CommitFate = 'go';
let store: Store;
const nameOf = (change: Change) => (change.topic === 'thread' ? `thread:${change.relationship}` : change.topic);
const at = (of: RecordKind<Pair, false>, id = 'a') => ({ kind: of, id });

beforeEach(async () => {
  fate = 'go';
  const opened = await openMemoryStore({
    life: new MemoryLife({
      disk: createMemoryDisk(),
      onCommit: () => {
        log.push('commit');
        return fate;
      },
    }),
    kinds: [line, row, aside, task, dark],
    vaultKey: contractVaultKey,
    entropy: nodeEntropy,
  });
  store = announcing(opened, {
    announce: (change) => void log.push(nameOf(change)),
    wake: () => void log.push('wake'),
  });
  log = [];
});

const put = (of: RecordKind<Pair, false>, value: Pair, options: { read: boolean; id?: string }) =>
  transact(store, [], (transaction) => {
    if (options.read) transaction.get(at(of, options.id));
    transaction.put(at(of, options.id), value);
  });

describe('a step', () => {
  test.each([['strict'], ['relaxed']])('that is %s says each topic once, after its commit', async (durability) => {
    const compute = (transaction: Parameters<Parameters<typeof transact>[2]>[0]) => {
      for (const id of ['x:1', 'x:2', 'y:1']) transaction.put(at(line, id), { seen: 1, hidden: 1 });
      transaction.put(at(row, 'x'), { seen: 1, hidden: 1 });
    };
    await (durability === 'strict' ? transact(store, [], compute, STRICT) : transact(store, [], compute));
    expect(log).toEqual(['commit', 'thread:x', 'conversations', 'thread:y']);
  });

  test('that throws, is not committed, or writes nothing that shows says nothing', async () => {
    const failing = transact(store, [], (transaction) => {
      transaction.put(at(line, 'x:1'), { seen: 1, hidden: 1 });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    fate = 'full';
    await expect(put(line, { seen: 1, hidden: 1 }, { read: false })).rejects.toThrow();
    fate = 'go';
    await put(dark, { seen: 1, hidden: 1 }, { read: false });
    await transact(store, [at(line)], (transaction) => transaction.get(at(line)));
    expect(log.filter((one) => one !== 'commit')).toEqual([]);
  });

  test('that was run again says only what its last run wrote', async () => {
    await transact(store, [], (transaction) => {
      // Put before the record is asked for: of a run that is thrown away.
      const first = log.length === 0 ? 'y:1' : 'x:1';
      log.push('run');
      transaction.put(at(line, first), { seen: 1, hidden: 1 });
      transaction.get(at(dark, 'later'));
    });
    expect(log).toEqual(['run', 'run', 'commit', 'thread:x', 'conversations']);
  });
});

describe('a record of which pages show a part', () => {
  const says = async (work: () => Promise<unknown>): Promise<boolean> => {
    log = [];
    await work();
    return log.includes('conversations');
  };
  const remove = (read: boolean) =>
    transact(store, [], (transaction) => {
      if (read) transaction.get(at(row));
      transaction.remove(at(row));
    });

  test('is told of if that part changes, comes or goes', async () => {
    expect(await says(() => put(row, { seen: 1, hidden: 1 }, { read: true }))).toBe(true);
    expect(await says(() => put(row, { seen: 1, hidden: 2 }, { read: true }))).toBe(false);
    expect(await says(() => put(row, { seen: 2, hidden: 2 }, { read: true }))).toBe(true);
    expect(await says(() => remove(true))).toBe(true);
    expect(await says(() => remove(true))).toBe(false);
  });

  test('is not told of if it is none that shows, unless it went without a look', async () => {
    expect(await says(() => put(row, { seen: 0, hidden: 1 }, { read: false }))).toBe(false);
    expect(await says(() => remove(true))).toBe(false);
    expect(await says(() => remove(false))).toBe(true);
  });
});

test('of what shows beside another record only, nobody is told where there is none, and once where there is', async () => {
  const both = (id: string, other: RecordKind<Pair, false>) =>
    transact(store, [], (transaction) => {
      transaction.put(at(aside, id), { seen: 1, hidden: 1 });
      transaction.put(at(other, id), { seen: 1, hidden: 1 });
    });
  await put(aside, { seen: 1, hidden: 1 }, { read: false, id: 'x' });
  expect(log).toEqual(['commit']);
  await both('x', dark);
  expect(log).toEqual(['commit', 'commit', 'thread:x']);
  await put(aside, { seen: 2, hidden: 1 }, { read: true, id: 'x' });
  expect(log.slice(3)).toEqual(['commit', 'thread:x']);
  await both('y', line);
  expect(log.slice(5)).toEqual(['commit', 'thread:y', 'conversations']);
});

test('it is told if the store was closed right after the step, and the step has not failed', async () => {
  const slow = announcing(
    { ...store, step: store.step, read: () => Promise.reject(new Error('closed')) } as unknown as Store,
    { announce: (change) => void log.push(nameOf(change)), wake: () => {} },
  );
  await transact(slow, [], (transaction) => transaction.put(at(aside, 'z'), { seen: 1, hidden: 1 }));
  expect(log).toContain('thread:z');
});

test('couriers are woken for work that is new, and for no change of it', async () => {
  await put(task, { seen: 1, hidden: 1 }, { read: false });
  expect(log).toEqual(['commit', 'wake']);
  log = [];
  await put(task, { seen: 2, hidden: 1 }, { read: true });
  await transact(store, [], (transaction) => transaction.remove(at(task)));
  expect(log).toEqual(['commit', 'commit']);
});
