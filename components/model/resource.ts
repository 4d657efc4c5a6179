// A value that the worker holds and a page shows: asked for once, and again whenever a topic says that it may have
// changed. Calls never overlap: topics that come in during one ask once more at its end, so a burst of invalidations
// costs two calls, not fifty.

import { type ReadonlySignal, signal } from '@preact/signals';
import type { Topic } from '#rpc/call/topics.ts';
import type { App } from './app.ts';

export interface Resource<Value> {
  /** undefined: not here yet. An old value stays while a new one is on its way. */
  readonly value: ReadonlySignal<Value | undefined>;
  /** The last question was not answered. */
  readonly failed: ReadonlySignal<boolean>;
  reload(): Promise<void>;
}

/** Runs `work` now, or once more after the run that is under way. */
export function coalesce(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;
  const run = async (): Promise<void> => {
    try {
      do {
        again = false;
        await work();
      } while (again);
    } finally {
      running = null;
    }
  };
  return () => {
    if (running) {
      again = true;
      return running;
    }
    running = run();
    return running;
  };
}

export function onTopics(app: App, topics: readonly Topic[], listener: () => void, signal: AbortSignal): void {
  app.onInvalidation((invalidation) => {
    if (invalidation === null || topics.includes(invalidation.topic)) listener();
  }, signal);
}

/** For lists and states beside a conversation: its texts are painted first. Shorter than is noticed. */
export const ASIDE_MS = 150;
/** While texts follow each other faster than that. */
export const LONGEST_ASIDE_MS = 1000;

/**
 * As `onTopics`, but once for all that comes until a moment is quiet. At once for a new worker: the page may show old
 * rows.
 */
export function onTopicsAside(app: App, topics: readonly Topic[], listener: () => void, signal: AbortSignal): void {
  let takeBack: (() => void) | null = null;
  let firstAt = 0;
  app.onInvalidation((invalidation) => {
    if (invalidation === null) return listener();
    if (!topics.includes(invalidation.topic)) return;
    const now = app.clock.now();
    if (takeBack === null) firstAt = now;
    takeBack?.();
    takeBack = app.clock.after(Math.max(0, Math.min(ASIDE_MS, firstAt + LONGEST_ASIDE_MS - now)), () => {
      takeBack = null;
      listener();
    });
  }, signal);
  signal.addEventListener('abort', () => takeBack?.());
}

/** @param known shown until the first answer */
export function createResource<Value>(
  app: App,
  topics: readonly Topic[],
  load: () => Promise<Value>,
  lifetime: AbortSignal,
  { listens = onTopics, known }: { listens?: typeof onTopics; known?: Value | undefined } = {},
): Resource<Value> {
  const value = signal<Value | undefined>(known);
  const failed = signal(false);
  const reload = coalesce(async () => {
    try {
      const loaded = await load();
      if (lifetime.aborted) return;
      value.value = loaded;
      failed.value = false;
    } catch {
      // Kept: the value shown before is still the best answer there is.
      if (!lifetime.aborted) failed.value = true;
    }
  });
  listens(app, topics, () => void reload(), lifetime);
  void reload();
  return { value, failed, reload };
}
