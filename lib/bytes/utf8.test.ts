// UTF-8 is that of the platform's strict TextEncoder and TextDecoder, on every kind of text and on bytes that are
// nearly UTF-8.

import { array, assert, constantFrom, integer, oneof, property, string, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8, utf8Length, wellFormed } from './utf8.ts';

const text = string({ unit: 'binary', maxLength: 60 });
/** Any code units: halves of surrogate pairs alone, doubled, the wrong way round. */
const units = array(oneof(integer({ min: 0, max: 0xffff }), constantFrom(0xd800, 0xdbff, 0xdc00, 0xdfff)), {
  maxLength: 12,
}).map((codes) => String.fromCharCode(...codes));
/** The bytes at which table 3-7 of Unicode turns. */
const edges = constantFrom(
  0x00,
  0x7f,
  0x80,
  0x8f,
  0x90,
  0x9f,
  0xa0,
  0xbf,
  0xc0,
  0xc1,
  0xc2,
  0xdf,
  0xe0,
  0xed,
  0xef,
  0xf0,
  0xf4,
  0xf5,
  0xff,
);
const nearly = array(oneof(edges, integer({ min: 0, max: 255 })), { maxLength: 8 }).map((codes) =>
  Uint8Array.from(codes),
);

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** TextDecoder's answer, with a byte order mark kept, and null if it is not UTF-8. */
function platform(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

test('decodes long texts as TextDecoder does, with anything at any place', () => {
  const runs = array(
    integer({ min: 0, max: 200 }).map((length) => new Uint8Array(length).fill(0x61)),
    { maxLength: 4 },
  );
  assert(
    property(runs, nearly, integer({ min: 0, max: 20_000 }), (parts, odd, more) => {
      const bytes = new Uint8Array(Buffer.concat([...parts.flatMap((run) => [run, odd]), new Uint8Array(more), odd]));
      expect(decodeUtf8(bytes) === platform(bytes)).toBe(true);
    }),
  );
});

test('encodes as TextEncoder does, says the length beforehand, and reads it back', () => {
  assert(
    property(text, (well) => {
      const encoded = encodeUtf8(well);
      expect(Buffer.compare(encoded, new TextEncoder().encode(well))).toBe(0);
      expect(utf8Length(well)).toBe(encoded.length);
      expect(decodeUtf8(encoded)).toBe(well);
    }),
  );
});

test('decodes exactly what a strict TextDecoder decodes', () => {
  assert(
    property(oneof(nearly, uint8Array({ maxLength: 8 })), (bytes) => {
      expect(decodeUtf8(bytes)).toBe(platform(bytes));
    }),
    { numRuns: 5000 },
  );
});

test('every sequence of two bytes, and those of three and four that turn', () => {
  const turns = [0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0];
  const check = (...bytes: number[]) => {
    const sequence = Uint8Array.from(bytes);
    if (decodeUtf8(sequence) !== platform(sequence)) expect.fail(`${bytes}`);
  };
  for (let first = 0; first < 256; first++) for (let second = 0; second < 256; second++) check(first, second);
  for (let first = 0xe0; first < 0xf0; first++)
    for (const second of turns) for (const third of turns) check(first, second, third);
  for (let first = 0xf0; first < 0xf6; first++)
    for (const second of turns) for (const third of turns) check(first, second, third, 0x80);
});

test('lone halves of pairs are refused by the encoder and mended by wellFormed', () => {
  assert(
    property(units, (any) => {
      const mended = wellFormed(any);
      expect(mended).toBe(any.toWellFormed());
      expect(decodeUtf8(encodeUtf8(mended))).toBe(mended);
      if (mended !== any) expect(() => encodeUtf8(any)).toThrow(RangeError);
    }),
    { numRuns: 2000 },
  );
});
