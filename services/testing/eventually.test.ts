// Waiting lasts as long as something moves, however long that is, and ends with a sentence when nothing does.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { eventually } from './eventually.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const HOUR_MS = 60 * 60_000;

it('waits for long while something moves', async () => {
  const from = performance.now();
  const waited = eventually(
    () => performance.now() - from > HOUR_MS / 4 && 'there',
    () => Math.floor((performance.now() - from) / 20_000),
  );
  await vi.advanceTimersByTimeAsync(HOUR_MS / 4 + 10);
  expect(await waited).toBe('there');
});

it('gives up when nothing moves, and says what it waited for', async () => {
  const waited = expect(
    eventually(
      () => false,
      () => 'three of four',
    ),
  ).rejects.toThrow('nothing moved for 30 s, and it is not there: () => false; last seen: "three of four"');
  await vi.advanceTimersByTimeAsync(31_000);
  await waited;
});

it('does not take a machine that stood still for a product that does', async () => {
  let answer = false;
  const waited = eventually(() => answer && 'there');
  await vi.advanceTimersByTimeAsync(0);
  // An hour without a look.
  const stood = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + HOUR_MS);
  await vi.advanceTimersByTimeAsync(10);
  answer = true;
  await vi.advanceTimersByTimeAsync(10);
  expect(await waited).toBe('there');
  stood.mockRestore();
});
