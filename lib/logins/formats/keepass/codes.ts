// One-time codes in an entry's fields. KeePass programs know one an entry, in many spellings; we write further ones as
// links of the same form into fields of their own (`otp 2`), for a person to find.

import { readKeePassOneTimes } from '../../one-time/keepass.ts';
import { otpauthLink } from '../../one-time/link.ts';
import { readOneTime } from '../../one-time/read.ts';
import type { OneTime } from '../entry.ts';
import type { ProblemReason } from '../format.ts';
import type { KeePassField } from './tree.ts';

const FURTHER = /^otp \d+$/;

export interface CodesReading {
  readonly oneTimes: readonly OneTime[];
  /** Names of the fields that they are made of. */
  readonly used: readonly string[];
  readonly problems: readonly { readonly reason: ProblemReason; readonly what: string }[];
}

export function readCodes(values: ReadonlyMap<string, string>): CodesReading {
  const { oneTimes, used, refusals } = readKeePassOneTimes(values);
  const further = [...values].flatMap(([name, text]) => {
    const reading = FURTHER.test(name) && text.startsWith('otpauth:') ? readOneTime(text) : null;
    return reading?.ok === true ? [{ name, oneTime: reading.oneTime }] : [];
  });
  return {
    oneTimes: [...oneTimes, ...further.map(({ oneTime }) => oneTime)],
    used: [...used, ...further.map(({ name }) => name)],
    problems: refusals.map(({ field, reason }) => ({ reason, what: field })),
  };
}

export function codeFields(oneTimes: readonly OneTime[]): KeePassField[] {
  return oneTimes.map((oneTime, at) => ({
    name: at === 0 ? 'otp' : `otp ${at + 1}`,
    value: otpauthLink(oneTime),
    isProtected: true,
  }));
}
