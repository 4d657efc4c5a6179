// Alarms wake the worker. The browser keeps them while the worker sleeps, and may forget them when it restarts, so they
// are asked for at every start; one that is there with the same period is left as it is, or every start would put it
// off.
import { browser } from 'wxt/browser';

/** Chromium 120 and Firefox ring no more often. */
export const SHORTEST_PERIOD_SECONDS = 30;

export const alarms = {
  /** Must be called at once at the start of a worker: the alarm may have woken it. */
  on(name: string, ring: () => void, signal?: AbortSignal): void {
    const listener = (alarm: { name: string }) => {
      if (alarm.name === name) ring();
    };
    browser.alarms.onAlarm.addListener(listener);
    signal?.addEventListener('abort', () => browser.alarms.onAlarm.removeListener(listener));
  },

  /**
   * Rings every `periodSeconds`, at least 30, until it is stopped; another period takes the place of the one before.
   */
  async repeat(name: string, periodSeconds: number): Promise<void> {
    const periodInMinutes = Math.max(periodSeconds, SHORTEST_PERIOD_SECONDS) / 60;
    const known = await browser.alarms.get(name);
    if (known?.periodInMinutes === periodInMinutes) return;
    await browser.alarms.create(name, { periodInMinutes });
  },

  /** Rings once, no sooner than in 30 s; an alarm of this name that stood before is gone. */
  async once(name: string, whenAt: number): Promise<void> {
    await browser.alarms.create(name, { when: whenAt });
  },

  async stop(name: string): Promise<void> {
    await browser.alarms.clear(name);
  },
};
