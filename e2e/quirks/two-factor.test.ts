// Sites that take one-time codes come through, and no other.
import { expect, test } from 'vitest';
import { carriedTwoFactor, type DirectoryFile } from './two-factor.ts';

const FILES: readonly DirectoryFile[] = [
  { Shop: { domain: 'shop.example', tfa: ['sms', 'totp'], 'additional-domains': ['shop.test', 'shop.example'] } },
  { Bank: { domain: 'bank.example', tfa: ['sms'] }, Club: { domain: 'club.example' } },
  { Odd: { domain: 'odd`x', tfa: ['totp'] }, Archive: { domain: 'archive.example', tfa: ['totp', 'u2f'] } },
];

test('a site with codes, by each of its hosts, in the order of the alphabet', async () => {
  const text = carriedTwoFactor(FILES, 'abc123', '2026-08-04');
  expect(text).toMatch(/abc123, 2026-08-04\.\n.*Josh Davis.*MIT/);
  const { TWO_FACTOR_HOSTS } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  expect(TWO_FACTOR_HOSTS.trim().split(/\s+/)).toEqual(['archive.example', 'shop.example', 'shop.test']);
});
