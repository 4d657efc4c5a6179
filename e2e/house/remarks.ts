// How remarks are written: plain, short, at the line they explain. What a remark says is checked by its readers; its
// width, the length of a header and a few idioms that hide who does what are checked here.

import { parseSync } from 'vite';

export const MAX_COLUMNS = 120;
export const MAX_HEADER_LINES = 4;
/** Idioms that are left in all, where they are meant: a real place, a title. */
export const MAX_IDIOMS = 20;

/** An idiom, and what to write in its place. */
const IDIOMS: readonly { readonly words: RegExp; readonly rather: string }[] = [
  { words: /\bwhat (?:is|comes)\b/gi, rather: 'name the thing: "a hosted blob", "late messages"' },
  { words: /\bsomebody\b/gi, rather: 'name who: the person, the correspondent, another process' },
  { words: /\bwhoever\b/gi, rather: 'name who: the caller, the page, the reader of a link' },
  {
    words:
      /(?:^|[.;:(,] *|\band |\bor )where (?:there|it|one|he|she|they|nothing|nobody|none|no|a|an|the|this|that|something|all|both|any|only|we|you)\b|\bWhere (?!(?:do|does|is|are|to)\b[^.]*\?)/g,
    rather: 'write "if" or "when"; "where" is for places',
  },
];

interface Remark {
  readonly line: number;
  readonly text: string;
}

/** Lines of a file that hold a remark, without what stands before it. */
function remarksOf(path: string, text: string): Remark[] {
  const { comments, errors } = parseSync(path, text, { lang: path.endsWith('x') ? 'tsx' : 'ts' });
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);
  return comments.flatMap(({ value, start }) => {
    const first = text.slice(0, start).split('\n').length;
    return value.split('\n').map((line, at) => ({ line: first + at, text: line.replace(/^[\s*/]+/, '') }));
  });
}

/** Sentences, one for each remark that is too wide, and for a header that is too long. */
export function remarkViolations(path: string, text: string): string[] {
  const lines = text.split('\n');
  const wide = remarksOf(path, text)
    .filter(
      ({ line, text: remark }) => (lines[line - 1] ?? '').length > MAX_COLUMNS && !/https?:|biome-ignore/.test(remark),
    )
    .map(
      ({ line }) => `${path}:${line} is wider than ${MAX_COLUMNS} columns; break the remark, or say it in fewer words.`,
    );
  const header = lines.findIndex((line) => !line.startsWith('//'));
  return header > MAX_HEADER_LINES
    ? [
        ...wide,
        `${path} begins with ${header} lines of remark: say in ${MAX_HEADER_LINES} what it is and the one thing to know, and put evidence at the line it explains.`,
      ]
    : wide;
}

/** Every idiom in the remarks of a file, as a sentence. */
export function idiomsIn(path: string, text: string): string[] {
  return remarksOf(path, text).flatMap(({ line, text: remark }) =>
    IDIOMS.flatMap(({ words, rather }) =>
      [...remark.matchAll(words)].map(([found]) => `${path}:${line} "${found.trim()}": ${rather}.`),
    ),
  );
}
