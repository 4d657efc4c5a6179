// Labels are read as the runtime's own parser wrote them, whatever is written.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unicodeHost } from './punycode.ts';

test('every host name that the runtime turns into ASCII is read back', () => {
  let decoded = 0;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...'aez0-éßаеοłあ中한ف'), { minLength: 1, maxLength: 12 }), (letters) => {
      const name = letters.join('').normalize('NFC');
      let ascii: string;
      try {
        ascii = new URL(`https://${name}.example`).hostname;
      } catch {
        return;
      }
      if (!ascii.startsWith('xn--')) return;
      decoded++;
      expect(new URL(`https://${unicodeHost(ascii)}`).hostname).toBe(ascii);
      expect(unicodeHost(ascii)).not.toContain('xn--');
    }),
    { numRuns: 2000 },
  );
  expect(decoded).toBeGreaterThan(200);
});

test('a label that decodes to nothing stays as it is', () => {
  for (const host of [
    'xn--.example',
    'xn--99999999.example',
    'xn--a!.example',
    `xn--${'a'.repeat(70)}`,
    'shop.example',
  ])
    expect(unicodeHost(host)).toBe(host);
  expect(unicodeHost('xn--bcher-kva.example')).toBe('bücher.example');
});
