// A name is one line that can be seen, and says nothing of the text around it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8Length } from '#bytes/utf8.ts';
import { NAME_BYTES } from '#wire/sizes.ts';
import { cleanName, cleanPresentation } from './name.ts';

const character = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  fc.constantFrom(
    '\u202e',
    '\u2066',
    '\u200b',
    '\ufeff',
    '\u3164',
    '\u2028',
    '\0',
    '\u200d',
    '\ud800',
    ' ',
    '👩\u200d💻',
    '\u{e0041}',
  ),
);

test('whatever was typed or claimed', () => {
  fc.assert(
    fc.property(
      fc.array(character, { maxLength: 80 }).map((all) => all.join('')),
      (typed) => {
        const name = cleanName(typed);
        expect(utf8Length(name)).toBeLessThanOrEqual(NAME_BYTES);
        expect(name).not.toMatch(
          /[\p{Cc}\u2028\u2029]|^\s|\s$|\s\s|[\u202a-\u202e\u2066-\u2069\u200b\ufeff\u3164]|[\u{e0000}-\u{e007f}]/u,
        );
        expect(name.isWellFormed()).toBe(true);
        expect(cleanName(name)).toBe(name);
        if (name !== '') expect(name.replace(/\u200c|\u200d|\ufe0e|\ufe0f/g, '').trim()).not.toBe('');
      },
    ),
    { numRuns: 2000 },
  );
});

test.each([
  ['  Quiet \n Otter ', 'Quiet Otter'],
  ['Zoë Müller-Łódź', 'Zoë Müller-Łódź'],
  ['می\u200cخواهم', 'می\u200cخواهم'],
  ['👩\u200d💻', '👩\u200d💻'],
  ['Mum\u202e)evalS(', 'Mum)evalS('],
  ['\u200d\u200b', ''],
])('%j becomes %j', (typed, name) => expect(cleanName(typed)).toBe(name));

test('pronouns are shorter', () => {
  const { pronouns } = cleanPresentation({ name: '', pronouns: 'x'.repeat(60) });
  expect(utf8Length(pronouns)).toBeLessThanOrEqual(32);
});
