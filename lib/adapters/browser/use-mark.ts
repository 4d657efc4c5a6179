// When Nucleus was last used, in volatile memory: the worker dies in between, and a browser that restarts forgets it
// with the vault key.
import { browser } from 'wxt/browser';
import type { UseMark } from '#app/device/auto-lock.ts';

const KEY = 'used-at';

export const useMark: UseMark = {
  async read() {
    const { [KEY]: usedAt } = await browser.storage.session.get(KEY);
    return typeof usedAt === 'number' ? usedAt : null;
  },
  async write(usedAt) {
    await browser.storage.session.set({ [KEY]: usedAt });
  },
};
