// What an answer says of each of several deliveries, whatever a destination answers to all of them.
import { expect, it } from 'vitest';
import { Fault } from '#bytes/fault.ts';
import { ENDPOINTS } from '#wire/endpoints.ts';
import { type DeliveryAnswers, deliveryAnswers } from '#wire/transport.ts';
import { attempt } from './attempt.ts';

const ONE = ENDPOINTS.deliver.path;
const SEVERAL = ENDPOINTS.deliverMany.path;
const names = (count: number) => Array.from({ length: count }, (_, name) => Uint8Array.of(name));
const NOTHING = new Uint8Array(0);

/** A destination that answers several with `all`, and one with the status that `alone` has for it. */
function destination(all: { status: number; body?: Uint8Array; retryAfterSeconds?: number }, alone: number[] = []) {
  const asked: string[] = [];
  const ask = async (_: string, path: string, body: Uint8Array | null) => {
    asked.push(path);
    const status = path === ONE ? (alone[body?.[0] ?? 0] ?? 0) : all.status;
    if (status === 0) throw new Fault('unavailable', 'peer-unreachable', 'away');
    const { body: answered = NOTHING, retryAfterSeconds = null } = path === ONE ? {} : all;
    return { status, retryAfterSeconds, body: answered };
  };
  return { asked, ask };
}
const told = (answers: DeliveryAnswers) => ({ status: 200, body: deliveryAnswers.encode({ answers }) });
const outcomes = async (at: ReturnType<typeof destination>, count: number) =>
  (await attempt(at, 'https://there.example', names(count))).map(({ outcome }) => outcome);

it('one delivery goes alone, and nothing goes nowhere', async () => {
  const at = destination({ status: 0 }, [202]);
  expect(await outcomes(at, 1)).toEqual(['delivered']);
  expect(await outcomes(at, 0)).toEqual([]);
  expect(at.asked).toEqual([ONE]);
});

it('several go in one request, and each has its own answer', async () => {
  const at = destination(
    told([
      { answer: 'accepted', retryAfterSeconds: 0 },
      { answer: 'malformed', retryAfterSeconds: 0 },
      { answer: 'rate-limited', retryAfterSeconds: 7 },
      { answer: 'unavailable', retryAfterSeconds: 0 },
    ]),
  );
  expect(await attempt(at, 'https://there.example', names(4))).toEqual([
    { outcome: 'delivered' },
    { outcome: 'refused' },
    { outcome: 'unreachable', retryAfterMs: 7000 },
    { outcome: 'unreachable', retryAfterMs: 0 },
  ]);
  expect(at.asked).toEqual([SEVERAL]);
});

it('a destination that is away, or asks for time, does so for all of them', async () => {
  const away = destination({ status: 0 });
  expect(await outcomes(away, 3)).toEqual(['unreachable', 'unreachable', 'unreachable']);
  const busy = await attempt(destination({ status: 429, retryAfterSeconds: 9 }), 'https://there.example', names(2));
  expect(busy).toEqual(new Array(2).fill({ outcome: 'unreachable', retryAfterMs: 9000 }));
  expect(away.asked).toEqual([SEVERAL]);
});

it.each([
  ['refuses the request', { status: 400 }],
  ['fails over it', { status: 500 }],
  ['answers nonsense', { status: 200, body: Uint8Array.of(1, 2, 3) }],
  ['answers to fewer', told([{ answer: 'accepted', retryAfterSeconds: 0 }])],
])('where it %s, each goes alone, so that a bad one takes no other with it', async (_, all) => {
  const at = destination(all, [202, 400, 500, 202]);
  expect(await outcomes(at, 4)).toEqual(['delivered', 'refused', 'failed', 'delivered']);
  expect(at.asked).toEqual([SEVERAL, ONE, ONE, ONE, ONE]);
});

it('alone they go until one finds nobody: the others would wait as long for the same', async () => {
  const at = destination({ status: 500 }, [202]);
  expect(await outcomes(at, 4)).toEqual(['delivered', 'unreachable', 'unreachable', 'unreachable']);
  expect(at.asked).toEqual([SEVERAL, ONE, ONE]);
});
