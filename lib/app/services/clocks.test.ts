// What services tell of the time, held against the device's clock.
import { beforeEach, expect, test } from 'vitest';
import { ServiceClocks } from './clocks.ts';

const ONE = 'https://one.example';
const OTHER = 'https://other.test';
let now = 0;
let steady = 0;
let clocks: ServiceClocks;
beforeEach(() => {
  [now, steady] = [1_800_000_000_000, 5000];
  clocks = new ServiceClocks({ now: () => now, steady: () => steady });
});

const pass = (ms: number): void => {
  now += ms;
  steady += ms;
};
/** An answer of a service whose clock is that much ahead. */
function told(origin: string, aheadMs: number, tookMs = 200): void {
  const askedAt = now;
  pass(tookMs);
  const servedAt = Math.floor((askedAt + tookMs / 2 + aheadMs) / 1000) * 1000;
  clocks.note(origin, { servedAt, askedAt, answeredAt: now });
}

test('a clock that is right, or that nobody tells of, is not off', () => {
  expect(clocks.skew()).toBeNull();
  told(ONE, 0);
  told(OTHER, 4000);
  expect(clocks.skew()).toBeNull();
});

test('one operator is told, two that agree are believed, and none that differ', () => {
  told(ONE, 180_000);
  expect(clocks.skew()).toMatchObject({ isSure: false });
  told('https://www.one.example', 180_000);
  expect(clocks.skew()).toMatchObject({ isSure: false });
  told(OTHER, 180_000);
  const skew = clocks.skew();
  expect(skew?.isSure).toBe(true);
  expect(Math.abs((skew?.offByMs ?? 0) - 180_000)).toBeLessThan(1000);
  told(OTHER, 0);
  expect(clocks.skew()).toBeNull();
});

test('a slow answer, an old one, and one from before the clock was set or the device slept count for nothing', () => {
  told(ONE, -180_000, 30_000);
  expect(clocks.skew()).toBeNull();
  told(ONE, -180_000);
  expect(clocks.skew()).toMatchObject({ isSure: false });
  now += 180_000;
  expect(clocks.skew()).toBeNull();
  told(ONE, -180_000);
  pass(7 * 3_600_000);
  expect(clocks.skew()).toBeNull();
  clocks.note(ONE, { servedAt: Number.NaN, askedAt: now, answeredAt: now });
  expect(clocks.skew()).toBeNull();
});
