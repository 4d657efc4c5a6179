// Letters on their way, over bad services and wrong clocks: none waits for anything unrelated, and none waits for ever.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { equal } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { createSignKeyPair } from '#crypto/keys.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, person, TestDevice, until } from '#e2e/harness/devices.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { signDescriptor } from '#protocol/service/descriptor.ts';
import { eventually } from '#services/testing/eventually.ts';
import { Bench } from '#services/testing/services.ts';
import { descriptor, descriptorStatement } from '#wire/service.ts';
import { messageKind } from '../records/message.ts';
import { service } from '../records/service.ts';
import { outboxKind, owing, serviceTask, serviceTaskKind } from '../records/transit.ts';
import { backoffMs, isDue } from '../retry/backoff.ts';
import { Running } from '../retry/running.ts';
import { put } from '../store/store.ts';
import { STRICT } from '../store/transaction.ts';

const bench = new Bench();
let origins: [string, string] = ['', ''];
let alex: TestDevice;
let blair: TestDevice;
let alexs = '';
let blairs = '';
beforeAll(async () => {
  useProvider(await loadSodium());
  origins = [(await bench.start()).origin, (await bench.start()).origin];
});
afterAll(() => bench.end());
beforeEach(async () => {
  alex = await person(origins);
  blair = await person(origins);
  [alexs, blairs] = await acquaint(alex, blair);
  // No letter of the acquaintance is on its way any more.
  await until(
    [alex, blair],
    async () => (await alex.records(outboxKind)).length + (await blair.records(outboxKind)).length === 0,
  );
});

const away =
  (name: string, ...from: string[]) =>
  async (called: string, origin: string, _: unknown, goOn: () => Promise<unknown>) => {
    if (called === name && (from.length === 0 || from.includes(origin)))
      throw new Fault('unavailable', 'no-answer', 'away');
    return goOn();
  };
const queued = () => alex.records(outboxKind);

describe('a letter', () => {
  test('goes by another service where the first does not answer, which is asked last from then on', async () => {
    alex.meddle = away('submit', origins[0]);
    for (let i = 0; i < 12; i++) await alex.say(alexs, `line ${i}`);
    await until([alex], async () => (await queued()).length === 0);
    const asked = alex.calls.filter((call) => call === `submit ${origins[0]}`).length;
    expect(asked).toBeLessThan(12);
    await until([alex, blair], async () => (await alex.delivery(alexs)).every((state) => state === 'received'));
    expect(new Set(await blair.said(blairs)).size).toBe((await blair.said(blairs)).length);
  });

  test('waits a while after each failure, and is the same bytes every time', async () => {
    const seen: Uint8Array[][] = [];
    alex.meddle = async (name, _, request, goOn) => {
      if (name !== 'submit') return goOn();
      seen.push([request.dedupe, request.address, request.envelope]);
      throw new Fault('unavailable', 'no-answer', 'away');
    };
    // Its clock stands: a busy machine takes longer than the first pause.
    const at = alex.now();
    alex.stillAt = at;
    await alex.say(alexs, 'again and again');
    await until([alex], async () => (await queued())[0]?.value.tries === 1);
    expect(alex.sendAgainAt).toBeGreaterThan(at);
    await alex.settle();
    expect((await queued())[0]?.value.tries).toBe(1);
    alex.stillAt = at + 3_600_000;
    await alex.settle();
    expect((await queued())[0]?.value.tries).toBe(2);
    expect(seen.length).toBe(4);
    for (const one of seen) expect(one).toEqual(seen[0]);
  });

  test('is due when the clock was put back, however far ahead it was', async () => {
    alex.aheadMs = DAY_MS;
    alex.meddle = away('submit');
    await alex.say(alexs, 'tomorrow');
    // On a busy machine the next try may be due before the test looks.
    await until([alex], async () => ((await queued())[0]?.value.tries ?? 0) >= 1);
    alex.aheadMs = 0;
    alex.meddle = null;
    await alex.settle();
    expect(await queued()).toEqual([]);
  });

  test('to an address that expired while it waited fails at once, and says so', async () => {
    alex.meddle = away('submit');
    await alex.say(alexs, 'too late');
    await until([alex], async () => ((await queued())[0]?.value.tries ?? 0) >= 1);
    alex.aheadMs = 46 * DAY_MS;
    alex.meddle = null;
    // Seven days have passed, too; what matters is that no service is asked to swallow it.
    alex.calls.length = 0;
    await alex.settle();
    expect(await alex.delivery(alexs)).toEqual(['failed']);
    expect(alex.calls.filter((call) => call.startsWith('submit'))).toEqual([]);
  });

  test('is given up after seven days without a service', async () => {
    alex.meddle = away('submit');
    await alex.say(alexs, 'a week');
    for (const days of [1, 6]) {
      alex.aheadMs = days * DAY_MS;
      await alex.settle();
      expect([days, await alex.delivery(alexs)]).toEqual([days, ['waiting']]);
    }
    alex.aheadMs = 8 * DAY_MS;
    await alex.settle();
    expect([await alex.delivery(alexs), await queued()]).toEqual([['failed'], []]);
  });

  test('that cannot be handed over by a mistake of ours keeps no other waiting', async () => {
    alex.meddle = away('submit');
    await alex.say(alexs, 'poison');
    await until([alex], async () => ((await queued())[0]?.value.tries ?? 0) >= 1);
    const [poison] = await queued();
    alex.meddle = async (name, _, request, goOn) => {
      if (name === 'submit' && equal(request.dedupe, poison?.value.dedupe as Uint8Array))
        throw new TypeError('a mistake');
      return goOn();
    };
    alex.aheadMs = 60_000;
    await alex.say(alexs, 'after');
    const { courier } = await alex.vault();
    // The caller is told, after everything else was done; and it is not tried again at once.
    await expect(courier.send()).rejects.toThrow(TypeError);
    while ((await queued()).length > 1) await courier.send().catch(() => {});
    expect(await alex.delivery(alexs)).toEqual(['waiting', expect.stringMatching(/^(sent|received)$/)]);
    await courier.send();
    expect(alex.sendAgainAt).toBeGreaterThan(alex.now());
  });
});

describe('a service task', () => {
  const revoke = (origin: string, createdAt = alex.now()) => ({
    createdAt,
    tries: 0,
    notBeforeAt: 0,
    task: { kind: 'revoke' as const, value: { origin, ids: [nodeEntropy(16)] } },
  });
  const note = async (...serviceTasks: ReturnType<typeof revoke>[]) => {
    const { store } = await alex.app();
    const writes = serviceTasks.map((one) => put(serviceTask(Buffer.from(nodeEntropy(16)).toString('hex')), one));
    await store.step([], () => ({ writes, result: null }), STRICT);
  };

  test('at a service that hangs keeps neither letters nor other services’ service tasks waiting', async () => {
    alex.meddle = async (name, origin, _, goOn) =>
      name === 'createChallenge' && origin === origins[0] ? new Promise(() => {}) : goOn();
    await note(revoke(origins[0]), revoke(origins[1]));
    const { courier } = await alex.vault();
    void courier.send();
    await alex.say(alexs, 'meanwhile');
    const done = async () =>
      (await alex.delivery(alexs))[0] !== 'waiting' && (await alex.records(serviceTaskKind)).length === 1;
    await eventually(done);
    expect((await alex.records(serviceTaskKind))[0]?.value.task.value).toMatchObject({ origin: origins[0] });
  });

  test('of a service that is away is found out once for all of them', async () => {
    alex.meddle = away('createChallenge', origins[0]);
    alex.calls.length = 0;
    await note(...Array.from({ length: 10 }, () => revoke(origins[0])));
    // The step that noted them woke the courier.
    await eventually(async () => (await alex.records(serviceTaskKind)).some(({ value }) => value.tries > 0));
    expect(alex.calls.filter((call) => call === `createChallenge ${origins[0]}`)).toHaveLength(1);
    alex.meddle = null;
    alex.aheadMs = 3_600_000;
    alex.calls.length = 0;
    await (await alex.vault()).courier.send();
    expect(await alex.records(serviceTaskKind)).toEqual([]);
    // One session serves them all.
    expect(alex.calls.filter((call) => call === `createSession ${origins[0]}`)).toHaveLength(1);
  });

  test('does not outlive what it is about', async () => {
    alex.meddle = away('createChallenge', origins[0]);
    await note(revoke(origins[0], alex.now() - 191 * DAY_MS));
    await (await alex.vault()).courier.send();
    expect(await alex.records(serviceTaskKind)).toEqual([]);
  });
});

describe('a receiving service', () => {
  test('that gives the same page without end is asked again at the next turn only', async () => {
    let asked = 0;
    const item = { sequence: 5, address: new Uint8Array(155), envelope: nodeEntropy(4096) };
    alex.meddle = async (name, origin, _, goOn) => {
      const asks = name === 'getMailbox' || name === 'getMailboxPage';
      if (origin !== origins[0] || !asks) return name === 'acknowledge' ? null : goOn();
      asked++;
      return { items: [item], remaining: 1_000_000 };
    };
    await (await alex.vault()).courier.fetch();
    expect(asked).toBe(2);
  });

  test('that gives pages without end is left in the end', async () => {
    let asked = 0;
    alex.meddle = async (name, origin, _, goOn) => {
      const asks = name === 'getMailbox' || name === 'getMailboxPage';
      if (origin !== origins[0] || !asks) return name === 'acknowledge' ? null : goOn();
      asked++;
      return {
        items: [{ sequence: asked, address: new Uint8Array(155), envelope: new Uint8Array(4096) }],
        remaining: 9,
      };
    };
    await (await alex.vault()).courier.fetch();
    expect(asked).toBe(1000);
  });

  test('that refuses every session is told to be refusing, and asked twice', async () => {
    let asked = 0;
    alex.meddle = async (name, origin, _, goOn) => {
      if (name !== 'getMailbox' || origin !== origins[0]) return goOn();
      asked++;
      throw new Fault('refused', 'unauthorised', 'no');
    };
    await (await alex.vault()).courier.fetch();
    expect(asked).toBe(2);
    expect(alex.health.get(origins[0])).toBe('refusing');
  });

  test('that is suddenly another is not believed, and said to refuse', async () => {
    const impostor = createSignKeyPair(nodeEntropy);
    const { store } = await alex.app();
    const [before] = await store.read([service(origins[0])]);
    alex.meddle = async (name, origin, _, goOn) => {
      if (name !== 'wellKnown' || origin !== origins[0]) return goOn();
      const statement = descriptorStatement.decode(descriptor.decode(before?.descriptor as Uint8Array).statement);
      return signDescriptor(impostor.seed, { ...statement, name: { origin, key: impostor.publicKey }, issuedAt: 9e12 });
    };
    alex.aheadMs = DAY_MS;
    await (await alex.vault()).courier.join();
    expect((await store.read([service(origins[0])]))[0]).toEqual(before);
    expect(alex.health.get(origins[0])).toBe('refusing');
  });

  test('one item of whose page is our mistake gives all the others', async () => {
    const app = await alex.app();
    const step = app.store.step.bind(app.store);
    let poisoned = 0;
    const poison = (writes: readonly { ref: { kind: { name: string } }; value?: unknown }[]) =>
      writes.some(({ ref, value }) => ref.kind.name === messageKind.name && JSON.stringify(value).includes('poison'));
    app.store.step = (refs, compute, options) =>
      step(
        refs,
        (reads, entropy) => {
          const outcome = compute(reads, entropy);
          if (outcome.need === undefined && poison(outcome.writes as never)) {
            poisoned++;
            throw new TypeError('a mistake');
          }
          return outcome;
        },
        options,
      );
    for (const line of ['one', 'poison', 'two', 'three']) await blair.say(blairs, line);
    await until([blair], async () => (await blair.records(outboxKind)).length === 0);
    const heard = async () => (await alex.said(alexs)).filter((line) => line.startsWith('they: ')).sort();
    const fetch = async () => (await alex.vault()).courier.fetch().catch(() => {});
    while ((await heard()).length < 3 || poisoned === 0) await fetch();
    expect(await heard()).toEqual(['they: one', 'they: three', 'they: two']);
    // It was set aside: a program without the mistake reads it.
    app.store.step = step;
    await (await alex.vault()).courier.keepUp();
    expect(await heard()).toContain('they: poison');
  });
});

test('what is owed for a message is answered by the next life, where this one was killed before it answered', async () => {
  const casey = await person([origins[0]]);
  const drew = await person([origins[0]]);
  const [caseys, drews] = await acquaint(casey, drew);
  await drew.say(drews, 'did you get it');
  // Killed after the page was taken in: its acknowledgement never ends.
  casey.meddle = (name, _, __, goOn) => (name === 'acknowledge' ? new Promise(() => {}) : goOn());
  const heard = async () => (await casey.said(caseys)).includes('they: did you get it');
  await eventually(async () => {
    void (await casey.vault()).courier.fetch();
    await drew.settle();
    return heard();
  });
  const owed = async () => (await (await casey.app()).store.read([owing]))[0];
  expect(await owed()).not.toBeNull();
  casey.meddle = null;
  casey.restart();
  await until([casey, drew], async () => (await drew.delivery(drews))[0] === 'received');
  expect(await owed()).toBeNull();
});

test('clocks a day apart, either way, keep nobody from talking', async () => {
  for (const [a, b] of [
    [DAY_MS, 0],
    [-DAY_MS, 0],
    [-DAY_MS, DAY_MS],
  ] as const) {
    const casey = new TestDevice(origins);
    const drew = new TestDevice(origins);
    casey.aheadMs = a;
    drew.aheadMs = b;
    for (const one of [casey, drew]) {
      await one.device.setUp('a wrong clock');
      await (await one.vault()).courier.keepUp();
    }
    const [caseys, drews] = await acquaint(casey, drew);
    await casey.say(caseys, 'what time is it');
    await drew.say(drews, 'late');
    await until(
      [casey, drew],
      async () =>
        [...(await casey.delivery(caseys)), ...(await drew.delivery(drews))].filter((state) => state === 'received')
          .length === 2,
    );
  }
});

describe('when to try again', () => {
  test('grows to ten minutes, with chance in it, and no less than the service wished', () => {
    const most = (count: number) => new Uint8Array(count).fill(255);
    const least = (count: number) => new Uint8Array(count);
    expect([1, 2, 5, 11, 60_000].map((tries) => backoffMs(tries, most))).toEqual([
      1000, 2000, 16_000, 600_000, 600_000,
    ]);
    expect(backoffMs(1, least)).toBe(250);
    expect(backoffMs(1, least, 5000)).toBe(5000);
    expect([isDue(5, 5), isDue(6, 5), isDue(3_600_005, 5), isDue(3_600_006, 5)]).toEqual([true, false, false, true]);
  });

  test('one run at a time, one more for all who asked meanwhile, also after a failure', async () => {
    let runs = 0;
    let end = () => {};
    const running = new Running(async () => {
      runs++;
      await new Promise<void>((resolve) => {
        end = resolve;
      });
      if (runs === 1) throw new Error('the first');
    });
    const first = running.ask();
    const others = [running.ask(), running.ask()];
    expect(runs).toBe(1);
    end();
    while (runs < 2) await Promise.resolve();
    end();
    const outcomes = await Promise.allSettled([first, ...others]);
    expect([runs, ...outcomes.map(({ status }) => status)]).toEqual([2, 'rejected', 'rejected', 'rejected']);
    const next = running.ask();
    end();
    await next;
    expect(runs).toBe(3);
  });
});
