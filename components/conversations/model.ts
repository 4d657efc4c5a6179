// The list of conversations, in pages: only those in sight are asked for, and asked for again when a topic says so. A
// row stays until its replacement is here, so nothing flickers, and a list of 10,000 costs as much as one of twenty.

import { type ReadonlySignal, signal } from '@preact/signals';
import type { ConversationView } from '#app/views/conversations.ts';
import type { MethodAnswer } from '#rpc/call/contract.ts';
import type { PageContract } from '#rpc/page/contract.ts';
import type { App } from '../model/app.ts';
import { coalesce, onTopicsAside } from '../model/resource.ts';

export type ConversationFilter = 'all' | 'person' | 'site';
export const PAGE_ROWS = 50;

export interface ConversationsModel {
  readonly kind: ReadonlySignal<ConversationFilter>;
  choose(kind: ConversationFilter): void;
  /** undefined: not known yet. */
  readonly total: ReadonlySignal<number | undefined>;
  readonly unread: ReadonlySignal<number>;
  readonly failed: ReadonlySignal<boolean>;
  /** undefined: on its way. Reads a signal: a component that calls it is drawn again when rows arrive. */
  row(index: number): ConversationView | undefined;
  /** Its index among the loaded rows; null: it is not among them. */
  indexOf(id: string): number | null;
  /** First and last row in sight. */
  show(first: number, last: number): void;
  reload(): Promise<void>;
  /** The list's scroll position; survives leaving the screen. */
  readonly offset: { current: number };
}

/** The first page, as the side panel asks for it before it knows whether the vault is open. */
export const askFirstPage = (app: App) => () => app.worker.conversations({ kind: 'all', offset: 0, limit: PAGE_ROWS });

export function createConversations(
  app: App,
  lifetime: AbortSignal,
  first: () => Promise<MethodAnswer<PageContract['conversations']>> = askFirstPage(app),
): ConversationsModel {
  const rows = new Rows(
    (kind, page) =>
      kind === 'all' && page === 0
        ? first()
        : app.worker.conversations({ kind, offset: page * PAGE_ROWS, limit: PAGE_ROWS }),
    lifetime,
  );
  if (app.glimpse !== null) rows.begin(app.glimpse.conversations);
  const offset = { current: 0 };
  onTopicsAside(app, ['conversations'], () => void rows.reload(), lifetime);
  void rows.load();
  const { kind, total, unread, failed } = rows;
  return {
    ...{ kind, total, unread, failed, offset },
    reload: () => rows.reload(),
    choose(next) {
      if (next === kind.value) return;
      offset.current = 0;
      rows.choose(next);
    },
    row: (index) => rows.row(index),
    indexOf: (id) => rows.indexOf(id),
    show: (from, to) => rows.show(from, to),
  };
}

type Ask = (kind: ConversationFilter, page: number) => Promise<MethodAnswer<PageContract['conversations']>>;

/** Rows by page: those in sight are kept fresh, others as long as nothing is known to have changed. */
class Rows {
  readonly kind = signal<ConversationFilter>('all');
  readonly total = signal<number | undefined>(undefined);
  readonly unread = signal(0);
  readonly failed = signal(false);
  readonly #pages = signal<ReadonlyMap<number, ConversationView[]>>(new Map());
  /** First and last row in sight. */
  #seen: readonly [first: number, last: number] = [0, 0];
  /** Pages that are as new as the last invalidation. */
  #fresh = new Set<number>();
  readonly #ask: Ask;
  readonly #lifetime: AbortSignal;

  constructor(ask: Ask, lifetime: AbortSignal) {
    this.#ask = ask;
    this.#lifetime = lifetime;
  }

  /** Shows the first rows as they were, until they are here. */
  begin(first: MethodAnswer<PageContract['conversations']>): void {
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

  #take(page: number, { items, total, unread }: MethodAnswer<PageContract['conversations']>): void {
    const next = new Map(this.#pages.value);
    // Out of date and out of sight: it would be shown for a moment later on.
    for (const held of next.keys()) if (!this.#fresh.has(held) && !this.#isInSight(held)) next.delete(held);
    next.set(page, items);
    this.#pages.value = next;
    this.total.value = total;
    this.unread.value = unread;
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

  choose(kind: ConversationFilter): void {
    this.kind.value = kind;
    this.#pages.value = new Map();
    this.total.value = undefined;
    this.#seen = [0, 0];
    void this.reload();
  }

  row(index: number): ConversationView | undefined {
    return this.#pages.value.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
  }

  indexOf(id: string): number | null {
    for (const [page, items] of this.#pages.value) {
      const at = items.findIndex((item) => item.id === id);
      if (at >= 0) return page * PAGE_ROWS + at;
    }
    return null;
  }

  show(first: number, last: number): void {
    this.#seen = [first, last];
    if (this.#nextPage() !== null) void this.load();
  }
}
