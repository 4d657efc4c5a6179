// Proton records of the first version, from before addresses had terms: talking goes on where it was.
import { expect, test } from 'vitest';
import { concat } from '#bytes/bytes.ts';
import { protonKind } from './proton.ts';

test('a record of before is read with nothing given, asked or replaced', () => {
  const bytes = (length: number, fill: number) => new Uint8Array(length).fill(fill);
  const before = concat(
    bytes(64, 1), // secrets
    bytes(128, 2), // identity
    bytes(128, 3), // theirs
    new Uint8Array([0, 2, 9, 9]), // ratchet
    new Uint8Array([0]), // no opening
    new Uint8Array([0]), // no grants
    new Uint8Array([0, 1, 2]), // one receipt, read
    bytes(16, 7),
    new Uint8Array([0]), // no answer
    new Uint8Array([1, 0]), // owes a profile
  );
  expect(protonKind.version).toBe(4);
  const read = protonKind.upgrades[1]?.(before);
  expect(read).toMatchObject({
    secrets: { signSeed: bytes(32, 1) },
    theirs: { sign: bytes(32, 3) },
    ratchet: bytes(2, 9),
    opening: null,
    grants: [],
    longTerm: [],
    given: [],
    askedDay: 0,
    receipts: [{ state: 'read', message: bytes(16, 7) }],
    answer: null,
    owes: { profile: true, addresses: false, request: false },
    replaced: null,
    wroteTo: null,
    resetKey: null,
  });
  expect(protonKind.format.decode(protonKind.format.encode(read as NonNullable<typeof read>))).toEqual(read);
});
