// A thread is shown whole, each message once, in the order in which things were said, alike on both sides however they
// travelled.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMemoryDisk, MemoryLife } from '#adapters/memory/disk.ts';
import { openMemoryStore } from '#adapters/memory/store.ts';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { createIdentity, type IdentitySecrets } from '#protocol/pairwise/identity.ts';
import type { Identity } from '#wire/identity.ts';
import { append, newRelationship } from '../conversation/conversation.ts';
import { RECORD_KINDS } from '../records/kinds.ts';
import { type Message, message } from '../records/message.ts';
import { proton } from '../records/proton.ts';
import { recent, relationship } from '../records/relationship.ts';
import { vaultKey } from '../store/sealing.ts';
import { put, remove, type Store } from '../store/store.ts';
import { STRICT, transact } from '../store/transaction.ts';
import { cleanFileName } from '../words/file-name.ts';
import { CUT_REACH, LOOK_BACK, showThread } from './thread.ts';

const ID = 'ab'.repeat(16);
const ends = [createIdentity(nodeEntropy), createIdentity(nodeEntropy)] as const;
type End = { secrets: IdentitySecrets; identity: Identity };

async function openEnd(mine: End, theirs: End): Promise<Store> {
  const store = await openMemoryStore({
    life: new MemoryLife({ disk: createMemoryDisk() }),
    kinds: RECORD_KINDS,
    vaultKey: vaultKey(new Uint8Array(32).fill(7)),
    entropy: nodeEntropy,
  });
  const begun = newRelationship(
    {
      kind: 'person',
      standing: 'active',
      name: 'Blair',
      theirs: { name: 'Blair', pronouns: '' },
      picture: new Uint8Array(16),
      mine: { name: 'Alex', pronouns: '' },
      minePicture: new Uint8Array(16),
      addresses: { seed: new Uint8Array(32), next: 0 },
    },
    1,
  );
  const talking = {
    secrets: mine.secrets,
    identity: mine.identity,
    theirs: theirs.identity,
    ratchet: new Uint8Array(0),
    opening: null,
    grants: [],
    receipts: [],
    answer: null,
    owes: { profile: false, addresses: false, request: false },
    longTerm: [],
    given: [],
    askedDay: 0,
    replaced: null,
    wroteTo: null,
    resetKey: null,
    anew: { former: [], epoch: null, outstanding: null, front: null, again: null, day: 0, count: 0 },
  };
  await store.step(
    [],
    () => ({ writes: [put(relationship(ID), begun), put(proton(ID), talking)], result: null }),
    STRICT,
  );
  return store;
}

/** Appends as the application does; `clock` null: said here, one more than the greatest known. */
async function appendText(store: Store, id: Uint8Array, clock: number | null, value: string): Promise<Message> {
  return transact(store, [relationship(ID), recent], (transaction): Message => {
    const entry: Message = {
      id,
      mine: clock === null,
      clock: clock ?? transaction.require(relationship(ID)).clock + 1,
      sentAt: 1,
      receivedAt: 2,
      delivery: clock === null ? 'sent' : null,
      content: { kind: 'text', value },
    };
    append(transaction, ID, entry);
    return entry;
  });
}

async function idsOf(store: Store, limit: number): Promise<string[][]> {
  const pages: string[][] = [];
  let before: number | null = null;
  do {
    const page = await showThread(store, { relationship: ID, before, limit });
    pages.unshift((page?.messages ?? []).map(({ id }) => id));
    before = page?.before ?? null;
  } while (before !== null);
  return pages;
}

/** At one end, either the person writes (`arrives` is null) or one of the messages under way to them arrives. */
type Act = { readonly at: 0 | 1; readonly arrives: number | null };
const act = fc.record({ at: fc.constantFrom(0 as const, 1 as const), arrives: fc.option(fc.nat(), { freq: 2 }) });

async function talk(acts: readonly Act[]): Promise<[Store, Store]> {
  const stores: [Store, Store] = [await openEnd(ends[0], ends[1]), await openEnd(ends[1], ends[0])];
  const underWay: [Message[], Message[]] = [[], []];
  const arrive = async (at: 0 | 1, which: number) => {
    const [entry] = underWay[at].splice(which % underWay[at].length, 1);
    if (entry !== undefined) await appendText(stores[at], entry.id, entry.clock, 'said there');
  };
  for (const { at, arrives } of acts) {
    if (arrives === null)
      underWay[at === 0 ? 1 : 0].push(await appendText(stores[at], nodeEntropy(16), null, 'said here'));
    else if (underWay[at].length > 0) await arrive(at, arrives);
  }
  for (const at of [0, 1] as const) while (underWay[at].length > 0) await arrive(at, 7 * underWay[at].length + 3);
  return stores;
}

test('both sides show one order, whatever the order of arrival', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 40, size: 'max' }), async (acts) => {
      const [a, b] = await talk(acts);
      const [atA, atB] = [(await idsOf(a, 200)).flat(), (await idsOf(b, 200)).flat()];
      expect(atA).toEqual(atB);
      expect(new Set(atA).size).toBe(acts.filter(({ arrives }) => arrives === null).length);
    }),
    { numRuns: 60 },
  );
});

test('pages put together are the whole thread, each message once, deleted ones left out', async () => {
  const world = fc.record({
    acts: fc.array(act, { maxLength: 60, size: 'max' }),
    limit: fc.integer({ min: 1, max: 20 }),
    gone: fc.array(fc.integer({ min: 1, max: 60 })),
  });
  await fc.assert(
    fc.asyncProperty(world, async ({ acts, limit, gone }) => {
      const [store] = await talk(acts);
      await store.step([], () => ({ writes: gone.map((sequence) => remove(message(ID, sequence))), result: null }));
      const pages = await idsOf(store, limit);
      const numbers = Array.from({ length: acts.length }, (_, i) => i + 1);
      const kept = await store.read(numbers.map((sequence) => message(ID, sequence)));
      const wanted = kept.flatMap((one) => (one == null ? [] : [encodeHex(one.id)]));
      expect(pages.flat().sort()).toEqual(wanted.sort());
      for (const page of pages) expect(page.length).toBeLessThanOrEqual(limit + CUT_REACH);
      // Only a thread without messages has an empty page, so a page never looks like an end that it is not.
      if (wanted.length > 0) for (const page of pages.slice(1)) expect(page).not.toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('pages cut through what was said at once on both sides stay in order', async () => {
  // Both write some while they do not hear each other; then everything arrives.
  const silence = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }));
  const world = fc.record({
    silences: fc.array(silence, { minLength: 1, maxLength: 6, size: 'max' }),
    limit: fc.integer({ min: 1, max: 12 }),
  });
  await fc.assert(
    fc.asyncProperty(world, async ({ silences, limit }) => {
      const says = (at: 0 | 1, count: number): Act[] => Array.from({ length: count }, () => ({ at, arrives: null }));
      const hears = (at: 0 | 1, count: number): Act[] => Array.from({ length: count }, () => ({ at, arrives: 0 }));
      const [a, b] = await talk(
        silences.flatMap(([x, y]) => [...says(0, x), ...says(1, y), ...hears(0, y), ...hears(1, x)]),
      );
      for (const store of [a, b]) expect((await idsOf(store, limit)).flat()).toEqual((await idsOf(store, 1000)).flat());
    }),
    { numRuns: 30 },
  );
  expect(LOOK_BACK).toBeGreaterThan(14);
});

test('a gap longer than a page does not look like the beginning', async () => {
  const [store] = await talk(Array.from({ length: 120 }, () => ({ at: 0 as const, arrives: null })));
  const gone = Array.from({ length: 100 }, (_, i) => remove(message(ID, i + 11)));
  await store.step([], () => ({ writes: gone, result: null }));
  const pages = await idsOf(store, 10);
  expect(pages.flat()).toHaveLength(20);
  for (const page of pages) expect(page).not.toEqual([]);
});

describe('a page', () => {
  test('shows every kind of content, and nothing of what it does not know but the fallback', async () => {
    const store = await openEnd(ends[0], ends[1]);
    const contents: Message['content'][] = [
      { kind: 'event', value: { kind: 'accepted', at: 1, detail: '' } },
      {
        kind: 'mail',
        value: {
          subject: 'Confirm',
          fromName: 'Shop',
          fromAddress: 'post@shop.example',
          preview: 'Your code is 123456',
          authentic: true,
          leakedFrom: null,
          mailer: null,
          code: '123456',
          link: 'https://shop.example/confirm?token=secret',
          attachments: [],
        },
      },
      { kind: 'unknown', value: { code: 99, payload: new Uint8Array(3), fallback: 'A poll' } },
      {
        kind: 'arriving',
        value: {
          origin: 'https://a.example',
          id: new Uint8Array(16),
          key: new Uint8Array(32),
          digest: new Uint8Array(32),
          byteCount: 5,
          expiryDay: 1,
        } as never,
      },
    ];
    await transact(store, [relationship(ID), recent], (transaction) => {
      for (const [index, content] of contents.entries())
        append(transaction, ID, {
          id: nodeEntropy(16),
          mine: false,
          clock: index + 1,
          sentAt: 5,
          receivedAt: 6,
          delivery: null,
          content,
        });
    });
    const thread = await showThread(store, { relationship: ID, before: null, limit: 10 });
    expect(thread?.messages).toMatchObject([
      { type: 'event', event: { kind: 'accepted' } },
      { type: 'mail', subject: 'Confirm', code: '123456', link: { host: 'shop.example' }, receivedAt: 5 },
      { type: 'other', fallback: 'A poll' },
      { type: 'arriving', byteCount: 5 },
    ]);
    expect(JSON.stringify(thread)).not.toContain('secret');
    expect(thread?.relationship.safetyNumber).toMatch(/^(\d{5} ){11}\d{5}$/);
  });

  test('shows where a text would have been turned, and files as they will be saved', async () => {
    const store = await openEnd(ends[0], ends[1]);
    await appendText(store, nodeEntropy(16), null, 'Open \u202eevil.exe');
    const file = { name: '../\u202efdp.exe', mediaType: 'text/plain', byteCount: 1 };
    const value = {
      subject: '\u202eevil',
      fromName: 'Sh\u200bop',
      fromAddress: 'a@b.example',
      preview: '\u202dx',
      authentic: true,
      leakedFrom: null,
      mailer: null,
      code: null,
      // No program keeps such a link today: a browser would open another address than the one that was judged.
      link: 'https://evil.example\\@shop.example/',
      attachments: [file],
    };
    await transact(store, [relationship(ID), recent], (transaction) => {
      const content = { kind: 'mail', value } as const;
      const entry = { id: nodeEntropy(16), mine: false, clock: 9, sentAt: 5, receivedAt: 6, delivery: null, content };
      append(transaction, ID, entry);
    });
    expect((await showThread(store, { relationship: ID, before: null, limit: 10 }))?.messages).toMatchObject([
      { text: 'Open ⟦U+202E⟧evil.exe' },
      {
        subject: '⟦U+202E⟧evil',
        from: { name: 'Sh⟦U+200B⟧op' },
        preview: '⟦U+202D⟧x',
        link: null,
        attachments: [{ name: cleanFileName(file.name, '') }],
      },
    ]);
  });

  test('of a relationship that is gone is null; a cursor from nowhere is harmless', async () => {
    const store = await openEnd(ends[0], ends[1]);
    expect(await showThread(store, { relationship: 'cd'.repeat(16), before: null, limit: 10 })).toBeNull();
    await appendText(store, nodeEntropy(16), null, 'Hello');
    for (const before of [-5, 0, 1, 1.5])
      expect((await showThread(store, { relationship: ID, before, limit: 10 }))?.messages).toEqual([]);
    for (const before of [2, 2.5, Infinity])
      expect((await showThread(store, { relationship: ID, before, limit: 10 }))?.messages).toHaveLength(1);
  });
});
