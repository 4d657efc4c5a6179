// A one-time code as the FIDO Credential Exchange Format has it: the members of a credential of type `totp`.
import type { OneTime } from '../formats/entry.ts';
import { assembleOneTime, type OneTimeDefaults, type OneTimeReading, refused, secretBytes } from './assemble.ts';

export interface CxfTotp {
  readonly secret: string;
  readonly period: number;
  readonly digits: number;
  readonly username?: string;
  readonly algorithm: 'sha1' | 'sha256' | 'sha512' | 'steam';
  readonly issuer?: string;
}

/** A member that is a text or a number; anything else counts as not there. */
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';

export function readCxfTotp(value: unknown, defaults?: OneTimeDefaults): OneTimeReading {
  if (typeof value !== 'object' || value === null) return refused('not-understood');
  const member = (name: keyof CxfTotp) => textOf(Object.hasOwn(value, name) ? Reflect.get(value, name) : '');
  return assembleOneTime(
    {
      secret: secretBytes(member('secret')),
      algorithm: member('algorithm'),
      digits: member('digits'),
      period: member('period'),
      issuer: member('issuer'),
      account: member('username'),
    },
    defaults,
  );
}

/** A period has one byte there, and a reader may refuse the whole file for a longer one. */
const LONGEST_PERIOD_SECONDS = 255;

/** Null: the format has no room for its period. */
export function cxfTotp(oneTime: OneTime): CxfTotp | null {
  const { secret, algorithm, digits, periodSeconds, alphabet, issuer, account } = oneTime;
  if (periodSeconds > LONGEST_PERIOD_SECONDS) return null;
  const sha = algorithm.replace('-', '').toLowerCase() as 'sha1' | 'sha256' | 'sha512';
  return {
    secret,
    period: periodSeconds,
    digits,
    ...(account === '' ? {} : { username: account }),
    algorithm: alphabet === 'steam' ? 'steam' : sha,
    ...(issuer === '' ? {} : { issuer }),
  };
}
