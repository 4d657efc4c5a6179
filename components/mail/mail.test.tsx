// A mail that cannot be drawn leaves its screen, with the way back.
import { parseHTML } from 'linkedom';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { App } from '../model/app.ts';

let root: Element;
beforeEach(() => {
  const { document } = parseHTML('<body><div></div></body>');
  vi.stubGlobal('document', document);
  // Words by their names: they are the browser's. Another file of this process may have drawn before.
  vi.resetModules();
  vi.doMock('#i18n', () => ({ i18n: { t: (name: string) => name } }));
  root = document.querySelector('div') as unknown as Element;
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.doUnmock('#i18n');
  vi.resetModules();
});

test('of a mail whose sender and time are missing', async () => {
  const [{ AppScope }, { MailScreen }] = await Promise.all([import('../model/app.ts'), import('./mail.tsx')]);
  const app = {
    worker: { mail: async () => ({ id: 'x', subject: 'Your order', html: null }) },
    onInvalidation: () => {},
  } as unknown as App;
  await act(async () => {
    render(
      <AppScope.Provider value={app}>
        <MailScreen id="a" message="b" />
      </AppScope.Provider>,
      root,
    );
  });
  await vi.waitFor(() => expect(root.textContent).toContain('mail.notDrawnTitle'));
  expect(root.querySelector('button')).not.toBeNull();
  await act(() => render(null, root));
});
