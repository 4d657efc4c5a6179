// How every format is declared: once, as a value from which the type, the encoder and the strict decoder follow.
// Decoding is total and canonical. Limits are checked before parsing; trailing bytes, short input and a second encoding
// of the same value are refused (the last by encoding again and comparing); the fault says where and what was wanted,
// never the bytes found.

import * as P from 'micro-packed';
import { compare } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { decodeUtf8, encodeUtf8 } from '#bytes/utf8.ts';

export type Coder<T> = P.CoderType<T>;

export const u8 = P.U8;
export const u16 = P.U16BE;
export const u32 = P.U32BE;
/** Milliseconds since the epoch: six bytes reach the year 10889 and stay exact in a number. */
export const timestamp: Coder<number> = P.int(6, false, false, true);
export const boolean = P.bool;
export const array = P.array;
export const map = P.map;

type Variants = Record<string, readonly [number, Coder<any>]>;
type VariantValue<V extends Variants> = {
  [K in keyof V]: { kind: K; value: V[K][1] extends Coder<infer T> ? T : never };
}[keyof V];

/** One of several shapes behind a one-byte tag, as `{kind, value}`. An unknown tag is malformed: closed unions only. */
export function union<V extends Variants>(variants: V): Coder<VariantValue<V>> {
  const tagged = P.mappedTag(P.U8, variants as never) as unknown as Coder<{ TAG: string; data: unknown }>;
  return P.apply(tagged, {
    encode: ({ TAG, data }: { TAG: string; data: unknown }) => ({ kind: TAG, value: data }),
    decode: ({ kind, value }: { kind: string; value: unknown }) => ({ TAG: kind, data: value }),
  }) as unknown as Coder<VariantValue<V>>;
}

/** Fields in the order written, nothing between them. */
export function struct<Fields extends Record<string, Coder<any>>>(
  fields: Fields,
): Coder<{ [Name in keyof Fields]: Fields[Name] extends Coder<infer Value> ? Value : never }> {
  return P.struct(fields) as never;
}

/** Exactly that many bytes. */
export function bytes(length: number): Coder<Uint8Array> {
  return P.bytes(length) as unknown as Coder<Uint8Array>;
}

/** At most `maxBytes` bytes behind a length of two (or, above 65,535, four) bytes. */
export function blob(maxBytes: number): Coder<Uint8Array> {
  return P.validate(P.bytes(maxBytes > 0xffff ? P.U32BE : P.U16BE) as unknown as Coder<Uint8Array>, (value) => {
    if (value.length > maxBytes) throw new RangeError(`at most ${maxBytes} bytes wanted`);
    return value;
  });
}

/** The rest of the enclosing format. Only at its end. */
export const rest: Coder<Uint8Array> = P.bytes(null) as unknown as Coder<Uint8Array>;

/** Well-formed UTF-8 of at most `maxBytes` bytes behind a length. */
export function text(maxBytes: number): Coder<string> {
  return P.apply(blob(maxBytes), {
    encode: (value: Uint8Array) => {
      const decoded = decodeUtf8(value);
      if (decoded === null) throw new RangeError('well-formed UTF-8 wanted');
      return decoded;
    },
    decode: (value: string) => encodeUtf8(value),
  });
}

/** At most `max` elements behind a count of one byte (two above 255). */
export function list<T>(max: number, element: Coder<T>): Coder<T[]> {
  return P.validate(P.array(max > 0xff ? P.U16BE : P.U8, element), (value) => {
    if (value.length > max) throw new RangeError(`at most ${max} elements wanted`);
    return value;
  });
}

/** A presence byte (0 or 1), then the value or nothing; `null` stands for nothing. */
export function nullable<T>(inner: Coder<T>): Coder<T | null> {
  const optional = P.optional(P.bool, inner);
  return P.apply(optional, {
    encode: (value: T | undefined) => (value === undefined ? null : value),
    decode: (value: T | null) => (value === null ? undefined : value),
  }) as unknown as Coder<T | null>;
}

/** One of a closed set of names, as one byte. */
export function choice<const Name extends string>(values: Record<Name, number>): Coder<Name> {
  return P.map(P.U8, values) as unknown as Coder<Name>;
}

export interface Format<T> {
  readonly name: string;
  readonly maxBytes: number;
  encode(value: T): Uint8Array;
  /**
   * Byte strings of the value are views into `bytes`: a caller that wipes or reuses the input copies first. @throws
   * Fault `malformed`: 'format-oversized' | 'format-foreign' | 'format-version' | 'format-malformed' |
   * 'format-noncanonical'
   */
  decode(bytes: Uint8Array): T;
}

/** Every format declared so far, in the order of loading: fuzzing goes through them all. */
export const DECLARED: Format<unknown>[] = [];

export type ValueOf<F> = F extends Format<infer T> ? T : never;

/** A part of a format that is never seen alone, so it carries neither id nor version. */
export function part<T>(name: string, maxBytes: number, coder: Coder<T>): Format<T> {
  return declare(partOf(name, maxBytes, coder));
}

function partOf<T>(name: string, maxBytes: number, coder: Coder<T>): Format<T> {
  return {
    name,
    maxBytes,
    encode(value) {
      const encoded = coder.encode(value) as Uint8Array;
      if (encoded.length > maxBytes)
        throw new Fault('bug', 'format-oversized', `${name}: at most ${maxBytes} bytes wanted`);
      return encoded;
    },
    decode(input) {
      if (input.length > maxBytes)
        throw new Fault('malformed', 'format-oversized', `${name}: at most ${maxBytes} bytes wanted`);
      let value: T;
      let again: Uint8Array;
      try {
        value = coder.decode(input);
        again = coder.encode(value) as Uint8Array;
      } catch (error) {
        throw new Fault('malformed', 'format-malformed', `${name}: ${position(error)}`);
      }
      if (compare(again, input) !== 0) {
        throw new Fault('malformed', 'format-noncanonical', `${name}: the one canonical encoding wanted`);
      }
      return value;
    },
  };
}

/** A top-level format: one byte of id (`ids.ts`), one byte of version, then the body. */
export function format<T>(name: string, id: number, version: number, maxBytes: number, coder: Coder<T>): Format<T> {
  const body = partOf(name, maxBytes - 2, coder);
  return declare({
    name,
    maxBytes,
    encode(value) {
      const encoded = body.encode(value);
      const framed = new Uint8Array(encoded.length + 2);
      framed[0] = id;
      framed[1] = version;
      framed.set(encoded, 2);
      return framed;
    },
    decode(input) {
      if (input.length > maxBytes)
        throw new Fault('malformed', 'format-oversized', `${name}: at most ${maxBytes} bytes wanted`);
      if (input.length < 2 || input[0] !== id)
        throw new Fault('malformed', 'format-foreign', `${name}: format id ${id} wanted`);
      if (input[1] !== version) throw new Fault('malformed', 'format-version', `${name}: version ${version} wanted`);
      return body.decode(input.subarray(2));
    },
  });
}

function declare<T>(declared: Format<T>): Format<T> {
  DECLARED.push(declared as Format<unknown>);
  return declared;
}

/**
 * micro-packed names the path and its own step ("Reader(a/b): readBytes: …"); values that it quotes after that are left
 * out.
 */
function position(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const [, path] = /(?:Reader|Writer)\(([^)]*)\):/.exec(message) ?? [];
  const ended = /Unexpected end of buffer|exceed \d+ bytes left/.test(message);
  const wanted = error instanceof RangeError ? message : ended ? 'more bytes wanted' : 'another value wanted';
  const left = / left after unpack/.test(message);
  return `at ${path === undefined || path === '' ? 'start' : path}: ${left ? 'no more bytes wanted' : wanted}`;
}
