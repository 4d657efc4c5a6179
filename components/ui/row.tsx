// A row of a list: picture, name, time, one line beneath. It is a link, so that it can be opened, focused and read like
// one.

import type { ComponentChild, ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import { Avatar } from './avatar.tsx';
import './row.css';

export interface RowProps {
  href: string;
  /** Seed of a generated picture, or something drawn in its place. */
  picture: string | ComponentChild;
  name: ComponentChildren;
  when?: string | undefined;
  under: ComponentChildren;
  /** Stands at the end of the line beneath: a badge, say. */
  end?: ComponentChildren;
  unread?: boolean | undefined;
  focus?: { tabIndex: number; 'data-row': number } | undefined;
}

export function ListRow({ href, picture, name, when, under, end, unread, focus }: RowProps) {
  return (
    <a class={unread ? 'row unread' : 'row'} href={href} {...focus}>
      {typeof picture === 'string' ? <Avatar seed={picture} /> : picture}
      <span class="grow">
        <span class="top">
          <span class="name grow cut">{name}</span>
          {when && <span class="when">{when}</span>}
        </span>
        <span class="under">
          <span class="grow cut">{under}</span>
          {end}
        </span>
      </span>
    </a>
  );
}

/** Holds the place of a row that is on its way. The first ones stand in the HTML of the side panel. */
export function WaitingRow() {
  return (
    <div class="row waiting" aria-hidden="true">
      <span class="avatar bone" />
      <span class="grow stack bones">
        <span class="bone" />
        <span class="bone" />
      </span>
    </div>
  );
}

/** In place of a list of which nothing is known yet. */
export function WaitingRows() {
  return (
    <div class="scroll bones">
      <span class="unseen" role="status">
        {i18n.t('common.loading')}
      </span>
      {Array.from({ length: 12 }, (_, at) => (
        <WaitingRow key={at} />
      ))}
    </div>
  );
}
