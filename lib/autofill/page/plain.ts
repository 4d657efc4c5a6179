// Text as it is compared: the many spellings of pages become one. No library, for it is loaded into every page.

const LETTERS: Record<string, string> = { ß: 'ss', ı: 'i', ł: 'l', ø: 'o', æ: 'ae', œ: 'oe', đ: 'd' };

/**
 * Lower-case, accents stripped, `userEmail` and `user_email` both "user email", white space single. Length is capped by
 * the caller.
 */
export function plain(text: string): string {
  return text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[ßıłøæœđ]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/[\s_\-:.[\]/*#]+/g, ' ')
    .trim();
}

/** One pattern of many. */
export const any = (...words: readonly RegExp[]): RegExp => new RegExp(words.map(({ source }) => source).join('|'));
