// A valid encoding of a format from its decoder alone: for formats that have no sample. The decoder says whether more
// bytes are wanted or another value; zeros are empty lists, absent values and texts of no length, and if a zero is
// refused (a choice, a tag), some other byte is not.
import { Fault } from '#bytes/fault.ts';
import type { Format } from '#wire/format.ts';
import type { Draw } from '#wire/vectors/samples.ts';

type Verdict = 'read' | 'more' | 'fewer' | 'another';

function verdict(format: Format<unknown>, bytes: Uint8Array): Verdict {
  try {
    format.decode(bytes);
    return 'read';
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (error.message.includes('no more bytes wanted')) return 'fewer';
    return error.message.includes('more bytes wanted') ? 'more' : 'another';
  }
}

/** Null if no valid encoding was found. */
export function grow(format: Format<unknown>, draw: Draw): Uint8Array | null {
  let bytes = new Uint8Array(0);
  for (let step = 0; step < 4000; step++) {
    const said = verdict(format, bytes);
    if (said === 'read') return bytes;
    if (said === 'more') {
      if (bytes.length >= format.maxBytes) return null;
      bytes = longer(format, bytes);
    } else if (bytes.length === 0) return null;
    else {
      // The last byte is the first that was not to its taste: bytes before it were asked for more.
      bytes = bytes.with(bytes.length - 1, step % 3 === 0 ? draw.below(256) : 1 + (step % 24));
    }
  }
  return null;
}

/** As many zeros more as are taken without complaint: doubling, then halving. */
function longer(format: Format<unknown>, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = (count: number): Uint8Array<ArrayBuffer> => {
    const more = new Uint8Array(bytes.length + count);
    more.set(bytes);
    return more;
  };
  let wanting = 0;
  let step = 1;
  while (step > 0) {
    const next = padded(wanting + step);
    if (next.length <= format.maxBytes && verdict(format, next) === 'more') {
      wanting += step;
      step *= 2;
    } else step = Math.floor(step / 2);
  }
  return padded(wanting + 1);
}
