// The list of words and passwords that people choose, as the package carries it: a list a paragraph, a word a line, the
// most common first. It is read when a password is to be judged, in turns, and let go of afterwards.
import { type CommonWords, START_LETTERS } from './guesses.ts';

const AT_ONCE = 4000;

/** @param rest lets what waits have its turn */
export async function readCommonWords(text: string, rest: () => Promise<void>): Promise<CommonWords> {
  const ranks = new Map<string, number>();
  const starts = new Set<string>();
  let rank = 0;
  let read = 0;
  for (let begin = 0; begin < text.length; ) {
    const found = text.indexOf('\n', begin);
    const end = found < 0 ? text.length : found;
    const word = text.slice(begin, end);
    begin = end + 1;
    rank = word === '' ? 0 : rank + 1;
    if (word !== '') ranks.set(word, Math.min(ranks.get(word) ?? Number.POSITIVE_INFINITY, Math.log10(rank)));
    if (word.length > START_LETTERS) starts.add(word.slice(0, START_LETTERS));
    if (++read % AT_ONCE === 0) await rest();
  }
  return { ranks, starts };
}
