// A message that cannot be drawn, or read out, leaves the rest of its thread.
import { parseHTML } from 'linkedom';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MessageView } from '#app/views/messages.ts';
import type { App } from '../model/app.ts';
import type { ThreadModel } from './model.ts';

let root: Element;
beforeEach(() => {
  const { document } = parseHTML('<body><ol></ol></body>');
  vi.stubGlobal('document', document);
  // Words by their names: they are the browser's. Another file of this process may have drawn before.
  vi.resetModules();
  vi.doMock('#i18n', () => ({ i18n: { t: (name: string) => name } }));
  root = document.querySelector('ol') as unknown as Element;
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.doUnmock('#i18n');
  vi.resetModules();
});

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
        root,
      ),
    );
  const drawn = () => [...root.querySelectorAll('.bubble')].map(({ textContent }) => textContent);
  await draw([text('one'), text('two')]);
  expect(drawn()).toEqual(['one', 'two']);
  await draw([text('one'), text('two'), bad]);
  expect(drawn()).toEqual(['one', 'two']);
  expect(root.textContent).toContain('notDrawn');
  await draw([text('one'), text('two'), bad, text('three')]);
  expect(drawn()).toEqual(['one', 'two', 'three']);
});
