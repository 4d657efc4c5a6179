// Addresses as the browser reads them, and those that no link may open.
import { describe, expect, test } from 'vitest';
import { keptLink, webLink, webUrl } from './web-url.ts';

describe("an address in another author's text", () => {
  test.each([
    ['https://shop.example/x', 'https://shop.example/x', 'shop.example'],
    ['HTTPS://SHOP.example:8443?x', 'https://shop.example:8443/?x', 'shop.example:8443'],
    ['http://shop.example:80', 'http://shop.example/', 'shop.example'],
    ['https://evil.example\\@bank.example/', 'https://evil.example/@bank.example/', 'evil.example'],
    ['https:\\\\evil.example\\bank.example', 'https://evil.example/bank.example', 'evil.example'],
    ['https://evil.example\t.bank\n.example/', 'https://evil.example.bank.example/', 'evil.example.bank.example'],
    ['https://%65vil.example/', 'https://evil.example/', 'evil.example'],
    ['https://b\u0430nk.example/', 'https://xn--bnk-6cd.example/', 'xn--bnk-6cd.example'],
    ['https://evil．example。org/', 'https://evil.example.org/', 'evil.example.org'],
    ['https://0x7f.1/', 'https://127.0.0.1/', '127.0.0.1'],
    ['http://[::ffff:10.0.0.1]:8080/', 'http://[::ffff:a00:1]:8080/', '[::ffff:a00:1]:8080'],
    ['https://a.example/\u202efdp.exe', 'https://a.example/%E2%80%AEfdp.exe', 'a.example'],
  ])('%j is opened as %j and shown as %j', (text, href, host) => {
    expect(webLink(text)).toMatchObject({ href, host });
  });

  test.each([
    'https://bank.example@evil.example/',
    'https://bank.example:443@evil.example/',
    'https://:bank@evil.example/',
    'https://evil.example"/',
    "https://bank.example'evil.example/",
    'https://a..example/',
    'https://.example/',
    'https://a.example%2f.evil.example/',
    'https://',
    'javascript:alert(1)',
    'data:text/html,x',
    'view-source:https://a.example/',
    'blob:https://a.example/x',
    'mailto:a@b.example',
    '/path',
    '//a.example/',
    '',
    `https://a.example/${'x'.repeat(2048)}`,
    `https://a.example/${'ü'.repeat(1000)}`,
  ])('%j is never opened', (text) => {
    expect(webLink(text)).toBeNull();
  });
});

test('what was kept is read only as it was kept', () => {
  expect(keptLink('https://a.example/')?.host).toBe('a.example');
  for (const other of [
    'https://a.example',
    'https://a.example\\@b.example/',
    ' https://a.example/',
    'HTTPS://a.example/',
  ])
    expect(keptLink(other)).toBeNull();
});

test('a page behind a password has its origin, and says that it shows a name', () => {
  expect(webUrl('https://user:pw@shop.example/')).toMatchObject({ origin: 'https://shop.example', hasUserInfo: true });
});
