// Nobody is sent, and no site is asked, but where the log-in itself is at home.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPlainText, webUrl } from '#bytes/web-url.ts';
import { siteOf } from '../site.ts';
import { changePlaces } from './change-page.ts';
import { loadQuirks, readQuirks } from './quirks.ts';

const QUIRKS = readQuirks({
  rules: '',
  shared: 'old.example >> new.example',
  changePassword: `
shop.example account.shop.example/password
bank.example evil.example/collect
old.example id.new.example/change`,
  appendsTwoFactor: '',
});

test('a listed page is of the site itself, or of one at which its log-ins are offered', () => {
  const listed = (...addresses: string[]) => changePlaces(addresses, QUIRKS)?.listed;
  expect(listed('https://www.shop.example/log-in')).toBe('https://account.shop.example/password');
  expect(listed('https://old.example')).toBe('https://id.new.example/change');
  expect(listed('https://bank.example')).toBeNull();
  // A log-in of several sites: the one that is known.
  expect(listed('https://other.example', 'shop.example')).toBe('https://account.shop.example/password');
  expect(listed('http://shop.example')).toBeUndefined();
});

test('the site is asked at the host of the log-in, in its own words', () => {
  expect(changePlaces(['https://login.other.example:8443/a?b#c'], QUIRKS)).toEqual({
    listed: null,
    named: 'https://login.other.example:8443/.well-known/change-password',
    missing:
      'https://login.other.example:8443/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200',
    front: 'https://login.other.example:8443/',
  });
  expect(changePlaces(['localhost:3000'], QUIRKS)?.front).toBe('http://localhost:3000/');
  for (const none of ['', 'http://other.example', '192.168.1.1', 'https://me@other.example', 'ftp://other.example'])
    expect(changePlaces([none], QUIRKS), none).toBeNull();
});

test('whatever an entry says, every address is secure, and of a site of the entry', async () => {
  const address = fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.domain(), fc.string());
  await fc.assert(
    fc.property(fc.array(address, { maxLength: 4 }), (addresses) => {
      const places = changePlaces(addresses, QUIRKS);
      if (places === null) return;
      for (const url of [places.named, places.missing, places.front]) {
        const read = webUrl(url);
        expect(read !== null && !isPlainText(read)).toBe(true);
        const hosts = addresses.flatMap((one) => [siteOf(one), siteOf(`https://${one}`), siteOf(`http://${one}`)]);
        expect(hosts).toContain(siteOf(url));
      }
    }),
  );
});

test('of the pages that are listed, most can be opened', async () => {
  const { QUIRK_TEXTS } = await import('./quirks-data.ts');
  const known = await loadQuirks();
  const hosts = QUIRK_TEXTS.changePassword
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[0]);
  const opened = hosts.filter((host) => changePlaces([`https://${host}`], known)?.listed != null);
  console.log(hosts.length, opened.length);
  expect(opened.length / hosts.length).toBeGreaterThan(0.8);
});
