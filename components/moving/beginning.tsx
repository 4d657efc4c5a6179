// The first rows of a list that may have thousands, how many are left, and more of them at a press.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { Button } from '../ui/button.tsx';

/** Rows that are shown at first, and more at a press. */
export const SHOWN_TOGETHER = 200;

interface BeginningProps<T> {
  of: readonly T[];
  row: (one: T, at: number) => ComponentChildren;
  /** Classes. */
  list?: string;
  item?: string;
  /** A sentence about those that are not shown. */
  left?: (count: number) => string;
}

export function Beginning<T>({ of, row, list: name, item, left: words }: BeginningProps<T>) {
  const [count, setCount] = useState(SHOWN_TOGETHER);
  const list = useRef<HTMLUListElement>(null);
  const left = Math.max(0, of.length - count);
  const next = Math.min(left, SHOWN_TOGETHER);
  // The button may go with the press, and the focus goes to what it brought.
  useLayoutEffect(() => {
    if (count === SHOWN_TOGETHER) return;
    (list.current?.children[count - SHOWN_TOGETHER] as HTMLElement | undefined)?.focus();
  }, [count]);
  return (
    <>
      <ul class={name} ref={list}>
        {of.slice(0, count).map((one, at) => (
          <li key={at} class={item} tabIndex={-1}>
            {row(one, at)}
          </li>
        ))}
      </ul>
      {left > 0 && words !== undefined && <p class="muted">{words(left)}</p>}
      {left > 0 && (
        <div class="acts">
          <Button small kind="quiet" onPress={() => setCount(count + SHOWN_TOGETHER)}>
            {i18n.t('common.showMore', next)}
          </Button>
        </div>
      )}
    </>
  );
}
