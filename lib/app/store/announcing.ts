// A store that says what its steps changed, once they are committed: to pages, which topics to ask for again; to the
// couriers, that there is work. It goes by what the kinds of records declare and knows none of them, so no use case can
// forget to say it. A step that throws, or writes nothing that shows, says nothing.
import { equal } from '#bytes/bytes.ts';
import type { Change, Shown, ShownPart } from './change.ts';
import { type Ref, refName, type Store } from './store.ts';

export interface Heard {
  /** Once per topic and step. */
  announce(change: Change): void;
  /** Work for the couriers was committed. */
  wake(): void;
}

/**
 * A record that was written. `before` is undefined if the step wrote it without looking; null: there was, or is, none.
 */
interface Written {
  readonly ref: Ref<any>;
  readonly before: unknown;
  readonly after: unknown;
}

export function announcing(store: Store, heard: Heard): Store {
  return {
    async step(refs, compute, options) {
      let writes: readonly Written[] = [];
      const result = await store.step(
        refs,
        (reads, entropy) => {
          // Of the last run: an earlier one asked for more, and wrote nothing.
          const found = new Map<string, unknown>();
          const get = <T>(ref: Ref<T>): T | null => {
            const value = reads.get(ref);
            found.set(refName(ref), value);
            return value;
          };
          const outcome = compute({ get }, entropy);
          if (outcome.need === undefined)
            writes = outcome.writes.map((write) => ({
              ref: write.ref,
              before: found.get(refName(write.ref)),
              after: 'remove' in write ? null : write.value,
            }));
          return outcome;
        },
        options,
      );
      await tell(writes, store, heard);
      return result;
    },
    read: (refs) => store.read(refs),
    scan: (kind, signal) => store.scan(kind, signal),
    count: (kind) => store.count(kind),
    close: () => store.close(),
  };
}

/** Work first: pages that ask again at once would keep the worker from it. */
async function tell(writes: readonly Written[], store: Store, heard: Heard): Promise<void> {
  if (writes.some(({ ref, before, after }) => ref.kind.isWork === true && before == null && after !== null))
    heard.wake();
  const told = new Set<string>();
  const doubtful = new Map<string, { readonly change: Change; readonly beside: Ref<any> }>();
  for (const write of writes) {
    for (const shown of write.ref.kind.shows ?? []) {
      const { id } = write.ref;
      const change = changeOf(shown.topic, id);
      const name = Object.values(change).join(' ');
      if (told.has(name) || !isChanged(shown, write)) continue;
      if (shown.beside !== undefined) {
        doubtful.set(name, { change, beside: shown.beside(id) });
        continue;
      }
      told.add(name);
      heard.announce(change);
    }
  }
  const open = [...doubtful].flatMap(([name, one]) => (told.has(name) ? [] : one));
  if (open.length === 0) return;
  // A record that cannot be read counts as there: the step is committed, and a lock may have come in between.
  const there = await store.read(open.map(({ beside }) => beside)).catch(() => []);
  for (const [at, { change }] of open.entries()) if (there[at] !== null) heard.announce(change);
}

function changeOf(topic: Change['topic'], id: string): Change {
  const first = id.split(':', 1)[0] as string;
  if (topic === 'thread') return { topic, relationship: first };
  return topic === 'entries' ? { topic, entry: first } : { topic };
}

function isChanged({ of }: Shown<any>, { before, after }: Written): boolean {
  // A record put without a read before is new; a record removed without a read may have held any value.
  if (of === undefined || (before === undefined && after === null)) return true;
  return !same(before == null ? [] : of(before), after === null ? [] : of(after));
}

const same = (one: ShownPart, other: ShownPart): boolean =>
  one.length === other.length &&
  one.every((value, at) => {
    const twin = other[at];
    return value instanceof Uint8Array && twin instanceof Uint8Array ? equal(value, twin) : value === twin;
  });
