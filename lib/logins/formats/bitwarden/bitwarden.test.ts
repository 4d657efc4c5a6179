// Exports of Bitwarden, taken in and written again.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyEntry } from '../entry.testkit.ts';
import { EMPTY_ENTRY, type VaultEntry } from '../entry.ts';
import type { EntrySource, ReadEntries } from '../format.ts';
import { anyDamaged } from '../json.testkit.ts';
import { bitwardenImage } from './bitwarden.testkit.ts';
import { bitwardenFormat } from './bitwarden.ts';
import { BITWARDEN_EXPORT, ED25519_KEY, P256_KEY, passkeySample } from './samples.testkit.ts';

const text = (value: unknown): EntrySource => ({ kind: 'text', text: JSON.stringify(value) });

function read(source: EntrySource): ReadEntries {
  const outcome = bitwardenFormat.read(source);
  if (!outcome.ok) throw new Error(outcome.refusal);
  return { entries: outcome.entries, problems: outcome.problems };
}
const readText = (written: string): ReadEntries => read({ kind: 'text', text: written });
const write = (entries: readonly VaultEntry[]): string => bitwardenFormat.write?.(entries) ?? '';

const one = (parts: object): ReadEntries => read(text({ encrypted: false, items: [{ name: 'Shop', ...parts }] }));
const login = (parts: object): ReadEntries => one({ type: 1, login: parts });

describe('an export of a person', () => {
  const { entries, problems } = read(text(BITWARDEN_EXPORT));
  const [shop, note, card, person, ...others] = entries as readonly [
    VaultEntry,
    VaultEntry,
    VaultEntry,
    VaultEntry,
    ...VaultEntry[],
  ];

  it('is read without a problem', () => {
    expect(problems).toEqual([]);
    expect(entries).toHaveLength(9);
  });

  it('brings a log-in with all that it has', () => {
    expect(shop).toMatchObject({
      ...{ kind: 'login', title: 'Shop', folder: ['Work', 'Shops'], favourite: true, note: 'one\ntwo' },
      ...{ username: 'alex', password: 'p "1", 2' },
      sites: [
        { url: 'https://shop.example/', match: 'domain' },
        { url: 'https://login.shop.example', match: 'host' },
        { url: '^https://.*', match: 'regex' },
      ],
      oneTimes: [{ secret: 'JBSWY3DPEHPK3PXP', issuer: 'Shop', account: 'alex', digits: 6 }],
      fields: [
        { name: 'Customer', value: '42', type: 'text' },
        { name: 'PIN', value: '0007', type: 'hidden' },
        { name: 'Newsletter', value: 'false', type: 'yes-no' },
        { name: 'login_id', value: 'username', type: 'linked' },
      ],
      earlier: [
        { password: 'old', until: Date.UTC(2025, 5, 2, 3, 4, 5, 678) },
        { password: 'older', until: Date.UTC(2025, 0, 2, 3, 4, 5, 678) },
      ],
      createdAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
      changedAt: Date.UTC(2026, 1, 3, 4, 5, 6, 789),
      deletedAt: null,
    });
  });

  it('brings its passkeys, whichever way the id is spelled', () => {
    expect(shop.passkeys.map(({ credentialId, key }) => [credentialId, key])).toEqual([
      ['n8RhD5ZBTDWLw3-lpb2_jQ', P256_KEY],
      ['AQIDBAUGBwg', ED25519_KEY],
    ]);
  });

  it('brings notes, cards and people', () => {
    expect(note).toMatchObject({ kind: 'note', note: 'hello', deletedAt: Date.UTC(2026, 2, 4, 5, 6, 7, 890) });
    expect(card.card).toEqual({
      holder: 'Alex',
      number: '4111',
      brand: 'Visa',
      expiry: '2027-04',
      code: '012',
      pin: '',
    });
    expect(person).toMatchObject({ kind: 'address', username: 'alexs' });
    expect(person.person).toMatchObject({ firstName: 'Alex', lines: ['Street 1', 'Yard'], region: 'ST', city: 'Town' });
    expect(person.fields.map(({ name, value, type }) => [name, value, type])).toEqual([
      ['Social Security number', '111', 'hidden'],
      ['Passport number', 'P1', 'hidden'],
    ]);
  });

  it('keeps whole what no screen knows', () => {
    expect(others.map(({ kind }) => kind)).toEqual(Array(5).fill('other'));
    expect(others.map(({ kept }) => kept.map(({ what }) => what))).toEqual([
      ['sshKey'],
      ['bankAccount'],
      ['driversLicense'],
      ['passport'],
      ['type', 'hologram'],
    ]);
    expect(shop.kept).toEqual([
      { from: 'bitwarden', what: 'reprompt', json: '1' },
      { from: 'bitwarden', what: 'login.autofillOnPageLoad', json: 'true' },
    ]);
  });

  it('is the same once it was written again, but for ids and the labels of keys', () => {
    const written = JSON.parse(write(entries));
    expect(readText(write(entries))).toEqual({ entries, problems: [] });
    const plain = (value: typeof BITWARDEN_EXPORT): any[] =>
      value.items.map(({ id, folderId, ...rest }: Record<string, unknown>) => ({
        folder: value.folders.find((folder) => folder.id === folderId)?.name,
        fields: [],
        ...rest,
      }));
    const [first, ...rest] = plain(written);
    const [before, ...restBefore] = plain(BITWARDEN_EXPORT);
    expect(rest).toEqual(restBefore);
    const { fido2Credentials, ...section } = first.login;
    const { fido2Credentials: _, ...loginBefore } = before.login;
    expect({ ...section, totp: '' }).toEqual({ ...loginBefore, totp: '' });
    expect(fido2Credentials).toEqual([
      passkeySample('9fc4610f-9641-4c35-8bc3-7fa5a5bdbf8d', P256_KEY),
      { ...passkeySample('b64.AQIDBAUGBwg', ED25519_KEY), keyAlgorithm: 'Ed25519', keyCurve: 'Ed25519' },
    ]);
  });
});

describe('other exports', () => {
  it('of an organisation put an item into its first collection, and name the others', () => {
    const collections = ['Team/Web', 'All'].map((name, at) => ({ id: `c${at}`, organizationId: 'o', name }));
    const items = [{ type: 2, name: 'Door', organizationId: 'o', collectionIds: ['c0', 'c1', 'gone'] }];
    const [door] = read(text({ encrypted: false, collections, items })).entries;
    expect(door).toMatchObject({ folder: ['Team', 'Web'], tags: ['All'] });
  });

  it('that are encrypted are refused by name', () => {
    const bound = text({ encrypted: true, encKeyValidation_DO_NOT_EDIT: '2.a|b|c', folders: [], items: [] });
    expect(bitwardenFormat.recognises(bound)).toBe(true);
    expect(bitwardenFormat.read(bound)).toEqual({ ok: false, refusal: 'account-bound' });
    const closed = text({ encrypted: true, passwordProtected: true, data: '2.a|b|c' });
    expect(bitwardenFormat.read(closed)).toEqual({ ok: false, refusal: 'password-needed' });
  });

  it('that hold nothing, or are none, are refused', () => {
    expect(bitwardenFormat.read(text({ encrypted: false, folders: [], items: [] }))).toMatchObject({
      refusal: 'empty',
    });
    expect(bitwardenFormat.read(text({ encrypted: false }))).toMatchObject({ refusal: 'damaged' });
    expect(bitwardenFormat.recognises(text({ items: [] }))).toBe(false);
    expect(bitwardenFormat.recognises({ kind: 'text', text: 'encrypted' })).toBe(false);
  });

  it('in an archive bring the attachments of their items, and say which are damaged or belong to none', () => {
    const id = BITWARDEN_EXPORT.items[0]?.['id'];
    const files = new Map([
      ['data.json', new TextEncoder().encode(JSON.stringify(BITWARDEN_EXPORT))],
      [`attachments/${id}/scan 1.pdf`, new Uint8Array(5)],
      ['attachments/gone/b.txt', new Uint8Array(1)],
    ]);
    const archive: EntrySource = { kind: 'archive', files, damaged: new Set([`attachments/${id}/c.png`]) };
    expect(bitwardenFormat.recognises(archive)).toBe(true);
    const { entries, problems } = read(archive);
    expect(entries[0]?.attachments).toEqual([{ name: 'scan 1.pdf', ref: `attachments/${id}/scan 1.pdf`, size: 5 }]);
    expect(problems).toEqual([
      { entry: 'attachments/gone/b.txt', reason: 'missing-reference', what: '' },
      { entry: 'Shop', reason: 'damaged-attachment', what: 'c.png' },
    ]);
  });
});

describe('a part that is not understood', () => {
  it.each([
    ['a counter code', 'otpauth://hotp/a?secret=JBSWY3DPEHPK3PXP&counter=1', 'counter-code'],
    ['a secret with other letters', 'JBSW 1890', 'bad-secret'],
  ])('%s is told, kept, and written again', (_, totp, reason) => {
    const { entries, problems } = login({ username: 'alex', totp });
    expect(problems).toEqual([{ entry: 'Shop', reason, what: 'totp' }]);
    expect(entries[0]).toMatchObject({ username: 'alex', oneTimes: [] });
    expect(JSON.parse(write(entries)).items[0].login.totp).toBe(totp);
  });

  it.each([
    ['no key', 'AQID', 'bad-key'],
    [
      'a key that nothing signs with',
      'MC4CAQAwBQYDK2VuBCIEIGGHzGEyfYAO2ZRZSekZOvklGK-EIUVyfNd80JRrh3qK',
      'unknown-algorithm',
    ],
  ])('a passkey with %s is told', (_, key, reason) => {
    const { entries, problems } = login({ fido2Credentials: [passkeySample('b64.AQID', key)] });
    expect(problems).toEqual([{ entry: 'Shop', reason, what: 'passkey' }]);
    expect(entries[0]?.passkeys).toEqual([]);
  });

  it('a count of a passkey is told, since nothing here goes on counting', () => {
    const { entries, problems } = login({
      fido2Credentials: [{ ...passkeySample('b64.AQID', P256_KEY), counter: '7' }],
    });
    expect(problems).toEqual([{ entry: 'Shop', reason: 'not-understood', what: 'counter' }]);
    expect(entries[0]?.passkeys).toHaveLength(1);
  });

  it('an expiry that is no month stays as it is', () => {
    const card = { number: '4111', expMonth: '13', expYear: 'soon' };
    const { entries } = one({ type: 3, card });
    expect(entries[0]?.card?.expiry).toBe('');
    expect(JSON.parse(write(entries)).items[0].card).toMatchObject(card);
  });

  it('times, fields and items are told by name', () => {
    const fields = [{ name: 'f', type: 3, linkedId: 999 }, { name: 'g', value: 'secret', type: 17 }, 5];
    const { entries, problems } = one({ type: 2, creationDate: 'once', fields });
    expect(entries[0]?.fields).toEqual([{ name: 'g', value: 'secret', type: 'hidden', section: '' }]);
    expect(problems.map(({ reason, what }) => `${reason} ${what}`)).toEqual(
      expect.arrayContaining(['bad-date creationDate', 'not-understood f', 'not-understood ']),
    );
    expect(read(text({ encrypted: false, items: [5] }))).toEqual({
      entries: [],
      problems: [{ entry: 'Item 1', reason: 'not-understood', what: '' }],
    });
  });

  it('one whose name would lead elsewhere is told', () => {
    const { entries, problems } = one({ type: 2, 'login.totp': 'x' });
    expect(problems).toEqual([{ entry: 'Shop', reason: 'not-understood', what: 'login.totp' }]);
    expect(entries[0]?.kept).toEqual([]);
  });

  it('one that is too deep to be kept is told', () => {
    const deep = `${'['.repeat(9000)}1${']'.repeat(9000)}`;
    const { problems } = readText(`{"encrypted":false,"items":[{"type":2,"name":"Shop","deep":${deep}}]}`);
    expect(problems).toEqual([{ entry: 'Shop', reason: 'too-long', what: 'deep' }]);
  });
});

describe('an entry that Bitwarden has no item for', () => {
  it('becomes an item for each thing that it is, and fields of the rest', () => {
    const card = { holder: 'Alex', number: '4111', brand: '', expiry: '2027-04', code: '', pin: '0007' };
    const entry: VaultEntry = {
      ...EMPTY_ENTRY,
      ...{
        kind: 'card',
        title: 'Bank',
        card,
        username: 'alex',
        email: 'alex@mail.example',
        password: 'p',
        tags: ['a', 'b'],
      },
      sites: [{ url: 'https://bank.example', match: 'domain' }],
      fields: [{ name: 'Limit', value: '5', type: 'text', section: 'Terms' }],
    };
    const { entries } = readText(write([entry]));
    expect(entries.map(({ kind, username, password, sites }) => [kind, username, password, sites.length])).toEqual([
      ['card', '', '', 0],
      ['login', 'alex', 'p', 1],
    ]);
    expect(entries[0]?.fields.map(({ name, value }) => `${name} = ${value}`)).toEqual([
      'Terms: Limit = 5',
      'Email = alex@mail.example',
      'Tags = a, b',
      'PIN = 0007',
    ]);
  });
});

describe('any', () => {
  const mixed = fc
    .tuple(anyEntry(), anyEntry(), fc.boolean())
    .map(([a, b, both]) => (both ? { ...b, kind: a.kind, card: a.card ?? b.card, person: a.person ?? b.person } : a));

  it('vault comes back as the loss table says', () => {
    fc.assert(
      fc.property(fc.array(mixed, { minLength: 1, maxLength: 4 }), (entries) => {
        expect(readText(write(entries))).toEqual({ entries: entries.flatMap(bitwardenImage), problems: [] });
      }),
    );
  });

  it('file is read to its end, or refused', () => {
    fc.assert(
      fc.property(anyDamaged(BITWARDEN_EXPORT), (damaged) => {
        const source: EntrySource = { kind: 'text', text: damaged };
        bitwardenFormat.recognises(source);
        const outcome = bitwardenFormat.read(source);
        if (outcome.ok)
          expect(JSON.parse(write(outcome.entries)).items.length).toBeGreaterThanOrEqual(outcome.entries.length);
      }),
      { numRuns: 1000 },
    );
  });
});
