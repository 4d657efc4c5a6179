// Token buckets: a burst, then a steady rate, each peer for itself.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RateLimit } from './rate.ts';

it('lets no more through than burst and rate allow, and says when to come again', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.double({ min: 0.1, max: 50, noNaN: true }),
      fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 100 }),
      (burst, perSecond, steps) => {
        let now = 0;
        const limit = new RateLimit({ burst, perSecond }, () => now);
        let passed = 0;
        for (const step of steps) {
          now += step;
          const waitSeconds = limit.take('a');
          if (waitSeconds === 0) passed++;
          else {
            now += waitSeconds * 1000;
            expect(limit.take('a')).toBe(0);
            passed++;
          }
          expect(passed).toBeLessThanOrEqual(burst + (now / 1000) * perSecond + 1e-6);
        }
      },
    ),
  );
});

it('lets a peer pay more at once, and tells who has nothing left without taking anything', () => {
  let now = 0;
  const limit = new RateLimit({ burst: 10, perSecond: 2 }, () => now);
  expect(limit.isSpent('a')).toBe(false);
  expect(limit.take('a', 9.5)).toBe(0);
  expect(limit.isSpent('a')).toBe(true);
  expect(limit.take('a', 4)).toBe(2);
  now = 2000;
  expect(limit.isSpent('a')).toBe(false);
  expect(limit.take('a', 4)).toBe(0);
  expect(limit.isSpent('b')).toBe(false);
});

it('counts peers apart, an IPv6 network as one, and forgives a clock that goes back', () => {
  let now = 1000;
  const limit = new RateLimit({ burst: 1, perSecond: 1 }, () => now);
  expect(limit.take('192.0.2.1')).toBe(0);
  expect(limit.take('192.0.2.2')).toBe(0);
  expect(limit.take('192.0.2.1')).toBe(1);
  expect(limit.take('2001:db8:1:2::5')).toBe(0);
  expect(limit.take('2001:db8:1:2:ffff::6')).toBe(1);
  expect(limit.take('2001:db8:1:3::5')).toBe(0);
  expect(limit.take('::1')).toBe(0);
  expect(limit.take('::ffff:192.0.2.1')).toBe(0);
  now = 0;
  expect(limit.take('192.0.2.1')).toBe(1);
  now = 1000;
  expect(limit.take('192.0.2.1')).toBe(0);
});
