// Alarms wake the worker. The browser keeps them while the worker sleeps, and may forget them when it restarts, so they
// are asked for at every start; one that is there with the same period is left as it is, or every start would put it
// off.
import { browser } from 'wxt/browser';

/** Chromium 120 and Firefox ring no more often. */
const SHORTEST_PERIOD_SECONDS = 30;

export interface Alarm {
  ring(): void;
  /** At least 30; absent: it rings when it is set. */
  readonly everySeconds?: number;
}

/** Must be called at once at the start of a worker: an alarm may have woken it. */
export function keepAlarms(alarms: Readonly<Record<string, Alarm>>): void {
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (Object.hasOwn(alarms, name)) alarms[name]?.ring();
  });
  for (const [name, { everySeconds }] of Object.entries(alarms))
    if (everySeconds !== undefined) void repeat(name, everySeconds);
}

/** Another period takes the place of the one before. */
async function repeat(name: string, periodSeconds: number): Promise<void> {
  const periodInMinutes = Math.max(periodSeconds, SHORTEST_PERIOD_SECONDS) / 60;
  const known = await browser.alarms.get(name);
  if (known?.periodInMinutes === periodInMinutes) return;
  await browser.alarms.create(name, { periodInMinutes });
}

/** Has it ring once, no sooner than in 30 s, instead of when it was set to before; null: not at all. */
export async function setAlarm(name: string, whenAt: number | null): Promise<void> {
  if (whenAt === null) await browser.alarms.clear(name);
  else await browser.alarms.create(name, { when: whenAt });
}
