// Two people over simulated months, with real services whose clock goes along: messages take days, each is away for
// weeks, and nothing is lost, no service is ever sent an address that has expired, and who says nothing costs next to
// nothing.
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, type TestDevice } from '#e2e/harness/devices.ts';
import { World } from '#e2e/harness/months.ts';
import { expiryDayOf } from '#protocol/address/address.ts';
import { DAY_MS, dayOf } from '#protocol/base/day.ts';
import { proton } from '../records/proton.ts';

beforeAll(async () => useProvider(await loadSodium()));

/** A sequence that looks random and is the same every time. */
function chances(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

let world: World;
afterEach(() => world.bench.end());
const begin = async (): Promise<{ alex: TestDevice; blair: TestDevice; alexs: string; blairs: string }> => {
  world = new World();
  await world.start();
  const [alex, blair] = [await world.person(), await world.person()];
  const [alexs, blairs] = await acquaint(alex, blair);
  for (const one of [alex, blair, alex, blair]) await world.looksIn(one);
  return { alex, blair, alexs, blairs };
};

test.each([3])('whatever weeks they are away, all that is said arrives, once (%i)', async (seed) => {
  const { alex, blair, alexs, blairs } = await begin();
  const chance = chances(seed);
  world.delay = () => chance(4) * chance(3);
  const people = [
    { one: alex, id: alexs, backOn: 0, said: [] as string[], other: { one: blair, id: blairs } },
    { one: blair, id: blairs, backOn: 0, said: [] as string[], other: { one: alex, id: alexs } },
  ];
  while (world.day < 200) {
    await world.goOn(1 + chance(9));
    for (const person of people) {
      if (world.day < person.backOn) continue;
      await world.looksIn(person.one);
      // More than addresses are held of one another, now and then.
      for (let i = [0, 0, 0, 1, 12][chance(5)] as number; i > 0; i--) {
        const text = `${person.said.length}`;
        await person.one.say(person.id, text);
        person.said.push(`they: ${text}`);
      }
      await person.one.settle();
      if (chance(3) === 0) person.backOn = world.day + chance(21);
    }
  }
  for (let turn = 0; turn < 4; turn++) {
    await world.goOn(7);
    for (const { one } of people) await world.looksIn(one);
  }
  for (const { said, other } of people) {
    const heard = (await other.one.said(other.id)).filter((line) => line.startsWith('they: '));
    expect(said.length).toBeGreaterThan(20);
    expect(heard.toSorted()).toEqual(said.toSorted());
  }
  expect(world.outcomes()).toEqual(['mailbox']);
});

describe('after a silence', () => {
  const hears = async (one: TestDevice, id: string, text: string) => {
    await world.looksIn(one);
    expect(await one.said(id)).toContain(`they: ${text}`);
  };

  test.each([100, 170])(
    'of %i days in which both were away, the first word goes to the address for recovery',
    async (days) => {
      const { alex, blair, alexs, blairs } = await begin();
      await world.goOn(days);
      alex.aheadMs = days * DAY_MS;
      await alex.say(alexs, 'long time no see');
      await world.looksIn(alex);
      await hears(blair, blairs, 'long time no see');
      await blair.say(blairs, 'indeed');
      await world.looksIn(blair);
      await hears(alex, alexs, 'indeed');
      const [known] = await (await alex.app()).store.read([proton(alexs)]);
      const fresh = known?.grants.flatMap(({ addresses }) => addresses.map(expiryDayOf)) ?? [];
      expect(Math.max(...fresh)).toBeGreaterThan(dayOf(alex.now()) + 20);
      expect(world.outcomes()).toEqual(['mailbox']);
    },
  );

  test('of a year they can still talk, and kept it so by a message every other month', async () => {
    const { alex, blair, alexs } = await begin();
    const before = world.submitted;
    for (let week = 0; week < 52; week += 2) {
      await world.goOn(14);
      await world.looksIn(week % 4 === 0 ? alex : blair);
    }
    expect(world.submitted - before).toBeLessThanOrEqual(14);
    await world.looksIn(blair);
    await alex.say(alexs, 'still there?');
    await world.looksIn(alex);
    expect(await alex.delivery(alexs)).toEqual(['sent']);
    expect(world.outcomes()).toEqual(['mailbox']);
  });
});

test('who holds only what expires soon, since all that was sent is lost, asks; asks again if that is lost too; and is answered once', async () => {
  const { alex, blair, blairs } = await begin();
  const held = async () => {
    const [known] = await (await blair.app()).store.read([proton(blairs)]);
    const all = [
      ...(known?.grants.flatMap(({ addresses }) => addresses) ?? []),
      ...(known?.longTerm ?? []).map(({ address }) => address),
    ];
    return Math.max(...all.map(expiryDayOf)) - dayOf(blair.now());
  };
  // Alex believes that Blair was given fresh ones, twice.
  world.delay = (from) => (from === alex && world.day > 50 && world.day < 150 ? null : 0);
  while (world.day < 150) {
    await world.goOn(5);
    for (const one of [alex, blair]) await world.looksIn(one);
  }
  const [known] = await (await blair.app()).store.read([proton(blairs)]);
  expect(known?.askedDay).toBeGreaterThan(0);
  expect(await held()).toBeLessThan(60);
  while (world.day < 178) {
    await world.goOn(4);
    for (const one of [alex, blair, alex, blair]) await world.looksIn(one);
  }
  expect(await held()).toBeGreaterThan(140);
  const after = world.submitted;
  await world.goOn(5);
  for (const one of [alex, blair, alex, blair]) await world.looksIn(one);
  expect(world.submitted).toBe(after);
});
