// Type-ahead over everything. The newest query wins, in whatever order the answers come; the former results stay until
// the next are here.

import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { SearchView } from '#app/views/conversations.ts';
import type { App } from '../model/app.ts';

/** While older messages are still looked through, the answer is asked for again. */
const AGAIN_MS = 250;
const MOST_LETTERS = 200;

export interface SearchModel {
  readonly query: Signal<string>;
  readonly result: ReadonlySignal<SearchView | null>;
  readonly failed: ReadonlySignal<boolean>;
  type(query: string): void;
}

export function createSearch(app: App, lifetime: AbortSignal): SearchModel {
  const query = signal('');
  const result = signal<SearchView | null>(null);
  const failed = signal(false);
  let turn = 0;
  let cancel: (() => void) | null = null;

  async function ask(words: string, mine: number): Promise<void> {
    try {
      const answer = await app.worker.search({ query: words });
      if (mine !== turn || lifetime.aborted) return;
      result.value = answer;
      failed.value = false;
      if (!answer.done) cancel = app.clock.after(AGAIN_MS, () => void ask(words, mine));
    } catch {
      if (mine === turn) failed.value = true;
    }
  }
  lifetime.addEventListener('abort', () => cancel?.());

  return {
    query,
    result,
    failed,
    type(typed) {
      query.value = typed;
      cancel?.();
      turn++;
      const words = typed.trim().slice(0, MOST_LETTERS);
      if (words === '') {
        result.value = null;
        failed.value = false;
      } else void ask(words, turn);
    },
  };
}

/** `text` in pieces, those that match a word of the query marked. Compares without case; never across words. */
export function mark(text: string, query: string): { text: string; hit: boolean }[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [{ text, hit: false }];
  const lower = text.toLowerCase();
  // Lower-casing may change lengths (İ): then positions do not carry over, and nothing is marked.
  if (lower.length !== text.length) return [{ text, hit: false }];
  const pieces: { text: string; hit: boolean }[] = [];
  let at = 0;
  while (at < text.length) {
    let from = -1;
    let length = 0;
    for (const word of words) {
      const found = lower.indexOf(word, at);
      if (found < 0 || (from >= 0 && (found > from || (found === from && word.length <= length)))) continue;
      from = found;
      length = word.length;
    }
    if (from < 0) break;
    if (from > at) pieces.push({ text: text.slice(at, from), hit: false });
    pieces.push({ text: text.slice(from, from + length), hit: true });
    at = from + length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), hit: false });
  return pieces;
}
