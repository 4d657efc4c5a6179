// Forms told with the words of every language there is, for tests and measurements. In pages the menu asks for English
// and for those of the page only (languages.ts).
import type { PageFacts } from '../page/facts.ts';
import { type ClassifiedForm, classifyForms } from './forms.ts';
import { speak } from './vocabulary.ts';
import { LANGUAGES } from './words-script.ts';

for (const language of Object.values(LANGUAGES)) speak(language);

export function classify(page: PageFacts): ClassifiedForm[] {
  return classifyForms(page);
}
