// Back-off: doubles, within half of itself, and never beyond its bound.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { retryPauseMs } from './backoff.ts';

const retry = { firstMs: 1000, maxMs: 900_000, horizonDays: 7 };

it('stays between half and all of what it doubles to', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
      const full = Math.min(900_000, 1000 * 2 ** Math.min(failures - 1, 40));
      const waited = retryPauseMs(retry, failures, random);
      expect(waited).toBeGreaterThanOrEqual(full / 2 - 1);
      expect(waited).toBeLessThanOrEqual(full);
    }),
  );
});

it('begins with the first wait', () => {
  expect([retryPauseMs(retry, 1, 1), retryPauseMs(retry, 2, 1), retryPauseMs(retry, 3, 0)]).toEqual([1000, 2000, 2000]);
});
