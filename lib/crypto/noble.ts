// The reference provider: noble, plain JavaScript, everywhere. Slower than libsodium by 2.5 to 15 times in browsers,
// and its field arithmetic is not constant-time, which no JavaScript can promise. Lengths are checked before the
// library sees anything, so that a `catch` below stands for one cause only.

import { chacha20poly1305, xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { ed25519, ristretto255, ristretto255_hasher, x25519 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js';
import { argon2id } from '@noble/hashes/argon2.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { ml_kem768_x25519 } from '@noble/post-quantum/hybrid.js';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { concat } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { requireArgon2Cost } from './argon2-cost.ts';
import { isSmallOrder } from './ed25519-point.ts';
import { requireLength } from './length.ts';
import { nobleHash } from './noble-hash.ts';
import type { Aead, Provider } from './primitives.ts';
import { requireScalar } from './ristretto255-scalar.ts';

export const noble: Provider = {
  name: 'noble',
  hash: nobleHash,
  x25519: {
    publicKey(secretKey) {
      requireLength(secretKey, 32, 'x25519-secret-key');
      return x25519.getPublicKey(secretKey);
    },
    shared(secretKey, publicKey) {
      requireLength(secretKey, 32, 'x25519-secret-key');
      requireLength(publicKey, 32, 'x25519-public-key');
      return attempt('untrusted', 'x25519-low-order', () => x25519.getSharedSecret(secretKey, publicKey));
    },
  },
  ed25519: {
    publicKey(seed) {
      requireLength(seed, 32, 'ed25519-seed');
      return ed25519.getPublicKey(seed);
    },
    sign(seed, message) {
      requireLength(seed, 32, 'ed25519-seed');
      return ed25519.sign(message, seed);
    },
    verify(publicKey, message, signature) {
      if (publicKey.length !== 32 || signature.length !== 64) return false;
      if (isSmallOrder(publicKey) || isSmallOrder(signature)) return false;
      return holds(publicKey, message, signature);
    },
  },
  aead: aead(xchacha20poly1305, 24),
  chacha20poly1305: aead(chacha20poly1305, 12),
  mlkem768: {
    keyPair(seed) {
      requireLength(seed, 64, 'mlkem768-seed');
      const { publicKey, secretKey } = ml_kem768.keygen(seed);
      return { publicKey, secretKey };
    },
    encapsulate(publicKey, entropy) {
      requireLength(publicKey, 1184, 'mlkem768-public-key');
      requireLength(entropy, 32, 'mlkem768-entropy');
      const { cipherText, sharedSecret } = attempt('malformed', 'mlkem768-public-key', () =>
        ml_kem768.encapsulate(publicKey, entropy),
      );
      return { ciphertext: cipherText, secret: sharedSecret };
    },
    decapsulate(secretKey, ciphertext) {
      requireLength(secretKey, 2400, 'mlkem768-secret-key');
      requireLength(ciphertext, 1088, 'mlkem768-ciphertext');
      return attempt('malformed', 'mlkem768-secret-key', () => ml_kem768.decapsulate(ciphertext, secretKey));
    },
  },
  xwing: {
    keyPair(seed) {
      requireLength(seed, 32, 'xwing-seed');
      const { publicKey, secretKey } = ml_kem768_x25519.keygen(seed);
      return { publicKey, secretKey: secretKey.slice() };
    },
    encapsulate(publicKey, entropy) {
      requireLength(publicKey, 1216, 'xwing-public-key');
      requireLength(entropy, 64, 'xwing-entropy');
      const { cipherText, sharedSecret } = attempt('malformed', 'xwing-public-key', () =>
        ml_kem768_x25519.encapsulate(publicKey, entropy),
      );
      return { ciphertext: cipherText, secret: sharedSecret };
    },
    decapsulate(secretKey, ciphertext) {
      requireLength(secretKey, 32, 'xwing-secret-key');
      requireLength(ciphertext, 1120, 'xwing-ciphertext');
      return attempt('malformed', 'xwing-ciphertext', () => ml_kem768_x25519.decapsulate(ciphertext, secretKey));
    },
  },
  ristretto255: {
    fromUniform(uniform) {
      requireLength(uniform, 64, 'ristretto255-uniform');
      return encodeElement(deriveElement(uniform));
    },
    multiplyBase: (scalar) => encodeElement(multiplyElement(Element.BASE, decodeScalar(scalar))),
    multiply(scalar, element) {
      const by = decodeScalar(scalar);
      return encodeElement(multiplyElement(decodeElement(element), by));
    },
    add: (one, other) => encodeElement(decodeElement(one).add(decodeElement(other))),
    scalarReduce(wide) {
      requireLength(wide, 64, 'ristretto255-wide');
      return encodeScalar(Element.Fn.create(bytesToNumberLE(wide)));
    },
    scalarMultiply: (one, other) => encodeScalar(Element.Fn.mul(decodeScalar(one), decodeScalar(other))),
    scalarSubtract: (one, other) => encodeScalar(Element.Fn.sub(decodeScalar(one), decodeScalar(other))),
    scalarInvert(scalar) {
      const value = decodeScalar(scalar);
      return encodeScalar(attempt('malformed', 'ristretto255-scalar', () => Element.Fn.inv(value)));
    },
  },
  argon2id(password, salt, cost, length) {
    requireArgon2Cost(salt, cost, length);
    return argon2id(password, salt, { m: cost.memoryKiB, t: cost.passes, p: cost.lanes, dkLen: length });
  },
};

type Element = InstanceType<typeof ristretto255.Point>;
const Element = ristretto255.Point;

// Not optional for ristretto255; the type is shared with groups that have no such map.
const deriveElement = ristretto255_hasher.deriveToCurve as (uniform: Uint8Array) => Element;

/** noble's own `multiply` refuses zero as an argument; here its product is refused. */
const multiplyElement = (element: Element, scalar: bigint): Element =>
  scalar === 0n ? Element.ZERO : element.multiply(scalar);

function decodeElement(element: Uint8Array): Element {
  requireLength(element, 32, 'ristretto255-element');
  const decoded = attempt('malformed', 'ristretto255-element', () => Element.fromBytes(element));
  return requireElement(decoded);
}

const encodeElement = (element: Element): Uint8Array => requireElement(element).toBytes();

function requireElement(element: Element): Element {
  if (element.is0()) throw new Fault('malformed', 'ristretto255-element', 'ristretto255-element: refused');
  return element;
}

function decodeScalar(scalar: Uint8Array): bigint {
  requireScalar(scalar);
  return bytesToNumberLE(scalar);
}

const encodeScalar = (value: bigint): Uint8Array => numberToBytesLE(value, 32);

/**
 * RFC 8032 section 5.1.7 with the equation of its last step that needs no cofactor, [S]B = R + [k]A. noble's own
 * `verify` multiplies by 8 and so admits signatures that libsodium, OpenSSL and WebCrypto refuse (CCTV's
 * `low_order_residue`); it has no option for it.
 */
function holds(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const { Point } = ed25519;
  const s = bytesToNumberLE(signature.subarray(32));
  if (s >= Point.Fn.ORDER) return false;
  const k = Point.Fn.create(bytesToNumberLE(sha512(concat(signature.subarray(0, 32), publicKey, message))));
  try {
    const a = Point.fromBytes(publicKey);
    const r = Point.fromBytes(signature.subarray(0, 32));
    return Point.BASE.multiplyUnsafe(s).equals(r.add(a.multiplyUnsafe(k)));
  } catch {
    return false; // not a point of the curve
  }
}

function aead(cipher: typeof xchacha20poly1305, nonceLength: number): Aead {
  const requireLengths = (key: Uint8Array, nonce: Uint8Array) => {
    requireLength(key, 32, 'aead-key');
    requireLength(nonce, nonceLength, 'aead-nonce');
  };
  return {
    seal(key, nonce, plaintext, aad) {
      requireLengths(key, nonce);
      return cipher(key, nonce, aad).encrypt(plaintext);
    },
    open(key, nonce, ciphertext, aad) {
      requireLengths(key, nonce);
      try {
        return cipher(key, nonce, aad).decrypt(ciphertext);
      } catch {
        return null;
      }
    },
  };
}

function attempt<T>(blame: 'malformed' | 'untrusted', code: string, operation: () => T): T {
  try {
    return operation();
  } catch (cause) {
    throw new Fault(blame, code, `${code}: refused`, cause);
  }
}
