// An App for the models' tests: a clock that moves only when told, topics that are said by hand, ids that count, and a
// worker made of the functions a test gives. A method that the test did not give throws, as a worker that is gone does.

import type { Invalidation, Topic } from '#rpc/call/topics.ts';
import type { App, Clock, Worker } from '../app.ts';

export class ScriptedClock implements Clock {
  #now = 1_700_000_000_000;
  #timers = new Map<number, { at: number; run: () => void }>();
  #next = 0;

  now(): number {
    return this.#now;
  }

  after(delayMs: number, run: () => void): () => void {
    const id = this.#next++;
    this.#timers.set(id, { at: this.#now + delayMs, run });
    return () => this.#timers.delete(id);
  }

  /** Moves on; timers that fall due run in order. */
  pass(durationMs: number): void {
    const end = this.#now + durationMs;
    for (;;) {
      const due = [...this.#timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.#now = Math.max(this.#now, due[1].at);
      due[1].run();
    }
    this.#now = end;
  }
}

export interface ScriptedApp extends App {
  clock: ScriptedClock;
  /** null: the worker is a new one. */
  say(topic: Topic | null): void;
}

export function scriptedApp(worker: Partial<Worker>): ScriptedApp {
  const listeners = new Set<(invalidation: Invalidation | null) => void>();
  let ids = 0;
  return {
    worker: new Proxy(worker as Worker, {
      get: (methods, name) =>
        Reflect.get(methods, name) ?? (() => Promise.reject(new Error(`no ${String(name)} here`))),
    }),
    onInvalidation(listener, signal) {
      listeners.add(listener);
      signal.addEventListener('abort', () => listeners.delete(listener));
    },
    say(topic) {
      for (const listener of [...listeners]) listener(topic === null ? null : { topic, revision: 1 });
    },
    attend: () => {},
    platform: {
      openPage: () => {},
      openTab: () => {},
      openLink: () => {},
      writeMail: () => {},
      openPanel: () => Promise.resolve(true),
      onPlace: () => {},
      activeTab: () => Promise.resolve(null),
      onTabChange: () => {},
      siteAccess: { granted: () => Promise.resolve(false), request: () => Promise.resolve(true) },
      browserPasswords: {
        keeper: () => Promise.resolve('browser'),
        takeOver: () => Promise.resolve(true),
        giveBack: () => Promise.resolve(),
      },
      siteIcons: {
        isOffered: false,
        granted: () => Promise.resolve(false),
        request: () => Promise.resolve(true),
        giveBack: () => Promise.resolve(),
      },
      toolbar: { hasButton: () => Promise.resolve(null), onChange: () => {} },
      claim: () => Promise.resolve(() => {}),
      shortcuts: { all: () => Promise.resolve([]), change: () => Promise.resolve() },
      version: '0',
    },
    glimpse: null,
    clock: new ScriptedClock(),
    entropy: (byteCount) => new Uint8Array(byteCount).fill(ids++),
    randomId: () => (ids++).toString(16).padStart(32, '0'),
  };
}

/** Lets everything that is already promised happen. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A promise that a test answers when it likes. */
export function held<Value>(): { promise: Promise<Value>; answer(value: Value): void; fail(): void } {
  let answer: (value: Value) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<Value>((yes, no) => {
    answer = yes;
    reject = no;
  });
  return { promise, answer: (value) => answer(value), fail: () => reject(new Error('failed on purpose')) };
}
