// One place of a chain used more than once: by an old copy of a state, by copies on several devices, by a random
// generator that repeats itself. A listener who has all of it must learn nothing of what was written.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { equal } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { createAgreeKeyPair } from '#crypto/keys.ts';
import { noble } from '#crypto/noble.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { scripted } from '../vectors/scripted.ts';
import { decrypt, encrypt, RATCHET_OVERHEAD, startAcceptor, startInviter } from './ratchet.ts';

beforeAll(async () => useProvider(await loadSodium()));
afterAll(() => useProvider(noble));

const shared = { secret: new Uint8Array(32).fill(1), associatedData: new Uint8Array(32).fill(2) };
const prekey = createAgreeKeyPair(scripted('prekey').draw);
const state = startAcceptor(shared, prekey.publicKey, scripted('acceptor').draw);
const other = startInviter(shared, prekey);

/** A generator that is broken: every draw gives the same bytes. */
const stuck =
  (byte: number): Entropy =>
  (byteCount) =>
    new Uint8Array(byteCount).fill(byte);
const body = (message: Uint8Array): Uint8Array => message.subarray(RATCHET_OVERHEAD - 16, -16);
const header = (message: Uint8Array): Uint8Array => message.subarray(0, RATCHET_OVERHEAD - 16);
const xor = (a: Uint8Array, b: Uint8Array): Uint8Array => a.map((byte, at) => byte ^ (b[at] as number));
const draw = fc.integer({ min: 0, max: 255 });
/** Long enough that no two streams of keys agree by chance. */
const text = fc.uint8Array({ minLength: 32, maxLength: 64 });
const opens = (message: Uint8Array) => decrypt(other, message, () => null, scripted('step').draw);

describe('two plaintexts at one place of a chain', () => {
  test('meet two keys, whatever is drawn', () => {
    fc.assert(
      fc.property(text, text, draw, draw, (one, two, byteOfOne, byteOfTwo) => {
        fc.pre(!equal(one, two));
        const [a, b] = [encrypt(state, one, stuck(byteOfOne)), encrypt(state, two, stuck(byteOfTwo))];
        const length = Math.min(one.length, two.length);
        // Under one key and nonce, what both hide would be told by comparing them.
        const hidden = xor(one.slice(0, length), two.slice(0, length));
        expect(equal(xor(body(a.message).slice(0, length), body(b.message)), hidden)).toBe(false);
        expect(equal(header(a.message), header(b.message))).toBe(false);
      }),
    );
  });

  test('are each read by whoever has the key of that place, the first that comes', () => {
    fc.assert(
      fc.property(text, text, (one, two) => {
        fc.pre(!equal(one, two));
        const [a, b] = [encrypt(state, one, stuck(7)).message, encrypt(state, two, stuck(7)).message];
        const first = opens(a);
        expect(first).toMatchObject({ outcome: 'decrypted', plaintext: one });
        expect(opens(b)).toMatchObject({ outcome: 'decrypted', plaintext: two });
        if (first.outcome === 'decrypted')
          expect(decrypt(first.state, b, () => null, stuck(0))).toEqual({ outcome: 'spent' });
      }),
      { numRuns: 20 },
    );
  });
});

test('the same plaintext told twice looks like another, unless the generator repeats itself too', () => {
  fc.assert(
    fc.property(text, draw, draw, (said, one, two) => {
      const [a, b] = [encrypt(state, said, stuck(one)).message, encrypt(state, said, stuck(two)).message];
      expect(equal(a, b)).toBe(one === two);
      if (one !== two) expect(equal(body(a), body(b))).toBe(false);
    }),
  );
});

test('a header under which another plaintext was sealed opens nothing', () => {
  const [a, b] = [new Uint8Array(40).fill(1), new Uint8Array(40).fill(2)].map(
    (said) => encrypt(state, said, stuck(0)).message,
  ) as [Uint8Array, Uint8Array];
  const mixed = new Uint8Array([...header(a), ...b.subarray(header(b).length)]);
  expect(opens(mixed)).toEqual({ outcome: 'unreadable' });
});
