// Which value goes into which field of a form: the plan, made when the menu opens, and the values, when they are known.
// A field is known by its form, its kind and its place among those of that kind, since a page may draw its form anew at
// any event; one that has become another gets nothing.

import type { ClassifiedForm, FieldKind, Purpose } from '../forms/forms.ts';
import { w } from '../forms/vocabulary.ts';
import { isSeen } from '../guard/seen.ts';
import type { Field, Reading } from '../page/facts.ts';
import type { Fill } from '../worker/client.ts';

const SECRET = new Set<FieldKind>(['newPassword', 'currentPassword', 'otp', 'card-number', 'card-code']);
export const isSecret = (kind: FieldKind): boolean => SECRET.has(kind);
export const isPassword = (kind: FieldKind): boolean => kind === 'newPassword' || kind === 'currentPassword';

/** One field as it was when the menu opened. */
export interface Target {
  readonly field: HTMLInputElement;
  readonly kind: FieldKind;
  readonly type: string;
  readonly empty: boolean;
  /** Which of the fields of its kind in its form. */
  readonly at: number;
  /** Its visible words and its names. */
  readonly called: string;
  /** The form's element, or the one in its place. */
  readonly scope: Element;
}

/** A value to write into one field. */
export interface FillStep {
  readonly target: Target;
  readonly value: string;
  /** As the field wants it now; null: it takes none, yet. */
  readonly valueIn?: (field: Field) => string | null;
}

/**
 * The fields of one form that may be filled: known, and visible unless they are for a secret. One that is not editable
 * yet may become so under the person's focus; one that holds a text then is the page's. `ours` is our own drawing over
 * the page.
 */
export function planOf(form: ClassifiedForm, { facts, fields, forms }: Reading, ours: Element | null): Target[] {
  const targets: Target[] = [];
  const counted = new Map<FieldKind, number>();
  for (const [position, kind] of form.kinds) {
    const at = counted.get(kind) ?? 0;
    counted.set(kind, at + 1);
    const field = fields[position] as Field | undefined;
    const fact = facts.fields[position];
    const scope = forms[facts.forms.findIndex((one) => one.fields.includes(position))];
    if (!field || !scope || !fact?.visible || kind === 'other' || field.localName !== 'input') continue;
    if (!fact.editable && !fact.empty) continue;
    // Secrets are judged when they are filled, and missed aloud.
    if (!SECRET.has(kind) && !isSeen(field as HTMLInputElement, ours)) continue;
    targets.push({
      field: field as HTMLInputElement,
      kind,
      type: field.type,
      empty: fact.empty,
      at,
      called: `${fact.label} ${fact.placeholder} ${fact.attributes}`,
      scope,
    });
  }
  return targets;
}

/** The targets on which both plans agree: same element, same kind, same type. */
export function unchanged(before: readonly Target[], now: readonly Target[]): Target[] {
  return now.filter(({ field, kind, type }) =>
    before.some((target) => target.field === field && target.kind === kind && target.type === type),
  );
}

const called = (scope: Element): string =>
  [scope.localName, ...['id', 'name', 'action', 'method'].map((name) => scope.getAttribute(name) ?? '')].join('|');

/**
 * The field of a target in the page as it is now. While the field itself stands, it or none; if it is gone, the one in
 * its place: of the same form, or of the only form of the same name if that is gone too.
 */
export function findAgain(target: Target, now: readonly Target[]): HTMLInputElement | null {
  const { field, kind, type, at, scope } = target;
  const alike = now.filter((one) => one.kind === kind && one.type === type);
  if (field.isConnected) return alike.find((one) => one.field === field)?.field ?? null;
  const stands = scope.isConnected;
  const there = alike.filter(
    (one) => one.at === at && (stands ? one.scope === scope : called(one.scope) === called(scope)),
  );
  return there.length === 1 ? (there[0]?.field ?? null) : null;
}

function valueFor(kind: FieldKind, fill: Fill): string {
  const [given = '', ...family] = fill.displayName.split(' ');
  if (kind === 'email') return fill.email;
  if (kind === 'username') return fill.username || fill.email;
  if (isPassword(kind)) return fill.password;
  if (kind === 'name') return fill.displayName;
  if (kind === 'givenName') return given;
  return kind === 'familyName' ? family.join(' ') : '';
}

export const isName = (kind: FieldKind): boolean => kind === 'name' || kind === 'givenName' || kind === 'familyName';

/**
 * An identity's values. Names are only written into empty fields: the page or the person may know better. A form that
 * asks for the old and a new password gets the old one: the new one is the person's to choose.
 */
export function identitySteps(targets: readonly Target[], fill: Fill): FillStep[] {
  const changes = targets.some(({ kind }) => kind === 'currentPassword');
  return targets
    .filter(({ kind, empty }) => !(kind === 'newPassword' && changes) && !(isName(kind) && !empty))
    .map((target) => ({ target, value: valueFor(target.kind, fill) }))
    .filter(({ value }) => value !== '');
}

/** The present password where it is asked for, and the new one wherever one is; nothing where there is none. */
export const changeSteps = (
  targets: readonly Target[],
  { present, next }: { readonly present: string; readonly next: string },
): FillStep[] =>
  targets
    .filter(({ kind }) => isPassword(kind))
    .map((target) => ({ target, value: target.kind === 'newPassword' ? next : present }))
    .filter(({ value }) => value !== '');

/** A one-time code for its field, or its parts for each of several boxes. Null if it does not fit into them. */
export function codeSteps(targets: readonly Target[], digits: string): FillStep[] | null {
  const boxes = targets.filter(({ kind }) => kind === 'otp');
  const [only] = boxes;
  if (only && boxes.length === 1) return [{ target: only, value: digits }];
  const each = boxes.length === digits.length;
  const lengths = boxes.map(({ field }) => (each ? 1 : field.maxLength));
  if (lengths.some((length) => length < 1) || lengths.reduce((sum, length) => sum + length, 0) !== digits.length)
    return null;
  let from = 0;
  return boxes.map((target, at) => {
    const until = from + (lengths[at] as number);
    const step = { target, value: digits.slice(from, until) };
    from = until;
    return step;
  });
}

/** A form that asks for no new password: the filled one logs in. */
export const logsIn = (targets: readonly Target[]): { logsIn?: true } =>
  targets.some(({ kind }) => kind === 'newPassword') ? {} : { logsIn: true };

/** Masks are longer. */
const MASK_LENGTH = 40;

/**
 * Whether a form wants a user name that is none of the address: it takes both, or it is a sign-up whose field speaks of
 * a name, or could not hold an address.
 * @param isKnown the identity is one that the site may have the address of already
 */
export function wantsName(targets: readonly Target[], purpose: Purpose, isKnown: boolean): boolean {
  const name = targets.find(({ kind }) => kind === 'username');
  if (!name || purpose === 'login') return false;
  if (targets.some(({ kind }) => kind === 'email')) return true;
  const { field, called } = name;
  if (w.email.test(called)) return false;
  return isKnown || w.username.test(called) || (field.maxLength > 0 && field.maxLength < MASK_LENGTH);
}
