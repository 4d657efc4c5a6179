// Blobs: one of few sizes, parts that can be sealed, verified and opened one by one, only the bytes referred to, and a
// faulty one is the sender's fault, not an exception of ours.
import { assert, constantFrom, integer, property, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ascii, concat } from '#bytes/bytes.ts';
import { sha256 } from '#crypto/hash.ts';
import { aeadKey } from '#crypto/keys.ts';
import { openStreamPart, sealStreamPart } from '#crypto/stream.ts';
import { type BlobReference, hostedBytes, isHostedSize, LENGTH_BYTES, PART_OVERHEAD } from '#wire/blob.ts';
import { PART_BYTES } from '#wire/sizes.ts';
import { scripted } from '../vectors/scripted.ts';
import {
  areDigestsOf,
  blobDigest,
  contentLength,
  contentRange,
  isPartOf,
  openBlob,
  openPart,
  sealBlob,
  sealPart,
} from './blob.ts';

const hosted = { origin: 'https://sending.example', expiryDay: 3 };
const FULL = PART_BYTES - PART_OVERHEAD - LENGTH_BYTES;
const filled = (length: number): Uint8Array => Uint8Array.from({ length }, (_, at) => (at * 7 + (at >> 10)) & 0xff);

/** Around the sizes at which a part more begins. */
const lengths = constantFrom(0, 1, 16_000, FULL - 1, FULL, FULL + 1, 2 * PART_BYTES, 3 * PART_BYTES + 77);

describe('a blob', () => {
  test('comes back, in a size class, whole or part by part', () => {
    assert(
      property(lengths, (length) => {
        const script = scripted('blob');
        const content = filled(length);
        const { reference, parts } = sealBlob(content, hosted, script.draw);
        expect(openBlob(reference, parts)).toEqual(content);
        expect(script.lengths.reduce((sum, bytes) => sum + bytes)).toBe(48);
        expect(concat(...parts).length).toBe(reference.byteCount);
        expect(isHostedSize(reference.byteCount)).toBe(true);
        expect(contentLength(reference, parts[0] as Uint8Array)).toBe(length);
        const digests = concat(...parts.map(sha256));
        expect(areDigestsOf(reference, digests)).toBe(true);
        for (const [part, ciphertext] of parts.entries()) {
          const { from, to } = contentRange(length, part);
          expect(openPart(reference, length, part, ciphertext)).toEqual(content.subarray(from, to));
          expect(sealPart(reference.key, length, part, content.subarray(from, to))).toEqual(ciphertext);
          expect(isPartOf(digests, part, ciphertext)).toBe(true);
          expect(isPartOf(digests, part, ciphertext.with(9, (ciphertext[9] as number) ^ 1))).toBe(false);
        }
      }),
      { numRuns: 12 },
    );
  });

  test('of another length, order, number of parts or content does not open, no matter who changed it', () => {
    const { reference, parts } = sealBlob(filled(3 * PART_BYTES), hosted, scripted('blob').draw);
    const [a, b, c] = parts as [Uint8Array, Uint8Array, Uint8Array];
    expect(parts).toHaveLength(4);
    const untrusted = expect.objectContaining({ blame: 'untrusted', code: 'blob-digest' });
    for (const other of [[], [a], [a, b, c], [b, a, c, parts[3] as Uint8Array], [...parts, a]])
      expect(() => openBlob(reference, other)).toThrow(untrusted);
    expect(() => openBlob({ ...reference, byteCount: 16384 }, parts)).toThrow(untrusted);
    // Even if a sender's digest covers the change, no part opens at another place, or as the last one if it is not.
    const sealed = expect.objectContaining({ blame: 'untrusted', code: 'blob-sealed' });
    for (let part = 0; part < 4; part++)
      for (let at = 0; at < 4; at++)
        if (at !== part)
          expect(() => openPart(reference, 3 * PART_BYTES, at, parts[part] as Uint8Array)).toThrow(sealed);
    const cut = { ...reference, byteCount: 3 * PART_BYTES };
    expect(() => openPart(cut, 3 * PART_BYTES - 100, 2, c)).toThrow(sealed);
    expect(() => openPart({ ...reference, key: new Uint8Array(32) }, 3 * PART_BYTES, 0, a)).toThrow(sealed);
    expect(() => openPart(reference, 3 * PART_BYTES - 1, 0, a)).toThrow(sealed);
  });

  test('cannot be sealed with a slice of another length', () => {
    const bug = expect.objectContaining({ blame: 'bug', code: 'blob-range' });
    expect(() => sealPart(new Uint8Array(32), 10, 0, new Uint8Array(9))).toThrow(bug);
    expect(() => sealPart(new Uint8Array(32), FULL + 1, 0, new Uint8Array(FULL + 1))).toThrow(bug);
  });

  test('whose digests are a list of another length, or another list, is none', () => {
    const { reference, parts } = sealBlob(filled(2 * PART_BYTES), hosted, scripted('blob').draw);
    const digests = concat(...parts.map(sha256));
    expect(areDigestsOf(reference, digests.with(3, (digests[3] as number) ^ 1))).toBe(false);
    expect(areDigestsOf({ ...reference, byteCount: 16384 }, digests)).toBe(false);
    expect(areDigestsOf(reference, new Uint8Array(0))).toBe(false);
  });
});

test('a sender who seals nonsense is untrusted', () => {
  const key = new Uint8Array(32).fill(1);
  const untrusted = expect.objectContaining({ blame: 'untrusted', code: 'blob-sealed' });
  const byteCount = hostedBytes(0);
  const of = (ciphertext: Uint8Array): [BlobReference, Uint8Array[]] => [
    { ...hosted, id: new Uint8Array(16), key, digest: blobDigest(sha256(ciphertext)), byteCount },
    [ciphertext],
  ];
  const sealed = (content: Uint8Array) => of(sealStreamPart(aeadKey(key), 0, true, content, ascii('nucleus/blob/1')));
  const whole = (...start: number[]) => {
    const content = new Uint8Array(byteCount - PART_OVERHEAD);
    content.set(start);
    return content;
  };
  const nonsense = [
    of(new Uint8Array(0)),
    of(new Uint8Array(byteCount)),
    sealed(new Uint8Array(0)),
    sealed(new Uint8Array([0, 0, 0])),
    sealed(whole(255, 255, 255, 255)),
    // A length of another class, and zeros that are none.
    sealed(whole(0, 0, 0x40, 0)),
    sealed(whole(0, 0, 0, 1, 7, 0, 9)),
  ];
  for (const [reference, parts] of nonsense) expect(() => openBlob(reference, parts)).toThrow(untrusted);
  expect(openBlob(...sealed(whole(0, 0, 0, 1, 7)))).toEqual(new Uint8Array([7]));
});

test('no two parts of a stream share a nonce, and the last differs from any other of its number', () => {
  const key = aeadKey(new Uint8Array(32).fill(2));
  assert(
    property(integer({ min: 0, max: 4300 }), uint8Array({ minLength: 1, maxLength: 40 }), (part, content) => {
      const aad = new Uint8Array(0);
      const sealed = sealStreamPart(key, part, false, content, aad);
      expect(openStreamPart(key, part, false, sealed, aad)).toEqual(content);
      expect(openStreamPart(key, part, true, sealed, aad)).toBeNull();
      expect(openStreamPart(key, part + 1, false, sealed, aad)).toBeNull();
      expect(openStreamPart(key, part + 256, false, sealed, aad)).toBeNull();
    }),
    { numRuns: 100 },
  );
});
