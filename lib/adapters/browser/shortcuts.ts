// The keys that open Nucleus or fill a form, as the browser has bound them. A manifest can only suggest: a browser
// leaves a key unset that it or another extension uses (Chromium does so with Alt+Shift+N), and a person may change or
// empty any.
import { browser } from 'wxt/browser';

export interface Shortcut {
  readonly opens: 'popup' | 'panel' | 'form';
  /** As the browser writes it; empty: not set. */
  readonly keys: string;
}

/** Names of manifest.commands. Firefox has one of its own for the sidebar. */
const OPENS: Readonly<Record<string, Shortcut['opens']>> = {
  _execute_action: 'popup',
  'open-panel': 'panel',
  _execute_sidebar_action: 'panel',
  'fill-next': 'form',
};
/** Chromium has no method for it; an extension may open this page in a tab. */
const CHROMIUM_PAGE = 'chrome://extensions/shortcuts';

interface FirefoxCommands {
  readonly openShortcutSettings?: () => Promise<void>;
}

/** The person pressed the key in a tab. Must be called at once at the start of a worker. */
export function onShortcut(
  command: 'fill-next',
  pressed: (at: { readonly tabId: number; readonly windowId: number }) => void,
): void {
  browser.commands.onCommand.addListener((name, tab) => {
    if (name === command && tab?.id !== undefined) pressed({ tabId: tab.id, windowId: tab.windowId });
  });
}

export const shortcuts = {
  async all(): Promise<Shortcut[]> {
    const commands = await browser.commands.getAll();
    return commands.flatMap(({ name = '', shortcut = '' }) => {
      const opens = OPENS[name];
      return opens === undefined ? [] : [{ opens, keys: shortcut }];
    });
  },

  /** Shows the browser's page that changes them. */
  async change(): Promise<void> {
    const { openShortcutSettings } = browser.commands as FirefoxCommands;
    if (openShortcutSettings) await openShortcutSettings();
    else await browser.tabs.create({ url: CHROMIUM_PAGE });
  },
};
