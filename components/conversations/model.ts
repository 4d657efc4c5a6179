// The list of conversations, in pages: only those in sight are asked for, and asked for again when a topic says so. What was shown stays
// until its replacement is here, so nothing flickers, and a list of 10,000 costs as much as one of twenty.

import { type ReadonlySignal, signal } from '@preact/signals';
import type { ConversationView } from '#app/views/views.ts';
import type { ResponseOf } from '#rpc/call/contract.ts';
import type { PageContract } from '#rpc/page/contract.ts';
import type { App } from '../model/app.ts';
import { coalesce, onTopics } from '../model/resource.ts';

export type Kind = 'all' | 'person' | 'site';
export const PAGE_ROWS = 50;

export interface ConversationsModel {
  readonly kind: ReadonlySignal<Kind>;
  choose(kind: Kind): void;
  /** undefined: not known yet. */
  readonly total: ReadonlySignal<number | undefined>;
  readonly unread: ReadonlySignal<number>;
  readonly failed: ReadonlySignal<boolean>;
  /** undefined: on its way. Reads a signal: a component that calls it is drawn again when rows arrive. */
  row(index: number): ConversationView | undefined;
  /** Where it stands among the rows that are here; null: it is not. */
  indexOf(id: string): number | null;
  /** First and last row in sight. */
  show(first: number, last: number): void;
  reload(): Promise<void>;
  /** Where the list was scrolled to; survives leaving the screen. */
  readonly offset: { current: number };
}

/** The first page, as the side panel asks for it before it knows whether the vault is open. */
export const askFirstPage = (app: App) => () => app.worker.conversations({ kind: 'all', offset: 0, limit: PAGE_ROWS });

export function createConversations(
  app: App,
  lifetime: AbortSignal,
  first: () => Promise<ResponseOf<PageContract['conversations']>> = askFirstPage(app),
): ConversationsModel {
  const kind = signal<Kind>('all');
  const total = signal<number | undefined>(undefined);
  const unread = signal(0);
  const failed = signal(false);
  const pages = signal<ReadonlyMap<number, ConversationView[]>>(new Map());
  const offset = { current: 0 };
  let seen: [first: number, last: number] = [0, 0];
  /** Pages that are as new as the last invalidation. */
  let fresh = new Set<number>();

  const load = coalesce(async () => {
    for (let page = nextPage(); page !== null && !lifetime.aborted; page = nextPage()) {
      const asked = kind.value;
      const freshness = fresh;
      freshness.add(page);
      try {
        const answer =
          asked === 'all' && page === 0
            ? await first()
            : await app.worker.conversations({ kind: asked, offset: page * PAGE_ROWS, limit: PAGE_ROWS });
        if (lifetime.aborted) return;
        if (asked !== kind.value) continue;
        const next = new Map(pages.value);
        // Out of date and out of sight: it would be shown for a moment later on.
        for (const held of next.keys()) if (!fresh.has(held) && !inSight(held)) next.delete(held);
        next.set(page, answer.items);
        pages.value = next;
        total.value = answer.total;
        unread.value = answer.unread;
        failed.value = false;
      } catch {
        freshness.delete(page);
        failed.value = true;
        return;
      }
    }
  });

  function inSight(page: number): boolean {
    return page >= Math.floor(seen[0] / PAGE_ROWS) && page <= Math.floor(seen[1] / PAGE_ROWS);
  }

  function nextPage(): number | null {
    for (let page = Math.floor(seen[0] / PAGE_ROWS); inSight(page); page++) if (!fresh.has(page)) return page;
    return null;
  }

  function reload(): Promise<void> {
    fresh = new Set();
    return load();
  }

  onTopics(app, ['conversations'], () => void reload(), lifetime);
  void load();

  return {
    kind,
    total,
    unread,
    failed,
    offset,
    reload,
    choose(next) {
      if (next === kind.value) return;
      kind.value = next;
      pages.value = new Map();
      total.value = undefined;
      seen = [0, 0];
      offset.current = 0;
      void reload();
    },
    row: (index) => pages.value.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS],
    indexOf(id) {
      for (const [page, items] of pages.value) {
        const at = items.findIndex((item) => item.id === id);
        if (at >= 0) return page * PAGE_ROWS + at;
      }
      return null;
    },
    show(first, last) {
      seen = [first, last];
      if (nextPage() !== null) void load();
    },
  };
}
