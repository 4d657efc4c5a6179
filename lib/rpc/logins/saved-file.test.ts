// What a person is told about their last backup file: when it was begun, and whether anything was changed since.
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import type { OpenVault } from '#app/device/open-vault.ts';
import { addEntry, changeEntry } from '#app/logins/change.ts';
import { type Login, login } from '#app/records/login.ts';
import { type Mask, mask } from '#app/records/mask.ts';
import { STRICT, transact } from '#app/store/transaction.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { PASSPHRASE, person, type TestDevice } from '#e2e/harness/devices.ts';
import { EMPTY_ENTRY } from '#logins/formats/entry.ts';
import type { WorkerContext } from '../call/worker-context.ts';
import { shownOf } from '../conversations/shown.ts';
import type { ExportedState } from './contract.ts';
import { loginHandlers } from './handlers.ts';

const [FIRST, SECOND, SHOP] = ['01'.repeat(16), '02'.repeat(16), '03'.repeat(16)] as const;
let alex: TestDevice;
let open: OpenVault;
let handlers: ReturnType<typeof loginHandlers>;

beforeAll(async () => useProvider(await loadSodium()));
beforeEach(async () => {
  alex = await person([]);
  open = await alex.vault();
  alex.told = {
    ...{ arrived: () => {}, health: () => {}, sendAgainAt: () => {} },
    announce: (change) => {
      if (change.topic !== 'vault' && change.topic !== 'tidying') shownOf(open).note(change);
    },
  };
  handlers = loginHandlers({
    device: alex.device,
    entropy: nodeEntropy,
  } as unknown as WorkerContext);
  for (const [id, title] of [
    [FIRST, 'One'],
    [SECOND, 'Two'],
  ] as const)
    await addEntry(await alex.app(), id, { ...EMPTY_ENTRY, title, kind: 'note', note: title });
});

const saved = () => handlers.savedFile(null, null);
async function begun(): Promise<ExportedState> {
  const opened = await handlers.beginExport({ passphrase: PASSPHRASE, vault: false }, null);
  if (!opened.ok) throw new Error(opened.reason);
  return opened.state;
}

test('none was saved, then one that holds everything, then one that does not any more', async () => {
  expect(await saved()).toEqual({ count: 2, at: null, isWhole: false });
  const app = await alex.app();
  const at = app.now();
  alex.stillAt = at;
  await handlers.exportSaved(await begun(), null);
  expect(await saved()).toEqual({ count: 2, at, isWhole: true });
  alex.stillAt = at + 1000;
  await changeEntry(app, FIRST, { title: 'One, changed' });
  expect(await saved()).toEqual({ count: 2, at, isWhole: false });
});

test('it is known after a lock, whatever order the entries are read in', async () => {
  const at = alex.now();
  alex.stillAt = at;
  await handlers.exportSaved(await begun(), null);
  await alex.device.lock();
  await alex.device.unlock(PASSPHRASE);
  open = await alex.vault();
  expect(await saved()).toEqual({ count: 2, at, isWhole: true });
});

test('what is changed while the file is written may not be in it', async () => {
  const state = await begun();
  alex.stillAt = alex.now() + 1000;
  await changeEntry(await alex.app(), SECOND, { note: 'later' });
  await handlers.exportSaved(state, null);
  expect(await saved()).toMatchObject({ isWhole: false });
});

test('a password that waits for its site is a change; so is what is written while a clock is behind', async () => {
  const app = await alex.app();
  const shop = {
    ...EMPTY_ENTRY,
    title: 'Shop',
    password: 'old',
    sites: [{ url: 'https://shop.example/', match: 'domain' }],
  };
  await addEntry(app, SHOP, {
    ...shop,
    earlier: [{ until: alex.now() + 9e9, password: 'older', rest: null }],
  } as never);
  await handlers.exportSaved(await begun(), null);
  expect(await saved()).toMatchObject({ isWhole: true });
  await changeEntry(app, SHOP, { note: 'written' });
  expect(await saved()).toMatchObject({ isWhole: false });
  await handlers.exportSaved(await begun(), null);
  const known = await app.store.read([login(SHOP)]);
  await transact(app.store, [login(SHOP)], (transaction) => {
    const proposed = { password: 'new', at: alex.now(), seen: 'nothing' as const };
    transaction.put(login(SHOP), { ...(known[0] as Login), proposed });
  });
  expect(await saved()).toMatchObject({ isWhole: false });
});

test('a new mask in the place of another is a change, and pages are told of it', async () => {
  const app = await alex.app();
  await addEntry(app, SHOP, {
    ...{ ...EMPTY_ENTRY, title: 'Shop', username: 'alex', password: 'old' },
    sites: [{ url: 'https://shop.example/', match: 'domain' }],
  } as never);
  const known: Mask = {
    ...{ site: 'shop.example', address: 'one@masks.example' },
    gateway: { origin: 'https://masks.example', key: nodeEntropy(32) },
    ...{ managementSeed: nodeEntropy(32), mailSecret: nodeEntropy(32), madeAt: 1, state: 'active', expiryDay: 1 },
    ...{ mailer: '', codesUsedTo: 0, leaksFrom: 0, second: null },
  };
  const keeps = (held: Mask) =>
    transact(app.store, [mask(SHOP)], (transaction) => transaction.put(mask(SHOP), held), STRICT);
  await keeps(known);
  await handlers.exportSaved(await begun(), null);
  expect(await saved()).toMatchObject({ isWhole: true });
  await keeps({ ...known, codesUsedTo: 3 });
  expect(await saved()).toMatchObject({ isWhole: true });
  const told: unknown[] = [];
  const before = alex.told as NonNullable<typeof alex.told>;
  alex.told = {
    ...before,
    announce: (change) => {
      told.push(change);
      before.announce(change);
    },
  };
  await keeps({ ...known, address: 'two@masks.example' });
  expect(told).toContainEqual({ topic: 'entries', entry: SHOP });
  expect(await saved()).toMatchObject({ isWhole: false });
});

test('a clock that was ahead hides no later file', async () => {
  const right = alex.now();
  alex.stillAt = right + 9e9;
  await handlers.exportSaved(await begun(), null);
  alex.stillAt = right;
  await handlers.exportSaved(await begun(), null);
  expect(await saved()).toMatchObject({ at: right, isWhole: true });
});

test('each entry is read out once, and nothing is after the last, a lock or ten minutes', async () => {
  const opens = async () => {
    const opened = await handlers.beginExport({ passphrase: PASSPHRASE, vault: false }, null);
    if (!opened.ok) throw new Error(opened.reason);
    return (ids: string[]) => handlers.exportEntries({ ticket: opened.ticket, ids }, null);
  };
  const gone = { ok: false, reason: 'gone' };
  const read = await opens();
  expect(await read([FIRST, SHOP])).toMatchObject({ ok: true, entries: [{ title: 'One' }] });
  expect(await read([FIRST])).toEqual({ ok: true, entries: [], files: [] });
  expect(await read([SECOND])).toMatchObject({ ok: true, entries: [{ title: 'Two' }] });
  expect(await read([SECOND])).toEqual(gone);

  const late = await opens();
  alex.aheadMs += 10 * 60_000 + 1;
  expect(await late([FIRST])).toEqual(gone);
  const locked = await opens();
  await alex.device.lock();
  await alex.device.unlock(PASSPHRASE);
  open = await alex.vault();
  expect(await locked([FIRST])).toEqual(gone);
});
