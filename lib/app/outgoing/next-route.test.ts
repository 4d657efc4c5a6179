// The fate of a letter that was taken, over every order of answers: it comes to an end, goes so many ways and no more,
// and is never called failed while a service may still bring it, or has.
import '#e2e/harness/seed.ts';
import { array, assert, boolean, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '#protocol/base/day.ts';
import type { Outcome } from '#wire/transport.ts';
import { DELAY_SECONDS, type Delay } from '#wire/transport.ts';
import { MAX_PASSAGES } from '../records/letter.ts';
import type { Transit } from '../records/watch.ts';
import { firstLookAt, judge, SILENT_MS } from './next-route.ts';

const MINUTE_MS = 60_000;
const AT = 1_700_000_000_000;
const service = (origin: string) => ({ origin, key: new Uint8Array(32) });
const address = new Uint8Array(155);

const passage = (outcome: Outcome, destination = 'https://a.example') => ({
  relay: 'https://s.example',
  destination,
  dedupe: new Uint8Array(16),
  outcome,
});
function letter(over: Partial<Transit> = {}): Transit {
  return {
    relationship: new Uint8Array(16),
    sequence: 1,
    service: service('https://a.example'),
    address,
    envelope: new Uint8Array(4096),
    sealed: null,
    dedupe: new Uint8Array(16),
    createdAt: AT,
    delay: 'none',
    alternates: [{ service: service('https://b.example'), address }],
    passages: [passage('waiting')],
    acceptedAt: AT,
    asked: 1,
    unanswered: 0,
    notBeforeAt: AT,
    ...over,
  };
}
const middle = (count: number) => new Uint8Array(count).fill(0x80, 0, 1);
const verdict = (over: Partial<Transit>, afterMs = 2 * MINUTE_MS) => judge(letter(over), AT + afterMs, middle).is;

describe('a letter', () => {
  test.each([
    ['that its service has not been rid of goes to another of theirs', {}, 'turn'],
    ['that was given up goes to another of theirs', { passages: [passage('given-up')] }, 'turn'],
    ['that nobody knows of goes to another of theirs', { passages: [passage('unknown')] }, 'turn'],
    ['of which nothing was heard yet waits', { unanswered: 1 }, 'wait'],
    ['of which nothing was heard twice goes another way', { unanswered: 2 }, 'turn'],
    [
      'of which nothing was heard twice goes by another of mine, where they have one',
      { unanswered: 2, alternates: [] },
      'again',
    ],
    ['that was delivered waits for its receipt', { passages: [passage('delivered')] }, 'wait'],
    ['that waits and has no other way waits', { alternates: [] }, 'wait'],
    ['that was given up and has no other way failed', { alternates: [], passages: [passage('given-up')] }, 'failed'],
    [
      'that has gone every way waits for the slowest',
      { alternates: [], passages: [passage('waiting'), passage('given-up')] },
      'wait',
    ],
    [
      'that has gone every way in vain failed',
      { alternates: [], passages: [passage('given-up'), passage('given-up')] },
      'failed',
    ],
    ['that carries no message is done when it is delivered', { sequence: 0, passages: [passage('delivered')] }, 'done'],
    ['that carries no message never failed', { sequence: 0, alternates: [], passages: [passage('given-up')] }, 'done'],
  ] as const)('%s', (_, over, expected) => {
    expect(verdict(over as Partial<Transit>)).toBe(expected);
  });

  test('that was delivered goes another way when no receipt came for hours, once for each way', () => {
    const delivered = { passages: [passage('delivered')] };
    expect(verdict(delivered, SILENT_MS - 1)).toBe('wait');
    expect(verdict(delivered, SILENT_MS)).toBe('turn');
    expect(verdict({ ...delivered, delay: 'hour' }, SILENT_MS)).toBe('wait');
    expect(verdict({ ...delivered, alternates: [] }, SILENT_MS)).toBe('done');
  });

  test('does not go another way after a week, when services have given it up', () => {
    expect(verdict({}, 7 * DAY_MS)).toBe('wait');
    expect(verdict({}, 8 * DAY_MS)).toBe('failed');
  });

  test('is looked after in two minutes, one that carries no message in eight, and not before its delay is over', () => {
    const waits = (sequence: number, delay: Delay) => (firstLookAt({ sequence, delay }, AT, middle) - AT) / MINUTE_MS;
    expect([waits(1, 'none'), waits(0, 'none'), waits(0, 'hour')]).toEqual([1.5, 8, 68]);
  });
});

test('whatever is answered, a letter comes to its end, goes three ways at most, and fails only when nobody may bring it', () => {
  const answers = array(
    record({
      said: constantFrom<Outcome | null>('waiting', 'delivered', 'given-up', 'unknown', null),
      lateMs: integer({ min: 0, max: DAY_MS }),
    }),
    { minLength: 400, maxLength: 400 },
  );
  assert(
    property(
      answers,
      integer({ min: 0, max: 2 }),
      boolean(),
      constantFrom(...(Object.keys(DELAY_SECONDS) as Delay[])),
      (said, ways, automatic, delay) => {
        const alternates = Array.from({ length: ways }, (_, i) => ({
          service: service(`https://${i}.example`),
          address,
        }));
        let now = AT;
        let current = letter({ sequence: automatic ? 0 : 1, alternates, delay, asked: 0 });
        let turns = 0;
        for (const { said: outcome, lateMs } of said) {
          const unsettled = !current.passages.some((one) => one.outcome === 'delivered');
          const passages = current.passages.map((one, i) =>
            unsettled && one.outcome === 'waiting' && i === current.passages.length - 1
              ? { ...one, outcome: outcome ?? 'waiting' }
              : one,
          );
          current = {
            ...current,
            passages,
            asked: Math.min(255, current.asked + 1),
            unanswered: outcome === null ? current.unanswered + 1 : 0,
          };
          const next = judge(current, now, middle);
          if (next.is === 'done' || next.is === 'failed') {
            const brought = passages.some((one) => one.outcome === 'delivered');
            if (next.is === 'failed') expect(automatic || brought).toBe(false);
            if (next.is === 'failed' && passages.some((one) => one.outcome === 'waiting'))
              expect(now - AT).toBeGreaterThanOrEqual(8 * DAY_MS);
            return;
          }
          if (next.is === 'wait') {
            expect(next.untilAt).toBeGreaterThan(now);
            now = next.untilAt + lateMs;
            continue;
          }
          expect(++turns).toBeLessThan(MAX_PASSAGES);
          const [, ...rest] = current.alternates;
          if (next.is === 'turn') expect(current.alternates.length).toBeGreaterThan(0);
          current = {
            ...current,
            passages: [...passages, passage('waiting')],
            alternates: next.is === 'turn' ? rest : current.alternates,
            acceptedAt: now,
            asked: 0,
            unanswered: 0,
          };
          now += MINUTE_MS;
        }
        expect.unreachable('it has no end');
      },
    ),
    { numRuns: 300 },
  );
});
