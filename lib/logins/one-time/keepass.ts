// One-time codes in the fields of a KeePass entry, of every program that has put some there: `otp` (KeePassXC, KeeOTP),
// `TOTP Seed` with `TOTP Settings` (KeeTrayTOTP, older KeePassXC), `TimeOtp-…` (KeePass 2 itself).
import type { OneTime } from '../formats/entry.ts';
import {
  assembleOneTime,
  type OneTimeDefaults,
  type OneTimeReading,
  type OneTimeRefusal,
  refused,
  secretBytes,
} from './assemble.ts';
import { SECRET_ENCODINGS } from './keeotp.ts';
import { opaqueLink } from './link.ts';
import { readOneTime } from './read.ts';

/** By name, as they stand in the entry. */
export type KeePassFields = ReadonlyMap<string, string>;

export interface KeePassOneTimes {
  readonly oneTimes: readonly OneTime[];
  /** Fields that `oneTimes` say all of: custom fields no more. Those of a refused one stay, so that nothing is lost. */
  readonly used: readonly string[];
  readonly refusals: readonly { readonly field: string; readonly reason: OneTimeRefusal }[];
}

interface Spelling {
  /** The first holds the secret. */
  readonly fields: readonly string[];
  readonly reading: OneTimeReading;
}

/** `30;6`, `30;S` for Steam; a third part is the address of a clock, or of some programs the algorithm. */
function readSeed(fields: KeePassFields, defaults: OneTimeDefaults): OneTimeReading {
  const settings = (fields.get('TOTP Settings') ?? '').trim();
  const [, period = '', digits = '', third = ''] = /^(\d+)\s*;\s*(\d+|S)\s*(?:;(.*))?$/s.exec(settings) ?? [];
  if (settings !== '' && digits === '') return refused('not-understood');
  const word = third.split(';')[0]?.trim() ?? '';
  const named = {
    secret: secretBytes(fields.get('TOTP Seed') ?? ''),
    algorithm: opaqueLink(word) === null ? word : '',
    period,
  };
  return assembleOneTime(digits === 'S' ? { ...named, encoder: 'steam' } : { ...named, digits }, defaults);
}

/** KeePass's own fields, in the order in which it looks for a secret. */
const TIME_OTP: readonly (readonly [field: string, encoding: string])[] = [
  ['TimeOtp-Secret', 'utf8'],
  ['TimeOtp-Secret-Hex', 'hex'],
  ['TimeOtp-Secret-Base32', 'base32'],
  ['TimeOtp-Secret-Base64', 'base64'],
];
const TIME_OTP_SETTINGS = ['TimeOtp-Length', 'TimeOtp-Period', 'TimeOtp-Algorithm'];

function readTimeOtp(fields: KeePassFields, [field, encoding]: readonly [string, string], defaults: OneTimeDefaults) {
  const value = (name: string) => (fields.get(name) ?? '').trim();
  return assembleOneTime(
    {
      secret: SECRET_ENCODINGS[encoding]?.(fields.get(field) ?? '') ?? null,
      digits: value('TimeOtp-Length'),
      period: value('TimeOtp-Period'),
      algorithm: value('TimeOtp-Algorithm'),
    },
    defaults,
  );
}

function* spellings(fields: KeePassFields, defaults: OneTimeDefaults): Generator<Spelling> {
  const has = (name: string) => (fields.get(name) ?? '') !== '';
  if (has('otp')) yield { fields: ['otp'], reading: readOneTime(fields.get('otp') ?? '', defaults) };
  if (has('TOTP Seed')) yield { fields: ['TOTP Seed', 'TOTP Settings'], reading: readSeed(fields, defaults) };
  const timeOtp = TIME_OTP.find(([field]) => has(field));
  if (timeOtp !== undefined)
    yield { fields: [timeOtp[0], ...TIME_OTP_SETTINGS], reading: readTimeOtp(fields, timeOtp, defaults) };
  const counter = TIME_OTP.map(([field]) => field.replace('Time', 'Hmac')).find(has);
  if (counter !== undefined) yield { fields: [counter], reading: refused('counter-code') };
}

/** The same code, whatever names it goes by. */
const isSame = (one: OneTime, other: OneTime): boolean =>
  (['secret', 'algorithm', 'digits', 'periodSeconds', 'alphabet'] as const).every((part) => one[part] === other[part]);

/** Plug-ins copy a code from one spelling into another and leave both: it is one code. */
export function readKeePassOneTimes(fields: KeePassFields, defaults: OneTimeDefaults = {}): KeePassOneTimes {
  const oneTimes: OneTime[] = [];
  const used: string[] = [];
  const refusals: { field: string; reason: OneTimeRefusal }[] = [];
  for (const { fields: names, reading } of spellings(fields, defaults)) {
    if (reading.ok) {
      used.push(...names.filter((name) => fields.has(name)));
      if (!oneTimes.some((known) => isSame(known, reading.oneTime))) oneTimes.push(reading.oneTime);
    } else refusals.push({ field: names[0] ?? '', reason: reading.reason });
  }
  return { oneTimes, used, refusals };
}
