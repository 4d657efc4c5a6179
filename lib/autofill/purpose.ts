// What a form is for, weighed from all that stands around its fields. Pure, no DOM.
import type { FieldFacts, FormFacts, PageFacts } from './facts.ts';
import { type Kind, wordsOf } from './kinds.ts';
import * as w from './vocabulary.ts';

export type Purpose = 'signup' | 'login' | 'other';

/** A form as far as it is understood before its purpose is known. */
export interface Subject {
  readonly page: PageFacts;
  readonly form: FormFacts;
  /** Those that are seen, and their kinds; of a password only that it is one. */
  readonly fields: readonly FieldFacts[];
  readonly kinds: readonly Kind[];
  readonly passwords: readonly FieldFacts[];
  /** How many passwords there are with those that are not seen: a second step. */
  readonly allPasswords: number;
  readonly recovers: boolean;
}

/** Which side a text speaks for; a text that speaks for both speaks for neither. */
function lean(text: string, weight: number): number {
  if (!text || w.RECOVER.test(text)) return 0;
  const signup = w.SIGNUP.test(text);
  const login = w.LOGIN.test(text);
  return signup === login ? 0 : signup ? weight : -weight;
}

const clamp = (value: number, limit: number): number => Math.max(-limit, Math.min(limit, value));

export const continues = (form: FormFacts): boolean => form.submits.some((submit) => submit.search(w.NEXT) === 0);

function byButtons({ form }: Subject): { score: number; links: number } {
  let score = 0;
  let links = 0;
  for (const [at, submit] of form.submits.entries()) {
    if (w.OTHERWISE.test(submit)) links -= lean(submit, 1.5);
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
  if (w.REMEMBER.test(form.checks)) score -= 3;
  else if (w.TERMS.test(form.checks)) score += 2;
  for (const link of form.links) {
    if (w.RECOVER.test(link)) links -= 2.5;
    else links -= lean(link, 1.5);
  }
  score += clamp(links, 3);
  return form.links.some((link) => w.TERMS.test(link)) ? score + 1 : score;
}

/** Above zero for sign-up, below zero for log-in; the distance says how sure. */
export function weigh(subject: Subject): number {
  const { form, fields, kinds, passwords } = subject;
  let score = byWords(subject);
  if (kinds.some((kind) => kind === 'givenName' || kind === 'familyName')) score += 2;
  // Who logs in gives one of the two; who signs up often both.
  if (kinds.includes('username') && kinds.includes('email')) score += 2.5;
  if (fields.some((field) => w.AGAIN.test(wordsOf(field)))) score += 2;
  if (passwords.length === 0) return kinds.includes('name') && continues(form) ? score + 3 : score;
  if (passwords.length > 1) score += 4;
  if (passwords.some((field) => field.autocomplete.includes('new-password') || w.FRESH.test(field.label))) score += 2.5;
  if (passwords.some((field) => field.autocomplete.includes('current-password'))) score -= 1.5;
  const rest = fields.length - passwords.length;
  if (rest >= 3) score += 3;
  else if (rest <= 1 && passwords.length === 1) score -= 1.5;
  return score;
}

export function purposeOf(subject: Subject, score: number): Purpose {
  const { page, form, kinds, passwords, allPasswords, recovers } = subject;
  if (passwords.length > 0) return score > 0 ? 'signup' : 'login';
  const identified = kinds.some((kind) => kind === 'email' || kind === 'username');
  const subscribes = w.NEWSLETTER.test(`${form.submits.join(' ')} ${form.attributes} ${form.heading}`);
  if (!identified || recovers || subscribes) return 'other';
  // Without a password the words must be clear, for newsletters and contact forms ask for e-mail too. A hidden password is a second step.
  const clear = allPasswords > 0 ? 1.5 : 3;
  if (Math.abs(score) >= clear) return score > 0 ? 'signup' : 'login';
  // "Log in or sign up", and one address to begin with: a new identity may begin here.
  const both = [form.heading, page.title, ...form.submits].some((text) => w.SIGNUP.test(text) && w.LOGIN.test(text));
  const alone = kinds.filter((kind) => kind !== 'other').length === 1;
  return alone && both ? 'signup' : 'other';
}
