// The browser's own password manager, in whose place Nucleus can be: two that offer to save and fill lie over one
// another, and passwords saved by the browser are on its disk and in its account. The permission for it (`privacy`) is
// asked for in a click, and given back with the settings.
import { browser } from 'wxt/browser';

const WANTED = { permissions: ['privacy'] } as { permissions: ['privacy'] };

/** `elsewhere`: another extension or the administrator of this browser decides. */
export type Keeper = 'browser' | 'nucleus' | 'elsewhere';

interface Setting {
  get(details: object): Promise<{ readonly value: unknown; readonly levelOfControl: string }>;
  set(details: { value: boolean }): Promise<unknown>;
  clear(details: object): Promise<unknown>;
}

/** There only with the permission. Firefox has the first alone. */
interface Services {
  readonly passwordSavingEnabled: Setting;
  readonly autofillAddressEnabled?: Setting;
}

function settings(): Setting[] {
  const { services } = (browser as unknown as { privacy: { services: Services } }).privacy;
  const { passwordSavingEnabled, autofillAddressEnabled } = services;
  // Addresses too: Chromium's list of them lies over our menu in an e-mail field.
  return autofillAddressEnabled ? [passwordSavingEnabled, autofillAddressEnabled] : [passwordSavingEnabled];
}

export const browserPasswords = {
  async keeper(): Promise<Keeper> {
    if (!(await browser.permissions.contains(WANTED))) return 'browser';
    const [saving] = settings();
    const { value, levelOfControl } = (await saving?.get({})) ?? { value: true, levelOfControl: '' };
    if (levelOfControl === 'controlled_by_this_extension') return value === false ? 'nucleus' : 'browser';
    return levelOfControl === 'controllable_by_this_extension' ? 'browser' : 'elsewhere';
  },

  /** Must be called at once in a click, with nothing awaited before. @returns whether the permission is there now */
  async takeOver(): Promise<boolean> {
    if (!(await browser.permissions.request(WANTED))) return false;
    await Promise.all(settings().map((setting) => setting.set({ value: false })));
    return true;
  },

  /** Everything is as it was before. */
  async giveBack(): Promise<void> {
    await Promise.all(settings().map((setting) => setting.clear({})));
    await browser.permissions.remove(WANTED);
  },
};
