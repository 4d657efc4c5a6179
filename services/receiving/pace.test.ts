// A pace lets a burst through, then so much a second; uses that come too soon get the time when they are due, in the
// order in which they came.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pace } from './pace.ts';

const HOUR_MS = 3_600_000;

/** Takes a place for everything that comes, at once or later. @returns when each is let through; null: refused */
function arrivals(pace: Pace, times: readonly number[]): (number | null)[] {
  return times.map((at) => {
    const wait = pace.waitMs('one', at);
    if (wait === null) return null;
    pace.take('one', at);
    return at + wait;
  });
}

describe('a pace', () => {
  it('never lets more through than its burst and what has grown since, whenever things come', () => {
    const limits = fc.record({ burst: fc.integer({ min: 1, max: 20 }), perSecond: fc.constantFrom(0.01, 0.5, 3) });
    const gaps = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20_000 })), { maxLength: 120 });
    fc.assert(
      fc.property(limits, gaps, (limit, gaps) => {
        let now = 1_000_000;
        const times = gaps.map((gap) => (now += gap));
        const through = arrivals(new Pace(limit, Number.POSITIVE_INFINITY), times) as number[];
        expect(through.every((at, i) => at >= (times[i] as number))).toBe(true);
        expect(through).toEqual(through.toSorted((a, b) => a - b));
        for (const [i, from] of through.entries()) {
          for (let j = i; j < through.length; j++) {
            const grown = (((through[j] as number) - from) / 1000) * limit.perSecond;
            expect(j - i + 1).toBeLessThanOrEqual(limit.burst + grown + 1e-6);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('does not hold up what keeps to it', () => {
    const times = Array.from({ length: 50 }, (_, i) => i * 2000);
    expect(arrivals(new Pace({ burst: 1, perSecond: 0.5 }, 0), times)).toEqual(times);
  });

  it('refuses what would wait too long, and that takes no place', () => {
    const pace = new Pace({ burst: 2, perSecond: 1 / 3600 }, HOUR_MS);
    expect(arrivals(pace, [0, 0, 0, 0, 0])).toEqual([0, 0, HOUR_MS, null, null]);
    expect(arrivals(pace, [HOUR_MS])).toEqual([2 * HOUR_MS]);
  });

  it('keeps names apart', () => {
    const pace = new Pace({ burst: 1, perSecond: 1 }, 0);
    pace.take('one', 0);
    expect([pace.waitMs('one', 0), pace.waitMs('another', 0)]).toEqual([null, 0]);
  });

  it('forgets who was quiet longest rather than grow', () => {
    const pace = new Pace({ burst: 1, perSecond: 0.001 }, HOUR_MS);
    for (let i = 0; i < 100_000; i++) pace.take(`${i}`, 0);
    pace.take('0', 0);
    pace.take('new', 0);
    expect([pace.waitMs('0', 0), pace.waitMs('1', 0), pace.waitMs('2', 0)]).toEqual([2_000_000, 0, 1_000_000]);
  });
});
