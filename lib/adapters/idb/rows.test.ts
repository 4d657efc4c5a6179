// Rows that are known without a look at the disk: above all, those that are not there.
import { expect, test } from 'vitest';
import { MOST_KEYS, Rows, rowName } from './rows.ts';

const KIND = 'seen';
const key = (at: number): Uint8Array => Uint8Array.of(at & 0xff, at >> 8, ...new Uint8Array(14));
const name = (at: number): string => rowName(KIND, key(at));
const row = Uint8Array.of(7);

/** A disk with some rows, whose keys are worth knowing by now. */
function asked(...there: number[]): Rows {
  const rows = new Rows();
  const { asOf } = rows;
  expect([rows.missed(KIND), rows.missed(KIND), rows.missed(KIND)]).toEqual([false, true, false]);
  rows.foundKeys(KIND, there.map(key), asOf);
  return rows;
}

test('nothing is known of a row that was never read, until the keys of its kind are', () => {
  expect(new Rows().get(KIND, name(1))).toBeUndefined();
  const rows = asked(1, 2);
  expect([1, 2, 3].map((at) => rows.get(KIND, name(at)))).toEqual([undefined, undefined, null]);
  // Of another kind it says nothing.
  expect(rows.get('other', rowName('other', key(3)))).toBeUndefined();
});

test('what is written and removed is known with them', () => {
  const rows = asked(1);
  rows.committed([
    { kind: KIND, key: key(3), row },
    { kind: KIND, key: key(1), row: null },
  ]);
  expect([1, 3, 4].map((at) => rows.get(KIND, name(at)))).toEqual([null, row, null]);
  rows.committed([{ kind: KIND, key: key(3), row: null }]);
  expect(rows.get(KIND, name(3))).toBeNull();
});

test('a row that was let go of for want of room is not taken for one that is not there', () => {
  const rows = asked();
  const large = new Uint8Array(1024 * 1024);
  for (let at = 0; at < 8; at++) rows.committed([{ kind: KIND, key: key(at), row: large }]);
  expect(rows.get(KIND, name(0))).toBeUndefined();
  expect(rows.get(KIND, name(9))).toBeNull();
});

test('keys that were read before something was written are void, and read again when it is worth it', () => {
  const rows = new Rows();
  const { asOf } = rows;
  rows.committed([{ kind: KIND, key: key(5), row: null }]);
  rows.foundKeys(KIND, [], asOf);
  expect(rows.get(KIND, name(1))).toBeUndefined();
  expect([rows.missed(KIND), rows.missed(KIND)]).toEqual([false, true]);
});

test('of a kind with too many the disk is asked, also if it grows to be one', () => {
  const many = Array.from({ length: MOST_KEYS + 1 }, (_, at) => key(at));
  const rows = new Rows();
  rows.foundKeys(KIND, many, rows.asOf);
  expect(rows.get(KIND, name(MOST_KEYS + 5))).toBeUndefined();
  const grown = new Rows();
  grown.foundKeys(KIND, many.slice(1), grown.asOf);
  expect(grown.get(KIND, name(MOST_KEYS + 5))).toBeNull();
  grown.committed([{ kind: KIND, key: key(0), row }]);
  expect(grown.get(KIND, name(MOST_KEYS + 5))).toBeUndefined();
});

test('if writes were lost nothing is known any more', () => {
  const rows = asked(1);
  rows.forget();
  expect(rows.get(KIND, name(3))).toBeUndefined();
});
