// Entries as any vault may hold them, for the properties of readers and writers: ordinary ones, and texts that a format
// may trip over (quotation marks, separators, line breaks, formulas, tags, letters beyond the first plane).
import fc from 'fast-check';
import { decodeHex, encodeBase64url } from '#bytes/base64url.ts';
import { concat } from '#bytes/bytes.ts';
import { anyOneTime } from '../one-time/one-time.testkit.ts';
import {
  type EarlierVersion,
  EMPTY_ENTRY,
  type EntryCard,
  type EntryField,
  type EntryPasskey,
  type EntryPerson,
  type EntrySite,
  type VaultEntry,
} from './entry.ts';

const AWKWARD = [
  ...['"', '""', "'", ',', ';', '\t', '\\', '\n', '\n\n', ': ', '/', '|', '&', '<b>', ']]>', '{"a":1}', '=1+1', '+49'],
  ...[
    "'=x",
    '@alex',
    '-',
    ' a ',
    '0123',
    '1e5',
    'true',
    'null',
    '🔑',
    'é',
    'e\u0301',
    '\u202e',
    '\u00a0',
    '\ufeff',
    '#',
  ],
];

/** Well-formed text without CR and NUL, which formats of text may not be able to say. */
export const anyText = (maxLength = 12): fc.Arbitrary<string> =>
  fc
    .array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 6 }), fc.constantFrom(...AWKWARD)), { maxLength: 4 })
    .map((parts) => parts.join('').replaceAll('\r', '').replaceAll('\0', '').slice(0, maxLength))
    .filter((text) => !/[\ud800-\udfff]/.test(text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '')));

/** Without line breaks, as a field of a form gives it. */
export const anyLine = (maxLength = 12): fc.Arbitrary<string> =>
  anyText(maxLength).map((text) => text.replace(/[\n\u0085\u2028\u2029\v\f]/g, ' '));

const anyTime = fc.option(fc.integer({ min: 0, max: 2_000_000_000 }).map((seconds) => seconds * 1000));
const bytesText = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength, maxLength }).map((bytes) => encodeBase64url(bytes));

const anySite: fc.Arbitrary<EntrySite> = fc.record({
  url: fc.oneof(
    fc.constantFrom(
      ...['https://shop.example/', 'http://shop.example/log-in?a=1,2', 'shop.example', 'androidapp://example.shop'],
      ...['https://10.0.0.1:8443/', 'https://other.example/a,https://b', 'localhost:3000'],
    ),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
  ),
  match: fc.constantFrom('domain', 'host', 'starts-with', 'exact', 'regex', 'never'),
});

const anyField: fc.Arbitrary<EntryField> = fc.oneof(
  fc.record({
    name: anyLine(),
    value: anyText(),
    type: fc.constantFrom('text', 'hidden'),
    section: fc.oneof(fc.constant(''), anyLine()),
  }),
  fc.record({
    name: anyLine(),
    value: fc.constantFrom('true', 'false'),
    type: fc.constant('yes-no' as const),
    section: fc.constant(''),
  }),
  fc.record({
    name: anyLine(),
    value: fc.constantFrom('username', 'password'),
    type: fc.constant('linked' as const),
    section: fc.constant(''),
  }),
);

const anyCard: fc.Arbitrary<EntryCard> = fc.record({
  holder: anyLine(),
  number: fc.constantFrom('', '4111111111111111', '5500 0000 0000 0004'),
  brand: fc.constantFrom('', 'Visa', 'Mastercard'),
  expiry: fc.constantFrom('', '2027-04', '2031-12'),
  code: fc.constantFrom('', '012', '1234'),
  pin: fc.constantFrom('', '0007'),
});

const anyPerson: fc.Arbitrary<EntryPerson> = fc.record({
  title: fc.constantFrom('', 'Dr'),
  firstName: anyLine(),
  middleName: anyLine(),
  lastName: anyLine(),
  company: anyLine(),
  email: fc.constantFrom('', 'alex@mail.example'),
  phone: fc.constantFrom('', '+49 30 123456'),
  lines: fc.array(
    anyLine().filter((line) => line.trim() !== ''),
    { maxLength: 3 },
  ),
  city: anyLine(),
  region: anyLine(),
  postalCode: fc.constantFrom('', '01067'),
  country: fc.constantFrom('', 'DE', 'Germany'),
});

/** PKCS#8 of Ed25519 (RFC 8410), and of P-256 without the public half (RFC 5915): any 32 bytes are a key. */
const KEY_HEADS = [
  '302e020100300506032b657004220420',
  '3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420',
];
const anyKey = fc
  .tuple(fc.constantFrom(...KEY_HEADS), fc.uint8Array({ minLength: 32, maxLength: 32 }))
  .map(([head, key]) => encodeBase64url(concat(decodeHex(head) as Uint8Array, key)));

const anyPasskey: fc.Arbitrary<EntryPasskey> = fc.record({
  credentialId: bytesText(16, 40),
  rpId: fc.constant('shop.example'),
  rpName: anyLine(),
  userHandle: bytesText(1, 64),
  userName: anyLine(),
  userDisplayName: anyLine(),
  key: anyKey,
  createdAt: anyTime,
  prfSecrets: fc.option(fc.record({ verified: bytesText(32, 32), unverified: bytesText(32, 32) })),
});

const anyEarlier: fc.Arbitrary<EarlierVersion> = fc.record({
  until: anyTime,
  password: anyLine(),
  rest: fc.constant(null),
});

/** Any entry of a vault; of a log-in there is no card and no person, as no screen gives it one. */
export const anyEntry = (): fc.Arbitrary<VaultEntry> =>
  fc
    .record({
      kind: fc.constantFrom('login', 'login', 'login', 'note', 'card', 'address'),
      title: anyLine(),
      folder: fc.array(
        anyLine().filter((name) => name.trim() !== ''),
        { maxLength: 3 },
      ),
      tags: fc.uniqueArray(
        anyLine().filter((name) => name.trim() !== ''),
        { maxLength: 3 },
      ),
      favourite: fc.boolean(),
      sites: fc.uniqueArray(anySite, { maxLength: 3, selector: ({ url }) => url }),
      username: anyLine(),
      email: fc.constantFrom('', '', 'alex@mail.example'),
      password: anyLine(24),
      oneTimes: fc.array(anyOneTime(), { maxLength: 2 }),
      note: anyText(40),
      fields: fc.array(anyField, { maxLength: 3 }),
      card: anyCard,
      person: anyPerson,
      passkeys: fc.array(anyPasskey, { maxLength: 1 }),
      earlier: fc.array(anyEarlier, { maxLength: 2 }),
      createdAt: anyTime,
      changedAt: anyTime,
      // One in nine lies in the bin.
      deletedAt: fc.constantFrom(1_700_000_000_000, ...Array<null>(8).fill(null)),
    })
    .map((entry) => ({ ...EMPTY_ENTRY, ...entry, ...partsOf(entry) }));

/** Takes from an entry what its kind does not have. */
function partsOf({ kind, card, person }: Pick<VaultEntry, 'kind' | 'card' | 'person'>): Partial<VaultEntry> {
  const isLogin = kind === 'login';
  return {
    card: kind === 'card' ? card : null,
    person: kind === 'address' ? person : null,
    ...(isLogin ? {} : { sites: [], username: '', email: '', password: '', oneTimes: [], passkeys: [], earlier: [] }),
  };
}
