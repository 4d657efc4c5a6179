// What the options page makes of a file, sealed or not: entries, a question for a passphrase, or a refusal by name.
import { gzipSync } from 'fflate';
import { BinaryStream, Int64, VarDictionary } from 'kdbxweb';
import { describe, expect, test } from 'vitest';
import { concat } from '#bytes/bytes.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { sha256 } from '#crypto/hash.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { bitwardenFormat } from '#logins/formats/bitwarden/bitwarden.ts';
import { EMPTY_ENTRY, type VaultEntry } from '#logins/formats/entry.ts';
import { EXPORT_KINDS, holdsFiles, NO_SECRET, type ReadingProgress } from '#logins/formats/file-reading.ts';
import { writeKeePassTree } from '#logins/formats/keepass/write.ts';
import { nodeEntropy } from '../node/entropy.ts';
import { sealAge } from './age.ts';
import { openArchive, packArchive } from './archive.ts';
import { readKdbxHeader } from './kdbx-header.ts';
import type { KdbxSecret } from './kdbx-key.ts';
import { sealKdbx } from './kdbx-seal.ts';
import { sealProtectedJson } from './protected-json.ts';
import { readExport } from './read-export.ts';
import { writeExport } from './write-export.ts';

const ENTRY: VaultEntry = {
  ...EMPTY_ENTRY,
  ...{ title: 'Shop', username: 'alex', password: 'the password' },
  sites: [{ url: 'https://shop.example/', match: 'domain' }],
};
const JSON_TEXT = bitwardenFormat.write?.([ENTRY]) ?? '';
const SECRET = 'file passphrase';
const under = (passphrase: string, keyFile: Uint8Array | null = null, isPatient = false) => ({
  ...{ passphrase, keyFile, isPatient },
});
const OPENED = { is: 'read', entries: [{ title: 'Shop', username: 'alex', password: 'the password' }] };

useProvider(await loadSodium());
const aged = async (passphrase = SECRET): Promise<Uint8Array> => {
  const sealed = await sealAge(encodeUtf8(JSON_TEXT), { passphrase }, { workFactor: 2 });
  if (!sealed.ok) throw new Error(sealed.refusal);
  return sealed.bytes;
};
const CHEAP = { memoryKiB: 64, passes: 1, lanes: 1 } as const;
const QUICK = { kdf: 'pbkdf2-sha256', iterations: 5000 } as const;
const TREE = writeKeePassTree([ENTRY]);
const SEALED: readonly [name: string, make: () => Promise<Uint8Array>][] = [
  ['a KeePass database', async () => (await sealKdbx(TREE, { password: SECRET, keyFile: null }, CHEAP)) as Uint8Array],
  ['a file of age', () => aged()],
  ['password-protected JSON', async () => encodeUtf8(await sealProtectedJson(JSON_TEXT, SECRET, nodeEntropy, QUICK))],
];

describe.each(SEALED)('%s', (_, make) => {
  test('asks for its passphrase, says that one is wrong, and opens', async () => {
    const bytes = await make();
    expect(await readExport(bytes)).toMatchObject({ is: 'locked', wrong: null });
    expect(await readExport(bytes, under('another one'))).toMatchObject({ is: 'locked', wrong: 'secret' });
    expect(await readExport(bytes, under(SECRET))).toMatchObject(OPENED);
  });
});

describe('a passphrase of letters that keyboards compose differently', () => {
  const [composed, decomposed, wide] = ['caf\u00e9 1', 'cafe\u0301 1', 'cafe\u0301 \uff11'];
  const makers: readonly [name: string, make: (passphrase: string) => Promise<Uint8Array>][] = [
    [
      'a KeePass database',
      async (password) => (await sealKdbx(TREE, { password, keyFile: null }, CHEAP)) as Uint8Array,
    ],
    ['a file of age', (passphrase) => aged(passphrase)],
    [
      'password-protected JSON',
      async (password) => encodeUtf8(await sealProtectedJson(JSON_TEXT, password, nodeEntropy, QUICK)),
    ],
  ];

  test.each(makers)('opens %s however it was composed there', async (_, make) => {
    for (const [there, here] of [
      [composed, decomposed],
      [decomposed, composed],
      [composed, wide],
      [wide, wide],
    ] as const)
      expect(await readExport(await make(there), under(here))).toMatchObject(OPENED);
    expect(await readExport(await make(composed), under('cafe 1'))).toMatchObject({ is: 'locked', wrong: 'secret' });
  });
});

describe('a KeePass database with a key file', () => {
  const file = async (secret: KdbxSecret) =>
    (await sealKdbx(writeKeePassTree([ENTRY]), secret, CHEAP)) ?? new Uint8Array();
  const keyFile = encodeUtf8('a picture, say');
  const damaged = encodeUtf8(
    '<KeyFile><Meta><Version>2.0</Version></Meta><Key><Data Hash="00000000">AA</Data></Key></KeyFile>',
  );

  test('says that it may have one, and opens with both', async () => {
    const bytes = await file({ password: SECRET, keyFile });
    expect(await readExport(bytes)).toEqual({ is: 'locked', wrong: null, mayHaveKeyFile: true });
    for (const wrong of [under(SECRET), under('another', keyFile), under('', keyFile), under(SECRET, damaged.slice(1))])
      expect(await readExport(bytes, wrong)).toEqual({ is: 'locked', wrong: 'secret', mayHaveKeyFile: true });
    expect(await readExport(bytes, under(SECRET, keyFile))).toMatchObject(OPENED);
  });

  test('opens with the key file alone', async () => {
    const bytes = await file({ password: null, keyFile });
    expect(await readExport(bytes, under('', keyFile))).toMatchObject(OPENED);
    expect(await readExport(bytes, under(SECRET, keyFile))).toMatchObject({ wrong: 'secret' });
  });

  test('tells a damaged key file from a wrong one', async () => {
    const bytes = await file({ password: SECRET, keyFile });
    expect(await readExport(bytes, under(SECRET, damaged))).toMatchObject({ is: 'locked', wrong: 'key-file' });
  });
});

describe('a file that takes more than usual', () => {
  const GiB = 2 ** 20;
  const work: readonly [name: string, make: () => Promise<Uint8Array>, memoryMiB: number][] = [
    ['a KeePass database', () => headed({ M: Int64.from(GiB * 1024), I: Int64.from(1) }), 1024],
    ['a file of age', async () => ageHead(20), 1024],
    ['password-protected JSON', async () => protectedHead(700), 700],
    ['an OpenPGP message', async () => pgpHead(20), 1024],
  ];

  test.each(work)('%s asks first, with what it takes', async (_, make, memoryMiB) => {
    const asked = await readExport(await make(), under(SECRET));
    expect(asked).toEqual({ is: 'costly', memoryMiB, seconds: expect.any(Number) });
    expect((asked as { seconds: number }).seconds).toBeGreaterThanOrEqual(1);
  });

  const beyond: readonly [name: string, make: () => Promise<Uint8Array>][] = [
    ['a KeePass database', () => headed({ M: Int64.from(GiB * 2048), I: Int64.from(1) })],
    ['a file of age', async () => ageHead(21)],
    ['password-protected JSON', async () => protectedHead(4096)],
    ['an OpenPGP message', async () => pgpHead(31)],
  ];
  test.each(beyond)('%s is refused beyond what a browser has, also if the person would wait', async (_, make) => {
    expect(await readExport(await make(), under(SECRET, null, true))).toEqual({ is: 'refused', why: 'too-costly' });
  });

  test('is opened for a person who agreed', async () => {
    const bytes = await headed({ M: Int64.from(257 * 2 ** 20), I: Int64.from(1) });
    expect(await readExport(bytes, under(SECRET))).toMatchObject({ is: 'costly', memoryMiB: 257 });
    const told: (number | null)[] = [];
    const onProgress = ({ step, part }: ReadingProgress) => void (step === 'deriving' && told.push(part));
    expect(await readExport(bytes, under(SECRET, null, true), { onProgress })).toMatchObject({ wrong: 'secret' });
    expect(told).toEqual([null, 1]);
  });
});

/** A database whose header asks for so much; its own digest of it holds. */
async function headed(cost: { readonly M: Int64; readonly I: Int64 }): Promise<Uint8Array> {
  const whole = (await sealKdbx(writeKeePassTree([]), { password: SECRET, keyFile: null }, CHEAP)) ?? new Uint8Array();
  const reading = readKdbxHeader(whole);
  if (!reading.ok) throw new Error(reading.refusal);
  for (const [name, value] of Object.entries(cost))
    reading.header.kdfParameters?.set(name, VarDictionary.ValueType.UInt64, value);
  const stream = new BinaryStream();
  reading.header.write(stream);
  const head = new Uint8Array(stream.getWrittenBytes());
  return concat(head, sha256(head), whole.subarray(reading.end + 32));
}

const ageHead = (workFactor: number): Uint8Array =>
  encodeUtf8(`age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA ${workFactor}\n${'A'.repeat(43)}\n--- A\n`);

function protectedHead(kdfMemory: number): Uint8Array {
  const sealed = `2.${btoa('i'.repeat(16))}|${btoa('c'.repeat(16))}|${btoa('m'.repeat(32))}`;
  const costs = { kdfType: 1, kdfIterations: 3, kdfMemory, kdfParallelism: 4 };
  const file = { encrypted: true, passwordProtected: true, salt: 'c2FsdA==', ...costs };
  return encodeUtf8(JSON.stringify({ ...file, encKeyValidation_DO_NOT_EDIT: sealed, data: sealed }));
}

/** A session key packet of Argon2, and a protected one of nothing. */
function pgpHead(exponent: number): Uint8Array {
  const packet = Uint8Array.of(4, 9, 4, ...new Uint8Array(16), 1, 1, exponent);
  const sealed = Uint8Array.of(1, ...new Uint8Array(60));
  return concat(Uint8Array.of(0xc3, packet.length), packet, Uint8Array.of(0xd2, sealed.length), sealed);
}

test.each<[string, Uint8Array, string]>([
  ['no export of anybody', encodeUtf8('Dear diary, nothing happened.'), 'unknown'],
  ['half a zip', encodeUtf8('PK\u0003\u0004 and nothing more'), 'damaged'],
  ['an archive of something else', packArchive(new Map([['a.txt', encodeUtf8('a')]]), Date.UTC(2026, 1)), 'unknown'],
  ['nothing', new Uint8Array(), 'unknown'],
])('%s is refused by name', async (_, bytes, why) => {
  expect(await readExport(bytes, NO_SECRET)).toEqual({ is: 'refused', why });
});

test('files that KeePass packed into its XML come with it', async () => {
  const packed = Buffer.from(gzipSync(encodeUtf8('scanned'))).toString('base64');
  const pool = `<Meta><Binaries><Binary ID="0" Compressed="True">${packed}</Binary></Binaries></Meta>`;
  const entry = '<Entry><Binary><Key>scan.txt</Key><Value Ref="0"/></Binary></Entry>';
  const read = await readExport(encodeUtf8(`<KeePassFile>${pool}<Root><Group>${entry}</Group></Root></KeePassFile>`));
  expect(read).toMatchObject({ is: 'read', problems: [], entries: [{ attachments: [{ name: 'scan.txt' }] }] });
  expect(read.is === 'read' && [...read.files.values()]).toEqual([encodeUtf8('scanned')]);
});

test('a file of age in a file of age is not opened', async () => {
  const inner = await sealAge(await aged(), { passphrase: SECRET }, { workFactor: 2 });
  const bytes = inner.ok ? inner.bytes : new Uint8Array();
  expect(await readExport(bytes, under(SECRET))).toEqual({ is: 'refused', why: 'unsupported' });
});

const BESIDE = { entropy: nodeEntropy, now: Date.UTC(2026, 1) };
const SCAN = Uint8Array.from({ length: 70_000 }, (_, at) => at % 251);
const FILES = new Map([
  ['one', SCAN],
  ['two', encodeUtf8('a twin by name')],
]);
const WITH_FILES: VaultEntry = {
  ...ENTRY,
  attachments: [...FILES].map(([ref, { length: size }]) => ({ name: 'scans/passport.pdf', ref, size })),
};

test.each(EXPORT_KINDS)('what is taken along as %s comes back in, with its files if it holds any', async (kind) => {
  const written = await writeExport(kind, { entries: [WITH_FILES], files: FILES, vault: [] }, SECRET, BESIDE);
  const read = await readExport(written, under(SECRET));
  expect(read).toMatchObject({ ...OPENED, problems: [] });
  if (read.is !== 'read') throw new Error(read.is);
  const [{ attachments } = EMPTY_ENTRY] = read.entries;
  const expected = holdsFiles(kind) ? [...FILES.values()] : [];
  expect(attachments.map(({ ref }) => read.files.get(ref))).toEqual(expected);
  // Others hold one file of a name.
  if (kind !== 'nucleus') expect(new Set(attachments.map(({ name }) => name)).size).toBe(expected.length);
});

test('a backup file brings its vault along, also if it holds no entry; other files have none', async () => {
  const vault = [encodeUtf8('one piece'), new Uint8Array(300_000).fill(7)];
  for (const entries of [[], [ENTRY]]) {
    const written = await writeExport('nucleus', { entries, files: new Map(), vault }, SECRET, BESIDE);
    const read = await readExport(written, under(SECRET));
    expect(read).toMatchObject({ is: 'read', vault, problems: [] });
    expect(read.is === 'read' && read.entries.length).toBe(entries.length);
  }
  const plain = await writeExport('bitwarden', { entries: [ENTRY], files: new Map(), vault }, SECRET, BESIDE);
  expect(await readExport(plain)).toMatchObject({ is: 'read', vault: [] });
});

test('a file is named and zipped where no program unpacks it elsewhere', async () => {
  const names = ['../../up', '..', '', 'a\\b', 'tab\tbed'];
  const files = new Map(names.map((_, at) => [`${at}`, encodeUtf8(`content ${at}`)]));
  const attachments = names.map((name, at) => ({ name, ref: `${at}`, size: 9 }));
  const written = await writeExport('zip', { entries: [{ ...ENTRY, attachments }], files, vault: [] }, SECRET, BESIDE);
  const archive = openArchive(written);
  if (!archive.ok) throw new Error(archive.refusal);
  const paths = [...archive.source.files.keys()].filter((path) => path !== 'data.json');
  expect(paths.map((path) => path.split('/').slice(2).join('/'))).toEqual([
    '.._.._up',
    'file',
    'file (2)',
    'a_b',
    'tab_bed',
  ]);
});
