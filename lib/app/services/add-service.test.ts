// Adding a service by its domain: its preview, the refusals and their reasons, and the services in use afterwards.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { createSignKeyPair } from '#crypto/keys.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, type Meddler, person, type TestDevice, until } from '#e2e/harness/devices.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { serviceFingerprint, signDescriptor } from '#protocol/service/descriptor.ts';
import type { RunningServices } from '#services/main.ts';
import { Bench } from '#services/testing/services.ts';
import { type DescriptorStatement, descriptor, descriptorStatement } from '#wire/service.ts';
import { proton } from '../records/proton.ts';
import { newService, service, servicesInUse, servicesInUseKind } from '../records/service.ts';
import { put } from '../store/store.ts';
import { addService, lookAtService } from './add-service.ts';
import { preferService } from './prefer-service.ts';
import { joinServices, myServicesWith } from './services.ts';

const bench = new Bench();
let running: [RunningServices, RunningServices, RunningServices];
let alex: TestDevice;
beforeAll(async () => {
  useProvider(await loadSodium());
  running = [await bench.start(), await bench.start(), await bench.start({ roles: ['sending', 'receiving'] })];
});
afterAll(() => bench.end());
const origins = () => running.slice(0, 2).map(({ origin }) => origin);
const third = () => running[2].origin;
beforeEach(async () => {
  alex = await person(origins());
});

const listed = async () => (await (await alex.app()).store.read([servicesInUse]))[0]?.services ?? [];
const look = async (typed: string) => lookAtService(await alex.app(), typed);
const shown = async (typed = third()) => {
  const looked = await look(typed);
  if (!looked.ok) throw new Error(looked.reason);
  return looked.service;
};
const join = async (
  change: { fingerprint?: string; use?: 'both' | 'sending' | 'receiving' } = {},
  signal = { aborted: false },
) => {
  const { origin, fingerprint } = await shown();
  return addService(await alex.app(), { origin, fingerprint, use: 'both', ...change }, signal);
};

/**
 * Answers in the place of the third service, with its own statement changed, signed by `seed` or by a key that it then
 * names.
 */
function instead(change: Partial<DescriptorStatement>, forge?: (signed: Uint8Array) => Uint8Array): Meddler {
  const keys = createSignKeyPair(nodeEntropy);
  return async (name, origin, _, goOn) => {
    const answer = await goOn();
    if (name !== 'wellKnown' || origin !== third()) return answer;
    const statement = descriptorStatement.decode(descriptor.decode(answer).statement);
    const signed = signDescriptor(keys.seed, { ...statement, name: { origin, key: keys.publicKey }, ...change });
    return forge === undefined ? signed : forge(signed);
  };
}

describe('looking at a service', () => {
  test('shows what it does, and keeps nothing of it', async () => {
    const preview = await shown();
    expect(preview).toMatchObject({
      origin: third(),
      roles: ['sending', 'receiving'],
      mailDomain: null,
      retryHorizonDays: 7,
      tokenIssuers: [],
    });
    expect(preview.fingerprint).toMatch(/^[0-9a-f]{32}$/);
    expect(preview.keys?.sinceAt).toBeLessThanOrEqual(alex.now());
    expect(preview.keys?.untilAt).toBeGreaterThan(alex.now());
    const { store } = await alex.app();
    expect(await store.read([service(third())])).toEqual([null]);
    expect(await listed()).toHaveLength(2);
  });

  test('that is in use already says so', async () => {
    expect(await look(origins()[0] as string)).toEqual({ ok: false, reason: 'already' });
  });

  test.each<[string, Meddler | (() => Meddler), string]>([
    ['away', async () => Promise.reject(new Fault('unavailable', 'no-answer', 'away')), 'unreachable'],
    ['a page of another kind', async () => Promise.reject(new Fault('unavailable', 'nonsense', 'what')), 'noService'],
    ['busy', async () => Promise.reject(new Fault('refused', 'rate-limited', 'later')), 'unreachable'],
    ['of nonsense', async () => new Uint8Array(200), 'noService'],
    ['of another address', () => instead({ name: { origin: 'https://x.example', key: nodeEntropy(32) } }), 'untrusted'],
    ['signed by somebody else', () => instead({ name: { origin: third(), key: nodeEntropy(32) } }), 'untrusted'],
    ['of a later version', () => instead({ protocolVersions: [2, 3] }), 'version'],
    ['that does nothing for people', () => instead({ roles: ['directory'] }), 'noRole'],
    [
      'in a later format',
      () =>
        instead({}, (signed) => {
          const later = signed.slice();
          later[1] = 2;
          return later;
        }),
      'version',
    ],
  ])('%s is refused: %#', async (_, meddler, reason) => {
    alex.meddle =
      meddler.length === 0 && reason !== 'unreachable' && reason !== 'noService'
        ? (meddler as () => Meddler)()
        : (meddler as Meddler);
    expect(await look(third())).toEqual({ ok: false, reason });
    expect(await listed()).toHaveLength(2);
  });

  test('warns of one that is run by the same people', async () => {
    const { store } = await alex.app();
    const [mine] = await store.read([service(origins()[0] as string)]);
    const key = mine?.name.key as Uint8Array;
    const list = (services: ReturnType<typeof newService>[]) =>
      store.step([], () => ({ writes: [put(servicesInUse, { services })], result: null }));
    const elsewhere = [{ ...newService('http://elsewhere.localhost:1'), key: null }];
    await list(elsewhere);
    expect((await shown()).kin).toBeNull();
    await list([...elsewhere, newService('http://localhost:1')]);
    expect((await shown()).kin).toEqual({ origin: 'http://localhost:1', alike: 'domain' });
    const theirs = descriptorStatement.decode(descriptor.decode((await fetchDescriptor()) as Uint8Array).statement).name
      .key;
    await list([{ ...newService('http://elsewhere.localhost:1'), key: theirs }]);
    expect((await shown()).kin).toEqual({ origin: 'http://elsewhere.localhost:1', alike: 'key' });
    expect(key).not.toEqual(theirs);
  });
});

async function fetchDescriptor(): Promise<Uint8Array> {
  return (await alex.app()).transport.wellKnown(third());
}

describe('joining it', () => {
  test('gives a mailbox there, where addresses are made from then on', async () => {
    expect(await join()).toEqual({ ok: true });
    expect((await listed()).map(({ origin }) => origin)).toEqual([...origins(), third()]);
    const app = await alex.app();
    await preferService(app, third(), -1);
    await preferService(app, third(), -1);
    await preferService(app, third(), -1);
    expect((await listed()).map(({ origin }) => origin)).toEqual([third(), ...origins()]);
    const blair = await person(origins());
    const [, blairs] = await acquaint(alex, blair);
    const [known] = await (await blair.app()).store.read([proton(blairs)]);
    expect(known?.grants.map((grant) => grant.service.origin)).toEqual([third(), origins()[0]]);
  });

  test.each([
    ['sending', ['sending']],
    ['receiving', ['receiving']],
    ['both', ['sending', 'receiving']],
  ] as const)('for %s uses it for that', async (use, roles) => {
    expect(await join({ use })).toEqual({ ok: true });
    const app = await alex.app();
    for (const role of ['sending', 'receiving'] as const) {
      const used = (await myServicesWith(app, role)).some((one) => one.use.origin === third());
      expect([role, used]).toEqual([role, (roles as readonly string[]).includes(role)]);
    }
    expect(alex.calls.includes(`createRoot ${third()}`)).toBe(use !== 'sending');
  });

  test('refuses another key than was shown', async () => {
    const fingerprint = encodeHex(serviceFingerprint(nodeEntropy(32)));
    expect(await join({ fingerprint })).toEqual({ ok: false, reason: 'otherKey' });
    expect(await listed()).toHaveLength(2);
  });

  test('given up, or where no mailbox is made, leaves nothing in use', async () => {
    expect(await join({}, { aborted: true })).toEqual({ ok: false, reason: 'cancelled' });
    expect(await listed()).toHaveLength(2);
    const mallory = await person(origins());
    const looked = await lookAtService(await mallory.app(), third());
    if (!looked.ok) throw new Error(looked.reason);
    mallory.meddle = async (name, _, __, goOn) =>
      name === 'createRoot' ? Promise.reject(new Fault('refused', 'rate-limited', 'later')) : goOn();
    const { origin, fingerprint } = looked.service;
    const outcome = await addService(await mallory.app(), { origin, fingerprint, use: 'both' }, { aborted: false });
    expect(outcome).toEqual({ ok: false, reason: 'unreachable' });
    // The second try goes on where the first was given up: no second mailbox.
    expect(await join()).toEqual({ ok: true });
    expect(alex.calls.filter((call) => call === `createRoot ${third()}`)).toHaveLength(1);
  });
});

describe('a service in use that shows another key', () => {
  test('is told of once, is neither sent to nor fetched from, and is used again when it shows the first one', async () => {
    const blair = await person(origins());
    const [alexs, blairs] = await acquaint(alex, blair);
    expect(await join()).toEqual({ ok: true });
    await preferService(await alex.app(), third(), -1);
    await preferService(await alex.app(), third(), -1);
    alex.meddle = instead({ issuedAt: 9e12 });
    alex.aheadMs = DAY_MS / 2 + 1;
    const app = await alex.app();
    for (let i = 0; i < 2; i++) expect((await joinServices(app)).map(({ origin }) => origin)).toEqual([third()]);
    expect(alex.arrivals.filter(({ kind }) => kind === 'otherKey')).toEqual([{ service: third(), kind: 'otherKey' }]);
    alex.calls.splice(0);
    await alex.say(alexs, 'by another way');
    await until([alex, blair], async () => (await blair.said(blairs)).includes('they: by another way'));
    expect(alex.calls.filter((call) => call.endsWith(third()) && !call.startsWith('wellKnown'))).toEqual([]);
    const [known] = await (await blair.app()).store.read([proton(blairs)]);
    expect(known?.grants.map((grant) => grant.service.origin)).toEqual(origins());

    alex.meddle = null;
    expect(await joinServices(app)).toEqual([]);
    expect((await listed()).map(({ otherKeyAt }) => otherKeyAt)).toEqual([null, null, null]);
  });
});

test('a list of services that an older program wrote is read, and its keys are pinned as they were', async () => {
  const upgrade = servicesInUseKind.upgrades[1] as (encoded: Uint8Array) => unknown;
  // A count of one byte, then each text behind a length of two: as version 1 wrote it.
  const text = (value: string) => [0, value.length, ...new TextEncoder().encode(value)];
  const encoded = Uint8Array.from([2, ...text('https://one.example'), ...text('https://two.example')]);
  expect(upgrade(encoded)).toEqual({ services: ['https://one.example', 'https://two.example'].map(newService) });
  const { store } = await alex.app();
  await store.step([], () => ({ writes: [put(servicesInUse, { services: origins().map(newService) })], result: null }));
  const impostor = createSignKeyPair(nodeEntropy);
  alex.meddle = async (name, origin, _, goOn) => {
    const answer = await goOn();
    if (name !== 'wellKnown' || origin !== origins()[0]) return answer;
    const statement = descriptorStatement.decode(descriptor.decode(answer).statement);
    return signDescriptor(impostor.seed, { ...statement, name: { origin, key: impostor.publicKey } });
  };
  expect((await joinServices(await alex.app())).map(({ origin }) => origin)).toEqual([origins()[0]]);
});
