// A 1PUX export comes in whole, or says what of it does not; and one bad item costs nobody the others.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { EMPTY_CARD, EMPTY_ENTRY, EMPTY_PERSON, type VaultEntry } from '../entry.ts';
import { type EntrySource, MOST_ENTRIES, type ReadEntries } from '../format.ts';
import { anyDamaged } from '../json.testkit.ts';
import { onePasswordFormat } from './onepassword.ts';
import { archiveOf, CARD, EXPORT, FILES, SHOP } from './samples.testkit.ts';

function reading(source: EntrySource): ReadEntries {
  const outcome = onePasswordFormat.read(source);
  if (!outcome.ok) throw new Error(outcome.refusal);
  return outcome;
}
const whole = reading(archiveOf(EXPORT, FILES));
const entryOf = (title: string): VaultEntry => {
  const entry = whole.entries.find((it) => it.title === title);
  if (entry === undefined) throw new Error(`no ${title}`);
  return entry;
};
const oneVault = (...items: unknown[]) => ({ accounts: [{ attrs: {}, vaults: [{ attrs: {}, items }] }] });
const CODE = { secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA-1', digits: 6, periodSeconds: 30, alphabet: 'decimal' };
const text = (name: string, value: string, section = '') => ({ name, value, type: 'text', section });
const hidden = (name: string, value: string, section = '') => ({ name, value, type: 'hidden', section });

describe('an export of 1Password', () => {
  it('gives a log-in with all that hangs on it', () => {
    expect(entryOf('Shop')).toEqual({
      ...EMPTY_ENTRY,
      ...{ kind: 'login', title: 'Shop', folder: ['Private'], tags: ['money', 'family/food'], favourite: true },
      sites: [
        { url: 'https://shop.example/', match: 'domain' },
        { url: 'https://till.shop.example/', match: 'host' },
      ],
      ...{ username: 'alex', password: 'correct horse', note: 'Two\nlines' },
      oneTimes: [
        { ...CODE, issuer: 'Shop', account: 'alex' },
        { ...CODE, issuer: '', account: '' },
      ],
      fields: [
        hidden('pin', '4711'),
        { name: 'stay', value: 'true', type: 'yes-no', section: '' },
        { name: 'news', value: 'false', type: 'yes-no', section: '' },
        text('mail', 'a@mail.example'),
        hidden('broken', 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&algorithm=MD5'),
        text('question', 'first pet', 'Extra'),
        hidden('answer', 'Bello', 'Extra'),
        text('since', '1984-03-31', 'Extra'),
        text('before the epoch', '1969-12-31', 'Extra'),
        text('until', '2027-04', 'Extra'),
        text('mail', 'b@mail.example', 'Extra'),
        text('alias', 'c@mail.example', 'Extra'),
        text('alias provider', 'fastmail', 'Extra'),
        text('signed in with', 'google', 'Extra'),
        text('home', 'Gasse 1\n1010 Ort\nat', 'Extra'),
        text('card', 'Bank card', 'Extra'),
        text('gone', 'nobody', 'Extra'),
        hidden('newer', '{"angle":3}', 'Extra'),
        text('month that is none', '202713', 'Extra'),
      ],
      attachments: [{ name: 'receipt.pdf', ref: 'files/doc1__receipt.pdf', size: 3 }],
      earlier: [
        { until: 1_650_000_000_000, password: 'old', rest: null },
        { until: 1_600_000_000_000, password: 'older', rest: null },
      ],
      ...{ createdAt: 1_700_000_000_000, changedAt: 1_700_000_600_000 },
    });
    expect(whole.problems).toEqual([
      { entry: 'Shop', reason: 'unknown-algorithm', what: 'broken' },
      { entry: 'Shop', reason: 'missing-reference', what: 'gone' },
      { entry: 'Shop', reason: 'bad-date', what: 'month that is none' },
    ]);
  });

  it('gives cards and people their parts, and other fields their names', () => {
    const card = entryOf('Bank card');
    expect(card.card).toEqual({
      ...{ holder: 'Alex Muster', number: '5500000000000004', brand: 'Mastercard', expiry: '2029-12' },
      ...{ code: '012', pin: '0007' },
    });
    expect(card.fields).toEqual([
      text('valid from', '2025-01'),
      text('phone', '+43 1 5', 'Contact'),
      text('cash limit', '400', 'More'),
    ]);
    const person = entryOf('Alex');
    expect(person.kind).toBe('address');
    expect(person.person).toEqual({
      ...EMPTY_PERSON,
      ...{ firstName: 'Alex', middleName: 'M.', lastName: 'Muster', company: 'Muster & Co' },
      ...{ email: 'a@mail.example', phone: '+43 1 5', lines: ['Gasse 1', 'Stiege 2'], city: 'Wien', region: 'W' },
      ...{ postalCode: '1010', country: 'at' },
    });
    expect(person.fields).toEqual([
      text('birth date', '1984-03-31', 'Identification'),
      text('mobile', '+43 660 5', 'Address'),
    ]);
  });

  it('takes log-ins of every category', () => {
    const { kind, password, kept } = entryOf('Generated');
    expect([kind, password, kept]).toEqual([
      'login',
      'zebra-tango',
      [{ from: '1pux', what: 'categoryUuid', json: '"005"' }],
    ]);
    expect(entryOf('Server')).toMatchObject({
      ...{ kind: 'login', username: 'root', password: 'tunnel', fields: [] },
      sites: [{ url: 'https://host.example/', match: 'domain' }],
    });
    expect(entryOf('Interface').password).toBe('key-1');
  });

  it('takes documents, notes, keys, and what lies in archive and bin', () => {
    expect(entryOf('Contract').attachments).toEqual([
      { name: 'contract.pdf', ref: 'files/doc2___contract.pdf', size: 2 },
    ]);
    expect(entryOf('Old').attachments).toEqual([{ name: 'old.txt', ref: 'files/doc3__old.txt', size: 4 }]);
    expect(entryOf('Wi-Fi of the café')).toMatchObject({ kind: 'note', note: 'ask Blair', tags: ['Archive'] });
    expect([entryOf('Thrown away').deletedAt, entryOf('Old').deletedAt]).toEqual([1_700_000_600_000, 0]);
    expect(entryOf('Laptop').fields).toEqual([
      hidden('private key', 'PRIVATE'),
      text('private key publicKey', 'ssh-ed25519 A'),
      text('private key fingerprint', 'SHA256:x'),
      text('private key keyType', '{"t":"e"}'),
    ]);
    expect(entryOf('Passport')).toMatchObject({ kind: 'other', fields: [text('number', 'P1')] });
  });

  it('keeps an item of a newer category whole, its fields in sight', () => {
    const { kind, fields, kept } = entryOf('A thing to come');
    expect([kind, fields]).toEqual(['other', [text('quality', 'fine')]]);
    expect(kept.map(({ from, what }) => [from, what])).toEqual([['1pux', 'item']]);
    expect(JSON.parse(kept[0]?.json ?? '')).toMatchObject({ categoryUuid: '999', details: { wings: { left: 1 } } });
  });

  it('names the account if there are several', () => {
    const [account] = EXPORT.accounts;
    const two = { accounts: [account, { ...account, attrs: { name: 'Blair' } }] };
    const folders = new Set(reading(archiveOf(two)).entries.map(({ folder }) => folder.join(' / ')));
    expect([...folders]).toEqual([
      'Muster family / Private',
      'Muster family / Shared',
      'Blair / Private',
      'Blair / Shared',
    ]);
  });

  it('says of an attachment that it is missing, or damaged', () => {
    const items = [
      { ...CARD, details: { documentAttributes: { documentId: 'gone', fileName: 'gone.png' } } },
      { ...CARD, details: { documentAttributes: { documentId: 'damaged', fileName: 'photo.png' } } },
    ];
    expect(reading(archiveOf(oneVault(...items))).problems).toEqual([
      { entry: 'Bank card', reason: 'missing-attachment', what: 'gone.png' },
      { entry: 'Bank card', reason: 'damaged-attachment', what: 'photo.png' },
    ]);
  });

  it('is known by what it holds, unpacked as well', () => {
    expect(onePasswordFormat.recognises(archiveOf(EXPORT))).toBe(true);
    const unpacked: EntrySource = { kind: 'text', text: JSON.stringify(EXPORT) };
    expect(onePasswordFormat.recognises(unpacked)).toBe(true);
    expect(reading(unpacked).entries).toHaveLength(whole.entries.length);
    expect(onePasswordFormat.recognises({ kind: 'text', text: '{"accounts":[{"items":[]}]}' })).toBe(false);
    expect(onePasswordFormat.recognises({ kind: 'archive', files: new Map(), damaged: new Set() })).toBe(false);
  });
});

describe('an export that is not as it should be', () => {
  it.each([
    ['cut off', JSON.stringify(EXPORT).slice(0, -5), 'damaged'],
    ['another file', '[]', 'damaged'],
    ['without items', JSON.stringify(oneVault()), 'empty'],
  ])('is refused: %s', (_, data, refusal) => {
    expect(onePasswordFormat.read(archiveOf(data))).toEqual({ ok: false, refusal });
  });

  it('is refused if its bytes are no text, or were damaged on the way', () => {
    const bytes = {
      kind: 'archive',
      files: new Map([['export.data', new Uint8Array([0xff])]]),
      damaged: new Set<string>(),
    } as const;
    expect(onePasswordFormat.read(bytes)).toEqual({ ok: false, refusal: 'damaged' });
    const damaged: EntrySource = { kind: 'archive', files: new Map(), damaged: new Set(['export.data']) };
    expect(onePasswordFormat.recognises(damaged)).toBe(true);
    expect(onePasswordFormat.read(damaged)).toEqual({ ok: false, refusal: 'damaged' });
  });

  it('loses the bad items alone, and names them', () => {
    const { entries, problems } = reading(archiveOf(oneVault(null, SHOP, 7, { uuid: 'u' }, { overview: [] }, CARD)));
    expect(entries.map(({ title }) => title)).toEqual(['Shop', 'Bank card']);
    const bad = problems.filter(({ reason }) => reason === 'not-understood').map(({ entry }) => entry);
    expect(bad).toEqual(['Item 1', 'Item 3', 'u', 'Item 5']);
  });

  it('is read no further than anybody goes', () => {
    const one = { categoryUuid: '003', overview: { title: 'x' } };
    const { entries, problems } = reading(archiveOf(oneVault(...new Array(MOST_ENTRIES + 5).fill(one))));
    expect(entries).toHaveLength(MOST_ENTRIES);
    expect(problems).toEqual([{ entry: '', reason: 'too-many', what: '' }]);
  });

  it('always has an answer that can be kept: entries of the right types, of text that can be encoded', () => {
    const shape = JSON.stringify(EMPTY_ENTRY);
    fc.assert(
      fc.property(anyDamaged(EXPORT), (data) => {
        const outcome = onePasswordFormat.read(archiveOf(data, FILES));
        if (!outcome.ok) return;
        for (const entry of outcome.entries) {
          expect(Object.keys(entry).sort()).toEqual(Object.keys(JSON.parse(shape)).sort());
          expect(JSON.parse(JSON.stringify(entry))).toEqual(entry);
          expect(encodeUtf8([entry.title, entry.note, ...entry.fields.map(({ value }) => value)].join())).toBeTruthy();
          expect(entry.card === null || Object.keys(entry.card).length === Object.keys(EMPTY_CARD).length).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
