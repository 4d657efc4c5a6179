// The author of a mail: the domain of the one mailbox of the one From field (RFC 5322 sections 3.4 and 3.6.2), or none.
// Parsers differ on odd forms, and a person who is shown another author than the one that was judged is deceived; so a
// From field that is not plain has no author.
import { domainToASCII } from 'node:url';
import type { HeaderField } from './header.ts';

/** RFC 5322 allows 998 characters a line; an address is at most 320. */
const FROM_CHARACTERS = 2_000;
const COMMENT_DEPTH = 8;

const ATOM = /[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\xff-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\xff-]+)*/y;
/** A word of a display name; dots between and after words are obsolete, and common. */
const WORD = /[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\x80-\xff-]+/y;
const QUOTED = /"(?:[^"\\\r\n]|\\[^\r\n])*"/y;
const BLANKS = /[ \t]*/y;
/** Of names as the DNS has them; an address in brackets is no domain. */
const LABELS = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/;
/** Whether it is written as a domain, and so is read as one by every reader. */
export const isDomain = (text: string): boolean => LABELS.test(text);
const INTERNATIONAL = /^[A-Za-z0-9\x80-\xff.-]+$/;

/** @returns the domain in lower case, in the form that the DNS has (RFC 5890 A-labels) */
export function authorDomain(fields: readonly HeaderField[]): string | null {
  const [from, ...others] = fields.filter(({ name }) => name === 'from');
  if (from === undefined || others.length > 0 || from.value.length > FROM_CHARACTERS) return null;
  const reader = new Reader(from.value);
  return reader.mailbox();
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * The whole text as one mailbox: `address`, `<address>` or `words <address>`, with comments around, and nothing else.
   */
  mailbox(): string | null {
    this.#blank();
    const bare = this.#address();
    if (bare !== null) return this.#ends() ? bare : null;
    this.#at = 0;
    this.#blank();
    while (this.#take(WORD) !== null || this.#take(QUOTED) !== null) this.#blank();
    if (!this.#is('<')) return null;
    const named = this.#address();
    return named !== null && this.#is('>') && this.#ends() ? named : null;
  }

  /** `local@domain` without blanks, comments or a route: the domain. */
  #address(): string | null {
    if (this.#take(ATOM) === null && this.#take(QUOTED) === null) return null;
    if (!this.#is('@')) return null;
    const written = this.#take(ATOM);
    if (written === null) return null;
    const domain = written.toLowerCase();
    if (isDomain(domain)) return domain;
    // The conversion reads its text as a host in an URL, percent signs too: it is given letters only.
    if (!INTERNATIONAL.test(written)) return null;
    const converted = domainToASCII(Buffer.from(written, 'latin1').toString('utf8'));
    return isDomain(converted) ? converted : null;
  }

  #ends(): boolean {
    this.#blank();
    return this.#at === this.#text.length;
  }

  #is(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.#at += found.length;
    return found;
  }

  /** White space and comments. A comment that does not end stays, and so the text does not end. */
  #blank(): void {
    for (;;) {
      this.#take(BLANKS);
      const end = this.#text[this.#at] === '(' ? this.#commentEnd() : null;
      if (end === null) return;
      this.#at = end;
    }
  }

  #commentEnd(): number | null {
    let depth = 0;
    for (let at = this.#at; at < this.#text.length; at++) {
      const character = this.#text[at];
      if (character === '\\') at++;
      else if (character === '(' && ++depth > COMMENT_DEPTH) return null;
      else if (character === ')' && --depth === 0) return at + 1;
    }
    return null;
  }
}
