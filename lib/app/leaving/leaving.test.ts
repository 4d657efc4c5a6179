// Leaving a receiving service while people write: in every order of messages, absences and kills, nothing is lost or
// doubled, all end up writing elsewhere, and the mailbox is closed only when nothing can come to it any more.
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acceptAs, acquaint, invitationOf, person, type TestDevice, until } from '#e2e/harness/devices.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import type { RunningServices } from '#services/main.ts';
import { Bench } from '#services/testing/services.ts';
import { moveKind } from '../records/move.ts';
import { proton } from '../records/proton.ts';
import { type ServiceInUse, service, servicesInUse } from '../records/service.ts';
import { addressKind, outboxKind, serviceTaskKind } from '../records/transit.ts';
import { sendText } from '../relationships/send.ts';
import { MOVE_WITHIN_MS } from './address-holders.ts';
import { forgetService, leaveAtOnce, leaveService, useService } from './leave-service.ts';

const HOUR_MS = 3_600_000;
let bench = new Bench();
/** One clock for all, ahead of the machine's by so much. */
let aheadMs = 0;
const now = () => Date.now() + aheadMs;
let running: RunningServices[] = [];
beforeAll(async () => {
  useProvider(await loadSodium());
});
async function endAll(): Promise<void> {
  await bench.end();
  bench = new Bench();
  aheadMs = 0;
}
afterEach(endAll);

const origins = () => running.slice(0, 2).map(({ origin }) => origin) as [string, string];
/** The one that is left, and the one that stays. */
const old = () => origins()[0];
const stays = () => origins()[1];

let folders: string[] = [];
async function startAll(): Promise<void> {
  folders = [bench.directory(), bench.directory()];
  running = await Promise.all(folders.map((dataDir) => bench.start({ dataDir }, { now })));
}

/** Services are started anew, as they are from time to time, and make the keys of new days. */
async function restartAll(): Promise<void> {
  for (const [i, one] of running.entries()) {
    await one.close();
    running[i] = await bench.start({ dataDir: folders[i] as string, port: one.port }, { now });
  }
}

/** Time passes, for all of them. */
function pass(ms: number, people: readonly TestDevice[]): void {
  aheadMs += ms;
  for (const one of people) one.aheadMs = aheadMs;
}

async function meet(): Promise<TestDevice> {
  const one = await person(origins());
  one.aheadMs = aheadMs;
  return one;
}

const useOf = async (one: TestDevice, origin = old()): Promise<ServiceInUse | undefined> =>
  (await (await one.app()).store.read([servicesInUse]))[0]?.services.find((use) => use.origin === origin);
const moves = async (one: TestDevice) => (await one.records(moveKind)).map(({ value }) => value);
const grantsOf = async (one: TestDevice, id: string) =>
  ((await (await one.app()).store.read([proton(id)]))[0]?.grants ?? []).map((grant) => grant.service.origin);
const NEVER_ABORTED = { aborted: false };

describe('leaving a receiving service', () => {
  test('tells everybody at a time of their own, and knows when they have moved', async () => {
    await startAll();
    const [alex, blair, casey] = [await meet(), await meet(), await meet()];
    const everybody = [alex, blair, casey];
    const [, blairs] = await acquaint(alex, blair);
    const [, caseys] = await acquaint(alex, casey);
    await until(everybody, async () => (await grantsOf(casey, caseys)).length === 2);
    expect(await leaveService(await alex.app(), old())).toEqual({ ok: true });
    await alex.settle();
    expect(await useOf(alex)).toMatchObject({ receives: 'leaving', sends: false });
    const noted = await moves(alex);
    expect(noted.map(({ purpose, state }) => [purpose, state]).filter(([purpose]) => purpose === 'person')).toEqual([
      ['person', 'owed'],
      ['person', 'owed'],
    ]);
    const dues = noted.map(({ dueAt }) => dueAt);
    for (const dueAt of dues) expect(dueAt - now()).toBeLessThanOrEqual(MOVE_WITHIN_MS);
    // Woken for the first of them, if not for something else before.
    expect(alex.sendAgainAt).toBeLessThanOrEqual(
      Math.min(...noted.filter(({ purpose }) => purpose === 'person').map(({ dueAt }) => dueAt)),
    );
    expect(await grantsOf(blair, blairs)).toEqual(origins());

    pass(MOVE_WITHIN_MS, everybody);
    await until(everybody, async () =>
      (await moves(alex)).every(({ purpose, state }) => purpose !== 'person' || state === 'moved'),
    );
    expect(await grantsOf(blair, blairs)).toEqual([stays()]);
    expect(await grantsOf(casey, caseys)).toEqual([stays()]);
    // Nothing was said, and nothing shows.
    expect((await blair.said(blairs)).filter((line) => line.includes(':'))).toEqual([]);
  });

  test('can be taken back, and is none at the only service that receives', async () => {
    await startAll();
    const [alex, blair] = [await meet(), await meet()];
    const [, blairs] = await acquaint(alex, blair);
    const app = await alex.app();
    expect(await leaveService(app, old())).toEqual({ ok: true });
    await alex.settle();
    expect(await leaveService(app, stays())).toEqual({ ok: false, reason: 'last-sending' });
    expect(await useService(app, stays(), 'sending', NEVER_ABORTED)).toEqual({ ok: false, reason: 'last-receiving' });
    expect(await useService(app, old(), 'both', NEVER_ABORTED)).toEqual({ ok: true });
    expect(await useOf(alex)).toMatchObject({ receives: 'yes', sends: true });
    expect(await moves(alex)).toEqual([]);
    pass(MOVE_WITHIN_MS, [alex, blair]);
    await blair.say(blairs, 'still there?');
    await until([alex, blair], async () => (await blair.delivery(blairs)).every((state) => state === 'received'));
    expect(await grantsOf(blair, blairs)).toEqual(origins());
  });

  test('for sending only keeps it for that; and for receiving only ends nothing', async () => {
    await startAll();
    const alex = await meet();
    const app = await alex.app();
    expect(await useService(app, old(), 'receiving', NEVER_ABORTED)).toEqual({ ok: true });
    expect(await useOf(alex)).toMatchObject({ sends: false, receives: 'yes' });
    expect(await useService(app, old(), 'sending', NEVER_ABORTED)).toEqual({ ok: true });
    expect(await useOf(alex)).toMatchObject({ sends: true, receives: 'leaving' });
    await alex.settle();
    await alex.settle();
    // No holder has an address there: there is nothing to wait for.
    await until([alex], async () => (await useOf(alex))?.receives === 'left');
    await forgetService(app, old());
    expect(await useOf(alex)).toMatchObject({ sends: true, receives: 'no' });
    // Used again, it gives a new mailbox.
    const before = alex.calls.filter((call) => call === `createRoot ${old()}`).length;
    expect(await useService(app, old(), 'both', NEVER_ABORTED)).toEqual({ ok: true });
    expect(alex.calls.filter((call) => call === `createRoot ${old()}`)).toHaveLength(before + 1);
  });

  test('goes on fetching what was on its way there, and what is still written there', async () => {
    await startAll();
    const [alex, blair] = [await meet(), await meet()];
    const [alexs, blairs] = await acquaint(alex, blair);
    await until([alex, blair], async () => (await grantsOf(blair, blairs)).length === 2);
    await blair.say(blairs, 'before you left');
    await (await blair.vault()).courier.send();
    await leaveService(await alex.app(), old());
    await blair.say(blairs, 'not knowing that you leave');
    await (await blair.vault()).courier.send();
    const heard = ['they: before you left', 'they: not knowing that you leave'];
    // Only Alex's own fetching brings it: Blair is not there to send it another way.
    await until([alex], async () => {
      const said = await alex.said(alexs);
      return heard.every((line) => said.includes(line));
    });
  });

  test('is not undone by a message from before that comes late', async () => {
    await startAll();
    const [alex, blair] = [await meet(), await meet()];
    const [alexs, blairs] = await acquaint(alex, blair);
    await until([alex, blair], async () => (await alex.records(outboxKind)).length === 0);
    const away = async (name: string, _: string, __: unknown, goOn: () => Promise<unknown>) =>
      name === 'submit' ? Promise.reject(new Fault('unavailable', 'no-answer', 'away')) : goOn();
    alex.meddle = away;
    await alex.say(alexs, 'first');
    await (await alex.vault()).courier.send();
    alex.meddle = null;
    await leaveService(await alex.app(), old());
    await alex.say(alexs, 'second');
    const said = async () => (await blair.said(blairs)).filter((line) => line.startsWith('they: '));
    // The first still waits out its failure.
    await (await alex.vault()).courier.send();
    await until([blair], async () => (await said()).includes('they: second'));
    expect(await said()).toEqual(['they: second']);
    expect(await grantsOf(blair, blairs)).toEqual([stays()]);
    pass(HOUR_MS, [alex, blair]);
    await until([alex, blair], async () => (await said()).includes('they: first'));
    expect(await grantsOf(blair, blairs)).toEqual([stays()]);
  });

  test('of a service that is gone tells everybody at once, and does not wait for it for ever', async () => {
    await startAll();
    const elsewhere = (await bench.start({}, { now })).origin;
    const [alex, blair] = [await meet(), await person([stays(), elsewhere])];
    const [, blairs] = await acquaint(alex, blair);
    await until([alex, blair], async () => (await grantsOf(blair, blairs)).length === 2);
    const gone = old();
    for (const one of [alex, blair])
      one.meddle = async (_, origin, __, goOn) =>
        origin === gone ? Promise.reject(new Fault('unavailable', 'no-answer', 'gone')) : goOn();
    await running[0]?.close();
    pass(4 * DAY_MS, [alex, blair]);
    expect(await leaveService(await alex.app(), gone)).toEqual({ ok: true });
    await alex.settle();
    expect((await moves(alex)).filter(({ purpose }) => purpose === 'person').map(({ state }) => state)).toEqual([
      'told',
    ]);
    await until([alex, blair], async () =>
      (await moves(alex)).every(({ purpose, state }) => purpose !== 'person' || state === 'moved'),
    );
    expect(await grantsOf(blair, blairs)).toEqual([stays()]);
    pass(60 * DAY_MS, [alex, blair]);
    await (await alex.vault()).courier.keepUp();
    expect((await useOf(alex, gone))?.receives).toBe('expired');
    expect(alex.arrivals.filter(({ kind }) => kind === 'left')).toEqual([{ service: gone, kind: 'left' }]);
    // The closing of its mailbox waits for it; the person need not.
    await forgetService(await alex.app(), gone);
    expect(await useOf(alex, gone)).toBeUndefined();
    expect((await alex.records(serviceTaskKind)).map(({ value }) => value.task.kind)).toContain('retireRoot');
  });

  test('at once tells everybody, withdraws the invitations that lead there, and closes the mailbox', async () => {
    await startAll();
    const [alex, blair] = [await meet(), await meet()];
    const [, blairs] = await acquaint(alex, blair);
    const open = await invitationOf(alex);
    const app = await alex.app();
    await leaveService(app, old());
    await leaveAtOnce(app, old(), NEVER_ABORTED);
    await until([alex], async () => (await useOf(alex))?.receives === 'left');
    expect(await moves(alex)).toEqual([]);
    expect((await app.store.read([service(old())]))[0]?.root).toBeNull();
    await until([alex, blair], async () => (await grantsOf(blair, blairs)).join() === stays());
    await blair.say(blairs, 'found you');
    await until([alex, blair], async () => (await blair.delivery(blairs)).every((state) => state === 'received'));
    const casey = await meet();
    await acceptAs(casey, open.text, 'Casey');
    for (let i = 0; i < 5; i++) for (const one of [casey, alex]) await one.settle();
    expect((await alex.records(proton('').kind)).length).toBe(1);
  });
});

/** May happen during a leaving. */
type Turn =
  | { readonly kind: 'say' | 'settle'; readonly who: 0 | 1 | 2 }
  | { readonly kind: 'pass'; readonly hours: number }
  | { readonly kind: 'leave' | 'stay' | 'kill' | 'away' | 'back' };

const turn: fc.Arbitrary<Turn> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('say' as const), who: fc.constantFrom(0, 1, 2) }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('settle' as const), who: fc.constantFrom(0, 1, 2) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), hours: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('leave', 'stay', 'kill', 'away', 'back') }) },
);

/** Alex, whose program ends at a commit that the test chooses, and starts again. */
class Mortal {
  readonly device: TestDevice;
  #left = Infinity;
  #dead = false;
  #dying: () => void = () => {};

  constructor(device: TestDevice) {
    this.device = device;
    device.life = {
      onCommit: () => (this.#left-- > 0 ? 'go' : this.#left % 2 === 0 ? 'crash-before' : 'crash-after'),
      onCrash: () => {
        this.#dead = true;
        this.#dying();
      },
    };
    device.restart();
  }

  /** Dies at the commit after so many. */
  doom(commits: number): void {
    this.#left = commits;
  }

  /** Lives, and goes on living. */
  heal(): void {
    this.#left = Infinity;
    if (this.#dead) this.device.restart();
    this.#dead = false;
  }

  /** Until it was done in one life. */
  async insist<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      if (this.#dead) this.heal();
      const died = new Promise<'died'>((resolve) => {
        this.#dying = () => resolve('died');
      });
      const done = work().then((result) => ({ result }));
      const outcome = await Promise.race([done, died]);
      if (outcome !== 'died') return outcome.result;
      done.catch(() => {});
    }
  }
}

/** Everything that happens in `turns`, and then until the service is left. @throws the failure of any of them */
async function leaveWhile(turns: readonly Turn[]): Promise<void> {
  await startAll();
  const mortal = new Mortal(await meet());
  const alex = mortal.device;
  const [blair, casey] = [await meet(), await meet()];
  const people = [alex, blair, casey] as const;
  const [withBlair, blairs] = await acquaint(alex, blair);
  const [withCasey, caseys] = await acquaint(alex, casey);
  const settle = (one: TestDevice) => (one === alex ? mortal.insist(() => alex.settle()) : one.settle());
  const settleAll = async () => {
    for (const one of people) await settle(one);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const heard = async (one: TestDevice, id: string) =>
    (await one.said(id)).filter((line) => line.startsWith('they: ')).map((line) => line.slice(6));
  const said = { toBlair: [] as string[], toCasey: [] as string[], byBlair: [] as string[], byCasey: [] as string[] };
  let count = 0;
  const say = async (who: 0 | 1 | 2) => {
    const text = `${count++}`;
    if (who === 1) return void said.byBlair.push(text, ...(await blair.say(blairs, text).then(() => [])));
    if (who === 2) return void said.byCasey.push(text, ...(await casey.say(caseys, text).then(() => [])));
    const [id, list] = count % 2 === 0 ? [withBlair, said.toBlair] : [withCasey, said.toCasey];
    const nonce = encodeHex(nodeEntropy(16));
    await mortal.insist(async () => sendText(await alex.app(), id, text, nonce));
    list.push(text);
  };
  const leave = () => mortal.insist(async () => leaveService(await alex.app(), old()));
  const away = async (_: string, origin: string, __: unknown, goOn: () => Promise<unknown>) =>
    origin === old() ? Promise.reject(new Fault('unavailable', 'no-answer', 'away')) : goOn();

  const take = async (one: Turn): Promise<void> => {
    if (one.kind === 'say') await say(one.who);
    else if (one.kind === 'settle') await settle(people[one.who]);
    else if (one.kind === 'pass') pass(one.hours * HOUR_MS, people);
    else if (one.kind === 'leave') expect(await leave()).toEqual({ ok: true });
    else if (one.kind === 'stay')
      await mortal.insist(async () => useService(await alex.app(), old(), 'both', NEVER_ABORTED));
    else if (one.kind === 'kill') mortal.doom(count % 7);
    else alex.meddle = one.kind === 'away' ? away : null;
  };
  const everythingArrived = async () => {
    const all = await Promise.all([
      heard(alex, withBlair),
      heard(alex, withCasey),
      heard(blair, blairs),
      heard(casey, caseys),
    ]);
    const wanted = [said.byBlair, said.byCasey, said.toBlair, said.toCasey];
    return all.every((texts, i) => texts.length >= (wanted[i]?.length ?? 0)) ? all : null;
  };

  for (const one of turns) await take(one);
  alex.meddle = null;
  mortal.heal();
  expect(await leave()).toEqual({ ok: true });
  for (let round = 0; ; round++) {
    if (round > 300) throw new Error('somebody never moved, or something never came');
    await settleAll();
    if (round % 10 === 9) pass(HOUR_MS, people);
    const known = [await grantsOf(blair, blairs), await grantsOf(casey, caseys)];
    if ((await everythingArrived()) !== null && known.every((grants) => grants.join() === stays())) break;
  }
  expect(await useOf(alex)).toMatchObject({ receives: 'leaving' });
  const known = await moves(alex);
  for (const { value } of await alex.records(addressKind)) {
    const its = known.find(({ owner }) => encodeHex(owner) === encodeHex(value.owner));
    if (value.made?.origin === old() && its !== undefined) expect(value.made.index).toBeLessThan(its.from);
  }
  // A correspondent who was told twice (after a leaving that was taken back) confirms nothing; their writing does.
  // Weeks go by in which they talk; then nothing leads there any more.
  const told = () => alex.arrivals.filter(({ kind }) => kind === 'left').length;
  const before = told();
  for (let round = 0; (await useOf(alex))?.receives !== 'left'; round++) {
    if (round > 9) throw new Error('the mailbox was never closed');
    for (const who of [0, 0, 0, 0, 1, 2] as const) await say(who);
    // Also the replies, with fresh addresses: a correspondent who writes to these has moved.
    for (let i = 0; i < 3; i++) await settleAll();
    const persons = async () => (await moves(alex)).filter(({ purpose }) => purpose === 'person');
    await until(people, async () => (await persons()).every(({ state }) => state === 'moved'));
    pass(10 * DAY_MS, people);
    if (round % 2 === 1) await restartAll();
    for (const one of people) await (await one.vault()).courier.keepUp();
    await settleAll();
  }
  expect(told()).toBe(before + 1);
  expect((await (await alex.app()).store.read([service(old())]))[0]?.root).toBeNull();
  let all = await everythingArrived();
  for (let round = 0; all === null; round++) {
    if (round > 300) throw new Error('something never came');
    await settleAll();
    all = await everythingArrived();
  }
  const sorted = (texts: readonly string[]) => [...texts].sort();
  expect(all.map(sorted)).toEqual([said.byBlair, said.byCasey, said.toBlair, said.toCasey].map(sorted));
}

test('nothing is lost or doubled, whatever happens meanwhile, and the mailbox is closed when its last address has expired', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { minLength: 15, maxLength: 35 }), (turns) => leaveWhile(turns)).afterEach(endAll),
    { seed: Number(process.env.NUCLEUS_SEED ?? 7), numRuns: Number(process.env.NUCLEUS_RUNS ?? 2), endOnFailure: true },
  );
});
