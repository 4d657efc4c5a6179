// Strength, fairness, and obedience to a form's declarations.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPassword } from './password.ts';

/** A deterministic source (xorshift32), so a failure can be repeated. */
function source(seed: number): (count: number) => Uint8Array {
  let state = seed | 1;
  return (count) =>
    Uint8Array.from({ length: count }, () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return (state >>> 11) & 0xff;
    });
}

test('by default: 20 characters, four classes, at least 110 bits', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { text, bits } = createPassword(source(seed));
      expect(text).toHaveLength(20);
      for (const set of [/[a-z]/, /[A-Z]/, /[0-9]/, /[-_.!*]/]) expect(text).toMatch(set);
      expect(text).toMatch(/^[a-zA-Z0-9\-_.!*]+$/);
      expect(text).not.toMatch(/[lI1O0]/);
      expect(bits).toBeGreaterThanOrEqual(110);
    }),
  );
});

test('every character is equally likely (chi-squared, 60 characters, fixed source)', () => {
  const draw = source(7);
  const counts = new Map<string, number>();
  const rounds = 4000;
  for (let i = 0; i < rounds; i++) {
    const { text } = createPassword(draw, {
      rules: 'required: [abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ01234567]; minlength: 20',
    });
    for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  const expected = (rounds * 20) / 60;
  let chi = 0;
  for (const count of counts.values()) chi += (count - expected) ** 2 / expected;
  expect(counts.size).toBe(60);
  // 59 degrees of freedom: 0.999 quantile is 98.3. Taking bytes modulo 60 without rejection gives about 700.
  expect(chi).toBeLessThan(98.3);
});

describe('what a form declares', () => {
  const draw = source(11);
  test.each([
    [{ maxLength: 12 }, /^.{12}$/],
    [{ minLength: 32 }, /^.{32}$/],
    [{ maxLength: 4000 }, /^.{20}$/],
    [{ rules: 'minlength: 8; maxlength: 10; required: lower; required: digit;' }, /^(?=.*\d)(?=.*[a-z])[a-z0-9]{10}$/],
    [{ rules: 'required: upper; allowed: digit, [-]; maxlength: 16' }, /^(?=.*[A-Z])[A-Z0-9-]{16}$/],
    [{ rules: 'required: [;]; allowed: lower' }, /^(?=.*;)[a-z;]{20}$/],
    [{ rules: 'allowed: digit; maxlength: 6' }, /^\d{6}$/],
    [{ rules: 'required: lower; max-consecutive: 1' }, /^(?!.*(.)\1)[a-z]{20}$/],
    [{ rules: 'nonsense ;;; : : [', maxLength: 9 }, /^.{9}$/],
  ])('%j', (hints, shape) => {
    for (let i = 0; i < 50; i++) expect(createPassword(draw, hints).text).toMatch(shape);
  });
});

test('any hints whatever end in a password within the bounds', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.integer({ min: -5, max: 300 }),
      fc.integer({ min: -5, max: 300 }),
      (rules, minLength, maxLength) => {
        const { text } = createPassword(source(3), { rules, minLength, maxLength });
        expect(text.length).toBeGreaterThan(0);
        expect(text.length).toBeLessThanOrEqual(maxLength > 0 ? Math.min(maxLength, 64) : 64);
      },
    ),
  );
});

test('bytes that would favour low values are drawn again', () => {
  // Alphabet of 60: bytes 240 … 255 are refused. A source that gives only 255 first must be asked again, character by
  // character.
  const bytes = [255, 240, 0, 255, 1];
  const drawn: number[] = [];
  const { text } = createPassword(
    () => new Uint8Array([drawn.push(0) <= bytes.length ? (bytes[drawn.length - 1] as number) : 2]),
    {
      rules: 'required: [abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ01234567]; maxlength: 2',
    },
  );
  expect(text).toBe('ab');
  expect(drawn).toHaveLength(5);
});
