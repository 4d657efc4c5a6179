// Same seed, same picture; other seed, other picture; every picture stays inside its box with arcs long enough to be
// seen.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pictureOf } from './picture.ts';

const seeds = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 16, maxLength: 64 });

test('a picture follows from its seed and fits its box', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const picture = pictureOf(seed);
      expect(pictureOf(seed)).toEqual(picture);
      for (const arc of picture.arcs) {
        const turn = 2 * Math.PI * arc.radius;
        expect(arc.radius + arc.width / 2).toBeLessThan(20);
        expect(arc.length / turn).toBeGreaterThan(0.3);
        expect(arc.length / turn).toBeLessThan(0.7);
      }
    }),
  );
});

test('a thousand seeds give a thousand pictures', () => {
  const pictures = Array.from({ length: 1000 }, (_, i) => JSON.stringify(pictureOf(i.toString(16).padStart(32, '0'))));
  expect(new Set(pictures).size).toBeGreaterThan(990);
});
