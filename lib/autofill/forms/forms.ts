// From facts to meaning: what each field wants and what each form is for. Pure, no DOM. Fields are named by their own
// words (kinds.ts), then by their surroundings (here, boxes.ts); the form is weighed (purpose.ts), and its passwords
// are named by its purpose. Comes with the menu: until then glance.ts says which fields are worth a look.

import type { FieldFacts, FormFacts, PageFacts } from '../page/facts.ts';
import { lengthOfCode, nameBoxes, OTHER_SECRET } from './boxes.ts';
import { Draft } from './draft.ts';
import { mayDetail } from './guess.ts';
import { declared, type FieldKind, isCode, kindOf, named, wordsOf } from './kinds.ts';
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
  /** It may be one for a card or an address. */
  readonly detailed?: boolean;
  /** What the page calls the card or address that a field is for: its section, billing or shipping. */
  readonly called?: ReadonlyMap<number, string>;
}

const CARD = /card ?n|\bcv[vc]|\bccv|\bcsc\b|expir/;

/**
 * The field right before the first password takes the user name, if no other field says that it does: nothing else
 * stands there. One without a word takes the address, if heading or texts of the form speak of it.
 */
function nameWhoLogsIn({ kinds, present, form, at }: Draft, passwords: readonly number[]): void {
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
  const around = [form.heading, ...form.fields.map((position) => at(position).near)];
  const mail = !/\p{L}/u.test(wordsOf(field)) && around.some((text) => w.email.test(text));
  if (named(field) === undefined || (alone && passwords.length === 1 && takes))
    kinds.set(before, mail ? 'email' : 'username');
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

/**
 * A second user name is none: beside another a nickname is how one is called there; beside an address one without a
 * visible word and with the token of a password keeps browsers busy.
 */
function leaveSecondNames({ kinds, present, at }: Draft): void {
  const called = (kind: FieldKind): number[] => present.filter((position) => kinds.get(position) === kind);
  const names = called('username');
  const isNick = (position: number): boolean => /\bnickname$/.test(at(position).autocomplete);
  for (const position of names) {
    const field = at(position);
    const { label, placeholder, near } = field;
    const wordless = !label && !placeholder && kindOf(near) === undefined;
    if (isNick(position) && names.some((other) => !isNick(other))) kinds.set(position, 'name');
    if (wordless && /Password$/.test(declared(field) ?? '') && called('email').length > 0) kinds.set(position, 'other');
  }
}

export type NameDetails = (
  page: PageFacts,
  form: FormFacts,
  kinds: ReadonlyMap<number, FieldKind>,
) => ReadonlyMap<number, { readonly kind: FieldKind; readonly called: string }>;

/** What knows cards and addresses (lib/autofill/details) comes where a form may ask for one. */
let namesDetails: NameDetails | null = null;
export function learnDetails(names: NameDetails | null): void {
  namesDetails = names;
}

/**
 * Names belong to an address unless an account is opened. A card with its date is paid with, not logged in. @returns
 * what the page calls each
 */
function nameDetails({ form, kinds }: Draft, page: PageFacts): Map<number, string> {
  const called = new Map<number, string>();
  const details = namesDetails?.(page, form, kinds) ?? (new Map() as ReturnType<NameDetails>);
  const found = [...details.values()].map(({ kind }) => kind);
  const pays = found.includes('card-number') && found.some((kind) => /^card-(expiry|month)$/.test(kind));
  const opens = [...kinds.values()].some((kind) => /Password$/.test(kind));
  for (const [position, one] of details) {
    const before = kinds.get(position);
    if (before === 'email' || (!pays && opens && before !== undefined && before !== 'other')) continue;
    kinds.set(position, one.kind);
    called.set(position, one.called);
  }
  return called;
}

function classifyForm(page: PageFacts, form: FormFacts): ClassifiedForm {
  const draft = new Draft(page, form);
  const { kinds, at } = draft;
  nameBoxes(draft);
  const seen = draft.seenPasswords();
  if (!draft.identified()) nameWhoLogsIn(draft, seen);
  if (seen.length === 0) nameSubscriber(draft);
  leaveDecoys(draft);
  leaveSecondNames(draft);
  doubtCodes(draft, draft.identified());
  for (const position of form.fields)
    if (at(position).clear && kinds.get(position) !== 'otp') kinds.set(position, 'other');
  const recovers = w.recover.test(draft.around());
  const subject = draft.subject(recovers);
  const score = weigh(subject);
  let purpose = purposeOf(subject, score);
  const passwords = draft.passwords();
  const group = seen.length > 0 ? seen : passwords;
  for (const position of passwords)
    kinds.set(position, passwordKind(at(position), purpose, group.length, recovers, position === group[0]));
  const detailed = mayDetail(page, form, kinds);
  const called = nameDetails(draft, page);
  // A card's security code is often typed as a password is, and nobody logs in with it.
  if (group.length > 0 && group.every((position) => called.has(position))) purpose = 'other';
  const length = lengthOfCode(draft);
  return { purpose, score, kinds, ...(length === 0 ? {} : { waits: { codeLength: length } }), detailed, called };
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
  // Some sign-ups say it, too; one that asks for the old password says so in words.
  if (self === 'currentPassword' && (purpose !== 'signup' || w.old.test(text))) return self;
  if (count >= 3) return first ? 'currentPassword' : 'newPassword';
  if (count === 2) return w.old.test(text) ? 'currentPassword' : 'newPassword';
  if (recovers && w.fresh.test(text)) return 'newPassword';
  return purpose === 'signup' ? 'newPassword' : 'currentPassword';
}

/** With the words in use (vocabulary.ts). */
export function classifyForms(page: PageFacts): ClassifiedForm[] {
  return page.forms.map((form) => classifyForm(page, form));
}
