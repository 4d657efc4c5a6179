// System notifications. They lie on the lock screen and in the system's history, so they show the given words only:
// callers give the sender's name at most, never a text.
import { browser } from 'wxt/browser';

export interface Notice {
  /** A newer notice of the same id takes the place of the older. */
  readonly id: string;
  readonly title: string;
  readonly message: string;
}

export interface Notifier {
  show(notice: Notice): Promise<void>;
  clear(id: string): Promise<void>;
}

export interface NotifierOptions {
  /** Absolute address of a packaged picture. */
  readonly iconUrl: string;
  onClick(id: string): void;
  readonly signal?: AbortSignal;
}

/** Must be called at once at the start of a worker: a click may have woken it. */
export function createNotifier({ iconUrl, onClick, signal }: NotifierOptions): Notifier {
  const clicked = (id: string) => {
    onClick(id);
    void browser.notifications.clear(id);
  };
  browser.notifications.onClicked.addListener(clicked);
  signal?.addEventListener('abort', () => browser.notifications.onClicked.removeListener(clicked));
  return {
    async show({ id, title, message }) {
      await browser.notifications.create(id, { type: 'basic', iconUrl, title, message });
    },
    async clear(id) {
      await browser.notifications.clear(id);
    },
  };
}
