// The vault opens with what it was closed with and with nothing else, and a header that was changed gives nothing away.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { decodeBase64url, decodeHex, encodeHex } from '#bytes/base64url.ts';
import { ascii, concat, u32Bytes } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { hkdfExpand, hmacSha256, sha256 } from '#crypto/hash.ts';
import { noble } from '#crypto/noble.ts';
import { provider, useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { SEAL_PUBLIC_KEY_BYTES } from '#wire/sizes.ts';
import { vaultKey as asVaultKey, type VaultKey } from '../store/sealing.ts';
import {
  authentic,
  createVault,
  DEFAULT_COST,
  inboxKeys,
  isRenewable,
  opensBy,
  openVault,
  openVaultByRecovery,
  renewKey,
  renewRecovery,
  rewrapPassphrase,
  rewrapRecovery,
} from './vault.ts';
import {
  passphraseParameters,
  type ReadHeader,
  readHeader,
  type VaultHeader,
  WRAP,
  type Wrap,
  writeHeader,
} from './vault-header.ts';
import { createRecoveryCode, parseRecoveryCode } from './vault-recovery.ts';
import { openWaiting, sealWaiting } from './vault-waiting.ts';
import vaultHeader1 from './vectors/vault-header-1.json' with { type: 'json' };

beforeAll(async () => useProvider(await loadSodium()));

/** The floor: what the tests of a slow function can afford. */
const TODAY = 20_800;
const CHEAP = { memoryKiB: 19 * 1024, passes: 2, lanes: 1 } as const;

function scripted(): Entropy {
  let block = 0;
  return (byteCount) => {
    const bytes = new Uint8Array(byteCount);
    for (let at = 0; at < byteCount; at += 32) bytes.set(sha256(u32Bytes(block++)).subarray(0, byteCount - at), at);
    return bytes;
  };
}

const body = (header: Uint8Array) => readHeader(header) as ReadHeader;

/** Changes a header as an attacker would who can write the disk and has no key: the seal stays as it was. */
const changed = (header: Uint8Array, change: Partial<VaultHeader>): Uint8Array => {
  const { sealed, ...read } = body(header);
  return writeHeader({ ...read, ...change }, () => sealed?.seal.slice() as Uint8Array);
};
const resealed = (header: Uint8Array, key: VaultKey, change: Partial<VaultHeader>): Uint8Array => {
  const { sealed: _, ...read } = body(header);
  const sealing = hkdfExpand(key, ascii('nucleus/vault/header/2'), 32);
  return writeHeader({ ...read, ...change }, (content) => hmacSha256(sealing, content));
};
const forged = expect.objectContaining({ blame: 'untrusted', code: 'vault-forged' });

describe('a vault', () => {
  const vault = () => createVault('correct horse', nodeEntropy, TODAY, CHEAP);

  test('opens with its passphrase and with its recovery code', () => {
    const { header, vaultKey, recoveryCode } = vault();
    expect(openVault(header, 'correct horse')).toEqual(vaultKey);
    expect(openVaultByRecovery(header, recoveryCode)).toEqual(vaultKey);
    expect(encodeHex(header)).not.toContain(encodeHex(vaultKey));
  });

  test('costs what RFC 9106 advises unless told otherwise', () => {
    const { header } = createVault('correct horse', nodeEntropy, TODAY);
    expect(passphraseParameters.decode(body(header).wraps[0]?.parameters as Uint8Array)).toMatchObject(DEFAULT_COST);
    expect(DEFAULT_COST).toEqual({ memoryKiB: 65536, passes: 3, lanes: 1 });
  });

  test('does not open with another passphrase or code', () => {
    const { header } = vault();
    for (const passphrase of ['', 'correct horse ', 'Correct horse', 'correct  horse']) {
      expect(openVault(header, passphrase)).toBe('wrong');
    }
    expect(openVaultByRecovery(header, createRecoveryCode(nodeEntropy).code)).toBe('wrong');
    expect(openVaultByRecovery(header, 'correct horse')).toBe('mistyped');
  });

  test('takes a passphrase however the keyboard composes it', () => {
    const { header, vaultKey } = createVault('Zürich ﬁn', nodeEntropy, TODAY, CHEAP);
    expect(openVault(header, 'Zu\u0308rich fin')).toEqual(vaultKey);
    expect(openVault(createVault('\ud800', nodeEntropy, TODAY, CHEAP).header, '\ud800')).toBeInstanceOf(Uint8Array);
  });

  test('takes another passphrase: the old one is of no use, the recovery code stays', () => {
    const { header, vaultKey, recoveryCode } = vault();
    const next = rewrapPassphrase(header, vaultKey, 'battery staple', nodeEntropy, CHEAP);
    expect(openVault(next, 'correct horse')).toBe('wrong');
    expect(openVault(next, 'battery staple')).toEqual(vaultKey);
    expect(openVaultByRecovery(next, recoveryCode)).toEqual(vaultKey);
  });

  test('takes another recovery code: the old one is of no use, the passphrase stays', () => {
    const { header, vaultKey, recoveryCode } = vault();
    const next = renewRecovery(header, vaultKey, nodeEntropy);
    expect(openVaultByRecovery(next.header, recoveryCode)).toBe('wrong');
    expect(openVaultByRecovery(next.header, next.recoveryCode)).toEqual(vaultKey);
    expect(openVault(next.header, 'correct horse')).toEqual(vaultKey);
  });

  test('keeps a way in that this program does not know, and gives it the next vault key too', () => {
    const { header, vaultKey, recoveryCode } = vault();
    // A recovery wrap under another kind stands for what a later program will have.
    const later = (wrap: Wrap): Wrap => (wrap.kind === WRAP.recovery ? { ...wrap, kind: 3 } : wrap);
    const wider = resealed(header, vaultKey, { wraps: body(header).wraps.map(later) });
    const next = renewKey(rewrapPassphrase(wider, vaultKey, 'next', nodeEntropy, CHEAP), vaultKey, nodeEntropy, TODAY);
    const kept = body(next.header).wraps.find(({ kind }) => kind === 3);
    expect(kept?.publicKey).toEqual(body(header).wraps[1]?.publicKey);
    expect(kept?.wrapped).not.toEqual(body(header).wraps[1]?.wrapped);
    expect(openVaultByRecovery(next.header, recoveryCode)).toBe('wrong');
  });

  test('takes another vault key without anybody’s secret, and every way in opens that', () => {
    const { header, vaultKey, recoveryCode } = vault();
    const next = renewKey(header, vaultKey, nodeEntropy, TODAY + 30);
    expect(next.vaultKey).not.toEqual(vaultKey);
    expect(openVault(next.header, 'correct horse')).toEqual(next.vaultKey);
    expect(openVaultByRecovery(next.header, recoveryCode)).toEqual(next.vaultKey);
    expect(openVault(next.header, 'another')).toBe('wrong');
    expect([body(next.header).generation, body(next.header).keyDay]).toEqual([1, TODAY + 30]);
    expect(body(next.header).inboxKey).not.toEqual(body(header).inboxKey);
    expect([opensBy(next.header, vaultKey), opensBy(next.header, next.vaultKey)]).toEqual([false, true]);
    expect(renewKey(next.header, next.vaultKey, nodeEntropy, TODAY).generation).toBe(2);
  });

  test('is to have another vault key as soon as another passphrase or code was set', () => {
    const { header, vaultKey } = vault();
    expect(body(header).keyDay).toBe(TODAY);
    expect(body(rewrapPassphrase(header, vaultKey, 'next', nodeEntropy, CHEAP)).keyDay).toBe(0);
    expect(body(renewRecovery(header, vaultKey, nodeEntropy).header).keyDay).toBe(0);
  });

  test('gives nothing to a public half that somebody put into its header who has no key', () => {
    const { header, vaultKey } = vault();
    const thief = vault();
    const swapped = (which: number, field: 'publicKey' | 'wrapped') =>
      changed(header, {
        wraps: body(header).wraps.map((wrap, at) =>
          at === which ? { ...wrap, [field]: body(thief.header).wraps[which]?.[field] } : wrap,
        ),
      });
    for (const which of [0, 1]) {
      expect(() => renewKey(swapped(which, 'publicKey'), vaultKey, nodeEntropy, TODAY)).toThrow(forged);
      expect(() => authentic(swapped(which, 'wrapped'), vaultKey)).toThrow(forged);
    }
    expect(() => openVault(swapped(0, 'publicKey'), 'correct horse')).toThrow(forged);
    // The thief's own way in, beside the owner's.
    const wider = changed(header, { wraps: [...body(header).wraps, body(thief.header).wraps[0] as Wrap] });
    expect(() => renewKey(wider, vaultKey, nodeEntropy, TODAY)).toThrow(forged);
    expect(() => openVault(wider, 'correct horse')).toThrow(forged);
    for (const change of [{ generation: 1 }, { keyDay: 1 }, { waitingKey: new Uint8Array(16) }])
      expect(() => openVault(changed(header, change), 'correct horse')).toThrow(forged);
  });

  test('cannot be made cheap, endless or foreign by changing its header', () => {
    const { header, vaultKey } = vault();
    const withCost = (cost: object) => {
      const read = body(header);
      const wraps = read.wraps.map((wrap) => {
        if (wrap.kind !== WRAP.passphrase) return wrap;
        const parameters = passphraseParameters.encode({ ...passphraseParameters.decode(wrap.parameters), ...cost });
        return { ...wrap, parameters };
      });
      return changed(header, { wraps });
    };
    expect(openVault(withCost({}), 'correct horse')).toEqual(vaultKey);
    expect(openVault(withCost({ passes: 3 }), 'correct horse')).toBe('wrong');
    for (const cost of [{ memoryKiB: 1024 }, { passes: 1 }, { memoryKiB: 2 ** 21 }, { passes: 60_000 }, { lanes: 4 }]) {
      expect(() => openVault(withCost(cost), 'correct horse')).toThrow(
        expect.objectContaining({ blame: 'untrusted', code: 'vault-cost' }),
      );
      expect(() => createVault('x', nodeEntropy, TODAY, { ...CHEAP, ...cost } as never)).toThrow(
        expect.objectContaining({ code: 'vault-cost' }),
      );
    }
    const foreign = changed(header, { inboxKey: body(vault().header).inboxKey });
    expect(() => openVault(foreign, 'correct horse')).toThrow(forged);
    const other = vault().vaultKey;
    expect(() => rewrapPassphrase(header, other, 'x', nodeEntropy, CHEAP)).toThrow(forged);
  });

  test('tells a header of a later program from a damaged one', () => {
    const { header, vaultKey } = vault();
    const later = header.slice();
    later[3] = 3;
    expect(openVault(later, 'correct horse')).toBe('newer');
    expect(openVaultByRecovery(later, 'x')).toBe('newer');
    expect(() => renewRecovery(later, vaultKey, nodeEntropy)).toThrow(
      expect.objectContaining({ blame: 'bug', code: 'vault-newer' }),
    );
    const damaged = [
      header.subarray(0, header.length - 1),
      new Uint8Array([...header, 0]),
      header.subarray(1),
      new Uint8Array(0),
    ];
    for (const bytes of damaged) {
      expect(() => openVault(bytes, 'correct horse')).toThrow(expect.objectContaining({ blame: 'malformed' }));
    }
  });

  test('lies on disk as it always did: the first header of this form opens, and is made again from the same entropy', () => {
    const { header, vaultKey, recoveryCode } = createVault('golden', scripted(), TODAY, CHEAP);
    expect(encodeHex(sha256(header))).toBe('48ccc6acc936ca6bfa8e322819f7540052bbc2b8c4c890a424ea2dc9c8f4ede2');
    expect(encodeHex(vaultKey)).toBe(encodeHex(sha256(u32Bytes(0))));
    const fast = provider();
    useProvider(noble);
    expect(openVault(header, 'golden')).toEqual(vaultKey);
    expect(openVaultByRecovery(header, recoveryCode)).toEqual(vaultKey);
    useProvider(fast);
  });
});

describe('a header of version 1', () => {
  const header = decodeBase64url(vaultHeader1.header) as Uint8Array;
  const { passphrase, recoveryCode } = vaultHeader1;
  const key = (): VaultKey => asVaultKey(decodeHex(vaultHeader1.vaultKey) as Uint8Array);

  test('opens by passphrase and by recovery code, and by nothing else', () => {
    expect(openVault(header, passphrase)).toEqual(key());
    expect(openVaultByRecovery(header, recoveryCode)).toEqual(key());
    expect(openVault(header, 'another')).toBe('wrong');
    expect([opensBy(header, key()), opensBy(header, vault().vaultKey)]).toEqual([true, false]);
    expect([body(header).generation, body(header).keyDay, isRenewable(body(header))]).toEqual([0, 0, false]);
  });

  test('takes today’s form with each secret that is at hand, and another vault key when it has had all', () => {
    const byPassphrase = rewrapPassphrase(header, key(), passphrase, nodeEntropy, CHEAP);
    expect(openVault(byPassphrase, passphrase)).toEqual(key());
    expect(openVaultByRecovery(byPassphrase, recoveryCode)).toEqual(key());
    expect(isRenewable(body(byPassphrase))).toBe(false);
    expect(() => renewKey(byPassphrase, key(), nodeEntropy, TODAY)).toThrow(
      expect.objectContaining({ blame: 'bug', code: 'vault-unrenewable' }),
    );
    const byBoth = rewrapRecovery(byPassphrase, key(), recoveryCode, nodeEntropy);
    expect(isRenewable(body(byBoth))).toBe(true);
    const next = renewKey(byBoth, key(), nodeEntropy, TODAY);
    expect(openVault(next.header, passphrase)).toEqual(next.vaultKey);
    expect(openVaultByRecovery(next.header, recoveryCode)).toEqual(next.vaultKey);
    expect(isRenewable(body(renewRecovery(byPassphrase, key(), nodeEntropy).header))).toBe(true);
  });

  test('into which somebody wrote a way in of another kind is taken without it, and another vault key is not put off for ever', () => {
    const [, last] = body(header).wraps;
    if (last === undefined) throw new Error('two wraps wanted');
    const another = concat(new Uint8Array([7, 0, last.parameters.length]), last.parameters, last.wrapped);
    const added = concat(header, another);
    // Behind magic, version and two keys: how many wraps there are.
    const count = 3 + 1 + 16 + SEAL_PUBLIC_KEY_BYTES;
    added[count] = (added[count] ?? 0) + 1;
    expect(body(added).wraps.map(({ kind }) => kind)).toEqual([WRAP.passphrase, WRAP.recovery]);
    const byBoth = rewrapRecovery(
      rewrapPassphrase(added, key(), passphrase, nodeEntropy, CHEAP),
      key(),
      recoveryCode,
      nodeEntropy,
    );
    expect(isRenewable(body(byBoth))).toBe(true);
  });

  const vault = () => createVault('x', nodeEntropy, TODAY, CHEAP);
});

describe('a recovery code', () => {
  test('is seven groups of four and reads back however it is typed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 26, maxLength: 26 }), (bytes) => {
        const { code, symbols } = createRecoveryCode(() => bytes.slice());
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){6}$/);
        const listed = code.split('-').map((group, at) => `${at + 1}. ${group}`);
        for (const typed of [
          ...[code, code.toLowerCase(), code.replaceAll('-', ''), ` ${code.replaceAll('-', ' – ')}\n`],
          ...[listed.join('\n'), listed.join('  ').replaceAll('.', ')')],
        ]) {
          expect(parseRecoveryCode(typed)).toEqual(symbols);
        }
        expect(parseRecoveryCode(code.replaceAll('0', 'O').replaceAll('1', 'l'))).toEqual(symbols);
        expect(parseRecoveryCode(code.replaceAll('0', 'o').replaceAll('1', 'I'))).toEqual(symbols);
      }),
    );
  });

  test('has every one or two wrong symbols noticed, and neighbours swapped, and symbols left out or added', () => {
    const symbol = fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ');
    const place = fc.integer({ min: 0, max: 27 });
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 26, maxLength: 26 }),
        place,
        symbol,
        place,
        symbol,
        (bytes, at, a, also, b) => {
          const code = createRecoveryCode(() => bytes).code.replaceAll('-', '');
          const wrong = [...code];
          wrong[at] = a;
          wrong[also] = b;
          if (wrong.join('') !== code) expect(parseRecoveryCode(wrong.join(''))).toBeNull();
          const swapped = [...code];
          [swapped[at], swapped[(at + 1) % 28]] = [code[(at + 1) % 28] as string, code[at] as string];
          if (swapped.join('') !== code) expect(parseRecoveryCode(swapped.join(''))).toBeNull();
          expect(parseRecoveryCode(code.slice(0, at) + code.slice(at + 1))).toBeNull();
          expect(parseRecoveryCode(code.slice(0, at) + a + code.slice(at))).toBeNull();
        },
      ),
      { numRuns: 2000 },
    );
    expect(parseRecoveryCode('')).toBeNull();
    expect(parseRecoveryCode('U'.repeat(28))).toBeNull();
    expect(parseRecoveryCode('ß'.repeat(14))).toBeNull();
  });
});

describe('mail that waits', () => {
  const { header, vaultKey } = createVault('x', nodeEntropy, TODAY, CHEAP);
  const origin = 'https://receiving.example';
  const item = new Uint8Array(4500).fill(9);
  const inbox = inboxKeys(vaultKey).secretKey;

  test('is sealed without and opened with the vault key', () => {
    const waiting = sealWaiting(header, origin, item, nodeEntropy);
    expect(openWaiting(inbox, waiting)).toEqual({ origin, item });
  });

  test('has one name for every delivery of the same item, and another for another item, origin or vault', () => {
    const { key } = sealWaiting(header, origin, item, nodeEntropy);
    expect(sealWaiting(header, origin, item, nodeEntropy).key).toBe(key);
    const other = createVault('x', nodeEntropy, TODAY, CHEAP);
    const names = [
      key,
      sealWaiting(header, origin, item.subarray(1), nodeEntropy).key,
      sealWaiting(header, `${origin}:1`, item, nodeEntropy).key,
      sealWaiting(other.header, origin, item, nodeEntropy).key,
    ];
    expect(new Set(names).size).toBe(4);
  });

  test('does not open changed, renamed or under another vault', () => {
    const waiting = sealWaiting(header, origin, item, nodeEntropy);
    const changed = waiting.sealed.slice();
    changed[2000] = (changed[2000] as number) ^ 1;
    expect(openWaiting(inbox, { ...waiting, sealed: changed })).toBeNull();
    expect(openWaiting(inbox, { ...waiting, sealed: changed.subarray(0, 100) })).toBeNull();
    const renamed = `${waiting.key.startsWith('A') ? 'B' : 'A'}${waiting.key.slice(1)}`;
    expect(openWaiting(inbox, { ...waiting, key: renamed })).toBeNull();
    expect(openWaiting(inbox, { ...waiting, key: '?' })).toBeNull();
    const other = createVault('x', nodeEntropy, TODAY, CHEAP);
    expect(openWaiting(inboxKeys(other.vaultKey).secretKey, waiting)).toBeNull();
    expect(inboxKeys(other.vaultKey).publicKey).not.toEqual(inboxKeys(vaultKey).publicKey);
  });
});
