// Blobs: one of few sizes, only what was referred to, and a faulty one is the sender's fault, not an exception of ours.
import { assert, property, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import { ascii } from '#bytes/bytes.ts';
import { sha256 } from '#crypto/hash.ts';
import { aeadKey } from '#crypto/keys.ts';
import { seal } from '#crypto/xchacha.ts';
import { blobClassBytes } from '#wire/blob.ts';
import { openBlob, sealBlob } from './blob.ts';
import { scripted } from './vectors/scripted.ts';

const hosted = { origin: 'https://sending.example', expiryDay: 3 };

test('comes back, in a size class', () => {
  assert(
    property(uint8Array({ maxLength: 40_000 }), (content) => {
      const script = scripted('blob');
      const { reference, ciphertext } = sealBlob(content, hosted, script.draw);
      expect(openBlob(reference, ciphertext)).toEqual(content);
      expect(ciphertext.length).toBe(reference.byteCount);
      expect(blobClassBytes(ciphertext.length)).toBe(ciphertext.length);
      expect(script.lengths.reduce((sum, bytes) => sum + bytes)).toBe(72);
    }),
    { numRuns: 30 },
  );
});

test('a host that gives other bytes is untrusted', () => {
  const { reference, ciphertext } = sealBlob(new Uint8Array(9), hosted, scripted('blob').draw);
  const untrusted = expect.objectContaining({ blame: 'untrusted', code: 'blob-digest' });
  for (const other of [ciphertext.with(5, 0), ciphertext.slice(1), new Uint8Array(0)]) {
    expect(() => openBlob(reference, other)).toThrow(untrusted);
  }
  expect(() => openBlob({ ...reference, byteCount: 1 }, ciphertext)).toThrow(untrusted);
});

test('a sender who seals nonsense is untrusted', () => {
  const key = new Uint8Array(32).fill(1);
  const untrusted = expect.objectContaining({ blame: 'untrusted', code: 'blob-sealed' });
  const of = (ciphertext: Uint8Array) => ({
    reference: { ...hosted, id: new Uint8Array(16), key, digest: sha256(ciphertext), byteCount: ciphertext.length },
    ciphertext,
  });
  const sealed = (content: Uint8Array) => of(seal(aeadKey(key), content, ascii('nucleus/blob/1'), scripted('x').draw));
  const nonsense = [
    of(new Uint8Array(0)),
    of(new Uint8Array(100)),
    sealed(new Uint8Array(0)),
    sealed(new Uint8Array([0, 0, 0])),
    sealed(new Uint8Array([0, 0, 0, 2, 7])),
    sealed(new Uint8Array([255, 255, 255, 255])),
  ];
  for (const { reference, ciphertext } of nonsense) expect(() => openBlob(reference, ciphertext)).toThrow(untrusted);
  const least = sealed(new Uint8Array([0, 0, 0, 1, 7]));
  expect(openBlob(least.reference, least.ciphertext)).toEqual(new Uint8Array([7]));
});
