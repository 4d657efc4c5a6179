// Password-protected exports: those that Bitwarden wrote open, ours open again, and of any other it is said what ails
// it, without spending what it asks for.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entropy } from '#bytes/entropy.ts';
import {
  isProtected,
  type KeyCost,
  MOST_COST,
  type ProtectedFile,
  readProtected,
  writeProtected,
} from '#logins/formats/bitwarden/protected.ts';
import { anyDamaged } from '#logins/formats/json.testkit.ts';
import { openProtectedJson, sealProtectedJson } from './protected-json.ts';

const FOREIGN = JSON.parse(readFileSync(new URL('vectors/bitwarden-protected.json', import.meta.url), 'utf8'));
const PASSWORD: string = FOREIGN.password;
const CHEAP: readonly KeyCost[] = [
  { kdf: 'pbkdf2-sha256', iterations: 10 },
  { kdf: 'argon2id', passes: 1, memoryMiB: 1, lanes: 2 },
];

function fileOf(text: string): ProtectedFile {
  const reading = readProtected(text);
  if (!reading.ok) throw new Error(reading.refusal);
  return reading.file;
}

/** Draws that differ, from a counter. */
function counting(): Entropy {
  let drawn = 0;
  return (count) => Uint8Array.from({ length: count }, () => drawn++);
}

describe.each(['pbkdf2', 'argon2id'])("Bitwarden's own file (%s)", (kdf) => {
  const text = JSON.stringify(FOREIGN[kdf]);
  const file = fileOf(text);

  it('opens with its password', async () => {
    expect(isProtected(text)).toBe(true);
    const opened = await openProtectedJson(file, PASSWORD);
    expect(opened.ok && JSON.parse(opened.text)).toMatchObject({
      encrypted: false,
      items: [{ name: 'Shöp', type: 2 }],
    });
  });

  it('says that another password is wrong', async () => {
    for (const password of ['correct horse e', `${PASSWORD} `, ''])
      expect(await openProtectedJson(file, password)).toEqual({ ok: false, refusal: 'wrong-password' });
  });

  it('says that it is damaged when the password is right', async () => {
    for (const part of ['iv', 'ciphertext', 'mac'] as const) {
      const data = { ...file.data, [part]: file.data[part].with(0, (file.data[part][0] as number) ^ 1) };
      expect(await openProtectedJson({ ...file, data }, PASSWORD)).toEqual({ ok: false, refusal: 'damaged' });
    }
  });

  it('opens although the part that proves the password is damaged', async () => {
    const validation = { ...file.validation, mac: new Uint8Array(32) };
    expect(await openProtectedJson({ ...file, validation }, PASSWORD)).toMatchObject({ ok: true });
  });

  it('is written again as it was', () => {
    expect(JSON.parse(writeProtected(file))).toEqual(FOREIGN[kdf]);
  });
});

it('a file that asks for more memory than there is says so', async () => {
  const file = fileOf(JSON.stringify(FOREIGN.argon2id));
  // More than any WebAssembly can have.
  const cost = { kdf: 'argon2id', passes: 1, memoryMiB: 5000, lanes: 1 } as const;
  expect(await openProtectedJson({ ...file, cost }, PASSWORD)).toEqual({ ok: false, refusal: 'too-costly' });
});

describe.each(CHEAP)('a file of ours ($kdf)', (cost) => {
  it('opens again, whatever its text and password', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 1 }), async (json, password) => {
        const text = await sealProtectedJson(json, password, counting(), cost);
        const file = fileOf(text);
        expect(file.cost).toEqual(cost);
        expect(await openProtectedJson(file, password)).toEqual({ ok: true, text: json });
        expect(await openProtectedJson(file, `${password}.`)).toEqual({ ok: false, refusal: 'wrong-password' });
      }),
      { numRuns: 20 },
    );
  });
});

describe('what a file asks for', () => {
  const asked = (parts: object) => readProtected(JSON.stringify({ ...FOREIGN.argon2id, ...parts }));
  const { passes, memoryMiB, lanes, iterations } = MOST_COST;

  it('is said before it is spent', () => {
    expect(asked({})).toMatchObject({ file: { cost: { kdf: 'argon2id', passes: 2, memoryMiB: 16, lanes: 4 } } });
    const most = { kdfIterations: passes, kdfMemory: memoryMiB, kdfParallelism: lanes };
    expect(asked(most)).toMatchObject({ ok: true });
    expect(asked({ kdfType: 0, kdfIterations: iterations })).toMatchObject({ ok: true });
  });

  it.each([
    ['passes', { kdfIterations: passes + 1 }],
    ['memory', { kdfMemory: memoryMiB + 1 }],
    ['lanes', { kdfParallelism: lanes + 1 }],
    ['rounds', { kdfType: 0, kdfIterations: iterations + 1 }],
  ])('is refused beyond the bounds: %s', (_, parts) => {
    expect(asked(parts)).toEqual({ ok: false, refusal: 'too-costly' });
  });

  it.each([
    ['no rounds', { kdfIterations: 0 }, 'damaged'],
    ['half a round', { kdfIterations: 1.5 }, 'damaged'],
    ['no memory', { kdfMemory: null }, 'damaged'],
    ['no salt', { salt: '' }, 'damaged'],
    ['another derivation', { kdfType: 2 }, 'unknown-version'],
    ['another cipher', { data: '4.AAAA' }, 'unknown-version'],
    ['no mac', { data: '2.AAAAAAAAAAAAAAAAAAAAAA==|AAAAAAAAAAAAAAAAAAAAAA==' }, 'damaged'],
    ['half a block', { data: `2.${'A'.repeat(22)}==|AAAA|${'A'.repeat(43)}=` }, 'damaged'],
  ])('is refused when it makes no sense: %s', (_, parts, refusal) => {
    expect(asked(parts)).toEqual({ ok: false, refusal });
  });

  it('is read of any file without a throw', () => {
    fc.assert(
      fc.property(anyDamaged(FOREIGN.argon2id), (text) => {
        isProtected(text);
        readProtected(text);
      }),
    );
  });
});
