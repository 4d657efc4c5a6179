// Changes of bytes that parsers are known to be hurt by. Positions that read as a length or a count of the following
// bytes are preferred: they hold a format's structure. Pure: the draw is an argument, so an input follows from its
// seed.
import { concat } from '#bytes/bytes.ts';
import type { Draw } from '#wire/vectors/samples.ts';

type Mutation = (draw: Draw, bytes: Uint8Array, other: Uint8Array, words: readonly Uint8Array[]) => Uint8Array;

const EDGES = [0, 1, 2, 0x7f, 0x80, 0xfe, 0xff];
const WIDE_EDGES = [0, 1, 0xff, 0x100, 0x7fff, 0x8000, 0xfffe, 0xffff];
/** Overlong, cut, surrogate, beyond the last code point; a mark of byte order; NUL; line ends. */
const TEXTS = ['c080', 'e0', 'eda080', 'f4908080', 'efbbbf', '00', '0d0a', '0a', 'e280ae'].map((hex) =>
  Uint8Array.from(Buffer.from(hex, 'hex')),
);

const at = (draw: Draw, bytes: Uint8Array): number => draw.below(Math.max(1, bytes.length));

/** A run of bytes, short mostly. */
function range(draw: Draw, bytes: Uint8Array): [from: number, to: number] {
  const from = at(draw, bytes);
  const length = draw.below(8) === 0 ? draw.below(bytes.length + 1) : 1 + draw.below(34);
  return [from, Math.min(bytes.length, from + length)];
}

const replace = (bytes: Uint8Array, from: number, to: number, by: Uint8Array): Uint8Array =>
  concat(bytes.subarray(0, from), by, bytes.subarray(to));

/** A position at which two bytes read as a length that fits the rest; null if a few looks find none. */
function lengthField(draw: Draw, bytes: Uint8Array): number | null {
  for (let look = 0; look < 12; look++) {
    const place = at(draw, bytes);
    const length = ((bytes[place] ?? 0) << 8) | (bytes[place + 1] ?? 0);
    if (place + 2 <= bytes.length && length > 0 && place + 2 + length <= bytes.length) return place;
  }
  return null;
}

function extend(draw: Draw, bytes: Uint8Array): Uint8Array {
  return concat(bytes, draw.bytes(1 + draw.below(40)));
}

const MUTATIONS: readonly Mutation[] = [
  function flipBit(draw, bytes) {
    const place = at(draw, bytes);
    return bytes.with(place, (bytes[place] as number) ^ (1 << draw.below(8)));
  },
  function setByte(draw, bytes) {
    return bytes.with(at(draw, bytes), draw.below(2) === 0 ? draw.pick(EDGES) : draw.below(256));
  },
  function nudge(draw, bytes) {
    const place = at(draw, bytes);
    return bytes.with(place, (bytes[place] as number) + draw.pick([1, -1, 2, -2, 16, -16]));
  },
  function wide(draw, bytes) {
    if (bytes.length < 2) return bytes;
    const place = draw.below(bytes.length - 1);
    const value = draw.pick(WIDE_EDGES);
    return bytes.with(place, value >> 8).with(place + 1, value);
  },
  function hugeCount(draw, bytes) {
    const [place, changed] = [at(draw, bytes), bytes.slice()];
    return changed.fill(0xff, place, place + draw.pick([1, 2, 4]));
  },
  /** The length and what it counts change together: accepted, often, with another length. */
  function resize(draw, bytes) {
    const place = lengthField(draw, bytes);
    if (place === null) return bytes;
    const length = ((bytes[place] as number) << 8) | (bytes[place + 1] as number);
    const wanted = draw.pick([0, 1, length + 1, length - 1, length * 2, draw.below(400)]);
    const head = Uint8Array.of(wanted >> 8, wanted);
    const kept = bytes.subarray(place + 2, place + 2 + Math.min(length, wanted));
    return replace(bytes, place, place + 2 + length, concat(head, kept, draw.bytes(Math.max(0, wanted - length))));
  },
  function lengthAlone(draw, bytes) {
    const place = lengthField(draw, bytes);
    if (place === null) return bytes;
    const length = ((bytes[place] as number) << 8) | (bytes[place + 1] as number);
    const wanted = draw.pick([0, length + 1, length - 1, 0xffff, bytes.length]);
    return bytes.with(place, wanted >> 8).with(place + 1, wanted);
  },
  /** One element more or less, with its count. */
  function countAndElement(draw, bytes) {
    const [from, to] = range(draw, bytes);
    const place = draw.below(from + 1);
    const again = replace(bytes, from, from, bytes.subarray(from, to));
    return again.length > place ? again.with(place, (again[place] as number) + 1) : again;
  },
  function truncate(draw, bytes) {
    return bytes.slice(0, draw.below(bytes.length + 1));
  },
  extend,
  function cut(draw, bytes) {
    const [from, to] = range(draw, bytes);
    return replace(bytes, from, to, new Uint8Array(0));
  },
  function duplicate(draw, bytes) {
    const [from, to] = range(draw, bytes);
    const times = draw.below(16) === 0 ? 2 + draw.below(60) : 1;
    return replace(bytes, to, to, concat(...Array.from({ length: times }, () => bytes.subarray(from, to))));
  },
  function fill(draw, bytes) {
    const [from, to] = range(draw, bytes);
    return bytes.slice().fill(draw.pick(EDGES), from, to);
  },
  function splice(draw, bytes, other) {
    const [from, to] = range(draw, other);
    const [begin, end] = range(draw, bytes);
    return replace(bytes, begin, draw.below(2) === 0 ? end : begin, other.subarray(from, to));
  },
  function cross(draw, bytes, other) {
    return concat(bytes.subarray(0, at(draw, bytes)), other.subarray(at(draw, other)));
  },
  function insertWord(draw, bytes, _, words) {
    const place = draw.below(bytes.length + 1);
    return replace(bytes, place, place, draw.pick(draw.below(3) === 0 || words.length === 0 ? TEXTS : words));
  },
  function swap(draw, bytes) {
    const [from, to] = range(draw, bytes);
    return concat(bytes.subarray(0, from), bytes.subarray(to), bytes.subarray(from, to));
  },
];

/**
 * One to eight changes; the result is at most a little longer than `maxBytes`, since the limit itself is to be met too.
 */
export function mutate(
  draw: Draw,
  input: Uint8Array,
  other: Uint8Array,
  words: readonly Uint8Array[],
  maxBytes: number,
): Uint8Array {
  let bytes = input;
  for (let step = draw.below(4) === 0 ? 1 + draw.below(8) : 1; step > 0; step--) {
    bytes = (bytes.length === 0 ? extend : draw.pick(MUTATIONS))(draw, bytes, other, words);
    if (bytes.length > maxBytes + 8) bytes = bytes.slice(0, maxBytes + draw.below(9));
  }
  return bytes;
}
