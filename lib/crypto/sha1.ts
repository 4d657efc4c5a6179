// SHA-1 (FIPS 180-4), by noble. For lists of leaked passwords alone, which are kept by it; it proves nothing.
import { sha1 as nobleSha1 } from '@noble/hashes/legacy.js';

/** @returns 20 bytes */
export const sha1 = (message: Uint8Array): Uint8Array => nobleSha1(message);
