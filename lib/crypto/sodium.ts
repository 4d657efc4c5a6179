// The fast provider: libsodium 1.0.22 compiled to one synchronous WebAssembly module, which an extension's content
// security policy must allow ('wasm-unsafe-eval'). Only a context that wants its half megabyte imports this file. The
// wrappers copy every result out of the WebAssembly heap. They free arguments without wiping them: secrets may linger
// there.

import { sha3_256 } from '@noble/hashes/sha3.js';
// Imported statically: a service worker has no import(), so a lazy one would quietly leave the extension on noble.
import sodium from 'libsodium-wrappers-sumo';
import { equal } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { requireArgon2Cost } from './argon2-cost.ts';
import { isSmallOrder } from './ed25519-point.ts';
import { requireLength } from './length.ts';
import { nobleHash } from './noble-hash.ts';
import type { Aead, Provider } from './primitives.ts';
import { requireScalar } from './ristretto255-scalar.ts';

type Sodium = typeof sodium;

/**
 * @throws Fault unavailable `sodium-unavailable` if the module cannot be loaded or WebAssembly may not run: stay
 * with noble
 */
export async function loadSodium(): Promise<Provider> {
  try {
    await sodium.ready;
    return createProvider(sodium);
  } catch (cause) {
    throw new Fault('unavailable', 'sodium-unavailable', 'libsodium cannot run here', cause);
  }
}

function createProvider(sodium: Sodium): Provider {
  // In one piece: a table of primitives.
  return {
    name: 'sodium',
    hash: nobleHash,
    x25519: {
      publicKey(secretKey) {
        requireLength(secretKey, 32, 'x25519-secret-key');
        return sodium.crypto_scalarmult_base(secretKey);
      },
      shared(secretKey, publicKey) {
        requireLength(secretKey, 32, 'x25519-secret-key');
        requireLength(publicKey, 32, 'x25519-public-key');
        return attempt('untrusted', 'x25519-low-order', () => sodium.crypto_scalarmult(secretKey, publicKey));
      },
    },
    ed25519: {
      publicKey(seed) {
        requireLength(seed, 32, 'ed25519-seed');
        return sodium.crypto_sign_seed_keypair(seed).publicKey;
      },
      sign(seed, message) {
        requireLength(seed, 32, 'ed25519-seed');
        // libsodium's own secret key is seed ‖ public key. We store the seed alone: a mismatched half would leak the
        // scalar.
        const { privateKey } = sodium.crypto_sign_seed_keypair(seed);
        const signature = sodium.crypto_sign_detached(message, privateKey);
        privateKey.fill(0);
        return signature;
      },
      verify(publicKey, message, signature) {
        if (publicKey.length !== 32 || signature.length !== 64) return false;
        if (isSmallOrder(publicKey) || isSmallOrder(signature)) return false;
        return sodium.crypto_sign_verify_detached(signature, message, publicKey);
      },
    },
    aead: aead(
      24,
      (plaintext, aad, nonce, key) =>
        sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, aad, null, nonce, key),
      (ciphertext, aad, nonce, key) =>
        sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, ciphertext, aad, nonce, key),
    ),
    chacha20poly1305: aead(
      12,
      (plaintext, aad, nonce, key) =>
        sodium.crypto_aead_chacha20poly1305_ietf_encrypt(plaintext, aad, null, nonce, key),
      (ciphertext, aad, nonce, key) =>
        sodium.crypto_aead_chacha20poly1305_ietf_decrypt(null, ciphertext, aad, nonce, key),
    ),
    mlkem768: {
      keyPair(seed) {
        requireLength(seed, 64, 'mlkem768-seed');
        const { publicKey, privateKey } = sodium.crypto_kem_mlkem768_seed_keypair(seed);
        return { publicKey, secretKey: privateKey };
      },
      encapsulate(publicKey, entropy) {
        requireLength(publicKey, 1184, 'mlkem768-public-key');
        requireLength(entropy, 32, 'mlkem768-entropy');
        const { ciphertext, sharedSecret } = attempt('malformed', 'mlkem768-public-key', () =>
          sodium.crypto_kem_mlkem768_enc_deterministic(publicKey, entropy),
        );
        return { ciphertext, secret: sharedSecret };
      },
      decapsulate(secretKey, ciphertext) {
        requireLength(secretKey, 2400, 'mlkem768-secret-key');
        requireLength(ciphertext, 1088, 'mlkem768-ciphertext');
        // FIPS 203 section 7.3, hash check: dk = dkPKE (1152) ‖ ek (1184) ‖ H(ek) (32) ‖ z (32). libsodium leaves it to
        // the caller.
        if (!equal(sha3_256(secretKey.subarray(1152, 2336)), secretKey.subarray(2336, 2368)))
          throw new Fault('malformed', 'mlkem768-secret-key', 'mlkem768-secret-key: refused');
        return sodium.crypto_kem_mlkem768_dec(ciphertext, secretKey);
      },
    },
    xwing: {
      keyPair(seed) {
        requireLength(seed, 32, 'xwing-seed');
        const { publicKey, privateKey } = sodium.crypto_kem_xwing_seed_keypair(seed);
        return { publicKey, secretKey: privateKey };
      },
      encapsulate(publicKey, entropy) {
        requireLength(publicKey, 1216, 'xwing-public-key');
        requireLength(entropy, 64, 'xwing-entropy');
        const { ciphertext, sharedSecret } = attempt('malformed', 'xwing-public-key', () =>
          sodium.crypto_kem_xwing_enc_deterministic(publicKey, entropy),
        );
        return { ciphertext, secret: sharedSecret };
      },
      decapsulate(secretKey, ciphertext) {
        requireLength(secretKey, 32, 'xwing-secret-key');
        requireLength(ciphertext, 1120, 'xwing-ciphertext');
        return attempt('malformed', 'xwing-ciphertext', () => sodium.crypto_kem_xwing_dec(ciphertext, secretKey));
      },
    },
    ristretto255: {
      fromUniform(uniform) {
        requireLength(uniform, 64, 'ristretto255-uniform');
        return requireElement(sodium.crypto_core_ristretto255_from_hash(uniform));
      },
      multiplyBase(scalar) {
        requireScalar(scalar);
        return attempt('malformed', 'ristretto255-element', () => sodium.crypto_scalarmult_ristretto255_base(scalar));
      },
      multiply(scalar, element) {
        requireScalar(scalar);
        requireElement(element);
        return attempt('malformed', 'ristretto255-element', () =>
          sodium.crypto_scalarmult_ristretto255(scalar, element),
        );
      },
      add(one, other) {
        requireElement(one);
        requireElement(other);
        return requireElement(
          attempt('malformed', 'ristretto255-element', () => sodium.crypto_core_ristretto255_add(one, other)),
        );
      },
      scalarReduce(wide) {
        requireLength(wide, 64, 'ristretto255-wide');
        return sodium.crypto_core_ristretto255_scalar_reduce(wide);
      },
      scalarMultiply(one, other) {
        requireScalar(one);
        requireScalar(other);
        return sodium.crypto_core_ristretto255_scalar_mul(one, other);
      },
      scalarSubtract(one, other) {
        requireScalar(one);
        requireScalar(other);
        return sodium.crypto_core_ristretto255_scalar_sub(one, other);
      },
      scalarInvert(scalar) {
        requireScalar(scalar);
        return attempt('malformed', 'ristretto255-scalar', () => sodium.crypto_core_ristretto255_scalar_invert(scalar));
      },
    },
    argon2id(password, salt, cost, length) {
      requireArgon2Cost(salt, cost, length);
      const memoryBytes = cost.memoryKiB * 1024;
      return sodium.crypto_pwhash(
        length,
        password,
        salt,
        cost.passes,
        memoryBytes,
        sodium.crypto_pwhash_ALG_ARGON2ID13,
      );
    },
  };
}

/** Whether the bytes encode anything at all, the library finds out when it uses them; the identity it would take. */
function requireElement(element: Uint8Array): Uint8Array {
  requireLength(element, 32, 'ristretto255-element');
  if (element.every((byte) => byte === 0))
    throw new Fault('malformed', 'ristretto255-element', 'ristretto255-element: refused');
  return element;
}

type Cipher = (text: Uint8Array, aad: Uint8Array, nonce: Uint8Array, key: Uint8Array) => Uint8Array;

function aead(nonceLength: number, encrypt: Cipher, decrypt: Cipher): Aead {
  const requireLengths = (key: Uint8Array, nonce: Uint8Array) => {
    requireLength(key, 32, 'aead-key');
    requireLength(nonce, nonceLength, 'aead-nonce');
  };
  return {
    seal(key, nonce, plaintext, aad) {
      requireLengths(key, nonce);
      return encrypt(plaintext, aad, nonce, key);
    },
    open(key, nonce, ciphertext, aad) {
      requireLengths(key, nonce);
      try {
        return decrypt(ciphertext, aad, nonce, key);
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
