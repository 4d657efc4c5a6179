// Strength, fairness, and obedience: to a person's options and to a form's declarations.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bitsOf } from './draw.ts';
import {
  createChosenPassword,
  createPassword,
  DEFAULT_PASSWORD_OPTIONS,
  LONGEST_PASSWORD,
  type PasswordOptions,
  SHORTEST_PASSWORD,
} from './password.ts';
import { parsePasswordRules } from './rules.ts';
import { scripted, seeded } from './scripted.testkit.ts';

const SPECIAL = /[^a-z0-9]/gi;
const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

test('by default: 20 characters, four classes, at least 115 bits', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { text, bits } = createPassword(seeded(seed));
      expect(text).toHaveLength(20);
      for (const set of [/[a-z]/, /[A-Z]/, /[0-9]/, /[-_.!*]/]) expect(text).toMatch(set);
      expect(text).toMatch(/^[a-zA-Z0-9\-_.!*]+$/);
      expect(text).not.toMatch(/[lI1O0]/);
      expect(bits).toBeGreaterThanOrEqual(115);
    }),
  );
});

test('every character is equally likely (chi-squared, 60 characters, fixed source)', () => {
  const entropy = seeded(7);
  const counts = new Map<string, number>();
  const rounds = 4000;
  const rules = 'allowed: [abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ01234567]; minlength: 20';
  for (let i = 0; i < rounds; i++) {
    // A whole class is drawn without its look-alikes: three of the letters go.
    for (const character of createPassword(entropy, { rules }).text)
      counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  const expected = (rounds * 20) / counts.size;
  let chi = 0;
  for (const count of counts.values()) chi += (count - expected) ** 2 / expected;
  expect(counts.size).toBe(57);
  // 56 degrees of freedom: the 0.999 quantile is 94.5. Taking bytes modulo 57 without rejection gives about 1,300.
  expect(chi).toBeLessThan(94.5);
});

test('as many bytes are drawn as the passwords need, at once', () => {
  // 5^4 is 625, which has ten bits: 1,023 and 625 are drawn again.
  const { entropy, left } = scripted([0xff, 0xff], [0x02, 0x71], [0xfe, 0x70]);
  expect(createPassword(entropy, { rules: 'allowed: [abcde]; maxlength: 4' })).toEqual({ text: 'eeee', bits: 9 });
  expect(left()).toBe(0);
  // Of four classes 20 characters: 119 bits less what misses a class.
  const drawn: number[] = [];
  createPassword((count) => {
    drawn.push(count);
    return new Uint8Array(count);
  });
  expect(drawn).toEqual([15]);
});

describe('what a form declares', () => {
  const entropy = seeded(11);
  test.each([
    [{ maxLength: 12 }, /^.{12}$/],
    [{ minLength: 32 }, /^.{32}$/],
    [{ maxLength: 4000 }, /^.{20}$/],
    [{ minLength: 10, maxLength: 4 }, /^.{4}$/],
    [{ rules: 'minlength: 8; maxlength: 10; required: lower; required: digit;' }, /^(?=.*\d)(?=.*[a-z])[a-z0-9]{10}$/],
    [{ rules: 'required: upper; allowed: digit, [-]; maxlength: 16' }, /^(?=.*[A-Z])[A-Z0-9-]{16}$/],
    [{ rules: 'required: upper, digit; allowed: lower; maxlength: 5' }, /^(?=.*[A-Z0-9])[A-Za-z0-9]{5}$/],
    [{ rules: 'required: [;]; allowed: lower' }, /^(?=.*;)[a-z;]{20}$/],
    [{ rules: 'allowed: digit; maxlength: 6' }, /^\d{6}$/],
    [{ rules: 'required: lower; max-consecutive: 1' }, /^(?!.*(.)\1)[a-z]{20}$/],
    [{ rules: 'required: [ab]; max-consecutive: 1' }, /^(ab){10}$|^(ba){10}$/],
    [{ rules: 'required: [a]; max-consecutive: 1; maxlength: 4' }, /^aaaa$/],
    [{ rules: 'required: lower; required: upper; required: digit; maxlength: 2' }, /^[a-zA-Z0-9]{2}$/],
    [{ rules: 'minlength: 200; required: lower' }, /^[a-z]{200}$/],
    [{ rules: 'maxlength: 4; required: digit' }, /^\d{4}$/],
    [{ rules: 'required: [ !]' }, /^!{20}$/],
    [{ rules: 'required: special' }, /^[^ a-zA-Z0-9]{20}$/],
    [{ rules: 'required: special; allowed: lower' }, /^[-_.!*a-km-z]{20}$/],
    [{ rules: 'nonsense ;;; : : [', maxLength: 9 }, /^.{9}$/],
    [{ minLength: Number.NaN, maxLength: Number.NaN }, /^.{20}$/],
  ])('%j', (hints, shape) => {
    for (let i = 0; i < 50; i++) expect(createPassword(entropy, hints).text).toMatch(shape);
  });
});

const CLASS_NAMES = ['lower', 'upper', 'digit', 'special', '[-]', '[!@#$]', '[aeiou]', '[ABC123]', 'lower, upper'];
const soundRules = fc.record({
  required: fc.subarray(CLASS_NAMES),
  allowed: fc.subarray(CLASS_NAMES),
  minlength: fc.integer({ min: 1, max: 40 }),
  room: fc.integer({ min: 0, max: 30 }),
  consecutive: fc.integer({ min: 0, max: 4 }),
});

test('rules that can be obeyed are obeyed', () => {
  fc.assert(
    fc.property(soundRules, fc.integer(), ({ required, allowed, minlength, room, consecutive }, seed) => {
      const maxlength = Math.max(minlength, required.length) + room;
      const rules = [
        ...required.map((set) => `required: ${set}`),
        ...(allowed.length > 0 ? [`allowed: ${allowed.join(',')}`] : []),
        ...[`minlength: ${minlength}`, `maxlength: ${maxlength}`, `max-consecutive: ${consecutive}`],
      ].join('; ');
      const { text, bits } = createPassword(seeded(seed), { rules });
      const said = parsePasswordRules(rules);
      expect(text.length).toBeGreaterThanOrEqual(minlength);
      expect(text.length).toBeLessThanOrEqual(maxlength);
      expect([...text].filter((character) => !said.allowed.includes(character))).toEqual([]);
      for (const set of said.required) expect([...text].some((character) => set.includes(character))).toBe(true);
      // Of one character there is but one run.
      if (new Set(text).size > 1 && consecutive > 0) expect(text).not.toMatch(new RegExp(`(.)\\1{${consecutive}}`));
      expect(bits).toBeLessThanOrEqual(text.length * Math.log2(said.allowed.length));
    }),
  );
});

test('any hints whatever end in a password within the bounds', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.integer({ min: -5, max: 300 }),
      fc.integer({ min: -5, max: 300 }),
      (rules, minLength, maxLength) => {
        const { text } = createPassword(seeded(3), { rules, minLength, maxLength });
        expect(text.length).toBeGreaterThan(0);
        expect(text.length).toBeLessThanOrEqual(maxLength > 0 ? Math.min(maxLength, 256) : 256);
      },
    ),
  );
});

test('rules that are made to be hard to count are counted all the same', () => {
  // Twenty sets of random characters, each cutting all others in two.
  const entropy = seeded(5);
  const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789'];
  const set = () => letters.filter(() => (entropy(1)[0] as number) < 128).join('');
  const rules = `${Array.from({ length: 20 }, () => `required: [${set()}]`).join('; ')}; max-consecutive: 50; minlength: 256`;
  const { text, bits } = createPassword(entropy, { rules });
  expect(text).toHaveLength(256);
  expect(bits).toBeGreaterThan(1200);
});

describe('what a person chooses', () => {
  const options: fc.Arbitrary<PasswordOptions> = fc.record({
    length: fc.integer({ min: SHORTEST_PASSWORD, max: LONGEST_PASSWORD }),
    ...{ lower: fc.boolean(), upper: fc.boolean(), digits: fc.boolean(), specials: fc.boolean() },
    lookAlikes: fc.boolean(),
    minDigits: fc.integer({ min: 0, max: 9 }),
    minSpecials: fc.integer({ min: 0, max: 9 }),
  });

  test('is there, and nothing else', () => {
    fc.assert(
      fc.property(options, fc.integer(), (chosen, seed) => {
        const { text } = createChosenPassword(seeded(seed), chosen);
        const { lower, upper, digits, specials, length } = chosen;
        const nothing = !(lower || upper || digits || specials);
        expect(text).toHaveLength(length);
        expect(/[a-z]/.test(text)).toBe(lower || nothing);
        expect(/[A-Z]/.test(text)).toBe(upper);
        expect(/[0-9]/.test(text)).toBe(digits);
        expect(/[^a-zA-Z0-9]/.test(text)).toBe(specials);
        if (!chosen.lookAlikes) expect(text).not.toMatch(/[lI1O0]/);
        // Room for all that is asked for.
        if (length < 20) return;
        if (digits) expect(countOf(text, /[0-9]/g)).toBeGreaterThanOrEqual(chosen.minDigits);
        if (specials) expect(countOf(text, SPECIAL)).toBeGreaterThanOrEqual(chosen.minSpecials);
      }),
    );
  });

  test('is met as far as there is room, digits first', () => {
    const chosen = { ...DEFAULT_PASSWORD_OPTIONS, length: 8, minDigits: 4, minSpecials: 9 };
    const { text } = createChosenPassword(seeded(1), chosen);
    expect([/[a-z]/g, /[A-Z]/g, /[0-9]/g, SPECIAL].map((set) => countOf(text, set))).toEqual([1, 1, 4, 2]);
  });

  test('is taken to the end of its range', () => {
    const lengthOf = (length: number) =>
      createChosenPassword(seeded(1), { ...DEFAULT_PASSWORD_OPTIONS, length }).text.length;
    expect([Number.NaN, -1, 4, 129, Number.POSITIVE_INFINITY].map(lengthOf)).toEqual([5, 5, 5, 128, 5]);
  });

  test('has as many bits as there are passwords', () => {
    const digits = { ...DEFAULT_PASSWORD_OPTIONS, lower: false, upper: false, specials: false, lookAlikes: true };
    expect(createChosenPassword(seeded(1), { ...digits, length: 30 }).bits).toBe(bitsOf(10n ** 30n));
  });
});
