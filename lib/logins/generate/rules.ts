// The `passwordrules` of a field: Apple's "Password Rules" (whatwg/html issue 3518), read as Apple's own reader does.
// It is strict: what it does not know makes it forget all rules, so that none is obeyed by half.

/** Lengths and runs are 0 if nothing is said of them. Sets are in the order of ASCII. */
export interface PasswordRules {
  /** Of each of these, at least one character. */
  readonly required: readonly string[];
  /** What it may be made of: all that is required, too. */
  readonly allowed: string;
  readonly minLength: number;
  readonly maxLength: number;
  /** How often a character may stand in a row. */
  readonly maxConsecutive: number;
}

const range = (first: string, last: string): string => {
  const from = first.charCodeAt(0);
  return Array.from({ length: last.charCodeAt(0) - from + 1 }, (_, at) => String.fromCharCode(from + at)).join('');
};
export const PRINTABLE: string = range(' ', '~');
/** The four classes; together they are all that is printable. */
export const CLASSES = {
  lower: range('a', 'z'),
  upper: range('A', 'Z'),
  digit: range('0', '9'),
  special: PRINTABLE.replace(/[a-z0-9]/gi, ''),
} as const;
/** Only these are ever drawn of Unicode. */
const NAMED: Readonly<Record<string, string>> = { ...CLASSES, 'ascii-printable': PRINTABLE, unicode: PRINTABLE };
/** Their letters are small: `MinLength` is unknown. Names of classes may be of any. */
const NAMES = ['required', 'allowed', 'minlength', 'maxlength', 'max-consecutive'];
/** A page's text: more is no rule. The longest of those that Apple collected has 204 characters. */
export const MOST_RULE_CHARACTERS = 2000;

interface Property {
  readonly name: string;
  readonly number: number;
  /** Of `required` and `allowed`; null: nothing is said. */
  readonly characters: string | null;
}

const inOrder = (characters: string): string => [...PRINTABLE].filter((one) => characters.includes(one)).join('');

/** A place in the text, from which one thing after the other is taken. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** What the pattern (sticky) finds at this place, and past it; null, and nowhere else, if it finds nothing. */
  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found !== null) this.#at += found[0].length;
    return found;
  }

  skipSpace(): void {
    this.take(/[ \t\n\r\f]*/y);
  }

  skipAll(): void {
    this.#at = this.#text.length;
  }

  isBefore(character: string): boolean {
    return this.#text[this.#at] === character;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }
}

/**
 * Characters in brackets, one by one: `[a-z]` is a and z, for a `-` counts in the first place only; `]` is meant if
 * another one follows. Characters past printable ASCII are passed over. Null: the bracket stays open.
 */
function readSet(reader: Reader): string | null {
  const found = reader.take(/\[([^\]]*)\](\]?)/y);
  if (found === null) {
    reader.skipAll();
    return null;
  }
  const [, inside = '', bracket = ''] = found;
  return [...inside].filter((one, at) => PRINTABLE.includes(one) && (one !== '-' || at === 0)).join('') + bracket;
}

/** Names of classes and sets with commas between; null: one of them is neither. */
function readCharacters(reader: Reader): string | null {
  let characters = '';
  for (;;) {
    if (reader.isBefore('[')) characters += readSet(reader) ?? '';
    else {
      const known = reader.take(/(?:ascii-printable|digit|lower|special|unicode|upper)(?![a-z-])/iy);
      if (known === null) return null;
      characters += NAMED[known[0].toLowerCase()];
    }
    reader.skipSpace();
    if (reader.isAtEnd || reader.isBefore(';')) return characters;
    if (reader.take(/,/y) === null) return null;
    reader.skipSpace();
  }
}

/** Null: it says nothing. A reader that then stands before more text has met what it does not know. */
function readProperty(reader: Reader, name: string): Property | null {
  if (reader.take(/:[ \t\n\r\f]*/y) === null || reader.isAtEnd || reader.isBefore(';')) return null;
  if (name === 'required' || name === 'allowed') {
    const characters = readCharacters(reader);
    return characters === null ? null : { name, number: 0, characters };
  }
  const number = Number(reader.take(/[0-9]+/y)?.[0] ?? 0);
  // Space after the number spoils it, and nothing else.
  return number > 0 && (reader.isAtEnd || reader.isBefore(';')) ? { name, number, characters: null } : null;
}

function propertiesOf(text: string): Property[] {
  const reader = new Reader(text.length > MOST_RULE_CHARACTERS ? '' : text);
  const properties: Property[] = [];
  reader.skipSpace();
  while (!reader.isAtEnd) {
    const name = reader.take(/[a-z-]+/iy)?.[0];
    // A sign in the place of a name (`;;`) ends the rules, and those before it stay.
    if (name === undefined) return properties;
    if (!NAMES.includes(name)) return [];
    const property = readProperty(reader, name);
    if (property !== null) properties.push(property);
    reader.skipSpace();
    if (!reader.isAtEnd && reader.take(/;/y) === null) return [];
    reader.skipSpace();
  }
  return properties;
}

/** Of several lengths the strictest counts. Total: a text that says nothing allows all that is printable. */
export function parsePasswordRules(text: string): PasswordRules {
  const properties = propertiesOf(text);
  const numbers = (name: string): number[] => properties.filter((one) => one.name === name).map(({ number }) => number);
  const least = (values: readonly number[]): number => (values.length === 0 ? 0 : Math.min(...values));
  const sets = properties.filter(({ characters }) => characters !== null && characters !== '');
  return {
    required: sets.filter(({ name }) => name === 'required').map(({ characters }) => inOrder(characters ?? '')),
    allowed: inOrder(sets.map(({ characters }) => characters).join('')) || PRINTABLE,
    minLength: Math.max(0, ...numbers('minlength')),
    maxLength: least(numbers('maxlength')),
    maxConsecutive: least(numbers('max-consecutive')),
  };
}
