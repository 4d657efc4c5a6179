// What each product's file means, entry by entry, and the problems that its reading names.
import { describe, expect, test } from 'vitest';
import { EMPTY_CARD, EMPTY_ENTRY, EMPTY_PERSON, type OneTime, type VaultEntry } from '../entry.ts';
import type { ReadEntries } from '../format.ts';
import { recogniseFormat } from '../formats.ts';
import { SAMPLES, VARIANTS } from './samples.testkit.ts';

const CODE: OneTime = {
  ...{ secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA-1', digits: 6, periodSeconds: 30 },
  ...{ alphabet: 'decimal', issuer: '', account: '' },
};
const OF_SHOP: OneTime = { ...CODE, issuer: 'Shop', account: 'alex' };
const STEAM = { digits: 5, alphabet: 'steam' } as const;

const site = (url: string) => ({ url, match: 'domain' }) as const;
const field = (name: string, value: string, type: 'text' | 'hidden' = 'text', section = '') =>
  ({ name, value, type, section }) as const;

function readText(text: string): ReadEntries {
  const source = { kind: 'text', text } as const;
  const reading = recogniseFormat(source)?.read(source);
  if (reading?.ok !== true) throw new Error('it is not read');
  return reading;
}
const sample = (id: string): ReadEntries => readText(SAMPLES[id] ?? '');
const entries = (...parts: Partial<VaultEntry>[]): VaultEntry[] => parts.map((part) => ({ ...EMPTY_ENTRY, ...part }));

describe('browsers', () => {
  test('Chrome: rows without a name, a user name or a password are real', () => {
    const { entries: read, problems } = sample('chromium-csv');
    expect(read).toEqual(
      entries(
        { title: 'shop.example', sites: [site('https://shop.example/log-in')], username: 'alex', password: 'a,b"c' },
        { sites: [site('https://other.example/')], password: '0123', note: ' first ' },
        { title: 'Router', sites: [site('http://192.168.1.1/')], username: 'admin' },
      ),
    );
    expect(problems).toEqual([]);
  });

  test('Chrome: a file that was cut is told, in a row or in its last value', () => {
    const text =
      'name,url,username,password\nA,https://a.example/,alex,first secret\nB,https://b.example/,blair,second';
    const { entries: read, problems } = readText(text);
    expect(read.map(({ password }) => password)).toEqual(['first secret', 'second']);
    expect(problems).toEqual([{ entry: 'B', reason: 'maybe-cut-off', what: '' }]);
    expect(readText(`${text} secret\n`).problems).toEqual([]);

    const half = readText(text.slice(0, -'blair,second'.length));
    expect([half.entries.length, half.problems]).toEqual([
      1,
      [{ entry: 'https://b.example/', reason: 'cut-off', what: '' }],
    ]);
  });

  test('Firefox: times are in ms, a realm is a field, and the keys of its own account stay out', () => {
    const { entries: read, problems } = sample('firefox-csv');
    expect(read).toEqual(
      entries(
        {
          ...{ sites: [site('https://shop.example')], username: 'alex', password: 'pa"ss' },
          ...{ createdAt: 1_700_000_000_123, changedAt: 1_705_000_000_000 },
        },
        {
          ...{ sites: [site('https://intranet.example')], username: 'blair', password: 'secret' },
          ...{ fields: [field('httpRealm', 'Staff only')] },
          ...{ createdAt: 1_600_000_000_000, changedAt: 1_600_000_000_000 },
        },
      ),
    );
    expect(problems).toEqual([{ entry: 'chrome://FirefoxAccounts', reason: 'not-understood', what: '' }]);
  });

  test('Apple: a title that Apple made of host and user name is the host', () => {
    expect(sample('apple-csv').entries).toEqual(
      entries(
        {
          ...{ title: 'www.shop.example', sites: [site('https://www.shop.example/')], username: 'alex' },
          ...{ password: 'pass', oneTimes: [OF_SHOP] },
        },
        { title: 'My bank', sites: [site('https://bank.example/')], password: '1e5', note: 'line 1\nline 2' },
      ),
    );
  });
});

describe('KeePass', () => {
  test('KeePassXC: the root is no folder, the bin is one, and a reference leads nowhere', () => {
    const { entries: read, problems } = sample('keepassxc-csv');
    const times = { createdAt: Date.UTC(2025, 0, 2, 3, 4, 5), changedAt: Date.UTC(2026, 0, 2, 3, 4, 5) };
    expect(read).toEqual(
      entries(
        {
          ...{ title: 'Shop', folder: ['Work', 'Shops'], sites: [site('https://shop.example')], username: 'alex' },
          ...{ password: 'pa"ss', oneTimes: [{ ...OF_SHOP, ...STEAM }], ...times },
        },
        { title: 'Copy', username: '{REF:U@I:00112233445566778899AABBCCDDEEFF}', password: 'x', ...times },
        { title: 'Old', username: 'blair', password: 'old', ...times, deletedAt: times.changedAt },
      ),
    );
    expect(problems).toEqual([{ entry: 'Copy', reason: 'missing-reference', what: 'username' }]);
  });

  test('KeePass: backslashes escape', () => {
    expect(sample('keepass-csv').entries).toEqual(
      entries(
        {
          ...{ title: 'Shop', username: 'alex', password: 'pa"ss\\', sites: [site('https://shop.example')] },
          ...{ note: 'first line\nsecond "line"' },
        },
        { title: 'C:\\', username: 'blair', password: '\\' },
      ),
    );
  });
});

describe('managers', () => {
  test('Bitwarden: addresses with commas, values of several lines', () => {
    expect(sample('bitwarden-csv').entries).toEqual(
      entries(
        {
          ...{ title: 'Shop', folder: ['Work', 'Shops'], favourite: true, username: 'alex', password: 'pass' },
          ...{ sites: [site('https://shop.example/?a=1,2'), site('https://www.shop.example')], note: 'a note' },
          ...{ oneTimes: [{ ...CODE, ...STEAM }], fields: [field('Number', '42'), field('Recovery', 'one\ntwo')] },
        },
        { kind: 'note', title: 'Door', note: 'code of the door' },
      ),
    );
  });

  test('LastPass: notes, cards and addresses stand below http://sn', () => {
    expect(sample('lastpass-csv').entries).toEqual(
      entries(
        {
          ...{ title: 'Shop', folder: ['Work', 'Shops'], favourite: true, sites: [site('https://shop.example')] },
          ...{ username: 'alex', password: 'pass', oneTimes: [CODE], note: 'a note' },
        },
        { kind: 'note', title: 'A note', note: 'plain text' },
        {
          ...{ kind: 'card', title: 'My card', note: 'for\ntravel' },
          card: {
            ...{
              holder: 'Alex Doe',
              brand: 'Visa',
              number: '4111111111111111',
              code: '012',
              expiry: '2027-01',
              pin: '',
            },
          },
        },
        {
          ...{ kind: 'address', title: 'Home', fields: [field('Fax', '5')] },
          person: {
            ...{ ...EMPTY_PERSON, title: 'dr', firstName: 'Alex', lastName: 'Doe', lines: ['1 High Street'] },
            ...{ city: 'Dresden', postalCode: '01067' },
          },
        },
        { kind: 'note', title: 'Wi-Fi', note: 'NoteType:Wi-Fi Password\nSSID:home\nPassword:secret' },
      ),
    );
  });

  test('Proton Pass: cards and persons are JSON in the note, addresses are joined, an alias is its address', () => {
    const { entries: read, problems } = sample('proton-csv');
    const at = { createdAt: 1_700_000_000_000, changedAt: 1_700_000_000_000 };
    expect(read).toEqual(
      entries(
        {
          ...{ title: 'Shop', folder: ['Personal'], ...at, changedAt: 1_710_000_000_000, note: 'a note' },
          ...{
            email: 'alex@mail.example',
            username: 'alex',
            password: 'pass',
            oneTimes: [{ ...OF_SHOP, issuer: 'Shop' }],
          },
          sites: [
            { url: 'https://app.shop.example/', match: 'host' },
            ...['https://shop.example/', 'https://www.shop.example/'].map(site),
          ],
        },
        { title: 'News', folder: ['Personal'], ...at, email: 'news.42@alias.example', note: 'for newsletters' },
        {
          ...{ kind: 'card', title: 'Card', folder: ['Second'], ...at, note: 'for travel' },
          card: {
            ...{
              holder: 'Alex Doe',
              brand: '',
              number: '4111111111111111',
              code: '012',
              expiry: '2027-01',
              pin: '0007',
            },
          },
        },
        {
          ...{ kind: 'address', title: 'Me', folder: ['Personal'], ...at, note: 'n' },
          person: {
            ...{ ...EMPTY_PERSON, firstName: 'Alex', lastName: 'Doe', lines: ['1 High Street'], city: 'Dresden' },
          },
          fields: [field('Club', '42', 'text', 'Personal details'), field('Plate', 'AB 1', 'hidden', 'Car')],
        },
        { kind: 'note', title: 'Door', folder: ['Personal'], ...at, note: 'code of the door' },
        {
          kind: 'card',
          title: 'Broken',
          folder: ['Personal'],
          ...at,
          createdAt: null,
          note: '{not json',
          card: EMPTY_CARD,
        },
      ),
    );
    expect(problems).toEqual([
      { entry: 'Broken', reason: 'not-understood', what: 'note' },
      { entry: 'Broken', reason: 'bad-date', what: 'createTime' },
    ]);
  });

  test('1Password', () => {
    expect(sample('1password-csv').entries).toEqual(
      entries(
        {
          ...{ title: 'Shop', tags: ['home', 'shops'], favourite: true, sites: [site('https://shop.example')] },
          ...{ username: 'alex', password: 'pass', oneTimes: [OF_SHOP], note: 'a note' },
        },
        {
          ...{
            title: 'Old',
            tags: ['Archived'],
            sites: [site('https://old.example')],
            username: 'alex',
            password: 'pass',
          },
        },
      ),
    );
  });

  test('Dashlane: a row may be short', () => {
    expect(sample('dashlane-csv').entries).toEqual(
      entries(
        {
          ...{ title: 'Shop', folder: ['Work'], sites: [site('https://shop.example')], username: 'alex' },
          ...{ password: 'pass', oneTimes: [CODE], fields: [field('username2', 'second')] },
        },
        { title: 'Notes only', note: 'a, b' },
      ),
    );
    const kinds = VARIANTS.filter(([id]) => id === 'dashlane-csv').map(([, text]) => readText(text).entries[0]);
    expect(kinds.map((entry) => [entry?.kind, entry?.title])).toEqual([
      ['note', 'Door'],
      ['card', 'My card'],
      ['other', 'passport'],
      ['address', 'Alex Doe'],
    ]);
    expect(kinds[1]?.card).toMatchObject({ holder: 'Alex Doe', expiry: '2027-01', code: '012' });
  });

  test('NordPass: one wide table of all kinds', () => {
    const { entries: read } = sample('nordpass-csv');
    expect(read.map(({ kind, title }) => [kind, title])).toEqual([
      ['login', 'Shop'],
      ['card', 'Card'],
      ['address', 'Me'],
      ['note', 'Door'],
    ]);
    expect(read[0]).toMatchObject({
      ...{ folder: ['Work'], sites: [site('https://shop.example'), site('https://www.shop.example')] },
      ...{ username: 'alex', password: 'pass', fields: [field('Number', '42', 'hidden')] },
    });
    expect(read[1]?.card).toMatchObject({ holder: 'Alex Doe', expiry: '2027-01', pin: '0007' });
    expect(read[2]?.person).toMatchObject({ firstName: 'Alex', middleName: 'Maria', lastName: 'Doe', city: 'Dresden' });
  });

  test('RoboForm: guarded cells, and a field in each cell past the header', () => {
    expect(sample('roboform-csv').entries).toEqual(
      entries(
        {
          ...{ title: 'Shop', folder: ['Work', 'Shops'], sites: [site('https://shop.example')], username: '@alex' },
          ...{ password: "'quoted", oneTimes: [CODE], note: 'a note', fields: [field('Number', '4,2')] },
        },
        { kind: 'note', title: 'Door', note: 'code of the door' },
      ),
    );
  });
});

test('an alias is a log-in of which the address is known', () => {
  const off = { name: 'enabled', value: 'false', type: 'yes-no', section: '' } as const;
  expect(sample('simplelogin-csv').entries).toEqual(
    entries(
      {
        ...{ email: 'shop.42@alias.example', note: 'the shop' },
        fields: [field('mailboxes', 'alex@mail.example blair@mail.example')],
      },
      { email: 'old.7@alias.example', fields: [field('mailboxes', 'alex@mail.example'), off] },
    ),
  );
  expect(sample('addy-csv').entries).toEqual(
    entries(
      {
        ...{ email: 'shop@alex.alias.example', note: 'the shop' },
        ...{ createdAt: Date.UTC(2026, 0, 2, 3, 4, 5), changedAt: Date.UTC(2026, 1, 2, 3, 4, 5) },
      },
      {
        ...{ email: 'old@alex.alias.example', fields: [off], createdAt: Date.UTC(2025, 0, 2, 3, 4, 5) },
        ...{ changedAt: Date.UTC(2025, 0, 2, 3, 4, 5), deletedAt: Date.UTC(2026, 0, 2, 3, 4, 5) },
      },
    ),
  );
});

test('of nobody’s columns those are taken whose names say what they hold, and the rest are fields', () => {
  expect(sample('csv').entries).toEqual(
    entries(
      {
        ...{ sites: [site('https://shop.example'), site('https://www.shop.example')], username: 'alex' },
        ...{ email: 'alex@mail.example', password: 'pass', note: 'a; b', fields: [field('PIN', '0007', 'hidden')] },
      },
      { username: 'blair', password: 'secret' },
    ),
  );
});
