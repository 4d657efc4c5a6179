// Writes values into fields, each once, the way a person's typing would arrive: native setter of the element's own realm (a framework
// may have shadowed `value` on the instance), then `input` and `change`. Only fields of the plan are written, and only while they are
// what they were when the menu opened: a field that has become another one gets nothing.
import type { ClassifiedForm, Kind } from './classify.ts';
import type { Fill } from './client.ts';
import type { Field, PageFacts } from './facts.ts';
import { isSeen, paintedOf } from './seen.ts';

const SECRET = new Set<Kind>(['newPassword', 'currentPassword', 'otp']);

/** One field as it was when the menu opened. */
export interface Target {
  readonly field: HTMLInputElement;
  readonly kind: Kind;
  readonly type: string;
  readonly empty: boolean;
}

/** The fields of one form that may be filled: editable, known, and seen where they are not for a secret. `ours` is what we have drawn over the page. */
export function planOf(
  form: ClassifiedForm,
  facts: PageFacts,
  fields: readonly Field[],
  ours: Element | null,
): Target[] {
  const targets: Target[] = [];
  for (const [position, kind] of form.kinds) {
    const field = fields[position];
    const fact = facts.fields[position];
    if (!field || !fact?.visible || !fact.editable || kind === 'other' || field.localName !== 'input') continue;
    // Secrets are judged when they are filled, and missed aloud.
    if (!SECRET.has(kind) && !isSeen(field as HTMLInputElement, ours)) continue;
    targets.push({ field: field as HTMLInputElement, kind, type: field.type, empty: fact.empty });
  }
  return targets;
}

/** What both plans agree on: same element, same kind, same type. */
export function unchanged(before: readonly Target[], now: readonly Target[]): Target[] {
  return now.filter(({ field, kind, type }) =>
    before.some((target) => target.field === field && target.kind === kind && target.type === type),
  );
}

/**
 * The targets that may be filled now: a secret goes only where a person sees it go, or into the field at which they chose (the guard has
 * looked at that one).
 * @param pressed the field of the menu in which the person chose
 */
export async function fillable(
  targets: readonly Target[],
  pressed: Element | null,
  ours: Element | null,
): Promise<Target[]> {
  const secret = targets.filter(({ kind, field }) => SECRET.has(kind) && field !== pressed).map(({ field }) => field);
  const painted = await paintedOf(secret, ours);
  return targets.filter(({ field }) => !secret.includes(field) || painted.has(field));
}

function write(field: HTMLInputElement, value: string): void {
  const realm = field.ownerDocument.defaultView as (Window & typeof globalThis) | null;
  if (!realm || value === '') return;
  const setter = Object.getOwnPropertyDescriptor(realm.HTMLInputElement.prototype, 'value')?.set;
  setter?.call(field, value);
  // `composed`, because frameworks listen outside the shadow root that holds the field.
  field.dispatchEvent(
    new realm.InputEvent('input', { bubbles: true, composed: true, inputType: 'insertReplacementText', data: value }),
  );
  field.dispatchEvent(new realm.Event('change', { bubbles: true, composed: true }));
}

function valueFor(kind: Kind, fill: Fill): string {
  const [given = '', ...family] = fill.displayName.split(' ');
  if (kind === 'email') return fill.email;
  if (kind === 'username') return fill.username || fill.email;
  if (kind === 'newPassword' || kind === 'currentPassword') return fill.password;
  if (kind === 'name') return fill.displayName;
  if (kind === 'givenName') return given;
  return kind === 'familyName' ? family.join(' ') : '';
}

/**
 * Fills an identity in. Names are only written where nothing stands: the page or the person may know better. A form that asks for the
 * old and a new password gets the old one: the new one is the person's to choose.
 */
export function fillIdentity(targets: readonly Target[], fill: Fill): void {
  const changes = targets.some(({ kind }) => kind === 'currentPassword');
  for (const { field, kind, empty } of targets) {
    if (kind === 'newPassword' && changes) continue;
    if (/name$/i.test(kind) && kind !== 'username' && !empty) continue;
    write(field, valueFor(kind, fill));
  }
}

/** Fills a one-time code into its field, or one character into each of several boxes. */
export function fillCode(targets: readonly Target[], digits: string): void {
  const boxes = targets.filter(({ kind }) => kind === 'otp');
  if (boxes.length === 1 && boxes[0]) write(boxes[0].field, digits);
  else if (boxes.length === digits.length)
    for (const [at, { field }] of boxes.entries()) write(field, digits[at] ?? '');
}
