import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_LONG_TEXT_BYTES } from '#app/records/attachment.ts';
import { mark } from '../search/model.ts';
import { charactersLeft, LIMIT_CHARACTERS } from '../thread/length.ts';
import { codeGroups, matchesGroup } from './vault.ts';

describe('the length of a message', () => {
  it('is shown only near the limit', () => {
    expect(charactersLeft('')).toBeNull();
    expect(charactersLeft('a'.repeat(LIMIT_CHARACTERS - 1001))).toBeNull();
    expect(charactersLeft('é'.repeat(LIMIT_CHARACTERS))).toBe(0);
    expect(charactersLeft('🚌'.repeat(LIMIT_CHARACTERS / 2 + 1))).toBe(-2);
  });

  it('is never more than a long text may hold in bytes', () => {
    expect(3 * LIMIT_CHARACTERS).toBeLessThanOrEqual(MAX_LONG_TEXT_BYTES);
  });
});

describe('what a search marks', () => {
  it('is every word of the query, in any case', () => {
    expect(mark('The Track at six', 'track SIX').filter(({ hit }) => hit)).toEqual([
      { text: 'Track', hit: true },
      { text: 'six', hit: true },
    ]);
  });

  it('never changes the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, query) => {
        expect(
          mark(text, query)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});

describe('a recovery code', () => {
  it('is read in groups, and a group is known in any case', () => {
    expect(codeGroups('7KQ4M-2XHTR 9WBD3\n')).toEqual(['7KQ4M', '2XHTR', '9WBD3']);
    expect(matchesGroup(' 2xhtr ', '2XHTR')).toBe(true);
    expect(matchesGroup('2x-htr', '2XHTR')).toBe(true);
    expect(matchesGroup('2xht', '2XHTR')).toBe(false);
    expect(matchesGroup('', '2XHTR')).toBe(false);
  });
});
