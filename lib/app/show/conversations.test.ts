// The list of conversations is whole, each once and in order, wherever a page of it comes from, and its first page is
// cheap.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMemoryDisk, MemoryLife } from '#adapters/memory/disk.ts';
import { openMemoryStore } from '#adapters/memory/store.ts';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { append, idBytes, newRelationship, sink, tell } from '../conversation/conversation.ts';
import { RECORD_KINDS } from '../records/kinds.ts';
import { draft, type Message } from '../records/message.ts';
import { type Relationship, recent, relationship } from '../records/relationship.ts';
import { vaultKey } from '../store/sealing.ts';
import { put, type RecordKind, type Ref, type Store } from '../store/store.ts';
import { transact } from '../store/transaction.ts';
import { showConversations } from './conversations.ts';
import { Directory, inListOrder } from './directory.ts';

const openVault = (): Promise<Store> =>
  openMemoryStore({
    life: new MemoryLife({ disk: createMemoryDisk() }),
    kinds: RECORD_KINDS,
    vaultKey: vaultKey(new Uint8Array(32).fill(7)),
    entropy: nodeEntropy,
  });

const idOf = (number: number): string => number.toString(16).padStart(32, '0');

const person = (name: string, given: Partial<Relationship> = {}): Relationship => ({
  ...newRelationship(
    {
      kind: 'person',
      standing: 'active',
      name,
      theirs: { name, pronouns: '' },
      picture: new Uint8Array(16),
      mine: { name: 'Alex', pronouns: '' },
      minePicture: new Uint8Array(16),
      addresses: { seed: new Uint8Array(32), next: 0 },
    },
    1,
  ),
  lastSequence: 1,
  ...given,
});

interface Known {
  readonly id: string;
  readonly kind: 'person' | 'site';
  readonly lastAt: number;
}

/**
 * Writes relationships and, as their recent ones, the first `recentCount` of them in the order of their times alone.
 */
async function fill(store: Store, all: readonly Known[], recentCount: number): Promise<void> {
  const surfaced = [...all].sort((a, b) => b.lastAt - a.lastAt).slice(0, recentCount);
  const items = surfaced.map(({ id, kind, lastAt }) => ({ id: idBytes(id), kind, lastAt }));
  const writes = all.map(({ id, kind, lastAt }) => put(relationship(id), person(`name ${id}`, { kind, lastAt })));
  await store.step([], () => ({ writes: [...writes, put(recent, { items, unread: 3 })], result: null }));
}

async function allPages(store: Store, directory: Directory, kind: 'all' | 'person' | 'site', limit: number) {
  const ids: string[] = [];
  for (let offset = 0; ; offset += limit) {
    const page = await showConversations(store, directory, { kind, offset, limit });
    ids.push(...page.items.map(({ id }) => id));
    if (page.items.length < limit) return { ids, total: page.total };
  }
}

test('pages of the list put together are the whole list, each conversation once, newest first', async () => {
  const list = fc.array(
    fc.record({ kind: fc.constantFrom('person' as const, 'site' as const), lastAt: fc.integer({ min: 1, max: 6 }) }),
    {
      maxLength: 40,
      size: 'max',
    },
  );
  const world = fc.record({
    list,
    order: fc.infiniteStream(fc.nat()),
    recent: fc.nat({ max: 10 }),
    limit: fc.integer({ min: 1, max: 12 }),
    kind: fc.constantFrom('all' as const, 'person' as const, 'site' as const),
    advanced: fc.nat({ max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(world, async ({ list, order, recent, limit, kind, advanced }) => {
      const all = list.map((one) => ({ ...one, id: encodeHex(nodeEntropy(16)), place: order.next().value as number }));
      const store = await openVault();
      await fill(
        store,
        [...all].sort((a, b) => a.place - b.place),
        Math.ceil((all.length * recent) / 10),
      );
      const directory = new Directory(store);
      for (let i = 0; i < advanced; i++) await directory.advance();
      const { ids, total } = await allPages(store, directory, kind, limit);
      const wanted = all.filter((one) => kind === 'all' || one.kind === kind).sort(inListOrder);
      expect(ids).toEqual(wanted.map(({ id }) => id));
      expect(total).toBe(wanted.length);
    }),
    { numRuns: 150 },
  );
});

test('a row shows the words that were left unsent, and the last message where there are none', async () => {
  const store = await openVault();
  const rows = [1, 2].map((number) => ({ id: idOf(number), kind: 'person' as const, lastAt: number }));
  await fill(store, rows, 2);
  const [unsent, sent] = [idOf(1), idOf(2)];
  await store.step([], () => ({
    writes: [
      put(relationship(unsent), person('Blair', { lastAt: 1, preview: 'See you', previewMine: true, draft: true })),
      put(draft(unsent), { text: 'Do you\nremember' }),
      put(relationship(sent), person('Robin', { lastAt: 2, preview: 'See you', previewMine: true })),
    ],
    result: null,
  }));
  const { items } = await showConversations(store, new Directory(store), { kind: 'all', offset: 0, limit: 9 });
  expect(items.map(({ preview, previewMine, draft }) => ({ preview, previewMine, draft }))).toEqual([
    { preview: 'See you', previewMine: true, draft: false },
    { preview: 'Do you remember', previewMine: false, draft: true },
  ]);
});

/** The same store, and what was asked of it. */
function watched(store: Store): { store: Store; read: string[]; scanned: string[] } {
  const read: string[] = [];
  const scanned: string[] = [];
  const watching: Store = {
    step: (refs, compute, options) => store.step(refs, compute, options),
    read: (refs) => {
      read.push(...refs.map((ref: Ref<any>) => ref.kind.name));
      return store.read(refs);
    },
    scan: <T>(kind: RecordKind<T>) => {
      scanned.push(kind.name);
      return store.scan(kind);
    },
    count: (kind) => store.count(kind),
    close: () => store.close(),
  };
  return { store: watching, read, scanned };
}

describe('with more relationships than are kept as recent', () => {
  const all = Array.from({ length: 450 }, (_, i) => ({
    id: idOf(i + 1),
    kind: 'person' as const,
    lastAt: 1 + Math.floor(i / 3),
  }));

  test('the first page reads the recent ones and the rows it shows, and nothing else', async () => {
    const store = await openVault();
    await fill(store, all, 400);
    const { store: watching, read, scanned } = watched(store);
    const page = await showConversations(watching, new Directory(watching), { kind: 'all', offset: 0, limit: 30 });
    expect(page).toMatchObject({ total: 400, unread: 3 });
    expect(page.items).toHaveLength(30);
    expect(read).toEqual(['recent', ...Array(30).fill('relationship')]);
    expect(scanned).toEqual([]);
  });

  test('who was answered with an estimate is told once the directory is listed', async () => {
    const store = await openVault();
    await fill(store, all, 400);
    let corrections = 0;
    const directory = new Directory(store, () => corrections++);
    const estimate = await showConversations(store, directory, { kind: 'person', offset: 0, limit: 30 });
    expect(estimate.total).toBeLessThan(450);
    await directory.load();
    expect(corrections).toBe(1);
    expect((await showConversations(store, directory, { kind: 'person', offset: 420, limit: 50 })).total).toBe(450);
  });
});

describe('the directory', () => {
  const write = (store: Store, id: string, known: Relationship) =>
    store.step([], () => ({ writes: [put(relationship(id), known)], result: null }));

  test('follows what changes, before, while and after it is read', async () => {
    const store = await openVault();
    await fill(
      store,
      Array.from({ length: 600 }, (_, i) => ({ id: idOf(i + 1), kind: 'person' as const, lastAt: 10 + i })),
      400,
    );
    const directory = new Directory(store);
    const rename = async (number: number, name: string) => {
      await write(store, idOf(number), person(name));
      directory.noteChange(idOf(number));
    };
    await rename(1, 'Before');
    await directory.advance();
    for (let number = 2; number < 20; number++) await rename(number, `While ${number}`);
    expect(await directory.find([' while'], 50)).toHaveLength(18);
    await directory.load();
    await rename(30, 'After');
    const found = await Promise.all([' before', ' while', ' after'].map((needle) => directory.find([needle], 50)));
    expect(found.map(({ length }) => length)).toEqual([1, 18, 1]);
    expect((await directory.list('all')).length).toBe(600);
  });

  test('takes no slice of a scan for newer than what it read apart meanwhile', async () => {
    const store = await openVault();
    await fill(
      store,
      Array.from({ length: 300 }, (_, i) => ({ id: idOf(i + 1), kind: 'person' as const, lastAt: 10 + i })),
      300,
    );
    // A store may read on while a slice is used, as the one on IndexedDB does.
    const ahead: Store = {
      step: (refs, compute, options) => store.step(refs, compute, options),
      read: (refs) => store.read(refs),
      async *scan<T>(kind: RecordKind<T>) {
        const all = [];
        for await (const batch of store.scan(kind)) all.push(batch);
        yield* all;
      },
      count: (kind) => store.count(kind),
      close: () => store.close(),
    };
    const directory = new Directory(ahead);
    await directory.advance();
    for (let number = 1; number <= 300; number++) {
      await write(store, idOf(number), person(`Renamed ${number}`));
      directory.noteChange(idOf(number));
    }
    expect(await directory.find([' renamed'], 400)).toHaveLength(300);
    await directory.load();
    expect(await directory.find([' renamed'], 400)).toHaveLength(300);
  });

  test('finds by itself what surfaced without being noted, and drops what was deleted', async () => {
    const store = await openVault();
    const directory = new Directory(store);
    await directory.load();
    await transact(store, [recent], (transaction) => {
      transaction.put(relationship(idOf(1)), person('Blair', { lastSequence: 0 }));
      tell(transaction, idOf(1), { kind: 'accepted', at: 50, detail: '' }, true);
    });
    const shown = () => showConversations(store, directory, { kind: 'all', offset: 0, limit: 10 });
    expect((await shown()).items.map(({ name }) => name)).toEqual(['Blair']);
    await transact(store, [recent], (transaction) => {
      transaction.remove(relationship(idOf(1)));
      sink(transaction, idOf(1), 0);
    });
    directory.noteChange(idOf(1));
    expect(await shown()).toMatchObject({ items: [], total: 0 });
  });

  test('leaves out an identity whose mask is not registered yet', async () => {
    const store = await openVault();
    await write(store, idOf(1), person('shop.example', { kind: 'site', lastSequence: 0 }));
    const directory = new Directory(store);
    await directory.load();
    expect(await directory.list('all')).toEqual([]);
  });
});

test('a row says of what it shows whether it waits, failed, or may be forged, also where something happened since', async () => {
  const store = await openVault();
  const directory = new Directory(store);
  const all = [1, 2, 3].map((number) => ({
    id: idOf(number),
    kind: number === 3 ? ('site' as const) : ('person' as const),
    lastAt: number,
  }));
  await fill(store, all, 3);
  const said = (id: string, entry: Pick<Message, 'mine' | 'delivery' | 'content'>) =>
    transact(store, [relationship(id), recent], (transaction) => {
      append(transaction, id, { id: nodeEntropy(16), clock: 9, sentAt: 30, receivedAt: 30, ...entry });
    });
  const signs = async () => {
    const { items } = await showConversations(store, directory, { kind: 'all', offset: 0, limit: 10 });
    return Object.fromEntries(items.map(({ id, sign }) => [Number(`0x${id}`), sign]));
  };
  expect(await signs()).toEqual({ 1: null, 2: null, 3: null });
  const text = { kind: 'text', value: 'Hello' } as const;
  await said(idOf(1), { mine: true, delivery: 'waiting', content: text });
  await said(idOf(2), { mine: true, delivery: 'failed', content: text });
  await said(idOf(3), { mine: false, delivery: null, content: mailFrom('shop.example', false) });
  await transact(store, [relationship(idOf(3)), recent], (transaction) =>
    tell(transaction, idOf(3), { kind: 'mask-leaked', at: 40, detail: 'other.example' }, false),
  );
  expect(await signs()).toEqual({ 1: 'waiting', 2: 'failed', 3: 'unsure' });
  await said(idOf(1), { mine: false, delivery: null, content: text });
  await said(idOf(3), { mine: false, delivery: null, content: mailFrom('shop.example', true) });
  expect(await signs()).toEqual({ 1: null, 2: 'failed', 3: null });
});

const mailFrom = (domain: string, authentic: boolean): Message['content'] => ({
  kind: 'mail',
  value: {
    subject: 'Your order',
    fromName: '',
    fromAddress: `orders@${domain}`,
    preview: '',
    authentic,
    leakedFrom: null,
    code: null,
    link: null,
    attachments: [],
    mailer: null,
  },
});

test('a message brings its conversation to the top', async () => {
  const store = await openVault();
  const two = [1, 2].map((number) => ({ id: idOf(number), kind: 'person' as const, lastAt: 10 * number }));
  await fill(store, two, 2);
  const directory = new Directory(store);
  await directory.load();
  await transact(store, [relationship(idOf(1)), recent], (transaction) => {
    append(transaction, idOf(1), {
      id: nodeEntropy(16),
      mine: false,
      clock: 1,
      sentAt: 30,
      receivedAt: 30,
      delivery: null,
      content: { kind: 'text', value: 'Hello' },
    });
  });
  const { items, unread } = await showConversations(store, directory, { kind: 'all', offset: 0, limit: 10 });
  expect(items.map(({ id, preview, unread: own }) => [id, preview, own])).toEqual([
    [idOf(1), 'Hello', 1],
    [idOf(2), '', 0],
  ]);
  expect(unread).toBe(4);
});
