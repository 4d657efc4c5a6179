// A vault to test in: alex's device, new for each test, without any service unless a test wants one.
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { person, type TestDevice } from '#e2e/harness/devices.ts';
import { Bench } from '#services/testing/services.ts';
import type { AppContext } from '../ports/ports.ts';

const bench = new Bench();
export let alex: TestDevice;

/** Once in a file. `prepare`: before each of its tests. */
export function useVault(prepare: (app: AppContext) => unknown = () => {}): void {
  beforeAll(async () => useProvider(await loadSodium()));
  afterAll(() => bench.end());
  beforeEach(async () => {
    alex = await person([]);
    await prepare(await alex.app());
  });
}

/** Alex's device anew, with a service that makes masks. */
export async function withServices(): Promise<AppContext> {
  const { origin } = await bench.start({ mail: { smtpPort: 0, domain: 'masks.example', dns: {} } });
  alex = await person([origin]);
  return alex.app();
}
