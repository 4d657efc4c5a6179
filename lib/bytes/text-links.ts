// Web and mail addresses among the words of a text: the one rule for their bounds, for threads, mails and the look for
// codes. web-url.ts reads each find; one that it refuses is plain words. One pass, linear in the text for any text.

import { MAX_LINK_CHARACTERS, webLink, webUrl } from './web-url.ts';

export interface TextLink {
  /** In the text: `text.slice(start, end)` is the address as written. */
  readonly start: number;
  readonly end: number;
  /** As it is opened (`href`, or `mailto:`); null if it looks like an address and leads nowhere. */
  readonly url: string | null;
}

/** Possible beginnings of an address. */
const BEGIN = /https?:\/\/|www\.|@/gi;
/** Letters and digits right before it make it part of a word; signs of a scheme make it part of another address. */
const GLUED = /[A-Za-z0-9+]/;
const GLUED_WWW = /[A-Za-z0-9@/._-]/;

/**
 * Ends an address: blanks, controls, invisible characters (but joiners, which scripts need), quotation marks, `\`,
 * full-width marks.
 */
const ENDS =
  /[\s<>"`\\\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Cs}]|(?![\u200c\u200d])\p{Cf}|(?![\u2019\u2026])[\p{Pi}\p{Pf}]|(?!\p{ASCII})[\p{Ps}\p{Pe}]|[\u3000-\u3004\u3008-\u3020\u3030\u303d]|(?=[\uff00-\uff65])\p{P}|(?=[\uff00-\uff65])\p{Sm}/u;
/** Characters of a host with its port, or of the name before it: all others end both. */
const AUTHORITY = /[\p{L}\p{N}\p{M}.\-_~:@%\u00b7\u200c-\u200d[\]]/u;
const CLOSES: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);
const OPENS: ReadonlySet<string> = new Set(CLOSES.values());
/** A mark that opens right before an address ends it by closing: 'https://a.example/' and *https://a.example/*. */
const PAIRS: ReadonlyMap<string, string> = new Map([
  ["'", "'"],
  ['\u2018', '\u2019'],
  ['*', '*'],
  ['~', '~'],
  ['|', '|'],
]);
/** Marks that end a sentence, not an address. */
const TAIL = ".,:;!?\u2026'\u2019|([{";

/** Addresses of a text, in order, none over another. */
export function linksIn(text: string): TextLink[] {
  const links: TextLink[] = [];
  let free = 0;
  BEGIN.lastIndex = 0;
  for (let match = BEGIN.exec(text); match !== null; match = BEGIN.exec(text)) {
    const link = match[0] === '@' ? mailAt(text, match.index, free) : webAt(text, match.index, match[0]);
    if (link === null) continue;
    links.push(link);
    free = link.end;
    BEGIN.lastIndex = link.end;
  }
  return links;
}

function webAt(text: string, start: number, begin: string): TextLink | null {
  const bare = begin.toLowerCase() === 'www.';
  if (start > 0 && (bare ? GLUED_WWW : GLUED).test(text[start - 1] as string)) return null;
  if (bare && !namesHost(text, start)) return null;
  const host = bare ? start : start + begin.length;
  const end = withoutTail(text, host, endOf(text, start, host));
  if (end <= host) return null;
  const written = text.slice(start, end);
  return { start, end, url: webLink(bare ? `https://${written}` : written)?.href ?? null };
}

/**
 * Whether a host stands there: "www." and a word is no address, two labels behind it are. Asked before the rest is
 * read, and of no more than a host may have: else a text of a thousand false beginnings would be read a thousand times.
 */
function namesHost(text: string, start: number): boolean {
  const closer = start > 0 ? PAIRS.get(text[start - 1] as string) : undefined;
  let end = start;
  while (end < text.length && end - start <= MAX_DOMAIN) {
    const character = String.fromCodePoint(text.codePointAt(end) as number);
    if (!AUTHORITY.test(character) || character === closer) break;
    end += character.length;
  }
  while (end > start && TAIL.includes(text[end - 1] as string)) end--;
  const host = webUrl(`https://${text.slice(start, end)}/`)?.hostname ?? '';
  return /^www(\.[a-z0-9-]+)+\.[a-z][a-z0-9-]+\.?$/.test(host);
}

/** The latest possible end of the address, its tail included. One that is longer than any that opens ends there. */
function endOf(text: string, start: number, host: number): number {
  const closer = start > 0 ? PAIRS.get(text[start - 1] as string) : undefined;
  const open: string[] = [];
  let inAuthority = true;
  const latest = Math.min(text.length, start + MAX_LINK_CHARACTERS + 1);
  for (let at = host; at < latest; ) {
    const character = String.fromCodePoint(text.codePointAt(at) as number);
    if (inAuthority && '/?#'.includes(character)) inAuthority = false;
    if (ENDS.test(character) || (inAuthority && !AUTHORITY.test(character)) || character === closer) return at;
    if (OPENS.has(character)) open.push(character);
    const opener = CLOSES.get(character);
    // A bracket that was opened before the address is not of it.
    if (opener !== undefined && open.pop() !== opener) return at;
    if (',;|'.includes(character) && BEGINS_ANEW.test(text.slice(at + 1, at + 9))) return at;
    at += character.length;
  }
  return latest;
}
const BEGINS_ANEW = /^(https?:\/\/|www\.)/i;

/** Without the marks that end the sentence. */
function withoutTail(text: string, host: number, latest: number): number {
  let end = latest;
  while (end > host && TAIL.includes(text[end - 1] as string) && !isOfAddress(text, host, end)) end--;
  return end;
}

/** `What_a_joy_!` and `…/wiki/!`: behind `_`, or `/` of a path, the mark is the last word itself. */
function isOfAddress(text: string, host: number, end: number): boolean {
  const before = text[end - 2];
  if (text[end - 1] === "'") return isQuoteKept(text, host, end - 1);
  if (text[end - 1] === '?') return before === '_';
  if (text[end - 1] !== '!') return false;
  return before === '_' || (before === '/' && text.slice(host, end - 2).includes('/'));
}

/** An apostrophe at the end closes a quotation if the line opened one before; else it is the address's (`Readers'`). */
function isQuoteKept(text: string, host: number, at: number): boolean {
  if (text[at - 1] === "'" || !text.slice(host, at).includes('/')) return false;
  const line = text.slice(Math.max(0, host - 200), host);
  return !/(^|[\s([{])'/.test(line.slice(line.lastIndexOf('\n') + 1)) && /\p{L}/u.test(text[at - 1] ?? '');
}

const LOCAL = /[\p{L}\p{N}._%+'-]/u;
const DOMAIN = /[\p{L}\p{N}\p{M}.\-\u200c-\u200d]/u;
const MAX_LOCAL = 64;
const MAX_DOMAIN = 253;

/** A mail address around its `@`. @param free offset from which the text is free */
function mailAt(text: string, at: number, free: number): TextLink | null {
  let start = at;
  while (start > free && at - start <= MAX_LOCAL && LOCAL.test(text[start - 1] as string)) start--;
  while (start < at && ".-+'%".includes(text[start] as string)) start++;
  const before = start > 0 ? (text[start - 1] as string) : '';
  const local = text.slice(start, at);
  if (local === '' || local.length > MAX_LOCAL || /[/@=&]/.test(before) || /^\.|\.$|\.\./.test(local)) return null;
  let end = at + 1;
  while (end < text.length && end - at <= MAX_DOMAIN && DOMAIN.test(text[end] as string)) end++;
  while (end > at && '.-'.includes(text[end - 1] as string)) end--;
  if (text[end] === '@' || text[end] === '_') return null;
  const host = webUrl(`https://${text.slice(at + 1, end)}/`)?.hostname ?? '';
  // At least a domain and a top-level domain, which is no number.
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+$/.test(host)) return null;
  return { start, end, url: `mailto:${encodeURIComponent(local)}@${host}` };
}
