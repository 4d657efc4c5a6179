// Vaults that older programs wrote, with log-in and mask in one record: they are opened, killed at each commit of it,
// and have in the end what they had. The profiles are real: see vectors/README.md.
import { beforeAll, describe, expect, test } from 'vitest';
import type { CommitFate } from '#adapters/memory/disk.ts';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { decodeBase64url, decodeHex, encodeHex } from '#bytes/base64url.ts';
import { ascii } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { PASSPHRASE, TestDevice, until } from '#e2e/harness/devices.ts';
import type { Site } from '#logins/site.ts';
import { sealMail, verifyMaskRetirement } from '#protocol/mail/mask.ts';
import { maskRetirement } from '#wire/mail.ts';
import { receive } from '../incoming/receive.ts';
import { setMaskActive } from '../masks/mask-registration.ts';
import { loginKind } from '../records/login.ts';
import { maskKind } from '../records/mask.ts';
import { profile } from '../records/profile.ts';
import { serviceTaskKind } from '../records/transit.ts';
import { noteCodeUsed, waitingCode } from '../sites/codes.ts';
import { fillFor, identitiesAt, noteUsed } from '../sites/sites.ts';
import { RecordKeys } from '../store/sealing.ts';
import { openVault } from '../vault/vault.ts';
import profile1 from './vectors/profile-1.json' with { type: 'json' };
import profile2 from './vectors/profile-2.json' with { type: 'json' };

interface Profile {
  readonly writtenAt: number;
  readonly passphrase: string;
  readonly recoveryCode: string;
  readonly identities: readonly {
    readonly id: string;
    readonly site: string;
    readonly name: string;
    readonly username: string;
    readonly password: string;
    readonly mask: string;
    readonly maskState: string;
    readonly maskExpiryDay: number;
    readonly used: boolean;
    /** What its gateway was given; not of one whose mask was never registered. */
    readonly mailKey?: string;
    readonly managementKey?: string;
    readonly address?: string;
  }[];
  readonly friend: { readonly id: string; readonly said: readonly string[] };
  readonly disk: {
    readonly header: string;
    readonly stores: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;
    readonly waiting: Readonly<Record<string, string>>;
  };
}
const PROFILES: readonly (readonly [string, Profile])[] = [
  ['3c5e845', profile1],
  ['ff36035', profile2],
];
const bytesOf = (text: string | undefined): Uint8Array => decodeBase64url(text ?? '') as Uint8Array;
const rowsOf = (rows: Readonly<Record<string, string>>) =>
  Object.entries(rows).map(([key, row]) => [key, bytesOf(row)] as const);

beforeAll(async () => useProvider(await loadSodium()));

/** A device on whose disk such a profile lies, a minute later; its services are away. */
function deviceOf({ disk, writtenAt }: Profile): TestDevice {
  const one = new TestDevice([]);
  one.disk.header = bytesOf(disk.header);
  for (const [generation, kinds] of Object.entries(disk.stores))
    one.disk.stores.set(
      Number(generation),
      new Map(Object.entries(kinds).map(([kind, rows]) => [kind, new Map(rowsOf(rows))])),
    );
  for (const [key, sealed] of rowsOf(disk.waiting)) one.disk.waiting.set(key, sealed);
  one.stillAt = writtenAt + 60_000;
  one.meddle = () => Promise.reject(new Fault('unavailable', 'no-answer', 'away'));
  return one;
}

/** As many more log-ins as wanted, each a copy of one that the older program wrote, in its version. */
function grow(one: TestDevice, passphrase: string, count: number): void {
  const key = openVault(one.disk.header as Uint8Array, passphrase);
  if (typeof key === 'string') throw new Error(key);
  const keys = new RecordKeys(key);
  const rows = one.disk.stores.get(0)?.get('login') as Map<string, Uint8Array>;
  const [[name, row] = []] = [...rows] as [string, Uint8Array][];
  const first = keys.openRecord(loginKind, decodeHex(name as string) as Uint8Array, row as Uint8Array);
  for (let at = 0; at < count; at++) {
    const id = at.toString(16).padStart(32, '0');
    const blinded = keys.blind(loginKind, id);
    rows.set(encodeHex(blinded), keys.sealOpened(loginKind, blinded, { ...first, id }, nodeEntropy));
  }
}

const versionsOf = (one: TestDevice, kind: string): number[] =>
  [...(one.disk.stores.get(0)?.get(kind)?.values() ?? [])].map((row) => row[0] as number);
const subjects = async (one: TestDevice, id: string) =>
  (await one.thread(id)).flatMap(({ content }) => (content.kind === 'mail' ? [content.value.subject] : []));

describe.each(PROFILES)('a vault that %s wrote', (_, written) => {
  const { identities, friend, passphrase } = written;
  const [filled, changed, off, pending] = ['shop.example', 'shop.example', 'news.example', 'shop.example'].map(
    (site, at) => identities.filter((one) => one.site === site)[site === 'news.example' ? 0 : at > 1 ? 2 : at],
  ) as [Profile['identities'][0], Profile['identities'][0], Profile['identities'][0], Profile['identities'][0]];

  async function opened(): Promise<TestDevice> {
    const one = deviceOf(written);
    expect(versionsOf(one, 'login').every((version) => version < loginKind.version)).toBe(true);
    expect(await one.device.unlock(passphrase)).toEqual({ ok: true });
    return one;
  }

  test('has its identities, with their passwords and masks, each in a record of its own', async () => {
    const one = await opened();
    expect(versionsOf(one, 'login')).toEqual(identities.map(() => loginKind.version));
    const [logins, masks] = [await one.records(loginKind), await one.records(maskKind)];
    expect((await (await one.app()).store.read([profile]))[0]).toMatchObject({ masksApart: true });
    for (const { id, name, site, username, password, used, mask: address, maskState, maskExpiryDay } of identities) {
      expect((await one.known(id)).mine.name).toBe(name);
      expect(logins.find((its) => its.id === id)?.value).toMatchObject({ site, username, password, used });
      expect(masks.find((its) => its.id === id)?.value).toMatchObject({
        ...{ site, address, state: maskState, expiryDay: maskExpiryDay },
      });
    }
    expect(Object.keys(logins[0]?.value ?? {})).not.toContain('mailSecret');
    expect(await one.said(friend.id)).toEqual(friend.said);
  });

  test('fills forms as it did, and takes back what was killed half-way', async () => {
    const one = await opened();
    const app = await one.app();
    const shop = filled.site as Site;
    expect((await identitiesAt(app, shop)).map(({ id }) => id)).toEqual([filled.id, changed.id]);
    for (const { id, mask, name, username, password } of [filled, changed])
      expect(await fillFor(app, id, shop)).toEqual({ email: mask, username, password, displayName: name });
    await noteUsed(app, changed.id);
    one.stillAt = written.writtenAt + 2 * 3_600_000;
    await (await one.vault()).courier.keepUp();
    const left = async (kind: typeof loginKind | typeof maskKind) =>
      (await one.records<unknown>(kind)).map(({ id }) => id);
    for (const kind of [loginKind, maskKind])
      expect((await left(kind)).sort()).toEqual([filled.id, changed.id, off.id].sort());
    expect(pending.maskState).toBe('pending');
  });

  test('brings the code that had come, takes in what waited while it was locked, and what comes to its masks', async () => {
    const one = await opened();
    const app = await one.app();
    const code = await waitingCode(app, filled.id);
    expect(code).toMatchObject({ code: '493817' });
    await until([one], async () => (await subjects(one, filled.id)).includes('While locked'));
    expect(await noteCodeUsed(app, filled.id, code?.message as string)).toBe(true);
    expect(await waitingCode(app, filled.id)).toBeNull();
    for (const { id, mailKey, address, mask } of [filled, changed]) {
      const finding = {
        spf: 'pass',
        dkim: 'pass',
        dmarc: 'pass',
        domain: 'shop.example',
        author: 'shop.example',
      } as const;
      const head = `From: hi@shop.example\r\nTo: ${mask}\r\nSubject: Later\r\n`;
      const message = ascii(`${head}\r\nYour verification code is 615243\r\n`);
      const mail = { receivedAt: one.now(), from: '', to: mask, authentication: finding, message };
      const { envelope } = sealMail(bytesOf(mailKey), mail, { origin: 'https://a.example', expiryDay: 1 }, nodeEntropy);
      const came = await receive(app, [{ address: bytesOf(address), envelope }]);
      expect(came.outcomes).toMatchObject([{ outcome: 'taken', relationship: id }]);
      expect(await subjects(one, id)).toContain('Later');
      expect(await waitingCode(app, id)).toMatchObject({ code: '615243' });
    }
  });

  test('manages its masks by the keys that their gateway knows', async () => {
    const one = await opened();
    expect(await setMaskActive(await one.app(), changed.id, false)).toEqual({ ok: true });
    const tasks = (await one.records(serviceTaskKind)).flatMap(({ value: { task } }) =>
      task.kind === 'retireMask' ? [maskRetirement.decode(task.value.retirement)] : [],
    );
    expect(tasks.map(({ localPart }) => `${localPart}@masks.example`)).toEqual([changed.mask]);
    expect(tasks.map((one) => verifyMaskRetirement(bytesOf(changed.managementKey) as never, one))).toEqual([true]);
  });

  test('opens by its recovery code, too', async () => {
    const one = deviceOf(written);
    expect(await one.device.recover(written.recoveryCode, PASSPHRASE)).toEqual({ ok: true });
    expect(await one.records(maskKind)).toHaveLength(identities.length);
  });
});

describe('parting the records of a vault', () => {
  const MORE = 140;
  const all = async (one: TestDevice) => {
    const ids = (kept: { id: string }[]) => kept.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return [ids(await one.records(loginKind)), ids(await one.records(maskKind))];
  };
  const disks = (written: Profile) => {
    const grown = deviceOf(written);
    grow(grown, written.passphrase, MORE);
    const { header, stores } = structuredClone(grown.disk);
    return () => {
      const one = deviceOf(written);
      one.disk.header = header;
      one.disk.stores.clear();
      for (const [generation, kinds] of structuredClone(stores)) one.disk.stores.set(generation, kinds);
      return one;
    };
  };
  /** Another life, that ends at a commit or whose disk is full there. @returns how many commits it came to */
  async function live(one: TestDevice, passphrase: string, fate: CommitFate, at: number): Promise<number> {
    let commits = 0;
    let over = () => {};
    const ended = new Promise<void>((resolve) => {
      over = resolve;
    });
    one.life = { onCommit: (commit) => (++commits && commit === at ? fate : 'go'), onCrash: () => over() };
    one.restart();
    const unlocked = one.device.unlock(passphrase).then(
      () => 'open',
      (error: unknown) => (error as Fault).code,
    );
    const outcome = await Promise.race([ended, unlocked]);
    if (fate === 'full' && outcome !== 'open') expect(outcome).toBe('storage-full');
    one.life = {};
    one.memory.clear();
    one.restart();
    return commits;
  }

  test.each(PROFILES)(
    'of %s ends alike when it is killed, or finds the disk full, at any commit',
    async (_, written) => {
      const { passphrase } = written;
      const fresh = disks(written);
      const whole = fresh();
      const commits = await live(whole, passphrase, 'go', 0);
      await whole.device.unlock(passphrase);
      const expected = await all(whole);
      expect(expected.map(({ length }) => length)).toEqual([MORE + 4, MORE + 4]);
      const half = new Set<number>();
      for (const fate of ['crash-before', 'crash-after', 'full'] as const)
        for (let at = 1; at <= commits; at++) {
          const one = fresh();
          await live(one, passphrase, fate, at);
          half.add(versionsOf(one, 'mask').length);
          expect(await one.device.unlock(passphrase)).toEqual({ ok: true });
          expect([fate, at, await all(one)]).toEqual([fate, at, expected]);
        }
      // It had been killed between any two steps, and no step writes them all.
      expect([...half].sort((a, b) => a - b)).toEqual([0, 64, 128, MORE + 4]);
    },
  );

  test('is done once: a vault that was parted is opened, and nothing of it written', async () => {
    const one = disks(profile1)();
    await live(one, profile1.passphrase, 'go', 0);
    const rows = () => ['login', 'mask', 'profile'].map((kind) => new Map(one.disk.stores.get(0)?.get(kind)));
    const before = rows();
    await live(one, profile1.passphrase, 'go', 0);
    expect(rows()).toEqual(before);
  });

  test('has nothing to do in a new vault', async () => {
    const one = new TestDevice([]);
    await one.device.setUp(PASSPHRASE);
    expect((await (await one.app()).store.read([profile]))[0]?.masksApart).toBe(true);
  });
});
