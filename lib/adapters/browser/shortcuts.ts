// The keys that open Nucleus, as the browser has bound them. A suggestion is all that a manifest can make: a browser
// leaves a key unset that it or another extension uses (Chromium does so with Alt+Shift+N), and a person may change or
// empty any.
import { browser } from 'wxt/browser';

export interface Shortcut {
  readonly opens: 'popup' | 'panel';
  /** As the browser writes it; empty: not set. */
  readonly keys: string;
}

/** Names of manifest.commands. Firefox has one of its own for the sidebar. */
const OPENS: Readonly<Record<string, Shortcut['opens']>> = {
  _execute_action: 'popup',
  'open-panel': 'panel',
  _execute_sidebar_action: 'panel',
};
/** Chromium has no method for it; an extension may open this page in a tab. */
const CHROMIUM_PAGE = 'chrome://extensions/shortcuts';

interface FirefoxCommands {
  readonly openShortcutSettings?: () => Promise<void>;
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
