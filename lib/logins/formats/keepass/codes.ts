// One-time codes in an entry's fields. KeePass programs know one an entry, in many spellings; we write further ones as
// links of the same form into fields of their own (`otp 2`), for a person to find.

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
  const names = ['otp', ...[...values.keys()].filter((name) => FURTHER.test(name))];
  const oneTimes: OneTime[] = [];
  const used: string[] = [];
  const problems: { reason: ProblemReason; what: string }[] = [];
  for (const name of names) {
    const text = values.get(name);
    if (text === undefined) continue;
    const read = readOneTime(text);
    if (read.ok) {
      oneTimes.push(read.oneTime);
      used.push(name);
    } else problems.push({ reason: read.reason, what: name });
  }
  return { oneTimes, used, problems };
}

export function codeFields(oneTimes: readonly OneTime[]): KeePassField[] {
  return oneTimes.map((oneTime, at) => ({
    name: at === 0 ? 'otp' : `otp ${at + 1}`,
    value: otpauthLink(oneTime),
    isProtected: true,
  }));
}
