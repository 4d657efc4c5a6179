// Messages under a passphrase as OpenPGP.js writes them, which is what Proton Pass does, and as GnuPG does.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { zlibSync } from 'fflate';
import { createMessage, encrypt, enums, type PartialConfig } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ascii, concat } from '#bytes/bytes.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { openPgpMessage, PGP_BOUNDS } from './pgp.ts';
import { isPgpMessage } from './pgp-packets.ts';

const PASSPHRASE = 'richtig Pferd Über';
const DATA = encodeUtf8(JSON.stringify({ vaults: { a: { name: 'ü'.repeat(3000) } } }));
/** 1024 bytes are hashed and not 65 million: the cost is not under test. */
const CHEAP = { s2kIterationCountByte: 0 };

async function written(config: PartialConfig = CHEAP, data = DATA): Promise<Uint8Array> {
  const message = await createMessage({ binary: new Uint8Array(data) });
  return encrypt({ message, passwords: [PASSPHRASE], format: 'binary', config });
}
const refusalOf = async (bytes: Uint8Array, passphrase = PASSPHRASE, bounds = PGP_BOUNDS): Promise<string> => {
  const outcome = await openPgpMessage(bytes, passphrase, {}, bounds);
  return outcome.ok ? 'opened' : outcome.refusal;
};

describe('a message of OpenPGP.js', () => {
  it('opens as Proton Pass exports it: armoured, at the highest cost', async () => {
    const message = await createMessage({ binary: new Uint8Array(DATA) });
    const config = { s2kIterationCountByte: 255 };
    const armoured = encodeUtf8(await encrypt({ message, passwords: [PASSPHRASE], format: 'armored', config }));
    expect(isPgpMessage(armoured)).toBe(true);
    expect(await openPgpMessage(armoured, PASSPHRASE)).toEqual({ ok: true, bytes: DATA });
    const saved = encodeUtf8(`\n${new TextDecoder().decode(armoured).replaceAll(/\r?\n/g, '\r\n').trimEnd()}`);
    expect(await openPgpMessage(saved, PASSPHRASE)).toEqual({ ok: true, bytes: DATA });
    expect(await refusalOf(armoured.subarray(0, armoured.length - 30))).toBe('damaged');
  });

  it.each<[string, PartialConfig]>([
    ['in bytes', CHEAP],
    ['packed', { ...CHEAP, preferredCompressionAlgorithm: enums.compression.zip }],
    ['packed with a header', { ...CHEAP, preferredCompressionAlgorithm: enums.compression.zlib }],
    ['under AES-128', { ...CHEAP, preferredSymmetricAlgorithm: enums.symmetric.aes128 }],
    ['under Argon2', { s2kType: enums.s2k.argon2, s2kArgon2Params: { passes: 1, parallelism: 2, memoryExponent: 5 } }],
  ])('opens %s', async (_, config) => {
    const bytes = await written(config);
    expect(isPgpMessage(bytes)).toBe(true);
    expect(await openPgpMessage(bytes, PASSPHRASE)).toEqual({ ok: true, bytes: DATA });
  });

  it('that is large, in parts whose length is said one by one, opens whole', async () => {
    const large = new Uint8Array(300_000).map((_, at) => at % 251);
    expect(await openPgpMessage(await written(CHEAP, large), PASSPHRASE)).toEqual({ ok: true, bytes: large });
  });

  it('says of another passphrase that it is wrong', async () => {
    const bytes = await written();
    const tried = fc.string().filter((text) => text !== PASSPHRASE);
    await fc.assert(
      fc.asyncProperty(tried, async (text) => {
        expect(await refusalOf(bytes, text)).toBe('wrong-passphrase');
      }),
      { numRuns: 30 },
    );
  });

  it('that was changed is damaged, whatever is changed behind the first block', async () => {
    const bytes = await written();
    const later = fc.integer({ min: bytes.length - DATA.length, max: bytes.length - 1 });
    await fc.assert(
      fc.asyncProperty(later, fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const changed = bytes.slice();
        changed[at] = (changed[at] as number) ^ change;
        expect(['damaged', 'unsupported', 'no-message']).toContain(await refusalOf(changed));
      }),
      { numRuns: 60 },
    );
  });

  it('of a newer sort, or for a key, is named as such', async () => {
    expect(await refusalOf(await written({ ...CHEAP, aeadProtect: true }))).toBe('unsupported');
    const forKey = concat(new Uint8Array([0xc1, 3, 3, 0, 0]), new Uint8Array([0xd2, 30, 1]), new Uint8Array(29));
    expect(await refusalOf(forKey)).toBe('unsupported');
  });

  it('that unpacks to more than is allowed is refused while it does', async () => {
    const config = { ...CHEAP, preferredCompressionAlgorithm: enums.compression.zip };
    const bomb = await written(config, new Uint8Array(40 * 2 ** 20));
    expect(bomb.length).toBeLessThan(100_000);
    expect(await refusalOf(bomb, PASSPHRASE, { ...PGP_BOUNDS, inflatedBytes: 2 ** 20 })).toBe('too-large');
    expect(await refusalOf(bomb, PASSPHRASE, { ...PGP_BOUNDS, bytes: 1000 })).toBe('too-large');
  });
});

it('a message among more packets than any has, or in more parts, is damaged', async () => {
  const bytes = await written();
  const marker = Uint8Array.of(0xca, 3, 0x50, 0x47, 0x50);
  const among = (count: number) => concat(...Array<Uint8Array>(count).fill(marker), bytes);
  expect(await refusalOf(among(10))).toBe('opened');
  expect(await refusalOf(among(1001))).toBe('damaged');
  const parts = new Uint8Array(2 * 1_100_000 + 1).map((_, at) => (at % 2 === 0 ? 0xe0 : 0));
  parts[parts.length - 1] = 0;
  expect(await refusalOf(concat(Uint8Array.of(0xca), parts, bytes))).toBe('damaged');
});

describe('anything else', () => {
  it('is none, or cut off; it always has an answer', async () => {
    expect(isPgpMessage(encodeUtf8('{"vaults":{}}'))).toBe(false);
    expect(isPgpMessage(ascii('name,note\na,"\n-----BEGIN PGP MESSAGE-----"'))).toBe(false);
    expect(isPgpMessage(zlibSync(DATA))).toBe(false);
    const whole = await written();
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array(), fc.nat(whole.length - 1)), async (given) => {
        const bytes = typeof given === 'number' ? whole.subarray(0, given) : given;
        expect(isPgpMessage(bytes)).toBeTypeOf('boolean');
        expect(await refusalOf(bytes)).not.toBe('opened');
      }),
      { numRuns: 300 },
    );
  });
});

const hasGnuPg = (() => {
  try {
    return execFileSync('gpg', ['--version'], { stdio: 'pipe' }).length > 0;
  } catch {
    return false;
  }
})();

// Without GnuPG on the machine OpenPGP.js alone is the witness.
describe.skipIf(!hasGnuPg)('a message of GnuPG', () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'gnupg-'));
  });
  afterAll(() => {
    execFileSync('gpgconf', ['--homedir', home, '--kill', 'all']);
    rmSync(home, { recursive: true });
  });

  it.each([
    ['as it is by default', []],
    ['in armour', ['--armor']],
    ['under a key that two digests make', ['--s2k-digest-algo', 'SHA1', '--cipher-algo', 'AES256']],
    ['salted once', ['--s2k-mode', '1']],
    ['not salted', ['--s2k-mode', '0', '--compress-algo', 'none']],
  ])('opens: %s', async (_, options) => {
    const quiet = ['--homedir', home, '--batch', '--quiet', '--pinentry-mode', 'loopback', '--passphrase', PASSPHRASE];
    const bytes = execFileSync('gpg', [...quiet, '--s2k-count', '1024', ...options, '--symmetric'], { input: DATA });
    expect(isPgpMessage(bytes)).toBe(true);
    expect(await openPgpMessage(bytes, PASSPHRASE)).toEqual({ ok: true, bytes: DATA });
    expect(await refusalOf(bytes, 'another')).toBe('wrong-passphrase');
  });
});
