// Words of passphrases by language, each a file that is loaded when it is wanted. In each at least 1,296 common
// words (10 bits) of 4 to 9 small letters, none rude, none with a letter that is not on every keyboard. No two begin
// with the same four letters: so four are enough to say which it is, and words can be told apart without a separator.

/** Languages that have a list (ISO 639-1). */
export const WORD_LANGUAGES = ['de', 'en', 'es', 'fr', 'it', 'nl'] as const;
export type WordLanguage = (typeof WORD_LANGUAGES)[number];

const LISTS: Readonly<Record<WordLanguage, () => Promise<string>>> = {
  de: async () => (await import('./words/de.ts')).germanWords,
  en: async () => (await import('./words/en.ts')).englishWords,
  es: async () => (await import('./words/es.ts')).spanishWords,
  fr: async () => (await import('./words/fr.ts')).frenchWords,
  it: async () => (await import('./words/it.ts')).italianWords,
  nl: async () => (await import('./words/nl.ts')).dutchWords,
};

/** The words of a language, in the order of the alphabet. Rejects if the file cannot be read. */
export const loadWordList = async (language: WordLanguage): Promise<readonly string[]> =>
  (await LISTS[language]()).trim().split(/\s+/);

/** The list for a person whose browser speaks these (`fr-CH`), the first that there is; else English. */
export function wordLanguageOf(languages: readonly string[]): WordLanguage {
  const spoken = languages.map((one) => one.toLowerCase().split(/[-_]/)[0]);
  return (
    WORD_LANGUAGES.find((one) => one === spoken.find((code) => WORD_LANGUAGES.some((has) => has === code))) ?? 'en'
  );
}
