// Roots are renewed every half year: addresses move over, what still comes to a former root is met, and it goes when
// nothing can come there.
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { encodeHex } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, type TestDevice, until } from '#e2e/harness/devices.ts';
import { World } from '#e2e/harness/months.ts';
import { rootKind } from '../records/root.ts';
import { service } from '../records/service.ts';
import { addressKind, outboxKind, serviceTaskKind } from '../records/transit.ts';
import { renewRoot } from './roots.ts';

beforeAll(async () => useProvider(await loadSodium()));

let world: World;
let alex: TestDevice;
let blair: TestDevice;
let alexs = '';
let blairs = '';
beforeEach(async () => {
  world = new World();
  await world.start();
  alex = await world.person();
  blair = await world.person();
  [alexs, blairs] = await acquaint(alex, blair);
  for (const one of [alex, blair, alex, blair]) await world.looksIn(one);
});
afterEach(() => world.bench.end());

const rootOf = async (one: TestDevice) => {
  const [known] = await (await one.app()).store.read([service(world.origin)]);
  return encodeHex(known?.root?.root ?? new Uint8Array());
};
const noted = async (one: TestDevice) =>
  (await one.records(rootKind))
    .map(({ id, value }) => `${value.formerDay > 0 ? 'former' : 'current'} ${id}`)
    .toSorted();
const hears = async (one: TestDevice, id: string, text: string) =>
  until([alex, blair], async () => (await one.said(id)).includes(`they: ${text}`));

test('what comes to the former root is met, and what is said from then on comes to the new one, also after a restart', async () => {
  const before = await rootOf(alex);
  await renewRoot(await alex.app(), world.origin);
  const after = await rootOf(alex);
  expect(after).not.toBe(before);
  expect(await noted(alex)).toEqual([`current ${after}`, `former ${before}`]);
  // Blair holds addresses of the former root only.
  await blair.say(blairs, 'to the former');
  await hears(alex, alexs, 'to the former');
  await until([alex, blair], async () => (await alex.records(outboxKind)).length === 0);
  alex.restart();
  await blair.say(blairs, 'to the new');
  await hears(alex, alexs, 'to the new');
  const newest = (await alex.records(addressKind)).toSorted(
    (a, b) => (b.value.made?.index ?? 0) - (a.value.made?.index ?? 0),
  );
  expect(encodeHex(newest[0]?.value.made?.root ?? new Uint8Array())).toBe(after);
});

test('upkeep renews it after half a year, and ends the former when the last address there has expired and lies nowhere any more', async () => {
  const first = await rootOf(alex);
  while (world.day < 215) {
    await world.goOn(20);
    for (const one of [alex, blair]) await world.looksIn(one);
  }
  const second = await rootOf(alex);
  expect(second).not.toBe(first);
  expect(await noted(alex)).toEqual([`current ${second}`, `former ${first}`]);
  const expires = async () => {
    const made = (await alex.records(addressKind)).filter(
      ({ value }) => encodeHex(value.made?.root ?? new Uint8Array()) === first,
    );
    return Math.max(...made.map(({ value }) => value.expiryDay));
  };
  const lastDay = (await expires()) - Math.floor((Date.now() + 0) / 86_400_000);
  let lost = 0;
  alex.meddle = ((goOn) => async (name, origin, request, further, extra) => {
    if (name !== 'retireRoot') return goOn?.(name, origin, request, further, extra);
    await further();
    lost++;
    throw new Fault('unavailable', 'no-answer', 'the answer was lost');
  })(alex.meddle) as TestDevice['meddle'];
  while ((await noted(alex)).includes(`former ${first}`)) {
    await world.goOn(5);
    for (const one of [alex, blair]) await world.looksIn(one);
    if (world.day <= lastDay + 31) expect([world.day, lost]).toEqual([world.day, 0]);
  }
  expect(lost).toBe(1);
  expect((await alex.records(serviceTaskKind)).filter(({ value }) => value.task.kind === 'retireRoot')).toEqual([]);
  await blair.say(blairs, 'all the same');
  await world.looksIn(blair);
  await world.looksIn(alex);
  expect(await alex.said(alexs)).toContain('they: all the same');
  expect(world.outcomes()).toEqual(['mailbox']);
});

test('a service that gives no other root is asked again, and the old one goes on working', async () => {
  const first = await rootOf(alex);
  const line = alex.meddle;
  alex.meddle = async (name, origin, request, goOn, extra) => {
    if (name === 'createRoot') throw new Fault('refused', 'rate-limited', 'later');
    return line?.(name, origin, request, goOn, extra);
  };
  while (world.day < 220) {
    await world.goOn(30);
    for (const one of [alex, blair]) await world.looksIn(one);
  }
  expect(await rootOf(alex)).toBe(first);
  expect(alex.reports).toEqual([]);
  alex.meddle = line;
  await world.looksIn(alex);
  expect(await rootOf(alex)).not.toBe(first);
});
