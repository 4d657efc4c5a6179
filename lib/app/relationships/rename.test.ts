// Names, compared numbers and settings: a change shows here at once, and a change that concerns the correspondent
// reaches them.
import { describe, expect, test } from 'vitest';
import { createMemoryDisk, MemoryLife } from '#adapters/memory/disk.ts';
import { openMemoryStore } from '#adapters/memory/store.ts';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { createAgreeKeyPair } from '#crypto/keys.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { openMessage } from '#protocol/pairwise/envelope.ts';
import { createIdentity } from '#protocol/pairwise/identity.ts';
import { startAcceptor, startInviter } from '#protocol/pairwise/ratchet.ts';
import { type RatchetState, ratchetState } from '#protocol/pairwise/ratchet-state.ts';
import { DELIVERY_ADDRESS_BYTES, deliveryAddress } from '#wire/address.ts';
import { newRelationship } from '../conversation/conversation.ts';
import type { AppContext } from '../ports/ports.ts';
import { RECORD_KINDS } from '../records/kinds.ts';
import { NEW_PROFILE, profile } from '../records/profile.ts';
import { proton } from '../records/proton.ts';
import { type Relationship, relationship } from '../records/relationship.ts';
import { outboxKind } from '../records/transit.ts';
import { changeSettings, isQuiet, setQuiet, showSettings } from '../services/settings.ts';
import { showRelationship } from '../show/relationship.ts';
import { announcing } from '../store/announcing.ts';
import type { Change } from '../store/change.ts';
import { vaultKey } from '../store/sealing.ts';
import { put, type Write } from '../store/store.ts';
import { STRICT } from '../store/transaction.ts';
import { rename, setMyName } from './rename.ts';
import { confirmNumbers, retractNumbers, TAKEN_BACK } from './verify-numbers.ts';

const ID = 'ab'.repeat(16);
const TODAY = 20_000;
const NOW = TODAY * DAY_MS;
const addressUntil = (expiryDay: number): Uint8Array =>
  deliveryAddress.encode({ suite: 1, generation: 1, expiryDay, sealed: new Uint8Array(DELIVERY_ADDRESS_BYTES - 11) });
const unused = () => {
  throw new Error('nothing here is asked of a service');
};

interface World {
  readonly app: AppContext;
  readonly changes: string[];
  readonly theirs: RatchetState;
  woken(): number;
  known(): Promise<Relationship>;
}

/** A app with one relationship, and the ratchet of its other end. */
async function open(
  given: { kind?: 'person' | 'site'; standing?: Relationship['standing']; addresses?: number; expiryDay?: number } = {},
): Promise<World> {
  const { kind = 'person', standing = 'active', addresses = 1, expiryDay = TODAY } = given;
  const opened = await openMemoryStore({
    life: new MemoryLife({ disk: createMemoryDisk() }),
    kinds: RECORD_KINDS,
    vaultKey: vaultKey(new Uint8Array(32).fill(7)),
    entropy: nodeEntropy,
  });
  const changes: string[] = [];
  let woken = 0;
  const announce = (change: Change): void => void changes.push(change.topic);
  const wake = (): void => void woken++;
  const store = announcing(opened, { announce, wake });
  const app: AppContext = {
    store,
    transport: { call: unused, wellKnown: unused },
    mailParser: { parse: unused, attachment: unused },
    entropy: nodeEntropy,
    namingKey: new Uint8Array(32),
    now: () => NOW,
    announce,
    arrived: unused,
    isLookedAt: () => false,
    relays: { order: unused },
    repliesWait: unused,
    mailboxes: { access: () => expect.unreachable(), refused: () => expect.unreachable() },
    wake,
  };
  const shared = { secret: nodeEntropy(32), associatedData: nodeEntropy(32) };
  const prekey = createAgreeKeyPair(nodeEntropy);
  const mine = createIdentity(nodeEntropy);
  const begun = newRelationship(
    {
      kind,
      standing,
      name: kind === 'site' ? 'shop.example' : 'Blair',
      theirs: { name: kind === 'site' ? '' : 'Blair', pronouns: '' },
      picture: new Uint8Array(16),
      mine: { name: 'Alex', pronouns: 'they' },
      minePicture: new Uint8Array(16),
      addresses: { seed: new Uint8Array(32), next: 0 },
    },
    1,
  );
  const writes: Write[] = [put(relationship(ID), begun), put(profile, NEW_PROFILE)];
  if (kind === 'person') {
    const grant = {
      service: { origin: 'https://a.example', key: new Uint8Array(32) },
      addresses: Array(addresses).fill(addressUntil(expiryDay)),
    };
    writes.push(
      put(proton(ID), {
        ...mine,
        theirs: createIdentity(nodeEntropy).identity,
        ratchet: ratchetState.encode(startAcceptor(shared, prekey.publicKey, nodeEntropy)),
        opening: null,
        grants: [grant],
        receipts: [],
        answer: null,
        owes: { profile: false, addresses: false, request: false },
        longTerm: [],
        given: [],
        resetKey: null,
        anew: { former: [], epoch: null, outstanding: null, front: null, again: null, day: 0, count: 0 },
        askedDay: 0,
        replaced: null,
        wroteTo: null,
      }),
    );
  }
  await opened.step([], () => ({ writes, result: null }), STRICT);
  const known = async () => (await store.read([relationship(ID)]))[0] as Relationship;
  return { app, changes, theirs: startInviter(shared, prekey), woken: () => woken, known };
}

async function outbox({ app }: World): Promise<Uint8Array[]> {
  const envelopes: Uint8Array[] = [];
  for await (const batch of app.store.scan(outboxKind)) envelopes.push(...batch.map(({ value }) => value.envelope));
  return envelopes;
}

describe('who I am for them', () => {
  test('is told to them, and the old name stays in the history', async () => {
    const world = await open();
    await setMyName(world.app, ID, '  Quiet\n Otter ');
    const [envelope] = await outbox(world);
    const opened = openMessage(world.theirs, envelope as Uint8Array, () => null, nodeEntropy);
    expect(opened).toMatchObject({
      outcome: 'opened',
      body: { items: [{ kind: 'profile', value: { name: 'Quiet Otter', pronouns: 'they' } }] },
    });
    expect(await world.known()).toMatchObject({
      mine: { name: 'Quiet Otter' },
      history: [{ kind: 'name-changed', detail: 'Alex', at: NOW }],
    });
    expect((await world.app.store.read([proton(ID)]))[0]?.owes.profile).toBe(false);
    expect(world.woken()).toBe(1);
    expect(world.changes).toEqual(expect.arrayContaining(['thread', 'conversations']));
  });

  test.each([
    ['to whoever is blocked', { standing: 'blocked' as const }],
    ['where no address of theirs is known', { addresses: 0 }],
    ['where every address of theirs has expired', { expiryDay: TODAY - 1 }],
  ])('%s it is owed and not sent', async (_, given) => {
    const world = await open(given);
    await setMyName(world.app, ID, 'Quiet Otter');
    expect(await outbox(world)).toEqual([]);
    expect((await world.app.store.read([proton(ID)]))[0]?.owes.profile).toBe(true);
    expect(world.woken()).toBe(0);
  });

  test('at a site stays here', async () => {
    const world = await open({ kind: 'site' });
    await setMyName(world.app, ID, 'Quiet Otter');
    expect((await world.known()).mine.name).toBe('Quiet Otter');
    expect(await outbox(world)).toEqual([]);
  });

  test.each(['', ' \n ', 'Alex', ' Alex '])('set to %j changes nothing', async (typed) => {
    const world = await open();
    const before = await world.known();
    await setMyName(world.app, ID, typed);
    expect(await world.known()).toEqual(before);
    expect(world.changes).toEqual([]);
  });

  test('too long for a record is cut at a character', async () => {
    const world = await open();
    await setMyName(world.app, ID, '🦦'.repeat(40));
    expect((await world.known()).mine.name).toMatch(/^(🦦)+…$/u);
  });
});

describe('what I call them', () => {
  test('stays here, and an empty name goes back to their own', async () => {
    const world = await open();
    await rename(world.app, ID, 'Blair from \u202ework');
    expect((await world.known()).name).toBe('Blair from work');
    await rename(world.app, ID, ' ');
    expect((await world.known()).name).toBe('Blair');
    expect(await outbox(world)).toEqual([]);
    expect((await world.known()).history).toEqual([]);
  });

  test('never hides the host of a site', async () => {
    const world = await open({ kind: 'site' });
    for (const name of ['Bookshop', 'Books']) await rename(world.app, ID, name);
    expect(await showRelationship(world.app.store, ID)).toMatchObject({ name: 'Books', host: 'shop.example' });
    await rename(world.app, ID, '');
    expect(await showRelationship(world.app.store, ID)).toMatchObject({ name: 'shop.example', host: 'shop.example' });
  });
});

test('numbers count as not compared when that is said, told once, and can be compared again', async () => {
  const world = await open();
  await retractNumbers(world.app, ID);
  expect(await world.known()).toMatchObject({ verifiedAt: null, history: [] });
  await confirmNumbers(world.app, ID);
  for (let i = 0; i < 2; i++) await retractNumbers(world.app, ID);
  expect(await world.known()).toMatchObject({
    verifiedAt: null,
    history: [
      { kind: 'numbers-compared', detail: '' },
      { kind: 'numbers-compared', detail: TAKEN_BACK },
    ],
  });
  await confirmNumbers(world.app, ID);
  expect((await world.known()).verifiedAt).toBe(NOW);
});

test('numbers are compared once, with a person only', async () => {
  const world = await open();
  for (let i = 0; i < 2; i++) await confirmNumbers(world.app, ID);
  expect(await world.known()).toMatchObject({
    verifiedAt: NOW,
    history: [{ kind: 'numbers-compared' }],
    lastSequence: 1,
  });
  const site = await open({ kind: 'site' });
  await confirmNumbers(site.app, ID);
  expect((await site.known()).verifiedAt).toBeNull();
});

describe('settings', () => {
  test('change one by one and leave the rest as it was', async () => {
    const { app, changes } = await open();
    const after = await changeSettings(app, { readReceipts: false, autoLockMinutes: undefined });
    expect(after).toEqual({
      autoLockMinutes: 60,
      notifications: true,
      readReceipts: false,
      receivedReceipts: true,
      automaticDelay: 'none',
      quietSites: [],
      unaskedSites: [],
    });
    expect(await showSettings(app)).toEqual(after);
    expect(changes).toEqual(['settings']);
  });

  test('a quiet site is quiet until it is not', async () => {
    const { app } = await open();
    for (const quiet of [true, true, false]) {
      await setQuiet(app, 'shop.example', quiet);
      expect(await isQuiet(app, 'shop.example')).toBe(quiet);
    }
  });

  test('more quiet sites than the record holds let the oldest go, in number and in bytes', async () => {
    const { app } = await open();
    const short = Array.from({ length: 600 }, (_, i) => `site${i}.example`);
    expect((await changeSettings(app, { quietSites: short })).quietSites).toEqual(short.slice(100));
    const long = Array.from({ length: 500 }, (_, i) => `${String(i).padStart(3, '0')}.${'é'.repeat(110)}.example`);
    const kept = (await changeSettings(app, { quietSites: [...long, 'x'.repeat(256), ''] })).quietSites;
    expect(kept.length).toBeGreaterThan(200);
    expect(kept).toEqual(long.slice(-kept.length));
  });
});
