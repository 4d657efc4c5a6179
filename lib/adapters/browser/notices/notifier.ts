// System notifications. They lie on the lock screen and in the system's history, so they show the given words only:
// callers give the sender's name at most, never a text.
import { browser } from 'wxt/browser';
import type { Notifier } from '#app/notices/attention.ts';

/**
 * Must be called at once at the start of a worker: a click may have woken it.
 * @param onClick told the id of the notice
 */
export function createNotifier(onClick: (id: string) => void): Notifier {
  const iconUrl = browser.runtime.getURL('/icon/128.png');
  browser.notifications.onClicked.addListener((id) => {
    onClick(id);
    void browser.notifications.clear(id);
  });
  return {
    async show({ id, title, message }) {
      await browser.notifications.create(id, { type: 'basic', iconUrl, title, message });
    },
    async clear(id) {
      await browser.notifications.clear(id);
    },
  };
}
