// A KeePass file in clear, as KeePass and KeePassXC write it, and whatever a vault may hold, there and back.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyEntry } from '../entry.testkit.ts';
import { type EarlierVersion, EMPTY_ENTRY, type VaultEntry } from '../entry.ts';
import type { ReadEntries } from '../format.ts';
import { keepassFormat } from './format.ts';
import { keepassImage } from './keepass.testkit.ts';

const read = (text: string): ReadEntries => {
  const outcome = keepassFormat.read({ kind: 'text', text });
  if (!outcome.ok) throw new Error(outcome.refusal);
  return outcome;
};
const write = (entries: readonly VaultEntry[]) => keepassFormat.write?.(entries) ?? '';

const string = (name: string, value: string, attributes = '') =>
  `<String><Key>${name}</Key><Value${attributes}>${value}</Value></String>`;
const secret = (name: string, value: string) => string(name, value, ' ProtectInMemory="True"');
const uuid = (letter: string) => `<UUID>${Buffer.from(letter.repeat(16)).toString('base64')}</UUID>`;
const entry = (...inside: string[]) => `<Entry>${inside.join('')}</Entry>`;
const group = (name: string, ...inside: string[]) => `<Group><Name>${name}</Name>${inside.join('')}</Group>`;
const file = (meta: string, ...inside: string[]) =>
  `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<KeePassFile>\n\t<Meta>${meta}</Meta>\n\t<Root>${group('Alex', ...inside)}</Root>\n</KeePassFile>`;
const only = (...inside: string[]) => {
  const { entries, problems } = read(file('', entry(...inside)));
  return { entry: entries[0] as VaultEntry, problems };
};

describe('a file of KeePass', () => {
  test('is told by its first element', () => {
    const recognises = (text: string) => keepassFormat.recognises({ kind: 'text', text });
    expect(recognises(file(''))).toBe(true);
    expect(recognises('\ufeff<?xml version="1.0"?>\n<!-- mine -->\n<KeePassFile>')).toBe(true);
    expect(recognises('<html><KeePassFile></html>')).toBe(false);
    expect(keepassFormat.recognises({ kind: 'archive', files: new Map(), damaged: new Set() })).toBe(false);
  });

  test.each(['', '<KeePassFile/>', '<KeePassFile><Root></KeePassFile>', '{"entries":[]}'])('is not %s', (text) => {
    expect(keepassFormat.read({ kind: 'text', text })).toEqual({ ok: false, refusal: 'damaged' });
  });

  test('gives what it says of an entry', () => {
    const text = file(
      '',
      group(
        'Work',
        group(
          'Shops &amp; more',
          entry(
            '<Tags>home; sale,late</Tags>',
            '<Times><CreationTime>2024-01-02T03:04:05Z</CreationTime>',
            '<LastModificationTime>pVJO3Q4AAAA=</LastModificationTime>',
            '<ExpiryTime>2024-01-02T03:04:05Z</ExpiryTime><Expires>False</Expires></Times>',
            string('Title', 'Shop'),
            string('UserName', 'alex'),
            secret('Password', '  &lt;p&gt; '),
            string('URL', 'https://shop.example/'),
            string('KP2A_URL_2', 'https://third.example/'),
            string('KP2A_URL', 'https://second.example/'),
            string('Notes', 'one\r\ntwo'),
            secret('PIN', '0123'),
            string('Colour', 'blue'),
            secret('otp', 'otpauth://totp/Shop:alex?secret=JBSWY3DPEHPK3PXP&amp;issuer=Shop'),
          ),
        ),
      ),
    );
    expect(read(text)).toEqual({
      ok: true,
      problems: [],
      entries: [
        {
          ...EMPTY_ENTRY,
          ...{ title: 'Shop', username: 'alex', password: '  <p> ', note: 'one\ntwo' },
          folder: ['Work', 'Shops & more'],
          tags: ['home', 'sale', 'late'],
          sites: ['https://shop.example/', 'https://second.example/', 'https://third.example/'].map((url) => ({
            url,
            match: 'domain',
          })),
          oneTimes: [
            {
              ...{ secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA-1', digits: 6, periodSeconds: 30 },
              ...{ alphabet: 'decimal', issuer: 'Shop', account: 'alex' },
            },
          ],
          fields: [
            { name: 'PIN', value: '0123', type: 'hidden', section: '' },
            { name: 'Colour', value: 'blue', type: 'text', section: '' },
          ],
          createdAt: Date.UTC(2024, 0, 2, 3, 4, 5),
          changedAt: Date.UTC(2024, 1, 2, 3, 4, 5),
        },
      ],
    });
  });

  test('has a bin, whose entries say where they were, and templates, which are none', () => {
    const meta = `<RecycleBinUUID>${Buffer.from('b'.repeat(16)).toString('base64')}</RecycleBinUUID><EntryTemplatesGroup>${Buffer.from('t'.repeat(16)).toString('base64')}</EntryTemplatesGroup>`;
    const moved = '<Times><LocationChanged>2024-05-06T00:00:00Z</LocationChanged></Times>';
    const former = `<PreviousParentGroup>${Buffer.from('w'.repeat(16)).toString('base64')}</PreviousParentGroup>`;
    const { entries } = read(
      file(
        meta,
        group('Work', uuid('w')),
        group(
          'Papierkorb',
          uuid('b'),
          entry(string('Title', 'Old'), moved, former),
          group('Deep', entry(string('Title', 'Older'))),
        ),
        group('Vorlagen', uuid('t'), entry(string('Title', 'Template'))),
      ),
    );
    expect(entries.map(({ title, folder, deletedAt }) => [title, folder, deletedAt])).toEqual([
      ['Old', ['Work'], Date.UTC(2024, 4, 6)],
      ['Older', ['Deep'], 0],
    ]);
  });

  test('has earlier versions of an entry, each until the next was made', () => {
    const times = (day: string) =>
      `<Times><LastModificationTime>2024-01-0${day}T00:00:00Z</LastModificationTime></Times>`;
    const { entry: found } = only(
      string('Title', 'Shop'),
      secret('Password', 'third'),
      times('3'),
      `<History>${entry(secret('Password', 'first'), times('1'))}${entry(string('Title', 'Shpo'), secret('Password', 'second'), string('Colour', 'red'), times('2'))}</History>`,
    );
    expect(found.earlier).toEqual<EarlierVersion[]>([
      {
        until: Date.UTC(2024, 0, 3),
        password: 'second',
        rest: {
          ...{ title: 'Shpo', username: '', note: '', sites: [] },
          fields: [{ name: 'Colour', value: 'red', type: 'text', section: '' }],
        },
      },
      { until: Date.UTC(2024, 0, 2), password: 'first', rest: null },
    ]);
  });

  test.each([
    ['KeePassXC', 'KPEX_PASSKEY_CREDENTIAL_ID', 'KPEX_PASSKEY_USERNAME'],
    ['Strongbox', 'KPEX_PASSKEY_GENERATED_USER_ID', 'KPXC_PASSKEY_USERNAME'],
  ])('has a passkey as %s writes it', (_, id, name) => {
    const pem = '-----BEGIN PRIVATE KEY-----\nMIGH\nAgEA\n-----END PRIVATE KEY-----';
    const { entry: found } = only(
      '<Tags>Passkey,mine</Tags>',
      string(name, 'alex'),
      secret(id, 'AQID'),
      secret('KPEX_PASSKEY_PRIVATE_KEY_PEM', pem),
      string('KPEX_PASSKEY_RELYING_PARTY', 'shop.example'),
      secret('KPEX_PASSKEY_USER_HANDLE', 'BAUG'),
      string('KPEX_PASSKEY_NEW', '1'),
    );
    expect(found.passkeys).toEqual([
      {
        ...{ credentialId: 'AQID', rpId: 'shop.example', rpName: '', userHandle: 'BAUG', userName: 'alex' },
        ...{ userDisplayName: '', key: 'MIGHAgEA', createdAt: null, prfSecrets: null },
      },
    ]);
    expect(found.tags).toEqual(['mine']);
    expect(found.fields).toEqual([{ name: 'KPEX_PASSKEY_NEW', value: '1', type: 'text', section: '' }]);
  });

  test('keeps the fields of a passkey without a key that can be read', () => {
    const { entry: found, problems } = only(
      string('Title', 'Shop'),
      secret('KPEX_PASSKEY_PRIVATE_KEY_PEM', '-----BEGIN EC PRIVATE KEY-----\nMIGH\n-----END EC PRIVATE KEY-----'),
      string('KPEX_PASSKEY_RELYING_PARTY', 'shop.example'),
    );
    expect(problems).toEqual([{ entry: 'Shop', reason: 'bad-key', what: 'KPEX_PASSKEY_PRIVATE_KEY_PEM' }]);
    expect(found.fields.map(({ name }) => name)).toEqual([
      'KPEX_PASSKEY_PRIVATE_KEY_PEM',
      'KPEX_PASSKEY_RELYING_PARTY',
    ]);
  });

  test('has a one-time code in whatever fields a program puts it', () => {
    const { entry: found, problems } = only(
      secret('TimeOtp-Secret-Base32', 'jbsw y3dp ehpk 3pxp'),
      string('TimeOtp-Length', '8'),
      secret('otp 2', 'otpauth://totp/b?secret=JBSWY3DPEHPK3PXP&amp;encoder=steam'),
      secret('otp 3', 'nothing'),
    );
    expect(problems).toEqual([]);
    expect(found.oneTimes.map(({ digits, alphabet }) => [digits, alphabet])).toEqual([
      [8, 'decimal'],
      [5, 'steam'],
    ]);
    expect(found.fields.map(({ name }) => name)).toEqual(['otp 3']);
  });

  test('names what could not be taken, and goes on', () => {
    const { entry: found, problems } = only(
      string('Title', 'Shop'),
      string('Huge', 'x'.repeat(100_001)),
      secret('otp', 'otpauth://hotp/a?secret=JBSWY3DPEHPK3PXP&amp;counter=1'),
      '<Binary><Key>scan.pdf</Key><Value Ref="7"/></Binary>',
    );
    expect(problems).toEqual([
      { entry: 'Shop', reason: 'cut-off', what: 'fields' },
      { entry: 'Shop', reason: 'counter-code', what: 'otp' },
      { entry: 'Shop', reason: 'missing-attachment', what: 'scan.pdf' },
    ]);
    expect(found.fields.map(({ name, value }) => [name, value.length])).toEqual([
      ['Huge', 100_000],
      ['otp', 50],
    ]);
  });

  test('keeps what nobody here knows, and gives it back', () => {
    const rest =
      '<IconID>12</IconID><AutoType><Enabled>True</Enabled><DefaultSequence>{PASSWORD}</DefaultSequence></AutoType>' +
      '<News Since="2027"><Item>&lt;</Item></News>';
    const custom = '<CustomData><Item><Key>plug-in</Key><Value>7</Value></Item></CustomData>';
    const expires = '<Times><ExpiryTime>2030-01-01T00:00:00Z</ExpiryTime><Expires>True</Expires></Times>';
    const { entry: found } = only(string('Title', 'Shop'), '<IconID>0</IconID>', rest, custom, expires);
    expect(found.kept.map(({ from, what }) => [from, what])).toEqual([['keepass', 'entry']]);
    const again = write([found]);
    for (const part of [rest, custom, '<ExpiryTime>2030-01-01T00:00:00Z</ExpiryTime>']) expect(again).toContain(part);
    expect(only(string('Title', 'Shop'), '<IconID>0</IconID><OverrideURL/>').entry.kept).toEqual([]);
  });
});

const anyVersion = fc.record({
  until: fc.constantFrom(null, 1_600_000_000_000),
  password: fc.constantFrom('old', ''),
  rest: fc.option(
    anyEntry().map(({ title, sites, username, note, fields }) => ({ title, sites, username, note, fields })),
  ),
});
const anyKept = fc.constantFrom(
  { from: 'keepass', what: 'entry', json: '{"expiresAt":1893456000000,"customData":[],"rest":[]}' },
  { from: 'bitwarden', what: 'sshKey', json: '{}' },
);
const anyWhole = fc
  .tuple(anyEntry(), anyEntry(), fc.array(anyVersion, { maxLength: 3 }), fc.array(anyKept, { maxLength: 1 }))
  .map(([one, other, earlier, kept]) => ({ ...one, earlier, kept, passkeys: [...one.passkeys, ...other.passkeys] }));

/** By folder, as groups bring together what a vault has in any order. */
const sorted = (entries: readonly VaultEntry[]) => entries.map((one) => JSON.stringify(one, inOrder)).sort();
const inOrder = (_: string, value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

test('whatever a vault holds comes back as the table of losses says', () => {
  fc.assert(
    fc.property(fc.array(anyWhole, { maxLength: 4 }), (entries) => {
      const back = read(write(entries));
      expect(back.problems).toEqual([]);
      expect(sorted(back.entries)).toEqual(sorted(keepassImage(entries)));
    }),
  );
});

test('what came back is not changed by a second time', () => {
  fc.assert(
    fc.property(fc.array(anyWhole, { maxLength: 3 }), (entries) => {
      const once = write(read(write(entries)).entries);
      expect(write(read(once).entries)).toBe(once);
    }),
  );
});

test('a file that is cut, or changed anywhere, is read or refused', () => {
  const text = write([
    { ...EMPTY_ENTRY, title: 'Shop', password: 'p', sites: [{ url: 'https://shop.example', match: 'domain' }] },
  ]);
  fc.assert(
    fc.property(fc.nat(text.length), fc.nat(40), fc.string({ unit: 'binary', maxLength: 8 }), (at, cut, instead) => {
      keepassFormat.read({ kind: 'text', text: text.slice(0, at) + instead + text.slice(at + cut) });
      keepassFormat.read({ kind: 'text', text: text.slice(0, at) });
    }),
  );
});

test('kept parts that are no such parts are left out', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (json) => {
      const kept = [{ from: 'keepass', what: 'entry', json }];
      expect(read(write([{ ...EMPTY_ENTRY, title: 'Shop', kept }])).entries[0]?.title).toBe('Shop');
    }),
  );
});
