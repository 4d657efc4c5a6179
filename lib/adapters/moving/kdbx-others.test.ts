// KeePass databases there and back: through ours alone for any vault, and through KeePassXC and pykeepass, who are
// asked once each for everything.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { KdbxCredentials } from 'kdbxweb';
import { afterAll, describe, expect, test } from 'vitest';
import { DEFAULT_COST } from '#app/vault/vault.ts';
import { debianProgram } from '#e2e/harness/others/debian.ts';
import { anyEntry } from '#logins/formats/entry.testkit.ts';
import { EMPTY_ENTRY, type OneTime, type VaultEntry } from '#logins/formats/entry.ts';
import { keepassFormat } from '#logins/formats/keepass/format.ts';
import { keepassImage } from '#logins/formats/keepass/keepass.testkit.ts';
import { writeKeePassTree } from '#logins/formats/keepass/write.ts';
import { openKdbx } from './kdbx.ts';
import { readKdbxHeader } from './kdbx-header.ts';
import { sealKdbx } from './kdbx-seal.ts';
import { readExport } from './read-export.ts';

const PASSWORD = 'correct horse';
const SECRET = { password: PASSWORD, keyFile: null };
const CHEAP = { memoryKiB: 64, passes: 1, lanes: 1 } as const;
const SCAN = Uint8Array.from({ length: 5000 }, (_, at) => at % 251);
const FILES = new Map([['attachments/1', SCAN]]);

async function sealed(entries: readonly VaultEntry[], secret = SECRET): Promise<Uint8Array> {
  const bytes = await sealKdbx(writeKeePassTree(entries, FILES), secret, CHEAP);
  if (bytes === null) throw new Error('no key');
  return bytes;
}

async function opened(bytes: Uint8Array, secret: { password: string; keyFile: Uint8Array | null } = SECRET) {
  const outcome = await openKdbx(bytes, secret);
  if (!outcome.ok) throw new Error(outcome.refusal);
  const { tree } = outcome;
  const read = keepassFormat.read({ kind: 'keepass', tree });
  if (!read.ok) throw new Error(read.refusal);
  return { ...read, files: tree.binaries };
}

/** In any order, and whatever place in a file an attachment has. */
function comparable(entries: readonly VaultEntry[]): string[] {
  const plain = entries.map((entry) => ({
    ...entry,
    attachments: entry.attachments.map(({ name, size }) => [name, size]),
  }));
  return plain.map((entry) => JSON.stringify(entry, inOrder)).sort();
}
const inOrder = (_: string, value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

const scan = { name: 'scan.pdf', ref: 'attachments/1', size: SCAN.length };
const anyWithFile = fc
  .tuple(anyEntry(), fc.constantFrom([], [scan]))
  .map(([entry, attachments]) => ({ ...entry, attachments }));

test('whatever a vault holds comes back, files too', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyWithFile, { maxLength: 4 }), async (entries) => {
      const back = await opened(await sealed(entries));
      expect(back.problems).toEqual([]);
      expect(comparable(back.entries)).toEqual(comparable(keepassImage(entries, [scan.ref])));
      for (const { ref } of back.entries.flatMap(({ attachments }) => attachments))
        expect(back.files.get(ref)).toEqual(SCAN);
    }),
    { numRuns: 40 },
  );
});

test('a kept element that says it is enciphered does not shift the stream of those that are', async () => {
  const rest = [{ name: 'News', attributes: { Protected: 'True' }, children: [], text: 'AAAA' }];
  const kept = [{ from: 'keepass', what: 'entry', json: JSON.stringify({ expiresAt: null, customData: [], rest }) }];
  const { entries } = await opened(await sealed([{ ...EMPTY_ENTRY, title: 'Shop', password: 'p', kept }]));
  expect(entries.map(({ password }) => password)).toEqual(['p']);
});

test('a new database costs as much to guess as the vault', async () => {
  const bytes = await sealKdbx(writeKeePassTree([]), SECRET, DEFAULT_COST);
  const { memoryKiB, passes, lanes } = DEFAULT_COST;
  expect(readKdbxHeader(bytes ?? new Uint8Array())).toMatchObject({
    ok: true,
    cost: { kdf: 'argon2id', memoryKiB, passes, lanes },
  });
});

const PASSKEY = {
  ...{ credentialId: 'AQIDBAUGBwgJCgsMDQ4PEA', rpId: 'shop.example', rpName: '', userHandle: 'BAUG', userName: 'alex' },
  ...{ userDisplayName: '', key: 'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEH', createdAt: null, prfSecrets: null },
};
const ONE_TIME: OneTime = {
  ...{ secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA-256', digits: 8, periodSeconds: 60, alphabet: 'decimal' },
  ...{ issuer: 'Shop', account: 'alex' },
};
const at = (day: number) => Date.UTC(2024, 0, day, 1, 2, 3);
/** An entry with each part that KeePass has a place for. */
const WHOLE: VaultEntry = {
  ...EMPTY_ENTRY,
  ...{ title: 'Shöp & more', folder: ['Work', 'a/b'], tags: ['late', 'sale'], favourite: true },
  sites: ['https://shop.example/', 'https://other.example/', 'https://third.example/'].map((url) => ({
    url,
    match: 'domain',
  })),
  ...{ username: 'alex', password: ' <p>"\'\n🔑 ', note: 'one\n\ttwo ', oneTimes: [ONE_TIME], passkeys: [PASSKEY] },
  fields: [
    { name: 'PIN', value: '0123', type: 'hidden', section: '' },
    { name: 'Colour', value: 'blue', type: 'text', section: '' },
    { name: 'Copy', value: 'password', type: 'linked', section: '' },
  ],
  attachments: [scan],
  earlier: [
    {
      ...{ until: at(3), password: 'second' },
      rest: { title: 'Shop', username: 'al', note: '', sites: [], fields: [] },
    },
  ],
  ...{ createdAt: at(1), changedAt: at(3) },
};
const THROWN: VaultEntry = {
  ...EMPTY_ENTRY,
  title: 'Old',
  username: 'x',
  folder: ['Work'],
  createdAt: at(1),
  changedAt: at(2),
  deletedAt: at(5),
};

const folder = mkdtempSync(join(tmpdir(), 'kdbx-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string) => join(folder, name);

function run(program: string, args: readonly string[], input: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, {
    input,
    encoding: 'utf8',
    // Qt takes what it reads for letters of the locale.
    env: { ...process.env, QT_QPA_PLATFORM: 'offscreen', LC_ALL: 'C.UTF-8' },
  });
  if (status !== 0) throw new Error(`${program} ${args[0]}: ${stderr}`);
  return stdout;
}

/** KeePassXC sorts fields and tags by name, and gives files names of its own. */
const bySort = (entries: readonly VaultEntry[]) =>
  comparable(
    entries.map((entry) => ({
      ...entry,
      tags: [...entry.tags].sort(),
      fields: [...entry.fields].sort((a, b) => (a.name < b.name ? -1 : 1)),
    })),
  );

const keepassxc = debianProgram('keepassxc-cli');
describe.skipIf(keepassxc === null)('KeePassXC', () => {
  const program = keepassxc ?? '';

  test('opens ours, and what it exports and writes itself is all that was there', async () => {
    const plain = { ...EMPTY_ENTRY, title: 'Plain', password: 'p', createdAt: at(1), changedAt: at(1) };
    const entries = [WHOLE, THROWN, { ...plain, attachments: [scan] }];
    writeFileSync(file('ours.kdbx'), await sealed(entries));
    const xml = run(program, ['export', '-q', file('ours.kdbx')], `${PASSWORD}\n`);
    const exported = keepassFormat.read({ kind: 'text', text: xml });
    if (!exported.ok) throw new Error(exported.refusal);
    // Its export names files and leaves them out.
    expect(exported.problems.map(({ reason, what }) => [reason, what])).toEqual([
      ['missing-attachment', scan.name],
      ['missing-attachment', scan.name],
    ]);
    const image = keepassImage(entries);
    expect(bySort(exported.entries)).toEqual(bySort(image));
    run(program, ['attachment-export', '-q', file('ours.kdbx'), 'Plain', scan.name, file('scan.pdf')], `${PASSWORD}\n`);
    expect(new Uint8Array(readFileSync(file('scan.pdf')))).toEqual(SCAN);

    writeFileSync(file('export.xml'), xml);
    run(
      program,
      ['import', '-p', '--set-key-file', file('new.keyx'), file('export.xml'), file('theirs.kdbx')],
      `${PASSWORD}\n${PASSWORD}\n`,
    );
    const theirs = readFileSync(file('theirs.kdbx'));
    expect(readKdbxHeader(theirs)).toMatchObject({
      ok: true,
      header: { versionMajor: 4, versionMinor: 1 },
      cost: { kdf: 'aes' },
    });
    const back = await opened(theirs, { password: PASSWORD, keyFile: readFileSync(file('new.keyx')) });
    expect(back.problems).toEqual([]);
    expect(bySort(back.entries.map((entry) => ({ ...entry, attachments: [] })))).toEqual(bySort(image));
  });
});

describe.skipIf(keepassxc === null)('a passphrase of letters that keyboards compose differently', () => {
  const program = keepassxc ?? '';
  const [composed, decomposed, wide] = ['caf\u00e9 123', 'cafe\u0301 123', 'cafe\u0301 \uff11\uff12\uff13'];

  test.each([composed, decomposed, wide])('opens ours in KeePassXC as it was typed here: %j', async (password) => {
    writeFileSync(file('typed.kdbx'), await sealed([WHOLE], { password, keyFile: null }));
    expect(run(program, ['ls', '-q', '-R', '-f', file('typed.kdbx')], `${password}\n`)).toContain(WHOLE.title);
  });

  test.each([
    [composed, [composed, decomposed, wide]],
    [decomposed, [decomposed, composed]],
    [wide, [wide]],
  ])('opens KeePassXC’s here as it was typed there, or in a plainer way: %j', async (password, typed) => {
    const database = join(mkdtempSync(join(folder, 'typed-')), 'theirs.kdbx');
    run(program, ['db-create', '-q', '-t', '100', '-p', database], `${password}\n${password}\n`);
    const bytes = readFileSync(database);
    const under = (passphrase: string) => readExport(bytes, { passphrase, keyFile: null, isPatient: false });
    for (const passphrase of typed) expect(await under(passphrase)).toMatchObject({ is: 'read' });
    expect(await under('cafe 123')).toMatchObject({ is: 'locked', wrong: 'secret' });
  });
});

const KEY_FILES: readonly [name: string, file: string, content: () => Promise<Uint8Array> | null][] = [
  ['XML 1.0', 'old.key', () => KdbxCredentials.createRandomKeyFile(1)],
  ['XML 2.0, which it makes', 'new.keyx', () => null],
  ['128 random bytes, which it makes', 'random.key', () => null],
  ['32 bytes', 'raw.key', async () => SCAN.slice(0, 32)],
  ['64 hexadecimal digits', 'hex.key', async () => new TextEncoder().encode('0123456789abcdef'.repeat(4))],
  ['any other file', 'scan.pdf', async () => SCAN],
];
describe.skipIf(keepassxc === null)('a database that KeePassXC locks with a key file alone', () => {
  test.each(KEY_FILES)('of %s opens with it, and with no other', async (_, name, make) => {
    const content = await make();
    const folderOfIt = mkdtempSync(join(folder, 'key-'));
    const [key, database] = [join(folderOfIt, name), join(folderOfIt, 'locked.kdbx')];
    if (content !== null) writeFileSync(key, content);
    run(keepassxc ?? '', ['db-create', '-q', '-t', '100', '--set-key-file', key, database], '');
    const [bytes, keyFile] = [readFileSync(database), new Uint8Array(readFileSync(key))];
    const under = (given: Uint8Array) => ({ passphrase: '', keyFile: given, isPatient: false });
    expect(await readExport(bytes, under(keyFile))).toMatchObject({ is: 'read', format: 'KeePass', entries: [] });
    expect(await readExport(bytes, under(SCAN.slice(1)))).toMatchObject({ is: 'locked', wrong: 'secret' });
  });
});

const python = debianProgram('pykeepass');
describe.skipIf(python === null)('pykeepass', () => {
  test('opens ours, and ours opens its', async () => {
    writeFileSync(file('ours.kdbx'), await sealed([WHOLE, THROWN]));
    const told = JSON.parse(run(python ?? '', ['-c', PYTHON, file('ours.kdbx'), file('py.kdbx')], PASSWORD));
    expect(told.version).toEqual([4, 1]);
    expect(told.entries).toEqual([
      {
        ...{
          title: WHOLE.title,
          username: 'alex',
          password: WHOLE.password,
          url: 'https://shop.example/',
          notes: WHOLE.note,
        },
        ...{ path: ['Work', 'a/b', WHOLE.title], otp: expect.stringContaining('secret=JBSWY3DPEHPK3PXP'), pin: '0123' },
        ...{ tags: ['late', 'sale', 'Favorite', 'Passkey'], history: ['second'], files: [['scan.pdf', SCAN.length]] },
        ...{ created: '2024-01-01T01:02:03+00:00', changed: '2024-01-03T01:02:03+00:00' },
      },
      expect.objectContaining({ title: 'Old', path: ['Recycle Bin', 'Old'] }),
    ]);
    const theirs = readFileSync(file('py.kdbx'));
    expect(readKdbxHeader(theirs)).toMatchObject({
      ok: true,
      header: { versionMajor: 4, versionMinor: 0 },
      cost: { kdf: 'argon2d' },
    });
    const { entries, problems, files } = await opened(theirs);
    expect(problems).toEqual([]);
    expect(
      entries.map(({ title, folder: path, password, tags, note, fields, earlier }) => ({
        title,
        path,
        password,
        tags,
        note,
        fields,
        earlier: earlier.map((one) => one.password),
      })),
    ).toEqual([
      {
        ...{
          title: 'Shop',
          path: ['Work'],
          password: 'second <ä>',
          tags: ['a', 'b', 'c'],
          note: 'n\nm',
          earlier: ['first'],
        },
        fields: [{ name: 'Colour', value: 'blue', type: 'text', section: '' }],
      },
      expect.objectContaining({ title: 'Twin', password: 'second <ä>' }),
    ]);
    expect([...files.values()]).toEqual([new TextEncoder().encode('scanned')]);
    // Theirs, ours, theirs, ours.
    const again = await opened(await sealed(entries.map((entry) => ({ ...entry, attachments: [] }))));
    expect(comparable(again.entries)).toEqual(comparable(entries.map((entry) => ({ ...entry, attachments: [] }))));
  });
});

const PYTHON = `
import json, sys
from pykeepass import PyKeePass, create_database
password = sys.stdin.read()
ours = PyKeePass(sys.argv[1], password=password)
print(json.dumps({'version': ours.version, 'entries': [{
  'title': e.title, 'username': e.username, 'password': e.password, 'url': e.url, 'notes': e.notes, 'path': e.path,
  'otp': e.otp, 'pin': e.get_custom_property('PIN'), 'tags': e.tags, 'history': [h.password for h in e.history],
  'files': [[a.filename, len(a.data)] for a in e.attachments],
  'created': e.ctime.isoformat(), 'changed': e.mtime.isoformat(),
} for e in ours.entries]}))
theirs = create_database(sys.argv[2], password=password)
kdf = theirs.kdbx.header.value.dynamic_header.kdf_parameters.data.dict
kdf['I'].value = 1
kdf['M'].value = 65536
del theirs.kdbx.header.data
work = theirs.add_group(theirs.root_group, 'Work')
shop = theirs.add_entry(work, 'Shop', 'alex', 'first', url='https://shop.example/', notes='n\\nm', tags=['a', 'b,c'])
shop.set_custom_property('Colour', 'blue')
shop.save_history()
shop.password = 'second <ä>'
shop.add_attachment(theirs.add_binary(b'scanned'), 'scan.txt')
theirs.add_entry(work, 'Twin', 'alex', shop.ref('password'))
theirs.save()
`;
