// The bounds of a site, case by case, and as a property: a host and its sub-hosts are one, and anything else is
// another.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { domainOf, sameSite, siteLabel, siteOf } from './site.ts';

describe('the site of an address', () => {
  test.each([
    ['https://shop.example/signup', 'shop.example'],
    ['https://www.shop.example:8443/', 'shop.example'],
    ['HTTPS://WWW.Shop.Example', 'shop.example'],
    ['https://a.b.shop.co.uk', 'shop.co.uk'],
    ['https://alex.github.io/x', 'alex.github.io'],
    ['https://shop.example./', 'shop.example'],
    ['http://shop.example/', 'http://shop.example'],
    ['http://localhost:3000/signup', 'localhost:3000'],
    ['https://localhost/', 'https://localhost:443'],
    ['https://10.0.0.1:8443/', 'https://10.0.0.1:8443'],
    ['http://shop.localhost:3000', 'shop.localhost:3000'],
    ['http://other.shop.localhost:3000', 'other.shop.localhost:3000'],
    ['http://127.0.0.1:8080', '127.0.0.1:8080'],
    ['http://[::1]:8080/', '[::1]:8080'],
    ['http://intranet/', 'intranet:80'],
    ['https://user:pw@shop.example/', 'shop.example'],
  ])('%s', (url, site) => expect(siteOf(url)).toBe(site));

  test.each([
    'null',
    'about:blank',
    'chrome-extension://abc/popup.html',
    'file:///etc/passwd',
    'data:text/html,x',
    'https://',
    '',
    'shop.example',
    'javascript:alert(1)',
  ])('%s has none', (url) => expect(siteOf(url)).toBeNull());
});

test('sub-hosts of one domain are one site; a look-alike before or after is another', () => {
  const label = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(label, label, (name, sub) => {
      const host = `${name}.example`;
      expect(sameSite(`https://${host}`, `https://${sub}.${host}/path`)).toBe(true);
      expect(sameSite(`https://${host}`, `https://x${host}`)).toBe(false);
      expect(sameSite(`https://${host}`, `https://${host}.evil.org`)).toBe(false);
      expect(sameSite(`https://${host}`, `http://${host}`)).toBe(false);
      expect(sameSite(`https://${host}`, `https://evil.org/${host}`)).toBe(false);
      expect(sameSite(`https://${host}`, `https://${host}@evil.org`)).toBe(false);
    }),
  );
});

test('a plain-text page is no site met over TLS, not even of the same host and port', () => {
  for (const host of ['10.0.0.1:8443', '[fd00::1]:8443', 'router:8443', 'shop.localhost:8443', 'shop.example:8443']) {
    expect(sameSite(`https://${host}`, `http://${host}`)).toBe(false);
    expect(sameSite(`https://${host}`, `https://${host}/login`)).toBe(true);
  }
});

test('ports of localhost are different programs', () => {
  expect(sameSite('http://localhost:3000', 'http://localhost:3001')).toBe(false);
});

test('two addresses without a site are not one site', () => {
  expect(sameSite('about:blank', 'about:blank')).toBe(false);
});

test('the domain of a sender', () => {
  expect(domainOf('noreply@mail.shop.example')).toBe('shop.example');
  expect(domainOf('Shop <no-reply@mail.shop.co.uk>')).toBe('shop.co.uk');
  expect(domainOf('root@localhost')).toBe('localhost');
});

test('the domain of a host is its end, or none: nothing in it is read as an address is', () => {
  const name = fc.constantFrom('shop.example', 'evil.example', 'x.github.io', 'a', '');
  const parts = fc.array(fc.oneof(name, fc.constantFrom(...'/?#:@\\;[]% .'), fc.string({ maxLength: 3 })), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(parts, (some) => {
      const host = some.join('');
      const domain = domainOf(host);
      if (domain === null) return;
      expect(
        host
          .trim()
          .toLowerCase()
          .replace(/[.>]+$/, '')
          .endsWith(domain),
      ).toBe(true);
      expect(domain).not.toMatch(/[/?#@\\]/);
    }),
    { numRuns: 2000 },
  );
  for (const sign of '/?#:\\') expect(domainOf(`shop.example${sign}x.evil.example`)).toBeNull();
});

test('a label leaves out what says nothing', () => {
  expect(siteLabel('http://shop.example')).toBe('shop.example');
  expect(siteLabel('https://10.0.0.1:8443')).toBe('10.0.0.1:8443');
  expect(siteLabel('localhost:3000')).toBe('localhost:3000');
});

/** Odd web addresses, which another parser could understand in another way than the browser. */
const odd = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'https:// http:// HTTPS: https:\\\\ ht\ntp:// blob:https:// view-source:http:// //'.split(' '),
        ...'/ \\ @ : ? # . .. % %2e %2f %40 %00 [ ] [::1] [2001:db8::7] [::ffff:127.0.0.1] 127.0.0.1 0x7f.1 2130706433'.split(
          ' ',
        ),
        ...':80 :443 :08443 :65535 :99999 user: user:pw@ shop.example bank.example .example co.uk github.io localhost'.split(
          ' ',
        ),
        ...'．example 。example ｅｘａｍｐｌｅ bücher xn--bcher-kva xn--- ß ı K \u00ad \u200b \u202e " \' ( | ^ _ * ~'.split(
          ' ',
        ),
        ...['\t', '\n', '\r', ' ', '\0', '\u007f', '\u00a0'],
      ),
      fc.webUrl(),
      fc.string(),
    ),
    { maxLength: 9 },
  )
  .map((parts) => parts.join(''));

test('an address has the site of what the browser opens, or none', () => {
  let sites = 0;
  fc.assert(
    fc.property(
      fc.oneof(
        odd,
        odd.map((rest) => `https://${rest}`),
      ),
      (address) => {
        const site = siteOf(address);
        if (site === null) return;
        sites++;
        const { href, hostname, protocol } = new URL(address);
        expect(site).toBe(siteOf(href));
        expect(protocol).toMatch(/^https?:$/);
        expect(hostname.replace(/\.$/, '').endsWith(siteLabel(site).replace(/:\d+$/, ''))).toBe(true);
      },
    ),
    { numRuns: 20_000 },
  );
  expect(sites).toBeGreaterThan(1000);
});

test('hosts that no name server has belong to no site', () => {
  for (const host of ['shop..example', '.shop.example', 'shop.example..', 'sh"op.example', "shop.example'x"])
    expect(siteOf(`https://${host}/`)).toBeNull();
});
