// The words by which pages name their fields and forms, one file a language (words/). They are matched against text that `plain` has
// normalised: small letters, no accents (ł and ø are l and o), camelCase and snake_case split, white space in place of - _ . : / and the like.
// So no list holds a capital or an accent, but for scripts in which these are letters. A word stands there because pages in general use it,
// none because one site does. A language may lack a list. Loaded with the menu; in every page are the hints only (glance.ts).

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

type List = Exclude<keyof typeof en, 'hint' | 'codeHint'>;
const LANGUAGES: readonly Partial<Record<List, RegExp>>[] = [
  ar,
  cs,
  da,
  de,
  el,
  en,
  es,
  fi,
  fr,
  he,
  hi,
  hu,
  it,
  ja,
  ko,
  nb,
  nl,
  pl,
  pt,
  ro,
  ru,
  sv,
  tr,
  uk,
  zh,
];

const words = (list: List): RegExp => any(...LANGUAGES.flatMap((language) => language[list] ?? []));

/** The e-mail address. */
export const EMAIL = words('email');
/** An address that is not the visitor's own, or something about a mail. */
export const NOT_MY_EMAIL = words('notMine');
/** What one is called by a site: user name, account, nickname. */
export const USERNAME = words('username');
/** A person's whole name. */
export const FULL_NAME = words('name');
export const GIVEN_NAME = words('givenName');
export const FAMILY_NAME = words('familyName');
/** A telephone number, which nobody here has. */
export const PHONE = words('phone');
/** What a field may ask for beside. */
export const OTHER_DATA = words('other');
/** A code that one is sent. */
export const CODE = words('code');
/** What else is called a code. */
export const NOT_CODE = words('notCode');
/** A code that was sent for sure, and not a picture puzzle, which pages call "verification code" too. */
export const CODE_SENT = words('sent');
/** A password, said by a field that need not be of that type. */
export const PASSWORD = words('password');
/** Words at a field for robots. */
export const DECOY = words('decoy');
/** A list of mails that one joins. */
export const NEWSLETTER = words('newsletter');
/** What begins an account … */
export const SIGNUP = words('signup');
/** … and what opens one. */
export const LOGIN = words('login');
/** What is done about a password that is lost. */
export const RECOVER = words('recover');
/** A question that leads to the other form: "Already have an account?", "New here?". */
export const OTHERWISE = words('otherwise');
/** Check boxes of log-ins … */
export const REMEMBER = words('remember');
/** … and of sign-ups. */
export const TERMS = words('terms');
/** On a button that leads to the next step. */
export const NEXT = words('next');
/** To be typed once more. */
export const AGAIN = words('again');
/** The password that is … */
export const OLD = words('old');
/** … and the one that will be. */
export const FRESH = words('fresh');
