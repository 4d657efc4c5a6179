// Asking a worker that may die under the question. The browser ends it whenever it likes; the page's own line brings up
// the next one at once (lib/adapters/browser/page-client.ts), and the question is put to that one the moment it greets:
// a kill costs a worker's start, and no pause. Only for what may be asked twice: a worker that died may have done it
// already.

import { Fault } from '#bytes/fault.ts';
import type { App } from './app.ts';

/** Between two tries if no other worker greets. */
const PAUSE_MS = 500;

/**
 * @param most tries that fail. A worker that was killed and followed by another is no failure: no number of kills makes
 * a person do something twice. The absence of any worker is a failure, and so is a worker that says no.
 * @throws what the last try failed with
 */
export async function insist<T>(app: App, ask: () => Promise<T>, most = Number.POSITIVE_INFINITY): Promise<T> {
  for (let failures = 0; ; ) {
    try {
      return await ask();
    } catch (error) {
      const gone = error instanceof Fault && error.code === 'worker-gone';
      if (!gone && failures + 1 >= most) throw error;
      const greeted = await nextWorker(app);
      if (gone && greeted) continue;
      if (++failures >= most) throw error;
    }
  }
}

/** Resolves when another worker greets (true), or else after a pause (false). */
function nextWorker(app: App): Promise<boolean> {
  return new Promise((resolve) => {
    const life = new AbortController();
    const end = (greeted: boolean) => {
      life.abort();
      cancel();
      resolve(greeted);
    };
    const cancel = app.clock.after(PAUSE_MS, () => end(false));
    app.onInvalidation((invalidation) => {
      if (invalidation === null) end(true);
    }, life.signal);
  });
}
