// Private keys as PKCS#8 (RFC 5958), from the bare numbers that some programs keep: the form in which passkeys are
// kept, moved and signed with. The DER around the numbers is always the same, so it stands here as bytes.
import { decodeHex } from '#bytes/base64url.ts';
import { concat } from '#bytes/bytes.ts';

const der = (text: string): Uint8Array => {
  const bytes = decodeHex(text.replace(/ /g, ''));
  if (bytes === null) throw new Error('no hexadecimal digits');
  return bytes;
};

const P256 = '020100 3013 0607 2a8648ce3d0201 0608 2a8648ce3d030107';
const P256_KEY = der(`308187 ${P256} 046d 306b 020101 0420`);
const P256_PUBLIC = der('a144 0342 0004');
const P256_KEY_ALONE = der(`3041 ${P256} 0427 3025 020101 0420`);
const ED25519_KEY = der('302e 020100 3005 0603 2b6570 0422 0420');

const NUMBER_BYTES = 32;

/**
 * ECDSA over P-256: RFC 5915 in RFC 5958. Null: a number has another length.
 * @param point the public key's two numbers, if they are known: not every program can do without
 */
export function pkcs8OfP256(scalar: Uint8Array, point: readonly [Uint8Array, Uint8Array] | null): Uint8Array | null {
  if (scalar.length !== NUMBER_BYTES || point?.some(({ length }) => length !== NUMBER_BYTES)) return null;
  return point === null ? concat(P256_KEY_ALONE, scalar) : concat(P256_KEY, scalar, P256_PUBLIC, ...point);
}

/** Ed25519: RFC 8410, section 7. Null: the seed has another length. */
export const pkcs8OfEd25519 = (seed: Uint8Array): Uint8Array | null =>
  seed.length === NUMBER_BYTES ? concat(ED25519_KEY, seed) : null;
