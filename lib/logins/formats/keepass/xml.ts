// The XML 1.0 that KeePass files are of, read without a DOM, which workers and the pure layers do not have. Nothing in
// a text is expanded or fetched: one with a document type or an entity that XML does not have of itself is refused.
// Depth and number of elements are bounded. Values are read letter by letter as they stand, spaces too.

import { wellFormed } from '#bytes/utf8.ts';

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Of one without children; else empty. */
  readonly text: string;
}

interface Growing {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: Growing[];
  text: string;
}

/** KeePass nests groups; nobody nests them that deep, and what reads the elements calls itself. */
const DEEPEST = 128;
/** Ten times what 10,000 entries with ten earlier versions take up. */
const MOST_ELEMENTS = 10_000_000;

const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze({});
const NO_CHILDREN: Growing[] = [];

const TAG = /([^\s/>=<"'&!?]+)((?:\s+[^\s/>=<"'&]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const ATTRIBUTE = /([^\s/>=<"'&]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The outermost element, or null if the text is not well-formed or beyond the bounds. */
export function parseXml(text: string): XmlElement | null {
  try {
    return new Reading(text).all();
  } catch (error) {
    if (error instanceof NotWellFormed) return null;
    throw error;
  }
}

class NotWellFormed extends Error {}

class Reading {
  readonly #text: string;
  #at: number;
  #elements = 0;
  readonly #open: Growing[] = [];
  #root: Growing | null = null;

  constructor(text: string) {
    this.#text = text;
    this.#at = text.startsWith('\ufeff') ? 1 : 0;
  }

  all(): XmlElement {
    for (;;) {
      const next = this.#text.indexOf('<', this.#at);
      this.#add(this.#text.slice(this.#at, next < 0 ? undefined : next), true);
      if (next < 0) break;
      this.#at = next + 1;
      this.#markup();
    }
    if (this.#open.length > 0 || this.#root === null) throw new NotWellFormed();
    return this.#root;
  }

  #markup() {
    const text = this.#text;
    if (text.startsWith('/', this.#at)) return this.#close(text.slice(this.#at + 1, this.#until('>')).trimEnd());
    if (text.startsWith('?', this.#at)) return void this.#until('?>');
    if (text.startsWith('!--', this.#at)) {
      this.#at += 3;
      return void this.#until('-->');
    }
    if (text.startsWith('![CDATA[', this.#at)) {
      const from = this.#at + 8;
      return this.#add(text.slice(from, this.#until(']]>')), false);
    }
    TAG.lastIndex = this.#at;
    const [whole, name, attributes, isEmpty] = TAG.exec(text) ?? [];
    // A document type comes here, too: no name begins with an exclamation mark.
    if (whole === undefined || name === undefined) throw new NotWellFormed();
    this.#at += whole.length;
    this.#begin(name, attributes ?? '');
    if (isEmpty === '/') this.#close(name);
  }

  /** Goes behind the next such letters. @returns where they begin */
  #until(letters: string): number {
    const found = this.#text.indexOf(letters, this.#at);
    if (found < 0) throw new NotWellFormed();
    this.#at = found + letters.length;
    return found;
  }

  #begin(name: string, attributes: string) {
    const element = { name, attributes: attributesOf(attributes), children: NO_CHILDREN, text: '' };
    const parent = this.#open.at(-1);
    if (parent === undefined) {
      if (this.#root !== null) throw new NotWellFormed();
      this.#root = element;
    } else {
      if (parent.children === NO_CHILDREN) parent.children = [];
      parent.text = '';
      parent.children.push(element);
    }
    this.#open.push(element);
    if (this.#open.length > DEEPEST || ++this.#elements > MOST_ELEMENTS) throw new NotWellFormed();
  }

  #close(name: string) {
    if (this.#open.pop()?.name !== name) throw new NotWellFormed();
  }

  #add(text: string, isEscaped: boolean) {
    if (text === '') return;
    const element = this.#open.at(-1);
    if (element === undefined) {
      if (!isEscaped || text.trim() !== '') throw new NotWellFormed();
    } else if (element.children === NO_CHILDREN) element.text += isEscaped ? unescaped(text) : oneNewLine(text);
  }
}

function attributesOf(text: string): Readonly<Record<string, string>> {
  if (text === '') return NO_ATTRIBUTES;
  const found = [...text.matchAll(ATTRIBUTE)].map(([, name, double, single]) => [
    name as string,
    unescaped(double ?? single ?? ''),
  ]);
  // Own properties only: one that is called `__proto__` is a name like any other.
  return Object.fromEntries(found);
}

const oneNewLine = (text: string) => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);

function unescaped(text: string): string {
  const plain = oneNewLine(text);
  return plain.includes('&') ? plain.replace(/&(?:(#?\w{1,9});)?/g, (_, name?: string) => meant(name ?? '')) : plain;
}

function meant(name: string): string {
  const named = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  if (named !== undefined) return named;
  const [, hex, decimal] = /^#(?:x([0-9a-f]+)|([0-9]+))$/i.exec(name) ?? [];
  const point = hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16);
  if (!(point > 0 && point <= 0x10ffff) || (point >= 0xd800 && point <= 0xdfff)) throw new NotWellFormed();
  return String.fromCodePoint(point);
}

/** What XML cannot say: control characters but tab and line breaks, and halves of pairs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones
const UNSAYABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** The text as it comes back from a file: without what XML cannot say. */
export function sayable(text: string): string {
  return wellFormed(text).replace(UNSAYABLE, '');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A bare one would come back as a line feed.
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
};

export function escapeText(text: string): string {
  return sayable(text).replace(/[&<>\r]/g, (letter) => ESCAPES[letter] as string);
}

/** An element and all in it. */
export function writeXml({ name, attributes, children, text }: XmlElement): string {
  const said = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${sayable(value).replace(/[&<>"\r\n\t]/g, (letter) => ESCAPES[letter] as string)}"`,
  );
  return `<${name}${said.join('')}>${escapeText(text)}${children.map(writeXml).join('')}</${name}>`;
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

export function childText(element: XmlElement | undefined, name: string): string {
  return childOf(element, name)?.text ?? '';
}
