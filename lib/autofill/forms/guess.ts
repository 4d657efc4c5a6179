// Whether a form may be one for a card or an address: then the script that knows these is fetched
// (lib/autofill/details). In every page, so it is small, and errs on the side of a closer look.
import type { FormFacts, PageFacts } from '../page/facts.ts';
import type { FieldKind } from './kinds.ts';

const DETAIL = /\bcc-|\bcard|address-|postal/;

export const isDetail = (kind: FieldKind): boolean => kind.includes('-');

/** If a field speaks of one, or several fields say nothing of themselves. */
export function mayDetail({ fields }: PageFacts, form: FormFacts, kinds: ReadonlyMap<number, FieldKind>): boolean {
  let others = 0;
  let all = 0;
  return form.fields.some((position) => {
    const { visible, autocomplete, attributes, label } = fields[position] ?? {};
    if (visible && ++all && kinds.get(position) === 'other') others++;
    return (others > 1 && all > 2) || DETAIL.test(`${autocomplete} ${attributes} ${label}`);
  });
}
