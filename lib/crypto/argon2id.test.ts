// Argon2id is the one of RFC 9106 in both providers, by libsodium's published outputs and by OpenSSL's implementation
// in Node.

import { argon2Sync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { assert, constant, constantFrom, integer, property, record, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeHex, encodeHex } from '#bytes/base64url.ts';
import { noble } from './noble.ts';
import type { Argon2Cost } from './primitives.ts';
import { loadSodium } from './sodium.ts';

const hex = (text: string) => decodeHex(text) as Uint8Array;
const rows = (file: string) => JSON.parse(readFileSync(new URL(`./vectors/${file}`, import.meta.url), 'utf8'));

interface Row {
  password: string;
  salt: string;
  length: number;
  passes: number;
  memoryKiB: number;
  out: string;
}

describe.each([noble, await loadSodium()])('$name', ({ argon2id }) => {
  test('libsodium: published outputs', () => {
    for (const { password, salt, length, passes, memoryKiB, out } of rows('libsodium-argon2id.json') as Row[]) {
      expect(encodeHex(argon2id(hex(password), hex(salt), { memoryKiB, passes, lanes: 1 }, length))).toBe(out);
    }
  });

  test('agrees with OpenSSL', () => {
    const password = uint8Array({ maxLength: 100 });
    const salt = uint8Array({ minLength: 16, maxLength: 16 });
    const cost = record({
      memoryKiB: integer({ min: 8, max: 200 }),
      passes: integer({ min: 1, max: 3 }),
      lanes: constant(1 as const),
    });
    assert(
      property(
        password,
        salt,
        cost,
        constantFrom(16, 32, 64, 65, 200),
        (message, nonce, { memoryKiB, passes }, length) => {
          const openssl = argon2Sync('argon2id', {
            message,
            nonce,
            parallelism: 1,
            tagLength: length,
            memory: memoryKiB,
            passes,
          });
          const ours = argon2id(message, nonce, { memoryKiB, passes, lanes: 1 }, length);
          expect(encodeHex(ours)).toBe(openssl.toString('hex'));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('a cost out of range is malformed', () => {
    const derive = (cost: object, length = 32) =>
      argon2id(
        new Uint8Array(3),
        new Uint8Array(16),
        { memoryKiB: 8, passes: 1, lanes: 1, ...cost } as Argon2Cost,
        length,
      );
    expect(derive({}).length).toBe(32);
    const outside = expect.objectContaining({ blame: 'malformed', code: 'argon2id-cost' });
    const costs = [
      { memoryKiB: 7 },
      { memoryKiB: 8.5 },
      { memoryKiB: 2 ** 21 },
      { passes: 0 },
      { passes: 1e6 },
      { lanes: 2 },
    ];
    for (const cost of costs) expect(() => derive(cost), JSON.stringify(cost)).toThrow(outside);
    for (const length of [0, 15, 1025]) expect(() => derive({}, length)).toThrow(outside);
    expect(() => argon2id(new Uint8Array(3), new Uint8Array(8), { memoryKiB: 8, passes: 1, lanes: 1 }, 32)).toThrow(
      expect.objectContaining({ code: 'argon2id-salt-length' }),
    );
  });
});
