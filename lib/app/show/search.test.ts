// A search finds what a plain look through every text would find, newest first, says when it is through, and follows
// what changes.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMemoryDisk, MemoryLife } from '#adapters/memory/disk.ts';
import { openMemoryStore } from '#adapters/memory/store.ts';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { append, newRelationship } from '../conversation/conversation.ts';
import { RECORD_KINDS } from '../records/kinds.ts';
import { login } from '../records/login.ts';
import { mask } from '../records/mask.ts';
import { type Message, message } from '../records/message.ts';
import { recent, relationship } from '../records/relationship.ts';
import { vaultKey } from '../store/sealing.ts';
import { put, type Store } from '../store/store.ts';
import { STRICT, transact } from '../store/transaction.ts';
import type { SearchView } from '../views/conversations.ts';
import { Directory } from './directory.ts';
import { fold, holds, needlesOf, snippetOf } from './folding.ts';
import type { Search } from './search.ts';
import { createShowing } from './showing.ts';
import { TextIndex } from './texts.ts';

const openVault = (): Promise<Store> =>
  openMemoryStore({
    life: new MemoryLife({ disk: createMemoryDisk() }),
    kinds: RECORD_KINDS,
    vaultKey: vaultKey(new Uint8Array(32).fill(7)),
    entropy: nodeEntropy,
  });

const idOf = (number: number): string => number.toString(16).padStart(32, '0');
const textOf = (value: string, at: number): Message => ({
  id: nodeEntropy(16),
  mine: false,
  clock: 1,
  sentAt: at,
  receivedAt: at,
  delivery: null,
  content: { kind: 'text', value },
});

async function meet(store: Store, id: string, name: string, kind: 'person' | 'site' = 'person'): Promise<void> {
  const begun = newRelationship(
    {
      kind,
      standing: 'active',
      name,
      theirs: { name: '', pronouns: '' },
      picture: new Uint8Array(16),
      mine: { name: `Me for ${name}`, pronouns: '' },
      minePicture: new Uint8Array(16),
      addresses: { seed: new Uint8Array(32), next: 0 },
    },
    1,
  );
  await store.step([], () => ({ writes: [put(relationship(id), { ...begun, lastSequence: 1 })], result: null }));
}

const say = (store: Store, id: string, value: string, at: number): Promise<string> =>
  transact(store, [relationship(id), recent], (transaction) => {
    const entry = textOf(value, at);
    append(transaction, id, entry);
    return encodeHex(entry.id);
  });

async function through(search: Search, query: string): Promise<SearchView> {
  let view = await search.search(query);
  while (!view.done) view = await search.search(query);
  return view;
}

const snippets = ({ messages }: SearchView): string[] => messages.map(({ snippet }) => snippet);

test('finds the messages that a look through all of them would find, newest first', async () => {
  const word = fc.constantFrom(
    'blue',
    'Blueprint',
    'tea',
    'Teapot',
    'café',
    'CAFETERIA',
    'naïve',
    '日本語',
    'наука',
    '12',
    '…',
  );
  const texts = fc.array(
    fc.record({
      words: fc.array(word, { minLength: 1, maxLength: 5 }),
      owner: fc.nat({ max: 4 }),
      day: fc.nat({ max: 120 }),
    }),
    {
      maxLength: 60,
      size: 'max',
    },
  );
  const query = fc.array(fc.constantFrom('b', 'blue', 'tea', 'teap', 'CAFE', 'naive', '本', 'нау', '1'), {
    minLength: 1,
    maxLength: 3,
  });
  await fc.assert(
    fc.asyncProperty(texts, query, async (texts, query) => {
      const store = await openVault();
      const said = texts.map(({ words, owner, day }, index) => ({
        text: words.join(' '),
        owner: idOf(owner),
        sequence: index + 1,
        at: day * 86_400_000,
      }));
      await store.step([], () => ({
        writes: said.map(({ text, owner, sequence, at }) => put(message(owner, sequence), textOf(text, at))),
        result: null,
      }));
      const index = new TextIndex(store);
      while (!(await index.advance()));
      // Plainly: every word of the query begins a word of the text, or, in a script without spaces, stands anywhere.
      const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
      const matches = (text: string) =>
        query.every((asked) =>
          asked === '本'
            ? text.includes(asked)
            : plain(text)
                .split(' ')
                .some((one) => one.startsWith(plain(asked))),
        );
      const wanted = said
        .filter(({ text }) => matches(text))
        .sort((a, b) => b.at - a.at || (a.owner < b.owner ? -1 : a.owner > b.owner ? 1 : b.sequence - a.sequence));
      const found = index.search(needlesOf(query.join(' ')), 20);
      expect(found.map(({ sequence }) => sequence)).toEqual(wanted.slice(0, 20).map(({ sequence }) => sequence));
    }),
    { numRuns: 150 },
  );
});

describe('names', () => {
  const viewOf = async (query: string) => {
    const store = await openVault();
    await meet(store, idOf(1), 'José Łukasz');
    await meet(store, idOf(2), 'shop.example', 'site');
    await meet(store, idOf(3), 'Josephine');
    const site = 'shop.example';
    const fills = {
      site,
      username: 'alex77',
      password: 'p',
      passwordChangedAt: 1,
      used: true,
      filledAt: 0,
      proposed: null,
    };
    const held = {
      site,
      address: 'quiet-otter-4fz@mask.example',
      gateway: { origin: 'https://mail.example', key: new Uint8Array(32) },
      managementSeed: new Uint8Array(32),
      mailSecret: new Uint8Array(32),
      madeAt: 1,
      state: 'active' as const,
      expiryDay: 1,
      mailer: '',
      codesUsedTo: 0,
      leaksFrom: 0,
      second: null,
    };
    await transact(
      store,
      [],
      (transaction) => {
        transaction.put(login(idOf(2)), fills);
        transaction.put(mask(idOf(2)), held);
      },
      STRICT,
    );
    return (await through(createShowing(store, () => {}).search, query)).relationships;
  };
  const search = async (query: string) => (await viewOf(query)).map(({ id }) => Number.parseInt(id, 16)).sort();
  test.each([
    ['jos', [1, 3]],
    ['JOSÉ', [1, 3]],
    ['josé lukasz', [1]],
    ['example', [2]],
    ['otter', [2]],
    ['quiet-otter', [2]],
    ['alex77', [2]],
    ['me', [1, 2, 3]],
    ['ose', []],
    ['p', []],
  ])('%j finds %j', async (query, found) => expect(await search(query)).toEqual(found));

  test.each([
    ['otter', 'quiet-otter-4fz@mask.example'],
    ['shop otter', 'quiet-otter-4fz@mask.example'],
    ['alex77', 'alex77'],
    ['shop', null],
    ['łukasz', null],
  ])('%j was found in %j, where the row does not show it', async (query, matched) =>
    expect((await viewOf(query)).map((found) => found.matched)).toEqual([matched]),
  );
});

describe('a search', () => {
  async function long(): Promise<{ store: Store; search: Search }> {
    const store = await openVault();
    await meet(store, idOf(1), 'Blair');
    const writes = Array.from({ length: 3000 }, (_, i) =>
      put(message(idOf(1), i + 1), textOf(`tea number ${i + 1}`, i + 1)),
    );
    const [known] = await store.read([relationship(idOf(1))]);
    writes.push(put(relationship(idOf(1)), { ...known, lastSequence: 3000 }) as never);
    await store.step([], () => ({ writes, result: null }));
    return { store, search: createShowing(store, () => {}).search };
  }

  test('answers before all is read, and reads on when asked again', async () => {
    const { search } = await long();
    const first = await search.search('tea');
    expect(first.done).toBe(false);
    let answers = 1;
    let last = first;
    for (; !last.done; answers++) last = await search.search('tea');
    expect(answers).toBeGreaterThan(1);
    expect(answers).toBeLessThan(6);
    expect(snippets(last)).toEqual(Array.from({ length: 50 }, (_, i) => `tea number ${3000 - i}`));
  });

  test('ends when another is asked', async () => {
    const { search } = await long();
    const [old, next] = await Promise.all([search.search('tea'), search.search('blair')]);
    expect(old).toMatchObject({ done: false, messages: [], relationships: [] });
    expect(next.relationships.map(({ name }) => name)).toEqual(['Blair']);
    await through(search, 'tea');
    const [over, last] = await Promise.all([search.search('tea'), search.search('number 7')]);
    expect(over).toMatchObject({ done: false, messages: [] });
    expect(last.messages).toHaveLength(50);
  });

  test('of nothing but blanks and marks finds nothing and is through', async () => {
    const { search } = await long();
    expect(await search.search(' …  ')).toEqual({ query: ' …  ', relationships: [], messages: [], done: true });
  });
});

test('what is said, renamed or deleted after all was read is found, or not, as it is now', async () => {
  const store = await openVault();
  await meet(store, idOf(1), 'Blair');
  await say(store, idOf(1), 'the blue teapot', 10);
  const { search, note } = createShowing(store, () => {});
  expect(snippets(await through(search, 'teapot'))).toEqual(['the blue teapot']);

  const id = await say(store, idOf(1), 'another teapot', 20);
  note({ topic: 'thread', relationship: idOf(1) });
  const found = await search.search('teapot');
  expect(found).toMatchObject({
    done: true,
    messages: [{ message: id, sequence: 3, at: 20, name: 'Blair' }, { sequence: 2 }],
  });

  await say(store, idOf(1), 'teapot said unnoticed', 30);
  expect(snippets(await search.search('unnoticed'))).toEqual(['teapot said unnoticed']);

  await transact(store, [], (transaction) => {
    transaction.remove(relationship(idOf(1)));
    for (let sequence = 1; sequence < 5; sequence++) transaction.remove(message(idOf(1), sequence));
  });
  note({ topic: 'thread', relationship: idOf(1) });
  expect(await search.search('teapot')).toMatchObject({ done: true, relationships: [], messages: [] });
});

describe('the text index', () => {
  test('holds one character a character of ASCII text, and lets go of the oldest months where that is too much', async () => {
    const store = await openVault();
    const writes = Array.from({ length: 2000 }, (_, i) =>
      put(message(idOf(1), i + 1), textOf(`word${i} ${'tea, '.repeat(18)}`, i * 86_400_000)),
    );
    await store.step([], () => ({ writes, result: null }));
    const whole = new TextIndex(store);
    while (!(await whole.advance()));
    expect(whole.chars / 2000).toBeLessThan(100);
    const bounded = new TextIndex(store, { maxChars: 50_000 });
    while (!(await bounded.advance()));
    expect(bounded.chars).toBeLessThanOrEqual(50_000);
    expect(bounded.search([' word1999'], 5)).toHaveLength(1);
    expect(bounded.search([' word3'], 5).every(({ at }) => at > 1000)).toBe(true);
    expect(bounded.search([' word0'], 5)).toEqual([]);
    expect(whole.search([' word0'], 5)).toHaveLength(1);
  });

  test('reads on after the store failed', async () => {
    const store = await openVault();
    await store.step([], () => ({
      writes: Array.from({ length: 600 }, (_, i) => put(message(idOf(1), i + 1), textOf('tea', i + 1))),
      result: null,
    }));
    let slices = 0;
    const failing: Store = {
      step: (refs, compute, options) => store.step(refs, compute, options),
      read: (refs) => store.read(refs),
      async *scan(kind) {
        for await (const batch of store.scan(kind)) {
          if (++slices === 2) throw new Error('the disk is away');
          yield batch;
        }
      },
      count: (kind) => store.count(kind),
      close: () => store.close(),
    };
    const index = new TextIndex(failing);
    await index.advance();
    await expect(index.advance()).rejects.toThrow('away');
    while (!(await index.advance()));
    expect(index.search([' tea'], 1000)).toHaveLength(600);
    const directory = new Directory(failing);
    await directory.load();
    expect(directory.isThrough).toBe(true);
  });
});

describe('folding', () => {
  test('leaves letters and digits behind single spaces, whatever text it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const folded = fold(text);
        expect(folded).toMatch(/^(?: [\p{L}\p{N}]+)*$/u);
        expect(fold(folded)).toBe(folded);
        // Every text is found by itself, as far as that many words are looked for.
        expect(holds(folded, needlesOf(text))).toBe(true);
      }),
    );
  });

  test('a snippet shows the place of the find', () => {
    const text = `${'so many words before '.repeat(20)}the Ångström unit${' and after'.repeat(30)}`;
    const snippet = snippetOf(text, needlesOf('angstr'));
    expect(snippet).toMatch(/^….*the Ångström unit.*…$/);
    expect(snippet.length).toBeLessThan(130);
    expect(snippetOf('short', needlesOf('absent'))).toBe('short');
  });
});
