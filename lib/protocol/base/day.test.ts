// Days of others, from the first to the last that 32 bits hold.
import { expect, it } from 'vitest';
import { part, struct, timestamp } from '#wire/format.ts';
import { DAY_MS, dayOf, endOfDay, startOfDay } from './day.ts';

const moment = part('moment', 6, struct({ at: timestamp }));

it.each([0, 1, 20_000, 3_000_000])('day %d ends where the next begins', (day) => {
  expect(dayOf(startOfDay(day))).toBe(day);
  expect(endOfDay(day)).toBe(startOfDay(day + 1));
  expect(endOfDay(day) - startOfDay(day)).toBe(DAY_MS);
});

it.each([0, 20_000, 3_257_811, 3_257_812, 100_000_001, 2 ** 32 - 1])(
  'day %d has moments that a record holds and a calendar writes',
  (day) => {
    for (const at of [startOfDay(day), endOfDay(day)]) {
      expect(moment.decode(moment.encode({ at }))).toEqual({ at });
      expect(new Date(at).toISOString()).toContain('T00:00:00.000Z');
    }
  },
);
