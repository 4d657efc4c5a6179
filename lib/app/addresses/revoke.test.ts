// Taking back the addresses to which a correspondent may write: each id at the service to which it leads, whichever
// version of the program made it, and no other correspondent's ids.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeHex } from '#bytes/base64url.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, person, type TestDevice, until } from '#e2e/harness/devices.ts';
import { addressId, unmarkedAddressId } from '#protocol/address/address.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { Bench } from '#services/testing/services.ts';
import { address, addressKind, outboxKind, serviceTaskKind } from '../records/transit.ts';
import { block } from '../relationships/block.ts';
import { put } from '../store/store.ts';
import { STRICT } from '../store/transaction.ts';
import { type HeldAddresses, holdingOf } from './revoke.ts';

const bench = new Bench();
let origins: [string, string] = ['', ''];
beforeAll(async () => {
  useProvider(await loadSodium());
  origins = [(await bench.start()).origin, (await bench.start()).origin];
});
afterAll(() => bench.end());

async function pair(): Promise<{ alex: TestDevice; alexs: string; blair: TestDevice; blairs: string }> {
  const [alex, blair] = [await person(origins), await person(origins)];
  const [alexs, blairs] = await acquaint(alex, blair);
  await until([alex, blair], async () => (await alex.records(outboxKind)).length === 0);
  return { alex, alexs, blair, blairs };
}

const seedOf = async (one: TestDevice, id: string) => (await one.known(id)).addresses;
const revoked = async (one: TestDevice) =>
  (await one.records(serviceTaskKind)).flatMap(({ value: { task } }) =>
    task.kind === 'revokeAt' ? task.value.ids.map((id) => `${task.value.origin} ${encodeHex(id)}`) : [],
  );

test('every address is revoked where it leads, and nowhere else', async () => {
  const { alex, alexs, blair, blairs } = await pair();
  const other = await person(origins);
  const [others] = await acquaint(alex, other);
  await alex.say(alexs, 'one more');
  await until([alex, blair], async () => (await blair.said(blairs)).includes('they: one more'));
  await until([alex, other], async () => (await alex.records(outboxKind)).length === 0);
  const made = (await alex.records(addressKind)).filter(({ value }) => value.purpose === 'person');
  const { seed } = await seedOf(alex, alexs);
  const own = made.filter(({ value }) => encodeHex(value.owner) === alexs);
  const expected = own.map(
    ({ value }) => `${value.made?.origin} ${encodeHex(addressId(seed, value.made?.index ?? -1, 'now'))}`,
  );
  expect(new Set(own.map(({ value }) => value.made?.origin))).toEqual(new Set(origins));
  expect(made.length).toBeGreaterThan(own.length);

  alex.meddle = async () => new Promise(() => {});
  await block(await alex.app(), alexs);
  const ids = await revoked(alex);
  expect(ids).toEqual(expect.arrayContaining(expected));
  // The rest are the invitation's, one at each service.
  expect(ids.length).toBe(expected.length + origins.length);
  expect(new Set(ids).size).toBe(ids.length);
  const { seed: foreign, next } = await seedOf(alex, others);
  for (let i = 0; i < next; i++) expect(ids.join()).not.toContain(encodeHex(addressId(foreign, i, 'now')));
});

test('what expired is left alone', async () => {
  const { alex, alexs } = await pair();
  const places = ({ noted }: HeldAddresses) => new Set(noted.map(({ place }) => place.origin)).size;
  expect(places(await holdingOf(await alex.app(), alexs))).toBe(2);
  alex.aheadMs = 400 * DAY_MS;
  expect(places(await holdingOf(await alex.app(), alexs))).toBe(0);
});

test('addresses of an older program, of which nobody noted where they lead, are revoked everywhere', async () => {
  const { alex, alexs } = await pair();
  const app = await alex.app();
  const { seed } = await seedOf(alex, alexs);
  const noted = (await alex.records(addressKind)).filter(({ value }) => encodeHex(value.owner) === alexs);
  // The first half as it was written before.
  const old = noted.sort((a, b) => (a.value.made?.index ?? 0) - (b.value.made?.index ?? 0)).slice(0, noted.length / 2);
  expect(old.length).toBeGreaterThan(0);
  await app.store.step(
    [],
    () => ({
      writes: old.map(({ id, value }) => put(address(id), { ...value, made: null })),
      result: null,
    }),
    STRICT,
  );
  const everywhere = (await holdingOf(app, alexs)).unnoted.map(encodeHex);
  expect(everywhere).toEqual(old.map(({ value }) => encodeHex(unmarkedAddressId(seed, value.made?.index ?? -1))));
});

test('an address record of the first version is read, and says that nothing more was noted', () => {
  // person, sixteen bytes of 7, day 20 000
  const written = new Uint8Array([1, ...new Array(16).fill(7), 0, 0, 0x4e, 0x20]);
  expect(addressKind.upgrades[1]?.(written)).toEqual({
    purpose: 'person',
    owner: new Uint8Array(16).fill(7),
    expiryDay: 20_000,
    made: null,
  });
  expect(addressKind.version).toBe(2);
});
