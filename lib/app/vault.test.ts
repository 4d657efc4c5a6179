// The vault opens with what it was closed with and with nothing else, and a header that was changed gives nothing away.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { u32 } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { sha256 } from '#crypto/hash.ts';
import { noble } from '#crypto/noble.ts';
import { provider, useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import {
  createVault,
  DEFAULT_COST,
  inboxKeys,
  openVault,
  openVaultByRecovery,
  renewRecovery,
  rewrapPassphrase,
} from './vault.ts';
import { passphraseParameters, readHeader, type VaultHeader, WRAP, writeHeader } from './vault-header.ts';
import { createRecoveryCode, parseRecoveryCode } from './vault-recovery.ts';
import { openWaiting, sealWaiting } from './vault-waiting.ts';

beforeAll(async () => useProvider(await loadSodium()));

/** The floor: what the tests of a slow function can afford. */
const CHEAP = { memoryKiB: 19 * 1024, passes: 2, lanes: 1 } as const;

function scripted(): Entropy {
  let block = 0;
  return (byteCount) => {
    const bytes = new Uint8Array(byteCount);
    for (let at = 0; at < byteCount; at += 32) bytes.set(sha256(u32(block++)).subarray(0, byteCount - at), at);
    return bytes;
  };
}

const body = (header: Uint8Array) => readHeader(header) as VaultHeader;

describe('a vault', () => {
  const vault = () => createVault('correct horse', nodeEntropy, CHEAP);

  test('opens with its passphrase and with its recovery code', () => {
    const { header, vaultKey, recoveryCode } = vault();
    expect(openVault(header, 'correct horse')).toEqual(vaultKey);
    expect(openVaultByRecovery(header, recoveryCode)).toEqual(vaultKey);
    expect(encodeHex(header)).not.toContain(encodeHex(vaultKey));
  });

  test('costs what RFC 9106 advises unless told otherwise', () => {
    const { header } = createVault('correct horse', nodeEntropy);
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
    const { header, vaultKey } = createVault('Zürich ﬁn', nodeEntropy, CHEAP);
    expect(openVault(header, 'Zu\u0308rich fin')).toEqual(vaultKey);
    expect(openVault(createVault('\ud800', nodeEntropy, CHEAP).header, '\ud800')).toBeInstanceOf(Uint8Array);
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

  test('keeps a way in that this program does not know', () => {
    const { header, vaultKey } = vault();
    const passkey = { kind: 3, parameters: new Uint8Array([1, 2]), wrapped: new Uint8Array(72).fill(4) };
    const wider = writeHeader({ ...body(header), wraps: [...body(header).wraps, passkey] });
    expect(body(rewrapPassphrase(wider, vaultKey, 'next', nodeEntropy, CHEAP)).wraps).toContainEqual(passkey);
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
      return writeHeader({ ...read, wraps });
    };
    expect(openVault(withCost({}), 'correct horse')).toEqual(vaultKey);
    expect(openVault(withCost({ passes: 3 }), 'correct horse')).toBe('wrong');
    for (const cost of [{ memoryKiB: 1024 }, { passes: 1 }, { memoryKiB: 2 ** 21 }, { passes: 60_000 }, { lanes: 4 }]) {
      expect(() => openVault(withCost(cost), 'correct horse')).toThrow(
        expect.objectContaining({ blame: 'untrusted', code: 'vault-cost' }),
      );
      expect(() => createVault('x', nodeEntropy, { ...CHEAP, ...cost } as never)).toThrow(
        expect.objectContaining({ code: 'vault-cost' }),
      );
    }
    const foreign = writeHeader({ ...body(header), inboxKey: body(vault().header).inboxKey });
    expect(() => openVault(foreign, 'correct horse')).toThrow(
      expect.objectContaining({ blame: 'untrusted', code: 'vault-forged' }),
    );
    const other = vault().vaultKey;
    expect(() => rewrapPassphrase(header, other, 'x', nodeEntropy, CHEAP)).toThrow(
      expect.objectContaining({ code: 'vault-forged' }),
    );
  });

  test('tells a header of a later program from a damaged one', () => {
    const { header, vaultKey } = vault();
    const later = header.slice();
    later[3] = 2;
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

  test('lies on disk as it always did: the first header ever made opens, and is made again from the same entropy', () => {
    const { header, vaultKey, recoveryCode } = createVault('golden', scripted(), CHEAP);
    expect(encodeHex(sha256(header))).toBe('99ae0736b8445608c7ce3cbe715fd364e39d63c8f3eb54abd169bb36926a59bb');
    expect(encodeHex(vaultKey)).toBe(encodeHex(sha256(u32(0))));
    expect(recoveryCode).toBe('M7H8-CGSN-FR7R-7AYC-F50M-C701-4DM4');
    const fast = provider();
    useProvider(noble);
    expect(openVault(header, 'golden')).toEqual(vaultKey);
    useProvider(fast);
  });
});

describe('a recovery code', () => {
  test('is seven groups of four and reads back however it is typed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 26, maxLength: 26 }), (bytes) => {
        const { code, symbols } = createRecoveryCode(() => bytes.slice());
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){6}$/);
        for (const typed of [code, code.toLowerCase(), code.replaceAll('-', ''), ` ${code.replaceAll('-', ' – ')}\n`]) {
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
  const { header, vaultKey } = createVault('x', nodeEntropy, CHEAP);
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
    const other = createVault('x', nodeEntropy, CHEAP);
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
    expect(openWaiting(inbox, { ...waiting, key: `A${waiting.key.slice(1)}` })).toBeNull();
    expect(openWaiting(inbox, { ...waiting, key: '?' })).toBeNull();
    const other = createVault('x', nodeEntropy, CHEAP);
    expect(openWaiting(inboxKeys(other.vaultKey).secretKey, waiting)).toBeNull();
    expect(inboxKeys(other.vaultKey).publicKey).not.toEqual(inboxKeys(vaultKey).publicKey);
  });
});
