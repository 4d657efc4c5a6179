// Fields of a person's own in an item of Proton Pass: texts, secrets, one-time codes, days.
import { readOneTime } from '../../one-time/read.ts';
import type { EntryField, OneTime } from '../entry.ts';
import type { TellProblem } from '../format.ts';
import { isObject, listIn, numberIn, objectIn, textIn } from '../json.ts';
import { dayOfUnix } from '../unix-time.ts';

export interface ReadFields {
  readonly fields: EntryField[];
  readonly oneTimes: OneTime[];
}

export const noFields = (): ReadFields => ({ fields: [], oneTimes: [] });

/** A code that cannot be read stays a field: its secret is not lost for it. */
export function addOneTime(read: ReadFields, secret: string, name: string, section: string, tell: TellProblem): void {
  if (secret === '') return;
  const reading = readOneTime(secret);
  if (reading.ok) read.oneTimes.push(reading.oneTime);
  else {
    tell(reading.reason, name);
    read.fields.push({ name, value: secret, type: 'hidden', section });
  }
}

export function addText(read: ReadFields, name: string, value: string, type: 'text' | 'hidden' = 'text'): void {
  if (value !== '') read.fields.push({ name, value, type, section: '' });
}

/** The list of fields that is called so. */
export function addListed(read: ReadFields, value: unknown, list: string, section: string, tell: TellProblem): void {
  for (const field of listIn(value, list)) {
    const name = textIn(field, 'fieldName');
    const data = objectIn(field, 'data');
    const type = textIn(field, 'type');
    if (!isObject(field)) tell('not-understood', name);
    else if (type === 'totp') addOneTime(read, textIn(data, 'totpUri'), name, section, tell);
    else {
      const text = type === 'timestamp' ? dayIn(data) : textIn(data, 'content');
      // Fields of a later Proton Pass may well be secrets.
      const isPlain = type === 'text' || type === 'timestamp';
      if (text !== '') read.fields.push({ name, value: text, type: isPlain ? 'text' : 'hidden', section });
    }
  }
}

/** Sections with a name and fields. */
export function addSections(read: ReadFields, value: unknown, list: string, tell: TellProblem): void {
  for (const section of listIn(value, list))
    addListed(read, section, 'sectionFields', textIn(section, 'sectionName'), tell);
}

/** A text in most files; in protocol buffers it is seconds, which JSON has as a text. */
function dayIn(data: unknown): string {
  const stamp = objectIn(data, 'timestamp');
  const text = textIn(data, 'timestamp') || textIn(data, 'content');
  if (stamp === null) return /^\d{4}-\d\d-\d\dT00:00:00/.test(text) ? text.slice(0, 10) : text;
  const written = textIn(stamp, 'seconds');
  const seconds = numberIn(stamp, 'seconds') ?? (/^-?\d{1,12}$/.test(written) ? Number(written) : null);
  return seconds === null ? '' : (dayOfUnix(seconds) ?? '');
}
