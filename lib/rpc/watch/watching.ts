// What the worker knows of a vault's log-ins that could be safer: made when a page first asks, gone with the lock.
import type { OpenVault } from '#app/device/open-vault.ts';
import { LeakCheck } from '#app/watch/leak-check.ts';
import { LoginWatch } from '#app/watch/watch.ts';
import { loadQuirks } from '#logins/sites/quirks.ts';
import type { WorkerContext } from '../call/worker-context.ts';

export interface Watching {
  readonly watch: LoginWatch;
  readonly leaks: LeakCheck;
}

const watchings = new WeakMap<OpenVault['app'], Watching>();

export function watchingOf(
  { app, signal }: Pick<OpenVault, 'app' | 'signal'>,
  { commonWords, leakRange, pause, report }: Pick<WorkerContext, 'commonWords' | 'leakRange' | 'pause' | 'report'>,
): Watching {
  let watching = watchings.get(app);
  if (watching === undefined) {
    const rest = (): Promise<void> => pause(0);
    const watch = new LoginWatch({ app, signal, quirks: loadQuirks, commonWords, rest });
    watching = { watch, leaks: new LeakCheck({ app, signal, watch, range: leakRange, rest, pause, report }) };
    watchings.set(app, watching);
  }
  return watching;
}

/** Null: no page has asked yet. */
export const watchingIfAny = ({ app }: Pick<OpenVault, 'app'>): Watching | null => watchings.get(app) ?? null;
