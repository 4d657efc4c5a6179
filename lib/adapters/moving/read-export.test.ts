// What the options page makes of a file, sealed or not: entries, a question for a passphrase, or a refusal by name.
import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { bitwardenFormat } from '#logins/formats/bitwarden/bitwarden.ts';
import { EMPTY_ENTRY, type VaultEntry } from '#logins/formats/entry.ts';
import { EXPORT_KINDS } from '#logins/formats/file-reading.ts';
import { writeKeePassTree } from '#logins/formats/keepass/write.ts';
import { nodeEntropy } from '../node/entropy.ts';
import { sealAge } from './age.ts';
import { packArchive } from './archive.ts';
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

useProvider(await loadSodium());
const aged = async (): Promise<Uint8Array> => {
  const sealed = await sealAge(encodeUtf8(JSON_TEXT), { passphrase: SECRET }, { workFactor: 2 });
  if (!sealed.ok) throw new Error(sealed.refusal);
  return sealed.bytes;
};
const CHEAP = { memoryKiB: 64, passes: 1, lanes: 1 } as const;
const SEALED: readonly [name: string, make: () => Promise<Uint8Array>][] = [
  [
    'a KeePass database',
    async () => (await sealKdbx(writeKeePassTree([ENTRY]), { password: SECRET, keyFile: null }, CHEAP)) as Uint8Array,
  ],
  ['a file of age', aged],
  [
    'password-protected JSON',
    async () =>
      encodeUtf8(await sealProtectedJson(JSON_TEXT, SECRET, nodeEntropy, { kdf: 'pbkdf2-sha256', iterations: 5000 })),
  ],
];

describe.each(SEALED)('%s', (_, make) => {
  test('asks for its passphrase, says that one is wrong, and opens', async () => {
    const bytes = await make();
    expect(await readExport(bytes, null)).toEqual({ is: 'passphrase', wrong: false });
    expect(await readExport(bytes, 'another one')).toEqual({ is: 'passphrase', wrong: true });
    expect(await readExport(bytes, SECRET)).toMatchObject({
      is: 'read',
      entries: [{ title: 'Shop', username: 'alex', password: 'the password' }],
    });
  });
});

test.each<[string, Uint8Array, string]>([
  ['no export of anybody', encodeUtf8('Dear diary, nothing happened.'), 'unknown'],
  ['half a zip', encodeUtf8('PK\u0003\u0004 and nothing more'), 'damaged'],
  ['an archive of something else', packArchive(new Map([['a.txt', encodeUtf8('a')]]), Date.UTC(2026, 1)), 'unknown'],
  ['nothing', new Uint8Array(), 'unknown'],
])('%s is refused by name', async (_, bytes, why) => {
  expect(await readExport(bytes, null)).toEqual({ is: 'refused', why });
});

test.each(EXPORT_KINDS)('what is taken along as %s comes back in', async (kind) => {
  const written = await writeExport(kind, [ENTRY], SECRET, nodeEntropy);
  expect(await readExport(written, SECRET)).toMatchObject({
    is: 'read',
    entries: [{ title: 'Shop', username: 'alex', password: 'the password' }],
    problems: [],
  });
});
