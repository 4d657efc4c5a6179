// Muting: the receiving service does not tell, the program does not either, and nothing is lost or out of order.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, person, type TestDevice, until } from '#e2e/harness/devices.ts';
import { Bench } from '#services/testing/services.ts';
import { relationship, relationshipKind } from '../records/relationship.ts';
import { addressKind, outboxKind } from '../records/transit.ts';
import { put } from '../store/store.ts';
import { setLatency } from './latency.ts';

const bench = new Bench();
let origin = '';
let alex: TestDevice;
let blair: TestDevice;
let alexs = '';
let blairs = '';
beforeAll(async () => {
  useProvider(await loadSodium());
  origin = (await bench.start()).origin;
});
afterAll(() => bench.end());
beforeEach(async () => {
  alex = await person([origin]);
  blair = await person([origin]);
  [alexs, blairs] = await acquaint(alex, blair);
  await until([alex, blair], async () => (await alex.records(outboxKind)).length === 0);
});

const set = async (latency: 'now' | 'batched' | 'on-request') => setLatency(await alex.app(), alexs, latency);
const hears = async (text: string) => {
  await blair.say(blairs, text);
  await until([alex, blair], async () => (await alex.said(alexs)).includes(`they: ${text}`));
};
const told = () => alex.arrivals.filter((arrival) => 'relationship' in arrival && arrival.kind === 'text').length;
/** How soon the newest address that Blair was given asks to be told. */
const newest = async () => {
  const made = (await alex.records(addressKind)).flatMap(({ value }) =>
    value.purpose === 'person' ? (value.made ?? []) : [],
  );
  return made.toSorted((a, b) => b.index - a.index)[0]?.latency;
};

test('they get new addresses that ask to be told so soon, in place of all before', async () => {
  expect(await newest()).toBe('now');
  await set('on-request');
  expect(await newest()).toBe('on-request');
  const count = (await alex.records(addressKind)).length;
  await set('on-request');
  expect((await alex.records(addressKind)).length).toBe(count);
  await set('batched');
  await hears('still here');
  expect(await newest()).toBe('batched');
});

describe('the program', () => {
  test('tells at once', async () => {
    await hears('one');
    await hears('two');
    expect(told()).toBe(2);
  });

  test('tells nothing, and counts it', async () => {
    await set('on-request');
    await hears('one');
    expect(told()).toBe(0);
    expect((await alex.known(alexs)).unread).toBe(1);
  });

  test('tells now and then', async () => {
    await set('batched');
    await hears('one');
    await hears('two');
    expect(told()).toBe(1);
    alex.restart();
    await hears('three');
    expect(told()).toBe(1);
    alex.aheadMs = 16 * 60_000;
    await hears('four');
    expect(told()).toBe(2);
    // A clock that is put back silences no correspondent for long.
    alex.aheadMs = -3_600_000;
    await hears('five');
    expect(told()).toBe(3);
  });
});

test('somebody who ended or was blocked is not written to because of it', async () => {
  const { store } = await alex.app();
  for (const standing of ['blocked', 'ended'] as const) {
    const known = await alex.known(alexs);
    await store.step([], () => ({ writes: [put(relationship(alexs), { ...known, standing })], result: null }));
    await set(standing === 'blocked' ? 'batched' : 'on-request');
    expect(await alex.records(outboxKind)).toEqual([]);
  }
});

test('a relationship of before is told of at once', async () => {
  const known = await alex.known(alexs);
  const encoded = relationshipKind.format.encode(known);
  // The last seven bytes are what the second version added.
  expect(relationshipKind.upgrades[1]?.(encoded.slice(0, -7))).toEqual({ ...known, latency: 'now', toldAt: 0 });
});
