// Codes that are typed into several fields: one character a box, or a few of a length ("three and three"), of any type.
// Pure.

import type { FieldFacts } from '../page/facts.ts';
import type { Draft } from './draft.ts';
import { isCode, wordsOf } from './kinds.ts';
import { w } from './vocabulary.ts';

const MOST = 8;
/** Of one field alone it says "the three digits on the back of your card"; of several, how many each takes. */
const OF_EACH = /\b(3|three) digits?\b/g;
/** Secrets that are typed into password fields and are none. */
export const OTHER_SECRET = /\bssn|social sec|card|\bcv[cv]|answer|\bcsc\b/;

/** How much of a code a field takes: its length, or one character if it is as narrow as one; 0: none. */
function shareOf({ type, maxLength, narrow, decoy }: FieldFacts): number {
  if (decoy || !/^(text|tel|number|password)$/.test(type)) return 0;
  if (maxLength >= 1 && maxLength <= 4) return maxLength;
  return narrow && (maxLength < 0 || maxLength > 4) ? 1 : 0;
}

/** Runs of neighbours of one type that take the same share. */
function runs(draft: Draft): number[][] {
  const found: number[][] = [];
  let before: FieldFacts | null = null;
  for (const position of draft.present) {
    const field = draft.at(position);
    const share = shareOf(field);
    const run = found.at(-1);
    if (run && before && share > 0 && share === shareOf(before) && field.type === before.type) run.push(position);
    else found.push(share > 0 ? [position] : []);
    before = field;
  }
  return found.filter((run) => run.length > 1);
}

/**
 * A row of boxes takes a code. Groups and boxes of no stated length do if words say so, for dates and telephone numbers
 * are typed like that.
 */
export function nameBoxes(draft: Draft): void {
  for (const run of runs(draft)) {
    const fields = run.map((position) => draft.at(position));
    const share = shareOf(fields[0] as FieldFacts);
    const length = share * run.length;
    if (length < 4 || length > MOST || (share > 1 && run.length > 3)) continue;
    const words = fields.map(wordsOf).join(' ').replace(OF_EACH, '');
    const isRow = fields.every(({ maxLength }) => maxLength === 1);
    const around = `${draft.around()} ${words}`;
    const says =
      fields.some(({ autocomplete }) => autocomplete.includes('one-time')) ||
      isCode(words) ||
      w.sent.test(around) ||
      w.code.test(around);
    // Single characters of a password are asked for in boxes, too.
    const ofPassword =
      OTHER_SECRET.test(words) || (fields.some(({ type }) => type === 'password') && (w.password.test(words) || !says));
    if ((isRow || says) && !ofPassword && !w.notCode.test(words) && !w.phone.test(words))
      for (const position of run) draft.kinds.set(position, 'otp');
  }
}

/** "6-digit code", in any language: the number before the word for digits. */
const DIGITS =
  /(?<!\d)([4-9]|10) ?(digit|character|stellig|ziffer|chiffres|caracteres|cifre|cifras|digitos|cijfer|siffr|cifr|numero|znak|szamjegy|hane|цифр|знач|ψηφι|أرقام|ספרות|अंक|桁|位|자리)/;

/** Length of the awaited code: as much as the fields take together, or as the page says; 0: not known. */
export function lengthOfCode(draft: Draft): number {
  const codes = draft.present
    .filter((position) => draft.kinds.get(position) === 'otp')
    .map((position) => draft.at(position));
  const only = codes[0];
  if (!only) return 0;
  const stated = codes.length === 1 ? only.maxLength : codes.length * shareOf(only);
  if (stated >= 4 && stated <= 10) return stated;
  return Number(DIGITS.exec(`${codes.map(wordsOf).join(' ')} ${draft.around()}`)?.[1] ?? 0);
}
