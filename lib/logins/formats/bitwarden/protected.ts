// Bitwarden's password-protected JSON: its shape and what opening one costs, without a key. The keys are made in
// lib/adapters/moving/protected-json.ts. Whatever the file asks for is held to what Bitwarden lets people choose.
import { encodeBase64url } from '#bytes/base64url.ts';
import { base64Bytes } from '../../one-time/keeotp.ts';
import { memberOf, numberIn, parseJson, textIn } from '../json.ts';

/** How much work makes a key of the password. */
export type KeyCost =
  | { readonly kdf: 'pbkdf2-sha256'; readonly iterations: number }
  | { readonly kdf: 'argon2id'; readonly passes: number; readonly memoryMiB: number; readonly lanes: number };

/** The most that Bitwarden lets people choose; a file that asks for more is of another make, or an attack. */
export const MOST_COST = { iterations: 2_000_000, passes: 10, memoryMiB: 1024, lanes: 16 };

/** Bitwarden's own choice of Argon2id: for files that we write. */
export const PROTECTED_COST: KeyCost = { kdf: 'argon2id', passes: 3, memoryMiB: 64, lanes: 4 };

/** AES-256-CBC with HMAC-SHA-256 over IV and ciphertext. */
export interface SealedText {
  readonly iv: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly mac: Uint8Array;
}

export interface ProtectedFile {
  readonly cost: KeyCost;
  /** A base64 text, taken as a text. */
  readonly salt: string;
  /** Sealed for nothing but to tell a wrong password from a damaged file. */
  readonly validation: SealedText;
  readonly data: SealedText;
}

/** `too-costly`: opening it would take more work than `MOST_COST`. */
export type ProtectedRefusal = 'damaged' | 'unknown-version' | 'too-costly';

export type ProtectedReading =
  | { readonly ok: true; readonly file: ProtectedFile }
  | { readonly ok: false; readonly refusal: ProtectedRefusal };

export const isProtected = (text: string): boolean =>
  text.includes('"passwordProtected"') && memberOf(parseJson(text), 'passwordProtected') === true;

const VALIDATION = 'encKeyValidation_DO_NOT_EDIT';

/** Costs no work: `file.cost` says how much opening will. */
export function readProtected(text: string): ProtectedReading {
  const value = parseJson(text);
  const cost = costIn(value);
  if (typeof cost === 'string') return { ok: false, refusal: cost };
  const validation = sealedIn(textIn(value, VALIDATION));
  const data = sealedIn(textIn(value, 'data'));
  for (const it of [validation, data]) if (typeof it === 'string') return { ok: false, refusal: it };
  const salt = textIn(value, 'salt');
  if (salt === '') return { ok: false, refusal: 'damaged' };
  return { ok: true, file: { cost, salt, validation: validation as SealedText, data: data as SealedText } };
}

function costIn(value: unknown): KeyCost | ProtectedRefusal {
  const [type, rounds] = [numberIn(value, 'kdfType'), numberIn(value, 'kdfIterations')];
  const [memoryMiB, lanes] = [numberIn(value, 'kdfMemory'), numberIn(value, 'kdfParallelism')];
  if (type === null) return 'damaged';
  if (type === 0) {
    if (!isCount(rounds)) return 'damaged';
    return rounds > MOST_COST.iterations ? 'too-costly' : { kdf: 'pbkdf2-sha256', iterations: rounds };
  }
  if (type !== 1) return 'unknown-version';
  // Argon2 wants 8 KiB for each lane (RFC 9106 section 3.1), so a MiB is enough for all.
  if (!isCount(rounds) || !isCount(memoryMiB) || !isCount(lanes)) return 'damaged';
  const isTooMuch = rounds > MOST_COST.passes || memoryMiB > MOST_COST.memoryMiB || lanes > MOST_COST.lanes;
  return isTooMuch ? 'too-costly' : { kdf: 'argon2id', passes: rounds, memoryMiB, lanes };
}

const isCount = (value: number | null): value is number => Number.isInteger(value) && (value as number) >= 1;

const IV_BYTES = 16;
const BLOCK_BYTES = 16;
const MAC_BYTES = 32;

/** `2.iv|ciphertext|mac`; 2 names the ciphers. */
function sealedIn(text: string): SealedText | ProtectedRefusal {
  const [, version, rest = ''] = /^(\d)\.(.*)$/s.exec(text) ?? [];
  if (version === undefined) return 'damaged';
  if (version !== '2') return 'unknown-version';
  const [iv = null, ciphertext = null, mac = null, more] = rest.split('|').map(base64Bytes);
  if (iv === null || ciphertext === null || mac === null || more !== undefined) return 'damaged';
  const hasLengths = iv.length === IV_BYTES && mac.length === MAC_BYTES;
  if (!hasLengths || ciphertext.length === 0 || ciphertext.length % BLOCK_BYTES !== 0) return 'damaged';
  return { iv, ciphertext, mac };
}

export function writeProtected({ cost, salt, validation, data }: ProtectedFile): string {
  const isArgon2 = cost.kdf === 'argon2id';
  return JSON.stringify(
    {
      encrypted: true,
      passwordProtected: true,
      salt,
      kdfType: isArgon2 ? 1 : 0,
      kdfIterations: isArgon2 ? cost.passes : cost.iterations,
      kdfMemory: isArgon2 ? cost.memoryMiB : null,
      kdfParallelism: isArgon2 ? cost.lanes : null,
      [VALIDATION]: sealedText(validation),
      data: sealedText(data),
    },
    null,
    2,
  );
}

const sealedText = ({ iv, ciphertext, mac }: SealedText): string =>
  `2.${[iv, ciphertext, mac].map(paddedBase64).join('|')}`;

export function paddedBase64(bytes: Uint8Array): string {
  const text = encodeBase64url(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}
