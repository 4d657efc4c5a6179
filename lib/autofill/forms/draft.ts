// One form while its fields are being named: their own words, which of them take a password, and their kinds so far.
import type { FieldFacts, FormFacts, PageFacts } from '../page/facts.ts';
import { declared, type FieldKind, named, wordsOf } from './kinds.ts';
import type { Subject } from './purpose.ts';
import { w } from './vocabulary.ts';

export class Draft {
  readonly form: FormFacts;
  /** Kinds so far; a field that takes a password has none yet. */
  readonly kinds = new Map<number, FieldKind>();
  /** The visible fields, or all if none is visible. */
  readonly present: readonly number[];
  readonly at: (position: number) => FieldFacts;
  readonly #page: PageFacts;
  readonly #secrets: ReadonlySet<number>;

  constructor(page: PageFacts, form: FormFacts) {
    this.#page = page;
    this.form = form;
    this.at = (position) => page.fields[position] as FieldFacts;
    const shown = form.fields.filter((position) => this.at(position).visible);
    this.present = shown.length > 0 ? shown : form.fields;
    this.#secrets = new Set(form.fields.filter((position) => this.#takesPassword(position)));
    for (const position of form.fields)
      if (!this.#secrets.has(position)) this.kinds.set(position, named(this.at(position)) ?? 'other');
  }

  /** Those that take a password, and not a code. */
  passwords(): number[] {
    return this.form.fields.filter((position) => this.#secrets.has(position) && this.kinds.get(position) !== 'otp');
  }

  seenPasswords(): number[] {
    return this.passwords().filter((position) => this.present.includes(position));
  }

  identified(): boolean {
    return this.present.some((position) => /^(email|username)$/.test(this.kinds.get(position) ?? ''));
  }

  /** Heading, buttons and names of the form, in which a word may stand that its fields lack. */
  around(): string {
    const { submits, heading, attributes } = this.form;
    return `${submits.join(' ')} | ${heading} | ${attributes}`;
  }

  subject(recovers: boolean): Subject {
    const { present, form } = this;
    return {
      page: this.#page,
      form,
      fields: present.map((position) => this.at(position)),
      kinds: present.map((position) => this.kinds.get(position) ?? 'other'),
      passwords: this.seenPasswords().map((position) => this.at(position)),
      allPasswords: this.passwords().length,
      recovers,
    };
  }

  /** "Show password" makes a password a text, and some pages have only such. Never a hint or a question about one. */
  #takesPassword(position: number): boolean {
    const field = this.at(position);
    if (field.type === 'password' || field.masked) return true;
    if (!/^(text|tel)$/.test(field.type) || field.decoy || field.clear) return false;
    const own = `${field.label} ${field.placeholder} ${field.attributes}`;
    // The token alone is also written at streets and names, to keep browsers from filling.
    if (/password$/i.test(declared(field) ?? '') && !/\p{L}/u.test(own)) return true;
    if (!w.password.test(own) || w.recover.test(own) || w.notCode.test(own) || w.code.test(own)) return false;
    const shown = `${field.label} ${field.placeholder}`.trim();
    if (shown ? !w.password.test(shown) || w.email.test(shown) || w.username.test(shown) : w.email.test(own))
      return false;
    if (/hint|question|answer|reminder/.test(own)) return false;
    // A text that stands in for the real one until it is focused is no second password.
    const real = this.form.fields.map((other) => this.at(other)).filter(({ type }) => type === 'password');
    return real.every((other) => w.again.test(wordsOf(other)) !== w.again.test(own));
  }
}
