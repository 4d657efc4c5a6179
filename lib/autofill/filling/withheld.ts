// The secrets that a form's hidden fields ask for: fields that keys would come to, and no eye. They are not planned to
// be filled, and the person is told: they chose a log-in or a card, and the page has a field for what was not filled.
// Fields that nobody can come to (not drawn, or kept from the Tab key) are of another step, or for robots.

import type { ClassifiedForm, FieldKind } from '../forms/forms.ts';
import type { Reading } from '../page/facts.ts';
import { type FillStep, isPassword, isSecret } from './fill.ts';

const topicOf = (kind: FieldKind): FieldKind => (isPassword(kind) ? 'newPassword' : kind);

/** @param steps what was filled @returns the kinds of fields in the same form */
export function withheld(
  forms: readonly ClassifiedForm[],
  { facts, fields, forms: scopes }: Reading,
  steps: readonly FillStep[],
): FieldKind[] {
  const filled = new Set(steps.map(({ target }) => topicOf(target.kind)));
  const scope = scopes.indexOf(steps[0]?.target.scope as Element);
  const inForm = new Set(facts.forms[scope]?.fields);
  const isHidden = (position: number): boolean => {
    const [field, fact] = [fields[position], facts.fields[position]];
    if (!field || !fact || fact.visible || fact.decoy || !fact.editable || field.tabIndex < 0) return false;
    return field.checkVisibility({ visibilityProperty: true });
  };
  return forms
    .flatMap(({ kinds }) => [...kinds])
    .filter(
      ([position, kind]) => isSecret(kind) && kind !== 'otp' && !filled.has(topicOf(kind)) && inForm.has(position),
    )
    .flatMap(([position, kind]) => (isHidden(position) ? kind : []));
}
