// The tape gives a step that is run again the bytes of its first run, and bytes never handed out before wherever it
// takes another branch.

import { array, assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { type Entropy, EntropyTape } from './entropy.ts';

/** Every byte string it gives is different, as random ones would be. */
function counter(): Entropy {
  let next = 0;
  return (byteCount) => {
    const bytes = new Uint8Array(byteCount);
    new DataView(bytes.buffer).setUint32(0, ++next);
    return bytes;
  };
}

const lengths = array(integer({ min: 4, max: 6 }), { maxLength: 8 });

test('a second run gets the same bytes as far as it asks for the same lengths, and fresh ones from there on', () => {
  assert(
    property(lengths, lengths, (first, second) => {
      const tape = new EntropyTape(counter());
      const before = first.map((length) => tape.draw(length));
      tape.rewind();
      const after = second.map((length) => tape.draw(length));
      let same = 0;
      while (same < first.length && same < second.length && first[same] === second[same]) same++;
      // A run that stops short, or goes on past the end of the tape, is still on it; the rest is fresh.
      expect(after.slice(0, same)).toEqual(before.slice(0, same));
      for (const [index, bytes] of after.entries()) {
        expect(bytes.length).toBe(second[index]);
        if (index >= same) expect(before).not.toContainEqual(bytes);
      }
      expect(new Set(after.map(String)).size).toBe(after.length);
    }),
  );
});

test('bytes handed out may be wiped without changing the tape', () => {
  const tape = new EntropyTape(counter());
  const first = tape.draw(8);
  const copy = first.slice();
  first.fill(0);
  tape.rewind();
  const second = tape.draw(8);
  expect(second).toEqual(copy);
  second.fill(0);
  tape.rewind();
  expect(tape.draw(8)).toEqual(copy);
});
