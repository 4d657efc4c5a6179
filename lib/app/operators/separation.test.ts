// Which service is asked for which work: the more one operator could put together, the later its service is asked.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, person, type TestDevice, until } from '#e2e/harness/devices.ts';
import { siteOf } from '#logins/site.ts';
import { Bench } from '#services/testing/services.ts';
import { mask } from '../records/mask.ts';
import { addressKind } from '../records/transit.ts';
import { createSiteIdentity } from '../sites/sites.ts';
import { alikeOf, farthestBy, farthestFirst, type KnownService, NEARNESS, nearnessOf } from './separation.ts';

const place = (origin: string, key = nodeEntropy(32)): KnownService => ({ origin, key });

describe('two services seem to be run by the same people', () => {
  test.each([
    ['by one host', 'https://a.example', 'https://a.example:8443', 'domain'],
    ['by one domain', 'https://in.a.example', 'https://out.a.example', 'domain'],
    ['by one machine', 'http://localhost:1', 'http://localhost:2', 'domain'],
    ['not by a domain that many share', 'https://a.co.uk', 'https://b.co.uk', null],
    ['not by likeness', 'https://a.example', 'https://a.example.net', null],
  ] as const)('%s', (_, one, other, alike) => {
    expect(alikeOf(place(one), place(other))).toBe(alike);
  });

  test('by one key, whatever they are called', () => {
    const key = nodeEntropy(32);
    expect(alikeOf(place('https://a.example', key), place('https://b.example', key))).toBe('key');
    expect(alikeOf({ origin: 'https://a.example', key: null }, { origin: 'https://b.example', key: null })).toBeNull();
  });
});

test('one origin is one connection, one operator is nearer than none, and of equals the order stays', () => {
  const [line, kin, far] = ['https://a.example', 'https://mail.a.example', 'https://b.example'].map((one) =>
    place(one),
  );
  const others = [place('https://a.example')];
  const all = [line, kin, far] as KnownService[];
  expect(all.map((one) => nearnessOf(one, others))).toEqual([NEARNESS.line, NEARNESS.operator, NEARNESS.none]);
  expect(farthestFirst(all, (one) => one, others)).toEqual([far, kin, line]);
  expect(farthestFirst(all, (one) => one, [])).toEqual(all);
});

test('of equally far ones each is taken by chance, and the same one for the same name', () => {
  const all = ['https://b.example', 'https://c.example', 'https://a.example'].map((one) => place(one));
  const taken = Array.from({ length: 64 }, (_, i) =>
    farthestBy(all, (one) => one, place('https://a.example'), new Uint8Array([i])),
  );
  expect(new Set(taken)).toEqual(new Set(all.slice(0, 2)));
  expect(farthestBy([], (one: KnownService) => one, place('https://a.example'), new Uint8Array(16))).toBeNull();
});

describe('a person with services of two operators', () => {
  const bench = new Bench();
  let gateway = '';
  let elsewhere = '';
  let alone = '';
  let alex: TestDevice;
  beforeAll(async () => {
    useProvider(await loadSodium());
    gateway = (await bench.start()).origin;
    elsewhere = (await bench.start({ roles: ['sending', 'receiving'] })).origin;
    alone = (await bench.start({ roles: ['sending'] })).origin;
    alex = await person([gateway, elsewhere, alone]);
  });
  afterAll(() => bench.end());

  test('has the mail of a mask brought elsewhere than where the mask is', async () => {
    const site = siteOf('https://shop.example') as NonNullable<ReturnType<typeof siteOf>>;
    const app = await alex.app();
    const made = await createSiteIdentity(app, site, nodeEntropy(16), { password: {}, ownUsername: false });
    if (!made.ok) throw new Error(made.reason);
    expect((await app.store.read([mask(made.id)]))[0]).toMatchObject({ gateway: { origin: gateway } });
    const led = (await alex.records(addressKind)).filter(({ value }) => value.purpose === 'mask');
    expect(led.map(({ value }) => value.made?.origin)).toEqual([elsewhere]);
  });

  test('hands messages to a service that holds no mailbox of theirs, and to another only while that one is away', async () => {
    const blair = await person([elsewhere]);
    const [alexs, blairs] = await acquaint(alex, blair);
    const submitted = () => alex.calls.filter((call) => call.startsWith('submit '));
    alex.calls.splice(0);
    for (let i = 0; i < 12; i++) await alex.say(alexs, `line ${i}`);
    await until([alex, blair], async () => (await blair.said(blairs)).includes('they: line 11'));
    expect(new Set(submitted())).toEqual(new Set([`submit ${alone}`]));
    alex.meddle = async (_, origin, __, goOn) => {
      if (origin === alone) throw new Fault('unavailable', 'no-answer', 'away');
      return goOn();
    };
    await alex.say(alexs, 'another way');
    await until([alex, blair], async () => (await blair.said(blairs)).includes('they: another way'));
    alex.meddle = null;
  });
});
