// From facts to meaning: what each field wants and what each form is for. Pure, no DOM. A form is weighed first without looking at
// e-mail or user name (both sign-up and log-in have them); its fields are then named, passwords by the form's purpose.
// Autocomplete tokens are believed where they are specific (HTML Standard, 4.10.18.7), but `off` and `on` say nothing.
import type { FieldFacts, FormFacts, PageFacts } from './facts.ts';
import * as w from './words.ts';

export type Kind =
  | 'email'
  | 'username'
  | 'newPassword'
  | 'currentPassword'
  | 'otp'
  | 'name'
  | 'givenName'
  | 'familyName'
  | 'other';
export type Purpose = 'signup' | 'login' | 'other';

export interface ClassifiedForm {
  readonly purpose: Purpose;
  /** Above zero for sign-up, below zero for log-in; the distance says how sure. */
  readonly score: number;
  /** Kind per position in `PageFacts.fields`. */
  readonly kinds: ReadonlyMap<number, Kind>;
}

const AUTOCOMPLETE: Record<string, Kind> = {
  email: 'email',
  username: 'username',
  'new-password': 'newPassword',
  'current-password': 'currentPassword',
  'one-time-code': 'otp',
  name: 'name',
  nickname: 'name',
  'given-name': 'givenName',
  'family-name': 'familyName',
};
const AUTOCOMPLETE_OTHER =
  /^(tel|street|address|postal|country|cc|bday|organization|sex|url|language|additional|honorific|photo|impp|transaction|section)/;

function declared(field: FieldFacts): Kind | undefined {
  for (const token of field.autocomplete.split(/\s+/).reverse()) {
    const kind = Object.hasOwn(AUTOCOMPLETE, token) ? AUTOCOMPLETE[token] : undefined;
    if (kind) return kind;
    if (AUTOCOMPLETE_OTHER.test(token)) return 'other';
  }
  return undefined;
}

/**
 * What a field that is not of type password says of itself. What people see (label, placeholder) counts before names that only
 * programs see, and the text that merely stands before the field counts last.
 */
function named(field: FieldFacts): Kind | undefined {
  const { type, attributes, near } = field;
  if (type === 'textarea' || type === 'select' || type === 'search') return 'other';
  const shown = `${field.label} ${field.placeholder}`.trim();
  const self = declared(field);
  if (type === 'email') return w.NOT_MY_EMAIL.test(attributes) && !/^e ?mail/.test(field.label) ? 'other' : 'email';
  if (self === 'otp' || self === 'email' || self === 'username' || self === 'other')
    return self === 'username' && w.EMAIL.test(shown) ? 'email' : self;
  if (type === 'number') return isCode(`${shown} ${attributes} ${near}`) ? 'otp' : 'other';
  const seen = shown ? kindOf(shown) : undefined;
  if (seen && seen !== 'name') return seen;
  const [name = '', id = ''] = attributes.split('|');
  const hidden = kindOf(name.trim()) ?? kindOf(id.trim());
  if (type === 'tel') return hidden === 'otp' ? 'otp' : 'other';
  // "login" and "user" are said of e-mail fields too; the words beside the field decide.
  if (hidden === 'username' && !shown && near && w.EMAIL.test(near)) return 'email';
  if (hidden === 'email' || hidden === 'username') return hidden;
  if (self === 'name' || self === 'givenName' || self === 'familyName') return self;
  return seen || hidden || (near && kindOf(near)) || undefined;
}

const isCode = (text: string): boolean => w.OTP.test(text) && !w.NOT_OTP.test(text);

/** What one text says. E-mail comes first ("e-mail address" is no street), other people's and other data next. */
function kindOf(text: string): Kind | undefined {
  if (isCode(text)) return 'otp';
  if (w.EMAIL.test(text)) return w.NOT_MY_EMAIL.test(text) ? 'other' : 'email';
  if (w.USERNAME.test(text)) return 'username';
  if (w.OTHER_DATA.test(text)) return 'other';
  if (w.GIVEN_NAME.test(text)) return 'givenName';
  if (w.FAMILY_NAME.test(text)) return 'familyName';
  if (w.FULL_NAME.test(text)) return 'name';
  if (w.PASSWORD.test(text)) return 'other';
  return undefined;
}

/** Which side a text speaks for; a text that speaks for both speaks for neither. */
function lean(text: string, weight: number): number {
  if (!text || w.RECOVER.test(text)) return 0;
  const signup = w.SIGNUP.test(text);
  const login = w.LOGIN.test(text);
  return signup === login ? 0 : signup ? weight : -weight;
}

const clamp = (value: number, limit: number): number => Math.max(-limit, Math.min(limit, value));

function weigh(page: PageFacts, form: FormFacts, fields: readonly FieldFacts[], kinds: readonly Kind[]): number {
  const passwords = fields.filter((field) => field.type === 'password');
  const text = (field: FieldFacts): string => `${field.label} ${field.placeholder} ${field.near} ${field.attributes}`;
  let score = 0;
  let first = true;
  let links = 0;
  for (const submit of form.submits) {
    if (w.OTHERWISE.test(submit)) links -= lean(submit, 1.5);
    else score += lean(submit, first ? 4 : 2);
    first = false;
  }
  score = clamp(score, 4);
  score += lean(form.heading, 3) + lean(form.attributes, 2) + lean(page.title, 1) + lean(page.address, 2);
  score += lean(fields.map((field) => field.attributes).join(' '), 1.5);
  if (w.REMEMBER.test(form.checks)) score -= 3;
  else if (w.TERMS.test(form.checks)) score += 2;
  for (const link of form.links) {
    if (w.RECOVER.test(link)) links -= 2.5;
    else links -= lean(link, 1.5);
  }
  score += clamp(links, 3);
  if (form.links.some((link) => w.TERMS.test(link))) score += 1;
  if (kinds.some((kind) => kind === 'givenName' || kind === 'familyName')) score += 2;
  // Who logs in gives one of the two; who signs up often both.
  if (kinds.includes('username') && kinds.includes('email')) score += 2.5;
  if (fields.some((field) => w.CONFIRM.test(text(field)))) score += 2;
  if (passwords.length === 0)
    return kinds.includes('name') && form.submits.some((submit) => w.NEXT.test(submit)) ? score + 3 : score;
  if (passwords.length > 1) score += 4;
  if (passwords.some((field) => field.autocomplete.includes('new-password') || w.FRESH.test(field.label))) score += 2.5;
  if (passwords.some((field) => field.autocomplete.includes('current-password'))) score -= 1.5;
  const rest = fields.length - passwords.length;
  if (rest >= 3) score += 3;
  else if (rest <= 1 && passwords.length === 1) score -= 1.5;
  return score;
}

function purposeOf(
  score: number,
  form: FormFacts,
  identified: boolean,
  passwords: number,
  hidden: number,
  recovers: boolean,
): Purpose {
  if (passwords > 0) return score > 0 ? 'signup' : 'login';
  const subscribes = w.NEWSLETTER.test(`${form.submits.join(' ')} ${form.attributes} ${form.heading}`);
  if (!identified || recovers || subscribes) return 'other';
  // Without a password the words must be clear, for newsletters and contact forms ask for e-mail too. A hidden password is a second step.
  const clear = hidden > 0 ? 1.5 : 3;
  return score >= clear ? 'signup' : score <= -clear ? 'login' : 'other';
}

function classifyForm(page: PageFacts, form: FormFacts): ClassifiedForm {
  const at = (position: number): FieldFacts => page.fields[position] as FieldFacts;
  const shown = form.fields.filter((position) => at(position).visible);
  const present = shown.length > 0 ? shown : form.fields;
  const kinds = new Map<number, Kind>();
  for (const position of form.fields)
    if (at(position).type !== 'password') kinds.set(position, named(at(position)) ?? 'other');
  const passwords = form.fields.filter((position) => at(position).type === 'password');
  const counted = passwords.filter((position) => present.includes(position));
  const identity = (): boolean => present.some((position) => /^(email|username)$/.test(kinds.get(position) ?? ''));

  // An unnamed text field right before the first password is the user name: nothing else stands there.
  const first = counted[0];
  if (first !== undefined && !identity()) {
    const before = present[present.indexOf(first) - 1];
    const alone = present.length - counted.length === 1;
    const kind = before === undefined ? 'other' : named(at(before));
    if (before !== undefined && (kind === undefined || (alone && /name/i.test(kind)))) kinds.set(before, 'username');
  }
  // A row of boxes for one character each takes a code.
  const boxes = present.filter(
    (position) => at(position).maxLength === 1 && /^(text|tel|number)$/.test(at(position).type),
  );
  if (boxes.length >= 4 && boxes.length <= 8) for (const position of boxes) kinds.set(position, 'otp');
  // The only field of a form that speaks of a newsletter is for the address.
  const only = present.filter((position) => /^(text|email)$/.test(at(position).type));
  if (only.length === 1 && passwords.length === 0 && only[0] !== undefined && named(at(only[0])) === undefined) {
    if (w.NEWSLETTER.test(`${at(only[0]).attributes} ${form.submits.join(' ')} ${form.attributes}`))
      kinds.set(only[0], 'email');
  }
  // Beside an identity, "verification code" is mostly a picture puzzle; beside a card number it is the card's.
  const paying = form.fields.some((position) =>
    w.CARD.test(`${at(position).label} ${at(position).attributes} ${at(position).autocomplete}`),
  );
  if (paying || identity()) {
    const certain = !paying && w.OTP_CERTAIN.test(`${form.submits.join(' ')} ${form.links.join(' ')} ${form.heading}`);
    for (const [position, kind] of kinds) {
      const { label, placeholder, near, attributes, autocomplete } = at(position);
      const sure =
        certain || /one-time/.test(autocomplete) || w.OTP_CERTAIN.test(`${label} ${placeholder} ${near} ${attributes}`);
      if (kind === 'otp' && !sure) kinds.set(position, 'other');
    }
  }
  const recovers = w.RECOVER.test(`${form.submits.join(' ')} ${form.heading} ${form.attributes}`);
  const score = weigh(
    page,
    form,
    present.map(at),
    present.map((position) => kinds.get(position) ?? 'other'),
  );
  const purpose = purposeOf(score, form, identity(), counted.length, passwords.length, recovers);
  for (const position of passwords) {
    const group = counted.length > 0 ? counted : passwords;
    kinds.set(position, passwordKind(at(position), purpose, group.length, recovers, position === group[0]));
  }
  return { purpose, score, kinds };
}

function passwordKind(field: FieldFacts, purpose: Purpose, count: number, recovers: boolean, first: boolean): Kind {
  const text = `${field.label} ${field.placeholder} ${field.near} ${field.attributes}`;
  if (field.maxLength === 1) return 'other';
  if (!w.PASSWORD.test(text) && isCode(text)) return 'otp';
  if (!w.PASSWORD.test(text) && w.OTHER_SECRET.test(text)) return 'other';
  const self = declared(field);
  // "new-password" is also written to keep a browser from filling a log-in, so a clear log-in outweighs it.
  if (self === 'otp' || (self === 'newPassword' && purpose !== 'login')) return self;
  if (self === 'currentPassword' && purpose !== 'signup') return self;
  if (count >= 3) return first ? 'currentPassword' : 'newPassword';
  if (count === 2) return w.OLD.test(text) ? 'currentPassword' : 'newPassword';
  if (recovers && w.FRESH.test(text)) return 'newPassword';
  return purpose === 'signup' ? 'newPassword' : 'currentPassword';
}

export function classify(page: PageFacts): ClassifiedForm[] {
  return page.forms.map((form) => classifyForm(page, form));
}
