// A lost device, and another that takes its place by a backup: everything is there again, or nothing is, wherever it
// was cut off; and nobody who finds the file can follow a conversation that goes on after it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeHex } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, PASSPHRASE, person, TestDevice, until } from '#e2e/harness/devices.ts';
import { EMPTY_ENTRY } from '#logins/formats/entry.ts';
import { ratchetState } from '#protocol/pairwise/ratchet-state.ts';
import { Bench } from '#services/testing/services.ts';
import { blob, part, rest, struct, text, u16 } from '#wire/format.ts';
import { addEntry } from '../logins/change.ts';
import { RECORD_KINDS } from '../records/kinds.ts';
import { type Mask, mask, maskKind } from '../records/mask.ts';
import { profile, profileKind } from '../records/profile.ts';
import { proton, protonKind, skippedKeyKind } from '../records/proton.ts';
import { NUMBERS_APART, recentKind, relationshipKind } from '../records/relationship.ts';
import { serviceTaskKind } from '../records/transit.ts';
import type { RecordKind } from '../store/store.ts';
import { STRICT, transact } from '../store/transaction.ts';
import type { Restoring } from './restoring.ts';

const bench = new Bench();
let origins: string[] = [];
let alex: TestDevice;
let blair: TestDevice;
let alexs: string;
let pieces: Uint8Array[];
let before: string[];
const NOTE = '0a'.repeat(16);

const SHOP = '0b'.repeat(16);
const MASK: Mask = {
  ...{ site: 'shop.example', address: 'a@mask.example', state: 'active', madeAt: 1, expiryDay: 0 },
  gateway: { origin: 'https://mail.example', key: new Uint8Array(32) },
  ...{ managementSeed: new Uint8Array(32), mailSecret: new Uint8Array(32) },
  ...{ mailer: '', codesUsedTo: 0, leaksFrom: 0, second: null },
};

/** Of the file that Alex saves, and that another device reads. */
beforeAll(async () => {
  useProvider(await loadSodium());
  origins = [(await bench.start()).origin, (await bench.start()).origin];
  [alex, blair] = await Promise.all([person(origins), person(origins)]);
  const [mine, theirs] = await acquaint(alex, blair);
  alexs = mine;
  for (const [one, id] of [
    [alex, mine],
    [blair, theirs],
  ] as const)
    await one.say(id, 'hello');
  await until([alex, blair], async () => (await alex.said(mine)).filter((said) => said.endsWith('hello')).length === 2);
  await addEntry(await alex.app(), NOTE, { ...EMPTY_ENTRY, kind: 'note', title: 'Wi-Fi', note: 'lantern' });
  await transact(
    (await alex.app()).store,
    [],
    (transaction) => transaction.put(mask(SHOP), { ...MASK, expiryDay: 30_000 }),
    STRICT,
  );
  await alex.settle();
  // From here on nothing of Alex's changes.
  alex.meddle = alone;
  await alex.device.lock();
  await alex.device.unlock(PASSPHRASE);
  before = await everything(alex);
  pieces = [...(await (await alex.vault()).backUp())];
  expect(await everything(alex)).toEqual(before);
});
afterAll(() => bench.end());

/** By the restore, and by the line that it adds; each is looked at below. */
const CHANGED: readonly RecordKind<any>[] = [
  ...[protonKind, skippedKeyKind, profileKind, maskKind],
  ...[relationshipKind, recentKind],
];

/** Every record that a restore brings as it was, by its bytes. */
async function everything(one: TestDevice): Promise<string[]> {
  const found: string[] = [];
  for (const kind of RECORD_KINDS.filter((known) => known.merges !== 'own' && !CHANGED.includes(known)))
    for (const { id, value } of await one.records(kind as RecordKind<unknown>))
      found.push(`${kind.name} ${id} ${encodeHex((kind as RecordKind<unknown>).format.encode(value))}`);
  return found.sort();
}

async function begun(one: TestDevice, passphrase = PASSPHRASE): Promise<Restoring> {
  const outcome = await one.device.beginRestore(passphrase);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.restoring;
}

/** A device that has all of the file. */
async function restored(one = new TestDevice(origins)): Promise<TestDevice> {
  one.meddle = alone;
  const restoring = await begun(one);
  for (const piece of pieces) expect(await restoring.put(piece)).toBeNull();
  expect(await one.device.finishRestore(restoring)).toMatchObject({ ok: true });
  return one;
}

/** Cut off from every service: records change only by the program itself. */
const alone: TestDevice['meddle'] = async () => {
  throw new Fault('unavailable', 'no-answer', 'no line');
};

const kindOf = (piece: Uint8Array): string => new TextDecoder().decode(piece.subarray(2, 2 + (piece[1] as number)));

test('a backup says of each kind what kinds.ts says, and names none that is of one device alone', () => {
  const kept = new Set(pieces.map(kindOf));
  const own = RECORD_KINDS.filter(({ merges }) => merges === 'own').map(({ name }) => name);
  expect([...kept].filter((name) => own.includes(name) || name === skippedKeyKind.name)).toEqual([]);
  expect([...kept]).toEqual(expect.arrayContaining(['profile', 'relationship', 'proton', 'message', 'entry', 'root']));
});

test('another device has everything again, under the passphrase of the file or another one', async () => {
  const one = await restored();
  // What begins at once adds to it: a reset, with its addresses and a line in the conversation.
  expect(await everything(one)).toEqual(expect.arrayContaining(before));
  expect((await one.said(alexs)).filter((line) => line !== 'reset')).toEqual(await alex.said(alexs));
  // Its recovery code is a new one, so it is asked for again.
  expect((await (await one.app()).store.read([profile]))[0]?.recoveryConfirmed).toBe(false);
  await one.device.lock();
  one.restart();
  expect(await one.device.unlock(PASSPHRASE)).toEqual({ ok: true });

  const other = new TestDevice(origins);
  other.meddle = alone;
  const restoring = await begun(other, 'another lantern thursday');
  for (const piece of pieces) await restoring.put(piece);
  const done = await other.device.finishRestore(restoring);
  await other.device.lock();
  expect(await other.device.unlock(PASSPHRASE)).toEqual({ ok: false, reason: 'wrong' });
  expect(await other.device.recover(done.ok ? done.recoveryCode : '', 'a third lantern thursday')).toEqual({
    ok: true,
  });
});

test('nothing in a backup opens what is written after it', async () => {
  const [known] = await (await alex.app()).store.read([proton(alexs)]);
  const { rootKey, dhSecret, sending, receiving } = ratchetState.decode((known as { ratchet: Uint8Array }).ratchet);
  const keys = [rootKey, dhSecret, sending.chain, sending.nextHeader, receiving.chain, receiving.nextHeader];
  const file = pieces.map(encodeHex).join(' ');
  expect(keys.flatMap((key) => key ?? []).length).toBeGreaterThan(3);
  for (const key of keys) if (key !== null) expect(file).not.toContain(encodeHex(key));
  // What does not move stays: it is still the same person to everybody.
  expect(file).toContain(encodeHex((known as { secrets: { signSeed: Uint8Array } }).secrets.signSeed));
});

test('both go on talking: a text typed at once waits for the new handshake, one sent to the lost device comes again', async () => {
  const [lost, friend] = await Promise.all([person(origins), person(origins)]);
  const [mine, theirs] = await acquaint(lost, friend);
  const file = [...(await (await lost.vault()).backUp())];
  // Of this the file knows nothing: the ratchet has moved on, at both ends.
  await friend.say(theirs, 'after the backup');
  await lost.say(mine, 'an answer');
  await until([lost, friend], async () => (await friend.said(theirs)).includes('they: an answer'));
  await until([lost, friend], async () => !(await friend.delivery(theirs)).includes('sent'));
  await friend.say(theirs, 'to the lost device');
  await friend.settle();

  const found = new TestDevice(origins);
  found.meddle = alone;
  const restoring = await begun(found);
  for (const piece of file) await restoring.put(piece);
  expect(await found.device.finishRestore(restoring)).toMatchObject({ ok: true });
  await found.say(mine, 'from the new one');
  expect(await found.delivery(mine)).toEqual(['waiting']);
  // Killed before anybody was told: the tasks of the courier go on.
  found.restart();
  found.meddle = null;
  await until([found, friend], async () => (await friend.said(theirs)).includes('they: from the new one'));
  await until([found, friend], async () => (await found.said(mine)).includes('they: to the lost device'));
  await friend.say(theirs, 'welcome back');
  await until([found, friend], async () => (await found.said(mine)).includes('they: welcome back'));
  for (const said of [await found.said(mine), await friend.said(theirs)])
    for (const line of ['from the new one', 'to the lost device', 'welcome back'])
      expect(said.filter((one) => one.endsWith(line))).toHaveLength(1);
  expect(await friend.said(theirs)).toContain('reset');
});

test('no number of an address is used again that may have been given out since', async () => {
  const next = async (one: TestDevice) => (await one.known(alexs)).addresses.next;
  expect(await next(await restored())).toBeGreaterThanOrEqual((await next(alex)) + NUMBERS_APART);
});

test('masks are given new addresses at their gateways, since those of after the backup are not known', async () => {
  const one = await restored();
  const tasks = (await one.records(serviceTaskKind)).map(({ value }) => value.task.kind);
  expect(tasks.filter((kind) => kind === 'afterRestore')).toHaveLength(1);
  expect((await one.records(maskKind)).map(({ value }) => [value.state, value.expiryDay])).toEqual([['active', 0]]);
});

describe('what is cut off', () => {
  test('before its end left nothing, and the device is set up as if it had never been', async () => {
    const one = new TestDevice(origins);
    one.meddle = alone;
    const restoring = await begun(one);
    for (const piece of pieces.slice(0, -1)) await restoring.put(piece);
    one.restart();
    expect(await one.device.state()).toBe('new');
    expect(await one.device.setUp(PASSPHRASE)).toMatchObject({ ok: true });
    expect(await one.records(protonKind)).toEqual([]);
    expect((await one.records(profileKind)).map(({ value }) => value.recoveryConfirmed)).toEqual([false]);
  });

  /** Restores on a device that meets that fate at its n-th write. @returns null if there are fewer writes */
  async function cutOffAt(n: number, fate: 'crash-before' | 'crash-after' | 'full'): Promise<TestDevice | null> {
    const one = new TestDevice(origins);
    one.meddle = alone;
    let writes = 0;
    let die = () => {};
    const died = new Promise<'cut off'>((resolve) => {
      die = () => resolve('cut off');
    });
    one.life = { onCommit: () => (++writes === n ? fate : 'go'), onCrash: () => die() };
    one.restart();
    const restoring = (async () => {
      const into = await begun(one);
      for (const piece of pieces) await into.put(piece);
      await one.device.finishRestore(into);
      return 'through' as const;
    })().catch((error) => {
      expect(error).toMatchObject({ code: 'storage-full' });
      return 'cut off' as const;
    });
    if ((await Promise.race([died, restoring])) === 'through' && writes < n) return null;
    one.life = {};
    one.restart();
    return one;
  }

  test.each(['crash-before', 'crash-after', 'full'] as const)(
    'at any write left all of it or nothing: %s',
    async (fate) => {
      const states = new Set<string>();
      let cuts = 0;
      for (let n = 1; ; n++) {
        const one = await cutOffAt(n, fate);
        if (one === null) break;
        cuts++;
        one.memory.clear();
        const state = await one.device.state();
        states.add(state);
        if (state === 'new') await restored(one);
        else expect(await one.device.unlock(PASSPHRASE)).toEqual({ ok: true });
        expect([n, (await one.said(alexs)).filter((line) => line !== 'reset')]).toEqual([n, await alex.said(alexs)]);
        await one.device.lock();
      }
      // The header is the last write of all, and makes it a vault.
      expect([...states].sort()).toEqual(fate === 'crash-after' ? ['locked', 'new'] : ['new']);
      expect(cuts).toBeGreaterThan(pieces.length);
    },
  );
});

describe('what is refused', () => {
  test('a device that has a vault, and a passphrase that is easy to guess', async () => {
    const one = new TestDevice(origins);
    one.meddle = alone;
    expect(await one.device.beginRestore('short')).toEqual({ ok: false, reason: 'weak' });
    const restoring = await begun(one);
    for (const piece of pieces.slice(0, 2)) await restoring.put(piece);
    // Another window begins an empty one meanwhile: neither is lost in the other.
    expect(await one.device.setUp('another lantern thursday')).toMatchObject({ ok: true });
    expect(await one.device.finishRestore(restoring)).toEqual({ ok: false, reason: 'already' });
    expect(await one.device.beginRestore(PASSPHRASE)).toEqual({ ok: false, reason: 'already' });
    await one.device.lock();
    expect(await one.device.unlock('another lantern thursday')).toEqual({ ok: true });
  });

  test('pieces that are damaged, or of a later program', async () => {
    const restoring = await begun(new TestDevice(origins));
    const format = part('as in backup.ts', 1000, struct({ kind: text(40), id: text(400), version: u16, rest }));
    const record = (kind: string, version: number, encoded: Uint8Array) =>
      format.encode({ kind, id: '', version, rest: blobOf.encode(encoded) });
    const blobOf = part('its bytes', 500, blob(4_000_000));
    const sound = profileKind.format.encode((await alex.records(profileKind))[0]?.value as never);
    expect(await restoring.put(record('profile', profileKind.version, sound))).toBeNull();
    expect(await restoring.put(record('profile', profileKind.version + 1, sound))).toBe('newer');
    expect(await restoring.put(record('a later kind', 1, sound))).toBe('newer');
    // Of one device alone: no file of ours holds one.
    expect(await restoring.put(record('outbox', 1, sound))).toBe('newer');
    expect(await restoring.put(record('profile', profileKind.version, sound.subarray(1)))).toBe('damaged');
    expect(await restoring.put(sound)).toBe('damaged');
  });
});
