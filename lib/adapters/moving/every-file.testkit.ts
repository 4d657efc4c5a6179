// A file of each product that docs/moving.md names, in the shape that it has there, sealed as it comes from there.
import { encodeUtf8 } from '#bytes/utf8.ts';
import { BITWARDEN_EXPORT } from '#logins/formats/bitwarden/samples.testkit.ts';
import { SAMPLES } from '#logins/formats/csv/samples.testkit.ts';
import { CXF_SAMPLE } from '#logins/formats/cxf/samples.testkit.ts';
import { EMPTY_ENTRY } from '#logins/formats/entry.ts';
import { writeKeePassTree } from '#logins/formats/keepass/write.ts';
import { archiveRecords } from '#logins/formats/nucleus/nucleus.ts';
import { EXPORT as ONEPASSWORD } from '#logins/formats/onepassword/samples.testkit.ts';
import { EXPORT as PROTON } from '#logins/formats/proton/samples.testkit.ts';
import { nodeEntropy } from '../node/entropy.ts';
import { packArchive } from './archive.ts';
import { sealKdbx } from './kdbx-seal.ts';
import { sealNucleusArchive } from './sealed-archive.ts';

export const FILE_PASSPHRASE = 'a passphrase of the file';
const CHEAP = { memoryKiB: 64, passes: 1, lanes: 1 } as const;
const NOW = Date.UTC(2026, 10, 30, 12);
const ENTRIES = ['Library', 'Railway'].map((title) => ({
  ...EMPTY_ENTRY,
  title,
  username: 'alex',
  password: 'secret',
}));
const json = (value: unknown): Uint8Array => encodeUtf8(JSON.stringify(value));
const csv = (id: keyof typeof SAMPLES) => async (): Promise<Uint8Array> => encodeUtf8(SAMPLES[id] ?? '');

/** Under the name that Nucleus has for where it comes from. */
export const EVERY_FILE: readonly (readonly [product: string, picture: string, make: () => Promise<Uint8Array>])[] = [
  ['Chrome', 'chrome', csv('chromium-csv')],
  ['Firefox', 'firefox', csv('firefox-csv')],
  ['Apple Passwords', 'apple', csv('apple-csv')],
  ['Bitwarden', 'bitwarden', async () => json(BITWARDEN_EXPORT)],
  [
    '1Password',
    '1password',
    async () =>
      packArchive(
        new Map([
          ['export.data', json(ONEPASSWORD)],
          ['export.attributes', json({ version: 3 })],
        ]),
        NOW,
      ),
  ],
  [
    'KeePass',
    'keepass',
    async () =>
      (await sealKdbx(writeKeePassTree(ENTRIES), { password: FILE_PASSPHRASE, keyFile: null }, CHEAP)) ??
      new Uint8Array(),
  ],
  ['Proton Pass', 'proton', async () => packArchive(new Map([['Proton Pass/data.json', json(PROTON)]]), NOW)],
  ['LastPass', 'lastpass', csv('lastpass-csv')],
  ['SimpleLogin', 'simplelogin', csv('simplelogin-csv')],
  ['addy.io', 'addy', csv('addy-csv')],
  ['Credential Exchange Format', 'cxf', async () => json(CXF_SAMPLE)],
  [
    'otpauth links',
    'otpauth',
    async () => encodeUtf8('otpauth://totp/Shop:alex@mail.example?secret=JBSWY3DPEHPK3PXP&issuer=Shop\n'),
  ],
  ['Nucleus', 'nucleus', async () => sealNucleusArchive(archiveRecords(ENTRIES), FILE_PASSPHRASE, CHEAP, nodeEntropy)],
];
