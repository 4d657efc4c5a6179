// Two providers give the same bytes and the same refusals on anything: properties that know no test framework and
// throw, run by providers-agree.test.ts in Node and by providers-page.ts in real browsers. fast-check draws the cases,
// shrinks a failure and names its seed.

import { assert, constantFrom, type IRawProperty, integer, oneof, property, uint8Array } from 'fast-check';
import { decodeHex, encodeHex } from '#bytes/base64url.ts';
import { concat } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import type { Provider } from './primitives.ts';

export type Pair = readonly [Provider, Provider];

export interface Draws {
  /** Repeats the same draws; without it fast-check's own setting holds. */
  readonly seed?: number;
  /** Of the usual number of draws. */
  readonly share?: number;
}

export interface AgreementCase {
  readonly name: string;
  /** @throws if the two differ */
  run(providers: Pair, draws?: Draws): void;
}

const hex = (text: string) => decodeHex(text) as Uint8Array;
const exactly = (length: number) => uint8Array({ minLength: length, maxLength: length });
/** Mostly of that length, sometimes shorter or longer: lengths must be refused alike too. */
const about = (length: number) =>
  oneof({ weight: 4, arbitrary: exactly(length) }, uint8Array({ maxLength: length + 2 }));
const text = uint8Array({ maxLength: 600 });

/**
 * 32 bytes that fields and curves are touchy about: zero, one, p and its neighbours, points of order 8, all of it with
 * the top bit too.
 */
const EDGES = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010',
].flatMap((edge) => {
  const topped = hex(edge);
  topped[31] = (topped[31] as number) | 0x80;
  return [hex(edge), topped];
});
const scalar = oneof(about(32), constantFrom(...EDGES));

/** Does it with both providers; returns their common result. @throws if they differ */
type Same = (operation: (provider: Provider) => unknown) => unknown;

const sameOf =
  ([one, other]: Pair): Same =>
  (operation) => {
    const [first, second] = [outcome(() => operation(one)), outcome(() => operation(other))];
    if (shown(first) !== shown(second))
      throw new Error(`${one.name} gives ${shown(first)}, ${other.name} ${shown(second)}`);
    return first;
  };

const named = (
  name: string,
  numRuns: number,
  drawn: (same: Same, one: Provider) => IRawProperty<any, false>,
): AgreementCase => ({
  name,
  run: (providers, { seed, share = 1 } = {}) =>
    assert(drawn(sameOf(providers), providers[0]), {
      numRuns: Math.ceil(numRuns * share),
      ...(seed === undefined ? {} : { seed }),
    }),
});

/** One case for each primitive and question. */
export const agreement: readonly AgreementCase[] = [
  named('SHA-256, HMAC and HKDF on anything', 200, (same) =>
    property(text, exactly(32), text, integer({ min: 1, max: 200 }), (key, prk, message, length) => {
      same(({ hash }) => hash.sha256(message));
      same(({ hash }) => hash.sha512(message));
      same(({ hash }) => hash.hmacSha256(key, message));
      same(({ hash }) => hash.hkdfExpand(concat(prk, key), message, length));
    }),
  ),
  named('X25519 on anything', 300, (same) =>
    property(scalar, scalar, (secretKey, publicKey) => {
      same(({ x25519 }) => x25519.publicKey(secretKey));
      same(({ x25519 }) => x25519.shared(secretKey, publicKey));
    }),
  ),
  named('Ed25519 signs alike, and each verifies it', 50, (same) =>
    property(about(32), text, (seed, message) => {
      const publicKey = same(({ ed25519 }) => ed25519.publicKey(seed));
      const signature = same(({ ed25519 }) => ed25519.sign(seed, message));
      if (!(publicKey instanceof Uint8Array && signature instanceof Uint8Array)) return;
      if (same(({ ed25519 }) => ed25519.verify(publicKey, message, signature)) !== true)
        throw new Error('what was signed does not verify');
    }),
  ),
  named('Ed25519 verifies alike whatever stands for key, R and S', 500, (same) =>
    property(scalar, scalar, scalar, text, (publicKey, r, s, message) => {
      same(({ ed25519 }) => ed25519.verify(publicKey, message, concat(r, s)));
    }),
  ),
  ...(['aead', 'chacha20poly1305'] as const).map((of) =>
    named(`${of} seals and opens alike`, 300, (same) =>
      property(about(32), about(of === 'aead' ? 24 : 12), text, text, (key, nonce, plaintext, aad) => {
        same((provider) => provider[of].open(key, nonce, plaintext, aad));
        const sealed = same((provider) => provider[of].seal(key, nonce, plaintext, aad));
        if (!(sealed instanceof Uint8Array)) return;
        if (shown(same((provider) => provider[of].open(key, nonce, sealed, aad))) !== shown(plaintext))
          throw new Error('what was sealed does not open');
      }),
    ),
  ),
  ...(['mlkem768', 'xwing'] as const).flatMap((of) => {
    const [seedLength, entropyLength] = of === 'xwing' ? [32, 64] : [64, 32];
    return [
      named(`${of}: keys, encapsulation, decapsulation and implicit rejection alike`, 60, (same, one) =>
        property(about(seedLength), about(entropyLength), exactly(3), (seed, entropy, change) => {
          same((provider) => provider[of].keyPair(seed));
          if (seed.length !== seedLength) return;
          const { publicKey, secretKey } = one[of].keyPair(seed);
          same((provider) => provider[of].encapsulate(publicKey, entropy));
          if (entropy.length !== entropyLength) return;
          const { ciphertext, secret } = one[of].encapsulate(publicKey, entropy);
          if (shown(same((provider) => provider[of].decapsulate(secretKey, ciphertext))) !== shown(secret))
            throw new Error('the secret did not arrive');
          const [high, low, value] = change as unknown as [number, number, number];
          const at = (high * 256 + low) % ciphertext.length;
          const forged = ciphertext.with(at, (ciphertext[at] as number) ^ value);
          same((provider) => provider[of].decapsulate(secretKey, forged));
        }),
      ),
      named(`${of}: public and secret keys with changed bytes are used or refused alike`, 60, (same, one) =>
        property(exactly(seedLength), exactly(entropyLength), exactly(4), (seed, entropy, change) => {
          const { publicKey, secretKey } = one[of].keyPair(seed);
          const { ciphertext } = one[of].encapsulate(publicKey, entropy);
          const [high, low, value] = change as unknown as [number, number, number];
          const changed = (bytes: Uint8Array) => bytes.with((high * 256 + low) % bytes.length, value);
          same((provider) => provider[of].encapsulate(changed(publicKey), entropy));
          same((provider) => provider[of].decapsulate(changed(secretKey), ciphertext));
        }),
      ),
    ];
  }),
  named('ristretto255: elements and scalars, and what is none of either', 150, (same, one) =>
    property(exactly(64), exactly(64), scalar, scalar, (wide, uniform, anything, other) => {
      const reduced = same(({ ristretto255 }) => ristretto255.scalarReduce(wide)) as Uint8Array;
      const element = same(({ ristretto255 }) => ristretto255.fromUniform(uniform)) as Uint8Array;
      same(({ ristretto255 }) => ristretto255.multiply(reduced, element));
      same(({ ristretto255 }) => ristretto255.multiply(anything, element));
      same(({ ristretto255 }) => ristretto255.multiply(reduced, anything));
      same(({ ristretto255 }) => ristretto255.multiplyBase(anything));
      same(({ ristretto255 }) => ristretto255.add(element, anything));
      same(({ ristretto255 }) => ristretto255.add(element, one.ristretto255.multiplyBase(reduced)));
      same(({ ristretto255 }) => ristretto255.add(element, element));
      for (const [a, b] of [
        [reduced, anything],
        [anything, other],
      ] as const) {
        same(({ ristretto255 }) => ristretto255.scalarMultiply(a, b));
        same(({ ristretto255 }) => ristretto255.scalarSubtract(a, b));
      }
      same(({ ristretto255 }) => ristretto255.scalarInvert(anything));
      const inverse = same(({ ristretto255 }) => ristretto255.scalarInvert(reduced)) as Uint8Array;
      const back = one.ristretto255.multiply(inverse, one.ristretto255.multiply(reduced, element));
      if (shown(back) !== shown(element)) throw new Error('the inverse does not undo');
    }),
  ),
  named('ristretto255: an element and its opposite add to nothing', 20, (same, one) =>
    property(exactly(64), (wide) => {
      const scalar = one.ristretto255.scalarReduce(wide);
      const opposite = one.ristretto255.scalarSubtract(new Uint8Array(32), scalar);
      const [a, b] = [one.ristretto255.multiplyBase(scalar), one.ristretto255.multiplyBase(opposite)];
      if (same(({ ristretto255 }) => ristretto255.add(a, b)) !== 'malformed ristretto255-element')
        throw new Error('the identity is taken for an element');
    }),
  ),
  named('Argon2id at small costs', 20, (same) =>
    property(text, about(16), exactly(2), (password, salt, drawn) => {
      const [memory, more] = drawn as unknown as [number, number];
      const cost = { memoryKiB: 8 + memory, passes: 1 + (more % 3), lanes: 1 } as const;
      same((provider) => provider.argon2id(password, salt, cost, 16 + (more % 100)));
    }),
  ),
];

/** An operation's outcome: its value, or its fault. Other errors are thrown on. */
function outcome(operation: () => unknown): unknown {
  try {
    return operation();
  } catch (error) {
    if (error instanceof Fault) return `${error.blame} ${error.code}`;
    throw error;
  }
}

/** The one spelling of a value: bytes in hexadecimal, fields by name. */
function shown(value: unknown): string {
  if (value instanceof Uint8Array) return encodeHex(value);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, field]) => `${name} ${shown(field)}`)
    .sort()
    .join(', ');
}
