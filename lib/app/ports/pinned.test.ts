// A build may pin the keys of its services: another one is not believed, not even the first time.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTransport } from '#adapters/http/transport.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { person } from '#e2e/harness/devices.ts';
import { serviceFingerprint, verifyDescriptor } from '#protocol/service/descriptor.ts';
import { Bench } from '#services/testing/services.ts';
import { servicesInUse } from '../records/service.ts';
import { myServices } from '../services/services.ts';
import { defaultService } from './pinned.ts';

const bench = new Bench();
let origin = '';
let fingerprint = '';
beforeAll(async () => {
  useProvider(await loadSodium());
  ({ origin } = await bench.start());
  const signed = await createTransport({ fetch, timeoutMs: 20_000 }).wellKnown(origin);
  fingerprint = encodeHex(serviceFingerprint(verifyDescriptor(signed, { origin }).name.key));
});
afterAll(() => bench.end());

test('a service that shows the key that the build names is used', async () => {
  const alex = await person([`${origin}#${fingerprint}`]);
  expect((await myServices(await alex.app())).map(({ use }) => use.origin)).toEqual([origin]);
});

test('one that shows another is not, and the person is told', async () => {
  const alex = await person([`${origin}#${'0'.repeat(32)}`]);
  const app = await alex.app();
  expect(await myServices(app)).toEqual([]);
  expect((await app.store.read([servicesInUse]))[0]?.services).toMatchObject([{ origin, key: null }]);
  expect(alex.arrivals).toContainEqual({ service: origin, kind: 'otherKey' });
  expect(alex.calls.filter((call) => !call.startsWith('wellKnown'))).toEqual([]);
});

test.each(['https://a.example#', 'https://a.example#00', 'a.example', 'https://a.example/#'])(
  '%s is no service',
  (written) => {
    expect(() => defaultService(written)).toThrow();
  },
);
