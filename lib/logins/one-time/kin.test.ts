// The name in a one-time code, beside the site that it is to be used at.
import { expect, test } from 'vitest';
import { issuerKin } from './kin.ts';

test.each([
  ['GitHub', 'github.com', 'same'],
  ['GitHub', 'gist.github.com', 'same'],
  ['github.com', 'github.com', 'same'],
  ['Amazon Web Services', 'amazon.com', 'same'],
  ['Münchner Bank', 'munchner-bank.example', 'same'],
  ['Corner Shop', 'corner-shop.example', 'same'],
  ['localhost', 'localhost:3000', 'same'],
  ['PayPal', 'paypa1.com', 'alike'],
  ['PayPal', 'paypal-secure.com', 'alike'],
  ['PayPal', 'paypall.com', 'alike'],
  ['Microsoft', 'rnicrosoft.com', 'alike'],
  ['Apple', 'xn--pple-43d.com', 'alike'],
  ['Microsoft', 'live.com', 'other'],
  ['GitHub', 'gitlab.com', 'other'],
  ['X', 'example.com', 'other'],
  ['', 'github.com', 'unsaid'],
  ['GitHub', null, 'unsaid'],
] as const)('%s at %s: %s', (issuer, host, kin) => {
  expect(issuerKin(issuer, host)).toBe(kin);
});
