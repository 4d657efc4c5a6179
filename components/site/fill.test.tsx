// The popup's button for a form in a frame of another site: it names that site before it fills there.
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { expect, test, vi } from 'vitest';
import type { Worker } from '../model/app.ts';
import { useDrawnPage } from '../model/testing/drawn-page.ts';
import { scriptedApp } from '../model/testing/scripted-app.ts';

const page = useDrawnPage();

type Asked = Parameters<Worker['fillTab']>[0];

/** A button as the popup has one, and what it asked of the worker. */
async function popup(...answers: Awaited<ReturnType<Worker['fillTab']>>[]) {
  const [{ AppScope }, { useFill }] = await Promise.all([import('../model/app.ts'), import('./fill.tsx')]);
  const asked: Asked[] = [];
  const closed = vi.fn();
  vi.stubGlobal('close', closed);
  const app = scriptedApp({
    fillTab: async (given) => {
      asked.push(given);
      const answer = answers.shift();
      if (answer === undefined) throw new Error('asked once too often');
      return answer;
    },
  });
  function Fill() {
    const { fill, words, sheet } = useFill('ab'.repeat(16), 7, 'Shop');
    return (
      <>
        <button type="button" onClick={() => void fill.run()}>
          {words}
        </button>
        {sheet}
      </>
    );
  }
  await act(() =>
    render(
      <AppScope.Provider value={app}>
        <Fill />
      </AppScope.Provider>,
      page.root,
    ),
  );
  const words = () => page.root.querySelector('button')?.textContent;
  const press = () => act(async () => page.root.querySelector('button')?.click());
  return { words, press, asked, closed };
}
const ID = 'ab'.repeat(16);

test('a press says whose form it is, the next one fills that and no other, and the popup closes', async () => {
  const { words, press, asked, closed } = await popup(
    { ok: true, framed: 'pay.example' },
    { ok: true, framed: 'other.example' },
    { ok: true, framed: null },
  );
  expect(words()).toBe('site.fill');
  await press();
  await vi.waitFor(() => expect(words()).toBe('site.fillFrame pay.example'));
  // The frame became another site's meanwhile.
  await press();
  await vi.waitFor(() => expect(words()).toBe('site.fillFrame other.example'));
  expect(closed).not.toHaveBeenCalled();
  await press();
  await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
  const which = { relationship: ID, tabId: 7 };
  expect(asked).toEqual([which, { ...which, host: 'pay.example' }, { ...which, host: 'other.example' }]);
});

test('of a page whose colours are changed it says so, and fills it at a press that has read it', async () => {
  const { press, asked, closed } = await popup({ ok: false, reason: 'tinted' }, { ok: true, framed: null });
  await press();
  const title = () => page.root.querySelector('h2')?.textContent;
  await vi.waitFor(() => expect(title()).toBe('fillQuestion.tintedTitle'));
  const form = page.root.querySelector('form');
  await act(
    async () =>
      void form?.dispatchEvent(
        new (form.ownerDocument.defaultView as never as typeof globalThis).Event('submit', { cancelable: true }),
      ),
  );
  await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
  const which = { relationship: ID, tabId: 7 };
  expect(asked).toEqual([which, { ...which, tinted: true }]);
});

test('of the page itself it keeps its words, and closes at once', async () => {
  const { words, press, closed } = await popup({ ok: true, framed: null });
  await press();
  await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
  expect(words()).toBe('site.fill');
});
