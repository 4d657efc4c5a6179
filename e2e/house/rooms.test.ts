// The rooms of each wing hold: no import runs up or past a door, no folder is too full to be looked over, and the check
// notices each crossing.

import { describe, expect, it } from 'vitest';
import { readSources, sourcePaths } from './imports.ts';
import { isTest } from './layers.ts';
import { ASIDE, floorsOf, roomViolations, staleRows, WINGS, type Wing } from './rooms.ts';

const sources = readSources();
/** So many files beside each other can be looked over; tests and data aside. */
const MAX_FILES = 25;
const MAX_FLOORS = 12;
/** Files that no engineer looks over to find a place for a change: one a story, a word list, a picture. */
const LISTS = ['e2e/stories', 'lib/autofill/words'];

describe('rooms', () => {
  it('import only rooms below them, by their doors', () => {
    expect(roomViolations(sources)).toEqual([]);
  });

  it('are in order, and nothing in the table is left over', () => {
    expect(staleRows(sources)).toEqual([]);
  });

  it('are the folders that are there', () => {
    for (const { folder, rooms } of WINGS) {
      const below = sourcePaths([folder]).filter(
        (path) => !isTest(path) && !path.split('/').some((one) => ASIDE.includes(one)),
      );
      const there = below.map((path) => path.slice(folder.length + 1).split('/')).filter(({ length }) => length > 1);
      const names = new Set(there.map(([name]) => name));
      expect(rooms.map(({ name }) => name).sort(), folder).toEqual([...names].sort());
    }
  });

  it('stand on few floors', () => {
    for (const wing of WINGS) expect(floorsOf(wing), wing.folder).toBeLessThanOrEqual(MAX_FLOORS);
  });

  it('hold no more files than can be looked over', () => {
    const counts = new Map<string, number>();
    for (const path of sourcePaths().filter((one) => !isTest(one))) {
      const folder = path.slice(0, path.lastIndexOf('/'));
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    const full = [...counts].filter(([folder, count]) => count > MAX_FILES && !LISTS.includes(folder));
    expect(full, 'cut it into rooms by what changes together').toEqual([]);
  });
});

describe('the check', () => {
  const wing: Wing = {
    folder: 'lib/app',
    rooms: [
      { name: 'high', holds: 'what is high', mayImport: ['low'], doors: ['top'] },
      { name: 'low', holds: 'what is low', mayImport: [], doors: ['door'] },
    ],
  };
  const crossing = (path: string, specifier: string) => roomViolations([{ path, imports: [specifier] }], [wing]);

  it.each([
    ['lib/app/low/x.ts', '../high/top.ts', /may import only no other room/],
    ['lib/app/high/x.ts', '../low/inner.ts', /no door of low/],
    ['components/x.tsx', '#app/low/inner.ts', /no door of low/],
    ['lib/app/cellar/x.ts', '../low/door.ts', /lies in no room/],
  ])('%s importing %s is refused', (path, specifier, sentence) => {
    expect(crossing(path, specifier)).toEqual([expect.stringMatching(sentence)]);
  });

  it.each([
    ['lib/app/high/x.ts', '../low/door.ts'],
    ['lib/app/high/x.ts', './inner.ts'],
    ['components/x.tsx', '#app/low/door.ts'],
    ['lib/app/low/x.test.ts', '../high/inner.ts'],
    ['bench/x.ts', '#app/low/inner.ts'],
  ])('%s importing %s is allowed', (path, specifier) => {
    expect(crossing(path, specifier)).toEqual([]);
  });

  it('sees rows that stand for nothing, or out of order', () => {
    const upside: Wing = { ...wing, rooms: wing.rooms.toReversed() };
    expect(staleRows([{ path: 'lib/app/high/top.ts', imports: [] }], [upside])).toEqual([
      'lib/app: low has a door door, and there is no such file.',
      'lib/app: high may import low, which does not stand below it.',
    ]);
  });
});
