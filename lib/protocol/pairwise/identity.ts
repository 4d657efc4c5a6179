// Contextual identities: an Ed25519 pair that signs and an X25519 pair that agrees, the second
// signed by the first. A fresh one for every relationship; none is ever used in two.
import { ascii, compare, concat } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { hkdfSha256 } from '#crypto/hash.ts';
import {
  type AgreeSecretKey,
  agreePublicKey,
  createAgreeKeyPair,
  createSignKeyPair,
  type SignSeed,
  signPublicKey,
} from '#crypto/keys.ts';
import { sign, verify } from '#crypto/sign.ts';
import { type Identity, identity } from '#wire/identity.ts';

const BINDING = 'nucleus/identity/1';

export interface IdentitySecrets {
  readonly signSeed: SignSeed;
  readonly agreeSecret: AgreeSecretKey;
}

/** Draws 64 bytes. */
export function createIdentity(entropy: Entropy): { secrets: IdentitySecrets; identity: Identity } {
  const signing = createSignKeyPair(entropy);
  const agreeing = createAgreeKeyPair(entropy);
  return {
    secrets: { signSeed: signing.seed, agreeSecret: agreeing.secretKey },
    identity: {
      sign: signing.publicKey,
      agree: agreeing.publicKey,
      binding: sign(signing.seed, BINDING, agreeing.publicKey),
    },
  };
}

/**
 * Whether the agreement key was signed by the identity key. Nothing else of an identity may be used before this holds.
 */
export function isBound(claimed: Identity): boolean {
  return verify(signPublicKey(claimed.sign), BINDING, agreePublicKey(claimed.agree), claimed.binding);
}

/**
 * The safety number that two people compare, to know that their keys are each other's: 60 digits in 12 groups of 5, the
 * same on both sides. Thirty digits (99 bits) stand for each identity. Both keys are fresh random ones, so there is
 * nothing to precompute against and no need for the slow hashing that numbers derived from long-lived keys ask for.
 */
export function safetyNumber(a: Identity, b: Identity): string {
  const [first, second] = compare(a.sign, b.sign) <= 0 ? [a, b] : [b, a];
  return [fingerprint(first), fingerprint(second)].join(' ');
}

function fingerprint(of: Identity): string {
  const stretched = hkdfSha256(identity.encode(of), new Uint8Array(0), ascii('nucleus/safety-number/1'), 48);
  const groups: string[] = [];
  for (let group = 0; group < 6; group++) {
    // Eight bytes modulo 100,000: the bias is below 2^-47.
    let value = 0;
    for (let i = 0; i < 8; i++) value = (value * 256 + (stretched[group * 8 + i] as number)) % 100_000;
    groups.push(String(value).padStart(5, '0'));
  }
  return groups.join(' ');
}

/** Seed of the generated picture and two-word name of an identity: public, and different for every identity. */
export function pictureSeed(of: Identity): Uint8Array {
  return hkdfSha256(concat(of.sign, of.agree), new Uint8Array(0), ascii('nucleus/picture/1'), 16);
}
