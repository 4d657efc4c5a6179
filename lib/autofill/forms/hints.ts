// A few words of each language, in every page: by them forms are noticed before the other words are there (glance.ts),
// and it is guessed whose words a page needs (languages.ts).
import { hints as ar } from '../words/ar.ts';
import { hints as cs } from '../words/cs.ts';
import { hints as da } from '../words/da.ts';
import { hints as de } from '../words/de.ts';
import { hints as el } from '../words/el.ts';
import { hints as en } from '../words/en.ts';
import { hints as es } from '../words/es.ts';
import { hints as fi } from '../words/fi.ts';
import { hints as fr } from '../words/fr.ts';
import { hints as he } from '../words/he.ts';
import { hints as hi } from '../words/hi.ts';
import { hints as hu } from '../words/hu.ts';
import { hints as it } from '../words/it.ts';
import { hints as ja } from '../words/ja.ts';
import { hints as ko } from '../words/ko.ts';
import { hints as nb } from '../words/nb.ts';
import { hints as nl } from '../words/nl.ts';
import { hints as pl } from '../words/pl.ts';
import { hints as pt } from '../words/pt.ts';
import { hints as ro } from '../words/ro.ts';
import { hints as ru } from '../words/ru.ts';
import { hints as sv } from '../words/sv.ts';
import { hints as tr } from '../words/tr.ts';
import { hints as uk } from '../words/uk.ts';
import { hints as zh } from '../words/zh.ts';

export interface Hints {
  /** Words for an address, a name or a password. */
  readonly field: RegExp;
  /** Words for a code. */
  readonly code?: RegExp;
  /** Other words that tell a page of this language from others in its letters; no field. */
  readonly page?: RegExp;
}

const ALL = { ar, cs, da, de, el, en, es, fi, fr, he, hi, hu, it, ja, ko, nb, nl, pl, pt, ro, ru, sv, tr, uk, zh };

/** By its code (ISO 639-1). */
export type Language = keyof typeof ALL;
export const HINTS: Readonly<Record<Language, Hints>> = ALL;
