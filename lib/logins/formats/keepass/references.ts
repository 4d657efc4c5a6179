// Field references (`{REF:P@I:…}`) and placeholders of the entry's own fields (`{USERNAME}`, `{S:Name}`), which KeePass
// keeps unresolved. Each field of each entry is resolved once. A circle, and one that leads nowhere, stays as it was.

import type { ProblemReason } from '../format.ts';
import type { KeePassEntry, KeePassField } from './tree.ts';

export interface Resolved {
  readonly value: string;
  /** A password, or another protected field, is in it. */
  readonly isSecret: boolean;
  readonly problem: Extract<ProblemReason, 'circular-reference' | 'missing-reference' | 'too-long'> | null;
}

/** The field of each letter; `I` is the entry's uuid, and `O` any field of its own name. */
const LETTERS: Readonly<Record<string, string>> = { T: 'Title', U: 'UserName', P: 'Password', A: 'URL', N: 'Notes' };
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  ...{ TITLE: 'Title', USERNAME: 'UserName', PASSWORD: 'Password', URL: 'URL', NOTES: 'Notes' },
};
const NAMED = /\{(?:REF:([TUPANI])@([TUPANIO]):([^}]*)|(TITLE|USERNAME|PASSWORD|URL|NOTES)|S:([^}]+))\}/gi;

/** KeePass goes on to 12, too. */
const DEEPEST = 12;
/** Of all that references add: a few entries could name each other into any number of letters. */
const MOST_ADDED = 50_000_000;

export class References {
  readonly #entries: readonly KeePassEntry[];
  readonly #indexes = new Map<string, ReadonlyMap<string, KeePassEntry>>();
  /** By name, the last of each: an entry may have any number of fields. */
  readonly #fields = new Map<KeePassEntry, ReadonlyMap<string, KeePassField>>();
  /** Null: under way, so that to come to it again is a circle. */
  readonly #resolved = new Map<KeePassEntry, Map<string, Resolved | null>>();
  #added = 0;

  /** @param entries all that may be named, those of the bin too */
  constructor(entries: readonly KeePassEntry[]) {
    this.#entries = entries;
  }

  /** As it was written; undefined: the entry has no such field. */
  field(entry: KeePassEntry, name: string): KeePassField | undefined {
    let fields = this.#fields.get(entry);
    if (fields === undefined) {
      fields = new Map(entry.fields.map((field) => [field.name, field]));
      this.#fields.set(entry, fields);
    }
    return fields.get(name);
  }

  /** Null: the entry has no such field. */
  resolve(entry: KeePassEntry, name: string, depth = 0): Resolved | null {
    const field = this.field(entry, name);
    if (field === undefined) return null;
    const isSecret = field.isProtected || name === 'Password';
    if (!field.value.includes('{')) return { value: field.value, isSecret, problem: null };
    const known = this.#resolved.get(entry) ?? new Map<string, Resolved | null>();
    this.#resolved.set(entry, known);
    const before = known.get(name);
    if (before === null || depth > DEEPEST) return { value: field.value, isSecret, problem: 'circular-reference' };
    if (before !== undefined) return before;
    known.set(name, null);
    const resolved = this.#text(entry, { value: field.value, isSecret, problem: null }, depth);
    known.set(name, resolved);
    return resolved;
  }

  #text(entry: KeePassEntry, { value, isSecret }: Resolved, depth: number): Resolved {
    let secret = isSecret;
    let problem: Resolved['problem'] = null;
    // Behind the last brace nothing can end: each beginning there would be searched for its end, in vain.
    const last = value.lastIndexOf('}') + 1;
    const text = value.slice(0, last).replace(NAMED, (whole, wanted, by, term, own, custom) => {
      const found = wanted === undefined ? null : this.#find(by.toUpperCase(), term);
      if (wanted?.toUpperCase() === 'I' && found !== null) return found.uuid.toUpperCase();
      const name = wanted === undefined ? (custom ?? PLACEHOLDERS[own.toUpperCase()]) : LETTERS[wanted.toUpperCase()];
      const of = wanted === undefined ? entry : found;
      const reached = of === null ? null : this.resolve(of, name, depth + 1);
      // A placeholder of a field that is not there is a word in braces.
      if (reached === null) problem ??= wanted === undefined ? null : 'missing-reference';
      else problem ??= reached.problem;
      if (reached === null || reached.problem === 'circular-reference') return whole;
      this.#added += reached.value.length;
      if (this.#added > MOST_ADDED) {
        problem = 'too-long';
        return whole;
      }
      secret ||= reached.isSecret;
      return reached.value;
    });
    return { value: text + value.slice(last), isSecret: secret, problem };
  }

  /** The first entry whose field is that, letter case aside. */
  #find(by: string, term: string): KeePassEntry | null {
    let index = this.#indexes.get(by);
    if (index === undefined) {
      index = new Map(
        this.#entries.flatMap((entry) => keysOf(entry, by).map((key) => [key, entry] as const)).reverse(),
      );
      this.#indexes.set(by, index);
    }
    return index.get(term.toLowerCase()) ?? null;
  }
}

function keysOf(entry: KeePassEntry, by: string): string[] {
  if (by === 'I') return [entry.uuid];
  const standard = Object.values(LETTERS);
  const asked = entry.fields.filter(({ name }) => (by === 'O' ? !standard.includes(name) : name === LETTERS[by]));
  return asked.map(({ value }) => value.toLowerCase());
}
