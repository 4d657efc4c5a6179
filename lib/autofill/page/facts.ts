// Reads the DOM once into plain facts: fields, the forms they belong to, and the words around them. Classification
// (classify.ts) sees nothing else, so it is pure and can be tested without a browser. Shadow roots are read too; frames
// run their own script. This file must never write to the page, and never read a field's value beyond "is it empty".
import { type Drawn, drawnAs, type Surroundings } from './drawn.ts';
import { plain } from './plain.ts';
import { shadowOf } from './shadow.ts';

export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export interface FieldFacts extends Drawn {
  /** The input's type as the browser understands it; `textarea` or `select` for those. */
  readonly type: string;
  /** Tokens of the attribute, lower case. */
  readonly autocomplete: string;
  /** name and id, in words (`plain`). */
  readonly attributes: string;
  readonly placeholder: string;
  /** Text of labels, aria-label, aria-labelledby, title. */
  readonly label: string;
  /** If there is no label: the text just before the field. A guess, so the weakest evidence. */
  readonly near: string;
  /** -1 if there is none. */
  readonly maxLength: number;
  readonly numeric: boolean;
  /** Not disabled; one that is read-only and empty is so until it is focused, to keep browsers from filling. */
  readonly editable: boolean;
  readonly empty: boolean;
}

export interface FormFacts {
  /** Positions in `PageFacts.fields`, in document order; check boxes are in `checks` instead. */
  readonly fields: readonly number[];
  /** id, name, class and action of the form element, in words. */
  readonly attributes: string;
  /** Texts on its submit buttons. */
  readonly submits: readonly string[];
  /** The nearest heading in or before it. */
  readonly heading: string;
  /** Texts and targets of the links in it, and of buttons that do not submit. */
  readonly links: readonly string[];
  /** Labels of its check boxes. */
  readonly checks: string;
}

export interface PageFacts {
  /** Path and title, in words. */
  readonly address: string;
  readonly title: string;
  readonly fields: readonly FieldFacts[];
  readonly forms: readonly FormFacts[];
}

/** Facts and, position by position, the elements they speak of. */
export interface Reading {
  readonly facts: PageFacts;
  readonly fields: readonly Field[];
  readonly forms: readonly Element[];
}

export type TreeRoot = Document | ShadowRoot;

export const FIELDS = 'input,textarea,select';
const SENDERS = 'input[type=submit],input[type=image],button:not([type=button],[type=reset])';
/** Fields that may say whose a password is. */
const NAMED = 'input:not([type]),input[type=text],input[type=email],input[type=tel]';
/** Types that hold a short text a person types. */
const TYPED = /^(text|email|password|tel|number|textarea|select|url|search|)$/;
const BUTTONS =
  'button,input[type=submit],input[type=image],input[type=button],[role=button],a[class*=btn],a[class*=button]';
/** Buttons beside a field that send nothing, and those that leave for another service. */
const ASIDE =
  /^(show|hide|reveal|toggle|close|select|clear|cancel|back|x|×|)$|(show|hide|reveal|toggle|view).{0,20}pass|(with|via|mit|avec|con|com|through) (google|facebook|apple|twitter|microsoft|github|amazon|linked)|google|facebook|forgot/;

/** Buttons and links that are read of one form: some pages are one form as a whole. */
const MOST = 24;

const words = (text: string | null | undefined, length = 120): string => (text ? plain(text.slice(0, length)) : '');

/**
 * Custom elements in and under a node: nearly every shadow host is one. XPath finds them without handing each element
 * of the page to this script, which is five times as fast on 10 000 nodes; it does not enter shadow roots, which are
 * small.
 */
export function customElements(node: Node): Element[] {
  if (node instanceof ShadowRoot) return [...node.querySelectorAll('*')];
  const found = document.evaluate('descendant-or-self::*[contains(name(),"-")]', node, null, 7, null);
  return Array.from({ length: found.snapshotLength }, (_, at) => found.snapshotItem(at) as Element);
}

/**
 * The roots of a page or of a part of it, outermost first. A host that is no custom element is met when its field is
 * focused.
 */
export function rootsIn(root: TreeRoot, found: TreeRoot[] = []): TreeRoot[] {
  found.push(root);
  for (const host of customElements(root)) {
    const inner = shadowOf(host);
    if (inner) rootsIn(inner, found);
  }
  return found;
}

function textOf(node: Node, length = 120): string {
  if (node.nodeType === 3) return node.nodeValue ?? '';
  if (node.nodeType !== 1 || /^(script|style|noscript|select|option|textarea)$/i.test(node.nodeName)) return '';
  const text = node.textContent ?? '';
  if (text.length < length && !node.firstChild?.nextSibling) return text;
  let joined = '';
  for (let child = node.firstChild; child && joined.length < length; child = child.nextSibling)
    joined += `${textOf(child)} `;
  return joined;
}

/** The text that stands before a field which has no label of its own: old pages lay forms out in tables. */
function textBefore(field: Element): string {
  let node: Node = field;
  for (let depth = 0; depth < 4; depth++) {
    let text = '';
    for (let before = node.previousSibling; before; before = before.previousSibling) {
      if (before instanceof Element && (before.matches(FIELDS) || before.querySelector(FIELDS))) return text;
      text = `${textOf(before)} ${text}`;
      if (/\p{L}{2}/u.test(text)) return text.slice(-80);
    }
    const parent: Node | null = node.parentNode;
    if (!(parent instanceof Element) || parent.matches('form,body,fieldset')) return '';
    node = parent;
  }
  return '';
}

function labelOf(field: Field): string {
  const root = field.getRootNode() as TreeRoot;
  let text = field.getAttribute('aria-label') ?? '';
  for (const id of (field.getAttribute('aria-labelledby') ?? '').split(/\s+/)) {
    const element = id && root.getElementById(id);
    if (element) text += ` ${textOf(element)}`;
  }
  for (const label of field.labels ?? []) text += ` ${textOf(label)}`;
  return words(`${text} ${field.title}`);
}

function readField(field: Field, known: Surroundings): FieldFacts {
  const input = field as HTMLInputElement;
  const label = labelOf(field);
  return {
    type: typeOf(field),
    autocomplete: (field.getAttribute('autocomplete') ?? '').toLowerCase(),
    attributes: words(`${field.name} | ${field.id}`),
    placeholder: words(input.placeholder),
    label,
    near: label ? '' : words(textBefore(field)),
    maxLength: input.maxLength ?? -1,
    numeric: input.inputMode === 'numeric' || /^\W*(\\d|\[0-9\])/.test(input.pattern ?? ''),
    ...drawnAs(field, known),
    editable: !field.disabled && !(input.readOnly && field.value !== ''),
    empty: field.value === '',
  };
}

function textOn(button: Element): string {
  const { value, title } = button as HTMLInputElement;
  return words(
    `${button.textContent} ${value ?? ''} ${button.getAttribute('aria-label') ?? ''} ${title} ${button.getAttribute('alt') ?? ''}`,
  );
}

/** Not one that shows a password, leaves, or goes to another service. */
export const sends = (button: Element): boolean => !ASIDE.test(textOn(button));

/**
 * The scope of a field that belongs to no form element of its own root: the form around the component it is a part of,
 * or the smallest ancestor that also holds something to press.
 */
function scopeOf(field: Element): Element {
  let scope: Element = field;
  for (let depth = 0; depth < 12; depth++) {
    const above = scope.parentElement ?? (scope.getRootNode() as ShadowRoot).host;
    if (!above) break;
    scope = above;
    if (scope.localName === 'form' || scope.localName === 'body') break;
    for (const button of scope.querySelectorAll(BUTTONS)) if (sends(button)) return scope;
  }
  return scope;
}

function headingOf(scope: Element): string {
  const inside = scope.querySelector('h1,h2,h3,h4,legend,[class*=title],[role=heading]');
  if (inside) return words(textOf(inside));
  for (let node = scope, depth = 0; depth < 4 && node.localName !== 'body'; depth++) {
    for (let before = node.previousElementSibling; before; before = before.previousElementSibling) {
      if (before.matches('h1,h2,h3,h4,legend,[class*=title]')) return words(textOf(before));
      const heading = before.querySelector('h1,h2,h3,h4');
      if (heading) return words(textOf(heading));
    }
    if (!node.parentElement) break;
    node = node.parentElement;
  }
  return '';
}

function readForm(scope: Element, fields: readonly number[]): FormFacts {
  const form = scope as HTMLFormElement;
  const submits: string[] = [];
  const links: string[] = [];
  for (const button of [...scope.querySelectorAll<HTMLInputElement>(BUTTONS)].slice(0, MOST)) {
    if (!sends(button) || !button.checkVisibility()) continue;
    const submit = /^(submit|image)$/.test(button.type) || (button.localName !== 'button' && button.localName !== 'a');
    (submit ? submits : links).push(textOn(button));
  }
  if (submits.length === 0) submits.push(...links.splice(0));
  for (const link of [...scope.querySelectorAll('a')].slice(0, MOST)) {
    links.push(words(`${link.textContent} ${link.getAttribute('href') ?? ''}`));
  }
  let checks = '';
  for (const box of scope.querySelectorAll<HTMLInputElement>('input[type=checkbox]')) {
    let text = `${box.name} ${box.id}`;
    for (const label of box.labels ?? []) text += ` ${textOf(label)}`;
    if (!box.labels?.length)
      text += ` ${textOf(box.nextSibling ?? box)} ${box.parentElement ? textOf(box.parentElement) : ''}`;
    checks += `${words(text)} | `;
  }
  return {
    fields,
    attributes: words(
      `${form.getAttribute('id') ?? ''} ${form.getAttribute('name') ?? ''} ${form.getAttribute('class') ?? ''} ${form.getAttribute('action') ?? ''}`,
      240,
    ),
    submits,
    heading: headingOf(scope),
    links,
    checks,
  };
}

/**
 * If a page is one form as a whole: its parts that have a button of their own, a password and a field for whose it is.
 * Other fields of the page, a search or a newsletter, belong to none of them.
 */
function partsOf(fields: readonly Field[]): Element[] {
  const parts = new Set<Element>();
  for (const field of fields) {
    const { form, type } = field;
    if (type !== 'password' || !form || form.parentElement?.localName !== 'body') continue;
    const all = form.querySelectorAll(SENDERS).length;
    for (let part = field.parentElement; part && part !== form; part = part.parentElement) {
      const senders = part.querySelectorAll(SENDERS).length;
      if (senders === all) break;
      if (senders > 0 && part.querySelector(NAMED)) {
        parts.add(part);
        break;
      }
    }
  }
  return [...parts];
}

const typeOf = (field: Field): string => (field.localName === 'input' ? field.type : field.localName);

/** Reads the given roots (all roots of the document, or only those that changed). */
export function readFacts(document: Document, roots: readonly TreeRoot[] = rootsIn(document)): Reading {
  const fields = roots
    .flatMap((root) => [...root.querySelectorAll<Field>(FIELDS)])
    .filter((field) => TYPED.test(typeOf(field)));
  const parts = partsOf(fields);
  const known: Surroundings = new Map();
  const scopes = new Map<Element, number[]>();
  for (const [at, field] of fields.entries()) {
    const scope = parts.find((part) => part.contains(field)) ?? field.form ?? scopeOf(field);
    const known = scopes.get(scope);
    if (known) known.push(at);
    else scopes.set(scope, [at]);
  }
  // A part of a form without a form element joins the part around it.
  for (const [inner, positions] of scopes) {
    for (const [outer, others] of scopes) {
      if (outer === inner || outer.localName === 'form' || inner.localName === 'form' || !outer.contains(inner))
        continue;
      if (outer.localName === 'body') continue;
      others.push(...positions);
      others.sort((a, b) => a - b);
      scopes.delete(inner);
      break;
    }
  }
  return {
    facts: {
      address: words(`${document.location.pathname} ${document.location.search} ${document.location.hash}`),
      // A page whose parts are named so answers with an element.
      title: words(String(document.title)),
      fields: fields.map((field) => readField(field, known)),
      forms: [...scopes].map(([scope, positions]) => readForm(scope, positions)),
    },
    fields,
    forms: [...scopes.keys()],
  };
}
