// A call from one end to the other, as JSON in between, with callers that keep the contract and callers that do not.
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { Fault } from '#bytes/fault.ts';
import { page } from '../page/contract.ts';
import { createClient } from './client.ts';
import { type Contract, type Handlers, method, nothing } from './contract.ts';
import { type Report, serve } from './server.ts';

const contract = {
  greet: method<string>()(v.object({ name: v.pipe(v.string(), v.maxLength(8)) })),
  count: method<number>()(nothing),
  fail: method<null>()(v.object({ how: v.picklist(['locked', 'bug', 'thrown', 'sync']) })),
  silent: method<null>()(nothing),
} as const satisfies Contract;
type TestContract = typeof contract;

const handlers: Handlers<TestContract, { who: string }> = {
  greet: async ({ name }, { who }) => `${name} from ${who}`,
  count: async () => 3,
  fail: ({ how }) => {
    if (how === 'sync') throw new TypeError('planted secret');
    return Promise.reject(how === 'thrown' ? 'planted secret' : new Fault(how, `${how}-code`, 'planted secret'));
  },
  silent: async () => undefined as never,
};

function connect() {
  const reports: Parameters<Report>[0][] = [];
  const call = (request: unknown, method: unknown) =>
    serve({ contract, handlers }, { method, request }, { who: 'tab' }, (event) => reports.push(event));
  const client = createClient<TestContract>('page', async ({ method, request }) =>
    JSON.parse(JSON.stringify(await call(JSON.parse(JSON.stringify(request)), method))),
  );
  return { call, client, reports };
}

describe('a call', () => {
  it('reaches its handler with the caller that the browser names', async () => {
    const { client } = connect();
    await expect(client.greet({ name: 'Blair' })).resolves.toBe('Blair from tab');
    await expect(client.count()).resolves.toBe(3);
    await expect(client.silent()).resolves.toBeNull();
  });

  it('hands on declared fields only', async () => {
    const received: unknown[] = [];
    const spying = { ...handlers, greet: async (request: { name: string }) => String(received.push(request)) };
    const request = JSON.parse('{"name":"x","__proto__":{"admin":true},"from":"page","constructor":1}');
    await serve({ contract, handlers: spying }, { method: 'greet', request }, { who: 'tab' }, () => {});
    expect(received).toEqual([{ name: 'x' }]);
    expect((received[0] as { admin?: boolean }).admin).toBeUndefined();
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '', 'Greet', 'greet ', 'unlock'])(
    'to the unknown method %s is refused',
    async (name) => {
      expect(await connect().call({ name: 'x' }, name)).toEqual({ ok: false, blame: 'refused', code: 'call-unknown' });
    },
  );

  it.each([null, undefined, 7, {}, ['greet'], Symbol.iterator, new String('greet')])(
    'by a name that is no text is malformed: %s',
    async (name) => {
      expect(await connect().call({ name: 'x' }, name)).toEqual({
        ok: false,
        blame: 'malformed',
        code: 'call-malformed',
      });
    },
  );

  it.each([
    undefined,
    null,
    'x',
    7,
    [],
    {},
    { name: 7 },
    { name: 'longer than eight' },
    { name: ['x'] },
    { name: { toString: 'x' } },
  ])('with a request of another shape is malformed, and no handler sees it: %j', async (request) => {
    expect(await connect().call(request, 'greet')).toEqual({ ok: false, blame: 'malformed', code: 'call-malformed' });
  });

  it('to a method of the contract without a handler is refused', async () => {
    const { greet: _, ...others } = handlers;
    const served = { contract, handlers: others as never };
    expect(await serve(served, { method: 'greet', request: { name: 'x' } }, null, () => {})).toMatchObject({
      code: 'call-unknown',
    });
  });

  it('always ends in an answer, for any request to the real contract', async () => {
    const seen: string[] = [];
    const all = Object.fromEntries(Object.keys(page).map((name) => [name, async () => void seen.push(name)]));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constantFrom(...Object.keys(page)), fc.string(), fc.anything()),
        fc.anything(),
        async (name, request) => {
          const answer = await serve(
            { contract: page, handlers: all as never },
            { method: name, request },
            null,
            () => {},
          );
          expect(answer.ok || ['call-unknown', 'call-malformed'].includes(answer.code)).toBe(true);
          if (answer.ok) expect(seen.at(-1)).toBe(name);
        },
      ),
    );
  });
});

describe('a fault', () => {
  it('crosses by blame and code, and its text does not', async () => {
    const { client, call, reports } = connect();
    await expect(client.fail({ how: 'locked' })).rejects.toMatchObject({
      name: 'Fault',
      blame: 'locked',
      code: 'locked-code',
    });
    expect(JSON.stringify(await call({ how: 'locked' }, 'fail'))).not.toContain('planted');
    expect(reports).toEqual([]);
  });

  it.each([['thrown'], ['sync']])('that is not foreseen (%s) crosses as a bug and is reported', async (how) => {
    const { call, reports } = connect();
    expect(await call({ how }, 'fail')).toEqual({ ok: false, blame: 'bug', code: 'unexpected' });
    expect(reports).toMatchObject([{ method: 'fail', blame: 'bug', code: 'unexpected' }]);
  });

  it('of our own is reported with its code', async () => {
    const { client, reports } = connect();
    await expect(client.fail({ how: 'bug' })).rejects.toMatchObject({ blame: 'bug', code: 'bug-code' });
    expect(reports).toHaveLength(1);
  });
});

describe('a client', () => {
  const asking = (answer: () => Promise<unknown>) => createClient<TestContract>('page', answer);

  it.each([undefined, null, 'ok', {}, { ok: 'yes' }, { ok: false }, { ok: false, blame: 1, code: 'x' }])(
    'takes %j for an absent worker',
    async (answer) => {
      await expect(asking(async () => answer).count()).rejects.toMatchObject({
        blame: 'unavailable',
        code: 'worker-gone',
      });
    },
  );

  it('says so if the line breaks', async () => {
    const broken = asking(() => Promise.reject(new Error('The message port closed before a response was received.')));
    await expect(broken.count()).rejects.toMatchObject({ blame: 'unavailable', code: 'worker-gone' });
  });

  it('knows no other blames', async () => {
    await expect(asking(async () => ({ ok: false, blame: 'toString', code: 'x' })).count()).rejects.toMatchObject({
      blame: 'bug',
      code: 'x',
    });
  });

  it('can be awaited and kept as a value', async () => {
    const { client } = connect();
    await expect(Promise.resolve(client)).resolves.toBe(client);
    expect(JSON.stringify({ client })).toBe('{"client":{}}');
  });
});
