// Texts of `passwordrules` and what Apple's own reader makes of them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLASSES, MOST_RULE_CHARACTERS, type PasswordRules, PRINTABLE, parsePasswordRules } from './rules.ts';

const { lower, upper, digit, special } = CLASSES;
const ALL: PasswordRules = { required: [], allowed: PRINTABLE, minLength: 0, maxLength: 0, maxConsecutive: 0 };

test('the classes are all that is printable, each character once', () => {
  expect([...lower, ...upper, ...digit, ...special].toSorted()).toEqual([...PRINTABLE]);
  expect(PRINTABLE).toHaveLength(95);
});

describe('rules that are obeyed', () => {
  test.each<[string, Partial<PasswordRules>]>([
    ['minlength: 8; maxlength: 16;', { minLength: 8, maxLength: 16 }],
    ['minlength:8;maxlength:16', { minLength: 8, maxLength: 16 }],
    ['\n minlength:\t8;\n', { minLength: 8 }],
    ['minlength: 6; minlength: 9; minlength: 7', { minLength: 9 }],
    ['maxlength: 30; maxlength: 12; maxlength: 20', { maxLength: 12 }],
    ['max-consecutive: 3; max-consecutive: 2', { maxConsecutive: 2 }],
    ['minlength: 200; maxlength: 4', { minLength: 200, maxLength: 4 }],
    ['required: lower', { required: [lower], allowed: lower }],
    ['required: lower; required: digit', { required: [lower, digit], allowed: digit + lower }],
    ['required: upper, lower', { required: [upper + lower], allowed: upper + lower }],
    ['required: LOWER, Digit', { required: [digit + lower], allowed: digit + lower }],
    ['allowed: lower', { allowed: lower }],
    ['required: lower; allowed: digit, [-]', { required: [lower], allowed: `-${digit}${lower}` }],
    ['required: ascii-printable', { required: [PRINTABLE] }],
    ['required: lower; allowed: unicode', { required: [lower] }],
    ['required: special', { required: [special], allowed: special }],
  ])('%j', (text, said) => {
    expect(parsePasswordRules(text)).toEqual({ ...ALL, ...said });
  });
});

describe('sets in brackets', () => {
  test.each([
    ['[abc]', 'abc'],
    ['[cba, ]', ' ,abc'],
    // No range.
    ['[a-z]', 'az'],
    ['[-az]', '-az'],
    ['[az-]', 'az'],
    ['[é-b]', 'b'],
    ['[a]]', ']a'],
    ['[-]]', '-]'],
    ['[]]', ']'],
    ['[;]', ';'],
    ['[[]', '['],
    ['["\']', '"\''],
    ['[abc', ''],
    ['[', ''],
    ['[]', ''],
    ['[é]', ''],
  ])('%s is %j', (set, characters) => {
    expect(parsePasswordRules(`allowed: ${set}`).allowed).toBe(characters === '' ? PRINTABLE : characters);
  });
});

describe('what is not understood', () => {
  test.each([
    ['an unknown name', 'minlength: 8; color: 3'],
    ['an unknown name first', 'color: 3; minlength: 8'],
    ['a name in capitals', 'minlength: 8; MaxLength: 9'],
    ['an unknown class', 'minlength: 8; required: letters'],
    ['a comma between rules', 'minlength: 8, maxlength: 9'],
    ['a missing semicolon', 'required: lower upper; minlength: 8'],
    ['no number', 'minlength: eight; maxlength: 9'],
    ['a number with a tail', 'maxlength: 9; minlength: 8px'],
    ['a colon too many', 'minlength: 8: required: lower'],
    ['something after a set', 'minlength: 8; required: [a]b]'],
    ['an equals sign', 'minlength = 8'],
    ['no semicolon at all', 'minlength: 8 maxlength: 9'],
  ])('throws all rules away: %s', (_, text) => {
    expect(parsePasswordRules(text)).toEqual(ALL);
  });

  test.each<[string, string, Partial<PasswordRules>]>([
    ['a second semicolon', 'minlength: 8;; maxlength: 9', { minLength: 8 }],
    ['a sign where a name belongs', 'minlength: 8; "maxlength": 9', { minLength: 8 }],
  ])('ends them, and those before it stay: %s', (_, text, said) => {
    expect(parsePasswordRules(text)).toEqual({ ...ALL, ...said });
  });

  test.each<[string, string, Partial<PasswordRules>]>([
    ['no value', 'minlength:; maxlength: 9', { maxLength: 9 }],
    ['no value at the end', 'maxlength: 9; required', { maxLength: 9 }],
    ['a name alone', 'required; maxlength: 9', { maxLength: 9 }],
    ['nought', 'minlength: 0; maxlength: 9', { maxLength: 9 }],
    ['space after a number', 'minlength: 8 ; maxlength: 9', { maxLength: 9 }],
    ['nothing after a comma', 'required: lower,; maxlength: 9', { maxLength: 9 }],
    ['an empty set', 'required: []; maxlength: 9', { maxLength: 9 }],
    ['a set that stays open', 'maxlength: 9; required: [abc; minlength: 3', { maxLength: 9 }],
  ])('passes over this one rule: %s', (_, text, said) => {
    expect(parsePasswordRules(text)).toEqual({ ...ALL, ...said });
  });

  test('a text that is too long says nothing', () => {
    const text = 'minlength: 8;';
    expect(parsePasswordRules(text.padEnd(MOST_RULE_CHARACTERS))).toEqual({ ...ALL, minLength: 8 });
    expect(parsePasswordRules(text.padEnd(MOST_RULE_CHARACTERS + 1))).toEqual(ALL);
  });
});

const pieces = fc.constantFrom(
  ...['required', 'allowed', 'minlength', 'maxlength', 'max-consecutive', 'lower', 'special', 'unicode'],
  ...[':', ';', ',', ' ', '[', ']', '-', '[a-z]', '8', '0', 'é', '[]]', 'x', '\n'],
);
/** Texts that are rules, or nearly. */
const ruleTexts = fc.oneof(
  fc.string(),
  fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
);

test('whatever the text, the sets are sorted and within what is allowed', () => {
  fc.assert(
    fc.property(ruleTexts, (text) => {
      const { required, allowed, minLength, maxLength, maxConsecutive } = parsePasswordRules(text);
      for (const set of [allowed, ...required]) {
        expect(set).toBe([...PRINTABLE].filter((one) => set.includes(one)).join(''));
        expect(set.length).toBeGreaterThan(0);
      }
      for (const set of required) expect([...set].every((one) => allowed.includes(one))).toBe(true);
      for (const number of [minLength, maxLength, maxConsecutive]) expect(number).toBeGreaterThanOrEqual(0);
    }),
  );
});
