// What cannot be taken in keeps nothing else from coming, at a service or in the locked inbox, and is not lost.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, PASSPHRASE, person, type TestDevice, until } from '#e2e/harness/devices.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { Bench } from '#services/testing/services.ts';
import { MAILBOX_PAGE } from '#wire/transport.ts';
import { REDELIVERY_DAYS } from '../addresses/seen.ts';
import { protonKind } from '../records/proton.ts';
import { MAX_SET_ASIDE, outboxKind, setAside, setAsideKind } from '../records/transit.ts';
import { STRICT, transact } from '../store/transaction.ts';

const bench = new Bench();
let alex: TestDevice;
let blair: TestDevice;
let casey: TestDevice;
let alexsBlair = '';
let blairs = '';
let alexsCasey = '';
let caseys = '';
beforeAll(async () => {
  useProvider(await loadSodium());
  const { origin } = await bench.start();
  [alex, blair, casey] = [await person([origin]), await person([origin]), await person([origin])];
  [alexsBlair, blairs] = await acquaint(alex, blair);
  [alexsCasey, caseys] = await acquaint(alex, casey);
  // Nothing but what the tests send is on its way.
  await until([alex, blair, casey], async () => (await alex.records(outboxKind)).length === 0);
});
afterAll(() => bench.end());

/** The row of Blair's ratchet does not open: each letter of theirs fails. @returns makes it whole again */
function spoil(): () => void {
  const rows = [...(alex.disk.stores.get(0)?.get(protonKind.name) ?? [])];
  const [name, row] = rows[0] as [string, Uint8Array];
  alex.disk.stores.get(0)?.get(protonKind.name)?.set(name, row.slice().fill(0, 40));
  return () => void alex.disk.stores.get(0)?.get(protonKind.name)?.set(name, row);
}
/** Each reaches the service, and Alex does not fetch. */
async function write(from: TestDevice, id: string, lines: readonly string[]): Promise<void> {
  for (const line of lines) await from.say(id, line);
  await until([from], async () => (await from.records(outboxKind)).length === 0);
}
const fetched = async () => (await alex.vault()).courier.fetch().catch(() => {});
const hears = (id: string, line: string) =>
  until([], async () => {
    await fetched();
    return (await alex.said(id)).includes(`they: ${line}`);
  });
const aside = async () => (await alex.records(setAsideKind)).length;
// With a row that does not open some of it fails.
const keepUp = async () => (await alex.vault()).courier.keepUp().catch(() => {});

test('a page of items that fail lets the next through, and they are read when they can be', async () => {
  const many = Array.from({ length: MAILBOX_PAGE + 6 }, (_, i) => `blocked ${i}`);
  const whole = spoil();
  await write(blair, blairs, many);
  await write(casey, caseys, ['behind a page']);
  await hears(alexsCasey, 'behind a page');
  expect(await aside()).toBe(many.length);
  whole();
  await keepUp();
  expect((await alex.said(alexsBlair)).filter((line) => line.startsWith('they: blocked'))).toHaveLength(many.length);
  expect(await aside()).toBe(0);
});

test('an item that fails leaves the locked inbox, and what waits behind it is taken', async () => {
  const whole = spoil();
  await alex.device.lock();
  await write(blair, blairs, ['kept']);
  await write(
    casey,
    caseys,
    Array.from({ length: MAILBOX_PAGE + 1 }, (_, i) => `while locked ${i}`),
  );
  await until([], async () => {
    await alex.device.fetch();
    return alex.disk.waiting.size === MAILBOX_PAGE + 2;
  });
  await alex.device.unlock(PASSPHRASE);
  await hears(alexsCasey, `while locked ${MAILBOX_PAGE}`);
  expect(alex.disk.waiting.size).toBe(0);
  expect(await aside()).toBe(1);
  whole();
  await keepUp();
  expect(await alex.said(alexsBlair)).toContain('they: kept');
});

test('what can never be read is forgotten, and when there is no room more, the rest stays at its service', async () => {
  const whole = spoil();
  await write(blair, blairs, ['never']);
  await until([], async () => {
    await fetched();
    return (await aside()) === 1;
  });
  const [kept] = await alex.records(setAsideKind);
  const value = kept?.value as NonNullable<typeof kept>['value'];
  const { store } = await alex.app();
  const copies = Array.from({ length: MAX_SET_ASIDE - 1 }, (_, i) => setAside(`copy ${i}`));
  await transact(store, [], (one) => copies.forEach((ref) => void one.put(ref, value)), STRICT);
  await write(blair, blairs, ['no room']);
  for (let turn = 0; turn < 3; turn++) await fetched();
  expect(await aside()).toBe(MAX_SET_ASIDE);
  alex.aheadMs = (REDELIVERY_DAYS + 1) * DAY_MS;
  await keepUp();
  alex.aheadMs = 0;
  expect(await aside()).toBe(0);
  whole();
  await hears(alexsBlair, 'no room');
  expect(await alex.said(alexsBlair)).not.toContain('they: never');
});
