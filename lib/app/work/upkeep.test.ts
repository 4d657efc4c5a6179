// Upkeep goes on past what fails: one bad row on the disk must not keep old records there for ever.
import { expect, test } from 'vitest';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { person } from '#e2e/harness/devices.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { maskKind } from '../records/mask.ts';
import { renewed, renewedKind } from '../records/renewed.ts';
import type { Store } from '../store/store.ts';
import { STRICT, transact } from '../store/transaction.ts';
import { keepUp } from './upkeep.ts';

test('what does not open keeps nothing else from being forgotten, and is told', async () => {
  useProvider(await loadSodium());
  const alex = await person([]);
  const app = await alex.app();
  const old = { relationship: new Uint8Array(16), at: app.now() - 3 * DAY_MS };
  await transact(app.store, [], (transaction) => transaction.put(renewed('https://a.example'), old), STRICT);
  expect(await alex.records(renewedKind)).toHaveLength(1);
  const scan: Store['scan'] = (kind, signal) => {
    if (kind.name === maskKind.name) throw new Error('forged');
    return app.store.scan(kind, signal);
  };
  const store: Store = Object.assign(Object.create(app.store), { scan });
  await expect(keepUp({ ...app, store }, { aborted: false } as AbortSignal)).rejects.toThrow('forged');
  expect(await alex.records(renewedKind)).toHaveLength(0);
});
