// What could be safer, as the page shows it: the whole in numbers, and of each reason as many as were asked for.
import { type ReadonlySignal, signal } from '@preact/signals';
import type { FindingView, WatchView } from '#app/views/watch.ts';
import type { FindingReason } from '#logins/watch/findings.ts';
import type { App } from '../model/app.ts';
import { createResource, onTopicsAside, type Resource } from '../model/resource.ts';

const TOPICS = ['entries', 'site', 'watch'] as const;
/** Shown at first, and asked for at a time then. */
const FIRST = 8;
const TOGETHER = 100;

export const createWatch = (app: App, lifetime: AbortSignal): Resource<WatchView> =>
  createResource(app, TOPICS, () => app.worker.watch(), lifetime, { listens: onTopicsAside });

interface Some {
  readonly items: readonly FindingView[];
  readonly total: number;
}

export interface FindingsModel extends Resource<Some> {
  readonly limit: ReadonlySignal<number>;
  more(): Promise<void>;
}

/** @param reason null: those that are passed over */
export function createFindings(app: App, reason: FindingReason | null, lifetime: AbortSignal): FindingsModel {
  const limit = signal(FIRST);
  const load = async (): Promise<Some> => {
    const items: FindingView[] = [];
    for (;;) {
      const wanted = Math.min(TOGETHER, limit.value - items.length);
      const some = await app.worker.findings({ reason, offset: items.length, limit: wanted });
      items.push(...some.items);
      if (some.items.length < wanted || items.length >= limit.value) return { items, total: some.total };
    }
  };
  const resource = createResource(app, TOPICS, load, lifetime, { listens: onTopicsAside });
  return {
    ...resource,
    limit,
    async more() {
      limit.value += TOGETHER;
      await resource.reload();
    },
  };
}
