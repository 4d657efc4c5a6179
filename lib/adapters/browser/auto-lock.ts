// Locking by itself, after the minutes of the settings without use. Use is a click or a key in one of our pages or menus; the moment is kept
// in volatile memory, since the worker dies in between. A browser that restarts forgets it together with the vault key: locked it is anyway.
import { browser } from 'wxt/browser';

const KEY = 'used-at';
/** Writing the moment down once in a while is enough, and saves storage calls while somebody types. */
const COARSE_MS = 15_000;

export class AutoLock {
  #writtenAt = 0;

  used(now: number): void {
    if (now - this.#writtenAt < COARSE_MS) return;
    this.#writtenAt = now;
    void browser.storage.session.set({ [KEY]: now });
  }

  /** Whether the vault has been left alone for that many minutes (0: never). A clock that was put back counts as use. */
  async isDue(minutes: number, now: number): Promise<boolean> {
    if (minutes === 0) return false;
    const { [KEY]: usedAt } = await browser.storage.session.get(KEY);
    if (typeof usedAt !== 'number' || usedAt > now) {
      this.#writtenAt = 0;
      this.used(now);
      return false;
    }
    return now - usedAt > minutes * 60_000;
  }
}
