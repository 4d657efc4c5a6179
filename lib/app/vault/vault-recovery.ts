// The recovery code: 26 random symbols (130 bits) and two check symbols, in Crockford's base32, which has no I, L, O
// and U; in seven groups of four, to be read aloud, written down and typed in again. The check is a Reed-Solomon code
// over GF(32) (x^5 + x^2 + 1): any two wrong symbols are noticed, so two neighbours swapped too; of worse mistakes, all
// but one in about a thousand.

import type { Brand } from '#bytes/brand.ts';
import type { Entropy } from '#bytes/entropy.ts';

/** The 26 secret symbols as numbers below 32, in one byte each. */
export type RecoverySymbols = Brand<Uint8Array, 'RecoverySymbols'>;

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SECRET_SYMBOLS = 26;
const CODE_SYMBOLS = SECRET_SYMBOLS + 2;
const GROUP = 4;

/** Draws 26 bytes. */
export function createRecoveryCode(entropy: Entropy): { readonly code: string; readonly symbols: RecoverySymbols } {
  // 32 divides 256, so the lower bits are uniform.
  const symbols = entropy(SECRET_SYMBOLS).map((byte) => byte & 31) as RecoverySymbols;
  const code = [...symbols, ...checkSymbols(symbols)].map((symbol) => ALPHABET[symbol]).join('');
  return { code: (code.match(new RegExp(`.{${GROUP}}`, 'g')) as string[]).join('-'), symbols };
}

/**
 * Takes small letters, any spaces and dashes, numbers before the groups ("1. ABCD"), O for 0, I and L for 1. Null if it
 * is no code or the check symbols do not fit.
 */
export function parseRecoveryCode(typed: string): RecoverySymbols | null {
  const plain = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/(^|\s)\d{1,2}[.)]\s/g, ' ')
    .replace(/[\s\p{Dash}]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  const symbols = Uint8Array.from(plain, (character) => ALPHABET.indexOf(character) & 0xff);
  if (symbols.length !== CODE_SYMBOLS || symbols.some((symbol) => symbol > 31)) return null;
  const secret = symbols.slice(0, SECRET_SYMBOLS) as RecoverySymbols;
  const [first, second] = checkSymbols(secret);
  return symbols[SECRET_SYMBOLS] === first && symbols[SECRET_SYMBOLS + 1] === second ? secret : null;
}

/** The remainder of secret · x² divided by (x + 1)(x + α): the whole code is then zero at 1 and at α. */
function checkSymbols(secret: Uint8Array): [number, number] {
  let [high, low] = [0, 0];
  for (const symbol of secret) {
    const carry = symbol ^ high;
    // (x + 1)(x + α) = x² + (1 + α)x + α
    [high, low] = [low ^ carry ^ timesAlpha(carry), timesAlpha(carry)];
  }
  return [high, low];
}

/** Multiplication by α = 2 in GF(32). */
function timesAlpha(symbol: number): number {
  const doubled = symbol << 1;
  return doubled & 32 ? doubled ^ 0b100101 : doubled;
}
