// Demands in the words beside a new password's field, as sites say them; and texts that only look like demands.
import { expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { createPassword } from '#logins/generate/password.ts';
import { demandsIn } from './demands.ts';

const PLAIN = 'required: lower; required: upper; required: digit';

test.each([
  ['8–16 characters, letters and digits only', { minLength: 8, maxLength: 16, rules: PLAIN }],
  ['Your password must be between 6 and 12 characters long.', { minLength: 6, maxLength: 12 }],
  ['At least 10 characters', { minLength: 10 }],
  ['Maximum 15 characters. No special characters.', { maxLength: 15, rules: PLAIN }],
  ['10 characters or more', { minLength: 10 }],
  ['8 bis 20 Zeichen, keine Sonderzeichen', { minLength: 8, maxLength: 20, rules: PLAIN }],
  ['Entre 8 et 14 caractères', { minLength: 8, maxLength: 14 }],
  ['De 6 a 10 caracteres, sin caracteres especiales', { minLength: 6, maxLength: 10, rules: PLAIN }],
  ['半角英数字8～16文字', { minLength: 8, maxLength: 16 }],
  ['Digits only, 4-6 digits', { minLength: 4, maxLength: 6, rules: 'required: digit' }],
  ['Use letters, digits and at least one sign', {}],
  ['You have up to 3 tries', {}],
  ['Choose a password', {}],
])('%s', (words, demands) => {
  expect(demandsIn(words)).toEqual(demands);
});

test('a password drawn by such words is as they say', () => {
  const { text } = createPassword(nodeEntropy, demandsIn('8–16 characters, only letters and numbers'));
  expect(text).toMatch(/^[A-Za-z0-9]{16}$/);
});
