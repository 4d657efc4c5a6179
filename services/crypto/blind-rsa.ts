// The signer's half of blind RSA (RFC 9474 section 4.3) and the verification of its tokens, on OpenSSL: what BigInt
// would do in tens of milliseconds and in time that depends on the key. Keys go in as key objects and never come out.
import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  verify,
} from 'node:crypto';
import { promisify } from 'node:util';
import { equal } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { PSS_SALT_BYTES } from '#crypto/blind-rsa.ts';
import { decodeRsaKey, encodeRsaKey } from '#protocol/service/token.ts';

const MODULUS_BITS = 2048;
const padding = constants.RSA_NO_PADDING;

export interface RsaKeyPair {
  /** PKCS #8, DER. */
  readonly secretKey: Uint8Array;
  /** As RFC 9578 section 6.5 publishes it. */
  readonly publicKey: Uint8Array;
}

/** Off the event loop: finding primes takes a tenth of a second to a second. */
export async function createRsaKeyPair(): Promise<RsaKeyPair> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: MODULUS_BITS });
  const { n = '' } = publicKey.export({ format: 'jwk' });
  return {
    secretKey: new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' })),
    publicKey: encodeRsaKey(new Uint8Array(Buffer.from(n, 'base64url'))),
  };
}

/**
 * A function that signs blindly: deterministic, so the same question has the same answer. @throws Fault malformed
 * 'blinded-message'
 */
export function blindSigner(secretKey: Uint8Array): (blinded: Uint8Array) => Uint8Array {
  const key = createPrivateKey({ key: Buffer.from(secretKey), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key);
  return (blinded) => {
    let signature: Buffer;
    try {
      signature = privateDecrypt({ key, padding }, blinded);
    } catch {
      throw new Fault('malformed', 'blinded-message', 'a number below the modulus wanted');
    }
    // Section 4.3, step 4: a signature made wrong by a failing machine would give the key away.
    if (!equal(publicEncrypt({ key: publicKey, padding }, signature), blinded))
      throw new Fault('bug', 'signature-wrong', 'the machine miscalculated a signature');
    return new Uint8Array(signature);
  };
}

/** RSASSA-PSS with SHA-384 (RFC 9578 section 6.4). @throws Fault malformed if the key is none */
export function pssVerifier(publicKey: Uint8Array): (message: Uint8Array, signature: Uint8Array) => boolean {
  const n = Buffer.from(decodeRsaKey(publicKey)).toString('base64url');
  const key: KeyObject = createPublicKey({ key: { kty: 'RSA', n, e: 'AQAB' }, format: 'jwk' });
  const how = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: PSS_SALT_BYTES };
  return (message, signature) => verify('sha384', message, how, signature);
}
