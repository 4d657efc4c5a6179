// A host that may be taken for a kept one is told, and a merely other one is not.
import { expect, test } from 'vitest';
import { lookAlike } from './look-alike.ts';

const KEPT = [
  'localhost:3000',
  '192.168.1.1',
  'paypal.com',
  'shop.example',
  'bücherei.example',
  'ing.com',
  'bank.co.uk',
];
const hostOf = (name: string): string => new URL(`https://${name}/`).hostname;

test.each([
  ['paypa1.com', 'paypal.com'],
  ['paypai.com', 'paypal.com'],
  ['www.paypall.com', 'paypal.com'],
  ['payapl.com', 'paypal.com'],
  ['paypl.com', 'paypal.com'],
  ['paypal.co', 'paypal.com'],
  ['раураl.com', 'paypal.com'],
  ['pаypal.com', 'paypal.com'],
  ['lng.com', 'ing.com'],
  ['sh0p.example', 'shop.example'],
  ['paypal.com.evil.example', 'paypal.com'],
  ['www.bank.co.uk.evil.example', 'bank.co.uk'],
  ['paypal-secure.com', 'paypal.com'],
  ['login.secure-paypal-login.info', 'paypal.com'],
  ['mypaypal.de', 'paypal.com'],
  ['paypal24-konto.de', 'paypal.com'],
  ['paypalsecurelogin.com', 'paypal.com'],
  ['shop-login.example', 'shop.example'],
  ['paypa1-support.com', 'paypal.com'],
])('%s may be taken for %s', (page, kept) => {
  expect(lookAlike(hostOf(page), KEPT)).toBe(kept);
});

test.each([
  ...[
    'paypal.com',
    'www.paypal.com',
    'paypal.de',
    'king.com',
    'shops.example',
    'notpaypal.com',
    'mypaypal.com.evil.example',
  ],
  ...['paypal-weather.com', 'paypals.de', 'workshop-login.example', 'shop-gardens.example', 'login.com', 'my-ing.com'],
  ...['paypal24.de', 'bank-of-nowhere.com'],
  ...['localhost', '192.168.1.2', 'library.example', 'bank.com', 'example', ''],
])('%s is another host, or the kept one', (page) => {
  expect(lookAlike(page === '' ? '' : hostOf(page), KEPT)).toBeNull();
});

test('ten thousand kept hosts are looked through within an answer’s step', () => {
  const kept = Array.from({ length: 10_000 }, (_, at) => `site-${at}-number.example`);
  expect(lookAlike('another-site-altogether.example', kept)).toBeNull();
  expect(lookAlike('paypa1.com', [...kept, ...KEPT])).toBe('paypal.com');
});
