// The one mailbox that an address field of a mail names (RFC 5322 section 3.4), or none. Programs differ on odd forms,
// and one that is judged by another mailbox than the sender wrote to, or than a person is shown, deceives; so a field
// that is not plain, or names more than one, names nobody.

/** RFC 5322 allows 998 characters a line; an address is at most 320. */
const FIELD_CHARACTERS = 2_000;
const COMMENT_DEPTH = 8;

const ATOM = /[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\xff-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\xff-]+)*/y;
/** A word of a display name; dots between and after words are obsolete, and common. */
const WORD = /[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\x80-\xff-]+/y;
const QUOTED = /"(?:[^"\\\r\n]|\\[^\r\n])*"/y;
const BLANKS = /[ \t]*/y;

/** Both as they are written. A quoted local part keeps its quotes, so it is never taken for one without. */
export interface NamedMailbox {
  readonly local: string;
  readonly domain: string;
}

/** @param value of the field, unfolded, one character per byte */
export const oneMailbox = (value: string): NamedMailbox | null =>
  value.length > FIELD_CHARACTERS ? null : new Reader(value).mailbox();

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * The whole text as one mailbox: `address`, `<address>` or `words <address>`, with comments around, and nothing else.
   */
  mailbox(): NamedMailbox | null {
    this.#blank();
    const bare = this.#address();
    if (bare !== null) return this.#ends() || this.#isAgain(bare) ? bare : null;
    this.#at = 0;
    this.#blank();
    while (this.#take(WORD) !== null || this.#take(QUOTED) !== null) this.#blank();
    if (!this.#is('<')) return null;
    const named = this.#address();
    return named !== null && this.#is('>') && this.#ends() ? named : null;
  }

  /** `local@domain` without blanks, comments or a route. */
  #address(): NamedMailbox | null {
    const local = this.#take(ATOM) ?? this.#take(QUOTED);
    if (local === null || !this.#is('@')) return null;
    const domain = this.#take(ATOM);
    return domain === null ? null : { local, domain };
  }

  /** `<address>` after the same address: some mailers write it as its own name. */
  #isAgain({ local, domain }: NamedMailbox): boolean {
    const again = this.#is('<') ? this.#address() : null;
    const isSame = again?.local === local && again.domain.toLowerCase() === domain.toLowerCase();
    return isSame && this.#is('>') && this.#ends();
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
