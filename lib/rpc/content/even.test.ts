// However long the work takes and whatever it gives, the answer leaves in steps and blocks.
import { expect, test } from 'vitest';
import { BLOCK, evenly, padded, STEP_MS } from './even.ts';

test.each([
  [0, STEP_MS],
  [1, STEP_MS],
  [STEP_MS - 1, STEP_MS],
  [STEP_MS, STEP_MS],
  [STEP_MS + 1, 2 * STEP_MS],
  [3.5 * STEP_MS, 4 * STEP_MS],
])('work of %d ms is answered after %d', async (took, answered) => {
  let now = 1000;
  const pause = async (milliseconds: number): Promise<void> => {
    now += milliseconds;
  };
  const clock = { now: () => now, pause };
  const work = async (): Promise<string> => {
    now += took;
    return 'done';
  };
  expect([await evenly(work, clock), now]).toEqual(['done', 1000 + answered]);
  now = 1000;
  const fails = async (): Promise<never> => {
    now += took;
    throw new Error('no');
  };
  await expect(evenly(fails, clock)).rejects.toThrow('no');
  expect(now).toBe(1000 + answered);
});

test.each([0, 1, 20, 21, 64])('an answer of %d identities is a whole number of blocks', (count) => {
  const identities = Array.from({ length: count }, (_, at) => ({
    id: `${at}`.padStart(32, '0'),
    name: 'Calm “Otter”',
  }));
  expect(JSON.stringify(padded({ state: 'ready', identities })).length % BLOCK).toBe(0);
});
