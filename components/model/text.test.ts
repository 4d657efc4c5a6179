import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_LONG_TEXT_BYTES } from '#app/records/attachment.ts';
import { charactersLeft, LIMIT_CHARACTERS } from './length.ts';
import { splitLinks } from './links.ts';
import { mark } from './search.ts';
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

describe('addresses in a text', () => {
  const urls = (text: string) => splitLinks(text).flatMap(({ url }) => url ?? []);

  it('are found, without the marks that end a sentence', () => {
    expect(urls('see https://a.example/b?c=d#e, or http://f.example.')).toEqual([
      'https://a.example/b?c=d#e',
      'http://f.example/',
    ]);
    expect(urls('(https://a.example/x)')).toEqual(['https://a.example/x']);
    expect(urls('https://a.example/Nucleus_(cell)')).toEqual(['https://a.example/Nucleus_(cell)']);
  });

  it('are never anything but http and https', () => {
    expect(urls('javascript:alert(1) data:text/html,x file:///etc/passwd chrome://settings ftp://a.example')).toEqual(
      [],
    );
  });

  it('leave the text as it is', () => {
    const part = fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom('https://', '(', ').', '\n', 'http://[', ' '));
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join('');
        const pieces = splitLinks(text);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        for (const { url } of pieces) if (url !== null) expect(new URL(url).protocol).toMatch(/^https?:$/);
      }),
    );
  });
});

describe('what a search marks', () => {
  it('is every word of the query, whatever the case', () => {
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
  it('is read in groups, and a group is known whatever its case', () => {
    expect(codeGroups('7KQ4M-2XHTR 9WBD3\n')).toEqual(['7KQ4M', '2XHTR', '9WBD3']);
    expect(matchesGroup(' 2xhtr ', '2XHTR')).toBe(true);
    expect(matchesGroup('2x-htr', '2XHTR')).toBe(true);
    expect(matchesGroup('2xht', '2XHTR')).toBe(false);
    expect(matchesGroup('', '2XHTR')).toBe(false);
  });
});
