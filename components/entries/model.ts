// The list of log-ins, notes, cards and addresses: one kind or all, searched as one types.
import { type ReadonlySignal, signal } from '@preact/signals';
import type { EntryListKind, EntryPlace, EntryPlaces, EntryRowView, SavedFileView } from '#app/views/entries.ts';
import type { MethodAnswer } from '#rpc/call/contract.ts';
import type { PageContract } from '#rpc/page/contract.ts';
import type { App } from '../model/app.ts';
import { PAGE_ROWS, PagedRows } from '../model/paged-rows.ts';
import { createResource, onTopicsAside } from '../model/resource.ts';

/** The rows that are shown: those of another query are others, even of the same kind. */
interface Wanted {
  readonly kind: EntryListKind;
  readonly query: string;
  readonly folder: EntryPlace['folder'];
  readonly tag: EntryPlace['tag'];
}

export interface EntriesModel {
  readonly wanted: ReadonlySignal<Wanted>;
  readonly query: ReadonlySignal<string>;
  readonly total: ReadonlySignal<number | undefined>;
  readonly failed: ReadonlySignal<boolean>;
  readonly offset: { current: number };
  /** Log-ins of which something is to be mended; undefined: not known yet. */
  urgent(): number | undefined;
  row(index: number): EntryRowView | undefined;
  indexOf(id: string): number | null;
  show(first: number, last: number): void;
  choose(kind: EntryListKind): void;
  /** The last backup file; undefined: not known yet. */
  saved(): SavedFileView | undefined;
  /** Undefined: not known yet. */
  places(): EntryPlaces | undefined;
  narrow(place: Partial<EntryPlace>): void;
  type(query: string): void;
  reload(): Promise<void>;
}

export function createEntries(app: App, lifetime: AbortSignal): EntriesModel {
  const rows = new PagedRows<Wanted, EntryRowView, MethodAnswer<PageContract['entries']>>(
    { kind: 'all', query: '', folder: null, tag: null },
    ({ folder, ...wanted }, page) =>
      app.worker.entries({
        ...{ ...wanted, folder: folder === null ? null : [...folder] },
        ...{ offset: page * PAGE_ROWS, limit: PAGE_ROWS },
      }),
    lifetime,
  );
  const query = signal('');
  const offset = { current: 0 };
  const want = (next: Wanted): void => {
    offset.current = 0;
    rows.choose(next);
  };
  onTopicsAside(app, ['entries'], () => void rows.reload(), lifetime);
  const watch = createResource(app, ['entries', 'watch'], () => app.worker.watch(), lifetime, {
    listens: onTopicsAside,
  });
  const places = createResource(app, ['entries'], () => app.worker.entryPlaces(), lifetime, { listens: onTopicsAside });
  const saved = createResource(app, ['settings', 'entries'], () => app.worker.savedFile(), lifetime, {
    listens: onTopicsAside,
  });
  void rows.load();
  const { total, failed } = rows;
  return {
    ...{ wanted: rows.kind, query, total, failed, offset },
    urgent: () => watch.value.value?.urgent,
    row: (index) => rows.row(index),
    indexOf: (id) => rows.indexOf(id),
    show: (first, last) => rows.show(first, last),
    saved: () => saved.value.value,
    places: () => places.value.value,
    narrow: (place) => want({ ...rows.kind.value, ...place }),
    choose: (kind) => want({ ...rows.kind.value, kind }),
    type(typed) {
      query.value = typed;
      want({ ...rows.kind.value, query: typed.trim().slice(0, 200) });
    },
    reload: () => rows.reload(),
  };
}
