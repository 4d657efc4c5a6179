// The keys that open Nucleus, as the browser has bound them: one that it has not bound says so.
import { parseHTML } from 'linkedom';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { scriptedApp } from '../model/testing/scripted-app.ts';

let root: Element;
beforeEach(() => {
  const { document } = parseHTML('<body><div></div></body>');
  vi.stubGlobal('document', document);
  // Words by their names: they are the browser's. Another file of this process may have drawn before.
  vi.resetModules();
  vi.doMock('#i18n', () => ({ i18n: { t: (name: string, of: unknown[] = []) => [name, ...of].join(' ') } }));
  root = document.querySelector('div') as unknown as Element;
});
afterEach(async () => {
  await act(() => render(null, root));
  vi.unstubAllGlobals();
  vi.doUnmock('#i18n');
  vi.resetModules();
});

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
      root,
    );
  });
  await vi.waitFor(() => expect(root.querySelectorAll('dd')).toHaveLength(3));
  const shown = [...root.querySelectorAll('dl > div')].map((row) => [
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
