// The keys that open Nucleus, as the browser has bound them: one that it has not bound says so.
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { expect, test, vi } from 'vitest';
import { useDrawnPage } from '../model/testing/drawn-page.ts';
import { scriptedApp } from '../model/testing/scripted-app.ts';

const page = useDrawnPage();

test('each stands beside what it opens, key by key; one without keys is not set', async () => {
  const [{ AppScope }, { ShortcutsSection }] = await Promise.all([
    import('../model/app.ts'),
    import('./shortcuts.tsx'),
  ]);
  vi.stubGlobal('addEventListener', () => {});
  const app = scriptedApp({});
  app.platform.shortcuts.all = async () => [
    { opens: 'popup', keys: 'Alt+Shift+K' },
    { opens: 'panel', keys: '' },
    { opens: 'form', keys: 'Ctrl++' },
  ];
  await act(async () => {
    render(
      <AppScope.Provider value={app}>
        <ShortcutsSection />
      </AppScope.Provider>,
      page.root,
    );
  });
  await vi.waitFor(() => expect(page.root.querySelectorAll('dd')).toHaveLength(3));
  const shown = [...page.root.querySelectorAll('dl > div')].map((row) => [
    row.querySelector('dt')?.textContent,
    [...row.querySelectorAll('kbd')].map(({ textContent }) => textContent),
    row.querySelector('dd > .muted')?.textContent ?? null,
  ]);
  expect(shown).toEqual([
    ['keys.opens.popup', ['Alt', 'Shift', 'K'], null],
    ['keys.opens.panel', [], 'keys.notSet'],
    ['keys.opens.form', ['Ctrl', '+'], null],
  ]);
});
