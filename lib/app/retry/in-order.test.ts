// Numbered things done a few at once: noted in their order, as soon as they can be, and one that fails takes nothing
// down that was done.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder } from './in-order.ts';

interface Story {
  readonly from: number;
  readonly to: number;
  readonly together: number;
  /** Which of those that are under way ends next, again and again. */
  readonly ends: readonly number[];
  readonly fails: number | null;
}

/** What was begun, and what was noted, step by step; and how it ended. */
async function told({ from, to, together, ends, fails }: Story) {
  const underWay: { number: number; end(): void }[] = [];
  const begun: number[] = [];
  const noted: number[] = [];
  let most = 0;
  let noting = 0;
  let over = false;
  const outcome = inOrder({
    from,
    to,
    together,
    signal: { aborted: false },
    one: (number) =>
      new Promise<number>((resolve, reject) => {
        begun.push(number);
        const end = () => (number === fails ? reject(new Error('failed')) : resolve(number * 10));
        underWay.push({ number, end });
        most = Math.max(most, underWay.length);
      }),
    async note(first, results) {
      expect(++noting).toBe(1);
      expect(first).toBe(from + noted.length);
      expect(results).toEqual(results.map((_, at) => (first + at) * 10));
      await new Promise((resolve) => setImmediate(resolve));
      noted.push(...results.map((_, at) => first + at));
      noting--;
    },
  })
    .then(
      () => 'done',
      () => 'failed',
    )
    .finally(() => {
      over = true;
    });
  for (let turn = 0; !over; turn++) {
    const at = (ends[turn % ends.length] ?? 0) % Math.max(1, underWay.length);
    underWay.splice(at, 1)[0]?.end();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { begun, noted, most, outcome: await outcome };
}

const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);

describe('numbered things', () => {
  it('are each done once, no more at once than allowed, and all noted without a gap, whichever ends first', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          from: fc.nat(9),
          to: fc.nat(30),
          together: fc.integer({ min: 1, max: 5 }),
          ends: fc.array(fc.nat(9), { minLength: 1, maxLength: 12 }),
          fails: fc.option(fc.nat(30)),
        }),
        async (story) => {
          const { from, to, together, fails } = story;
          const { begun, noted, most, outcome } = await told(story);
          const failed = fails !== null && fails >= from && fails < to;
          expect(outcome).toBe(failed ? 'failed' : 'done');
          expect(most).toBeLessThanOrEqual(together);
          expect(new Set(begun).size).toBe(begun.length);
          if (failed) {
            // What was done before it stays done, and nothing behind it counts.
            expect(noted).toEqual(range(from, fails));
          } else expect(noted).toEqual(range(from, to));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are noted while others are still on their way', async () => {
    const noted: number[] = [];
    void inOrder({
      ...{ from: 0, to: 8, together: 4, signal: { aborted: false } },
      one: (number) => (number === 3 ? new Promise<never>(() => {}) : Promise.resolve(number)),
      note: async (_, results) => void noted.push(...results),
    });
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(noted).toEqual([0, 1, 2]);
  });

  it('end where the signal says so', async () => {
    const signal = { aborted: false };
    const noted: number[] = [];
    const one = async (number: number) => {
      signal.aborted = number >= 2;
      return number;
    };
    await inOrder({
      from: 0,
      to: 100,
      together: 1,
      signal,
      one,
      note: async (_, results) => void noted.push(...results),
    });
    expect(noted).toEqual([0, 1, 2]);
  });
});
