// VOPRF(ristretto255, SHA-512), RFC 9497 in mode 0x01, with one proof over a whole batch: the base of privately
// verifiable tokens (RFC 9578 section 5, draft-ietf-privacypass-batched-tokens section 5). Everything secret goes
// through the provider's group; this file only hashes and orders. Blinds and the proof's nonce are arguments: drawing
// one twice gives the key or the input away.

import type { Brand } from '#bytes/brand.ts';
import { ascii, concat, equal } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { requireLength } from './length.ts';
import { provider } from './provider.ts';
import { isReduced } from './ristretto255-scalar.ts';

export const VOPRF_ELEMENT_BYTES = 32;
export const VOPRF_PROOF_BYTES = 64;
export const VOPRF_OUTPUT_BYTES = 64;
const WIDE_BYTES = 64;
/** Of zeros, before the message. */
const SHA512_BLOCK = new Uint8Array(128);

export type VoprfSecretKey = Brand<Uint8Array, 'VoprfSecretKey'>;
export type VoprfPublicKey = Brand<Uint8Array, 'VoprfPublicKey'>;

export interface VoprfKeyPair {
  readonly secretKey: VoprfSecretKey;
  readonly publicKey: VoprfPublicKey;
}

/** RFC 9497 section 3.1: "OPRFV1-" ‖ mode ‖ "-" ‖ identifier. */
const CONTEXT = concat(ascii('OPRFV1-'), new Uint8Array([1]), ascii('-ristretto255-SHA512'));
const tag = (name: string): Uint8Array => concat(ascii(name), CONTEXT);
const TO_GROUP = tag('HashToGroup-');
const TO_SCALAR = tag('HashToScalar-');
const SEED = tag('Seed-');
const DERIVE = tag('DeriveKeyPair');

/** Draws 64 bytes. */
export function createVoprfKeyPair(entropy: Entropy): VoprfKeyPair {
  return voprfKeyPair(provider().ristretto255.scalarReduce(entropy(WIDE_BYTES)));
}

/** @throws Fault malformed `ristretto255-scalar`, `ristretto255-element` if it is zero */
export function voprfKeyPair(secretKey: Uint8Array): VoprfKeyPair {
  return {
    secretKey: secretKey as VoprfSecretKey,
    publicKey: provider().ristretto255.multiplyBase(secretKey) as VoprfPublicKey,
  };
}

/** RFC 9497 section 3.2.1. @param seed 32 bytes @param info at most 65,535 bytes */
export function deriveVoprfKeyPair(seed: Uint8Array, info: Uint8Array): VoprfKeyPair {
  requireLength(seed, 32, 'voprf-seed');
  // The counter of the specification steps over a zero that will never occur.
  return voprfKeyPair(hashToScalar(concat(seed, lengthed(info), new Uint8Array([0])), DERIVE));
}

/** @throws Fault malformed `voprf-public-key-length`; that it is an element shows when it is used */
export function voprfPublicKey(bytes: Uint8Array): VoprfPublicKey {
  requireLength(bytes, VOPRF_ELEMENT_BYTES, 'voprf-public-key');
  return bytes as VoprfPublicKey;
}

/** A blind for one input. Draws 64 bytes. */
export function createBlind(entropy: Entropy): Uint8Array {
  return provider().ristretto255.scalarReduce(entropy(WIDE_BYTES));
}

/** RFC 9497 section 3.3.1, Blind: blindedElement = blind * HashToGroup(input). */
export function blindInput(input: Uint8Array, blind: Uint8Array): Uint8Array {
  return provider().ristretto255.multiply(blind, hashToGroup(input));
}

/**
 * Evaluates a batch and proves that one key did all of it (RFC 9497 section 3.3.2, BlindEvaluate over a list). Draws 64
 * bytes.
 * @throws Fault malformed `ristretto255-element` if one of them is none
 */
export function evaluateBatch(
  { secretKey, publicKey }: VoprfKeyPair,
  blinded: readonly Uint8Array[],
  entropy: Entropy,
): { readonly evaluated: Uint8Array[]; readonly proof: Uint8Array } {
  const group = provider().ristretto255;
  const evaluated = blinded.map((element) => group.multiply(secretKey, element));
  // Section 2.2.1, GenerateProof with ComputeCompositesFast: Z = k * M.
  const m = sum(composites(publicKey, blinded, evaluated).map((d, i) => group.multiply(d, blinded[i] as Uint8Array)));
  const z = group.multiply(secretKey, m);
  const r = group.scalarReduce(entropy(WIDE_BYTES));
  const c = challengeOf(publicKey, m, z, group.multiplyBase(r), group.multiply(r, m));
  // s = r - c * k
  const s = group.scalarSubtract(r, group.scalarMultiply(c, secretKey));
  return { evaluated, proof: concat(c, s) };
}

/**
 * Checks the proof and unblinds (RFC 9497 section 3.3.2, Finalize over a list).
 * @returns the outputs, 64 bytes each; null if the proof does not hold or any part of the answer is not as it should be
 */
export function finalizeBatch(
  publicKey: VoprfPublicKey,
  items: readonly { readonly input: Uint8Array; readonly blind: Uint8Array; readonly blinded: Uint8Array }[],
  evaluated: readonly Uint8Array[],
  proof: Uint8Array,
): Uint8Array[] | null {
  if (items.length === 0 || evaluated.length !== items.length || proof.length !== VOPRF_PROOF_BYTES) return null;
  const group = provider().ristretto255;
  try {
    const blinded = items.map((item) => item.blinded);
    if (!proofHolds(publicKey, blinded, evaluated, proof)) return null;
    return items.map(({ input, blind }, i) =>
      output(input, group.multiply(group.scalarInvert(blind), evaluated[i] as Uint8Array)),
    );
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed') return null;
    throw error;
  }
}

/** RFC 9497 section 3.3.1, Evaluate: the output for an input, computed with the secret key alone. @returns 64 bytes */
export function evaluate(secretKey: VoprfSecretKey, input: Uint8Array): Uint8Array {
  return output(input, provider().ristretto255.multiply(secretKey, hashToGroup(input)));
}

/** Section 2.2.2, VerifyProof. */
function proofHolds(
  publicKey: VoprfPublicKey,
  blinded: readonly Uint8Array[],
  evaluated: readonly Uint8Array[],
  proof: Uint8Array,
): boolean {
  const group = provider().ristretto255;
  const [c, s] = [proof.subarray(0, 32), proof.subarray(32)];
  if (!isReduced(c) || !isReduced(s)) return false;
  const d = composites(publicKey, blinded, evaluated);
  const m = sum(d.map((one, i) => group.multiply(one, blinded[i] as Uint8Array)));
  const z = sum(d.map((one, i) => group.multiply(one, evaluated[i] as Uint8Array)));
  const t2 = group.add(group.multiplyBase(s), group.multiply(c, publicKey));
  const t3 = group.add(group.multiply(s, m), group.multiply(c, z));
  return equal(challengeOf(publicKey, m, z, t2, t3), c);
}

/** Section 2.2.1, ComputeComposites: the scalars d that the elements are weighed with. */
function composites(
  publicKey: VoprfPublicKey,
  blinded: readonly Uint8Array[],
  evaluated: readonly Uint8Array[],
): Uint8Array[] {
  const seed = provider().hash.sha512(concat(lengthed(publicKey), lengthed(SEED)));
  return blinded.map((element, i) =>
    hashToScalar(
      concat(lengthed(seed), u16(i), lengthed(element), lengthed(evaluated[i] as Uint8Array), ascii('Composite')),
      TO_SCALAR,
    ),
  );
}

function challengeOf(publicKey: Uint8Array, ...elements: readonly Uint8Array[]): Uint8Array {
  return hashToScalar(concat(...[publicKey, ...elements].map(lengthed), ascii('Challenge')), TO_SCALAR);
}

/** "Finalize" of section 3.3.1. */
function output(input: Uint8Array, element: Uint8Array): Uint8Array {
  return provider().hash.sha512(concat(lengthed(input), lengthed(element), ascii('Finalize')));
}

function sum(elements: readonly Uint8Array[]): Uint8Array {
  return elements.reduce((one, other) => provider().ristretto255.add(one, other));
}

function hashToGroup(input: Uint8Array): Uint8Array {
  return provider().ristretto255.fromUniform(expanded(input, TO_GROUP));
}

function hashToScalar(input: Uint8Array, separator: Uint8Array): Uint8Array {
  return provider().ristretto255.scalarReduce(expanded(input, separator));
}

/** expand_message_xmd (RFC 9380 section 5.3.1) with SHA-512, for the 64 bytes of one block. */
function expanded(message: Uint8Array, separator: Uint8Array): Uint8Array {
  const { sha512 } = provider().hash;
  const tail = concat(separator, new Uint8Array([separator.length]));
  const first = sha512(concat(SHA512_BLOCK, message, u16(WIDE_BYTES), new Uint8Array(1), tail));
  return sha512(concat(first, new Uint8Array([1]), tail));
}

const u16 = (value: number): Uint8Array => new Uint8Array([value >>> 8, value & 0xff]);

const lengthed = (bytes: Uint8Array): Uint8Array => concat(u16(bytes.length), bytes);
