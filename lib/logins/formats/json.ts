// Looking into JSON that others wrote: nothing is believed of its shape, so a part of another type than it should have
// counts as absent. Only an object's own members are looked at: a file may well have one called `__proto__`.
import { MOST_LETTERS } from './format.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Longer than the export of the fullest vault; a parsed text takes several times its own room. */
const MOST_JSON_LETTERS = 128 * 2 ** 20;

/** Undefined: the text is no JSON, or too long. A byte order mark before it is none of its letters. */
export function parseJson(text: string): unknown {
  if (text.length > MOST_JSON_LETTERS) return undefined;
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const memberOf = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

export function objectIn(value: unknown, name: string): JsonObject | null {
  const member = memberOf(value, name);
  return isObject(member) ? member : null;
}

export function listIn(value: unknown, name: string): readonly unknown[] {
  const member = memberOf(value, name);
  return Array.isArray(member) ? member : [];
}

/** A number counts as its text: some programs write a card's month so. */
export function textIn(value: unknown, name: string): string {
  const member = memberOf(value, name);
  return typeof member === 'string' ? member : typeof member === 'number' ? String(member) : '';
}

export function numberIn(value: unknown, name: string): number | null {
  const member = memberOf(value, name);
  return typeof member === 'number' && Number.isFinite(member) ? member : null;
}

/** Deeper than any part of a program's export; `JSON.stringify` has no bound of its own but the stack. */
const MOST_LEVELS = 32;

/** The JSON of a part that is kept whole; null: it is deeper or longer than anything that is taken. */
export function keptJson(value: unknown): string | null {
  if (depthOf(value, MOST_LEVELS) > MOST_LEVELS) return null;
  const json = JSON.stringify(value);
  return json.length > MOST_LETTERS ? null : json;
}

/** Counted no further than one level past the bound. */
function depthOf(value: unknown, bound: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (bound === 0) return 1;
  return 1 + Object.values(value).reduce((deepest, member) => Math.max(deepest, depthOf(member, bound - 1)), 0);
}
