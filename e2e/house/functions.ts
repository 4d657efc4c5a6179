// Functions that are too long to be read at once. One that is better whole says so in its first line, and why:
//   // In one piece: <the reason>

import { parseSync, Visitor } from 'vite';
import { isTest } from './layers.ts';

export const MAX_LINES = 60;

interface Ranged {
  readonly start: number;
  readonly end: number;
}
interface Long {
  readonly line: number;
  readonly lines: number;
}

const REASON = /\/\/ In one piece: \S/;

/** What runs in tests alone, and samples: a story is as long as it is. */
const isAside = (path: string): boolean =>
  isTest(path) || /\.spec\.tsx?$/.test(path) || path.split('/').includes('vectors');

/**
 * Functions past the limit that give no reason, outermost first; a function in one that is whole for a reason counts by
 * itself.
 */
export function longFunctions(path: string, text: string): Long[] {
  const { program, errors } = parseSync(path, text, { lang: path.endsWith('x') ? 'tsx' : 'ts' });
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);
  const lines = text.split('\n');
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const found: Long[] = [];
  const look = (whole: Ranged, body: (Ranged & { type: string }) | null): void => {
    const line = lineAt(whole.start);
    const length = lineAt(whole.end) - line + 1;
    if (body === null || length <= MAX_LINES) return;
    // Without braces there is no first line inside: it stands above.
    const first =
      body.type === 'BlockStatement' || body.type === 'FunctionBody' ? lines[lineAt(body.start)] : undefined;
    if (REASON.test(first ?? lines[line - 2] ?? '')) return;
    found.push({ line, lines: length });
  };
  new Visitor({
    FunctionDeclaration: (node) => look(node, node.body),
    FunctionExpression: (node) => look(node, node.body),
    ArrowFunctionExpression: (node) => look(node, node.body),
  }).visit(program);
  return found.sort((a, b) => a.line - b.line);
}

/** Sentences for one file. */
export function lengthViolations(path: string, text: string): string[] {
  if (isAside(path)) return [];
  return longFunctions(path, text).map(
    ({ line, lines }) =>
      `${path}:${line} is a function of ${lines} lines: past ${MAX_LINES} it does several things, and each has a name. ` +
      `Take them out; or, if it reads better whole (a table of handlers, the picture of a screen), begin it with "// In one piece: " and why.`,
  );
}
