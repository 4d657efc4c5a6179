// Asking whether a password was leaked without saying it: five hex digits of its SHA-1 name a range, and the service
// answers with the rest of every digest that it has there (k-anonymity, as Pwned Passwords does). Asked for padding, it
// adds rows that count 0: they say nothing, and keep the answer's length from telling the range.
import { encodeHex } from '#bytes/base64url.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { sha1 } from '#crypto/sha1.ts';

const PREFIX_LETTERS = 5;
/** Today's ranges are of 1,000 to 2,000 rows, 40 bytes each. */
export const MAX_RANGE_BYTES = 256 * 1024;

export interface LeakQuestion {
  /** All that leaves the device. */
  readonly prefix: string;
  readonly suffix: string;
}

export function leakQuestion(password: string): LeakQuestion {
  const digest = encodeHex(sha1(encodeUtf8(password))).toUpperCase();
  return { prefix: digest.slice(0, PREFIX_LETTERS), suffix: digest.slice(PREFIX_LETTERS) };
}

const ROW = /^([0-9A-F]{35}):(\d{1,12})$/;

/**
 * How often each digest of a range was seen, without the rows of the padding. Null: this is no range, or one that
 * contradicts itself; nothing of it is believed.
 */
export function readRange(answer: string): ReadonlyMap<string, number> | null {
  const counts = new Map<string, number>();
  for (const line of answer.replace(/\r?\n$/, '').split(/\r?\n/)) {
    const [, suffix, count] = ROW.exec(line) ?? [];
    if (suffix === undefined || counts.has(suffix)) return null;
    counts.set(suffix, Number(count));
  }
  for (const [suffix, count] of counts) if (count === 0) counts.delete(suffix);
  return counts;
}
