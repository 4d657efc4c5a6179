// CSV as rows of cells (RFC 4180), and as people's programs write it: a quotation mark that nobody doubled belongs to
// its cell. Each letter is looked at once: twice the file takes twice the time.

export interface CsvRows {
  readonly rows: readonly (readonly string[])[];
  /** Places of rows whose quotation marks do not match. */
  readonly torn: ReadonlySet<number>;
}

/** @param most rows; the rest of the text is not looked at */
export function readCsvRows(text: string, delimiter: string, most: number): CsvRows {
  const reading = new Reading(text, delimiter);
  while (reading.rows.length < most && !reading.isDone) reading.row();
  return reading;
}

class Reading implements CsvRows {
  readonly rows: (readonly string[])[] = [];
  readonly torn = new Set<number>();
  isDone = false;
  readonly #text: string;
  readonly #delimiter: string;
  #at: number;
  /** The next one from `#at` on; the text's length: there is none. */
  #nextDelimiter = -1;
  #nextBreak = -1;

  constructor(text: string, delimiter: string) {
    this.#text = text;
    this.#delimiter = delimiter;
    this.#at = text.startsWith('\ufeff') ? 1 : 0;
  }

  row(): void {
    const cells: string[] = [];
    do cells.push(this.#text[this.#at] === '"' ? this.#quoted() : this.#plain());
    while (this.#goesOn());
    this.rows.push(cells);
  }

  /** Past what ends a cell. @returns whether another one follows in the row */
  #goesOn(): boolean {
    const sign = this.#text[this.#at];
    this.isDone = sign === undefined;
    this.#at++;
    return sign === this.#delimiter;
  }

  #plain(): string {
    const from = this.#at;
    if (this.#nextDelimiter < from) this.#nextDelimiter = this.#find(this.#delimiter, from);
    if (this.#nextBreak < from) this.#nextBreak = this.#find('\n', from);
    this.#at = Math.min(this.#nextDelimiter, this.#nextBreak);
    return this.#text.slice(from, this.#at);
  }

  #quoted(): string {
    const from = this.#at + 1;
    let hasDoubled = false;
    for (let mark = this.#text.indexOf('"', from); mark >= 0; ) {
      const isDoubled = this.#text[mark + 1] === '"';
      const after = isDoubled ? mark + 2 : this.#pastBlanks(mark + 1);
      if (!isDoubled && this.#isEnd(after)) {
        this.#at = after;
        const inside = this.#text.slice(from, mark);
        return hasDoubled ? inside.replaceAll('""', '"') : inside;
      }
      hasDoubled ||= isDoubled;
      if (!isDoubled) this.torn.add(this.rows.length);
      mark = this.#text.indexOf('"', after);
    }
    this.torn.add(this.rows.length);
    this.#at = this.#text.length;
    return this.#text.slice(from);
  }

  #isEnd(at: number): boolean {
    const sign = this.#text[at];
    return sign === undefined || sign === '\n' || sign === this.#delimiter;
  }

  #pastBlanks(from: number): number {
    let at = from;
    while (!this.#isEnd(at) && (this.#text[at] as string).trim() === '') at++;
    return at;
  }

  #find(sign: string, from: number): number {
    const found = this.#text.indexOf(sign, from);
    return found < 0 ? this.#text.length : found;
  }
}
