// The words of each language but English, and as a script of their own: it comes into a page after the menu's
// (entrypoints/autofill-menu.ts) and adds a language to those in use there. Written while the extension is built
// (wxt.config.ts).

import { words as ar } from '../words/ar.ts';
import { words as cs } from '../words/cs.ts';
import { words as da } from '../words/da.ts';
import { words as de } from '../words/de.ts';
import { words as el } from '../words/el.ts';
import { words as es } from '../words/es.ts';
import { words as fi } from '../words/fi.ts';
import { words as fr } from '../words/fr.ts';
import { words as he } from '../words/he.ts';
import { words as hi } from '../words/hi.ts';
import { words as hu } from '../words/hu.ts';
import { words as it } from '../words/it.ts';
import { words as ja } from '../words/ja.ts';
import { words as ko } from '../words/ko.ts';
import { words as nb } from '../words/nb.ts';
import { words as nl } from '../words/nl.ts';
import { words as pl } from '../words/pl.ts';
import { words as pt } from '../words/pt.ts';
import { words as ro } from '../words/ro.ts';
import { words as ru } from '../words/ru.ts';
import { words as sv } from '../words/sv.ts';
import { words as tr } from '../words/tr.ts';
import { words as uk } from '../words/uk.ts';
import { words as zh } from '../words/zh.ts';
import type { Vocabulary } from './vocabulary.ts';

/** By its code (ISO 639-1). */
export const LANGUAGES: Readonly<Record<string, Partial<Vocabulary>>> = {
  ar,
  cs,
  da,
  de,
  el,
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
};

export function scriptOf(words: Partial<Vocabulary>): string {
  return `nucleusSpeak({${Object.entries(words).map(([list, pattern]) => `${list}:${pattern}`)}});\n`;
}
