// A mail that cannot be drawn leaves its screen, with the way back.
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { expect, test, vi } from 'vitest';
import type { App } from '../model/app.ts';
import { useDrawnPage } from '../model/testing/drawn-page.ts';

const page = useDrawnPage();

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
      page.root,
    );
  });
  await vi.waitFor(() => expect(page.root.textContent).toContain('mail.notDrawnTitle'));
  expect(page.root.querySelector('button')).not.toBeNull();
  await act(() => render(null, page.root));
});
