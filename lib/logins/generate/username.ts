// User names and names of masks. They are no secrets: chance keeps them from being taken already, or tried.
import type { Entropy } from '#bytes/entropy.ts';
import { bitsOf, drawOne, drawText, type Generated } from './draw.ts';
import { type Name, nameFor } from './names.ts';

export interface UsernameOptions {
  /** `words`: like a mask's, swift-heron. `syllables`: sayable and nobody's word, bolenira. */
  readonly from: 'words' | 'syllables';
  /** How many digits stand at its end, 0 to 6. */
  readonly digits: number;
}

export const DEFAULT_USERNAME_OPTIONS: UsernameOptions = { from: 'words', digits: 2 };
const MOST_DIGITS = 6;
/** 28 syllables. Without the sounds that rude words of European languages need. */
const CONSONANTS = 'bdlmnrv';
const VOWELS = 'aeio';
const SYLLABLES = [...CONSONANTS].flatMap((consonant) => [...VOWELS].map((vowel) => consonant + vowel));
const SYLLABLES_EACH = 4;
/** Not mixed up when read aloud. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A fresh user name: small letters of ASCII, digits, and with words a hyphen; at most 29 characters. */
export function createUsername(entropy: Entropy, options: UsernameOptions): Generated {
  const digits = Math.min(Math.max(Math.trunc(options.digits) || 0, 0), MOST_DIGITS);
  const isWords = options.from === 'words';
  const name = isWords
    ? nameFor(entropy(2)).slug
    : Array.from({ length: SYLLABLES_EACH }, () => drawOne(entropy, SYLLABLES)).join('');
  const names = isWords ? 1n << 16n : BigInt(SYLLABLES.length) ** BigInt(SYLLABLES_EACH);
  return { text: name + drawText(entropy, '0123456789', digits), bits: bitsOf(names * 10n ** BigInt(digits)) };
}

/** What stands before the @ of a mask: a name and a few characters, so that it cannot be guessed. */
export const createMaskName = (entropy: Entropy, { slug }: Name): string => `${slug}-${drawText(entropy, READABLE, 5)}`;
