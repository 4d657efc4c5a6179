// A worker in Node over a real device, with a browser that only notes what it is told.
import { nodeEntropy } from '#adapters/node/entropy.ts';
import type { TestDevice } from '#e2e/harness/devices.ts';
import { type LineEnds, startWorker, type WorkerPorts } from './worker.ts';

/** A worker over a person's device, and what the browser was told. */
export function startInNode(one: TestDevice | Error) {
  const topics: string[] = [];
  const notices = new Map<string, string>();
  const reports: unknown[] = [];
  const seen = { badge: '', tabs: 0, lines: 0, parts: [] as string[], alarms: [] as (number | null)[] };
  /** Moved by pauses alone. */
  const clock = { now: 0, pauses: [] as number[] };
  let ends: LineEnds | null = null;
  let watched = (_: boolean): void => {};
  const ports: WorkerPorts = {
    openDevice: async (told) => {
      if (one instanceof Error) throw one;
      one.told = told;
      return one.device;
    },
    openLines: (given) => {
      ends = given;
      return { hold: async () => void seen.lines++ };
    },
    openTopics: (given) => {
      watched = given;
      return { publish: (topic) => void topics.push(topic), watching: () => 0, isInFront: () => false };
    },
    createNotifier: () => ({
      show: async ({ id, message }) => void notices.set(id, message),
      clear: async (id) => void notices.delete(id),
    }),
    showBadge: async (text) => {
      seen.badge = text;
    },
    words: { text: (name) => `from ${name}`, mail: String, accepted: String, left: String, otherKey: String },
    title: 'Nucleus',
    volatile: { get: async () => null, set: async () => {}, remove: async () => {} },
    useMark: { read: async () => null, write: async () => {} },
    tabs: {
      find: async () => null,
      inFront: async () => null,
      open: async () => {},
      icon: async () => null,
      capture: async () => null,
      ask: async () => null,
      tellAll: async () => void seen.tabs++,
      inject: async () => false,
      injectParts: async (_, __, parts) => void seen.parts.push(...parts),
    },
    leakRange: { ask: async () => Promise.reject(new Error('nobody is asked')) },
    sitePages: { has: async () => null },
    commonWords: async () => '',
    clock: {
      now: () => clock.now,
      pause: async (milliseconds) => {
        clock.now += milliseconds;
        clock.pauses.push(milliseconds);
      },
    },
    takeBack: async () => null,
    hasSiteAccess: async () => true,
    openPopupFor: async () => {},
    openInvitation: async () => {},
    openNewEntry: async () => {},
    openThread: () => {},
    openServices: () => {},
    entropy: nodeEntropy,
    now: Date.now,
    after: () => () => {},
    setAlarm: async (_, at) => void seen.alarms.push(at),
    stayAwake: async () => {},
    report: (error) => void reports.push(error),
  };
  const worker = startWorker(ports);
  return {
    worker,
    topics,
    notices,
    reports,
    seen,
    clock,
    ends: () => ends as unknown as LineEnds,
    watched: () => watched,
  };
}
