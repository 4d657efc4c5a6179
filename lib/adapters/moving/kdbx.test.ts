// KeePass databases of every version and derivation, made by kdbxweb, opened by ours; a wrong secret, damage and more
// than should be asked of a machine are said and never thrown.
import fc from 'fast-check';
import { argon2d, argon2id } from 'hash-wasm';
import { Consts, CryptoEngine, Int64, Kdbx, KdbxCredentials, ProtectedValue, VarDictionary } from 'kdbxweb';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ReadingProgress } from '#logins/formats/file-reading.ts';
import { readKeePassTree } from '#logins/formats/keepass/read.ts';
import { type KdbxOutcome, openKdbx } from './kdbx.ts';
import { isKdbx, readKdbxHeader } from './kdbx-header.ts';
import { openingVerdict } from './opening-cost.ts';

const PASSWORD = 'correct horse';
const SCAN = new TextEncoder().encode('scan '.repeat(2000));

beforeAll(() => {
  CryptoEngine.setArgon2Impl(async (password, salt, memorySize, iterations, hashLength, parallelism, type) => {
    const derive = type === CryptoEngine.Argon2TypeArgon2d ? argon2d : argon2id;
    const options = { password: new Uint8Array(password), salt: new Uint8Array(salt), memorySize, iterations };
    const hash = await derive({ ...options, hashLength, parallelism, outputType: 'binary' });
    return new Uint8Array(hash).buffer;
  });
});

interface Making {
  readonly version?: 3 | 4;
  readonly kdf?: keyof typeof Consts.KdfId;
  readonly cipher?: keyof typeof Consts.CipherId;
  readonly keyFile?: Uint8Array | null;
  readonly password?: string | null;
  readonly isPacked?: boolean;
  readonly cost?: { readonly M?: Int64; readonly I?: Int64; readonly P?: number; readonly R?: Int64 };
}

/** One entry with a secret field, a file, and an earlier version; another behind it, whose password comes last. */
async function made(making: Making = {}): Promise<Uint8Array> {
  const { version = 4, kdf = 'Argon2id', cipher = 'Aes', keyFile = null, password = PASSWORD } = making;
  const credentials = new KdbxCredentials(
    password === null ? null : ProtectedValue.fromString(password),
    keyFile?.slice(),
  );
  const database = Kdbx.create(await credentials.ready, 'Alex');
  database.setVersion(version);
  if (making.isPacked === false) database.header.compression = Consts.CompressionAlgorithm.None;
  if (version === 3) database.header.keyEncryptionRounds = 100;
  else {
    database.setKdf(Consts.KdfId[kdf]);
    const parameters = database.header.kdfParameters as VarDictionary;
    const { UInt32, UInt64 } = VarDictionary.ValueType;
    const { M = Int64.from(64 * 1024), I = Int64.from(1), P = 1, R = Int64.from(100) } = making.cost ?? {};
    if (kdf === 'Aes') parameters.set('R', UInt64, R);
    else
      for (const [name, type, value] of [
        ['M', UInt64, M],
        ['I', UInt64, I],
        ['P', UInt32, P],
      ] as const)
        parameters.set(name, type, value);
    if (cipher === 'ChaCha20')
      database.header.dataCipherUuid = Object.assign(database.header.dataCipherUuid as object, {
        id: Consts.CipherId.ChaCha20,
      }) as never;
  }
  const entry = database.createEntry(database.getDefaultGroup());
  entry.fields.set('Title', 'Shop');
  entry.fields.set('Password', ProtectedValue.fromString('first'));
  entry.pushHistory();
  entry.fields.set('Password', ProtectedValue.fromString('p<ä>🔑'));
  entry.fields.set('PIN', ProtectedValue.fromString('0123'));
  entry.binaries.set('scan.pdf', await database.createBinary(SCAN.buffer));
  const last = database.createEntry(database.getDefaultGroup());
  last.fields.set('Title', 'Last');
  last.fields.set('Password', ProtectedValue.fromString('last'));
  return new Uint8Array(await database.save());
}

const open = (bytes: Uint8Array, password: string | null = PASSWORD, keyFile: Uint8Array | null = null) =>
  openKdbx(bytes, { password, keyFile });

function contents(outcome: KdbxOutcome) {
  if (!outcome.ok) return outcome.refusal;
  const { entries, problems } = readKeePassTree(outcome.tree);
  const texts = entries.map(({ title, password, fields, earlier, attachments }) => [
    ...[title, password, ...fields.map(({ value }) => value), ...earlier.map((version) => version.password)],
    ...attachments.map(({ ref }) => outcome.tree.binaries.get(ref)),
  ]);
  return problems.length === 0 ? texts : problems;
}
const CONTENTS = [
  ['Shop', 'p<ä>🔑', '0123', 'first', SCAN],
  ['Last', 'last'],
];

describe('a database', () => {
  test.each<[name: string, making: Making]>([
    ['3.1', { version: 3 }],
    ['3.1, not packed', { version: 3, isPacked: false }],
    ['4 with AES-KDF', { kdf: 'Aes' }],
    ['4 with Argon2d', { kdf: 'Argon2d', cost: { P: 2 } }],
    ['4 with Argon2id', { kdf: 'Argon2id', cost: { I: Int64.from(2) } }],
    ['4 with ChaCha20', { cipher: 'ChaCha20' }],
    ['4, not packed', { isPacked: false }],
  ])('%s gives all that is in it, and says so if the secret is wrong', async (_, making) => {
    const bytes = await made(making);
    expect(isKdbx(bytes)).toBe(true);
    expect(contents(await open(bytes))).toEqual(CONTENTS);
    expect(await open(bytes, 'another')).toEqual({ ok: false, refusal: 'wrong-secret' });
    expect(await open(bytes, PASSWORD, new Uint8Array(32))).toEqual({ ok: false, refusal: 'wrong-secret' });
  });

  test.each<[name: string, make: () => Promise<Uint8Array>]>([
    ['XML 1.0', () => KdbxCredentials.createRandomKeyFile(1)],
    ['XML 2.0', () => KdbxCredentials.createRandomKeyFile(2)],
    ['32 bytes', async () => Uint8Array.from({ length: 32 }, (_, at) => at)],
    ['64 digits', async () => new TextEncoder().encode('0123456789abcDEF'.repeat(4))],
    ['any file', async () => new TextEncoder().encode('a picture & more')],
  ])('under a key file of %s', async (_, make) => {
    const keyFile = await make();
    const alone = await made({ keyFile, password: null });
    expect(contents(await open(alone, null, keyFile))).toEqual(CONTENTS);
    // An empty password is one.
    expect(await open(alone, '', keyFile)).toEqual({ ok: false, refusal: 'wrong-secret' });
    expect(contents(await open(await made({ keyFile }), PASSWORD, keyFile))).toEqual(CONTENTS);
  });

  test('says when the key file is damaged', async () => {
    const keyFile = new TextDecoder().decode(await KdbxCredentials.createRandomKeyFile(2));
    const damaged = new TextEncoder().encode(keyFile.replace(/[0-9A-F](?= )/, (digit) => (digit === '0' ? '1' : '0')));
    expect(await open(await made(), PASSWORD, damaged)).toEqual({ ok: false, refusal: 'damaged-key-file' });
  });
});

test.each<[name: string, bytes: readonly number[], refusal: string]>([
  ['a text', [...new TextEncoder().encode('<KeePassFile>')], 'not-kdbx'],
  ['nothing', [], 'not-kdbx'],
  ['KeePass 1', [0x03, 0xd9, 0xa2, 0x9a, 0x65, 0xfb, 0x4b, 0xb5, 0, 0, 0, 0], 'unsupported'],
  ['version 5', [0x03, 0xd9, 0xa2, 0x9a, 0x67, 0xfb, 0x4b, 0xb5, 0, 0, 5, 0], 'unsupported'],
  ['a header that ends at once', [0x03, 0xd9, 0xa2, 0x9a, 0x67, 0xfb, 0x4b, 0xb5, 0, 0, 4, 0], 'damaged'],
])('%s is refused', async (_, bytes, refusal) => {
  expect(await open(Uint8Array.from(bytes))).toEqual({ ok: false, refusal });
});

test('a cipher that is not ours is refused before anything is derived', async () => {
  const bytes = await made();
  const aes = Buffer.from(Consts.CipherId.Aes, 'base64');
  const twofish = Buffer.from('ad68f29f576f4bb9a36ad47af965346c', 'hex');
  const changed = Uint8Array.from(bytes);
  changed.set(twofish, Buffer.from(bytes).indexOf(aes));
  expect(await open(changed)).toEqual({ ok: false, refusal: 'unsupported' });
});

describe('damage', () => {
  test.each<[name: string, making: Making]>([
    ['3.1', { version: 3 }],
    ['4', {}],
  ])('anywhere in %s is said, and never read as something else', async (_, making) => {
    const bytes = await made(making);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const changed = Uint8Array.from(bytes, (byte, place) => (place === at ? byte ^ mask : byte));
        // The least bits of a number of rounds are as likely as others to make it a large one, which nobody waits for.
        const outcome = await open(changed);
        expect([...REFUSALS, CONTENTS]).toContainEqual(contents(outcome));
        expect(await open(bytes.slice(0, at))).toMatchObject({ ok: false });
      }),
      { numRuns: 150 },
    );
  });
  const REFUSALS = ['not-kdbx', 'unsupported', 'damaged', 'costly', 'too-costly', 'wrong-secret'];
});

describe('the cost of a file', () => {
  const GiB = 2 ** 30;
  test.each<[name: string, making: Making, refusal: string]>([
    ['a GiB of memory', { cost: { M: Int64.from(GiB) } }, 'costly'],
    ['a thousand passes', { cost: { M: Int64.from(GiB / 16), I: Int64.from(1000) } }, 'costly'],
    ['more memory than a browser gives', { cost: { M: Int64.from(GiB + 1024) } }, 'too-costly'],
    ['more than a number can say', { cost: { M: new Int64(0, 0xffffffff) } }, 'too-costly'],
    ['more passes than anybody waits for', { cost: { I: Int64.from(2 ** 33) } }, 'too-costly'],
    ['a hundred million rounds', { kdf: 'Aes', cost: { R: Int64.from(100_000_000) } }, 'costly'],
    ['rounds until tomorrow', { kdf: 'Aes', cost: { R: Int64.from(2 ** 40) } }, 'too-costly'],
  ])('of %s is judged before anything is derived', async (_, making, refusal) => {
    const bytes = await headed(making);
    expect(await open(bytes)).toMatchObject({ ok: false, refusal });
  });

  test('is read from the header alone', async () => {
    const header = readKdbxHeader(
      await headed({ kdf: 'Argon2d', cost: { M: Int64.from(GiB / 16), I: Int64.from(14), P: 2 } }),
    );
    const cost = { kdf: 'argon2d', memoryKiB: 65_536, passes: 14, lanes: 2 };
    expect(header).toMatchObject({ ok: true, cost });
    // As pykeepass makes them, and as KeePassXC does.
    expect(openingVerdict(cost as never)).toBe('usual');
    expect(openingVerdict({ kdf: 'aes', rounds: 1_000_000 })).toBe('usual');
    expect(openingVerdict({ kdf: 'argon2id', memoryKiB: 1024, passes: 1, lanes: 1000 })).toBe('refuse');
  });
});

/** A header that asks for it, and nothing behind it. */
async function headed({ kdf = 'Argon2id', cost = {} }: Making): Promise<Uint8Array> {
  const whole = await made({ kdf });
  const { UInt64 } = VarDictionary.ValueType;
  const reading = readKdbxHeader(whole);
  if (!reading.ok) throw new Error(reading.refusal);
  const parameters = reading.header.kdfParameters as VarDictionary;
  for (const [name, value] of Object.entries(cost))
    parameters.set(name, typeof value === 'number' ? VarDictionary.ValueType.UInt32 : UInt64, value);
  const stream = new (await import('kdbxweb')).BinaryStream();
  reading.header.write(stream);
  return new Uint8Array(stream.getWrittenBytes());
}

describe('a long derivation', () => {
  test('tells how far it is, and ends when it is no longer wanted', async () => {
    const bytes = await made({ kdf: 'Aes', cost: { R: Int64.from(2_000_000) } });
    const told: ReadingProgress[] = [];
    const secret = { password: PASSWORD, keyFile: null };
    expect(contents(await openKdbx(bytes, secret, { onProgress: (progress) => told.push(progress) }))).toEqual(
      CONTENTS,
    );
    const deriving = told.filter(({ step }) => step === 'deriving').map(({ part }) => part);
    expect(deriving).toEqual([...deriving].sort((a, b) => (a ?? 0) - (b ?? 0)));
    expect(deriving.length).toBeGreaterThan(3);
    expect(told.at(-1)).toEqual({ step: 'reading', part: 1 });

    const stop = new AbortController();
    let reports = 0;
    const stopped = openKdbx(bytes, secret, {
      signal: stop.signal,
      onProgress: () => {
        reports++;
        stop.abort(new Error('not wanted'));
      },
    });
    await expect(stopped).rejects.toThrow('not wanted');
    expect(reports).toBe(1);
  });
});
