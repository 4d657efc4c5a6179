// From facts to meaning: what each field wants and what each form is for. Pure, no DOM. Fields are named by their own
// words (kinds.ts), then by their surroundings (here, boxes.ts); the form is weighed (purpose.ts), and its passwords
// are named by its purpose. Comes with the menu: until then glance.ts says which fields are worth a look.

import type { FieldFacts, FormFacts, PageFacts } from '../page/facts.ts';
import { lengthOfCode, nameBoxes, OTHER_SECRET } from './boxes.ts';
import { Draft } from './draft.ts';
import { declared, type FieldKind, isCode, named, wordsOf } from './kinds.ts';
import { type Purpose, purposeOf, weigh } from './purpose.ts';
import { w } from './vocabulary.ts';

export type { FieldKind, Purpose };

export interface ClassifiedForm {
  readonly purpose: Purpose;
  /** Above zero for sign-up, below zero for log-in; the distance says how sure. */
  readonly score: number;
  /** FieldKind per position in `PageFacts.fields`. */
  readonly kinds: ReadonlyMap<number, FieldKind>;
  /** How many characters the code has that it waits for, if that is known. */
  readonly waits?: { readonly codeLength: number };
}

const CARD = /card ?n|\bcv[vc]|\bccv|\bcsc\b|expir/;

/**
 * The field right before the first password takes the user name, if no other field says that it does: nothing else
 * stands there.
 */
function nameWhoLogsIn({ kinds, present, at }: Draft, passwords: readonly number[]): void {
  const first = passwords[0];
  const before = first === undefined ? undefined : present[present.indexOf(first) - 1];
  if (before === undefined) return;
  const field = at(before);
  if (field.decoy || field.clear || !/^(text|tel|number|search)$/.test(field.type)) return;
  const kind = kinds.get(before);
  // The only one beside the password may be called anything but a code or a telephone number: "ID", "Name", "Contract",
  // "Card number".
  const alone = present.length - passwords.length === 1;
  const takes = kind !== 'otp' && !w.phone.test(wordsOf(field));
  if (named(field) === undefined || (alone && passwords.length === 1 && takes)) kinds.set(before, 'username');
}

/** The only field of a form that speaks of a newsletter is for the address. */
function nameSubscriber({ kinds, present, form, at }: Draft): void {
  const typed = present.filter((position) => /^(text|email)$/.test(at(position).type));
  const only = typed[0];
  if (only === undefined || typed.length > 1 || named(at(only)) !== undefined) return;
  if (w.newsletter.test(`${at(only).attributes} ${form.submits.join(' ')} ${form.attributes}`))
    kinds.set(only, 'email');
}

/**
 * Beside an identity or much else, "verification code" is mostly a picture puzzle; beside a card number it is the
 * card's.
 */
function doubtCodes({ kinds, present, form, at }: Draft, identified: boolean): void {
  const paying = form.fields.some((position) =>
    CARD.test(`${at(position).label} ${at(position).attributes} ${at(position).autocomplete}`),
  );
  const others = present.filter((position) => kinds.get(position) === 'other');
  if (!paying && !identified && others.length < 2) return;
  const around = `${form.submits.join(' ')} ${form.links.join(' ')} ${form.heading}`;
  for (const [position, kind] of kinds) {
    const field = at(position);
    const own = /one-time/.test(field.autocomplete) || w.sent.test(wordsOf(field));
    if (kind === 'otp' && !own && (paying || !w.sent.test(around))) kinds.set(position, 'other');
  }
}

/** A field for robots, which says so, stands beside the one for people. */
function leaveDecoys({ kinds, present, at }: Draft): void {
  if (present.length < 2) return;
  for (const position of present) if (w.decoy.test(wordsOf(at(position)))) kinds.set(position, 'other');
}

function classifyForm(page: PageFacts, form: FormFacts): ClassifiedForm {
  const draft = new Draft(page, form);
  const { kinds, at } = draft;
  nameBoxes(draft);
  const seen = draft.seenPasswords();
  if (!draft.identified()) nameWhoLogsIn(draft, seen);
  if (seen.length === 0) nameSubscriber(draft);
  leaveDecoys(draft);
  doubtCodes(draft, draft.identified());
  for (const position of form.fields)
    if (at(position).clear && kinds.get(position) !== 'otp') kinds.set(position, 'other');
  const recovers = w.recover.test(draft.around());
  const subject = draft.subject(recovers);
  const score = weigh(subject);
  const purpose = purposeOf(subject, score);
  const passwords = draft.passwords();
  const group = seen.length > 0 ? seen : passwords;
  for (const position of passwords)
    kinds.set(position, passwordKind(at(position), purpose, group.length, recovers, position === group[0]));
  const length = lengthOfCode(draft);
  return { purpose, score, kinds, ...(length === 0 ? {} : { waits: { codeLength: length } }) };
}

function passwordKind(
  field: FieldFacts,
  purpose: Purpose,
  count: number,
  recovers: boolean,
  first: boolean,
): FieldKind {
  const text = wordsOf(field);
  if (field.maxLength === 1 || field.decoy || w.decoy.test(text)) return 'other';
  if (!w.password.test(text) && isCode(text)) return 'otp';
  if (!w.password.test(text) && OTHER_SECRET.test(text)) return 'other';
  const self = declared(field);
  // "new-password" is also written to keep a browser from filling a log-in, so a clear log-in outweighs it.
  if (self === 'otp' || (self === 'newPassword' && purpose !== 'login')) return self;
  if (self === 'currentPassword' && purpose !== 'signup') return self;
  if (count >= 3) return first ? 'currentPassword' : 'newPassword';
  if (count === 2) return w.old.test(text) ? 'currentPassword' : 'newPassword';
  if (recovers && w.fresh.test(text)) return 'newPassword';
  return purpose === 'signup' ? 'newPassword' : 'currentPassword';
}

/** With the words in use (vocabulary.ts). */
export function classifyForms(page: PageFacts): ClassifiedForm[] {
  return page.forms.map((form) => classifyForm(page, form));
}
