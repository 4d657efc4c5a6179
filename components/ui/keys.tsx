// A combination of keys, drawn key by key. A browser writes them as "Alt+Shift+K", on a Mac as "⌥⇧K".

import { i18n } from '#i18n';
import './keys.css';

const PLUS = /\+(?=.)/;

export function Keys({ keys }: { keys: string }) {
  if (keys === '') return <span class="muted">{i18n.t('keys.notSet')}</span>;
  return (
    <span class="keys">
      {keys.split(PLUS).map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  );
}

export interface KeyListProps {
  /** The effect of each key, in the order in which they are shown. */
  rows: readonly { readonly does: string; readonly keys: string }[];
  labelledBy?: string | undefined;
}

export function KeyList({ rows, labelledBy }: KeyListProps) {
  return (
    <dl class="shortcuts" aria-labelledby={labelledBy}>
      {rows.map(({ does, keys }) => (
        <div key={does}>
          <dt>{does}</dt>
          <dd>
            <Keys keys={keys} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
