// What waits for a receiver that does not answer waits on disk.
import { platform } from 'node:os';
import { expect, it } from 'vitest';
import { backPressure } from './back-pressure.ts';

it.skipIf(platform() !== 'linux')('the memory of a sending service does not grow with what waits', async () => {
  const { waitingMiB, grownMiB } = await backPressure(4000);
  expect(waitingMiB).toBeGreaterThan(60);
  expect(grownMiB).toBeLessThan(30);
});
