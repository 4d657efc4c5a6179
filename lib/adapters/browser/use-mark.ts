// When Nucleus was last used, in volatile memory: the worker dies in between, and a browser that restarts forgets it
// with the vault key.
import { browser } from 'wxt/browser';
import type { UseMark } from '#app/device/auto-lock.ts';
import { USED_AT } from '#app/device/left-alone.ts';

export const useMark: UseMark = {
  async read() {
    const { [USED_AT]: usedAt } = await browser.storage.session.get(USED_AT);
    return typeof usedAt === 'number' ? usedAt : null;
  },
  async write(usedAt) {
    await browser.storage.session.set({ [USED_AT]: usedAt });
  },
};
