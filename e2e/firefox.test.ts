// The built extension loads in Firefox, and each of its surfaces comes up.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Firefox, launchFirefox } from './harness/firefox.ts';

describe('the extension in Firefox', () => {
  let firefox: Firefox;
  beforeAll(async () => {
    firefox = await launchFirefox();
  });
  afterAll(() => firefox?.close());

  it.each(['popup.html', 'options.html', 'sidepanel.html'])('shows %s in a tab', async (path) => {
    const page = await firefox.open(path);
    expect(await page.$eval('#root', (root) => root.childElementCount)).toBeGreaterThan(0);
  });

  it('greets on its welcome page', async () => {
    expect(await firefox.welcomePage().$eval('#root', (root) => root.childElementCount)).toBeGreaterThan(0);
  });

  it('has the keys it suggests', async () => {
    type Commands = { commands: { getAll(): Promise<{ name: string; shortcut: string }[]> } };
    const bound = await firefox.welcomePage().evaluate(() => {
      const { commands } = (globalThis as unknown as { browser: Commands }).browser;
      return commands.getAll().then((all) => Object.fromEntries(all.map(({ name, shortcut }) => [name, shortcut])));
    });
    expect(bound).toEqual({
      _execute_action: 'Alt+Shift+K',
      _execute_sidebar_action: 'Alt+Shift+M',
      'fill-next': 'Alt+Shift+L',
    });
  });

  it('is found in a tab of which the driver was not told', async () => {
    type Line = { emit(event: string, tab: { url?: string }): unknown };
    const { connection } = firefox.browser as unknown as { connection: Line };
    // Firefox says it while the tab is still empty, if it does; the harness says it of a page.
    connection.emit = function (event, tab) {
      const isFirefox = event === 'browsingContext.contextCreated' && !tab.url?.startsWith('moz-extension:');
      return isFirefox ? false : Object.getPrototypeOf(this).emit.call(this, event, tab);
    };
    const page = await firefox.open('popup.html');
    connection.emit = Object.getPrototypeOf(connection).emit;
    await page.waitForSelector('#root button');
    await page.close();
  });

  it('opens in the real sidebar', async () => {
    expect(await firefox.sidebarText()).toBe('');
    await firefox.openSidebar();
    expect(await firefox.sidebarText()).not.toBe('');
  });
});
