// Log-ins of any site that the popup's search finds: each fills the page in front, after the question if it is of
// another site.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { EntryRowView } from '#app/views/entries.ts';
import { i18n } from '#i18n';
import { SiteAvatar } from '../list/site-avatar.tsx';
import { useApp } from '../model/app.ts';
import { toHash } from '../model/route.ts';
import { Button } from '../ui/button.tsx';
import { ListRow } from '../ui/row.tsx';
import { useFill } from './fill.tsx';

const MOST = 20;

export interface FoundLogins {
  query: string;
  items: readonly EntryRowView[];
}

/** Null: nothing is known yet. Those of the former words stay until the next are here. */
export function useFoundLogins(query: string): FoundLogins | null {
  const { worker } = useApp();
  const found = useSignal<FoundLogins | null>(null);
  useEffect(() => {
    let isOver = false;
    const keep = (items: readonly EntryRowView[]): void => {
      if (!isOver) found.value = { query, items };
    };
    if (query === '') found.value = null;
    else
      worker
        .entries({ kind: 'login', query, offset: 0, limit: MOST, folder: null, tag: null })
        .then(({ items }) => keep(items))
        // The search over all says that it failed.
        .catch(() => keep([]));
    return () => {
      isOver = true;
    };
  }, [query, worker, found]);
  return found.value;
}

function FoundLogin({ login, tab }: { login: EntryRowView; tab: number | undefined }) {
  const { id, title, username, host, picture } = login;
  const name = title || i18n.t('entries.untitled');
  const { fill, words, sheet } = useFill(id, tab, name, i18n.t('site.fillCode'));
  return (
    <li class="found-login">
      <ListRow
        href={toHash({ at: 'entry', id })}
        picture={<SiteAvatar id={id} seed={picture} host={host ?? title} />}
        name={name}
        under={[username, host === title ? '' : host].filter(Boolean).join(' · ')}
      />
      {tab !== undefined && (
        <Button small label={`${words}: ${name}`} busy={fill.busy} onPress={() => void fill.run()}>
          {words}
        </Button>
      )}
      {sheet}
    </li>
  );
}

export function FoundLoginList({ items, tab }: { items: readonly EntryRowView[]; tab: number | undefined }) {
  return (
    <section>
      <h2 class="group-title">{i18n.t('entries.filters.login')}</h2>
      <ul>
        {items.map((login) => (
          <FoundLogin key={login.id} login={login} tab={tab} />
        ))}
      </ul>
    </section>
  );
}
