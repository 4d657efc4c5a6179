// The list that the package carries for judging passwords (lib/logins/watch/common-words.ts), made at the build from
// the lists of zxcvbn-ts (MIT; in the notices) and from the words of our own passphrases.
import { dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as english } from '@zxcvbn-ts/language-en';
import { loadWordList, WORD_LANGUAGES } from '#logins/generate/word-lists.ts';

const fitting = (words: readonly string[], most: number): string[] =>
  words.filter((word) => word.length >= 3 && word.length <= 24).slice(0, most);

export async function commonWordsText(): Promise<string> {
  const own = await Promise.all(WORD_LANGUAGES.map((language) => loadWordList(language)));
  const lists = [
    fitting(common['passwords-common'], 40_000),
    fitting(english['commonWords-en'], 20_000),
    fitting(english['firstnames-en'], 4000),
    fitting(english['lastnames-en'], 4000),
    ...own,
  ];
  return lists.map((words) => words.map((word) => word.toLowerCase()).join('\n')).join('\n\n');
}
