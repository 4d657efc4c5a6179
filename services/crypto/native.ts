// The services' provider: OpenSSL as Node carries it, 3 to 15 times as fast as WebAssembly, for all that opening a delivery wants: hashes,
// X25519, Ed25519, ChaCha20-Poly1305, and X-Wing's decapsulation. The rest comes from the provider beneath: OpenSSL has no XChaCha20, and
// its encapsulation takes no randomness from outside. Same bytes, same refusals as the others: native.test.ts holds it to the vectors.
import {
  createDecipheriv,
  createPublicKey,
  decapsulate,
  diffieHellman,
  hash,
  type KeyObject,
  verify,
} from 'node:crypto';
import { ascii, concat } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { isSmallOrder } from '#crypto/ed25519-point.ts';
import { requireLength } from '#crypto/length.ts';
import { nobleHash } from '#crypto/noble-hash.ts';
import type { Hash, Provider } from '#crypto/primitives.ts';
import { agreeKeyOf, bufferOf, xwingKeyOf } from './secret-keys.ts';

const TAG_BYTES = 16;
const BLOCK_BYTES = 64;
const XWING_LABEL = ascii('\\.//^\\');
const FIRST = new Uint8Array([1]);

export function nativeProvider(beneath: Provider): Provider {
  return {
    ...beneath,
    name: 'native',
    hash: nativeHash,
    x25519: {
      publicKey(secretKey) {
        requireLength(secretKey, 32, 'x25519-secret-key');
        return agreeKeyOf(secretKey).publicKey.slice();
      },
      shared(secretKey, publicKey) {
        requireLength(secretKey, 32, 'x25519-secret-key');
        requireLength(publicKey, 32, 'x25519-public-key');
        return agree(agreeKeyOf(secretKey).secret, publicKey) ?? refused('untrusted', 'x25519-low-order');
      },
    },
    ed25519: {
      ...beneath.ed25519,
      verify(publicKey, message, signature) {
        if (publicKey.length !== 32 || signature.length !== 64) return false;
        // OpenSSL 3.5 refuses these by itself; older ones, which a distribution's Node may link, do not.
        if (!isReduced(publicKey) || isSmallOrder(publicKey) || isSmallOrder(signature)) return false;
        return verify(null, message, rawPublic('ed25519', publicKey), signature);
      },
    },
    chacha20poly1305: { ...beneath.chacha20poly1305, open: openChaCha },
    xwing: {
      ...beneath.xwing,
      decapsulate(secretKey, ciphertext) {
        requireLength(secretKey, 32, 'xwing-secret-key');
        requireLength(ciphertext, 1120, 'xwing-ciphertext');
        const { kem, agree: mine } = xwingKeyOf(secretKey);
        const theirs = ciphertext.subarray(1088);
        const agreed = agree(mine.secret, theirs) ?? refused('malformed', 'xwing-ciphertext');
        const encapsulated = decapsulate(kem, ciphertext.subarray(0, 1088));
        // Combiner, section 5.3.
        const combined = concat(encapsulated, agreed, theirs, mine.publicKey, XWING_LABEL);
        const secret = bytesOf(hash('sha3-256', combined, 'buffer'));
        for (const spent of [encapsulated, agreed, combined]) spent.fill(0);
        return secret;
      },
    },
  };
}

const nativeHash: Hash = {
  sha256: (message) => bytesOf(hash('sha256', message, 'buffer')),
  hmacSha256,
  hkdfExpand: (prk, info, length) =>
    // One block is all that HPKE asks for.
    prk.length >= 32 && length > 0 && length <= 32
      ? hmacSha256(prk, concat(info, FIRST)).slice(0, length)
      : nobleHash.hkdfExpand(prk, info, length),
};

/** RFC 2104 over the one-shot hash: `createHmac` sets up for 8 µs what takes 2. */
function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const short = key.length > BLOCK_BYTES ? hash('sha256', key, 'buffer') : key;
  const inner = new Uint8Array(BLOCK_BYTES + message.length).fill(0x36, 0, BLOCK_BYTES);
  const outer = new Uint8Array(BLOCK_BYTES + 32).fill(0x5c, 0, BLOCK_BYTES);
  for (const [at, byte] of short.entries()) {
    inner[at] = byte ^ 0x36;
    outer[at] = byte ^ 0x5c;
  }
  inner.set(message, BLOCK_BYTES);
  outer.set(hash('sha256', inner, 'buffer'), BLOCK_BYTES);
  const mac = bytesOf(hash('sha256', outer, 'buffer'));
  inner.fill(0);
  outer.fill(0);
  return mac;
}

/** Null where the result is all zero: a point of low order. */
function agree(mine: KeyObject, theirs: Uint8Array): Uint8Array | null {
  const publicKey = rawPublic('x25519', theirs);
  try {
    return bytesOf(diffieHellman({ privateKey: mine, publicKey }));
  } catch {
    return null;
  }
}

function openChaCha(key: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array, aad: Uint8Array): Uint8Array | null {
  requireLength(key, 32, 'aead-key');
  requireLength(nonce, 12, 'aead-nonce');
  const length = ciphertext.length - TAG_BYTES;
  if (length < 0) return null;
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(aad, { plaintextLength: length });
  decipher.setAuthTag(ciphertext.subarray(length));
  const plaintext = decipher.update(ciphertext.subarray(0, length));
  try {
    decipher.final();
    return bytesOf(plaintext);
  } catch {
    plaintext.fill(0);
    return null;
  }
}

function rawPublic(asymmetricKeyType: 'x25519' | 'ed25519', key: Uint8Array): KeyObject {
  return createPublicKey({ key: bufferOf(key), format: 'raw-public', asymmetricKeyType });
}

/** Whether y < p = 2²⁵⁵ − 19, the one encoding of a point that RFC 8032 section 5.1.3 allows. */
function isReduced(encoded: Uint8Array): boolean {
  if (((encoded[31] as number) & 0x7f) !== 0x7f || (encoded[0] as number) < 0xed) return true;
  for (let at = 1; at < 31; at++) if (encoded[at] !== 0xff) return true;
  return false;
}

/** Node's results as plain bytes, without a copy. */
function bytesOf(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

function refused(blame: 'malformed' | 'untrusted', code: string): never {
  throw new Fault(blame, code, `${code}: refused`);
}
