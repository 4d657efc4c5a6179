// The list of everything that is kept: log-ins, notes, cards, addresses, and the bin.
import { CreditCard, FileText, KeyRound, MapPin, Plus, ShieldCheck, ShieldQuestion, Star, Trash2 } from 'lucide-preact';
import { useCallback, useState } from 'preact/hooks';
import type { EntryListKind, EntryRowView } from '#app/views/entries.ts';
import { i18n } from '#i18n';
import type { EntryKind } from '#logins/formats/entry.ts';
import { SiteAvatar } from '../list/site-avatar.tsx';
import { useApp } from '../model/app.ts';
import { followedFrom } from '../model/focus.ts';
import { lastSavedWords } from '../model/last-saved.ts';
import { go } from '../model/navigation.ts';
import { fromHash, toHash } from '../model/route.ts';
import { SearchField } from '../search/search-field.tsx';
import { Button, type Icon, IconButton } from '../ui/button.tsx';
import { ActionMenu } from '../ui/menu.tsx';
import { Wait } from '../ui/progress.tsx';
import { ListRow, WaitingRow } from '../ui/row.tsx';
import { Badge, Bar, EmptyState } from '../ui/surfaces.tsx';
import { Chips } from '../ui/switch.tsx';
import { VirtualList } from '../ui/virtual-list.tsx';
import { NoAnswer } from '../unlock/gate.tsx';
import type { EntriesModel } from './model.ts';
import './entries.css';

const ROW_PIXELS = 64;
const KINDS = ['all', 'login', 'note', 'card', 'address', 'bin'] as const satisfies readonly EntryListKind[];
export const KIND_ICONS: Readonly<Record<EntryKind, Icon>> = {
  login: KeyRound,
  note: FileText,
  card: CreditCard,
  address: MapPin,
  other: ShieldQuestion,
};
/** Kinds that a person can write by hand. */
export const WRITTEN = ['login', 'note', 'card', 'address'] as const;
export type WrittenKind = (typeof WRITTEN)[number];

/** The picture of an entry: its site's, or the sign of its kind. */
export function EntryMark({ entry, size = 40 }: { entry: EntryRowView; size?: number }) {
  if (entry.kind === 'login')
    return <SiteAvatar id={entry.id} seed={entry.picture} host={entry.host ?? entry.title} size={size} />;
  const Mark = KIND_ICONS[entry.kind];
  return (
    <span class="kind-mark" style={{ inlineSize: `${size}px`, blockSize: `${size}px` }}>
      <Mark size={size / 2} aria-hidden="true" />
    </span>
  );
}

/** The line under the title. */
function under({ kind, username, host }: EntryRowView): string {
  if (kind !== 'login') return i18n.t(`entries.kind.${kind}`);
  return [username, host].filter((part) => part !== null && part !== '').join(' · ') || i18n.t('entries.kind.login');
}

function EntryRow({ entry, focus }: { entry: EntryRowView; focus: { tabIndex: number; 'data-row': number } }) {
  return (
    <ListRow
      href={toHash({ at: 'entry', id: entry.id })}
      picture={<EntryMark entry={entry} />}
      name={entry.title || i18n.t('entries.untitled')}
      under={under(entry)}
      end={
        entry.favourite && (
          <>
            <Star size={13} aria-hidden="true" />
            <span class="unseen">{i18n.t('entries.favourite')}</span>
          </>
        )
      }
      focus={focus}
    />
  );
}

function Empty({ model }: { model: EntriesModel }) {
  const { platform } = useApp();
  const { kind, query, folder, tag } = model.wanted.value;
  if (folder !== null || tag !== null)
    return (
      <EmptyState
        icon={KeyRound}
        title={i18n.t('entries.notFound')}
        acts={<Button onPress={() => model.narrow({ folder: null, tag: null })}>{i18n.t('entries.everywhere')}</Button>}
      />
    );
  if (query !== '') return <EmptyState icon={KeyRound} title={i18n.t('entries.notFound')} />;
  if (kind === 'bin') return <EmptyState icon={Trash2} title={i18n.t('entries.binEmpty')} />;
  return (
    <EmptyState
      icon={KeyRound}
      title={i18n.t('entries.emptyTitle')}
      acts={
        <>
          <Button kind="primary" onPress={() => platform.openPage('options', 'data')}>
            {i18n.t('entries.import')}
          </Button>
          <Button onPress={() => go({ at: 'new-entry', kind: kind === 'all' || kind === 'other' ? 'login' : kind })}>
            {i18n.t('entries.add')}
          </Button>
        </>
      }
    >
      {i18n.t('entries.emptyText')}
    </EmptyState>
  );
}

/** The row of the entry that one comes back from. */
function rowLeft(model: EntriesModel): number | undefined {
  const left = fromHash(followedFrom('#/entries') ?? '');
  return left.at === 'entry' ? (model.indexOf(left.id) ?? undefined) : undefined;
}

function List({ model }: { model: EntriesModel }) {
  const [start] = useState(() => rowLeft(model));
  const total = model.total.value;
  const show = useCallback((first: number, last: number) => model.show(first, last), [model]);
  if (total === undefined) return model.failed.value ? <NoAnswer onRetry={() => void model.reload()} /> : <Wait />;
  if (total === 0) return <Empty model={model} />;
  return (
    <VirtualList
      key={JSON.stringify(model.wanted.value)}
      count={total}
      rowHeight={ROW_PIXELS}
      label={i18n.t('entries.title')}
      offset={model.offset}
      start={start}
      onRange={show}
      record={(index) => model.row(index)}
      row={(index, focus) => {
        const entry = model.row(index);
        return entry ? <EntryRow entry={entry} focus={focus} /> : <WaitingRow />;
      }}
    />
  );
}

/** The way to what could be safer, with a quiet number. */
function ToWatch({ urgent }: { urgent: number | undefined }) {
  const words = urgent ? i18n.t('watch.urgentShort', urgent, [urgent]) : i18n.t('watch.title');
  return (
    <span class="to-watch">
      <IconButton icon={ShieldCheck} label={words} onPress={() => go({ at: 'watch' })} />
      <Badge count={urgent ?? 0} label="" />
    </span>
  );
}

interface PlaceChoiceProps {
  label: string;
  /** Said for none of them. */
  all: string;
  chosen: string | null;
  options: readonly { value: string; words: string; count: number }[];
  onChoose: (value: string | null) => void;
}

function PlaceChoice({ label, all, chosen, options, onChoose }: PlaceChoiceProps) {
  if (options.length === 0 && chosen === null) return null;
  return (
    <select
      aria-label={label}
      value={chosen ?? ''}
      onChange={({ currentTarget: { value } }) => onChoose(value === '' ? null : value)}
    >
      <option value="">{all}</option>
      {options.map(({ value, words, count }) => (
        <option key={value} value={value}>
          {`${label}: ${words} (${count})`}
        </option>
      ))}
    </select>
  );
}

/** One that went meanwhile is still named while it is chosen. */
const withChosen = <T extends { value: string }>(options: readonly T[], chosen: T | null): readonly T[] =>
  chosen === null || options.some(({ value }) => value === chosen.value) ? options : [...options, chosen];

/** Narrows the list to a folder and to a tag. */
function Places({ model }: { model: EntriesModel }) {
  const places = model.places();
  const { folder, tag } = model.wanted.value;
  const folderOption = (path: readonly string[], count: number) => ({
    ...{ value: JSON.stringify(path), words: path.join(' / ') },
    count,
  });
  const folders = (places?.folders ?? []).map(({ path, count }) => folderOption(path, count));
  const tags = (places?.tags ?? []).map(({ name, count }) => ({ value: name, words: name, count }));
  return (
    <div class="places">
      <PlaceChoice
        label={i18n.t('entries.folder')}
        all={i18n.t('entries.anyFolder')}
        chosen={folder && JSON.stringify(folder)}
        options={withChosen(folders, folder && folderOption(folder, 0))}
        onChoose={(value) => model.narrow({ folder: value === null ? null : (JSON.parse(value) as string[]) })}
      />
      <PlaceChoice
        label={i18n.t('entries.tag')}
        all={i18n.t('entries.anyTag')}
        chosen={tag}
        options={withChosen(tags, tag === null ? null : { value: tag, words: tag, count: 0 })}
        onChoose={(value) => model.narrow({ tag: value })}
      />
    </div>
  );
}

/** Whether all entries would survive the loss of this browser. */
function LastSaved({ model }: { model: EntriesModel }) {
  const { platform, clock } = useApp();
  const saved = model.saved();
  if (saved === undefined || saved.count === 0) return null;
  return (
    <p class="last-saved small muted">
      {lastSavedWords(saved, clock.now())}
      {!saved.isWhole && (
        <Button kind="quiet" small onPress={() => platform.openPage('options', 'data')}>
          {i18n.t('moving.saveSealed')}
        </Button>
      )}
    </p>
  );
}

export function Entries({ model }: { model: EntriesModel }) {
  return (
    <>
      <Bar
        title={i18n.t('entries.title')}
        onBack={() => go({ at: 'conversations' })}
        after={
          <>
            <ToWatch urgent={model.urgent()} />
            <ActionMenu
              label={i18n.t('entries.add')}
              icon={Plus}
              items={WRITTEN.map((kind) => ({
                label: i18n.t(`entries.new.${kind}`),
                icon: KIND_ICONS[kind],
                onPress: () => go({ at: 'new-entry', kind }),
              }))}
            />
          </>
        }
        focus
      />
      <SearchField model={model} label={i18n.t('entries.search')} />
      <main class="page">
        <div class="filter">
          <Chips
            label={i18n.t('entries.filter')}
            value={model.wanted.value.kind as (typeof KINDS)[number]}
            options={KINDS.map((kind) => ({ value: kind, label: i18n.t(`entries.filters.${kind}`) }))}
            onChange={model.choose}
          />
        </div>
        <LastSaved model={model} />
        <Places model={model} />
        <List model={model} />
      </main>
    </>
  );
}
