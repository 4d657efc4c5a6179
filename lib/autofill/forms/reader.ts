// The page's fields and forms now: what each field wants, what its form is for. Reads when asked, keeps the reading
// until a field comes or changes, and never writes. Roots of hosts that are no custom elements become known with the
// focus. In most pages glance.ts is enough, which says where a closer look is worth it; the menu brings the rest.

import { type Field, type PageFacts, type Reading, readFacts, rootsIn, type TreeRoot } from '../page/facts.ts';
import { innermost, shadowOf } from '../page/shadow.ts';
import { type Watch, watchFields } from '../page/watch.ts';
import type { ClassifiedForm, FieldKind } from './forms.ts';
import { glance } from './glance.ts';
import { isDetail } from './guess.ts';
import type { Language } from './hints.ts';
import { languagesOf } from './languages.ts';
import { OFFERED } from './offered.ts';

export interface FieldPlace {
  readonly kind: FieldKind;
  readonly form: ClassifiedForm;
}

export const isOffered = ({ kind }: FieldPlace): boolean => OFFERED.has(kind) || isDetail(kind);

type Classify = (page: PageFacts) => ClassifiedForm[];

export class FormReader {
  readonly #document: Document;
  readonly #watch: Watch;
  readonly #roots = new Set<TreeRoot>();
  #reading: Reading | null = null;
  #places = new Map<Element, FieldPlace>();
  #classify: Classify = glance;
  readonly #known = new Set<string>();

  /** @param rested called when the page has come to rest after fields came or changed */
  constructor(window: Window, rested: () => void, signal: AbortSignal) {
    this.#document = window.document;
    const forget = (): void => {
      this.#reading = null;
    };
    this.#watch = watchFields(window, forget, rested, signal);
  }

  /** From now on this names the fields; earlier readings are made anew. */
  learn(classify: Classify): void {
    if (this.#classify === classify) return;
    this.#classify = classify;
    this.#reading = null;
  }

  /** Whose words its forms need beside English. */
  languages(): Language[] {
    return languagesOf(this.read(false).facts, this.#document.documentElement.lang);
  }

  /** Whether a form may be one for a card or an address. */
  detailed(): boolean {
    return this.forms().some(({ detailed }) => detailed);
  }

  /** What knows these languages, or `details`, is there: readings without it are made anew. */
  knows(languages: readonly string[]): void {
    if (languages.every((language) => this.#known.has(language))) return;
    for (const language of languages) this.#known.add(language);
    this.#reading = null;
  }

  /** Reads the page anew if a field came or changed since the last reading, or if asked to. */
  read(anew: boolean): Reading {
    this.#watch.settle();
    if (this.#reading && !anew) return this.#reading;
    for (const root of rootsIn(this.#document)) this.#roots.add(root);
    for (const root of this.#roots) {
      if (root.isConnected) this.#watch.observe(root);
      else this.#roots.delete(root);
    }
    const reading = readFacts(this.#document, [...this.#roots]);
    this.#reading = reading;
    this.#places = new Map();
    for (const form of this.#classify(reading.facts)) {
      for (const [at, kind] of form.kinds) this.#places.set(reading.fields[at] as Field, { kind, form });
    }
    return reading;
  }

  /** A field's kind by the last reading. */
  known(field: Element): FieldPlace | undefined {
    return this.#places.get(field);
  }

  /**
   * The place of a field; one that is not known yet (a shadow root attached late, a form just shown) is looked for once
   * more.
   */
  placeOf(field: Element, anew = false): FieldPlace | undefined {
    this.#roots.add(field.getRootNode() as TreeRoot);
    this.read(anew);
    const place = this.known(field);
    return place || anew ? place : this.placeOf(field, true);
  }

  /** The forms of the last reading. */
  forms(): ClassifiedForm[] {
    return [...new Set([...this.#places.values()].map(({ form }) => form))];
  }

  /** Whether there is a form for an identity now. */
  takesIdentity(): boolean {
    this.read(true);
    return this.forms().some(({ kinds }) => [...kinds.values()].some((kind) => kind !== 'otp' && OFFERED.has(kind)));
  }

  /** An empty field that waits for a code. */
  waiting(): Element | undefined {
    const { facts, fields } = this.read(false);
    return fields.find(
      (field, at) => this.known(field)?.kind === 'otp' && facts.fields[at]?.visible && field.value === '',
    );
  }

  /** The field that would take a code now: the one the person is in, or one that waits. */
  takesCode(): Element | null {
    this.read(true);
    const active = this.focused();
    return active && this.known(active)?.kind === 'otp' ? active : (this.waiting() ?? null);
  }

  /** The real target of an event at the host of a closed root: the field in it that has the focus. */
  behind(target: Element): Element {
    const inner = shadowOf(target)?.activeElement;
    return inner ? (innermost(inner) ?? target) : target;
  }

  focused(): Element | null {
    return innermost(this.#document.activeElement);
  }
}
