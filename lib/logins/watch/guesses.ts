// How many tries a password takes of one who tries what people choose first: words and passwords by how common they
// are, names of rows of keys, sequences, repetitions, dates; and the rest letter by letter. The cheapest way to put
// the password together from such parts counts, as in zxcvbn (USENIX Security 2016), whose lists it reads.

export interface CommonWords {
  /** Powers of ten of a word's place among the common ones. */
  readonly ranks: ReadonlyMap<string, number>;
  /** The first letters of every word that has more of them: most parts of a password begin none. */
  readonly starts: ReadonlySet<string>;
}
export const START_LETTERS = 4;

/** A longer one is no easier than its beginning. */
const MOST_CHARACTERS = 48;
const LONGEST_WORD = 24;
const SHORTEST_KNOWN = 3;
const MOST_PARTS = 12;
/** Powers of ten of tries that are made for each way to put parts together, before there is another part. */
const BEFORE_ANOTHER_PART = 4;

/** What fingers run along, to and fro. */
const KEY_ROWS = [
  ...['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwertzuiopü', 'asdfghjklöä', 'yxcvbnm', 'azertyuiop'],
  ...['qsdfghjklm', 'wxcvbn', '1qaz2wsx3edc4rfv5tgb6yhn7ujm', 'qazwsxedcrfvtgbyhnujm', '147258369', 'q1w2e3r4t5y6u7i8'],
  ...['йцукенгшщзхъ', 'фывапролджэ', 'ячсмитьбю', '!@#$%^&*()', '!"§$%&/()='],
];
const LEET: Readonly<Record<string, string>> = {
  ...{ '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '9': 'g' },
  ...{ '@': 'a', $: 's', '!': 'i', '|': 'l', '+': 't', '€': 'e' },
};

const log10 = Math.log10;
const LEET_COST = log10(4);
const NEVER = Number.POSITIVE_INFINITY;
const reversed = (text: string): string => [...text].reverse().join('');
const plain = (text: string): string => [...text].map((sign) => LEET[sign] ?? sign).join('');
const BOTH_WAYS = KEY_ROWS.flatMap((row) => [row, reversed(row)]);

/** Letters, digits and signs of which one was drawn each time, as far as the whole shows. */
function alphabetOf(text: string): number {
  const classes: readonly [RegExp, number][] = [
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/[0-9]/, 10],
    [/[ -/:-@[-`{-~]/, 33],
    [/[^ -~]/, 100],
  ];
  return classes.reduce((sum, [of, size]) => sum + (of.test(text) ? size : 0), 0);
}

/** Ways to write capitals that people choose: none, the first, all; else any. */
function capitals(text: string): number {
  const upper = [...text].filter((sign) => sign !== sign.toLowerCase()).length;
  if (upper === 0) return 0;
  if (upper === text.length || /^.[^A-Z]*$/.test(text)) return log10(2);
  return Math.min(upper, text.length - upper) * log10(text.length);
}

function dateCost(text: string): number {
  if (/^(19|20)\d\d$/.test(text)) return log10(120);
  const [, a = '', first = '', b = '', second = '', c = ''] =
    /^(\d{1,4})([-./ ]?)(\d{1,2})([-./ ]?)(\d{1,4})$/.exec(text) ?? [];
  if (first !== second || text.length < 4) return NEVER;
  const [year, other] = a.length > 2 ? [a, c] : [c, a];
  const isYear = year.length === 2 || /^(19|20)\d\d$/.test(year);
  const isDay = isYear && Number(b) <= 31 && Number(other) <= 31;
  return isDay ? log10(365 * 120 * (first === '' ? 1 : 4)) : NEVER;
}

/** How far characters follow one another, each the next of the one before or each the one before it. */
function sequenceEnd(text: string, begin: number): number {
  const step = text.charCodeAt(begin + 1) - text.charCodeAt(begin);
  if (Math.abs(step) !== 1) return begin;
  let end = begin + 2;
  while (end < text.length && text.charCodeAt(end) - text.charCodeAt(end - 1) === step) end++;
  return end;
}

const sequenceCost = (part: string): number =>
  log10((/^[aAzZ019]/.test(part) ? 4 : /^\d/.test(part) ? 10 : 26) * part.length * (part[0]! < part[1]! ? 1 : 2));

function keysEnd(small: string, begin: number): number {
  let end = begin;
  let rows = BOTH_WAYS;
  while (end < small.length && rows.length > 0) {
    const along = small.slice(begin, end + 1);
    rows = rows.filter((row) => row.includes(along));
    if (rows.length > 0) end++;
  }
  return end;
}

function rankOf(text: string, begin: number, end: number, { ranks, starts }: CommonWords): number {
  if (end - begin > START_LETTERS && !starts.has(text.slice(begin, begin + START_LETTERS))) return NEVER;
  return ranks.get(text.slice(begin, end)) ?? NEVER;
}

/** The least cost of each part of a text, by where it begins and ends. */
export function partCosts(text: string, words: CommonWords): number[][] {
  const perLetter = log10(Math.max(10, alphabetOf(text)));
  const small = text.toLowerCase();
  const back = reversed(small);
  const spelled = [small, plain(small), plain(small).replaceAll('i', 'l')].filter(
    (one, at, all) => all.indexOf(one) === at,
  );
  const wordAt = (begin: number, end: number): number => {
    let least = rankOf(back, text.length - end, text.length - begin, words) + log10(2);
    for (const [at, spelling] of spelled.entries())
      least = Math.min(least, rankOf(spelling, begin, end, words) + (at === 0 ? 0 : LEET_COST));
    return least === NEVER ? NEVER : least + capitals(text.slice(begin, end));
  };
  const costs = Array.from({ length: text.length }, (_, begin) => {
    const runs = sequenceEnd(text, begin);
    const keys = keysEnd(small, begin);
    const isDigit = /\d/.test(text[begin] as string);
    return Array.from({ length: text.length + 1 }, (__, end) => {
      const length = end - begin;
      if (length < SHORTEST_KNOWN || length > LONGEST_WORD) return length < 1 ? NEVER : length * perLetter;
      const part = text.slice(begin, end);
      return Math.min(
        length * perLetter,
        wordAt(begin, end),
        end <= runs ? sequenceCost(part) : NEVER,
        end <= keys ? log10(BOTH_WAYS.length * 10 * length) + capitals(part) : NEVER,
        isDigit && length <= 10 ? dateCost(part) : NEVER,
      );
    });
  });
  return withRepeats(text, costs);
}

/** A part that is another one several times over costs that one, and how often. */
function withRepeats(text: string, costs: readonly (readonly number[])[]): number[][] {
  const least = costs.map((row) => [...row]);
  for (let begin = 0; begin < text.length; begin++)
    for (let unit = 1; unit <= Math.min(LONGEST_WORD, (text.length - begin) / 2); unit++) {
      let same = 0;
      while (begin + unit + same < text.length && text[begin + same] === text[begin + unit + same]) same++;
      const single = costs[begin]?.[begin + unit] as number;
      const row = least[begin] as number[];
      for (let times = 2; (times - 1) * unit <= same; times++)
        row[begin + times * unit] = Math.min(row[begin + times * unit] as number, single + log10(times));
    }
  return least;
}

/** Of parts that together cost `sum`: in any order, after all passwords of fewer parts. */
export function togetherCost(sum: number, parts: number): number {
  let orders = 0;
  for (let of = 2; of <= parts; of++) orders += log10(of);
  const own = sum + orders;
  const before = BEFORE_ANOTHER_PART * (parts - 1);
  return Math.max(own, before) + log10(1 + 10 ** -Math.abs(own - before));
}

/** Powers of ten of tries. Total: of an empty password 0. */
export function guessesLog10(password: string, words: CommonWords): number {
  const text = password.slice(0, MOST_CHARACTERS);
  if (text === '') return 0;
  const costs = partCosts(text, words);
  // The cheapest beginning of so many parts, by where it ends.
  let least: number[] = Array.from({ length: text.length + 1 }, (_, end) => (end === 0 ? 0 : NEVER));
  let best = NEVER;
  for (let parts = 1; parts <= Math.min(MOST_PARTS, text.length); parts++) {
    const next: number[] = new Array(text.length + 1).fill(NEVER);
    for (let begin = 0; begin < text.length; begin++) {
      const [sofar, row] = [least[begin] as number, costs[begin] as number[]];
      if (sofar === NEVER) continue;
      for (let end = begin + 1; end <= text.length; end++)
        if (sofar + (row[end] as number) < (next[end] as number)) next[end] = sofar + (row[end] as number);
    }
    least = next;
    best = Math.min(best, togetherCost(least[text.length] as number, parts));
  }
  return best;
}
