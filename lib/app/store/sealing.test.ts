// A sealed row is the same for ever, binds its place, and tells little of its length.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeHex } from '#bytes/base64url.ts';
import { noble } from '#crypto/noble.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { part, rest } from '#wire/format.ts';
import { decodeRecord, paddedLength, RecordKeys, vaultKey } from './sealing.ts';
import { renewMark } from './sealing-mark.ts';
import type { RecordKind } from './store.ts';

const kind: RecordKind<Uint8Array> = {
  name: 'message',
  version: 3,
  format: part('message', 1 << 20, rest),
  upgrades: { 2: (bytes) => bytes },
};
const keys = () => new RecordKeys(vaultKey(new Uint8Array(32).fill(1)));
const zeros = (byteCount: number) => new Uint8Array(byteCount);

describe.each([noble, await loadSodium()])('with $name', (chosen) => {
  test('the first row ever sealed opens, and is sealed again from the same entropy', () => {
    useProvider(chosen);
    const key = keys().blind(kind, 'blair');
    expect(encodeHex(key)).toBe('e47ab855e5371fbb275118d65666e46e');
    const row = keys().sealRecord(kind, key, 'blair', new Uint8Array([1, 2, 3]), zeros);
    expect(encodeHex(row)).toBe(
      '03000000000000000000000000000000000000000000000000118da9d851589c067857820155d738ac2bccd3b71cd2a2676fe62c43334589d389d33b830a34a789c25be59afeb7fd19b6d27e60795d746088659bc8d8821e157f539d9daaab455239438830839592b4',
    );
  });

  test('what is sealed opens, and a row opens in its own place only', () => {
    useProvider(chosen);
    const text = fc.string({ unit: 'binary', maxLength: 40 }).map((id) => id.toWellFormed());
    fc.assert(
      fc.property(text, text, fc.uint8Array({ maxLength: 3000 }), (id, other, value) => {
        const space = keys();
        const key = space.blind(kind, id);
        const row = space.sealRecord(kind, key, id, value, zeros);
        const opened = space.openRecord(kind, key, row);
        expect(opened.id).toBe(id);
        expect(decodeRecord(kind, opened)).toEqual(value);
        expect(row.length).toBe(41 + paddedLength(6 + new TextEncoder().encode(id).length + value.length));
        expect(row.buffer.byteLength).toBe(row.length);
        const elsewhere = () => space.openRecord(kind, space.blind(kind, other), row);
        if (other !== id)
          expect(elsewhere).toThrow(expect.objectContaining({ blame: 'untrusted', code: 'record-forged' }));
        const sibling = { ...kind, name: 'messages' };
        expect(() => space.openRecord(sibling, key, row)).toThrow(expect.objectContaining({ code: 'record-forged' }));
        expect(space.blind(sibling, id)).not.toEqual(key);
      }),
    );
  });
});

test('a row of a later version is told from a forged one', () => {
  const space = keys();
  const key = space.blind(kind, 'a');
  const row = space.sealRecord({ ...kind, version: 4 }, key, 'a', zeros(1), zeros);
  expect(() => space.openRecord(kind, key, row)).toThrow(
    expect.objectContaining({ blame: 'bug', code: 'record-newer' }),
  );
  row[0] = 3;
  expect(() => space.openRecord(kind, key, row)).toThrow(
    expect.objectContaining({ blame: 'untrusted', code: 'record-forged' }),
  );
});

test('a record that does not decode, or has no upgrade, is our own mistake', () => {
  const strict: RecordKind<Uint8Array> = { ...kind, format: part('message', 1, rest) };
  const bug = expect.objectContaining({ blame: 'bug', code: 'record-undecodable' });
  expect(() => decodeRecord(strict, { id: '', version: 3, encoded: zeros(2) })).toThrow(bug);
  expect(() => decodeRecord(kind, { id: '', version: 1, encoded: zeros(2) })).toThrow(bug);
  expect(decodeRecord(kind, { id: '', version: 2, encoded: zeros(2) })).toEqual(zeros(2));
});

test('padding keeps to few lengths and costs at most 63 bytes or a sixteenth', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1 << 22 }), (length) => {
      const padded = paddedLength(length);
      expect(padded).toBeGreaterThanOrEqual(length);
      expect(padded - length).toBeLessThan(Math.max(64, length / 16));
      expect(padded % 64).toBe(0);
    }),
  );
  const lengths = new Set(Array.from({ length: 65_536 }, (_, i) => paddedLength(i + 1)));
  expect(lengths.size).toBeLessThan(120);
});

test('closed keys seal nothing, not even under zeros', () => {
  const space = keys();
  const key = space.blind(kind, 'a');
  space.close();
  const locked = expect.objectContaining({ blame: 'locked', code: 'store-closed' });
  expect(() => space.sealRecord(kind, key, 'a', zeros(1), zeros)).toThrow(locked);
  expect(() => space.blind(kind, 'a')).toThrow(locked);
});

test('a mark is written once, raised with a version, and kinds are named and numbered within bounds', () => {
  const space = keys();
  const mark = renewMark(space, [kind], undefined, zeros);
  expect(mark).toBeInstanceOf(Uint8Array);
  expect(renewMark(space, [kind], mark as Uint8Array, zeros)).toBeNull();
  const raised = renewMark(space, [{ ...kind, version: 4 }], mark as Uint8Array, zeros) as Uint8Array;
  expect(() => renewMark(space, [kind], raised, zeros)).toThrow(expect.objectContaining({ code: 'record-newer' }));
  // A kind that this program has no use for is not its business.
  expect(renewMark(space, [], raised, zeros)).toBeNull();
  for (const name of ['', 'Upper', 'store-mark', 'a b']) {
    expect(() => renewMark(space, [{ ...kind, name }], undefined, zeros)).toThrow(
      expect.objectContaining({ code: 'kind-name' }),
    );
  }
  for (const version of [0, 256, 1.5]) {
    expect(() => renewMark(space, [{ ...kind, version }], undefined, zeros)).toThrow(
      expect.objectContaining({ code: 'kind-version' }),
    );
  }
});
