// User names that nobody has to spell twice.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameFor } from './names.ts';
import { scripted, seeded } from './scripted.testkit.ts';
import { createMaskName, createUsername, DEFAULT_USERNAME_OPTIONS } from './username.ts';

test('a user name of words is a name and digits', () => {
  const { entropy, left } = scripted([0, 0], [10], [4], [2]);
  expect(createUsername(entropy, DEFAULT_USERNAME_OPTIONS)).toEqual({
    text: `${nameFor(new Uint8Array(2)).slug}42`,
    bits: 22,
  });
  expect(left()).toBe(0);
});

test('a user name of syllables can be said', () => {
  // 28 syllables are five bits.
  const { entropy, left } = scripted([0], [27], [28], [5], [12]);
  expect(createUsername(entropy, { from: 'syllables', digits: 0 })).toEqual({ text: 'bavodema', bits: 19 });
  expect(left()).toBe(0);
});

test('any options give a name that sites take', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('words', 'syllables'),
      fc.oneof(fc.integer({ min: -2, max: 9 }), fc.constant(Number.NaN)),
      fc.integer(),
      (from, digits, seed) => {
        const { text } = createUsername(seeded(seed), { from: from as 'words' | 'syllables', digits });
        expect(text).toMatch(from === 'words' ? /^[a-z]+-[a-z]+\d*$/ : /^([bdlmnrv][aeio]){4}\d*$/);
        expect(text.match(/\d/g)?.length ?? 0).toBe(digits >= 0 ? Math.min(digits, 6) : 0);
        expect(text.length).toBeLessThanOrEqual(29);
      },
    ),
  );
});

test('the name of a mask ends in five characters that are not mixed up', () => {
  const { entropy, left } = scripted([0], [31], [1], [30], [8], [13]);
  expect(createMaskName(entropy, { text: 'Swift Heron', slug: 'swift-heron' })).toBe('swift-heron-ab9jq');
  expect(left()).toBe(0);
});
