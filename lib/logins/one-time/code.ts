// The code that a site asks for now (RFC 6238), and the one after it. The counter is the time since the epoch in whole
// periods; a code that comes too late is refused, so a person with three seconds left can have the next.
import { HOTP, Secret } from 'otpauth/slim';
import { decodeBase32 } from '#bytes/base32.ts';
import type { OneTime } from '../formats/entry.ts';
import { STEAM_DIGITS } from './assemble.ts';

export interface OneTimeCode {
  readonly code: string;
  /** Valid from `validUntil` on. */
  readonly next: string;
  /** ms since the epoch. */
  readonly validUntil: number;
}

const STEAM_LETTERS = '23456789BCDFGHJKMNPQRTVWXY';
/** More than 31 bits have, so nothing is cut off. */
const ALL_DIGITS = 10;

/** Steam writes the number in letters of its own, from the lowest place up. */
function steamLetters(decimal: string): string {
  let number = Number(decimal);
  let letters = '';
  for (let place = 0; place < STEAM_DIGITS; place++) {
    letters += STEAM_LETTERS[number % STEAM_LETTERS.length];
    number = Math.floor(number / STEAM_LETTERS.length);
  }
  return letters;
}

/** @throws RangeError if the secret is no base32, which no reader gives */
export function oneTimeCode(oneTime: OneTime, nowMs: number): OneTimeCode {
  const bytes = decodeBase32(oneTime.secret);
  if (bytes === null || bytes.length === 0) throw new RangeError('the secret of a one-time code is no base32');
  const secret = new Secret({ buffer: bytes.buffer });
  const algorithm = oneTime.algorithm.replace('-', '');
  const periodMs = oneTime.periodSeconds * 1000;
  const counter = Math.max(0, Math.floor(nowMs / periodMs));
  const isSteam = oneTime.alphabet === 'steam';
  const codeAt = (at: number): string => {
    const decimal = HOTP.generate({ secret, algorithm, digits: isSteam ? ALL_DIGITS : oneTime.digits, counter: at });
    return isSteam ? steamLetters(decimal) : decimal;
  };
  return { code: codeAt(counter), next: codeAt(counter + 1), validUntil: (counter + 1) * periodMs };
}
