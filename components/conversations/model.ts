// The list of conversations, in pages: only those in sight are asked for, and asked for again when a topic says so.

import { type ReadonlySignal, signal } from '@preact/signals';
import type { ConversationView } from '#app/views/conversations.ts';
import type { MethodAnswer } from '#rpc/call/contract.ts';
import type { PageContract } from '#rpc/page/contract.ts';
import type { App } from '../model/app.ts';
import { PAGE_ROWS, PagedRows } from '../model/paged-rows.ts';
import { onTopicsAside } from '../model/resource.ts';

export type ConversationFilter = 'all' | 'person' | 'site';
type Answer = MethodAnswer<PageContract['conversations']>;

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
  const unread = signal(0);
  const rows = new PagedRows<ConversationFilter, ConversationView, Answer>(
    'all',
    (kind, page) =>
      kind === 'all' && page === 0
        ? first()
        : app.worker.conversations({ kind, offset: page * PAGE_ROWS, limit: PAGE_ROWS }),
    lifetime,
    (answer) => {
      unread.value = answer.unread;
    },
  );
  if (app.glimpse !== null) rows.begin(app.glimpse.conversations);
  const offset = { current: 0 };
  onTopicsAside(app, ['conversations'], () => void rows.reload(), lifetime);
  void rows.load();
  const { kind, total, failed } = rows;
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
