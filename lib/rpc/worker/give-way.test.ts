// Long work waits while a person's question is answered and a moment longer, and not for ever.
import { expect, test } from 'vitest';
import { GiveWay, MOST_WAIT_MS, REST_MS, SHARE_MS } from './give-way.ts';

function begun() {
  const clock = { now: 0, pauses: [] as number[] };
  const giveWay = new GiveWay({
    now: () => clock.now,
    pause: async (milliseconds) => {
      clock.now += milliseconds;
      clock.pauses.push(milliseconds);
    },
  });
  /** How long a piece of long work waits for its turn. */
  const waits = async (): Promise<number> => {
    const from = clock.now;
    await giveWay.turn();
    return clock.now - from;
  };
  return { clock, giveWay, waits };
}

test('where nobody asks, long work goes on at once', async () => {
  const { waits } = begun();
  expect(await waits()).toBe(0);
});

test('it waits for a moment after a view began to open, and after an answer', async () => {
  const { giveWay, waits, clock } = begun();
  giveWay.note();
  expect(await waits()).toBe(REST_MS);
  const served = giveWay.before({ site: async (tab: number) => `tab ${tab}` });
  expect(await served.site(7)).toBe('tab 7');
  clock.now += 100;
  expect(await waits()).toBe(REST_MS - 100);
});

test('and while something is being answered, whatever comes of it', async () => {
  const { giveWay, waits, clock } = begun();
  let fail = (_: Error): void => {};
  const served = giveWay.before({
    site: () =>
      new Promise<never>((_, reject) => {
        fail = reject;
      }),
  });
  const asked = served.site();
  let isOver = false;
  const waiting = waits().finally(() => {
    isOver = true;
  });
  while (clock.now < 2 * REST_MS && !isOver) await Promise.resolve();
  fail(new Error('locked'));
  await expect(asked).rejects.toThrow('locked');
  expect(await waiting).toBeGreaterThanOrEqual(3 * REST_MS);
});

test('calls that are aside keep nothing waiting', async () => {
  const { giveWay, waits } = begun();
  const served = giveWay.before({ commit: async () => 'kept' }, new Set(['commit'] as const));
  expect([await served.commit(), await waits()]).toEqual(['kept', 0]);
});

test('where the asking does not end, it has its share of the time', async () => {
  const { giveWay, clock } = begun();
  let worked = 0;
  for (let step = 0; step < 1000; step++) {
    giveWay.note();
    await giveWay.turn();
    clock.now += 10;
    worked += 10;
  }
  const share = worked / clock.now;
  expect(share).toBeGreaterThan((0.8 * SHARE_MS) / (SHARE_MS + MOST_WAIT_MS));
  expect(share).toBeLessThan(0.5);
});
