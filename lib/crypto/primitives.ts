// The primitives of a cryptographic library behind our key types. There are three: noble (reference, everywhere),
// libsodium (fast, if WebAssembly may run) and, in services, OpenSSL as Node carries it (services/crypto/native.ts).
// Everything is synchronous, since awaiting inside an IndexedDB transaction ends it in Firefox. Given the same
// arguments all return the same bytes, refuse the same inputs and throw the same codes; none draws randomness.

export interface Provider {
  readonly name: 'noble' | 'sodium' | 'native';
  readonly hash: Hash;
  readonly x25519: X25519;
  readonly ed25519: Ed25519;
  /** XChaCha20-Poly1305, draft-irtf-cfrg-xchacha-03 section 2: 24-byte nonce, which may be random. */
  readonly aead: Aead;
  /** ChaCha20-Poly1305, RFC 8439 section 2.8: 12-byte nonce, never random under one key. For HPKE only. */
  readonly chacha20poly1305: Aead;
  /** ML-KEM-768, FIPS 203. */
  readonly mlkem768: MlKem768;
  /** X-Wing, draft-connolly-cfrg-xwing-kem: ML-KEM-768 and X25519 in one. */
  readonly xwing: XWing;
  /** ristretto255, RFC 9496: the group of prime order that tokens are made in (voprf.ts). */
  readonly ristretto255: Ristretto255;
  /**
   * Argon2id, RFC 9106, version 0x13, without secret and associated data. One lane, for libsodium has no more.
   * @param salt 16 bytes
   * @param length of the result in bytes, 16 or more (libsodium's least)
   * @throws Fault malformed `argon2id-salt-length`, `argon2id-cost` (memory below 8 KiB, no pass, more than one lane,
   * length below 16)
   */
  argon2id(password: Uint8Array, salt: Uint8Array, cost: Argon2Cost, length: number): Uint8Array;
}

/** SHA-256, HMAC and HKDF; hash.ts has the names the rest of the program uses. SHA-512 is for tokens. FIPS 180-4. */
export interface Hash {
  sha256(message: Uint8Array): Uint8Array;
  sha512(message: Uint8Array): Uint8Array;
  /** RFC 2104. */
  hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array;
  /** RFC 5869 section 2.3. @throws if more than 8160 bytes are wanted */
  hkdfExpand(prk: Uint8Array, info: Uint8Array, length: number): Uint8Array;
}

export interface Argon2Cost {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: 1;
}

/** RFC 7748. Secret keys are 32 bytes, clamped when used; public keys are 32 bytes, their top bit ignored. */
export interface X25519 {
  publicKey(secretKey: Uint8Array): Uint8Array;
  /**
   * @throws Fault untrusted `x25519-low-order` if the result is all zero (RFC 7748 section 6.1)
   * @throws Fault malformed `x25519-secret-key-length`, `x25519-public-key-length`
   */
  shared(secretKey: Uint8Array, publicKey: Uint8Array): Uint8Array;
}

/** RFC 8032, pure Ed25519 without context. */
export interface Ed25519 {
  publicKey(seed: Uint8Array): Uint8Array;
  /** @returns 64 bytes */
  sign(seed: Uint8Array, message: Uint8Array): Uint8Array;
  /** Strict (see ed25519-point.ts). Never throws: a wrong length is false. */
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

/** 32-byte key, 16-byte tag at the end of the ciphertext. Wrong lengths of key and nonce throw Fault malformed. */
export interface Aead {
  seal(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Uint8Array;
  /** Null if the tag does not hold or is not there whole. */
  open(key: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array, aad: Uint8Array): Uint8Array | null;
}

export interface KeyPair {
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}

export interface Encapsulated {
  readonly ciphertext: Uint8Array;
  /** 32 bytes. */
  readonly secret: Uint8Array;
}

export interface MlKem768 {
  /** @param seed 64 bytes, d ‖ z @returns public key of 1184 bytes, expanded secret key of 2400 */
  keyPair(seed: Uint8Array): KeyPair;
  /**
   * @param entropy 32 bytes @returns ciphertext of 1088 bytes
   * @throws Fault malformed `mlkem768-public-key` if a coefficient is not reduced (FIPS 203 section 7.2), `…-length`
   */
  encapsulate(publicKey: Uint8Array, entropy: Uint8Array): Encapsulated;
  /**
   * A forged ciphertext of the right length gives a secret that neither side knows (implicit rejection), not an error.
   * @throws Fault malformed `mlkem768-secret-key` if its hash does not hold (section 7.3), `…-length`
   */
  decapsulate(secretKey: Uint8Array, ciphertext: Uint8Array): Uint8Array;
}

export interface XWing {
  /** @param seed 32 bytes @returns public key of 1216 bytes; the secret key is a copy of the seed */
  keyPair(seed: Uint8Array): KeyPair;
  /**
   * @param entropy 64 bytes @returns ciphertext of 1120 bytes
   * @throws Fault malformed `xwing-public-key` (ML-KEM part not reduced, or X25519 part of low order), `…-length`
   */
  encapsulate(publicKey: Uint8Array, entropy: Uint8Array): Encapsulated;
  /** @throws Fault malformed `xwing-ciphertext` (X25519 part of low order), `…-length` */
  decapsulate(secretKey: Uint8Array, ciphertext: Uint8Array): Uint8Array;
}

/**
 * Elements are 32 bytes in their one encoding; the identity is refused everywhere, as RFC 9497 section 2.1 wants it.
 * Scalars are 32 bytes, little-endian, below the group's order.
 * @throws Fault malformed `ristretto255-element` (not an encoding, or the identity, or the result is),
 * `ristretto255-scalar` (not reduced)
 */
export interface Ristretto255 {
  /** The one-way map of RFC 9496 section 4.3.4. @param uniform 64 bytes */
  fromUniform(uniform: Uint8Array): Uint8Array;
  multiplyBase(scalar: Uint8Array): Uint8Array;
  multiply(scalar: Uint8Array, element: Uint8Array): Uint8Array;
  add(one: Uint8Array, other: Uint8Array): Uint8Array;
  /** 64 bytes, little-endian, modulo the order. */
  scalarReduce(wide: Uint8Array): Uint8Array;
  scalarMultiply(one: Uint8Array, other: Uint8Array): Uint8Array;
  scalarSubtract(one: Uint8Array, other: Uint8Array): Uint8Array;
  /** Zero has no inverse and is refused. */
  scalarInvert(scalar: Uint8Array): Uint8Array;
}
