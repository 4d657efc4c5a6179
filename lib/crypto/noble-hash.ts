// The hashes of noble, which libsodium's provider uses too: on inputs of a few hundred bytes they are as fast as a call
// into WebAssembly, and HKDF on WebCrypto is asynchronous.

import { expand } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import type { Hash } from './primitives.ts';

export const nobleHash: Hash = {
  sha256: (message) => sha256(message),
  sha512: (message) => sha512(message),
  hmacSha256: (key, message) => hmac(sha256, key, message),
  hkdfExpand: (prk, info, length) => expand(sha256, prk, info, length),
};
