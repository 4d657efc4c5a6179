// Nothing that turns or hides letters does so where a person reads.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readable, visible } from './visible.ts';

test('a text says where it would have been turned', () => {
  expect(readable('\u202eevil.exe')).toBe('⟦U+202E⟧evil.exe');
  expect(readable('a \u2067b\u2069 \u202ac\u202c')).toBe('a ⟦U+2067⟧b\u2069 ⟦U+202A⟧c⟦U+202C⟧');
});

test('what scripts and emoji need is left', () => {
  for (const text of ['שלום\u200f!', 'می\u200cخواهم', '👩\u200d🔬', '❤\ufe0f', '@\u2066name\u2069', 'line\nline\t'])
    expect(readable(text)).toBe(text);
});

test('words to be pressed hide nothing', () => {
  expect(visible('pay\u200bpal\u00ad.com \u202efdp')).toBe('pay⟦U+200B⟧pal⟦U+00AD⟧.com ⟦U+202E⟧fdp');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (words) => {
      expect(visible(words)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
});
