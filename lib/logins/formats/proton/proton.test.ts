// An export of Proton Pass comes in whole, passkeys included, or says what of it does not.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { keyKindOf } from '../../passkeys/key-kind.ts';
import { EMPTY_ENTRY, EMPTY_PERSON, type VaultEntry } from '../entry.ts';
import { type EntrySource, MOST_ENTRIES, type ReadEntries } from '../format.ts';
import { anyDamaged } from '../json.testkit.ts';
import { readProtonPasskey } from './passkey.ts';
import { protonFormat } from './proton.ts';
import {
  archiveOf,
  ED25519_PARAMETERS,
  EXPORT,
  ITEMS,
  P256_PARAMETERS,
  P384_PARAMETERS,
  PASSKEY,
  PKCS8,
  passkeyContent,
  SHOP,
} from './samples.testkit.ts';

function reading(source: EntrySource): ReadEntries {
  const outcome = protonFormat.read(source);
  if (!outcome.ok) throw new Error(outcome.refusal);
  return outcome;
}
const whole = reading(archiveOf(EXPORT));
const entryOf = (title: string): VaultEntry => {
  const entry = whole.entries.find((it) => it.title === title);
  if (entry === undefined) throw new Error(`no ${title}`);
  return entry;
};
const oneVault = (items: readonly unknown[], folders: unknown = []) => ({
  vaults: { v: { name: 'V', folders, items } },
});
const CODE = { secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA-1', digits: 6, periodSeconds: 30, alphabet: 'decimal' };
const text = (name: string, value: string, section = '') => ({ name, value, type: 'text', section });
const hidden = (name: string, value: string, section = '') => ({ name, value, type: 'hidden', section });

describe('an export of Proton Pass', () => {
  it('gives a log-in with all that hangs on it', () => {
    expect(entryOf('Shop')).toEqual({
      ...EMPTY_ENTRY,
      ...{ kind: 'login', title: 'Shop', folder: ['Personal', 'Money', 'Shops'], favourite: true },
      ...{ username: 'alex', email: 'alex@mail.example', password: 'correct horse', note: 'Two\nlines' },
      sites: [
        { url: 'https://shop.example/', match: 'domain' },
        { url: 'https://till.shop.example/', match: 'host' },
        { url: 'https://shop.example/a', match: 'exact' },
        { url: 'https://later.example/', match: 'exact' },
        { url: 'https://other.example/', match: 'domain' },
        { url: 'androidapp://example.shop', match: 'domain' },
      ],
      oneTimes: [
        { ...CODE, issuer: 'Shop', account: 'alex' },
        { ...CODE, issuer: '', account: '' },
      ],
      fields: [
        text('question', 'first pet'),
        hidden('answer', 'Bello'),
        hidden('broken', 'otpauth://hotp/x?secret=JBSWY3DPEHPK3PXP&counter=1'),
        text('since', '2024-03-31'),
        text('until', '2025-03-31'),
        hidden('later', 'angle'),
      ],
      passkeys: [
        {
          ...{ credentialId: '-_-_AQ', rpId: 'shop.example', rpName: 'Shop', userHandle: 'CQk', userName: 'alex' },
          ...{ userDisplayName: 'Alex M.', key: PKCS8.p256, createdAt: 1_720_000_000_000 },
          prfSecrets: { verified: 'AQI', unverified: '' },
        },
      ],
      attachments: [
        { name: 'receipt.pdf', ref: 'Proton Pass/files/aaaabbbbccccdddd-receipt.pdf', size: 3 },
        { name: 'a-b.txt', ref: 'Proton Pass/files/ddddccccbbbbaaaa-a-b.txt', size: 4 },
      ],
      ...{ createdAt: 1_700_000_000_000, changedAt: 1_700_000_600_000 },
    });
    expect(whole.problems).toEqual([
      { entry: 'Shop', reason: 'counter-code', what: 'broken' },
      { entry: 'Shop', reason: 'missing-attachment', what: 'gone' },
      { entry: 'Odd card', reason: 'bad-date', what: 'expirationDate' },
    ]);
  });

  it('gives log-ins of before, aliases and notes', () => {
    expect(entryOf('Old')).toMatchObject({ username: 'blair@mail.example', email: '', folder: ['Personal'] });
    expect(entryOf('Hidden')).toMatchObject({ kind: 'login', username: '', email: 'shop.abc@passmail.example' });
    expect(entryOf('Wi-Fi of the café')).toMatchObject({ kind: 'note', note: 'ask Blair' });
    expect(entryOf('Thrown away').deletedAt).toBe(1_700_000_600_000);
  });

  it('gives cards and people their parts, and other members their names', () => {
    expect(entryOf('Bank card').card).toEqual({
      ...{ holder: 'Alex Muster', number: '5500000000000004', brand: 'Mastercard', expiry: '2029-12' },
      ...{ code: '012', pin: '0007' },
    });
    expect(entryOf('Older card').card?.expiry).toBe('2030-01');
    expect(entryOf('Odd card')).toMatchObject({ card: { expiry: '' }, fields: [text('expirationDate', '13/30')] });
    const { kind, person, fields } = entryOf('Alex');
    expect(kind).toBe('address');
    expect(person).toEqual({
      ...EMPTY_PERSON,
      ...{ firstName: 'Alex', lastName: 'Muster', company: 'Muster & Co', email: 'a@mail.example', phone: '+43 1 5' },
      ...{ lines: ['Gasse 1', '2'], city: 'Wien', region: 'W', postalCode: '1010', country: 'AT' },
    });
    expect(fields).toEqual([
      text('birthdate', '1984-03-31'),
      hidden('socialSecurityNumber', '1234'),
      text('shoe size', '43', 'Personal details'),
      hidden('plate', 'W-1', 'Car'),
    ]);
  });

  it('gives keys, networks and types of the person’s own, and keeps a newer type whole', () => {
    expect(entryOf('Laptop')).toMatchObject({
      kind: 'other',
      fields: [
        hidden('private key', 'PRIVATE'),
        text('public key', 'ssh-ed25519 A'),
        text('host', 'host.example', 'Where'),
      ],
    });
    expect(entryOf('At home')).toMatchObject({
      ...{ kind: 'login', password: 'open sesame' },
      fields: [text('SSID', 'muster'), text('security', 'WPA2')],
    });
    expect(entryOf('Licence')).toMatchObject({ kind: 'other', fields: [hidden('key', 'K-1', 'Program')] });
    expect(entryOf('A thing to come')).toMatchObject({
      kind: 'other',
      kept: [{ from: 'proton', what: 'hologram', json: '{"angle":3}' }],
    });
  });

  it('is known by what it holds, alone as well, and says that it is encrypted', () => {
    expect(protonFormat.recognises(archiveOf(EXPORT))).toBe(true);
    const alone: EntrySource = { kind: 'text', text: JSON.stringify(EXPORT) };
    expect(protonFormat.recognises(alone)).toBe(true);
    expect(reading(alone).entries).toHaveLength(ITEMS.length);
    expect(protonFormat.recognises({ kind: 'text', text: '{"encrypted":false,"items":[]}' })).toBe(false);
    const encrypted = archiveOf('-----BEGIN PGP MESSAGE-----', 'Proton Pass/data.pgp');
    expect(protonFormat.recognises(encrypted)).toBe(true);
    expect(protonFormat.read(encrypted)).toEqual({ ok: false, refusal: 'password-needed' });
  });
});

describe('a passkey of Proton Pass', () => {
  const keyOf = (content: string) => {
    const outcome = readProtonPasskey({ ...PASSKEY, content });
    return outcome.ok ? outcome.passkey.key : outcome.reason;
  };

  it('is a key that OpenSSL reads, of either algorithm, with its public half or without', () => {
    expect(keyOf(passkeyContent('EC2', P256_PARAMETERS))).toBe(PKCS8.p256);
    expect(keyOf(passkeyContent('OKP', ED25519_PARAMETERS))).toBe(PKCS8.ed25519);
    const alone = keyOf(passkeyContent('EC2', [P256_PARAMETERS[0], P256_PARAMETERS[3]]));
    expect(keyKindOf(new Uint8Array(Buffer.from(alone, 'base64url')))).toBe('ES256');
  });

  it('takes from inside what does not stand beside it', () => {
    const { content } = PASSKEY;
    expect(readProtonPasskey({ content })).toMatchObject({
      passkey: {
        credentialId: 'AQIDyA',
        rpId: 'shop.example',
        userHandle: 'CQk',
        userName: 'alex',
        userDisplayName: 'Alex',
      },
    });
  });

  it.each([
    ['of another curve', passkeyContent('EC2', P384_PARAMETERS), 'unknown-algorithm'],
    ['without its private part', passkeyContent('EC2', P256_PARAMETERS.slice(0, 3)), 'bad-key'],
    ['of a later version', passkeyContent('EC2', P256_PARAMETERS, {}, 2), 'bad-key'],
    ['that is no MessagePack', Buffer.from('{}').toString('base64'), 'bad-key'],
    ['that is no base64', '%', 'bad-key'],
    ['that is cut off', PASSKEY.content.slice(0, 400), 'bad-key'],
  ])('%s is told, and costs the log-in nothing', (_, content, reason) => {
    const items = [
      { ...SHOP, data: { ...SHOP.data, content: { password: 'p', passkeys: [{ ...PASSKEY, content }] } } },
    ];
    const { entries, problems } = reading(archiveOf(oneVault(items)));
    expect(entries[0]).toMatchObject({ password: 'p', passkeys: [] });
    expect(problems).toContainEqual({ entry: 'Shop', reason, what: 'passkey' });
  });

  it('always has an answer, whatever its bytes', () => {
    const sample = Buffer.from(PASSKEY.content, 'base64');
    const changed = fc.tuple(fc.nat(sample.length - 1), fc.nat(255)).map(([at, byte]) => {
      const bytes = new Uint8Array(sample);
      bytes[at] = byte;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(changed, fc.uint8Array({ maxLength: 80 })), (bytes) => {
        const outcome = readProtonPasskey({ ...PASSKEY, content: Buffer.from(bytes).toString('base64') });
        if (outcome.ok)
          expect(keyKindOf(new Uint8Array(Buffer.from(outcome.passkey.key, 'base64url')))).toMatch(/ES256|EdDSA/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('an export that is not as it should be', () => {
  it.each([
    ['cut off', JSON.stringify(EXPORT).slice(0, -5), 'damaged'],
    ['another file', '[]', 'damaged'],
    ['without items', '{"vaults":{"a":{"items":[]}}}', 'empty'],
  ])('is refused: %s', (_, data, refusal) => {
    expect(protonFormat.read(archiveOf(data))).toEqual({ ok: false, refusal });
  });

  it('loses the bad items alone, and names them', () => {
    const nameless = { ...SHOP, data: { metadata: { name: 'nameless' } } };
    const { entries, problems } = reading(archiveOf(oneVault([null, SHOP, 7, nameless, ITEMS[3]])));
    expect(entries.map(({ title }) => title)).toEqual(['Shop', 'Wi-Fi of the café']);
    const bad = problems.filter(({ reason }) => reason === 'not-understood').map(({ entry }) => entry);
    expect(bad).toEqual(['Item 1', 'Item 3', 'nameless']);
  });

  it('with folders inside themselves, or deeper than any, is read, and they are named', () => {
    const circle = [
      { folderId: 'a', parentFolderId: 'b', name: 'A' },
      { folderId: 'b', parentFolderId: 'a', name: 'B' },
    ];
    const deep = Array.from({ length: 100 }, (_, at) => ({
      folderId: `${at}`,
      parentFolderId: `${at - 1}`,
      name: 'd',
    }));
    const at = (folderId: string) => ({ ...ITEMS[3], folderId });
    const { entries, problems } = reading(archiveOf(oneVault([at('a'), at('99'), at('gone')], [...circle, ...deep])));
    expect(entries.map(({ folder }) => folder.length)).toEqual([3, 33, 1]);
    expect(problems.map(({ entry, reason }) => [entry, reason])).toEqual([
      ['A', 'circular-reference'],
      ['d', 'too-many'],
    ]);
  });

  it('is read no further than anybody goes', () => {
    const { entries, problems } = reading(archiveOf(oneVault(new Array(MOST_ENTRIES + 5).fill(ITEMS[3]))));
    expect(entries).toHaveLength(MOST_ENTRIES);
    expect(problems).toEqual([{ entry: '', reason: 'too-many', what: '' }]);
  });

  it('always has an answer that can be kept', () => {
    fc.assert(
      fc.property(anyDamaged(EXPORT), (data) => {
        const outcome = protonFormat.read(archiveOf(data));
        if (!outcome.ok) return;
        for (const entry of outcome.entries) {
          expect(Object.keys(entry).sort()).toEqual(Object.keys(EMPTY_ENTRY).sort());
          expect(JSON.parse(JSON.stringify(entry))).toEqual(entry);
          expect(encodeUtf8(JSON.stringify(entry))).toBeTruthy();
        }
      }),
      { numRuns: 300 },
    );
  });
});
