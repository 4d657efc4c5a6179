// The structures of Privacy Pass are read strictly: lengths in their shortest spelling, nothing cut, nothing behind, no
// batch of none.
import { assert, constantFrom, integer, property, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeHex, encodeHex } from '#bytes/base64url.ts';
import { concat } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import type { Format } from './format.ts';
import { TOKEN_BATCH } from './sizes.ts';
import {
  amortizedRequest,
  amortizedResponse,
  genericRequest,
  genericResponse,
  token,
  tokenChallenge,
  tokenRequest,
  voprfResponse,
} from './token.ts';

const bytes = (length: number, value = 7) => new Uint8Array(length).fill(value);
const many = <T>(count: number, element: T): T[] => new Array<T>(count).fill(element);
const amortized = (count: number) =>
  amortizedRequest.encode({ type: 5, truncatedKeyId: 9, blinded: many(count, bytes(32)) });

const SAMPLES: Record<string, { format: Format<any>; encoded: Uint8Array; openEnded?: true }> = {
  challenge: {
    format: tokenChallenge,
    encoded: tokenChallenge.encode({ type: 2, issuer: 'issuer.example', context: bytes(0), origin: 'a.example' }),
  },
  'amortized request': { format: amortizedRequest, encoded: amortized(TOKEN_BATCH) },
  'amortized response': {
    format: amortizedResponse,
    encoded: amortizedResponse.encode({ evaluated: [bytes(32), bytes(32)], proof: bytes(64) }),
  },
  'generic request': {
    format: genericRequest,
    encoded: genericRequest.encode({
      requests: many(TOKEN_BATCH, { type: 2, truncatedKeyId: 1, blinded: bytes(256) }),
    }),
  },
  'generic response': {
    format: genericResponse,
    encoded: genericResponse.encode({ responses: many(2, { present: undefined, type: 2, signature: bytes(256) }) }),
  },
  'voprf response': {
    format: voprfResponse,
    encoded: voprfResponse.encode({ evaluated: bytes(32), proof: bytes(64) }),
  },
  token: { format: token, encoded: concat(new Uint8Array([0, 5]), bytes(160)), openEnded: true },
  request: { format: tokenRequest, encoded: concat(new Uint8Array([0, 5, 1]), bytes(32)), openEnded: true },
};

/** Decodes, or gives the code; anything but a malformed fault goes on. */
function reading(format: Format<unknown>, input: Uint8Array): string {
  try {
    const value = format.decode(input);
    expect(encodeHex(format.encode(value))).toBe(encodeHex(input));
    return 'read';
  } catch (error) {
    if (!(error instanceof Fault) || error.blame !== 'malformed') throw error;
    return error.code;
  }
}

describe.each(Object.entries(SAMPLES))('%s', (_, { format, encoded, openEnded }) => {
  test('is read whole or not at all', () => {
    expect(reading(format, encoded)).toBe('read');
    if (openEnded) return;
    for (let cut = 1; cut < Math.min(encoded.length, 400); cut++)
      expect(reading(format, encoded.slice(0, encoded.length - cut))).not.toBe('read');
    expect(reading(format, concat(encoded, bytes(1)))).not.toBe('read');
  });

  test('made-up or changed bytes are refused, or are another value in their one encoding', () => {
    assert(
      property(integer({ min: 0, max: encoded.length - 1 }), integer({ min: 1, max: 255 }), (at, change) => {
        reading(format, encoded.with(at, (encoded[at] as number) ^ change));
      }),
      { numRuns: 300 },
    );
    assert(
      property(uint8Array({ maxLength: 400 }), (made) => void reading(format, made)),
      { numRuns: 300 },
    );
    expect(reading(format, bytes(format.maxBytes + 1))).toBe('format-oversized');
  });
});

test('a length has its shortest spelling', () => {
  const one = amortized(1);
  expect(encodeHex(one.slice(0, 4))).toBe('00050920');
  const spelt = (length: string) => concat(one.slice(0, 3), decodeHex(length) as Uint8Array, one.slice(4));
  expect(reading(amortizedRequest, spelt('20'))).toBe('read');
  for (const longer of ['4020', '80000020', 'c000000000000020'])
    expect(reading(amortizedRequest, spelt(longer))).not.toBe('read');
});

test('a batch holds one token to as many as an order may', () => {
  assert(
    property(constantFrom(0, TOKEN_BATCH + 1), (count) => {
      expect(() => amortized(count)).toThrow();
    }),
  );
  expect(reading(amortizedRequest, new Uint8Array([0, 5, 9, 0]))).toBe('format-malformed');
  const tooMany = concat(new Uint8Array([0, 5, 9, 0x44, 0x20]), bytes(33 * 32));
  expect(reading(amortizedRequest, tooMany)).not.toBe('read');
});

test('a response that leaves a token out is none', () => {
  const encoded = genericResponse.encode({ responses: [{ present: undefined, type: 2, signature: bytes(256) }] });
  expect(encoded[2]).toBe(1);
  expect(reading(genericResponse, encoded.with(2, 0))).toBe('format-malformed');
});
