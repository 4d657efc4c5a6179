// What a file asks of this machine before it can be opened: memory and time to make a key of what a person types.
// Numbers in a file are a stranger's, so they are judged before any of it is spent. One table for all kinds of files.
import { scryptAsync } from '@noble/hashes/scrypt.js';
import { argon2id } from 'hash-wasm';
import type { OpeningCost } from '#logins/formats/file-reading.ts';

export type KeyWork =
  | {
      readonly kdf: 'argon2d' | 'argon2id';
      readonly memoryKiB: number;
      readonly passes: number;
      readonly lanes: number;
    }
  | { readonly kdf: 'aes'; readonly rounds: number }
  /** Two to that power is its cost, as in a file of age. */
  | { readonly kdf: 'scrypt'; readonly workFactor: number };

/** Of processor time, on a machine of 2024. */
const SECONDS = { argon2GiBPass: 2, aesRound: 7e-8, scryptKiB: 1e-5 };
/** More than programs set of themselves. */
const USUAL = { memoryKiB: 2 ** 18, seconds: 5 };
/** What a person may agree to. Chromium gives Argon2 in WebAssembly one GiB and not two. */
const BEARABLE = { memoryKiB: 2 ** 20, seconds: 600 };
const MOST_LANES = 64;

function memoryKiBOf(work: KeyWork): number {
  if (work.kdf === 'aes') return 0;
  return work.kdf === 'scrypt' ? 2 ** work.workFactor : work.memoryKiB;
}

function secondsOf(work: KeyWork): number {
  if (work.kdf === 'aes') return SECONDS.aesRound * work.rounds;
  if (work.kdf === 'scrypt') return SECONDS.scryptKiB * 2 ** work.workFactor;
  return SECONDS.argon2GiBPass * (work.memoryKiB / 2 ** 20) * work.passes;
}

/** `ask`: so much that a person should say whether they want to wait. `refuse`: no file needs that. */
export function openingVerdict(work: KeyWork): 'usual' | 'ask' | 'refuse' {
  if ('lanes' in work && work.lanes > MOST_LANES) return 'refuse';
  const isWithin = ({ memoryKiB, seconds }: typeof USUAL): boolean =>
    memoryKiBOf(work) <= memoryKiB && secondsOf(work) <= seconds;
  if (isWithin(USUAL)) return 'usual';
  return isWithin(BEARABLE) ? 'ask' : 'refuse';
}

/** The cost in this machine's time: a small part of the work is done, and the rest reckoned from it. */
export async function openingCost(work: KeyWork): Promise<OpeningCost> {
  const part = partOf(work);
  const begunAt = performance.now();
  await spend(part);
  const took = (performance.now() - begunAt) / 1000;
  const seconds = (took * secondsOf(work)) / secondsOf(part);
  return { memoryMiB: Math.ceil(memoryKiBOf(work) / 1024), seconds: Math.max(1, Math.round(seconds)) };
}

/** Some hundredths of a second; more memory than a processor keeps near. */
function partOf(work: KeyWork): KeyWork {
  if (work.kdf === 'aes') return { ...work, rounds: Math.min(work.rounds, 500_000) };
  if (work.kdf === 'scrypt') return { ...work, workFactor: Math.min(work.workFactor, 13) };
  return { ...work, memoryKiB: Math.min(work.memoryKiB, 2 ** 14), passes: 1, lanes: 1 };
}

async function spend(work: KeyWork): Promise<void> {
  const [password, salt] = [new Uint8Array(32), new Uint8Array(16)];
  if (work.kdf === 'aes') {
    const key = await crypto.subtle.importKey('raw', password, 'AES-CBC', false, ['encrypt']);
    // A block each; both halves of a key are enciphered.
    await crypto.subtle.encrypt({ name: 'AES-CBC', iv: salt }, key, new Uint8Array(2 * 16 * work.rounds));
  } else if (work.kdf === 'scrypt') {
    await scryptAsync(password, salt, { N: 2 ** work.workFactor, r: 8, p: 1, dkLen: 32 });
  } else {
    const { memoryKiB: memorySize, passes: iterations } = work;
    await argon2id({ password, salt, memorySize, iterations, parallelism: 1, hashLength: 32, outputType: 'binary' });
  }
}
