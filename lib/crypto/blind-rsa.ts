// Blind RSA signatures, RSABSSA-SHA384-PSS-Deterministic (RFC 9474): the client's half, for publicly verifiable tokens
// (RFC 9578 section 6). Synchronous and pure, on BigInt: neither WebCrypto nor libsodium has raw RSA. BigInt is not
// constant-time: an attacker who measures this very machine during a request could learn its blind. The signer's half
// is in services/, on OpenSSL.

import { sha384 } from '@noble/hashes/sha2.js';
import { decodeHex, encodeHex } from '#bytes/base64url.ts';
import { concat, equal } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';

const E = 65537n;
const HASH_BYTES = 48;
export const PSS_SALT_BYTES = 48;
/** Above the modulus, so that reducing is as good as drawing evenly. */
const SURPLUS_BYTES = 16;

export interface RsaPublicKey {
  readonly n: bigint;
  /** Bytes of the modulus, whose top bit is set. */
  readonly byteCount: number;
}

/** A message on its way to being signed. */
export interface BlindedMessage {
  readonly blinded: Uint8Array;
  /** The encoded message that the signature must give back. */
  readonly encoded: bigint;
  readonly inverse: bigint;
}

/** @param modulus big-endian, its top bit set; the exponent is 65537 @throws Fault malformed `rsa-modulus` */
export function rsaPublicKey(modulus: Uint8Array): RsaPublicKey {
  if (modulus.length < 256 || ((modulus[0] as number) & 0x80) === 0 || ((modulus.at(-1) as number) & 1) === 0)
    throw new Fault('malformed', 'rsa-modulus', 'rsa-modulus: an odd number of 2048 bits or more wanted');
  return { n: toInteger(modulus), byteCount: modulus.length };
}

/**
 * RFC 9474 section 4.2, Blind, of several messages: their blinds are inverted together (one inversion and three
 * products each). Draws 48 bytes and byteCount + 16 for each message.
 */
export function blindMessages(key: RsaPublicKey, messages: readonly Uint8Array[], entropy: Entropy): BlindedMessage[] {
  const drawn = messages.map((message) => ({
    encoded: encodePss(message, entropy(PSS_SALT_BYTES), key.byteCount),
    blind: toInteger(entropy(key.byteCount + SURPLUS_BYTES)) % key.n,
  }));
  const inverses = invertAll(
    drawn.map(({ blind }) => blind),
    key.n,
  );
  return drawn.map(({ encoded, blind }, i) => ({
    // z = m * RSAVP1(pk, r) mod n
    blinded: toBytes((encoded * power(blind, key.n)) % key.n, key.byteCount),
    encoded,
    inverse: inverses[i] as bigint,
  }));
}

/** RFC 9474 section 4.4, Finalize. @returns the signature, or null if it does not hold */
export function finalizeSignature(
  key: RsaPublicKey,
  { encoded, inverse }: BlindedMessage,
  blindSignature: Uint8Array,
): Uint8Array | null {
  if (blindSignature.length !== key.byteCount) return null;
  const signature = (toInteger(blindSignature) * inverse) % key.n;
  // RSASSA-PSS-VERIFY would take the message apart; here the whole encoded message is known.
  return power(signature, key.n) === encoded ? toBytes(signature, key.byteCount) : null;
}

/** RFC 8017 section 8.1.2, RSASSA-PSS-VERIFY, SHA-384, MGF1 with SHA-384, 48 bytes of salt. */
export function verifyPss(key: RsaPublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== key.byteCount) return false;
  const s = toInteger(signature);
  if (s >= key.n) return false;
  const em = toBytes(power(s, key.n), key.byteCount);
  const maskedBytes = em.length - HASH_BYTES - 1;
  const hash = em.subarray(maskedBytes, maskedBytes + HASH_BYTES);
  const db = masked(em.subarray(0, maskedBytes), hash);
  db[0] = (db[0] as number) & 0x7f;
  return equal(toBytes(encodePss(message, db.subarray(-PSS_SALT_BYTES), em.length), em.length), em);
}

/** RFC 8017 section 9.1.1, EMSA-PSS-ENCODE, of one bit less than the modulus has. */
function encodePss(message: Uint8Array, salt: Uint8Array, byteCount: number): bigint {
  const hash = sha384(concat(new Uint8Array(8), sha384(message), salt));
  const db = new Uint8Array(byteCount - HASH_BYTES - 1);
  db.set(salt, db.length - salt.length);
  db[db.length - salt.length - 1] = 1;
  const maskedDb = masked(db, hash);
  maskedDb[0] = (maskedDb[0] as number) & 0x7f;
  return toInteger(concat(maskedDb, hash, new Uint8Array([0xbc])));
}

/** XOR with MGF1(seed). */
function masked(bytes: Uint8Array, seed: Uint8Array): Uint8Array {
  const result = bytes.slice();
  for (let block = 0; block * HASH_BYTES < result.length; block++) {
    const counter = new Uint8Array([block >>> 24, block >>> 16, block >>> 8, block]);
    const mask = sha384(concat(seed, counter));
    for (let i = 0; i < HASH_BYTES && block * HASH_BYTES + i < result.length; i++) {
      const at = block * HASH_BYTES + i;
      result[at] = (result[at] as number) ^ (mask[i] as number);
    }
  }
  return result;
}

/** base^65537 mod n. */
function power(base: bigint, n: bigint): bigint {
  let result = base;
  for (let bit = E >> 1n; bit > 0n; bit >>= 1n) result = (result * result) % n;
  return (result * base) % n;
}

/** @throws Fault malformed `rsa-modulus`: a blind without an inverse would be a factor of it */
function invertAll(values: readonly bigint[], n: bigint): bigint[] {
  const products: bigint[] = [];
  let product = 1n;
  for (const value of values) {
    products.push(product);
    product = (product * value) % n;
  }
  let inverse = invert(product, n);
  const inverses = new Array<bigint>(values.length);
  for (let i = values.length - 1; i >= 0; i--) {
    inverses[i] = (inverse * (products[i] as bigint)) % n;
    inverse = (inverse * (values[i] as bigint)) % n;
  }
  return inverses;
}

/** Extended Euclid. */
function invert(value: bigint, n: bigint): bigint {
  let [a, b, x, y] = [value, n, 1n, 0n];
  while (b > 0n) {
    const q = a / b;
    [a, b] = [b, a - q * b];
    [x, y] = [y, x - q * y];
  }
  if (a !== 1n) throw new Fault('malformed', 'rsa-modulus', 'rsa-modulus: not the product of two primes');
  return ((x % n) + n) % n;
}

function toInteger(bytes: Uint8Array): bigint {
  return BigInt(`0x${encodeHex(bytes)}`);
}

function toBytes(value: bigint, byteCount: number): Uint8Array {
  return decodeHex(value.toString(16).padStart(byteCount * 2, '0')) as Uint8Array;
}
