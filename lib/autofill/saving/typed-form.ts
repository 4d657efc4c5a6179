// What a person typed into a form that is being sent: a name, a password, and what for. Fields are named by the
// classification (forms.ts), so codes, cards and answers are none; a PIN is left out here. Values are read at a press
// or key that sends, and at no other moment.
import type { FieldKind } from '../forms/forms.ts';
import type { FormReader } from '../forms/reader.ts';
import type { Field, FieldFacts } from '../page/facts.ts';

export interface TypedForm {
  readonly scope: Element;
  /** Those that hold a password now. */
  readonly passwords: readonly HTMLInputElement[];
  /** All fields that it is made of. */
  readonly fields: readonly HTMLInputElement[];
  readonly username: string;
  readonly email: string;
  readonly password: string;
  readonly former: string;
  readonly purpose: 'login' | 'signup' | 'change';
  /** Tells this form from others, however often the page draws it. */
  readonly form: string;
}

interface Part {
  readonly field: HTMLInputElement;
  readonly kind: FieldKind;
  readonly facts: FieldFacts;
}

/** A few digits, by which a card, a phone or a door is opened. */
const PIN = /(^|[^\p{L}])(pin|nip)([^\p{L}]|$)|pin ?code|passcode/u;
const isPin = ({ facts: { label, placeholder, attributes, near, numeric, maxLength } }: Part): boolean =>
  PIN.test(`${label} ${placeholder} ${attributes} ${near}`) || (numeric && maxLength > 0 && maxLength < 9);

const isPassword = ({ kind }: Part): boolean => kind === 'newPassword' || kind === 'currentPassword';

/** Hidden fields in which pages say for whom a password is asked. */
const WHOSE = /user|mail|login|identif|account/i;

function partsOf(reader: FormReader, scope: Element): Part[] {
  const { facts, fields, forms } = reader.read(false);
  const form = facts.forms[forms.indexOf(scope)];
  return (form?.fields ?? []).flatMap((at) => {
    const field = fields[at] as Field;
    const kind = reader.known(field)?.kind;
    const its = facts.fields[at];
    return field.localName === 'input' && kind && its ? [{ field: field as HTMLInputElement, kind, facts: its }] : [];
  });
}

const passwordsIn = (parts: readonly Part[]): Part[] =>
  parts.filter((part) => isPassword(part) && part.facts.visible && !part.facts.decoy && !isPin(part));

/** By its passwords' names, without numbers that a page draws anew. */
function signatureOf(passwords: readonly Part[]): string {
  const names = passwords.map(({ field, kind }) => `${kind}:${(field.name || field.id).replace(/\d+/g, '')}`);
  return names.sort().join('|').slice(0, 200);
}

function heldIn(parts: readonly Part[], wanted: FieldKind): string {
  const held = parts.filter(({ kind, field, facts }) => kind === wanted && field.value.trim() !== '' && !facts.decoy);
  return (held.find(({ facts }) => facts.visible) ?? held[0])?.field.value.trim() ?? '';
}

function hiddenName(scope: Element): string {
  const hidden = [...scope.querySelectorAll<HTMLInputElement>('input[type=hidden]')];
  const said = hidden.filter(({ name, id, value }) => WHOSE.test(`${name} ${id}`) && /^\S{2,320}$/.test(value.trim()));
  const address = said.find(({ value }) => value.includes('@'));
  return (address ?? said.find(({ name }) => /^(user(name)?|login|identifier)$/i.test(name)))?.value.trim() ?? '';
}

/** The form around an element, as the page is now; null: it has no password in it. @param anew reads the page again */
export function typedForm(reader: FormReader, within: Element, anew: boolean): TypedForm | null {
  const { forms } = reader.read(anew);
  const scopes = forms.filter((scope) => scope.contains(within) || rootHolds(scope, within));
  // The smallest: a page may be one form as a whole.
  const scope = scopes.find((one) => !scopes.some((other) => other !== one && one.contains(other)));
  if (!scope) return null;
  const parts = partsOf(reader, scope);
  const passwords = passwordsIn(parts).filter(({ field }) => field.value !== '');
  const secret = secretsOf(passwords);
  if (!secret) return null;
  const [username, email] = [heldIn(parts, 'username'), heldIn(parts, 'email')];
  const isNamed = username !== '' || email !== '';
  const { purpose } = reader.known(passwords[0]?.field as Element)?.form ?? { purpose: 'other' };
  const begins = purpose === 'signup' && isNamed;
  return {
    ...{ scope, passwords: passwords.map(({ field }) => field), fields: parts.map(({ field }) => field) },
    ...{ username: isNamed ? username : hiddenName(scope), email, ...secret },
    purpose: secret.isNew ? (begins && secret.former === '' ? 'signup' : 'change') : 'login',
    form: signatureOf(passwordsIn(parts)),
  };
}

/** A field in a shadow root belongs to the form around its host. */
function rootHolds(scope: Element, within: Element): boolean {
  for (let root = within.getRootNode(); root instanceof ShadowRoot; root = root.host.getRootNode())
    if (scope.contains(root.host)) return true;
  return false;
}

/** Null: they do not tell which one is meant. */
function secretsOf(
  passwords: readonly Part[],
): { readonly password: string; readonly former: string; readonly isNew: boolean } | null {
  const values = (wanted: FieldKind): string[] => [
    ...new Set(passwords.filter(({ kind }) => kind === wanted).map(({ field }) => field.value)),
  ];
  const [fresh, current] = [values('newPassword'), values('currentPassword')];
  if (fresh.length > 1 || current.length > 1) return null;
  const [password] = fresh.length > 0 ? fresh : current;
  if (password === undefined || password.length > 1024) return null;
  return { password, former: fresh.length > 0 ? (current[0] ?? '') : '', isNew: fresh.length > 0 };
}

/** The name in a form that asks for nothing secret yet: the first of two pages. Empty: there is none. */
export function typedName(reader: FormReader, within: Element): string {
  const place = reader.placeOf(within);
  if (!place || !(place.kind === 'email' || place.kind === 'username') || place.form.purpose === 'other') return '';
  const kinds = [...place.form.kinds.values()];
  return kinds.some((kind) => kind === 'newPassword' || kind === 'currentPassword')
    ? ''
    : (within as HTMLInputElement).value.trim().slice(0, 320);
}

/** The signatures of the forms with a password that the page shows now. */
export function shownForms(reader: FormReader): string[] {
  const { forms } = reader.read(true);
  const shown = forms.map((scope) => signatureOf(passwordsIn(partsOf(reader, scope))));
  return [...new Set(shown.filter((one) => one !== ''))].slice(0, 20);
}
