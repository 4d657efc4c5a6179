// The rows of a long list, by page: those in sight are kept fresh, others as long as nothing is known to have changed.
// A row stays until its replacement is here, so nothing flickers, and 10,000 cost as much as twenty.
import { signal } from '@preact/signals';
import { coalesce } from './resource.ts';

export const PAGE_ROWS = 50;

export interface RowsAnswer<Row> {
  readonly items: Row[];
  readonly total: number;
}

type Ask<Kind, Answer> = (kind: Kind, page: number) => Promise<Answer>;

export class PagedRows<Kind, Row extends { readonly id: string }, Answer extends RowsAnswer<Row>> {
  readonly kind;
  /** undefined: not known yet. */
  readonly total = signal<number | undefined>(undefined);
  readonly failed = signal(false);
  readonly #pages = signal<ReadonlyMap<number, Row[]>>(new Map());
  /** First and last row in sight. */
  #seen: readonly [first: number, last: number] = [0, 0];
  /** Pages that are as new as the last invalidation. */
  #fresh = new Set<number>();
  readonly #ask: Ask<Kind, Answer>;
  readonly #lifetime: AbortSignal;
  readonly #taken: (answer: Answer) => void;

  /** @param taken told of each answer that is shown */
  constructor(kind: Kind, ask: Ask<Kind, Answer>, lifetime: AbortSignal, taken: (answer: Answer) => void = () => {}) {
    this.kind = signal(kind);
    this.#ask = ask;
    this.#lifetime = lifetime;
    this.#taken = taken;
  }

  /** Shows the first rows as they were, until they are here. */
  begin(first: Answer): void {
    this.#take(0, first);
  }

  readonly load = coalesce(async () => {
    for (let page = this.#nextPage(); page !== null && !this.#lifetime.aborted; page = this.#nextPage()) {
      const asked = this.kind.value;
      const freshness = this.#fresh;
      freshness.add(page);
      try {
        const answer = await this.#ask(asked, page);
        if (this.#lifetime.aborted) return;
        if (asked === this.kind.value) this.#take(page, answer);
      } catch {
        freshness.delete(page);
        this.failed.value = true;
        return;
      }
    }
  });

  #take(page: number, answer: Answer): void {
    const next = new Map(this.#pages.value);
    // Out of date and out of sight: it would be shown for a moment later on.
    for (const held of next.keys()) if (!this.#fresh.has(held) && !this.#isInSight(held)) next.delete(held);
    next.set(page, answer.items);
    this.#pages.value = next;
    this.total.value = answer.total;
    this.#taken(answer);
    this.failed.value = false;
  }

  #isInSight(page: number): boolean {
    return page >= Math.floor(this.#seen[0] / PAGE_ROWS) && page <= Math.floor(this.#seen[1] / PAGE_ROWS);
  }

  #nextPage(): number | null {
    for (let page = Math.floor(this.#seen[0] / PAGE_ROWS); this.#isInSight(page); page++)
      if (!this.#fresh.has(page)) return page;
    return null;
  }

  reload(): Promise<void> {
    this.#fresh = new Set();
    return this.load();
  }

  choose(kind: Kind): void {
    this.kind.value = kind;
    this.#pages.value = new Map();
    this.total.value = undefined;
    this.#seen = [0, 0];
    void this.reload();
  }

  /** undefined: on its way. Reads a signal: a component that calls it is drawn again when rows arrive. */
  row(index: number): Row | undefined {
    return this.#pages.value.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
  }

  /** Its index among the loaded rows; null: it is not among them. */
  indexOf(id: string): number | null {
    for (const [page, items] of this.#pages.value) {
      const at = items.findIndex((item) => item.id === id);
      if (at >= 0) return page * PAGE_ROWS + at;
    }
    return null;
  }

  /** First and last row in sight. */
  show(first: number, last: number): void {
    this.#seen = [first, last];
    if (this.#nextPage() !== null) void this.load();
  }
}
