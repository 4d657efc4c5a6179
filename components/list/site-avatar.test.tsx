// A letter stands where an icon cannot be drawn.
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { expect, test } from 'vitest';
import { useDrawnPage } from '../model/testing/drawn-page.ts';
import { scriptedApp, settled } from '../model/testing/scripted-app.ts';

const page = useDrawnPage();

test('an icon that is no picture gives way to the letter of its site', async () => {
  const [{ AppScope }, { SiteAvatar }] = await Promise.all([import('../model/app.ts'), import('./site-avatar.tsx')]);
  const app = scriptedApp({ siteIcon: async () => ({ picture: 'data:image/svg+xml,broken' }) });
  const avatar = <SiteAvatar id="own" seed="own" host="shop.example" />;
  await act(() => render(<AppScope.Provider value={app}>{avatar}</AppScope.Provider>, page.root));
  await act(settled);
  const icon = page.root.querySelector('.corner img');
  expect(icon?.getAttribute('src')).toBe('data:image/svg+xml,broken');
  const { Event: OwnEvent } = page.root.ownerDocument.defaultView as unknown as typeof globalThis;
  await act(() => void icon?.dispatchEvent(new OwnEvent('error')));
  expect(page.root.querySelector('.corner img')).toBe(null);
  expect(page.root.querySelector('.corner .letter')?.textContent).toBe('S');
});
