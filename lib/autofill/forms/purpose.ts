// A form's purpose, weighed from all that stands around its fields. Pure, no DOM.
import type { FieldFacts, FormFacts, PageFacts } from '../page/facts.ts';
import type { FieldKind } from './kinds.ts';
import { w } from './vocabulary.ts';

export type Purpose = 'signup' | 'login' | 'other';

/** A form as far as it is understood before its purpose is known. */
export interface Subject {
  readonly page: PageFacts;
  readonly form: FormFacts;
  /** Those that are seen, and their kinds; of a password only that it is one. */
  readonly fields: readonly FieldFacts[];
  readonly kinds: readonly FieldKind[];
  readonly passwords: readonly FieldFacts[];
  /** How many passwords there are with those that are not seen: a second step. */
  readonly allPasswords: number;
  readonly recovers: boolean;
}

/** Which side a text speaks for; a text that speaks for both speaks for neither. */
function lean(text: string, weight: number): number {
  if (!text || w.recover.test(text)) return 0;
  const signup = w.signup.test(text);
  const login = w.login.test(text);
  return signup === login ? 0 : signup ? weight : -weight;
}

const clamp = (value: number, limit: number): number => Math.max(-limit, Math.min(limit, value));

const leads = (submit = ''): boolean => submit.search(w.next) === 0;
export const continues = (form: FormFacts): boolean => form.submits.some(leads);

function byButtons({ form }: Subject): { score: number; links: number } {
  let score = 0;
  let links = 0;
  // Below "Next", "Create account" leads away.
  const leadsOn = leads(form.submits[0]);
  for (const [at, submit] of form.submits.entries()) {
    if (w.otherwise.test(submit) || (at > 0 && leadsOn)) links -= lean(submit, 1.5);
    else score += lean(submit, at === 0 ? 4 : 2);
  }
  return { score: clamp(score, 4), links };
}

function byWords(subject: Subject): number {
  const { page, form, fields } = subject;
  const buttons = byButtons(subject);
  let { score, links } = buttons;
  score += lean(form.heading, 3) + lean(form.attributes, 2) + lean(page.title, 1) + lean(page.address, 2);
  score += lean(fields.map((field) => field.attributes).join(' '), 1.5);
  if (w.remember.test(form.checks)) score -= 3;
  else if (w.terms.test(form.checks)) score += 2;
  for (const link of form.links) {
    const to = lean(link, 1.5);
    if (w.recover.test(link)) links -= 2.5;
    // A link with the button's words leads to no other form: help, or a tab.
    else if (to * buttons.score <= 0) links -= to;
  }
  score += clamp(links, 3);
  return form.links.some((link) => w.terms.test(link)) ? score + 1 : score;
}

/** Fields of one name count as one; those without a name each. */
const nameOf = (field: FieldFacts): FieldFacts | string => field.attributes.split('|')[0]?.trim() || field;

const seenOf = ({ label, placeholder, near }: FieldFacts): string => `${label} ${placeholder}`.trim() || near;

/**
 * Two passwords are one typed twice, unless they are called differently and neither is said to be new: a password and a
 * PIN.
 */
function isRepeated(passwords: readonly FieldFacts[]): boolean {
  const called = passwords.map(seenOf);
  const apart = new Set(called).size === called.length && !called.includes('');
  return !apart || passwords.length > 2 || called.some((words) => w.again.test(words) || w.fresh.test(words));
}

/** Above zero for sign-up, below zero for log-in; the distance says how sure. */
export function weigh(subject: Subject): number {
  const { form, fields, kinds, passwords } = subject;
  let score = byWords(subject);
  if (kinds.some((kind) => kind === 'givenName' || kind === 'familyName')) score += 2;
  // A log-in asks for one of the two; a sign-up often for both.
  if (kinds.includes('username') && kinds.includes('email')) score += 2.5;
  if (fields.some((field) => w.again.test(seenOf(field) || field.attributes))) score += 2;
  if (passwords.length === 0) return kinds.includes('name') && continues(form) ? score + 3 : score;
  if (passwords.length > 1) score += isRepeated(passwords) ? 4 : 2;
  if (passwords.some((field) => field.autocomplete.includes('new-password') || w.fresh.test(field.label))) score += 2.5;
  if (passwords.some((field) => field.autocomplete.includes('current-password'))) score -= 1.5;
  // Some log-ins ask for the same in two ways: by password and by code.
  const rest = new Set(fields.filter((field) => !passwords.includes(field)).map(nameOf)).size;
  if (rest >= 3) score += 3;
  else if (rest <= 1 && passwords.length === 1) score -= 1.5;
  return score;
}

export function purposeOf(subject: Subject, score: number): Purpose {
  const { page, form, fields, kinds, passwords, allPasswords, recovers } = subject;
  if (passwords.length > 0) return score > 0 ? 'signup' : 'login';
  const identified = kinds.some((kind) => kind === 'email' || kind === 'username');
  const asks = fields.map(({ label, placeholder, attributes }) => `${label} ${placeholder} ${attributes}`);
  const subscribes = w.newsletter.test([...form.submits, form.attributes, form.heading, ...asks].join(' '));
  if (!identified || recovers || subscribes) return 'other';
  // Without a password the words must be clear, for newsletters and contact forms ask for e-mail too. A hidden password
  // is a second step.
  const clear = allPasswords > 0 ? 1.5 : 3;
  if (Math.abs(score) >= clear) return score > 0 ? 'signup' : 'login';
  // "Log in or sign up", and one address to begin with: a new identity may begin here.
  const both = [form.heading, page.title, ...form.submits].some((text) => w.signup.test(text) && w.login.test(text));
  const alone = kinds.filter((kind) => kind !== 'other').length === 1;
  return alone && both ? 'signup' : 'other';
}
