// What every spelling of a one-time code comes to: its parts as texts, made one `OneTime` or refused with a reason. An
// algorithm that is not known is refused, never taken for SHA-1: a wrong code looks like any other.
import { decodeBase32, encodeBase32 } from '#bytes/base32.ts';
import { clip, wellFormed } from '#bytes/utf8.ts';
import type { OneTime } from '../formats/entry.ts';
import type { ProblemReason } from '../formats/format.ts';

export type OneTimeRefusal = Extract<
  ProblemReason,
  'unknown-algorithm' | 'counter-code' | 'bad-secret' | 'not-understood'
>;

export type OneTimeReading =
  | { readonly ok: true; readonly oneTime: OneTime }
  | { readonly ok: false; readonly reason: OneTimeRefusal };

/** What counts if a spelling does not say it: the title and user name of its entry for issuer and account. */
export type OneTimeDefaults = Partial<Omit<OneTime, 'secret'>>;

/** As a spelling has them; empty: it does not say. */
export interface OneTimeParts {
  /** Null: it was not readable. */
  readonly secret: Uint8Array | null;
  readonly algorithm?: string;
  readonly digits?: string;
  readonly period?: string;
  /** KeePassXC's word for the alphabet. */
  readonly encoder?: string;
  readonly issuer?: string;
  readonly account?: string;
}

export const STEAM_DIGITS = 5;
export const STEAM_PERIOD_SECONDS = 30;
const MOST_SECRET_BYTES = 1024;
/** A day; a period that was written in milliseconds is longer. */
const LONGEST_PERIOD_SECONDS = 86_400;

/** As long as a mail address: links that carry both names, escaped, are still read. */
const MOST_NAME_BYTES = 320;

export const refused = (reason: OneTimeRefusal): OneTimeReading => ({ ok: false, reason });

/** Between groups of letters, and padding. Copied from a page, a hyphen may be a dash, and a space have no width. */
const BETWEEN = /[\s\u200b-\u200d\u2060\p{Pd}=]+/gu;

/** The bytes of a secret as people are given it: in groups, in small letters, padded or not. Null: it is none. */
export function secretBytes(text: string): Uint8Array | null {
  // Only a to z: `toUpperCase` makes base32 of ſ and ı, too.
  return decodeBase32(text.replace(BETWEEN, '').replace(/[a-z]+/g, (letters) => letters.toUpperCase()));
}

const nameOf = (text: string): string => clip(wellFormed(text).trim(), MOST_NAME_BYTES);

/** `sha1`, `SHA-256`, `HmacSHA512`, `HMAC-SHA-1`. */
function algorithmOf(name: string): OneTime['algorithm'] | null {
  const bits = /^(?:hmac-?)?sha-?(1|256|512)$/i.exec(name)?.[1];
  return bits === undefined ? null : (`SHA-${bits}` as OneTime['algorithm']);
}

const DIGITS = { least: 5, most: 10 };

/** Whether a code can be made of it: one from a stranger's record may say anything, and would be asked for in vain. */
export function isSoundCode({ secret, digits, periodSeconds }: OneTime): boolean {
  const isWithin = (number: number, least: number, most: number) =>
    Number.isInteger(number) && number >= least && number <= most;
  const hasSecret = (decodeBase32(secret)?.length ?? 0) > 0;
  return hasSecret && isWithin(digits, DIGITS.least, DIGITS.most) && isWithin(periodSeconds, 1, LONGEST_PERIOD_SECONDS);
}

/** A whole number within bounds; null: it is none. */
function numberOf(text: string, from: number, to: number): number | null {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return number >= from && number <= to ? number : null;
}

/** Steam knows one algorithm, one length and one period; a link that names others is no link of Steam's. */
function steamOf({ algorithm = '', period = '' }: OneTimeParts): Omit<OneTime, 'secret' | 'issuer' | 'account'> | null {
  const isOther = algorithm.toLowerCase() !== 'steam' && algorithmOf(algorithm || 'SHA-1') !== 'SHA-1';
  if (isOther || (period !== '' && period !== String(STEAM_PERIOD_SECONDS))) return null;
  return { algorithm: 'SHA-1', digits: STEAM_DIGITS, periodSeconds: STEAM_PERIOD_SECONDS, alphabet: 'steam' };
}

export function assembleOneTime(parts: OneTimeParts, defaults: OneTimeDefaults = {}): OneTimeReading {
  const { secret, algorithm = '', digits = '', period = '', encoder = '', issuer = '', account = '' } = parts;
  if (secret === null || secret.length === 0 || secret.length > MOST_SECRET_BYTES) return refused('bad-secret');
  const named = {
    secret: encodeBase32(secret),
    issuer: nameOf(issuer) || nameOf(defaults.issuer ?? ''),
    account: nameOf(account) || nameOf(defaults.account ?? ''),
  };
  const isSteam = [algorithm, encoder].some((word) => word.toLowerCase() === 'steam');
  const saysNothing = algorithm === '' && encoder === '' && digits === '';
  if (isSteam || (saysNothing && defaults.alphabet === 'steam')) {
    const steam = steamOf(parts);
    return steam === null ? refused('unknown-algorithm') : { ok: true, oneTime: { ...named, ...steam } };
  }
  const known = algorithmOf(algorithm || (defaults.algorithm ?? 'SHA-1'));
  if (known === null || encoder !== '') return refused('unknown-algorithm');
  const length = numberOf(digits || String(defaults.digits ?? 6), DIGITS.least, DIGITS.most);
  const periodSeconds = numberOf(period || String(defaults.periodSeconds ?? 30), 1, LONGEST_PERIOD_SECONDS);
  if (length === null || periodSeconds === null) return refused('not-understood');
  return { ok: true, oneTime: { ...named, algorithm: known, digits: length, periodSeconds, alphabet: 'decimal' } };
}
