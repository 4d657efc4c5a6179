// Opening and sealing Bitwarden's password-protected JSON. Password → PBKDF2 or Argon2id → HKDF-Expand → one key for
// AES-256-CBC and one for the HMAC over IV and ciphertext, which is checked before anything is decrypted. It takes
// seconds and up to a gibibyte, as `readProtected` says before: call it in a web worker.
import { argon2id } from 'hash-wasm';
import { encodeHex } from '#bytes/base64url.ts';
import { ascii, concat, equal, wipe } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { decodeUtf8, encodeUtf8, wellFormed } from '#bytes/utf8.ts';
import { hkdfExpand, hmacSha256, sha256 } from '#crypto/hash.ts';
import {
  type KeyCost,
  PROTECTED_COST,
  type ProtectedFile,
  paddedBase64,
  type SealedText,
  writeProtected,
} from '#logins/formats/bitwarden/protected.ts';
import { type CostRefusal, costRefusal, type LongWork } from './long-work.ts';

export type ProtectedOpening =
  /** The text of the export inside. */
  | { readonly ok: true; readonly text: string }
  /** `too-costly`: this machine has not the memory that the file asks for. */
  | { readonly ok: false; readonly refusal: 'wrong-password' | 'damaged' }
  | CostRefusal;

interface Keys {
  readonly cipher: Uint8Array;
  readonly mac: Uint8Array;
}

const KEY_BYTES = 32;
const SALT_BYTES = 16;
const IV_BYTES = 16;

export async function openProtectedJson(
  { cost, salt, validation, data }: ProtectedFile,
  password: string,
  work: LongWork = {},
): Promise<ProtectedOpening> {
  // Bitwarden takes none, and neither does Argon2 here.
  if (password === '') return { ok: false, refusal: 'wrong-password' };
  // What Bitwarden lets people choose of PBKDF2 is done in a second.
  const tooDear = cost.kdf === 'argon2id' ? costRefusal({ ...cost, memoryKiB: 1024 * cost.memoryMiB }, work) : null;
  if (tooDear !== null) return tooDear;
  work.onProgress?.({ step: 'deriving', part: null });
  // Deriving fails for one cause: WebAssembly gets no more memory.
  const keys = await keysOf(password, salt, cost).catch(() => null);
  if (keys === null) return { ok: false, refusal: 'too-costly' };
  try {
    // Either part proves the password, so one that is damaged does not pass for a wrong password.
    if (!isAuthentic(data, keys))
      return { ok: false, refusal: isAuthentic(validation, keys) ? 'damaged' : 'wrong-password' };
    const plain = await decrypt(data, keys);
    const text = plain === null ? null : decodeUtf8(plain);
    return text === null ? { ok: false, refusal: 'damaged' } : { ok: true, text };
  } finally {
    wipe(keys.cipher, keys.mac);
  }
}

/** @param json the export in clear @returns the file */
export async function sealProtectedJson(
  json: string,
  password: string,
  entropy: Entropy,
  cost: KeyCost = PROTECTED_COST,
): Promise<string> {
  const salt = paddedBase64(entropy(SALT_BYTES));
  const keys = await keysOf(password, salt, cost);
  try {
    const seal = (text: string) => encrypt(encodeUtf8(wellFormed(text)), entropy(IV_BYTES), keys);
    return writeProtected({ cost, salt, validation: await seal(encodeHex(entropy(16))), data: await seal(json) });
  } finally {
    wipe(keys.cipher, keys.mac);
  }
}

async function keysOf(password: string, salt: string, cost: KeyCost): Promise<Keys> {
  const typed = encodeUtf8(wellFormed(password));
  const key = cost.kdf === 'argon2id' ? await argon2(typed, salt, cost) : await pbkdf2(typed, salt, cost.iterations);
  const keys = { cipher: hkdfExpand(key, ascii('enc'), KEY_BYTES), mac: hkdfExpand(key, ascii('mac'), KEY_BYTES) };
  wipe(typed, key);
  return keys;
}

async function pbkdf2(password: Uint8Array, salt: string, iterations: number): Promise<Uint8Array> {
  const material = await crypto.subtle.importKey('raw', new Uint8Array(password), 'PBKDF2', false, ['deriveBits']);
  const parameters = {
    name: 'PBKDF2',
    hash: 'SHA-256',
    salt: new Uint8Array(encodeUtf8(wellFormed(salt))),
    iterations,
  };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, material, 8 * KEY_BYTES));
}

/** The salt's text may have any length, so its digest stands for it. */
const argon2 = (
  password: Uint8Array,
  salt: string,
  { passes, memoryMiB, lanes }: KeyCost & { kdf: 'argon2id' },
): Promise<Uint8Array> =>
  argon2id({
    password,
    salt: sha256(encodeUtf8(wellFormed(salt))),
    iterations: passes,
    memorySize: 1024 * memoryMiB,
    parallelism: lanes,
    hashLength: KEY_BYTES,
    outputType: 'binary',
  });

const macOf = ({ iv, ciphertext }: Omit<SealedText, 'mac'>, keys: Keys): Uint8Array =>
  hmacSha256(keys.mac, concat(iv, ciphertext));

const isAuthentic = (sealed: SealedText, keys: Keys): boolean => equal(macOf(sealed, keys), sealed.mac);

const aesKey = ({ cipher }: Keys, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', new Uint8Array(cipher), 'AES-CBC', false, [use]);

async function encrypt(plain: Uint8Array, iv: Uint8Array, keys: Keys): Promise<SealedText> {
  const parameters = { name: 'AES-CBC', iv: new Uint8Array(iv) };
  const sealed = await crypto.subtle.encrypt(parameters, await aesKey(keys, 'encrypt'), new Uint8Array(plain));
  const ciphertext = new Uint8Array(sealed);
  return { iv, ciphertext, mac: macOf({ iv, ciphertext }, keys) };
}

/** Null: its padding is none. */
async function decrypt({ iv, ciphertext }: SealedText, keys: Keys): Promise<Uint8Array | null> {
  const key = await aesKey(keys, 'decrypt');
  const parameters = { name: 'AES-CBC', iv: new Uint8Array(iv) };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(parameters, key, new Uint8Array(ciphertext)));
  } catch {
    return null;
  }
}
