// The golden vectors are made again, byte for byte, with both providers; and every format reads and writes what was
// written once. A change of a format or a formula is a new version with a new file; `WRITE_GOLDEN=1 npx vitest run
// lib/protocol/golden` writes the files that are not there yet, and never one that is.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { decodeHex, encodeHex } from '#bytes/base64url.ts';
import { noble } from '#crypto/noble.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { FORMATS, PARTS } from '#wire/vectors/samples.ts';
import { type Json, valueFromJson, valueToJson } from '#wire/vectors/values.ts';
import { GOLDEN } from './vectors/golden.ts';

afterAll(() => useProvider(noble));

const pathOf = (name: string): URL => new URL(`vectors/${name}`, import.meta.url);
if (process.env.WRITE_GOLDEN !== undefined) {
  for (const [name, make] of Object.entries(GOLDEN)) {
    if (!existsSync(pathOf(name))) writeFileSync(pathOf(name), `${JSON.stringify(make(), null, 1)}\n`);
  }
}
const golden = (name: string): Json => JSON.parse(readFileSync(pathOf(name), 'utf8'));

describe.each(['noble', 'sodium'] as const)('made with %s', (name) => {
  test.each(Object.keys(GOLDEN))('%s', async (file) => {
    useProvider(name === 'noble' ? noble : await loadSodium());
    expect(GOLDEN[file]?.()).toEqual(golden(file));
  });
});

describe('a format', () => {
  const vectors = golden('formats-1.json') as { format: string; value: Json; encoded: string }[];
  const all = { ...FORMATS, ...PARTS };

  test.each(Object.keys(all))('%s reads and writes its vectors', (name) => {
    const format = all[name as keyof typeof all]?.format;
    const own = vectors.filter((vector) => vector.format === name);
    expect(own.length).toBe(3);
    for (const { value, encoded } of own) {
      expect(encodeHex(format?.encode(valueFromJson(value)) as Uint8Array)).toBe(encoded);
      expect(valueToJson(format?.decode(decodeHex(encoded) as Uint8Array))).toEqual(value);
    }
  });
});
