// Tokens in the whole application, with real services: both kinds of them, kills and lost answers, issuers that are
// away, refuse or cheat, and messages that wait for permission and go by themselves.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { encodeHex } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, PASSPHRASE, person, TestDevice, until } from '#e2e/harness/devices.ts';
import type { RunningServices } from '#services/main.ts';
import { eventually } from '#services/testing/eventually.ts';
import { Bench } from '#services/testing/services.ts';
import { issuerAccountKind, paymentKind, tokenOrderKind, tokenStock, tokenStockKind } from '../records/token.ts';
import { outboxKind } from '../records/transit.ts';
import { myServices } from '../services/services.ts';
import { awaitedPermission, showPermission } from '../show/permission.ts';
import { createSiteIdentity } from '../sites/sites.ts';
import { giveInvitation, openAccount } from './token-supply.ts';

const bench = new Bench();
let first: RunningServices;
let second: RunningServices;
let origins: string[] = [];
beforeAll(async () => {
  useProvider(await loadSodium());
  const roles = ['issuer', 'sending', 'receiving', 'mail'] as const;
  first = await bench.start({ roles, tokenIssuers: ['self'] });
  second = await bench.start({ roles: ['sending', 'receiving'], tokenIssuers: [first.origin] });
  origins = [first.origin, second.origin];
});
afterAll(() => bench.end());

const HOUR_MS = 3_600_000;
const away = async (): Promise<never> => {
  throw new Fault('unavailable', 'no-answer', 'the service did not answer');
};

/** Tokens in stock for messages, at each service. */
async function stockOf(one: TestDevice): Promise<number[]> {
  const { store } = await one.app();
  const held = await store.read(origins.map((origin) => tokenStock(origin, 'message')));
  return held.map((stock) => stock?.tokens.length ?? 0);
}

async function emptyStock(one: TestDevice): Promise<void> {
  const { store } = await one.app();
  for (const origin of origins) {
    const [stock] = await store.read([tokenStock(origin, 'message')]);
    if (stock === null) continue;
    const ref = tokenStock(origin, 'message');
    await store.step([], () => ({ writes: [{ ref, value: { ...stock, tokens: [], dueAt: null } }], result: null }));
  }
}

/** A device with a watcher on its line from the first moment. */
async function watched(meddle: TestDevice['meddle']): Promise<TestDevice> {
  const one = new TestDevice(origins);
  one.meddle = meddle;
  await one.device.setUp(PASSPHRASE);
  await (await one.vault()).courier.join();
  return one;
}

async function stocked(): Promise<TestDevice> {
  const one = await person(origins);
  await (await one.vault()).courier.supply();
  return one;
}

test('people talk as before, and everything they have done is paid for', async () => {
  const [alex, blair] = [await stocked(), await stocked()];
  const [alexs, blairs] = await acquaint(alex, blair);
  for (let i = 0; i < 6; i++) await alex.say(alexs, `line ${i}`);
  await until([alex, blair], async () => (await blair.said(blairs)).filter((line) => /line/.test(line)).length === 6);
  const site = await createSiteIdentity(await alex.app(), 'shop.example' as never, new Uint8Array(16).fill(5), {
    password: {},
    ownUsername: false,
  } as never);
  expect(site.ok).toBe(true);
  // Both services were used, and neither did anything for nothing.
  for (const service of [first, second]) {
    const spent = service.metrics.value('tokens_total', 'spent');
    expect(service.metrics.value('submissions_total', 'accepted')).toBeGreaterThan(0);
    expect(spent).toBeGreaterThanOrEqual(service.metrics.value('submissions_total', 'accepted') + 2);
    expect(service.metrics.value('tokens_total', 'refused')).toBe(0);
  }
  expect((await alex.records(issuerAccountKind)).map(({ value }) => value.standing)).toEqual(['open']);
});

describe('a token', () => {
  let alex: TestDevice;
  let blair: TestDevice;
  let alexs = '';
  let blairs = '';
  beforeEach(async () => {
    [alex, blair] = [await stocked(), await stocked()];
    [alexs, blairs] = await acquaint(alex, blair);
    await until([alex, blair], async () => (await alex.records(outboxKind)).length === 0);
  });

  test('goes with one request at every try, also in another life of the program', async () => {
    const brought = new Map<string, Set<string>>();
    let lost = 0;
    const forgetful: TestDevice['meddle'] = async (name, origin, request, goOn) => {
      if (name !== 'submit') return goOn();
      const key = `${origin} ${encodeHex(request.dedupe)}`;
      brought.set(key, (brought.get(key) ?? new Set()).add(encodeHex(request.token)));
      await goOn();
      // The service took it, and its answer is lost: three times.
      return lost++ < 3 ? away() : null;
    };
    alex.meddle = forgetful;
    await alex.say(alexs, 'only once');
    for (let life = 0; life < 4; life++) {
      alex.restart();
      alex.meddle = forgetful;
      alex.aheadMs += HOUR_MS;
      await (await alex.vault()).courier.sendNow().catch(() => {});
    }
    alex.meddle = null;
    await until([alex, blair], async () => (await blair.said(blairs)).includes('they: only once'));
    await alex.settle();
    await blair.settle();
    for (const tokens of brought.values()) expect(tokens.size).toBe(1);
    const all = [...brought.values()].flatMap((tokens) => [...tokens]);
    expect(new Set(all).size).toBe(all.length);
    expect((await blair.said(blairs)).filter((line) => line === 'they: only once').length).toBe(1);
  });

  test('is taken in the step that queues what it pays for: nothing more is committed before that leaves', async () => {
    const messagesPaid = async () => (await alex.records(paymentKind)).filter(({ id }) => /^[0-9a-f]{32}:/.test(id));
    let commits = 0;
    alex.life = {
      onCommit: () => {
        commits++;
        return 'go';
      },
    };
    alex.restart();
    await alex.settle();
    const before = (await stockOf(alex)).reduce((sum, count) => sum + count, 0);
    const asked: { origin: string; token: string; commits: number }[] = [];
    alex.meddle = async (name, origin, request, goOn) => {
      if (name !== 'submit') return goOn();
      asked.push({ origin, token: encodeHex(request.token), commits });
      return new Promise(() => {});
    };
    commits = 0;
    await alex.say(alexs, 'paid for');
    await eventually(() => asked.length === 1);
    expect(asked[0]?.commits).toBe(1);
    const left = (await stockOf(alex)).reduce((sum, count) => sum + count, 0);
    const paid = await messagesPaid();
    expect([before - left, paid.length]).toEqual([1, 1]);
    expect(encodeHex(paid[0]?.value.token as Uint8Array)).toBe(asked[0]?.token);
    // The next life asks the same service, with the same token.
    alex.life = {};
    alex.restart();
    void (await alex.vault()).courier.send();
    await eventually(() => asked.length > 1);
    expect(asked.slice(1).map(({ origin, token }) => [origin, token])).toEqual([[asked[0]?.origin, asked[0]?.token]]);
    expect((await messagesPaid()).length).toBe(1);
  });

  test('that the service does not know any more makes way for another', async () => {
    const refused: string[] = [];
    alex.meddle = async (name, _, request, goOn) => {
      if (name !== 'submit' || refused.length >= 2) return goOn();
      refused.push(encodeHex(request.token));
      throw Object.assign(new Fault('refused', 'token-wanted', 'no'), {
        reason: 'token-spent',
        retryAfterSeconds: null,
      });
    };
    await alex.say(alexs, 'with another token');
    await until([alex, blair], async () => {
      alex.aheadMs += 20_000;
      return (await blair.said(blairs)).includes('they: with another token');
    });
    expect(new Set(refused).size).toBe(refused.length);
  });

  test('is wanted where none was before: the descriptor is asked for again, and the message goes', async () => {
    const { store } = await alex.app();
    expect((await stockOf(alex)).every((count) => count > 0)).toBe(true);
    alex.calls.length = 0;
    let once = true;
    alex.meddle = async (name, _, __, goOn) => {
      if (name !== 'submit' || !once) return goOn();
      once = false;
      throw Object.assign(new Fault('refused', 'token-wanted', 'no'), {
        reason: 'token-missing',
        retryAfterSeconds: null,
      });
    };
    await alex.say(alexs, 'still goes');
    await until([alex, blair], async () => {
      alex.aheadMs += 20_000;
      return (await blair.said(blairs)).includes('they: still goes');
    });
    await until([alex], () => alex.calls.some((call) => call.startsWith('wellKnown')));
    expect(await store.count(tokenStockKind)).toBeGreaterThan(0);
  });

  describe('where none is left', () => {
    test('a message waits, and goes by itself and once when there are more', async () => {
      const closed: TestDevice['meddle'] = async (name, _, __, goOn) => (name === 'issueTokens' ? away() : goOn());
      alex.meddle = closed;
      await emptyStock(alex);
      alex.calls.length = 0;
      await alex.say(alexs, 'with permission');
      await alex.settle();
      await (await alex.vault()).courier.supply();
      expect(await alex.delivery(alexs)).toEqual(['waiting']);
      // It is not even tried without, and the service is not thought ill of.
      expect(alex.calls.filter((call) => call.startsWith('submit'))).toEqual([]);
      expect([...alex.health.values()]).not.toContain('unreachable');
      expect(alex.sendAgainAt).not.toBeNull();

      alex.meddle = null;
      // No page asks: the alarm rings when the courier said.
      alex.aheadMs += HOUR_MS;
      const { courier } = await alex.vault();
      await courier.send();
      await courier.supply();
      await until([alex, blair], async () => (await blair.said(blairs)).includes('they: with permission'));
      await alex.settle();
      expect((await blair.said(blairs)).filter((line) => line === 'they: with permission').length).toBe(1);
      await until([alex, blair], async () => (await alex.delivery(alexs)).every((state) => state === 'received'));
    });

    test('and the issuer says when there will be more, it is not asked before', async () => {
      let asked = 0;
      alex.meddle = async (name, _, __, goOn) => {
        if (name !== 'issueTokens') return goOn();
        asked++;
        throw Object.assign(new Fault('refused', 'rate-limited', 'no'), { retryAfterSeconds: 7200 });
      };
      await emptyStock(alex);
      await alex.say(alexs, 'much later');
      const { courier, app } = await alex.vault();
      const rounds = async () => {
        for (let round = 0; round < 5; round++) {
          alex.aheadMs += 60_000;
          await courier.send();
          await courier.supply();
        }
      };
      await rounds();
      const before = asked;
      expect(before).toBeGreaterThanOrEqual(2);
      await rounds();
      expect(asked).toBe(before);
      const awaited = await awaitedPermission(app.store);
      expect((awaited?.nextAt ?? 0) - alex.now()).toBeGreaterThan(3_600_000);
      alex.meddle = null;
      alex.aheadMs += 2 * HOUR_MS;
      await courier.send();
      await courier.supply();
      await until([alex, blair], async () => (await blair.said(blairs)).includes('they: much later'));
      expect(await awaitedPermission(app.store)).toBeNull();
    });

    test('of one service, the other takes the message', async () => {
      const { store } = await alex.app();
      const ref = tokenStock(first.origin, 'message');
      const [stock] = await store.read([ref]);
      await store.step([], () => ({ writes: [{ ref, value: { ...stock, tokens: [] } }], result: null }));
      alex.meddle = async (name, _, __, goOn) => (name === 'issueTokens' ? away() : goOn());
      alex.calls.length = 0;
      await alex.say(alexs, 'the other way');
      await until([alex, blair], async () => (await blair.said(blairs)).includes('they: the other way'));
      const submitted = alex.calls.filter((call) => call.startsWith('submit'));
      expect(new Set(submitted)).toEqual(new Set([`submit ${second.origin}`]));
    });
  });
});

describe('an order', () => {
  test('whose answer is lost is asked again with the same bytes, by another life of the program', async () => {
    const asked: string[] = [];
    let deaf = true;
    const line: TestDevice['meddle'] = async (name, _, request, goOn) => {
      if (name !== 'issueTokens' || request.class !== 'message') return goOn();
      asked.push(encodeHex(request.request));
      const answer = await goOn();
      return deaf ? away() : answer;
    };
    const alex = await watched(line);
    await (await alex.vault()).courier.supply();
    expect(await stockOf(alex)).toEqual([0, 0]);
    expect((await alex.records(tokenOrderKind)).length).toBe(2);
    alex.restart();
    deaf = false;
    alex.meddle = line;
    alex.aheadMs += HOUR_MS;
    await (await alex.vault()).courier.supply();
    expect(await stockOf(alex)).toEqual([32, 32]);
    expect(new Set(asked).size).toBe(2);
    expect(asked.length).toBeGreaterThanOrEqual(4);
    expect(await alex.records(tokenOrderKind)).toEqual([]);
  });

  test('that is answered with something else gives nothing, and is not asked again', async () => {
    const asked: string[] = [];
    const alex = await watched(async (name, _, request, goOn) => {
      const answer = await goOn();
      if (name !== 'issueTokens') return answer;
      asked.push(encodeHex(request.request));
      return { response: answer.response.with(40, answer.response[40] ^ 1) };
    });
    const { courier } = await alex.vault();
    await courier.supply();
    alex.aheadMs += HOUR_MS;
    await courier.supply();
    expect(await stockOf(alex)).toEqual([0, 0]);
    expect(asked.length).toBeGreaterThan(2);
    expect(new Set(asked).size).toBe(asked.length);
  });

  test('is made ahead of need, later than what made it necessary, and always of one size', async () => {
    const counts: number[] = [];
    const alex = await watched(async (name, _, request, goOn) => {
      if (name === 'issueTokens' && request.class === 'message') counts.push(request.request.length);
      return goOn();
    });
    const { courier, app } = await alex.vault();
    await courier.supply();
    const before = counts.length;
    const [stock] = await app.store.read([tokenStock(first.origin, 'message')]);
    // 32 are fewer than there should be.
    const waitMs = (stock?.dueAt ?? 0) - alex.now();
    expect(waitMs).toBeGreaterThan(50_000);
    expect(waitMs).toBeLessThanOrEqual(600_000);
    await courier.supply();
    expect(counts.length).toBe(before);
    alex.aheadMs += 601_000;
    await courier.supply();
    expect(await stockOf(alex)).toEqual([64, 64]);
    // Orders to one service are alike: two sizes for two types of token.
    expect(new Set(counts).size).toBe(2);
    alex.aheadMs += 24 * HOUR_MS;
    await courier.supply();
    expect(await stockOf(alex)).toEqual([64, 64]);
  });

  test('tells the issuer of nothing but account, class and what is blinded', async () => {
    const told: string[] = [];
    const alex = await watched(async (name, _, request, goOn) => {
      if (['openAccount', 'issueTokens', 'getIssuer'].includes(name)) told.push(JSON.stringify(shown(request)));
      return goOn();
    });
    const { courier } = await alex.vault();
    await courier.supply();
    const text = told.join('\n');
    expect(told.length).toBeGreaterThan(6);
    for (const origin of origins) expect(text).not.toContain(origin.slice(7));
    for (const { value } of await alex.records(tokenStockKind)) {
      for (const { token } of value.tokens)
        for (const at of [2, 34, 98]) expect(text).not.toContain(encodeHex(token.subarray(at, at + 16)));
    }
  });

  test('of a key that the service did not sign for is never made', async () => {
    let asked = 0;
    const alex = await watched(async (name, _, __, goOn) => {
      const answer = await goOn();
      if (name === 'issueTokens') asked++;
      if (name !== 'getIssuer') return answer;
      // An issuer that would know this one client again by a key of its own.
      return { ...answer, keys: answer.keys.map((key: { key: Uint8Array }) => ({ ...key, key: key.key.with(20, 7) })) };
    });
    const { courier } = await alex.vault();
    await courier.supply();
    expect(asked).toBe(0);
    expect((await stockOf(alex)).concat(asked)).toEqual([0, 0, 0]);
  });
});

test('an issuer that wants an invitation code gets it from the person, and then all goes by itself', async () => {
  const closed = await bench.start({
    roles: ['issuer', 'sending', 'receiving'],
    tokenIssuers: ['self'],
    issuer: { types: ['voprf'], accounts: 'invitation', invitations: [{ code: 'orchard-lantern', accounts: 1 }] },
  });
  const alex = new TestDevice([closed.origin]);
  await alex.device.setUp(PASSPHRASE);
  const { courier, app } = await alex.vault();
  await courier.join();
  await courier.supply();
  const shownPermission = async () => {
    const [mine] = await myServices(app);
    return mine === undefined ? null : showPermission(app.store, mine, alex.now());
  };
  expect((await shownPermission())?.obstacle).toEqual({
    issuer: closed.origin,
    standing: 'invitation-wanted',
    account: null,
  });
  expect(await giveInvitation(app, closed.origin, 'orchard')).toBe('wrong');
  expect((await shownPermission())?.obstacle?.standing).toBe('invitation-wrong');
  expect(await giveInvitation(app, closed.origin, ' orchard-lantern ')).toBe('opened');
  alex.aheadMs += HOUR_MS;
  await courier.supply();
  expect(await shownPermission()).toEqual({ state: 'ready', nextAt: null, obstacle: null });
  await courier.join();
  expect((await myServices(app))[0]?.service.root).not.toBeNull();
});

test('an account that is asked for twice at once uses a code once, and stays open whichever answer comes last', async () => {
  const closed = await bench.start({
    roles: ['issuer', 'sending', 'receiving'],
    tokenIssuers: ['self'],
    issuer: { types: ['voprf'], accounts: 'invitation', invitations: [{ code: 'orchard-lantern', accounts: 2 }] },
  });
  const alex = new TestDevice([closed.origin]);
  await alex.device.setUp(PASSPHRASE);
  const { courier, app } = await alex.vault();
  await courier.join();
  // Asked without a code; its refusal is on its way for long.
  let isRefused = false;
  let refuse = (): void => {};
  const held = new Promise<void>((resolve) => {
    refuse = resolve;
  });
  alex.meddle = async (name, _, request, goOn) => {
    if (name !== 'openAccount' || request.invitation !== '') return goOn();
    return goOn().catch(async (error: unknown) => {
      isRefused = true;
      await held;
      throw error;
    });
  };
  const before = openAccount(app, closed.origin).then(
    () => 'opened',
    () => 'refused',
  );
  await until([], async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return isRefused;
  });
  const twice = [1, 2].map(() => giveInvitation(app, closed.origin, 'orchard-lantern'));
  expect(await Promise.all(twice)).toEqual(['opened', 'opened']);
  refuse();
  await before;
  expect((await alex.records(issuerAccountKind)).map(({ value }) => value.standing)).toEqual(['open']);
  // The code is good for one more, and for no more than that.
  const others = [new TestDevice([closed.origin]), new TestDevice([closed.origin])];
  const outcomes: string[] = [];
  for (const other of others) {
    await other.device.setUp(PASSPHRASE);
    await (await other.vault()).courier.join();
    await openAccount(await other.app(), closed.origin).catch(() => {});
    outcomes.push(await giveInvitation(await other.app(), closed.origin, 'orchard-lantern'));
  }
  expect(outcomes).toEqual(['opened', 'wrong']);
});

/** Bytes in hexadecimal. */
function shown(value: unknown): unknown {
  if (value instanceof Uint8Array) return encodeHex(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shown(field)]));
}
