// Which languages' words a page needs beside English: by the language that it declares, by its letters, and by the
// hints in its forms. It errs on the side of more: one too many costs half a kilobyte, one too few a form. Pure; in
// every page, so it is small.
import type { PageFacts } from '../page/facts.ts';
import { HINTS, type Language } from './hints.ts';

/** Letters that say more than words: those of few languages. */
const LETTERS: readonly (readonly [RegExp, readonly Language[]])[] = [
  [/[α-ω]/, ['el']],
  [/[а-я]/, ['ru', 'uk']],
  [/[א-ת]/, ['he']],
  [/[ء-ي]/, ['ar']],
  [/[\u0900-\u097f]/, ['hi']],
  [/[\u3040-\u30ff\u4e00-\u9fff]/, ['ja', 'zh']],
  [/[가-힣]/, ['ko']],
];
/** Other tags of languages listed here. */
const CALLED: Readonly<Record<string, string>> = { no: 'nb', nn: 'nb', iw: 'he' };

function textOf({ title, fields, forms }: PageFacts): string {
  const ofFields = fields.flatMap(({ label, placeholder, near, attributes }) => [label, placeholder, near, attributes]);
  const ofForms = forms.flatMap(({ heading, submits, links, checks }) => [heading, ...submits, ...links, checks]);
  return [title, ...ofFields, ...ofForms].join(' | ');
}

/** @param declared the language that the page names (BCP 47), which many pages leave as they found it */
export function languagesOf(page: PageFacts, declared: string): Language[] {
  const text = textOf(page);
  const first = declared.toLowerCase().split('-')[0] ?? '';
  const own = CALLED[first] ?? first;
  const said = new Set([own]);
  const others = new Set<string>();
  for (const [letters, languages] of LETTERS) {
    // If letters fit several languages, a page that declares one of them is believed.
    const those = languages.some((language) => language === own) ? others : said;
    if (letters.test(text)) for (const language of languages) those.add(language);
  }
  return (Object.keys(HINTS) as Language[]).filter(
    (language) =>
      language !== 'en' &&
      (language === own ||
        (!others.has(language) &&
          (said.has(language) || Object.values(HINTS[language]).some((hint) => hint.test(text))))),
  );
}
