// The Credential Exchange Format, taken in and written.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { ED25519_KEY, P256_KEY } from '../bitwarden/samples.testkit.ts';
import { anyEntry } from '../entry.testkit.ts';
import { EMPTY_ENTRY, type VaultEntry } from '../entry.ts';
import type { EntrySource, ReadEntries } from '../format.ts';
import { anyDamaged } from '../json.testkit.ts';
import { cxfImage } from './cxf.testkit.ts';
import { cxfFormat } from './cxf.ts';
import { CXF_SAMPLE, passkeyCredential, value } from './samples.testkit.ts';

const text = (data: unknown): EntrySource => ({ kind: 'text', text: JSON.stringify(data) });
function read(source: EntrySource): ReadEntries {
  const outcome = cxfFormat.read(source);
  if (!outcome.ok) throw new Error(outcome.refusal);
  return { entries: outcome.entries, problems: outcome.problems };
}
const write = (entries: readonly VaultEntry[]): string => cxfFormat.write?.(entries) ?? '';
const again = (entries: readonly VaultEntry[]): ReadEntries => read({ kind: 'text', text: write(entries) });
const item = (...credentials: object[]): ReadEntries =>
  read(text({ id: 'AA', collections: [], items: [{ id: 'AQ', title: 'Shop', credentials }] }));

describe('a whole file', () => {
  const { entries, problems } = read(text(CXF_SAMPLE));
  const [shop, second, card, person, wifi] = entries;

  it('brings a log-in with every credential of its item', () => {
    expect(problems).toEqual([]);
    expect(shop).toMatchObject({
      ...{ kind: 'login', title: 'Shop', folder: ['Work', 'Shops'], tags: ['old', 'Shared'], favourite: true },
      ...{ username: 'alex', password: 'p', note: 'one\n\ntwo', createdAt: 1_767_323_045_000, changedAt: null },
      sites: [
        { url: 'https://shop.example', match: 'domain' },
        { url: 'androidapp://example.shop', match: 'domain' },
      ],
      oneTimes: [
        { secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA-256', digits: 8, periodSeconds: 60, issuer: 'Shop' },
        { secret: 'GEZDGNBVGY3TQOJQ', alphabet: 'steam', digits: 5 },
      ],
      fields: [
        { name: 'Limit', value: '5', type: 'text', section: 'Terms' },
        { name: 'PIN', value: '0007', type: 'hidden', section: 'Terms' },
        { name: 'Newsletter', value: 'true', type: 'yes-no', section: 'Terms' },
      ],
    });
    expect(shop?.passkeys.map(({ key, prfSecrets }) => [key, prfSecrets])).toEqual([
      [P256_KEY, { verified: 'AQID', unverified: 'BAUG' }],
      [ED25519_KEY, null],
    ]);
    expect(second).toMatchObject({ kind: 'login', title: 'Shop', username: 'blair', password: '', passkeys: [] });
  });

  it('brings cards and people', () => {
    expect(card).toMatchObject({
      kind: 'card',
      card: { number: '4111', expiry: '2027-04', pin: '0007', brand: 'Visa' },
    });
    expect(person).toMatchObject({
      kind: 'address',
      person: {
        firstName: 'Alex',
        lastName: 'van Sample',
        lines: ['Street 1', 'Yard'],
        country: 'DE',
        phone: '+49 30',
      },
      fields: [{ name: 'Generation', value: 'III' }],
    });
  });

  it('keeps whole what no screen knows, and writes it again', () => {
    expect(wifi).toMatchObject({ kind: 'other', kept: [{ what: 'subtitle' }, { what: 'wifi' }, { what: 'hologram' }] });
    const written = JSON.parse(write(wifi === undefined ? [] : [wifi])).accounts[0].items[0];
    const before = CXF_SAMPLE.accounts[0].items[3];
    expect(written).toMatchObject({ title: 'Home', subtitle: 'kitchen', credentials: before?.credentials });
  });

  it('is the same once it was written again, but for a second code and passkey, and sections', () => {
    expect(again(entries).entries.map(({ title }) => title)).toEqual(['Shop', 'Shop', 'Shop', 'Card', 'Me', 'Home']);
    expect(again([card, person, wifi].flatMap((one) => one ?? [])).entries).toEqual(
      [card, person, wifi].map((one) => ({
        ...one,
      })),
    );
  });
});

describe('a file', () => {
  it('in an archive is the same, whatever its name', () => {
    const files = (json: string) =>
      new Map([
        ['a', new Uint8Array()],
        ['vault/Data.JSON', encodeUtf8(json)],
      ]);
    const damaged = new Set<string>();
    const archive = { kind: 'archive', files: files(JSON.stringify(CXF_SAMPLE)), damaged } as const;
    expect(read(archive)).toEqual(read(text(CXF_SAMPLE)));
    expect(cxfFormat.recognises({ ...archive, files: files('{"collections"') })).toBe(false);
  });

  it('may be an account alone, as Bitwarden hands it out', () => {
    const [account] = CXF_SAMPLE.accounts;
    expect(cxfFormat.recognises(text(account))).toBe(true);
    expect(read(text(account))).toEqual(read(text(CXF_SAMPLE)));
  });

  it('of another version, another kind or without items is refused', () => {
    const later = text({ ...CXF_SAMPLE, version: { major: 2, minor: 0 } });
    expect(cxfFormat.read(later)).toEqual({ ok: false, refusal: 'unknown-version' });
    expect(cxfFormat.read(text({ accounts: [] }))).toEqual({ ok: false, refusal: 'damaged' });
    expect(cxfFormat.read(text({ collections: [], items: [] }))).toEqual({ ok: false, refusal: 'empty' });
    expect(cxfFormat.recognises(text({ encrypted: false, collections: [], items: [] }))).toBe(false);
  });
});

it('what else a passkey carries is kept, and written again with it', () => {
  const hmacCredentials = { algorithm: 'hmac-sha256', credWithUV: 'AQID', credWithoutUV: 'BAUG' };
  const passkey = { ...passkeyCredential('AQID', P256_KEY), fido2Extensions: { credBlob: 'AA', hmacCredentials } };
  const { entries, problems } = item(passkeyCredential('Ag', ED25519_KEY), passkey);
  expect(problems).toEqual([]);
  const [first, second] = JSON.parse(write(entries)).accounts[0].items;
  expect(first.credentials).toEqual([passkeyCredential('Ag', ED25519_KEY)]);
  expect(second.credentials).toEqual([passkey]);
});

describe('a credential that cannot be used', () => {
  it.each([
    [
      'an unknown algorithm',
      { type: 'totp', secret: 'JBSWY3DP', period: 30, digits: 6, algorithm: 'md5' },
      'unknown-algorithm',
    ],
    ['a damaged secret', { type: 'totp', secret: '1', period: 30, digits: 6, algorithm: 'sha1' }, 'bad-secret'],
    ['no key', passkeyCredential('AQID', 'AQID'), 'bad-key'],
  ])('for %s is told, kept, and written again', (_, credential, reason) => {
    const { entries, problems } = item({ type: 'basic-auth', username: value('string', 'alex') }, credential);
    expect(problems).toEqual([{ entry: 'Shop', reason, what: credential.type }]);
    expect(JSON.parse(write(entries)).accounts[0].items[0].credentials[1]).toEqual(credential);
  });

  it('is told for a file, whose bytes are elsewhere', () => {
    const { problems } = item({ type: 'file', id: 'AQ', name: 'scan.pdf', decryptedSize: 5, integrityHash: 'AA' });
    expect(problems).toEqual([{ entry: 'Shop', reason: 'missing-attachment', what: 'scan.pdf' }]);
  });
});

describe('writing', () => {
  it('puts one credential of a type into an item', () => {
    const passkeys = ['AQ', 'Ag'].map((credentialId) => ({
      ...{
        credentialId,
        rpId: 'shop.example',
        rpName: 'Shop',
        userHandle: 'AQ',
        userName: 'alex',
        userDisplayName: '',
      },
      ...{ key: ED25519_KEY, createdAt: null, prfSecrets: null },
    }));
    const { items } = JSON.parse(write([{ ...EMPTY_ENTRY, title: 'Shop', username: 'alex', passkeys }])).accounts[0];
    expect(items.map(({ credentials }: any) => credentials.map(({ type }: any) => type))).toEqual([
      ['basic-auth', 'passkey'],
      ['passkey'],
    ]);
  });

  it('leaves the bin where it is', () => {
    expect(JSON.parse(write([{ ...EMPTY_ENTRY, title: 'Old', deletedAt: 5 }])).accounts[0].items).toEqual([]);
  });
});

describe('any', () => {
  const mixed = fc
    .tuple(anyEntry(), anyEntry(), fc.boolean())
    .map(([a, b, both]) => (both ? { ...b, kind: a.kind, card: a.card ?? b.card, person: a.person ?? b.person } : a));

  it('vault comes back as the loss table says', () => {
    fc.assert(
      fc.property(fc.array(mixed, { minLength: 1, maxLength: 4 }), (vault) => {
        const image = vault.flatMap(cxfImage);
        const outcome = cxfFormat.read({ kind: 'text', text: write(vault) });
        expect(outcome).toEqual(
          image.length === 0 ? { ok: false, refusal: 'empty' } : { ok: true, entries: image, problems: [] },
        );
      }),
    );
  });

  it('file is read to its end, or refused', () => {
    fc.assert(
      fc.property(anyDamaged(CXF_SAMPLE), (damaged) => {
        const source: EntrySource = { kind: 'text', text: damaged };
        cxfFormat.recognises(source);
        const outcome = cxfFormat.read(source);
        if (outcome.ok) JSON.parse(write(outcome.entries));
      }),
      { numRuns: 1000 },
    );
  });
});
