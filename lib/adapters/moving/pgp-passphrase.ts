// From a passphrase to the key of an OpenPGP message (RFC 9580, sections 3.7.1 and 5.3.1): string-to-key, then the
// session key that was encrypted under it, if there is one.
import { cfb } from '@noble/ciphers/aes.js';
import { argon2id } from 'hash-wasm';
import { concat } from '#bytes/bytes.ts';
import { encodeUtf8, wellFormed } from '#bytes/utf8.ts';
import type { KeyWork } from './opening-cost.ts';

/** Section 9.3, those that are AES; others are of the time before 2007. */
const KEY_BYTES: Readonly<Record<number, number>> = { 7: 16, 8: 24, 9: 32 };
/** Section 9.5. SHA-1 is what old programs make keys with; no secret of ours is made so. */
const DIGESTS: Readonly<Record<number, { readonly name: string; readonly bytes: number }>> = {
  2: { name: 'SHA-1', bytes: 20 },
  8: { name: 'SHA-256', bytes: 32 },
  9: { name: 'SHA-384', bytes: 48 },
  10: { name: 'SHA-512', bytes: 64 },
};
export type SessionKey = Uint8Array | 'wrong-passphrase' | 'unsupported' | 'damaged' | 'too-costly';

/** The session key out of a packet; any passphrase gives one, so that it is wrong shows in most cases only later. */
export async function sessionKeyOf(packet: Uint8Array, passphrase: string): Promise<SessionKey> {
  const [version, algorithm = 0, kind] = packet;
  // Versions 5 and 6 are of messages with AEAD, which Proton Pass does not write.
  if (version !== 4) return 'unsupported';
  const length = KEY_BYTES[algorithm];
  if (length === undefined) return 'unsupported';
  const secret = encodeUtf8(wellFormed(passphrase));
  const derived = await (kind === ARGON2 ? argon2Key(packet, secret, length) : hashedKey(packet, secret, length));
  if (typeof derived === 'string') return derived;
  const { key, rest } = derived;
  if (rest.length === 0) return key;
  const opened = cfb(key, new Uint8Array(16)).decrypt(rest);
  return KEY_BYTES[opened[0] as number] === opened.length - 1 ? opened.subarray(1) : 'wrong-passphrase';
}

interface DerivedKey {
  readonly key: Uint8Array;
  /** Behind the description of the derivation. */
  readonly rest: Uint8Array;
}

type Derivation = Promise<DerivedKey | 'unsupported' | 'damaged' | 'too-costly'>;

/** Sections 3.7.1.1 to 3.7.1.3: simple, salted, iterated. */
async function hashedKey(packet: Uint8Array, secret: Uint8Array, length: number): Derivation {
  const [, , kind = 0, digestId = 0] = packet;
  const digest = DIGESTS[digestId];
  if (digest === undefined || ![0, 1, 3].includes(kind)) return 'unsupported';
  const salt = kind === 0 ? new Uint8Array() : packet.subarray(4, 12);
  const coded = kind === 3 ? packet[12] : 0;
  if ((kind !== 0 && salt.length < 8) || coded === undefined) return 'damaged';
  const once = concat(salt, secret);
  // 65 million bytes at most, by the form of the number. WebCrypto takes them whole, and a tenth of noble's time.
  const count = kind === 3 ? Math.max(once.length, (16 + (coded & 15)) << ((coded >> 4) + 6)) : once.length;
  const parts: Uint8Array[] = [];
  for (let made = 0; made < length; made += digest.bytes) {
    // A key longer than a digest is made of several, the second with a zero byte before, the third with two.
    const text = repeated(once, count, parts.length);
    parts.push(new Uint8Array(await crypto.subtle.digest(digest.name, text)));
  }
  return { key: concat(...parts).subarray(0, length), rest: packet.subarray(kind === 0 ? 4 : kind === 1 ? 12 : 13) };
}

/** So many bytes of a text said again and again, after zeros. */
function repeated(text: Uint8Array, count: number, zeros: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(zeros + count);
  all.set(text.subarray(0, count), zeros);
  // The bytes that are there already are doubled until they are enough.
  for (let length = text.length; length > 0 && length < count; length *= 2)
    all.copyWithin(zeros + length, zeros, zeros + Math.min(length, count - length));
  return all;
}

const ARGON2 = 4;

/** What Argon2 (section 3.7.1.4) of a packet asks for; null: nothing, or nothing to be understood. */
export function argon2WorkOf(packet: Uint8Array): Extract<KeyWork, { kdf: 'argon2id' | 'argon2d' }> | null {
  const [passes = 0, lanes = 0, exponent = 0] = packet.subarray(19, 22);
  const memoryKiB = 2 ** exponent;
  const isSound = packet[2] === ARGON2 && packet.length >= 22 && passes > 0 && lanes > 0 && memoryKiB >= 8 * lanes;
  return isSound ? { kdf: 'argon2id', memoryKiB, passes, lanes } : null;
}

async function argon2Key(packet: Uint8Array, secret: Uint8Array, length: number): Derivation {
  const work = argon2WorkOf(packet);
  if (work === null) return 'damaged';
  // hash-wasm takes no empty passphrase.
  if (secret.length === 0) return 'unsupported';
  const { passes: iterations, lanes: parallelism, memoryKiB: memorySize } = work;
  const cost = { iterations, parallelism, memorySize, hashLength: length };
  const salt = packet.subarray(3, 19);
  const key = await argon2id({ password: secret, salt, ...cost, outputType: 'binary' }).catch(() => null);
  return key === null ? 'too-costly' : { key, rest: packet.subarray(22) };
}
