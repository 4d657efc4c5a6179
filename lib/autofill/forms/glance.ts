// A first guess at a field's kind, made in every page before the words are there. It errs on the side of a closer look:
// forms.ts, which comes with the menu, looks again at each field that could be offered something, before anything is
// drawn.

import type { FieldFacts, FormFacts, PageFacts } from '../page/facts.ts';
import { any } from '../page/plain.ts';
import type { ClassifiedForm, FieldKind } from './forms.ts';
import { mayDetail } from './guess.ts';
import { HINTS } from './hints.ts';

const HINT = any(...Object.values(HINTS).map(({ field }) => field));
const CODE_HINT = any(...Object.values(HINTS).flatMap(({ code }) => code ?? []));

/** Codes that are not sent to anybody, and that many pages ask for. */
const OTHER_CODE = /zip|post ?(code|al|nummer)|promo|coupon|gift|voucher|countr|card|captcha/;

function kindOf(field: FieldFacts, form: FormFacts): FieldKind {
  const { type, autocomplete, attributes, placeholder, label, near, maxLength } = field;
  if (/^(textarea|select|url)$/.test(type)) return 'other';
  const words = `${label} ${placeholder} ${attributes} ${near}`;
  if (maxLength === 1 || /one-time/.test(autocomplete)) return 'otp';
  if (CODE_HINT.test(words) && !OTHER_CODE.test(`${words} ${autocomplete}`)) return 'otp';
  // The heading speaks for fields without words.
  if (!label && !placeholder && CODE_HINT.test(form.heading)) return 'otp';
  if (type === 'password' || field.masked) return 'currentPassword';
  const around = `${form.heading} ${form.attributes} ${form.submits.join(' ')}`;
  if (type === 'email' || /email|username|password/.test(autocomplete) || HINT.test(words) || HINT.test(around))
    return 'email';
  return 'other';
}

export function glance(page: PageFacts): ClassifiedForm[] {
  const at = (position: number): FieldFacts => page.fields[position] as FieldFacts;
  return page.forms.map((form) => {
    const kinds = new Map<number, FieldKind>();
    const secret = form.fields.some((position) => at(position).type === 'password' || at(position).masked);
    for (const position of form.fields) {
      const kind = kindOf(at(position), form);
      // Any field beside a password may take the user name.
      kinds.set(position, secret && kind === 'other' && /^(text|tel|number)$/.test(at(position).type) ? 'email' : kind);
    }
    const detailed = mayDetail(page, form, kinds);
    if (detailed) for (const [position, kind] of kinds) if (kind === 'other') kinds.set(position, 'some-detail');
    return { purpose: 'other', score: 0, kinds, detailed };
  });
}
