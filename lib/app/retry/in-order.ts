// Numbered things done a few at once and noted in their order: one is noted as soon as it and all before it are
// through. So a worker that is killed loses the things in flight and nothing that was done, however long the others
// take.

import type { AbortSignalLike } from '../store/store.ts';
import { Running } from './running.ts';

export interface InOrder<T> {
  readonly from: number;
  /** The first that is not done any more. */
  readonly to: number;
  /** At once. */
  readonly together: number;
  readonly signal: AbortSignalLike;
  one(number: number): Promise<T>;
  /** Called one at a time, with results that follow on one another without a gap. */
  note(first: number, results: readonly T[]): Promise<void>;
}

/**
 * Resolves when all are noted, or the signal ended it. @throws the first failure, after what was in flight has come to
 * its end and is noted
 */
export async function inOrder<T>({ from, to, together, signal, one, note }: InOrder<T>): Promise<void> {
  const through = new Map<number, T>();
  let next = from;
  let noted = from;
  let failure: { readonly error: unknown } | null = null;
  const noting = new Running(async () => {
    const results: T[] = [];
    for (let at = noted; through.has(at); at++) results.push(through.get(at) as T);
    if (results.length === 0) return;
    await note(noted, results);
    for (const _ of results) through.delete(noted++);
  });
  const work = async (): Promise<void> => {
    while (next < to && failure === null && !signal.aborted) {
      const number = next++;
      try {
        through.set(number, await one(number));
        await noting.ask();
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: together }, work));
  if (failure !== null) throw (failure as { readonly error: unknown }).error;
}
