// From what a person knows and has to the keys of a KDBX file: password and key file make one key, which the file's
// derivation makes slow to guess, and which its seed makes the file's own.
import { argon2d, argon2id } from 'hash-wasm';
import { decodeHex } from '#bytes/base64url.ts';
import { concat } from '#bytes/bytes.ts';
import { bytesOfBase64 } from '#logins/formats/keepass/values.ts';
import { childOf, childText, parseXml } from '#logins/formats/keepass/xml.ts';
import type { KdbxCost } from './kdbx-header.ts';
import type { WorkSteps } from './long-work.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface KdbxSecret {
  /** Null: the file has none, which is not the same as an empty one. */
  readonly password: string | null;
  readonly keyFile: Uint8Array | null;
}

export const sha256Of = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** Null: the key file says itself that it is damaged. */
export async function kdbxSecretKey({ password, keyFile }: KdbxSecret): Promise<Bytes | null> {
  const typed = password === null ? new Uint8Array() : await sha256Of(new TextEncoder().encode(password));
  const had = keyFile === null ? new Uint8Array() : await keyInFile(keyFile);
  if (had === null) return null;
  return sha256Of(concat(typed, had));
}

/**
 * As KeePass reads any file: XML of its own, 32 bytes, 64 hexadecimal digits, or else the digest of whatever it is.
 */
async function keyInFile(file: Uint8Array): Promise<Bytes | null> {
  const bytes = new Uint8Array(file);
  if (bytes.length === 32) return bytes;
  const text = new TextDecoder().decode(bytes);
  const digits = bytes.length === 64 ? decodeHex(text.toLowerCase()) : null;
  if (digits !== null) return new Uint8Array(digits);
  const xml = bytes.length < 100_000 ? parseXml(text.trim()) : null;
  const data = childOf(childOf(xml ?? undefined, 'Key'), 'Data');
  if (xml?.name !== 'KeyFile' || data === undefined) return sha256Of(bytes);
  const version = childText(childOf(xml, 'Meta'), 'Version');
  if (version.startsWith('1.')) return owned(bytesOfBase64(data.text));
  const key = owned(decodeHex(data.text.replace(/\s+/g, '').toLowerCase()));
  if (!version.startsWith('2.') || key === null) return null;
  const digest = decodeHex((data.attributes.Hash ?? '').toLowerCase());
  const [first, expected] = [(await sha256Of(key)).subarray(0, 4), digest ?? new Uint8Array()];
  return first.every((byte, at) => byte === expected[at]) ? key : null;
}

const owned = (bytes: Uint8Array | null) => (bytes === null ? null : new Uint8Array(bytes));

/** @returns 32 bytes; null: WebAssembly gets no such memory here */
export async function stretchKdbxKey(key: Bytes, salt: Bytes, cost: KdbxCost, steps: WorkSteps): Promise<Bytes | null> {
  if (cost.kdf === 'aes') return sha256Of(await manyTimesAes(key, salt, cost.rounds, steps));
  const derive = cost.kdf === 'argon2d' ? argon2d : argon2id;
  steps.report('deriving', null);
  // In one go: it can be ended with its worker only. It fails for one cause.
  const derived = await derive({
    password: key,
    salt,
    memorySize: cost.memoryKiB,
    iterations: cost.passes,
    parallelism: cost.lanes,
    hashLength: 32,
    outputType: 'binary',
  }).catch(() => null);
  steps.report('deriving', 1);
  return derived === null ? null : new Uint8Array(derived);
}

/** 4 MiB at a time: less pays for the calls, more for the memory. */
const AT_ONCE = 2 ** 18;
const BLOCK = 16;

/**
 * Both halves of the key, enciphered so many times under the salt. CBC over zeros is that chain: each block is the one
 * before, enciphered.
 */
async function manyTimesAes(key: Bytes, salt: Bytes, rounds: number, steps: WorkSteps): Promise<Bytes> {
  const aes = await crypto.subtle.importKey('raw', salt, 'AES-CBC', false, ['encrypt']);
  const zeros = new Uint8Array(BLOCK * Math.min(rounds, AT_ONCE));
  const halves = [key.slice(0, BLOCK), key.slice(BLOCK)];
  for (let done = 0; done < rounds; done += AT_ONCE) {
    const now = Math.min(AT_ONCE, rounds - done);
    for (const half of halves) {
      const chain = await crypto.subtle.encrypt({ name: 'AES-CBC', iv: half }, aes, zeros.subarray(0, BLOCK * now));
      // The last block is padding.
      half.set(new Uint8Array(chain, BLOCK * (now - 1), BLOCK));
    }
    steps.report('deriving', (done + now) / rounds);
    await steps.pause();
  }
  return concat(...halves);
}

/** Of KDBX 4: one to decipher, one to prove. Of KDBX 3.1 the first is all. */
export async function kdbxFileKeys(
  seed: Bytes,
  stretched: Bytes,
): Promise<{ readonly cipher: Bytes; readonly proof: Bytes }> {
  const both = concat(seed, stretched, Uint8Array.of(1));
  return {
    cipher: await sha256Of(both.slice(0, -1)),
    proof: new Uint8Array(await crypto.subtle.digest('SHA-512', both)),
  };
}
