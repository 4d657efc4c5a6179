// Messages for a receiver that does not answer wait on disk.
import { expect, it } from 'vitest';
import { backPressure } from './back-pressure.ts';

it('the memory of a sending service does not grow with what waits', async () => {
  const { waitingMiB, grownMiB } = await backPressure(1200);
  expect(waitingMiB).toBeGreaterThan(20);
  expect(grownMiB).toBeLessThan(waitingMiB / 4);
});
