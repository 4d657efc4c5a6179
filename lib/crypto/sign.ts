// Signatures with a context: the key signs ascii(context) ‖ 0x00 ‖ message, so that a signature made for one purpose
// never holds for another. The zero byte ends the context, since a context holds none: no two (context, message) pairs
// give the same bytes. Ed25519ctx (RFC 8032 section 5.1) would do the same and is in neither WebCrypto nor libsodium.

import { ascii, concat } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import type { SignPublicKey, SignSeed } from './keys.ts';
import { provider } from './provider.ts';

/** @param context printable ASCII, not empty; a constant of the protocol @returns 64 bytes */
export function sign(seed: SignSeed, context: string, message: Uint8Array): Uint8Array {
  return provider().ed25519.sign(seed, inContext(context, message));
}

/** Whether the signature holds under exactly this context. Never throws on input from outside. */
export function verify(publicKey: SignPublicKey, context: string, message: Uint8Array, signature: Uint8Array): boolean {
  return provider().ed25519.verify(publicKey, inContext(context, message), signature);
}

function inContext(context: string, message: Uint8Array): Uint8Array {
  if (!/^[\x20-\x7e]+$/.test(context))
    throw new Fault('bug', 'sign-context', 'a signing context is printable ASCII and not empty');
  return concat(ascii(context), new Uint8Array(1), message);
}
