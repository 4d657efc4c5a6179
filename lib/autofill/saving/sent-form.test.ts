// What becomes of a form that was sent, by the times at which things are seen.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LONGEST_MS, SentForm } from './sent-form.ts';

type Step = [at: number, 'there' | 'gone' | 'answer' | 'left'];
function outcomeOf(steps: readonly Step[]): string {
  const sent = new SentForm(0);
  for (const [at, what] of steps) {
    if (what === 'answer') sent.answered(at);
    else if (what === 'left') sent.left();
    else sent.look(what === 'there', at);
  }
  return sent.outcome;
}

test.each<[string, Step[], string]>([
  [
    'it goes after an answer',
    [
      [100, 'there'],
      [200, 'answer'],
      [250, 'gone'],
      [1000, 'gone'],
    ],
    'accepted',
  ],
  [
    'it goes, and the answer comes later',
    [
      [100, 'gone'],
      [2000, 'gone'],
      [2100, 'answer'],
      [2900, 'gone'],
    ],
    'accepted',
  ],
  [
    'it goes without an answer',
    [
      [100, 'gone'],
      [5000, 'gone'],
    ],
    'waits',
  ],
  [
    'it comes back',
    [
      [100, 'answer'],
      [200, 'gone'],
      [700, 'there'],
      [800, 'gone'],
      [1400, 'gone'],
    ],
    'waits',
  ],
  [
    'it stays',
    [
      [100, 'answer'],
      [200, 'there'],
      [7000, 'there'],
    ],
    'dropped',
  ],
  [
    'it stays without an answer, as before another page',
    [
      [100, 'there'],
      [7000, 'there'],
    ],
    'waits',
  ],
  ['it stays too long', [[LONGEST_MS + 1, 'there']], 'dropped'],
  [
    'the person goes on in it',
    [
      [100, 'there'],
      [200, 'left'],
      [300, 'answer'],
      [400, 'gone'],
      [2000, 'gone'],
    ],
    'dropped',
  ],
  [
    'the person goes on after it went',
    [
      [100, 'answer'],
      [200, 'gone'],
      [300, 'left'],
      [1000, 'gone'],
    ],
    'accepted',
  ],
])('%s', (_, steps, outcome) => {
  expect(outcomeOf(steps)).toBe(outcome);
});

test('nothing is taken for accepted while the form stands, or without an answer', () => {
  const step = fc.tuple(fc.integer({ min: 1, max: 900 }), fc.constantFrom('there', 'gone', 'answer', 'left'));
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const until = (place: number): number => steps.slice(0, place + 1).reduce((sum, [later]) => sum + later, 0);
      const timed = steps.map(([, what], place): Step => [until(place), what as Step[1]]);
      if (outcomeOf(timed) !== 'accepted') return;
      expect(timed.some(([, what]) => what === 'answer')).toBe(true);
      expect(timed.some(([, what]) => what === 'gone')).toBe(true);
    }),
  );
});
