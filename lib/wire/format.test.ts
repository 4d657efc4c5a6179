// The parts that formats are put together from, at their edges: lengths, counts, presence, choices, tags.
import { assert, integer, property, string, uint8Array } from 'fast-check';
import * as P from 'micro-packed';
import { describe, expect, test } from 'vitest';
import { Fault } from '#bytes/fault.ts';
import { wellFormed } from '#bytes/utf8.ts';
import {
  blob,
  bytes,
  type Coder,
  choice,
  list,
  nullable,
  part,
  rest,
  struct,
  text,
  timestamp,
  u8,
  u16,
  u32,
  union,
} from './format.ts';

const of = <T>(coder: Coder<T>) => part('test', 200_000, coder);
const refusal = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof Fault) return error.code;
    throw error;
  }
  return 'none';
};
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('integers are big-endian, and their ranges are kept', () => {
  expect(hex(of(struct({ a: u8, b: u16, c: u32 })).encode({ a: 1, b: 2, c: 3 }))).toBe('01000200000003');
  expect(hex(of(timestamp).encode(0x0102030405))).toBe('000102030405');
  expect(of(timestamp).decode(of(timestamp).encode(2 ** 48 - 1))).toBe(2 ** 48 - 1);
  for (const wrong of [-1, 2 ** 32, 1.5, Number.NaN]) expect(() => of(u32).encode(wrong)).toThrow();
  for (const wrong of [-1, 2 ** 48, 1.5]) expect(() => of(timestamp).encode(wrong)).toThrow();
});

test('a blob says its length in two bytes, above 65,535 in four, and is bounded', () => {
  expect(hex(of(blob(10)).encode(new Uint8Array([7])))).toBe('000107');
  expect(hex(of(blob(0x10000)).encode(new Uint8Array([7])))).toBe('0000000107');
  expect(of(blob(0xffff)).encode(new Uint8Array(0xffff)).length).toBe(0xffff + 2);
  expect(refusal(() => of(blob(3)).decode(new Uint8Array([0, 4, 1, 2, 3, 4])))).toBe('format-malformed');
  expect(() => of(blob(3)).encode(new Uint8Array(4))).toThrow();
  expect(() => of(bytes(3)).encode(new Uint8Array(4))).toThrow();
});

test('text is well-formed UTF-8 of bounded length in bytes', () => {
  assert(
    property(string({ unit: 'binary', maxLength: 50 }), (any) => {
      const sent = wellFormed(any);
      expect(of(text(400)).decode(of(text(400)).encode(sent))).toBe(sent);
    }),
  );
  expect(refusal(() => of(text(9)).decode(new Uint8Array([0, 2, 0xc0, 0x80])))).toBe('format-malformed');
  expect(() => of(text(3)).encode('éé')).toThrow();
  expect(() => of(text(9)).encode('\ud800')).toThrow();
});

test('a list counts its elements and is bounded', () => {
  expect(hex(of(list(3, u16)).encode([1, 2]))).toBe('0200010002');
  expect(hex(of(list(300, u8)).encode([9]))).toBe('000109');
  expect(refusal(() => of(list(1, u8)).decode(new Uint8Array([2, 1, 1])))).toBe('format-malformed');
  expect(() => of(list(1, u8)).encode([1, 1])).toThrow();
});

test('presence is 0 or 1 and nothing else', () => {
  const format = of(nullable(u8));
  expect(format.decode(format.encode(null))).toBeNull();
  expect(format.decode(format.encode(0))).toBe(0);
  for (let flag = 0; flag < 256; flag++) {
    const read = refusal(() => format.decode(new Uint8Array(flag === 0 ? [0] : [flag, 5])));
    expect(read).toBe(flag < 2 ? 'none' : 'format-malformed');
  }
});

test('choices and unions are closed', () => {
  const format = of(choice({ yes: 1, no: 4 }));
  const either = of(union({ left: [1, u8], right: [2, text(5)] }));
  expect(either.decode(either.encode({ kind: 'right', value: 'x' }))).toEqual({ kind: 'right', value: 'x' });
  for (let byte = 0; byte < 256; byte++) {
    const known = byte === 1 || byte === 4;
    expect(refusal(() => format.decode(new Uint8Array([byte])))).toBe(known ? 'none' : 'format-malformed');
    if (byte !== 1 && byte !== 2)
      expect(refusal(() => either.decode(new Uint8Array([byte, 0, 0])))).toBe('format-malformed');
  }
});

test('the remaining bytes belong to the last field', () => {
  assert(
    property(integer({ min: 0, max: 255 }), uint8Array({ maxLength: 20 }), (head, tail) => {
      const format = of(struct({ head: u8, tail: rest }));
      const read = format.decode(format.encode({ head, tail }));
      expect(read.head).toBe(head);
      expect(hex(read.tail)).toBe(hex(tail));
    }),
  );
});

test('a coder that reads two encodings of one value is held to the one it writes', () => {
  // The coders above have one encoding each; this is the net under any that has two.
  const loose = P.apply(P.U8, { encode: (byte: number) => byte & 1, decode: (bit: number) => bit });
  const format = of(struct({ bit: loose as unknown as Coder<number> }));
  expect(format.decode(new Uint8Array([1]))).toEqual({ bit: 1 });
  expect(refusal(() => format.decode(new Uint8Array([3])))).toBe('format-noncanonical');
});

describe('a fault', () => {
  test('says where and what was wanted', () => {
    const format = part('thing', 100, struct({ first: u8, second: struct({ third: u16 }) }));
    expect(() => format.decode(new Uint8Array([1, 2]))).toThrow(/^thing: at second\/third: more bytes wanted$/);
    expect(() => format.decode(new Uint8Array([1, 2, 3, 4]))).toThrow(/^thing: at start: no more bytes wanted$/);
    expect(() => part('thing', 100, struct({ name: text(2) })).decode(new Uint8Array([0, 3, 1, 1, 1]))).toThrow(
      /^thing: at .*: at most 2 bytes wanted$/,
    );
  });
});
