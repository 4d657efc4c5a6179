// The files before the XML of a KDBX: as many as anybody has, and no more.
import { expect, test } from 'vitest';
import { readInnerHeader, writeInnerHeader } from './kdbx-inner.ts';

const headOf = (count: number) =>
  writeInnerHeader({
    ...{ stream: 3, streamKey: new Uint8Array(4) },
    binaries: new Map(Array.from({ length: count }, (_, at) => [String(at), new Uint8Array()])),
  });

test('a head with more files than anybody has is none', () => {
  expect(readInnerHeader(headOf(100))?.binaries.size).toBe(100);
  expect(readInnerHeader(headOf(20_002))).toBeNull();
});
