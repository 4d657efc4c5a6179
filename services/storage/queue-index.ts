// What a process has of a queue, in memory: its items by group, those due first coming first, and which of them are
// claimed. A heap a group; an item that was removed or got another time leaves its old place in the heap, which is
// passed over when it comes up.
import { encodeHex } from '#bytes/base64url.ts';

export interface QueueEntry {
  readonly id: Uint8Array;
  readonly group: string;
  readonly acceptedAt: number;
  readonly rememberUntil: number | null;
  dueAt: number;
  tries: number;
  /** Sequence of its record. */
  record: number;
  /** Kept in mind while it is young or claimed. */
  body: Uint8Array | null;
  claimed: boolean;
}

interface Place {
  readonly entry: QueueEntry;
  readonly dueAt: number;
  /** Order among those due at the same time. */
  readonly order: number;
}

export class QueueIndex {
  readonly #entries = new Map<string, QueueEntry>();
  readonly #groups = new Map<string, { heap: Place[]; count: number }>();
  #order = 0;

  get count(): number {
    return this.#entries.size;
  }

  groups(): string[] {
    return [...this.#groups.keys()];
  }

  get(id: Uint8Array): QueueEntry | undefined {
    return this.#entries.get(encodeHex(id));
  }

  add(entry: QueueEntry): void {
    if (this.get(entry.id) !== undefined) return;
    this.#entries.set(encodeHex(entry.id), entry);
    const group = this.#groups.get(entry.group) ?? { heap: [], count: 0 };
    this.#groups.set(entry.group, group);
    group.count++;
    if (!entry.claimed) this.#place(entry);
  }

  claim(group: string, limit: number, now: number): QueueEntry[] {
    const claimed: QueueEntry[] = [];
    while (claimed.length < limit) {
      const first = this.#first(group);
      if (first === undefined || first.dueAt > now) break;
      pop(this.#groups.get(group)?.heap as Place[]);
      first.entry.claimed = true;
      claimed.push(first.entry);
    }
    return claimed;
  }

  /** Ends a claim; the entry is due at its time, with whatever was changed in it meanwhile. */
  release(id: Uint8Array): void {
    const entry = this.get(id);
    if (entry === undefined || !entry.claimed) return;
    entry.claimed = false;
    this.#place(entry);
  }

  remove(id: Uint8Array): void {
    const entry = this.get(id);
    if (entry === undefined) return;
    this.#entries.delete(encodeHex(id));
    const group = this.#groups.get(entry.group);
    if (group !== undefined && --group.count === 0) this.#groups.delete(entry.group);
  }

  nextDueAt(group: string): number | null {
    return this.#first(group)?.dueAt ?? null;
  }

  /** The first place that still holds; old ones are taken off on the way. */
  #first(group: string): Place | undefined {
    const heap = this.#groups.get(group)?.heap ?? [];
    for (;;) {
      const first = heap[0];
      if (first === undefined) return undefined;
      const { entry, dueAt } = first;
      if (!entry.claimed && entry.dueAt === dueAt && this.get(entry.id) === entry) return first;
      pop(heap);
    }
  }

  #place(entry: QueueEntry): void {
    const heap = this.#groups.get(entry.group)?.heap;
    if (heap !== undefined) push(heap, { entry, dueAt: entry.dueAt, order: this.#order++ });
  }
}

const before = (a: Place, b: Place): boolean => a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.order < b.order);

function push(heap: Place[], place: Place): void {
  let at = heap.push(place) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(place, heap[parent] as Place)) break;
    heap[at] = heap[parent] as Place;
    at = parent;
  }
  heap[at] = place;
}

function pop(heap: Place[]): void {
  const last = heap.pop() as Place;
  if (heap.length === 0) return;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child + 1 < heap.length && before(heap[child + 1] as Place, heap[child] as Place)) child++;
    if (child >= heap.length || before(last, heap[child] as Place)) break;
    heap[at] = heap[child] as Place;
    at = child;
  }
  heap[at] = last;
}
