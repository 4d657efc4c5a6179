// Every key the project stores or sends, as a type of its own: bytes at run time, not interchangeable at compile time.
// Bytes from outside become a key through the function of the same name, which checks the length and nothing else (a
// public key may still be refused when it is used). Secrets are kept in their shortest form: seeds, which the provider
// expands for its library.

import type { Brand } from '#bytes/brand.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { requireLength } from './length.ts';
import { provider } from './provider.ts';

/** Ed25519 seed, 32 bytes (RFC 8032 section 5.1.5). */
export type SignSeed = Brand<Uint8Array, 'SignSeed'>;
/** Ed25519 public key, 32 bytes. */
export type SignPublicKey = Brand<Uint8Array, 'SignPublicKey'>;
/** X25519 secret key, 32 bytes (RFC 7748). */
export type AgreeSecretKey = Brand<Uint8Array, 'AgreeSecretKey'>;
/** X25519 public key, 32 bytes. */
export type AgreePublicKey = Brand<Uint8Array, 'AgreePublicKey'>;
/** ML-KEM-768 seed d ‖ z, 64 bytes (FIPS 203). */
export type KemSeed = Brand<Uint8Array, 'KemSeed'>;
/** ML-KEM-768 encapsulation key, 1184 bytes. */
export type KemPublicKey = Brand<Uint8Array, 'KemPublicKey'>;
/** X-Wing secret key, 32 bytes; HPKE suite `xwing`. */
export type SealSecretKey = Brand<Uint8Array, 'SealSecretKey'>;
/** X-Wing public key, 1216 bytes. */
export type SealPublicKey = Brand<Uint8Array, 'SealPublicKey'>;
/** XChaCha20-Poly1305 key, 32 bytes. */
export type AeadKey = Brand<Uint8Array, 'AeadKey'>;

/** A function that names bytes a key. It does not copy. @throws Fault malformed `<name>-length` */
function named<Key extends Uint8Array>(name: string, length: number): (bytes: Uint8Array) => Key {
  return (bytes) => {
    requireLength(bytes, length, name);
    return bytes as Key;
  };
}

export const signSeed = named<SignSeed>('sign-seed', 32);
export const signPublicKey = named<SignPublicKey>('sign-public-key', 32);
export const agreeSecretKey = named<AgreeSecretKey>('agree-secret-key', 32);
export const agreePublicKey = named<AgreePublicKey>('agree-public-key', 32);
export const kemSeed = named<KemSeed>('kem-seed', 64);
export const kemPublicKey = named<KemPublicKey>('kem-public-key', 1184);
export const sealSecretKey = named<SealSecretKey>('seal-secret-key', 32);
export const sealPublicKey = named<SealPublicKey>('seal-public-key', 1216);
export const aeadKey = named<AeadKey>('aead-key', 32);

export interface SignKeyPair {
  readonly seed: SignSeed;
  readonly publicKey: SignPublicKey;
}

export interface AgreeKeyPair {
  readonly secretKey: AgreeSecretKey;
  readonly publicKey: AgreePublicKey;
}

export interface KemKeyPair {
  readonly seed: KemSeed;
  readonly publicKey: KemPublicKey;
}

export interface SealKeyPair {
  readonly secretKey: SealSecretKey;
  readonly publicKey: SealPublicKey;
}

/** Draws 32 bytes. */
export function createSignKeyPair(entropy: Entropy): SignKeyPair {
  const seed = signSeed(entropy(32));
  return { seed, publicKey: signPublicKey(provider().ed25519.publicKey(seed)) };
}

/** Draws 32 bytes. */
export function createAgreeKeyPair(entropy: Entropy): AgreeKeyPair {
  const secretKey = agreeSecretKey(entropy(32));
  return { secretKey, publicKey: agreePublicKey(provider().x25519.publicKey(secretKey)) };
}

/** Draws 64 bytes. */
export function createKemKeyPair(entropy: Entropy): KemKeyPair {
  const seed = kemSeed(entropy(64));
  return { seed, publicKey: kemPublicKey(provider().mlkem768.keyPair(seed).publicKey) };
}

/** Draws 32 bytes. */
export function createSealKeyPair(entropy: Entropy): SealKeyPair {
  const { publicKey, secretKey } = provider().xwing.keyPair(entropy(32));
  return { secretKey: sealSecretKey(secretKey), publicKey: sealPublicKey(publicKey) };
}

/** Draws 32 bytes. */
export function createAeadKey(entropy: Entropy): AeadKey {
  return aeadKey(entropy(32));
}
