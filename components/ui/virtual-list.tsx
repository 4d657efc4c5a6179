// A list of any length that keeps only the rows in sight in the page (@tanstack/virtual-core). Rows are equally high,
// so 10,000 of them cost nothing to measure. Arrow keys, Home, End and the page keys move between rows; Tab enters and
// leaves the list as a whole.

import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { Boundary } from './boundary.tsx';
import './virtual-list.css';

interface RowFocus {
  tabIndex: number;
  'data-row': number;
}

export interface VirtualListProps {
  count: number;
  /** Pixels. */
  rowHeight: number;
  label: string;
  /** The row's one focusable element must carry `tabIndex` and `data-row`. */
  row: (index: number, focus: RowFocus) => ComponentChildren;
  /** The record of a row: one that cannot be drawn is tried again when another has come. */
  record: (index: number) => unknown;
  /** First and last row in sight, whenever they change. */
  onRange: (first: number, last: number) => void;
  /** The list's scroll position in pixels: read at the start, written when it moves. */
  offset: { current: number };
  /** The row to begin with: brought into sight, and the one that Tab enters. */
  start?: number | undefined;
}

const PAGE_ROWS = 8;

interface RowProps extends Pick<VirtualListProps, 'row'> {
  focus: RowFocus;
}

/** A component, so that an error in drawing it is met by the row's own boundary. */
const Row = ({ row, focus }: RowProps) => <>{row(focus['data-row'], focus)}</>;

const ListRow = ({ record, ...props }: RowProps & { record: unknown }) => (
  <Boundary
    of={record}
    instead={
      <p class="not-drawn small muted" {...props.focus}>
        {i18n.t('common.notDrawn')}
      </p>
    }
  >
    <Row {...props} />
  </Boundary>
);

export function VirtualList({ count, rowHeight, label, row, record, onRange, offset, start = 0 }: VirtualListProps) {
  // In one piece: scroll, focus and rows in sight follow from one measurement.
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(start);
  const wanted = useRef<number | null>(null);
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    initialOffset: offset.current,
    // Rows painted before the first measurement: enough for any panel.
    initialRect: { width: 360, height: 800 },
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => redraw(0),
  };
  const [virtual] = useState(() => new Virtualizer<HTMLDivElement, Element>(options));
  virtual.setOptions(options);
  useLayoutEffect(() => virtual._didMount(), [virtual]);
  useLayoutEffect(() => virtual._willUpdate());
  // After the list knows its element; it scrolls as far as it must, and not if the row is in sight already.
  useLayoutEffect(() => {
    if (start > 0) virtual.scrollToIndex(start);
  }, [virtual]);

  const rows = virtual.getVirtualItems();
  const first = rows[0]?.index ?? 0;
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => onRange(first, last), [first, last, count, onRange]);

  // The row asked for by a key may not be in the page yet: it takes the focus as soon as it is.
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const target = scroller.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"]`);
    if (!target) return;
    wanted.current = null;
    target.focus({ preventScroll: true });
  });

  const tabStop = active >= first && active <= last ? active : first;
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE_ROWS, PageUp: -PAGE_ROWS, Home: -count, End: count }[
      event.key
    ];
    if (by === undefined || count === 0) return;
    event.preventDefault();
    const from = Number((event.target as HTMLElement).closest('[data-row]')?.getAttribute('data-row') ?? tabStop);
    const next = Math.min(count - 1, Math.max(0, from + by));
    wanted.current = next;
    setActive(next);
    virtual.scrollToIndex(next);
    redraw(0);
  };

  return (
    <div
      class="scroll"
      ref={scroller}
      onScroll={(event) => {
        offset.current = event.currentTarget.scrollTop;
      }}
    >
      <ul
        class="virtual"
        // biome-ignore lint/a11y/noRedundantRoles: `list-style: none` takes the role away in some readers
        role="list"
        aria-label={label}
        style={{ blockSize: `${virtual.getTotalSize()}px` }}
        onKeyDown={onKeyDown}
      >
        {rows.map((item) => (
          <li
            key={item.key}
            aria-setsize={count}
            aria-posinset={item.index + 1}
            style={{ blockSize: `${rowHeight}px`, transform: `translateY(${item.start}px)` }}
            onFocusIn={() => setActive(item.index)}
          >
            <ListRow
              record={record(item.index)}
              focus={{ tabIndex: item.index === tabStop ? 0 : -1, 'data-row': item.index }}
              row={row}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
