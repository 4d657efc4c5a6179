// What a field may turn out to be, told in every page before the words are there. It errs on the side of a closer look: whatever it takes
// for a field that something could be offered in is looked at again by classify.ts, which comes with the menu, before anything is drawn.

import type { ClassifiedForm, Kind } from './classify.ts';
import type { FieldFacts, FormFacts, PageFacts } from './facts.ts';
import { any } from './plain.ts';
import * as ar from './words/ar.ts';
import * as cs from './words/cs.ts';
import * as da from './words/da.ts';
import * as de from './words/de.ts';
import * as el from './words/el.ts';
import * as en from './words/en.ts';
import * as es from './words/es.ts';
import * as fi from './words/fi.ts';
import * as fr from './words/fr.ts';
import * as he from './words/he.ts';
import * as hi from './words/hi.ts';
import * as hu from './words/hu.ts';
import * as it from './words/it.ts';
import * as ja from './words/ja.ts';
import * as ko from './words/ko.ts';
import * as nb from './words/nb.ts';
import * as nl from './words/nl.ts';
import * as pl from './words/pl.ts';
import * as pt from './words/pt.ts';
import * as ro from './words/ro.ts';
import * as ru from './words/ru.ts';
import * as sv from './words/sv.ts';
import * as tr from './words/tr.ts';
import * as uk from './words/uk.ts';
import * as zh from './words/zh.ts';

export const HINT = any(
  ar.hint,
  cs.hint,
  da.hint,
  de.hint,
  el.hint,
  en.hint,
  es.hint,
  fi.hint,
  fr.hint,
  he.hint,
  hi.hint,
  hu.hint,
  it.hint,
  ja.hint,
  ko.hint,
  nb.hint,
  nl.hint,
  pl.hint,
  pt.hint,
  ro.hint,
  ru.hint,
  sv.hint,
  tr.hint,
  uk.hint,
  zh.hint,
);
export const CODE_HINT = any(
  ar.codeHint,
  cs.codeHint,
  da.codeHint,
  de.codeHint,
  el.codeHint,
  en.codeHint,
  es.codeHint,
  fi.codeHint,
  he.codeHint,
  hi.codeHint,
  hu.codeHint,
  it.codeHint,
  ja.codeHint,
  ko.codeHint,
  nb.codeHint,
  pl.codeHint,
  pt.codeHint,
  ro.codeHint,
  ru.codeHint,
  sv.codeHint,
  tr.codeHint,
  uk.codeHint,
  zh.codeHint,
);

/** Codes that nobody is sent, and that many pages ask for. */
const OTHER_CODE = /zip|post ?(code|al|nummer)|promo|coupon|gift|voucher|countr|card|captcha/;

function kindOf(field: FieldFacts, form: FormFacts): Kind {
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
    const kinds = new Map<number, Kind>();
    const secret = form.fields.some((position) => at(position).type === 'password' || at(position).masked);
    for (const position of form.fields) {
      const kind = kindOf(at(position), form);
      // Whatever stands beside a password may be who one is.
      kinds.set(position, secret && kind === 'other' && /^(text|tel|number)$/.test(at(position).type) ? 'email' : kind);
    }
    return { purpose: 'other', score: 0, kinds };
  });
}
