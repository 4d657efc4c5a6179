// What an import has read is plaintext: the worker holds it no longer than the vault is open, and than it is kept.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, expect, test } from 'vitest';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { person } from '#e2e/harness/devices.ts';
import { EMPTY_ENTRY } from '#logins/formats/entry.ts';
import type { WorkerContext } from '../call/worker-context.ts';
import { loginHandlers } from './handlers.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const IMPORT = 'ab'.repeat(16);

beforeAll(async () => useProvider(await loadSodium()));

async function staged() {
  const alex = await person([]);
  const handlers = loginHandlers({ device: alex.device, turn: async () => {} } as unknown as WorkerContext);
  const stage = async () => {
    const entry = { ...EMPTY_ENTRY, title: 'Note', kind: 'note' as const, note: 'secret' };
    await handlers.stageImport({ import: IMPORT, first: 0, entries: [entry] as never }, null);
    return new WeakRef(entry);
  };
  const read = await stage();
  await handlers.previewImport({ import: IMPORT }, null);
  return { alex, handlers, read };
}
/** Whether something still holds it. The collector may want some rounds. */
async function isHeld(ref: WeakRef<object>): Promise<boolean> {
  for (let round = 0; round < 20; round++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  return ref.deref() !== undefined;
}

test('a lock lets go of what was read', async () => {
  const { alex, handlers, read } = await staged();
  expect(await isHeld(read)).toBe(true);
  await alex.device.lock();
  expect(await isHeld(read)).toBe(false);
  await expect(handlers.previewImport({ import: IMPORT }, null)).rejects.toMatchObject({ code: 'vault-locked' });
});

test('so does the last part that is kept', async () => {
  const { handlers, read } = await staged();
  const call = { import: IMPORT, from: 'A manager', choices: [] };
  expect(await handlers.commitImport(call, null)).toMatchObject({ ok: true, done: 1, total: 1 });
  expect(await isHeld(read)).toBe(false);
  expect(await handlers.commitImport(call, null)).toEqual({ ok: false, reason: 'gone' });
});
