// A service fails in the middle of a conversation, in every way it can: it is down, it hangs, it lies, it drops
// messages unnoticed. The message goes another way and is shown once; only when no way is left it fails, says why, and
// can be sent again.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Fault } from '#bytes/fault.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { sha256 } from '#crypto/hash.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, type Meddler, PASSPHRASE, person, TestDevice, until } from '#e2e/harness/devices.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import type { RunningServices } from '#services/main.ts';
import { eventually } from '#services/testing/eventually.ts';
import { Bench } from '#services/testing/services.ts';
import type { Outcome } from '#wire/transport.ts';
import { message } from '../records/message.ts';
import { outboxKind } from '../records/transit.ts';
import { failureKind, transitKind, troublesKind } from '../records/watch.ts';
import { retryMessage, sendText } from '../relationships/send.ts';
import { changeSettings } from '../services/settings.ts';
import { showThread } from '../show/thread.ts';
import { transact } from '../store/transaction.ts';
import { SILENT_MS } from './next-route.ts';

const bench = new Bench();
/** Alex's service, for sending and receiving. */
let mine: RunningServices;
/** Blair's services, for both. Alex has no other business with them. */
let first: RunningServices;
let second: RunningServices;
let alex: TestDevice;
let blair: TestDevice;
let alexs = '';
let blairs = '';
const MINUTE_MS = 60_000;

beforeAll(async () => {
  useProvider(await loadSodium());
  mine = await bench.start();
  first = await bench.start();
  second = await bench.start();
});
afterAll(() => bench.end());
beforeEach(async () => {
  alex = await person([mine.origin]);
  blair = await person([first.origin, second.origin]);
  [alexs, blairs] = await acquaint(alex, blair);
  // No letter of the acquaintance is on its way, and none is looked after any more.
  const left = async (one: TestDevice) =>
    (await one.records(outboxKind)).length + (await one.records(transitKind)).length;
  await until([alex, blair], async () => (await alex.records(outboxKind)).length === 0);
  for (const one of [alex, blair]) one.aheadMs += 30 * MINUTE_MS;
  await until([alex, blair], async () => (await left(alex)) + (await left(blair)) === 0);
  for (const one of [alex, blair]) one.calls.length = 0;
});

const heard = async () => (await blair.said(blairs)).filter((line) => line.startsWith('they: '));
const submissions = () => alex.calls.filter((call) => call.startsWith('submit')).length;
const destinations = async () =>
  (await alex.records(transitKind)).flatMap(({ value }) => value.passages.map(({ destination }) => destination));
/** Alex's line, on which submissions for one service of Blair's are swallowed: taken, and never brought. */
function swallowed(origin: () => string, outcome: Outcome): Meddler {
  const ids = new Set<string>();
  return async (name, _, request, goOn) => {
    if (name === 'submit' && request.destination === origin()) {
      ids.add(Buffer.from(request.dedupe).toString('hex'));
      return null;
    }
    if (name === 'getOutcome' && ids.has(Buffer.from(request.dedupe).toString('hex'))) return { outcome };
    return goOn();
  };
}
const wait = async (ms: number) => {
  alex.aheadMs += ms;
  await alex.settle();
};

describe('a message goes another way', () => {
  test.each(['waiting', 'given-up', 'unknown'] as const)(
    'where its service says after minutes that it is %s',
    async (outcome) => {
      let blocked = '';
      alex.meddle = async (name, origin, request, goOn) => {
        if (name === 'submit') blocked ||= request.destination;
        return swallow(name, origin, request, goOn);
      };
      const swallow = swallowed(() => blocked, outcome);
      await alex.say(alexs, 'by any way');
      await alex.settle();
      expect(await alex.delivery(alexs)).toEqual(['sent']);
      await blair.settle();
      expect(await heard()).toEqual([]);
      await wait(3 * MINUTE_MS);
      expect(await destinations()).toEqual([blocked, blocked === first.origin ? second.origin : first.origin]);
      await until([alex, blair], async () => (await alex.delivery(alexs))[0] === 'received');
      expect(await heard()).toEqual(['they: by any way']);
      // With the receipt no letter is looked after any more.
      expect(await alex.records(transitKind)).toEqual([]);
      expect(submissions()).toBe(2);
      // The service is in trouble: the next letter goes straight to the other.
      await alex.say(alexs, 'at once');
      await until([alex, blair], async () => (await heard()).length === 2);
      expect(submissions()).toBe(3);
    },
  );

  test('where it was delivered and no receipt came for hours: an address that leads nowhere is not told of', async () => {
    let blocked = '';
    const swallow = swallowed(() => blocked, 'delivered');
    alex.meddle = async (name, origin, request, goOn) => {
      if (name === 'submit') blocked ||= request.destination;
      return swallow(name, origin, request, goOn);
    };
    await alex.say(alexs, 'are you there');
    await alex.settle();
    await wait(3 * MINUTE_MS);
    await wait(SILENT_MS / 2);
    await blair.settle();
    expect(submissions()).toBe(1);
    await wait(SILENT_MS);
    await until([alex, blair], async () => (await alex.delivery(alexs))[0] === 'received');
    expect(await heard()).toEqual(['they: are you there']);
    // It is no sign of a service that is away.
    expect(await alex.records(troublesKind)).toEqual([]);
  });

  test('and is shown once, also when the service that was down brings the first copy after all', async () => {
    const folders = new Map<string, string>();
    const running = await Promise.all(
      [1, 2].map(async () => {
        const dataDir = bench.directory();
        const one = await bench.start({ dataDir });
        folders.set(one.origin, dataDir);
        return one;
      }),
    );
    const casey = await person(running.map(({ origin }) => origin));
    const [alexToCasey, caseyToAlex] = await acquaint(alex, casey);
    let aimed = '';
    alex.meddle = async (name, _, request, goOn) => {
      if (name === 'submit') aimed = request.destination;
      return goOn();
    };
    const received = async () => (await alex.delivery(alexToCasey)).filter((state) => state === 'received').length;
    await alex.say(alexToCasey, 'line 0');
    await until([alex, casey], async () => (await received()) === 1);
    const down = running.find(({ origin }) => origin === aimed) as RunningServices;
    await down.close();
    for (let line = 1; line < 5; line++) await alex.say(alexToCasey, `line ${line}`);
    while ((await received()) < 5) {
      for (const one of [alex, casey]) one.aheadMs += MINUTE_MS;
      await alex.settle();
      await casey.settle();
    }
    const { metrics } = mine;
    const waiting = async () => {
      await metrics.text();
      return metrics.value('queue_items', 'sending');
    };
    expect(await waiting()).toBeGreaterThanOrEqual(4);
    await bench.start({ dataDir: folders.get(down.origin) as string, port: down.port });
    // The letter that waited for it is brought now.
    await until([casey], async () => (await waiting()) === 0);
    for (let turn = 0; turn < 3; turn++) await casey.settle();
    const shown = (await casey.said(caseyToAlex)).filter((line) => line.startsWith('they: '));
    expect(shown.sort()).toEqual([0, 1, 2, 3, 4].map((line) => `they: line ${line}`));
  });

  test('at once where its service turns out to be away while it is handed over', async () => {
    const shared = await bench.start();
    const casey = await person([shared.origin, mine.origin]);
    const drew = await person([shared.origin, second.origin]);
    const [caseys] = await acquaint(casey, drew);
    await until([casey, drew], async () => (await casey.records(outboxKind)).length === 0);
    await shared.close();
    // The other is asked first, so a letter given to it is on its way before the failure is known.
    casey.meddle = async (name, origin, _, goOn) => {
      const answer = await goOn();
      if (name === 'submit' && origin === mine.origin) await (await casey.vault()).courier.fetchFrom(shared.origin);
      return answer;
    };
    for (let line = 0; line < 4; line++) await casey.say(caseys, `line ${line}`);
    await until([casey, drew], async () => (await casey.delivery(caseys)).every((state) => state === 'received'));
  });

  test('in both directions while one of two services that both use is down', async () => {
    const dataDir = bench.directory();
    const shared = await bench.start({ dataDir });
    const both = [shared.origin, mine.origin];
    const casey = await person(both);
    const drew = await person(both);
    const [caseys, drews] = await acquaint(casey, drew);
    await shared.close();
    const say = async (round: number) => {
      await casey.say(caseys, `c${round}`);
      await drew.say(drews, `d${round}`);
    };
    for (let round = 0; round < 4; round++) await say(round);
    const states = async () =>
      [...(await casey.delivery(caseys)), ...(await drew.delivery(drews))].filter((state) => state !== null);
    while ((await states()).some((state) => state !== 'received')) {
      for (const one of [casey, drew]) {
        await one.settle();
        one.aheadMs += 1000;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    await bench.start({ dataDir, port: shared.port });
    await say(4);
    await until([casey, drew], async () => (await states()).every((state) => state === 'received'));
    for (const [one, id, who] of [
      [casey, caseys, 'd'],
      [drew, drews, 'c'],
    ] as const) {
      const lines = (await one.said(id)).filter((line) => line.startsWith('they: '));
      expect(lines.sort()).toEqual([0, 1, 2, 3, 4].map((round) => `they: ${who}${round}`));
    }
  });
});

describe('letters are spread', () => {
  const relaysOf = (one: TestDevice) =>
    one.calls.filter((call) => call.startsWith('submit ')).map((call) => call.slice(7));

  test('over my sending services, so that none sees all', async () => {
    const other = await bench.start({ roles: ['sending'] });
    const another = await bench.start({ roles: ['sending'] });
    const casey = await person([mine.origin, other.origin, another.origin]);
    const [caseys] = await acquaint(casey, blair);
    for (let line = 0; line < 30; line++) await casey.say(caseys, `line ${line}`);
    await until([casey], async () => (await casey.records(outboxKind)).length === 0);
    // Each by one of them, and each of them some: that one gets none of thirty is a chance of two in a thousand
    // million. None goes to the one that holds the mailbox.
    expect(new Set(relaysOf(casey))).toEqual(new Set([other.origin, another.origin]));
  });

  test('and not to one that says it is full', async () => {
    const full = await bench.start({ roles: ['sending'], limits: { queueItems: 0 } });
    const casey = await person([full.origin, mine.origin]);
    const [caseys] = await acquaint(casey, blair);
    await eventually(async () => {
      await casey.say(caseys, 'to be asked');
      await casey.settle();
      return casey.calls.includes(`getStatus ${full.origin}`);
    });
    await until([casey], async () => (await casey.records(outboxKind)).length === 0);
    casey.calls.length = 0;
    for (let line = 0; line < 10; line++) await casey.say(caseys, `line ${line}`);
    await until([casey], async () => (await casey.records(outboxKind)).length === 0);
    expect(new Set(relaysOf(casey))).toEqual(new Set([mine.origin]));
    // An answer once given need not be asked for with every letter.
    expect(casey.calls.filter((call) => call.startsWith('getStatus'))).toEqual([]);
  });
});

describe('a sending service that does not answer', () => {
  test('is passed over for the next with the same bytes, and the copy that it took all the same is dropped', async () => {
    const other = await bench.start({ roles: ['sending'] });
    const casey = await person([mine.origin, other.origin]);
    const [caseys, blairToCasey] = await acquaint(casey, blair);
    await until([casey], async () => (await casey.records(outboxKind)).length === 0);
    const sent: { origin: string; request: unknown }[] = [];
    casey.meddle = async (name, origin, request, goOn) => {
      const answer = await goOn();
      if (name !== 'submit') return answer;
      sent.push({ origin, request });
      // It was taken, and the answer is lost.
      if (sent.length === 1) throw new Fault('unavailable', 'no-answer', 'lost');
      return answer;
    };
    const delivered = () =>
      mine.metrics.value('attempts_total', 'delivered') + other.metrics.value('attempts_total', 'delivered');
    const before = delivered();
    await casey.say(caseys, 'once');
    await casey.settle();
    expect(new Set(sent.map(({ origin }) => origin))).toEqual(new Set([mine.origin, other.origin]));
    expect(sent[1]?.request).toEqual(sent[0]?.request);
    await until([blair], () => delivered() >= before + 2);
    await until([casey, blair], async () => (await casey.delivery(caseys))[0] === 'received');
    expect((await blair.said(blairToCasey)).filter((line) => line === 'they: once')).toHaveLength(1);
  });

  test('and never says what became of a message is left for another', async () => {
    const other = await bench.start({ roles: ['sending'] });
    const casey = await person([mine.origin, other.origin]);
    const [caseys] = await acquaint(casey, alex);
    await until([casey], async () => (await casey.records(outboxKind)).length === 0);
    casey.calls.length = 0;
    let lost = '';
    casey.meddle = async (name, origin, _, goOn) => {
      if (name === 'submit' && lost === '') {
        // It says that it has it, and is never seen again.
        lost = origin;
        return null;
      }
      if (origin === lost && ['submit', 'getOutcome', 'getStatus'].includes(name))
        throw new Fault('unavailable', 'no-answer', 'gone');
      return goOn();
    };
    await casey.say(caseys, 'do not get lost');
    for (let minutes = 0; (await casey.delivery(caseys))[0] !== 'received'; minutes++) {
      await casey.settle();
      await alex.settle();
      casey.aheadMs += MINUTE_MS;
      expect(minutes).toBeLessThan(60);
    }
    expect(casey.calls.filter((call) => call.startsWith('submit'))).toHaveLength(2);
  });
});

test('killed at any commit on the way, before it or after it, nothing is lost and nothing is there twice', async () => {
  let commits = Number.POSITIVE_INFINITY;
  for (let at = 1; at <= commits; at++) {
    for (const fate of ['crash-before', 'crash-after'] as const) {
      const casey = await person([mine.origin]);
      const [caseys, blairToCasey] = await acquaint(casey, blair);
      await until([casey, blair], async () => (await casey.records(outboxKind)).length === 0);
      let blocked = '';
      const swallow = swallowed(() => blocked, 'waiting');
      casey.meddle = async (name, origin, request, goOn) => {
        if (name === 'submit') blocked ||= request.destination;
        return swallow(name, origin, request, goOn);
      };
      let counted = 0;
      let killed = false;
      let end = () => {};
      const ended = new Promise<void>((resolve) => {
        end = resolve;
      });
      casey.life = {
        onCommit: () => (++counted === at ? fate : 'go'),
        onCrash: () => {
          killed = true;
          end();
        },
      };
      casey.restart();
      const text = `${at} ${fate}`;
      const nonce = Buffer.from(sha256(encodeUtf8(text)).slice(0, 16)).toString('hex');
      const live = async () => {
        await sendText(await casey.app(), caseys, text, nonce);
        for (let turn = 0; (await casey.delivery(caseys))[0] !== 'received'; turn++) {
          await casey.settle();
          await blair.settle();
          if (turn === 1) casey.aheadMs += 3 * MINUTE_MS;
          expect(turn).toBeLessThan(200);
        }
      };
      await Promise.race([live(), ended]);
      if (killed) {
        casey.life = {};
        casey.restart();
        await live();
      } else commits = counted;
      const shown = (await blair.said(blairToCasey)).filter((line) => line.startsWith('they: '));
      expect(shown).toEqual([`they: ${text}`]);
      expect((await casey.records(transitKind)).filter(({ value }) => value.sequence > 0)).toEqual([]);
    }
  }
  // Sending, handing over, turning, sealing for the other way, handing over again, the receipt: each was a last one.
  expect(commits).toBeGreaterThanOrEqual(6);
});

test('when no way is left the message fails, says why, keeps its text, and can be sent again', async () => {
  alex.meddle = async (name, _, __, goOn) => {
    if (name === 'submit') return null;
    return name === 'getOutcome' ? { outcome: 'given-up' } : goOn();
  };
  await alex.say(alexs, 'to nobody');
  for (let turn = 0; turn < 5; turn++) await wait(10 * MINUTE_MS);
  expect(submissions()).toBe(2);
  const { store } = await alex.app();
  const shown = async () => {
    const page = await showThread(store, { relationship: alexs, before: null, limit: 1 });
    return page?.messages[0];
  };
  const failed = await shown();
  expect(failed).toMatchObject({ text: 'to nobody', delivery: 'failed', failure: 'undelivered' });
  expect(await alex.records(transitKind)).toEqual([]);
  alex.meddle = null;
  await retryMessage(await alex.app(), alexs, failed?.id as string);
  expect(await shown()).toMatchObject({ delivery: 'waiting', failure: null });
  await until([alex, blair], async () => (await alex.delivery(alexs))[0] === 'received');
  expect(await heard()).toEqual(['they: to nobody']);
  expect(await alex.records(failureKind)).toEqual([]);
});

test('a failed message that arrived after all is no failure', async () => {
  alex.meddle = async (name, _, __, goOn) => (name === 'getOutcome' ? { outcome: 'given-up' } : goOn());
  await alex.say(alexs, 'they lied');
  await alex.settle();
  for (let turn = 0; turn < 4; turn++) await wait(10 * MINUTE_MS);
  expect(await alex.delivery(alexs)).toEqual(['failed']);
  await until([alex, blair], async () => (await alex.delivery(alexs))[0] === 'received');
  expect(await alex.records(failureKind)).toEqual([]);
});

test('who never sends receipts is sent one more copy, and no more', async () => {
  // Blair's program takes everything in and answers nothing.
  blair.meddle = async (name, _, __, goOn) => {
    if (name === 'submit') throw new Fault('unavailable', 'no-answer', 'says nothing');
    return goOn();
  };
  await alex.say(alexs, 'no answer wanted');
  await until([alex, blair], async () => (await heard()).length === 1);
  for (let turn = 0; turn < 40; turn++) await wait(SILENT_MS / 2);
  await blair.settle();
  expect(submissions()).toBe(2);
  expect(await heard()).toHaveLength(1);
  expect(await alex.delivery(alexs)).toEqual(['sent']);
  expect([await alex.records(transitKind), await alex.records(outboxKind)]).toEqual([[], []]);
});

test('a message of a conversation that is gone is not looked after', async () => {
  alex.meddle = async (name, _, __, goOn) => (name === 'submit' ? null : goOn());
  await alex.say(alexs, 'gone');
  await alex.settle();
  const { store } = await alex.app();
  const { lastSequence } = await alex.known(alexs);
  await transact(store, [], (transaction) => transaction.remove(message(alexs, lastSequence)));
  await wait(10 * MINUTE_MS);
  expect(submissions()).toBe(1);
  expect(await alex.records(transitKind)).toEqual([]);
});

test('nothing is asked about a message whose receipt came', async () => {
  const submitted: Uint8Array[] = [];
  const asked: Uint8Array[] = [];
  alex.meddle = async (name, _, request, goOn) => {
    if (name === 'submit') submitted.push(request.dedupe);
    if (name === 'getOutcome') asked.push(request.dedupe);
    return goOn();
  };
  await alex.say(alexs, 'quick');
  await until([alex], () => submitted.length === 1);
  await until([alex, blair], async () => (await alex.delivery(alexs))[0] === 'received');
  for (let turn = 0; turn < 3; turn++) await wait(DAY_MS);
  expect(asked).not.toContainEqual(submitted[0]);
});

describe('automatic messages', () => {
  test('of two devices on the same state are one: the sending service takes the first', async () => {
    const ids: string[] = [];
    const pages = new Map<string, unknown>();
    const noting: Meddler = async (name, origin, request, goOn) => {
      if (name === 'submit') ids.push(Buffer.from(request.dedupe).toString('hex'));
      const answer = await goOn();
      if (name === 'getMailbox' && answer.items.length > 0) pages.set(origin, answer);
      return answer;
    };
    await alex.say(alexs, 'for both');
    await until([alex], async () => (await alex.records(outboxKind)).length === 0);
    const copy = structuredClone(blair.disk);
    blair.meddle = noting;
    await until([blair], async () => (await heard()).length === 1);
    await until([blair], async () => (await blair.records(outboxKind)).length === 0);
    expect(ids).toHaveLength(1);
    const repeated = () =>
      [first, second].reduce((sum, { metrics }) => sum + metrics.value('submissions_total', 'repeated'), 0);
    const before = repeated();

    // Another device of Blair's with the records that the first had before, to which the same is brought.
    const twin = new TestDevice([]);
    Object.assign(twin.disk, copy);
    twin.aheadMs = blair.aheadMs;
    twin.meddle = async (name, origin, request, goOn) => {
      if (name === 'getMailbox') return pages.get(origin) ?? { items: [], remaining: 0 };
      if (name === 'acknowledge') return null;
      // By the same of the two services, so that it can be told.
      if (name === 'submit') ids.push(Buffer.from(request.dedupe).toString('hex'));
      return goOn();
    };
    await twin.device.unlock(PASSPHRASE);
    await until([twin], async () => ids.length > 1 && (await twin.records(outboxKind)).length === 0);
    expect(ids[1]).toBe(ids[0]);
    expect(repeated() - before).toBeLessThanOrEqual(1);
    await until([alex], async () => (await alex.delivery(alexs))[0] === 'received');
  });

  test('are held back as the settings say, and texts never', async () => {
    await changeSettings(await blair.app(), { automaticDelay: 'ten-minutes' });
    const delays: string[] = [];
    blair.meddle = async (name, _, request, goOn) => {
      if (name === 'submit') delays.push(request.delay);
      return name === 'submit' ? null : goOn();
    };
    await blair.say(blairs, 'now');
    await until([blair], async () => (await blair.records(outboxKind)).length === 0);
    await alex.say(alexs, 'tell me when you read');
    await until([alex, blair], async () => delays.length > 1);
    expect(delays).toEqual(['none', 'ten-minutes']);
  });
});
