// The distribution of sealed addresses, not only that they differ: a sending service, which has many of them, cannot
// tell which were made of one delivery address and which of different ones. Every byte position, pairs of sealings, and
// repetitions are looked at, over a script of randomness that is the same every time; and each look is shown to find
// the flaw that it is there for.
import { beforeAll, describe, expect, test } from 'vitest';
import { concat } from '#bytes/bytes.ts';
import { sha256 } from '#crypto/hash.ts';
import { createSignKeyPair } from '#crypto/keys.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { DELIVERY_ADDRESS_BYTES, SEALED_ADDRESS_BYTES } from '#wire/address.ts';
import { scripted } from '../vectors/scripted.ts';
import { addressId, createDeliveryAddress, createGeneration, sealAddress } from './address.ts';

/** Format id, version, suite, generation: the same for everybody. */
const PREFIX_BYTES = 7;
/** Lengths of the parts: an ML-KEM-768 ciphertext, an X25519 point, the sealed delivery address and its tag. */
const KEM_BYTES = 1088;
const POINT_END = KEM_BYTES + 32;
const BODY_BYTES = SEALED_ADDRESS_BYTES - PREFIX_BYTES;
/** A point is a number below 2²⁵⁵: its highest bit is 0 in everybody's. */
const POINT_TOP = POINT_END - 1;

/** So many of one delivery address, and of as many different ones. */
const SAMPLES = 1000;

interface Sample {
  readonly same: readonly Uint8Array[];
  readonly different: readonly Uint8Array[];
}

/** How many standard deviations `count` of `n` lies from one half. */
const deviation = (count: number, n: number): number => Math.abs(count - n / 2) / Math.sqrt(n / 4);

function monobit(
  bodies: readonly Uint8Array[],
  length: number,
  isFixed: (byte: number, bit: number) => boolean,
): number {
  let worst = 0;
  for (let byte = 0; byte < length; byte++) {
    for (let bit = 0; bit < 8; bit++) {
      if (isFixed(byte, bit)) continue;
      let ones = 0;
      for (const body of bodies) ones += ((body[byte] as number) >> bit) & 1;
      worst = Math.max(worst, deviation(ones, bodies.length));
    }
  }
  return worst;
}

/** The greatest excess of chi-square over its mean of 255, in standard deviations, at any byte position. */
function chiSquare(bodies: readonly Uint8Array[], length: number, isFixed: (byte: number) => boolean): number {
  let worst = 0;
  const expected = bodies.length / 256;
  for (let byte = 0; byte < length; byte++) {
    if (isFixed(byte)) continue;
    const counts = new Uint32Array(256);
    for (const body of bodies) counts[body[byte] as number] = (counts[body[byte] as number] as number) + 1;
    const value = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    worst = Math.max(worst, (value - 255) / Math.sqrt(2 * 255));
  }
  return worst;
}

const pairsOf = (bodies: readonly Uint8Array[]): [Uint8Array, Uint8Array][] =>
  bodies.slice(1).map((body, i) => [bodies[i] as Uint8Array, body]);
const xor = (a: Uint8Array, b: Uint8Array): Uint8Array => a.map((byte, i) => byte ^ (b[i] as number));
const bitsSet = (bytes: Uint8Array): number => {
  let bits = 0;
  for (let byte of bytes) for (; byte !== 0; byte &= byte - 1) bits++;
  return bits;
};

/**
 * Kolmogorov and Smirnov: the greatest distance of two empirical distributions, times √(n/2). Above 2 with a
 * probability of 1 in 1,500.
 */
function apart(a: readonly number[], b: readonly number[]): number {
  const [left, right] = [a.toSorted((x, y) => x - y), b.toSorted((x, y) => x - y)];
  const below = (sorted: readonly number[], limit: number) =>
    sorted.filter((value) => value <= limit).length / sorted.length;
  const values = [...new Set([...left, ...right])];
  return (
    Math.max(...values.map((value) => Math.abs(below(left, value) - below(right, value)))) * Math.sqrt(a.length / 2)
  );
}

/** Blocks of eight bytes that stand anywhere twice. By chance: one pair in some hundred million runs. */
function repeats(bodies: readonly Uint8Array[]): number {
  const seen = new Set<string>();
  let found = 0;
  for (const body of bodies) {
    for (let at = 0; at + 8 <= body.length; at += 8) {
      const block = String.fromCharCode(...body.subarray(at, at + 8));
      if (seen.has(block)) found++;
      seen.add(block);
    }
  }
  return found;
}

/** The looks that give sealings of one address away; none, if they are as they should be. */
function findings({ same, different }: Sample): string[] {
  const found: string[] = [];
  const note = (what: string, isBad: boolean) => (isBad ? found.push(what) : undefined);
  const top = (byte: number, bit: number) => byte === POINT_TOP && bit === 7;
  for (const [name, bodies] of [
    ['same', same],
    ['different', different],
  ] as const) {
    note(`bits of ${name}`, monobit(bodies, BODY_BYTES, top) > 5.5);
    note(`bytes of ${name}`, chiSquare(bodies, BODY_BYTES, (byte) => byte === POINT_TOP) > 6.5);
    note(
      `highest bit of ${name}`,
      bodies.some((body) => (body[POINT_TOP] as number) > 127),
    );
  }
  const [ofSame, ofDifferent] = [pairsOf(same), pairsOf(different)].map((pairs) =>
    pairs.map(([a, b]) => xor(a, b)),
  ) as [Uint8Array[], Uint8Array[]];
  note('bits of pairs', monobit(ofSame, BODY_BYTES, top) > 5.5);
  note('bytes of pairs', chiSquare(ofSame, BODY_BYTES, (byte) => byte === POINT_TOP) > 6.5);
  // Part by part: a small effect in the whole may be a large one in the sealed part.
  for (const [part, from, to] of [
    ['kem', 0, KEM_BYTES],
    ['point', KEM_BYTES, POINT_END],
    ['sealed', POINT_END, BODY_BYTES],
  ] as const) {
    const distances = (pairs: readonly Uint8Array[]) => pairs.map((pair) => bitsSet(pair.subarray(from, to)));
    note(`distances of ${part}`, apart(distances(ofSame), distances(ofDifferent)) > 2.2);
  }
  note('repeats', repeats([...same, ...different]) > 0);
  return found;
}

const script = scripted('the distribution of sealed addresses');
const service = { origin: 'https://receiving.example', key: new Uint8Array(32).fill(1) };
const days = { fromDay: 0, untilDay: 29, opensUntilDay: 219 };
let real: Sample;
let addresses: Uint8Array[] = [];
beforeAll(async () => {
  useProvider(await loadSodium());
  const { generation } = createGeneration(1, days, script.draw);
  const owner = createSignKeyPair(script.draw);
  const maker = { service, generation, root: script.draw(16), addressSeed: owner.seed };
  const seed = script.draw(32);
  addresses = Array.from({ length: SAMPLES }, (_, i) =>
    createDeliveryAddress(maker, addressId(seed, i, 'now'), 30, script.draw),
  );
  const sealed = (address: Uint8Array) =>
    sealAddress(address, service, generation, script.draw(64), script.draw).subarray(PREFIX_BYTES);
  const [first] = addresses as [Uint8Array];
  real = { same: addresses.map(() => sealed(first)), different: addresses.map(sealed) };
});

test('sealed addresses of one delivery address are spread as those of different ones are', () => {
  expect(findings(real)).toEqual([]);
});

describe('is found out:', () => {
  /** The same sealings with something changed in those of one address. */
  const flawed = (change: (body: Uint8Array, index: number) => Uint8Array): Sample => ({
    ...real,
    same: real.same.map((body, i) => change(body.slice(), i)),
  });
  const put = (body: Uint8Array, at: number, bytes: Uint8Array): Uint8Array => {
    body.set(bytes, at);
    return body;
  };
  const first = () => real.same[0] as Uint8Array;

  test('an encapsulation that is used again', () => {
    const found = findings(
      flawed((body, i) => put(body, 0, (real.same[i - (i % 2)] as Uint8Array).subarray(0, POINT_END))),
    );
    expect(found).toEqual(expect.arrayContaining(['distances of kem', 'distances of point', 'repeats']));
  });

  test('one that is used again now and then', () => {
    expect(findings(flawed((body, i) => (i === 700 ? put(body, 0, first().subarray(0, KEM_BYTES)) : body)))).toEqual([
      'repeats',
    ]);
  });

  test('a keystream that is used again with a counter', () => {
    const found = findings(
      flawed((body, i) => {
        const sealed = first().slice(POINT_END);
        sealed[0] = (sealed[0] as number) ^ (i & 0xff);
        sealed[1] = (sealed[1] as number) ^ (i >> 8);
        return put(body, POINT_END, sealed);
      }),
    );
    expect(found).toEqual(expect.arrayContaining(['bits of same', 'bytes of same', 'distances of sealed', 'repeats']));
  });

  test('randomness that is a counter, in two bytes of the point', () => {
    const found = findings(flawed((body, i) => put(body, KEM_BYTES + 4, new Uint8Array([i & 0xff, i >> 8]))));
    expect(found).toEqual(expect.arrayContaining(['bits of same', 'bytes of same']));
  });

  test('one byte that depends on the address', () => {
    const tag = (address: Uint8Array) => sha256(address).subarray(0, 1);
    const tagged = {
      same: real.same.map((body) => put(body.slice(), BODY_BYTES - 1, tag(addresses[0] as Uint8Array))),
      different: real.different.map((body, i) => put(body.slice(), BODY_BYTES - 1, tag(addresses[i] as Uint8Array))),
    };
    expect(findings(tagged)).toEqual(
      expect.arrayContaining(['bits of same', 'bytes of same', 'bits of pairs', 'bytes of pairs']),
    );
  });

  test('one bit that is a little likelier to be set', () => {
    const found = findings(
      flawed((body, i) => (i % 4 === 0 ? put(body, 90, new Uint8Array([(body[90] as number) | 4])) : body)),
    );
    expect(found).toContain('bits of same');
  });

  test('a bit that alternates: every byte is right on its own, and pairs give it away', () => {
    const found = findings(
      flawed((body, i) => put(body, 1200, new Uint8Array([((body[1200] as number) & 0xfe) | (i & 1)]))),
    );
    expect(found).toEqual(['bits of pairs', 'bytes of pairs']);
  });

  test('a point that is not reduced', () => {
    expect(
      findings(
        flawed((body, i) => put(body, POINT_TOP, new Uint8Array([(body[POINT_TOP] as number) | ((i & 1) << 7)]))),
      ),
    ).toContain('highest bit of same');
  });
});

test('delivery addresses of one root are spread as random bytes are, behind their prefix', () => {
  const prefix = 11;
  const bodies = addresses.map((address) => address.subarray(prefix));
  const length = DELIVERY_ADDRESS_BYTES - prefix;
  const top = (byte: number, bit: number) => byte === 31 && bit === 7;
  expect(new Set(addresses.map((address) => String(address.subarray(0, prefix)))).size).toBe(1);
  expect(monobit(bodies, length, top)).toBeLessThan(5.5);
  expect(chiSquare(bodies, length, (byte) => byte === 31)).toBeLessThan(6.5);
  const pairs = pairsOf(bodies).map(([a, b]) => xor(a, b));
  expect(monobit(pairs, length, top)).toBeLessThan(5.5);
  expect(repeats(bodies)).toBe(0);
  expect(repeats([...bodies, concat(bodies[3] as Uint8Array)])).toBeGreaterThan(0);
});
