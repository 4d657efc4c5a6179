// Facts about sites: that they are found for the hosts that they are meant for, and for no others.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPassword } from '../generate/password.ts';
import { PRINTABLE, parsePasswordRules } from '../generate/rules.ts';
import { seeded } from '../generate/scripted.testkit.ts';
import { isOfName, loadQuirks, type QuirkTexts, readQuirks } from './quirks.ts';

const TEXTS: QuirkTexts = {
  rules: `
bank.example minlength:4;maxlength:4;allowed:digit
login.bank.example minlength:8
=alone.example maxlength:12
`,
  shared: `
shop.example shop.test pay.mall.example
old.example > new.example
gone.example went.example >> here.example there.example
a.example > b.example > c.example
`,
  changePassword: `
bank.example /password
shop.example account.mall.example/change?me=1
odd.example alex@evil.example/
`,
  appendsTwoFactor: 'token.example',
};
const quirks = readQuirks(TEXTS);
const namesAt = (url: string, groups: string[][] = []) => quirks.sharedWith(url, groups).map(({ name }) => name);

describe('rules of a site', () => {
  test.each([
    ['bank.example', 'minlength:4;maxlength:4;allowed:digit'],
    ['www.bank.example', 'minlength:4;maxlength:4;allowed:digit'],
    ['Bank.Example.', 'minlength:4;maxlength:4;allowed:digit'],
    ['login.bank.example', 'minlength:8'],
    ['eu.login.bank.example', 'minlength:8'],
    ['alone.example', 'maxlength:12'],
    ['www.alone.example', null],
    ['evilbank.example', null],
    ['bank.example.evil.example', null],
    ['example', null],
    ['', null],
  ])('%s: %s', (host, rules) => {
    expect(quirks.rulesFor(host)).toBe(rules);
  });
});

describe('names that share log-ins', () => {
  test('suggest each other, below them too', () => {
    expect(namesAt('https://shop.example/login')).toEqual(['shop.test', 'pay.mall.example']);
    expect(namesAt('https://www.shop.test/')).toEqual(['shop.example', 'pay.mall.example']);
    expect(namesAt('https://pay.mall.example/')).toEqual(['shop.example', 'shop.test']);
    expect(namesAt('https://mall.example/')).toEqual([]);
  });

  test('that lead one way suggest nothing the other way', () => {
    expect(quirks.sharedWith('https://new.example/')).toEqual([{ name: 'old.example', obsoleted: false, own: false }]);
    expect(namesAt('https://old.example/')).toEqual([]);
    expect(quirks.sharedWith('https://there.example/')).toEqual([
      { name: 'gone.example', obsoleted: true, own: false },
      { name: 'went.example', obsoleted: true, own: false },
    ]);
    expect(namesAt('https://went.example/')).toEqual([]);
  });

  test.each([
    'http://shop.example/',
    'https://alex@shop.example/',
    'https://evilshop.example/',
    'https://shop.example.evil.example/',
    'https://c.example/',
    'shop.example',
    'about:blank',
    '',
  ])('are none for %j', (url) => {
    expect(namesAt(url)).toEqual([]);
  });

  test('are joined by groups of the person, of sites as they are kept', () => {
    const groups = [
      ['shop.example', 'mine.example', 'http://plain.example'],
      ['localhost:3000', 'https://10.0.0.1:443'],
    ];
    expect(namesAt('https://www.shop.example/', groups)).toEqual([
      'mine.example',
      'http://plain.example',
      'shop.test',
      'pay.mall.example',
    ]);
    expect(namesAt('http://plain.example/', groups)).toEqual(['shop.example', 'mine.example']);
    expect(namesAt('https://plain.example/', groups)).toEqual([]);
    expect(namesAt('http://localhost:3000/', groups)).toEqual(['https://10.0.0.1:443']);
    // No page is of a public suffix.
    expect(namesAt('https://shop.test/', [['test', 'bank.example']])).toEqual(['shop.example', 'pay.mall.example']);
  });

  test('have the log-ins of their own addresses', () => {
    const listed = { name: 'pay.mall.example', obsoleted: false, own: false };
    expect(isOfName('https://pay.mall.example/x', listed)).toBe(true);
    expect(isOfName('https://eu.pay.mall.example/', listed)).toBe(true);
    for (const url of ['https://mall.example/', 'http://pay.mall.example/', 'https://a@pay.mall.example/', 'pay', ''])
      expect(isOfName(url, listed), url).toBe(false);
    const own = { name: 'http://plain.example', obsoleted: false, own: true };
    expect(isOfName('http://www.plain.example/', own)).toBe(true);
    expect(isOfName('https://plain.example/', own)).toBe(false);
  });
});

test('a page to change a password is https, below its name too, and never one with a name before its host', () => {
  expect(quirks.changePasswordUrl('www.bank.example')).toBe('https://bank.example/password');
  expect(quirks.changePasswordUrl('shop.example')).toBe('https://account.mall.example/change?me=1');
  expect(quirks.changePasswordUrl('odd.example')).toBeNull();
  expect(quirks.changePasswordUrl('mall.example')).toBeNull();
});

test('a code is typed behind the password where it is said, and nowhere else', () => {
  expect(['token.example', 'www.token.example', 'nottoken.example', 'example'].map(quirks.appendsTwoFactor)).toEqual([
    ...[true, true, false, false],
  ]);
});

test('any lines whatever are read, and join no page that they do not name', () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^([a-c.=> ]|\n)*$/));
  fc.assert(
    fc.property(text, text, text, text, (rules, shared, changePassword, appendsTwoFactor) => {
      const read = readQuirks({ rules, shared, changePassword, appendsTwoFactor });
      expect(read.sharedWith('https://elsewhere.test/')).toEqual([]);
      expect(read.rulesFor('elsewhere.test')).toBeNull();
      expect(read.changePasswordUrl('a.b')?.startsWith('https://') ?? true).toBe(true);
      read.appendsTwoFactor('a.b');
    }),
  );
});

describe("Apple's facts", () => {
  test('are there: names in small ASCII, rules that say something, passwords by them', async () => {
    const known = await loadQuirks();
    expect(known).toBe(await loadQuirks());
    expect(known.appendsTwoFactor('usaa.com')).toBe(true);
    expect(known.changePasswordUrl('www.500px.com')).toMatch(/^https:\/\/web\.500px\.com\//);
    expect(known.sharedWith('https://www.wellfound.com/')).toEqual([{ name: 'angel.co', obsoleted: true, own: false }]);
    expect(known.sharedWith('https://angel.co/')).toEqual([]);
    const { QUIRK_TEXTS } = await import('./quirks-data.ts');
    const hosts = QUIRK_TEXTS.rules
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0] as string);
    expect(hosts.length).toBeGreaterThan(400);
    for (const host of hosts) {
      expect(host).toMatch(/^=?[a-z0-9-]+(\.[a-z0-9-]+)+$/);
      const rules = known.rulesFor(host) ?? '';
      const { allowed, required, minLength, maxLength, maxConsecutive } = parsePasswordRules(rules);
      expect(allowed !== PRINTABLE || required.length + minLength + maxLength + maxConsecutive > 0, rules).toBe(true);
      const { text } = createPassword(seeded(1), { rules });
      expect(text.length).toBeGreaterThanOrEqual(maxLength > 0 ? Math.min(minLength, maxLength) : minLength);
      if (maxLength > 0) expect(text.length).toBeLessThanOrEqual(maxLength);
      for (const set of required)
        expect(
          [...text].some((one) => set.includes(one)),
          rules,
        ).toBe(true);
      expect(
        [...text].every((one) => allowed.includes(one)),
        rules,
      ).toBe(true);
    }
  });
});
