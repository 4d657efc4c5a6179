// The results of a search: people and sites first, then messages with the words marked.

import { SearchX } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import type { SearchView } from '#app/views/conversations.ts';
import { i18n } from '#i18n';
import { ConversationRow } from '../list/conversation-row.tsx';
import { useApp } from '../model/app.ts';
import { toHash } from '../model/route.ts';
import { Wait } from '../ui/progress.tsx';
import { ListRow } from '../ui/row.tsx';
import { EmptyState } from '../ui/surfaces.tsx';
import { shortTime } from '../ui/time.ts';
import { mark, type SearchModel } from './model.ts';

function Marked({ text, query }: { text: string; query: string }) {
  return <>{mark(text, query).map((piece, at) => (piece.hit ? <mark key={at}>{piece.text}</mark> : piece.text))}</>;
}

function move(event: KeyboardEvent): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  const rows = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('a')];
  const next = rows[rows.indexOf(document.activeElement as HTMLElement) + by];
  event.preventDefault();
  if (next) next.focus();
  else if (by < 0) document.querySelector<HTMLElement>('.search input')?.focus();
}

function Found({ result, now }: { result: SearchView; now: number }) {
  return (
    <>
      {result.relationships.length > 0 && (
        <section>
          <h2 class="group-title">{i18n.t('search.relationships')}</h2>
          <ul>
            {result.relationships.map((conversation) => (
              <li key={conversation.id}>
                <ConversationRow
                  conversation={conversation}
                  now={now}
                  found={
                    conversation.matched === null ? undefined : (
                      <Marked text={conversation.matched} query={result.query} />
                    )
                  }
                />
              </li>
            ))}
          </ul>
        </section>
      )}
      {result.messages.length > 0 && (
        <section>
          <h2 class="group-title">{i18n.t('search.messages')}</h2>
          <ul>
            {result.messages.map((found) => (
              <li key={found.message}>
                <ListRow
                  href={toHash({ at: 'thread', id: found.relationship, message: found.message })}
                  picture={found.picture}
                  name={found.name}
                  when={shortTime(found.at, now)}
                  under={<Marked text={found.snippet} query={result.query} />}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** What else was found for the same words, before all that is found here. */
export interface AlsoFound {
  count: number;
  /** All that there is to find is found. */
  done: boolean;
  rows: ComponentChildren;
}
const NOTHING: AlsoFound = { count: 0, done: true, rows: null };

export function SearchResults({ model, also = NOTHING }: { model: SearchModel; also?: AlsoFound }) {
  const { clock } = useApp();
  const result = model.result.value;
  const found = (result?.relationships.length ?? 0) + (result?.messages.length ?? 0) + also.count;
  const done = result?.done === true && also.done;
  return (
    <main class="scroll page" onKeyDown={move}>
      <div class="unseen" role="status">
        {done ? i18n.t('search.count', found) : ''}
      </div>
      {!result && !model.failed.value && <Wait />}
      {model.failed.value && (
        <EmptyState icon={SearchX} title={i18n.t('search.failed')}>
          {i18n.t('search.failedText')}
        </EmptyState>
      )}
      {done && found === 0 && (
        <EmptyState icon={SearchX} title={i18n.t('search.nothing', [result.query])}>
          {i18n.t('search.nothingText')}
        </EmptyState>
      )}
      {also.count > 0 && also.rows}
      {result && <Found result={result} now={clock.now()} />}
      {result && !result.done && <Wait label={i18n.t('search.older')} />}
    </main>
  );
}
