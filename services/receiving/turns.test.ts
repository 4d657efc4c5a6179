// Turns go round in order, whichever hosts hold on to theirs, and never more than were allowed are under way.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

const LIMITS = { atOnce: 6, ofOneHost: 3, waiting: 10 };

it('go to whoever waited longest of those whose host has room; no bound is passed; nobody who could go waits', async () => {
  const step = fc.oneof(
    fc.record({ take: fc.constantFrom('a', 'b', 'c', 'd') }),
    fc.record({ end: fc.nat({ max: 100 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
      const turns = new Turns(LIMITS);
      const running: { host: string; end: () => void }[] = [];
      const waiting: string[] = [];
      const of = (host: string) => running.filter((one) => one.host === host).length;
      const hasRoom = (host: string) => running.length < LIMITS.atOnce && of(host) < LIMITS.ofOneHost;
      for (const one of steps) {
        if ('take' in one) {
          const host = one.take;
          const expected = hasRoom(host) ? 'runs' : waiting.length < LIMITS.waiting ? 'waits' : 'refused';
          const turn = turns.take(host);
          expect(turn === null).toBe(expected === 'refused');
          if (expected === 'waits') waiting.push(host);
          void turn?.then((end) => running.push({ host, end }));
        } else if (running.length > 0) {
          const [ended] = running.splice(one.end % running.length, 1);
          ended?.end();
          const next = waiting.findIndex(hasRoom);
          const before = running.length;
          await Promise.resolve();
          expect(running.length).toBe(before + Number(next >= 0));
          if (next >= 0) expect(running.at(-1)?.host).toBe(waiting.splice(next, 1)[0]);
        }
        await Promise.resolve();
        expect(running.length).toBeLessThanOrEqual(LIMITS.atOnce);
        expect(waiting.some(hasRoom)).toBe(false);
      }
    }),
    { numRuns: 200 },
  );
});
