// Which pages an entry belongs to, by each rule; and what no rule ever does.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MatchRule } from '../formats/entry.ts';
import { sameSite, siteOf } from '../site.ts';
import { matches } from './match.ts';

const RULES: MatchRule[] = ['domain', 'host', 'starts-with', 'exact', 'regex', 'never'];
/** From the widest to the narrowest. */
const NARROWING: MatchRule[] = ['domain', 'host', 'starts-with', 'exact'];
const rulesOf = (url: string, page: string): MatchRule[] => RULES.filter((match) => matches({ url, match }, page));

describe('an entry of an address', () => {
  test.each<[string, string, number]>([
    // How many of the four rules match, from the widest.
    ['https://shop.example/login', 'https://shop.example/login', 4],
    ['https://shop.example/login', 'https://shop.example/login#top', 3],
    ['https://shop.example/login', 'https://shop.example/login?next=1', 3],
    ['https://shop.example/login', 'https://shop.example/login/2', 3],
    ['https://shop.example/login', 'https://shop.example/login2', 2],
    ['https://shop.example/login', 'https://shop.example/', 2],
    ['https://shop.example/login', 'https://shop.example/Login', 2],
    ['https://shop.example/login/', 'https://shop.example/login', 2],
    ['https://shop.example/login/', 'https://shop.example/login/2', 3],
    ['https://shop.example/a&', 'https://shop.example/a&b', 2],
    ['https://shop.example/app', 'https://shop.example/app/../admin', 2],
    ['https://shop.example/app', 'https://shop.example/app/%2e%2e/admin', 2],
    ['https://shop.example/app', 'https://shop.example/app/..%2fadmin', 2],
    ['https://shop.example/app', 'https://shop.example/app/..%5Cadmin', 2],
    ['https://shop.example/?a=1', 'https://shop.example/?a=1&b=2', 3],
    ['https://shop.example/?a=1', 'https://shop.example/?a=12', 2],
    ['https://shop.example/?next=/', 'https://shop.example/?next=/x', 2],
    ['https://shop.example/#/in', 'https://shop.example/#/in/2', 3],
    ['https://shop.example/#/in', 'https://shop.example/#/inside', 2],
    ['https://shop.example', 'https://shop.example/any/page?at=all', 3],
    ['https://shop.example:443/', 'https://shop.example/', 4],
    ['https://SHOP.example/', 'https://shop.example/', 4],
    ['https://bücher.example/', 'https://xn--bcher-kva.example/', 4],
    [' https://shop.example/ ', 'https://shop.example/', 4],
    ['https://shop.example/', 'https://www.shop.example/', 1],
    ['https://shop.example/', 'https://shop.example:8443/', 1],
    ['https://shop.example/', 'https://shop.example./', 1],
    ['https://alex.github.io/', 'https://blair.github.io/', 0],
    ['https://shop.example/', 'https://shop.example.evil.example/', 0],
    ['https://shop.example/', 'https://evilshop.example/', 0],
    ['https://shop.example/', 'https://evil.example/shop.example/', 0],
  ])('%s on %s: %d rules', (url, page, count) => {
    expect(rulesOf(url, page)).toEqual(NARROWING.slice(0, count));
  });

  test('of http has no page of https, and the reverse', () => {
    expect(rulesOf('http://shop.example/', 'https://shop.example/')).toEqual([]);
    expect(rulesOf('https://shop.example/', 'http://shop.example/')).toEqual([]);
    expect(rulesOf('http://shop.example/', 'http://shop.example/')).toEqual(NARROWING);
  });
});

describe('an entry without a scheme', () => {
  test.each<[string, string, number]>([
    ['shop.example', 'https://shop.example/', 4],
    ['shop.example', 'http://shop.example/', 0],
    ['shop.example/login', 'https://shop.example/login/2', 3],
    ['shop.example:8443', 'https://shop.example:8443/', 4],
    ['localhost:3000', 'http://localhost:3000/', 4],
    ['localhost:3000', 'https://localhost:3000/', 0],
    ['localhost:3000', 'http://localhost:3001/', 0],
    ['192.168.1.1', 'http://192.168.1.1/', 4],
    ['192.168.1.1', 'http://192.168.1.2/', 0],
    ['[::1]:8080', 'http://[::1]:8080/', 4],
    ['router', 'http://router/', 4],
  ])('%s on %s: %d rules', (url, page, count) => {
    expect(rulesOf(url, page)).toEqual(NARROWING.slice(0, count));
  });
});

test.each([
  '',
  ' ',
  'https://',
  '//shop.example/',
  'javascript:alert(1)',
  'mailto:alex@shop.example',
  'androidapp://shop.example',
  'ftp://shop.example/',
  'https://alex@shop.example/',
  'https://shop.example@evil.example/',
  'alex@shop.example',
  'https:\\\\shop.example/',
  'https://shop.example\\@evil.example/',
  'https://shop.\nexample/',
  'https://shop .example/',
  'https://*.shop.example/',
  `https://shop.example/${'x'.repeat(5000)}`,
])('an odd address belongs to no page: %j', (url) => {
  for (const page of ['https://shop.example/', 'https://evil.example/', url]) expect(rulesOf(url, page)).toEqual([]);
});

test.each([
  '',
  'about:blank',
  'https://alex@shop.example/',
  'chrome://settings',
  'file:///shop.example',
  'shop.example',
])('an odd page has no entry: %j', (page) => {
  expect(rulesOf('https://shop.example/', page)).toEqual([]);
});

const host = fc.constantFrom(
  ...['shop.example', 'www.shop.example', 'shop.example.', 'evil.example', 'shop.example.evil.example', 'github.io'],
  ...['alex.github.io', 'blair.github.io', 'localhost', 'a.localhost', '10.0.0.1', '[::1]', 'router', 'co.uk'],
);
const port = fc.constantFrom('', ':80', ':443', ':8443');
const scheme = fc.constantFrom('https://', 'http://', '', 'HTTPS://');
const rest = fc
  .array(fc.constantFrom('/', 'a', 'b', '?', '#', '&', '=', '%2f', '..', '@', ':', '\\', '.'), { maxLength: 6 })
  .map((parts) => parts.join(''));
const address = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(scheme, host, port, rest).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.webUrl() },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
);

/** Two of any, and an address with more behind it. */
const pair = fc.oneof(
  fc.tuple(address, address),
  fc
    .tuple(address, scheme, rest)
    .map(([url, before, more]) => [url, `${/:\/\//.test(url) ? '' : before}${url}${more}`]),
);

test('no rule joins two sites, and each is narrower than the one before', () => {
  let matched = 0;
  fc.assert(
    fc.property(pair, ([url = '', page = '']) => {
      const rules = rulesOf(url, page);
      expect(rules).toEqual(NARROWING.slice(0, rules.length));
      if (rules.length === 0) return;
      matched += 1;
      expect(siteOf(page)).not.toBeNull();
      const whole = /^https?:/i.test(url) ? url : `${new URL(page).protocol}//${url}`;
      expect(sameSite(whole, page)).toBe(true);
      if (rules.length > 1) expect(new URL(page).host).toBe(new URL(whole).host);
    }),
    { numRuns: 5000 },
  );
  expect(matched).toBeGreaterThan(500);
});

test('an entry belongs to its own page, if it has a scheme and is not odd', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      expect(rulesOf(url, url)).toEqual(NARROWING);
    }),
  );
});
