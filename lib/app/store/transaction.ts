// How use cases write a step: as straight-line code over a transaction. `get` on a record that was not read yet ends
// the run and asks for it (`need`); the adapter reads it inside the same database transaction and runs the code again
// on the same entropy tape, so a rerun draws the same bytes. Naming the records that are surely needed up front
// (`refs`, `fetch`) saves reruns; forgetting one costs time, never correctness.
import type { Entropy } from '#bytes/entropy.ts';
import type { Ref, StepOptions, Store, Write } from './store.ts';

/**
 * What a step sees. One that is not flushed can put no record by which bytes leave the device: that does not compile,
 * and neither does handing it to functions that queue, encrypt, make addresses or take mail in, since those want a
 * `StrictTransaction`.
 */
export interface Transaction {
  readonly durability: 'strict' | 'relaxed';
  get<T>(ref: Ref<T>): T | null;
  /** Like `get`, for a record whose absence is a broken invariant. */
  require<T>(ref: Ref<T>): T;
  /** Reads several at once. */
  fetch(refs: readonly Ref<any>[]): void;
  /** A property, and no method: parameters of methods are not held against one another. */
  readonly put: <T>(ref: Ref<T, false>, value: T) => void;
  remove<T>(ref: Ref<T>): void;
  /**
   * What `compute` made of the records read so far, made once however often the step runs: for what costs milliseconds,
   * as decrypting does. `name` is unique in the step. A rerun gets the same result and passes over the entropy that
   * made it, so that nothing else draws it.
   */
  once<T>(name: string, compute: (entropy: Entropy) => T): T;
  readonly entropy: Entropy;
}

/**
 * Of a step that is flushed before its promise resolves: what it commits may be sent, and what it took in acknowledged.
 */
export interface StrictTransaction extends Transaction {
  readonly durability: 'strict';
  readonly put: <T>(ref: Ref<T>, value: T) => void;
}

export type Synchronous<R> = R extends PromiseLike<unknown> ? never : R;

class Unread {
  readonly refs: readonly Ref<any>[];
  constructor(refs: readonly Ref<any>[]) {
    this.refs = refs;
  }
}

const nameOf = (ref: Ref<any>): string => `${ref.kind.name}\u0000${ref.id}`;

/**
 * Runs `compute` in one step of the store. All that it puts and removes is written together, or, if it throws, not at
 * all.
 */
export function transact<R>(
  store: Store,
  refs: readonly Ref<any>[],
  compute: (transaction: StrictTransaction) => Synchronous<R>,
  options: typeof STRICT,
): Promise<R>;
export function transact<R>(
  store: Store,
  refs: readonly Ref<any>[],
  compute: (transaction: Transaction) => Synchronous<R>,
): Promise<R>;
export function transact<R>(
  store: Store,
  refs: readonly Ref<any>[],
  compute: (transaction: StrictTransaction) => Synchronous<R>,
  // As the overloads have it; a relaxed caller was given the narrower transaction.
  options = { durability: 'relaxed' } as unknown as typeof STRICT,
): Promise<R> {
  const readable = new Set(refs.map(nameOf));
  const made = new Map<string, { readonly result: unknown; readonly draws: readonly number[] }>();
  return store.step<R, typeof STRICT>(
    refs,
    (reads, entropy) => {
      const pending = new Map<string, Write>();
      const get = <T>(ref: Ref<T>): T | null => {
        const written = pending.get(nameOf(ref));
        if (written !== undefined) return 'remove' in written ? null : (written.value as T);
        if (!readable.has(nameOf(ref))) throw new Unread([ref]);
        return reads.get(ref);
      };
      try {
        const result = compute({
          durability: options.durability,
          get,
          require: (ref) => {
            const value = get(ref);
            if (value === null) throw new MissingRecord(ref.kind.name);
            return value;
          },
          fetch: (wanted) => {
            const unread = wanted.filter((ref) => !readable.has(nameOf(ref)));
            if (unread.length > 0) throw new Unread(unread);
          },
          put: (ref, value) => void pending.set(nameOf(ref), { ref, value }),
          remove: (ref) => void pending.set(nameOf(ref), { ref, remove: true }),
          once: <T>(name: string, make: (entropy: Entropy) => T): T => {
            const before = made.get(name);
            if (before !== undefined) {
              for (const count of before.draws) entropy(count);
              return before.result as T;
            }
            const draws: number[] = [];
            const result = make((count) => {
              draws.push(count);
              return entropy(count);
            });
            made.set(name, { result, draws });
            return result;
          },
          entropy,
        });
        return { writes: [...pending.values()], result: result as R };
      } catch (signal) {
        if (!(signal instanceof Unread)) throw signal;
        for (const ref of signal.refs) readable.add(nameOf(ref));
        return { need: signal.refs };
      }
    },
    options,
  );
}

/** A record that other records promise is not there. */
export class MissingRecord extends Error {
  override readonly name = 'MissingRecord';
  constructor(kind: string) {
    super(`no ${kind} record where one is promised`);
  }
}

/** Steps that release bytes or allow an acknowledgement are flushed to disk before they resolve. */
export const STRICT = { durability: 'strict' } as const satisfies StepOptions;
