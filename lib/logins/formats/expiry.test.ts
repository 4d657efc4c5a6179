import { expect, test } from 'vitest';
import { expiryShown, expiryTyped } from './expiry.ts';

test.each([
  ['04/27', '2027-04'],
  ['4/27', '2027-04'],
  ['04 / 2027', '2027-04'],
  ['04-27', '2027-04'],
  ['04.2027', '2027-04'],
  ['0427', '2027-04'],
  ['2027-04', '2027-04'],
  ['', ''],
  ['13/27', '13/27'],
  ['0/27', '0/27'],
  ['2027', '2027'],
  ['never', 'never'],
])('a card that expires “%s” is kept as “%s”', (typed, kept) => expect(expiryTyped(typed)).toBe(kept));

test('is shown as cards have it, and typed so is the same again', () => {
  expect(expiryShown('2027-04')).toBe('04/2027');
  expect(expiryShown('never')).toBe('never');
  expect(expiryTyped(expiryShown('2027-04'))).toBe('2027-04');
});
