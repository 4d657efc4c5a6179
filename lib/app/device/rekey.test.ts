// Another vault key, and everything written anew under it: nothing is lost, sent twice or left behind, wherever the
// program is killed.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MemoryDisk, MemoryLife } from '#adapters/memory/disk.ts';
import { memoryStores } from '#adapters/memory/store.ts';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { decodeBase64url, decodeHex, encodeHex } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, PASSPHRASE, person, TestDevice, until } from '#e2e/harness/devices.ts';
import { eventually } from '#services/testing/eventually.ts';
import { Bench } from '#services/testing/services.ts';
import { RECORD_KINDS } from '../records/kinds.ts';
import { draft } from '../records/message.ts';
import { NEW_PROFILE, profile } from '../records/profile.ts';
import { RecordKeys, vaultKey } from '../store/sealing.ts';
import { put } from '../store/store.ts';
import { openVault, openVaultByRecovery } from '../vault/vault.ts';
import { readHeader } from '../vault/vault-header.ts';
import vaultHeader1 from '../vault/vectors/vault-header-1.json' with { type: 'json' };
import { rekeyDue } from './rekey.ts';

const bench = new Bench();
let origins: string[] = [];
beforeAll(async () => {
  useProvider(await loadSodium());
  origins = [(await bench.start()).origin, (await bench.start()).origin];
});
afterAll(() => bench.end());

const NEXT = 'velvet quarry trombone';
const THIRD = 'gravel lantern oboe';
const DAY = 86_400_000;
const generationOf = ({ header }: MemoryDisk) => {
  const read = header === null ? 'newer' : readHeader(header);
  return read === 'newer' ? null : read.generation;
};
const keyOf = ({ header }: MemoryDisk, passphrase = PASSPHRASE) => openVault(header as Uint8Array, passphrase);

/** Every record, by its bytes; rekey-contract.ts sees that they are copied as they were kept. */
async function everything(one: TestDevice): Promise<string[]> {
  const { store } = await one.app();
  const found: string[] = [];
  for (const kind of RECORD_KINDS)
    for await (const batch of store.scan(kind))
      for (const { id, value } of batch) found.push(`${kind.name} ${id} ${encodeHex(kind.format.encode(value))}`);
  return found.sort();
}

/** Cut off from every service: records change only by the program itself. */
const alone: TestDevice['meddle'] = async () => {
  throw new Fault('unavailable', 'no-answer', 'no line');
};

/** Whether the other side has all of mine. */
const arrived = async (one: TestDevice, id: string) =>
  (await one.delivery(id)).every((state) => state === null || state === 'received');

/** Failures of work for which no caller waits, without those that only say that the vault was closed. */
const failures = (one: TestDevice) =>
  one.reports.filter((error) => !(error instanceof Fault) || error.blame !== 'locked');

const tidied = (one: TestDevice) => eventually(() => one.device.tidying === null && one.disk.stores.size === 1);

describe('another passphrase', () => {
  test('brings another vault key: all is there, the recovery code opens it, and what was there before opens nothing', async () => {
    const alex = new TestDevice(origins);
    const made = await alex.device.setUp(PASSPHRASE);
    await (await alex.vault()).courier.keepUp();
    const blair = await person(origins);
    const [alexs, blairs] = await acquaint(alex, blair);
    await alex.say(alexs, 'before');
    await until([alex, blair], () => arrived(alex, alexs));
    await alex.settle();
    const before = { header: alex.disk.header as Uint8Array, key: keyOf(alex.disk) };
    expect(generationOf(alex.disk)).toBe(0);

    expect(await alex.device.changePassphrase(PASSPHRASE, NEXT)).toEqual({ ok: true });
    await eventually(() => generationOf(alex.disk) === 1);
    await tidied(alex);
    expect([...alex.disk.stores.keys()]).toEqual([1]);
    expect(await alex.said(alexs)).toContain('me: before');
    const old = new RecordKeys(vaultKey(before.key as Uint8Array));
    for (const [name, rows] of alex.disk.stores.get(1) ?? [])
      for (const [hex, row] of rows) {
        const kind = RECORD_KINDS.find((one) => one.name === name);
        if (kind !== undefined)
          expect(() => old.openRecord(kind, decodeHex(hex) as Uint8Array, row)).toThrow(
            expect.objectContaining({ code: 'record-forged' }),
          );
      }
    await alex.say(alexs, 'after');
    await blair.say(blairs, 'and back');
    await until([alex, blair], async () => (await alex.said(alexs)).includes('they: and back'));
    await until([alex, blair], () => arrived(alex, alexs));
    expect((await blair.said(blairs)).filter((line) => line === 'they: before')).toHaveLength(1);

    await alex.device.lock();
    expect(await alex.device.unlock(PASSPHRASE)).toEqual({ ok: false, reason: 'wrong' });
    expect(await alex.device.unlock(NEXT)).toEqual({ ok: true });
    await alex.device.lock();
    alex.restart();
    expect(await alex.device.recover(made.ok ? made.recoveryCode : '', THIRD)).toEqual({ ok: true });
    await eventually(() => generationOf(alex.disk) === 2);
    await tidied(alex);
    expect(openVaultByRecovery(alex.disk.header as Uint8Array, made.ok ? made.recoveryCode : '')).toEqual(
      keyOf(alex.disk, THIRD),
    );
    expect((await alex.said(alexs)).filter((line) => line.endsWith(': after'))).toHaveLength(1);
    expect(failures(alex)).toEqual([]);
  });
});

describe('whoever is killed while it is rewritten', () => {
  let alex: TestDevice;
  let code = '';
  let before: string[] = [];
  let disk: MemoryDisk;
  beforeAll(async () => {
    alex = new TestDevice(origins);
    const made = await alex.device.setUp(PASSPHRASE);
    code = made.ok ? made.recoveryCode : '';
    await (await alex.vault()).courier.keepUp();
    const blair = await person(origins);
    const [alexs, blairs] = await acquaint(alex, blair);
    await alex.say(alexs, 'mine');
    await blair.say(blairs, 'theirs');
    await until([alex, blair], async () => (await alex.said(alexs)).includes('they: theirs'));
    await until([alex, blair], () => arrived(alex, alexs));
    await alex.settle();
    alex.meddle = alone;
    await alex.device.lock();
    disk = structuredClone(alex.disk);
    await alex.device.unlock(PASSPHRASE);
    before = await everything(alex);
  });

  /** On a copy of the disk, killed at the n-th write of a rewriting. @returns null if there are fewer writes */
  async function killedAt(n: number, fate: 'crash-before' | 'crash-after'): Promise<TestDevice | null> {
    const one = new TestDevice(origins);
    Object.assign(one.disk, structuredClone(disk));
    one.meddle = alone;
    let writes: number | null = null;
    let die = () => {};
    const died = new Promise<'died'>((resolve) => {
      die = () => resolve('died');
    });
    one.life = {
      onCommit: () => (writes !== null && ++writes === n ? fate : 'go'),
      onCrash: () => die(),
    };
    one.restart();
    await one.device.unlock(PASSPHRASE);
    writes = 0;
    const tidy = one.device.rekey().then(async () => {
      await tidied(one);
      return 'through' as const;
    });
    if ((await Promise.race([died, tidy])) === 'through') return null;
    one.life = {};
    one.restart();
    return one;
  }

  test.each(['crash-before', 'crash-after'] as const)(
    'finds all of it in one whole vault, at every write: %s',
    async (fate) => {
      const generations = new Set<number | null>();
      let kills = 0;
      for (let n = 1; ; n++) {
        const one = await killedAt(n, fate);
        if (one === null) break;
        kills++;
        // A worker that is started again holds the key; a browser that is, asks for the passphrase.
        if (n % 2 === 0) {
          one.memory.clear();
          expect(await one.device.state()).toBe('locked');
          expect(await one.device.unlock(PASSPHRASE)).toEqual({ ok: true });
        }
        expect([n, await one.device.state()]).toEqual([n, 'open']);
        expect(await everything(one)).toEqual(before);
        await tidied(one);
        generations.add(generationOf(one.disk));
        expect([...one.disk.stores.keys()]).toEqual([generationOf(one.disk)]);
        expect(openVaultByRecovery(one.disk.header as Uint8Array, code)).toEqual(keyOf(one.disk));
        expect(await one.device.rekey()).toBe('done');
        expect(await everything(one)).toEqual(before);
        await tidied(one);
        expect(failures(one)).toEqual([]);
        await one.device.lock();
      }
      // Some before the header changed and some after; and it has that many writes.
      expect([...generations].sort()).toEqual([0, 1]);
      expect(kills).toBeGreaterThan(8);
    },
  );

  test('and locked, stopped or erased in between leaves one whole vault, or none', async () => {
    for (let n = 1; n < 12; n++)
      for (const act of ['lock', 'stopRekey', 'erase'] as const) {
        const one = new TestDevice(origins);
        Object.assign(one.disk, structuredClone(disk));
        one.meddle = alone;
        let writes: number | null = null;
        let acting: unknown = null;
        one.life = {
          onCommit: () => {
            if (writes !== null && ++writes === n) acting = one.device[act]();
            return 'go';
          },
        };
        one.restart();
        await one.device.unlock(PASSPHRASE);
        writes = 0;
        const outcome = await one.device.rekey();
        await acting;
        const state = await one.device.state();
        expect([n, act, state]).toEqual([n, act, { lock: 'locked', stopRekey: 'open', erase: 'new' }[act]]);
        if (act === 'erase') {
          expect([one.disk.stores.size, one.disk.header, one.memory.size]).toEqual([0, null, 0]);
          continue;
        }
        if (act === 'lock') {
          expect(one.memory.has('vault-key')).toBe(false);
          expect(await one.device.unlock(PASSPHRASE)).toEqual({ ok: true });
        }
        await tidied(one);
        expect(await everything(one)).toEqual(before);
        expect(generationOf(one.disk)).toBe(outcome === 'done' ? 1 : 0);
        await one.device.lock();
      }
  });

  test('or has no room for it: everything stays as it was, and it is told', async () => {
    const one = new TestDevice(origins);
    Object.assign(one.disk, structuredClone(disk));
    one.meddle = alone;
    let writes: number | null = null;
    one.life = { onCommit: () => (writes !== null && ++writes === 6 ? 'full' : 'go') };
    one.restart();
    await one.device.unlock(PASSPHRASE);
    writes = 0;
    await expect(one.device.rekey()).rejects.toThrow(expect.objectContaining({ code: 'storage-full' }));
    expect([await one.device.state(), generationOf(one.disk), one.disk.stores.size]).toEqual(['open', 0, 1]);
    expect(await everything(one)).toEqual(before);
  });
});

describe('mail for a locked vault', () => {
  test('that waits is taken in before its key goes; that which is just being written down stays at the service', async () => {
    const alex = await person(origins);
    const blair = await person(origins);
    const [alexs, blairs] = await acquaint(alex, blair);
    await alex.settle();
    await alex.device.lock();
    const line = alex.meddle;
    await blair.say(blairs, 'while locked');
    await (await blair.vault()).courier.send();
    let write = () => {};
    const reached = new Promise<void>((reach) => {
      alex.beforeWaiting = () =>
        new Promise((resolve) => {
          write = resolve;
          reach();
        });
    });
    const fetching = eventually(async () => {
      await alex.device.fetch();
      return (await alex.device.state()) === 'open';
    });
    await reached;
    await alex.device.unlock(PASSPHRASE);
    expect(await alex.device.rekey()).toBe('done');
    alex.beforeWaiting = async () => {};
    write();
    await fetching;
    alex.meddle = line;
    await until([alex], async () => (await alex.said(alexs)).includes('they: while locked'));
    await alex.settle();
    expect((await alex.said(alexs)).filter((one) => one === 'they: while locked')).toHaveLength(1);
    expect(alex.disk.waiting.size).toBe(0);
  });
});

describe('by itself', () => {
  test('it is done after a month, when nobody looks', async () => {
    const one = new TestDevice([]);
    await one.device.setUp(PASSPHRASE);
    await one.device.rekeyIfDue();
    expect(generationOf(one.disk)).toBe(0);
    const header = one.disk.header as Uint8Array;
    const now = Date.now();
    expect([29, 30, 36, 37, -40].map((days) => rekeyDue(header, now + days * DAY))).toEqual([
      null,
      'quietly',
      'quietly',
      'now',
      'now',
    ]);
    one.aheadMs = 30 * DAY;
    await one.device.rekeyIfDue();
    expect(generationOf(one.disk)).toBe(1);
    expect((await one.device.keys())?.since).toBeGreaterThan(now + 28 * DAY);
    await one.device.rekeyIfDue();
    expect(generationOf(one.disk)).toBe(1);
    // Overdue, it is done when the vault is opened.
    await one.device.lock();
    one.aheadMs = 70 * DAY;
    await one.device.unlock(PASSPHRASE);
    await eventually(() => generationOf(one.disk) === 2);
    await tidied(one);
    expect(failures(one)).toEqual([]);
  });
});

describe('what fails by itself', () => {
  test.each([
    ['a full disk', 'storage'],
    ['a row that does not open', 'other'],
  ] as const)('%s: is tried seldom, also by the next worker, and told', async (what, reason) => {
    const one = new TestDevice([]);
    let attempts = 0;
    let isFull = false;
    one.life = {
      onCommit: () => {
        const begun = isFull && one.device.tidying !== null;
        return begun && what === 'a full disk' ? 'full' : 'go';
      },
    };
    one.restart();
    await one.device.setUp(PASSPHRASE);
    const { store } = await one.app();
    const mine = draft('ab'.repeat(16));
    await store.step([], () => ({ writes: [put(mine, { text: 'draft' })], result: null }));
    const [damaged] = one.disk.stores.get(0)?.get(mine.kind.name)?.values() ?? [];
    if (damaged === undefined) throw new Error('a draft wanted');
    const flip = () => {
      if (what !== 'a full disk') damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
    };
    one.aheadMs = 40 * DAY;
    const poll = async (minutes: number) => {
      one.aheadMs += minutes * 60_000;
      const before = one.topics.filter((topic) => topic === 'vault').length;
      await one.device.rekeyIfDue();
      if (one.topics.filter((topic) => topic === 'vault').length > before) attempts++;
    };
    isFull = true;
    flip();
    await poll(0);
    for (let minute = 0; minute < 60; minute++) await poll(1);
    one.restart();
    await one.vault();
    for (let hour = 0; hour < 24; hour++) await poll(60);
    expect(attempts).toBeGreaterThan(3);
    expect(attempts).toBeLessThan(10);
    expect(failures(one)).toHaveLength(attempts);
    expect([generationOf(one.disk), (await one.device.keys())?.failed]).toEqual([0, reason]);
    isFull = false;
    flip();
    await poll(24 * 60);
    expect([generationOf(one.disk), (await one.device.keys())?.failed]).toEqual([1, null]);
  });
});

describe('a vault of version 1', () => {
  test('takes today’s form with the passphrase, asks for the recovery code once, and then has another key', async () => {
    const one = new TestDevice([]);
    const { passphrase, recoveryCode } = vaultHeader1;
    const stores = memoryStores({ life: new MemoryLife(one), kinds: RECORD_KINDS, entropy: nodeEntropy });
    const store = await stores.create(0, vaultKey(decodeHex(vaultHeader1.vaultKey) as Uint8Array));
    await store.step([], () => ({ writes: [put(profile, { ...NEW_PROFILE, autoLockMinutes: 77 })], result: null }));
    store.close();
    one.disk.header = decodeBase64url(vaultHeader1.header);
    expect(await one.device.unlock(passphrase)).toEqual({ ok: true });
    expect((one.disk.header as Uint8Array)[3]).toBe(2);
    expect(await one.device.keys()).toEqual({ since: 0, codeWanted: true, failed: null });
    expect(await one.device.rekey()).toBe('code');
    await one.device.rekeyIfDue();
    expect(generationOf(one.disk)).toBe(0);
    expect(await one.device.giveRecoveryCode('0000-0000')).toEqual({ ok: false, reason: 'wrong' });
    expect(await one.device.giveRecoveryCode(recoveryCode)).toEqual({ ok: true });
    await eventually(() => generationOf(one.disk) === 1);
    await tidied(one);
    const [kept] = await (await one.app()).store.read([profile]);
    expect(kept?.autoLockMinutes).toBe(77);
    await one.device.lock();
    expect(await one.device.unlock(passphrase)).toEqual({ ok: true });
    expect(openVaultByRecovery(one.disk.header as Uint8Array, recoveryCode)).toEqual(keyOf(one.disk, passphrase));
    expect(failures(one)).toEqual([]);
  });
});
