// A message that cannot be drawn, or read out, leaves the rest of its thread.
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { expect, test } from 'vitest';
import type { MessageView } from '#app/views/messages.ts';
import type { App } from '../model/app.ts';
import { useDrawnPage } from '../model/testing/drawn-page.ts';
import type { ThreadModel } from './model.ts';

const page = useDrawnPage();

const base = { mine: false, sentAt: 0, receivedAt: 0, delivery: null, failure: null };
const text = (id: string, more: object = {}) =>
  ({ ...base, type: 'text', id, text: id, long: null, ...more }) as unknown as MessageView;
/** As no worker answers today, and one with a fault could. */
const BROKEN = [
  text('bad', { sentAt: Number.NaN }),
  { ...base, type: 'mail', id: 'bad' } as unknown as MessageView,
  { ...base, type: 'event', id: 'bad' } as unknown as MessageView,
  { ...base, type: 'attachment', id: 'bad' } as unknown as MessageView,
  { ...base, type: 'shared-login', id: 'bad' } as unknown as MessageView,
];

test.each(BROKEN)('of type $type', async (bad) => {
  const [{ AppScope }, { RunView }, { Announcer }] = await Promise.all([
    import('../model/app.ts'),
    import('./run.tsx'),
    import('./announcer.tsx'),
  ]);
  const app = { clock: { now: () => 0, after: () => () => {} } } as unknown as App;
  const draw = (messages: MessageView[]) =>
    act(() =>
      render(
        <AppScope.Provider value={app}>
          <RunView run={{ mine: false, messages }} model={{} as ThreadModel} name="Blair" isNew={false} isLast />
          <Announcer messages={messages} name="Blair" />
        </AppScope.Provider>,
        page.root,
      ),
    );
  const drawn = () => [...page.root.querySelectorAll('.bubble')].map(({ textContent }) => textContent);
  await draw([text('one'), text('two')]);
  expect(drawn()).toEqual(['one', 'two']);
  await draw([text('one'), text('two'), bad]);
  expect(drawn()).toEqual(['one', 'two']);
  expect(page.root.textContent).toContain('notDrawn');
  await draw([text('one'), text('two'), bad, text('three')]);
  expect(drawn()).toEqual(['one', 'two', 'three']);
});
