// The list of conversations, the side panel's first screen. Search, chips, rows, and one line on the state of delivery.

import { Bell, KeyRound, Lock, MessagesSquare, Settings, UserRoundPlus } from 'lucide-preact';
import { useCallback, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { ConversationRow } from '../list/conversation-row.tsx';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import type { ConnectionModel } from '../model/connection.ts';
import { flushDrafts } from '../model/draft.ts';
import { followedFrom } from '../model/focus.ts';
import { go } from '../model/navigation.ts';
import { fromHash } from '../model/route.ts';
import type { SearchModel } from '../search/model.ts';
import { SearchField } from '../search/search-field.tsx';
import { SearchResults } from '../search/search-results.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Logo } from '../ui/logo.tsx';
import { Wait } from '../ui/progress.tsx';
import { WaitingRow, WaitingRows } from '../ui/row.tsx';
import { Bar, EmptyState, Notice } from '../ui/surfaces.tsx';
import { Chips } from '../ui/switch.tsx';
import { VirtualList } from '../ui/virtual-list.tsx';
import { NoAnswer } from '../unlock/gate.tsx';
import { ConnectionLine } from './connection-line.tsx';
import type { ConversationFilter, ConversationsModel } from './model.ts';
import { Unused } from './unused.tsx';
import type { UnusedModel } from './unused-model.ts';
import './conversations.css';

const ROW_PIXELS = 64;

export interface ConversationsProps {
  model: ConversationsModel;
  search: SearchModel;
  connection: ConnectionModel;
  unused: UnusedModel;
  recoveryConfirmed: boolean;
}

function Empty({ kind }: { kind: ConversationFilter }) {
  return (
    <EmptyState
      icon={kind === 'site' ? KeyRound : MessagesSquare}
      title={i18n.t(`conversations.empty.${kind}.title`)}
      acts={
        kind !== 'site' && (
          <>
            <Button kind="primary" icon={UserRoundPlus} onPress={() => go({ at: 'invite' })}>
              {i18n.t('invite.somebody')}
            </Button>
            <Button onPress={() => go({ at: 'accept', text: '' })}>{i18n.t('accept.have')}</Button>
          </>
        )
      }
    >
      {i18n.t(`conversations.empty.${kind}.text`)}
    </EmptyState>
  );
}

/** The row of the conversation that one comes back from: it may have moved meanwhile. */
function rowLeft(model: ConversationsModel): number | undefined {
  const left = fromHash(followedFrom('#/') ?? '');
  return left.at === 'thread' ? (model.indexOf(left.id) ?? undefined) : undefined;
}

function List({ model }: { model: ConversationsModel }) {
  const [start] = useState(() => rowLeft(model));
  const { clock } = useApp();
  const total = model.total.value;
  const show = useCallback((first: number, last: number) => model.show(first, last), [model]);
  if (total === undefined) {
    if (model.failed.value) return <NoAnswer onRetry={() => void model.reload()} />;
    return model.kind.value === 'all' ? <WaitingRows /> : <Wait />;
  }
  if (total === 0) return <Empty kind={model.kind.value} />;
  const now = clock.now();
  return (
    <VirtualList
      key={model.kind.value}
      count={total}
      rowHeight={ROW_PIXELS}
      label={i18n.t('conversations.title')}
      offset={model.offset}
      start={start}
      onRange={show}
      record={(index) => model.row(index)}
      row={(index, focus) => {
        const conversation = model.row(index);
        return conversation ? <ConversationRow conversation={conversation} now={now} focus={focus} /> : <WaitingRow />;
      }}
    />
  );
}

export function Conversations({ model, search, connection, unused, recoveryConfirmed }: ConversationsProps) {
  // In one piece: the picture of a screen, from top to bottom.
  const { platform, worker } = useApp();
  const lock = useAction(async () => {
    await flushDrafts();
    await worker.lock();
  });
  return (
    <>
      <Bar
        title={i18n.t('conversations.title')}
        before={
          <span class="mark">
            <Logo />
          </span>
        }
        after={
          <>
            <IconButton icon={KeyRound} label={i18n.t('entries.title')} onPress={() => go({ at: 'entries' })} />
            <IconButton icon={UserRoundPlus} label={i18n.t('invite.somebody')} onPress={() => go({ at: 'invite' })} />
            <IconButton icon={Settings} label={i18n.t('options.title')} onPress={() => platform.openPage('options')} />
            <IconButton icon={Lock} label={i18n.t('common.lock')} busy={lock.busy} onPress={() => void lock.run()} />
          </>
        }
      />
      <SearchField model={search} />
      {search.query.value.trim() !== '' ? (
        <SearchResults model={search} />
      ) : (
        <main class="page">
          {!recoveryConfirmed && (
            <div class="above-list">
              <Notice
                tone="warn"
                icon={Bell}
                acts={
                  <Button small onPress={() => platform.openPage('welcome')}>
                    {i18n.t('recovery.remindAct')}
                  </Button>
                }
              >
                {i18n.t('recovery.remind')}
              </Notice>
            </div>
          )}
          <Unused model={unused} />
          <div class="filter">
            <Chips
              label={i18n.t('conversations.filter')}
              value={model.kind.value}
              options={[
                { value: 'all', label: i18n.t('conversations.all') },
                { value: 'person', label: i18n.t('conversations.people') },
                { value: 'site', label: i18n.t('conversations.sites') },
              ]}
              onChange={model.choose}
            />
          </div>
          <List model={model} />
        </main>
      )}
      <ConnectionLine model={connection} />
    </>
  );
}
