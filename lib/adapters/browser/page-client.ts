// A page's line to the worker: calls as messages, and a port on which the worker says what has changed. The browser
// kills the worker whenever it likes, which cuts the port: then the page connects again, which wakes the worker, and is
// told to ask for everything again.
import { browser } from 'wxt/browser';
import { createClient } from '#rpc/call/client.ts';
import type { Client } from '#rpc/call/contract.ts';
import { type Attends, type Invalidation, TOPICS_PORT } from '#rpc/call/topics.ts';
import type { PageContract } from '#rpc/page/contract.ts';
import { createAsk } from './quick-calls.ts';

/** First pause before connecting again; it doubles while there is no answer. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;

export interface PageConnection {
  readonly client: Client<PageContract>;
  onInvalidation(listener: (invalidation: Invalidation) => void, signal: AbortSignal): void;
  /** The worker is another one, or the line was cut: everything shown may be old. */
  onReconnect(listener: () => void, signal: AbortSignal): void;
  /** Says which conversation the person has in front of them in this page; null: none. */
  attend(relationship: string | null): void;
}

/** @param ready the worker is asked nothing before, and so not woken */
export function connectPage(ready: Promise<void>): PageConnection {
  const invalidationListeners = new Set<(invalidation: Invalidation) => void>();
  const reconnectListeners = new Set<() => void>();
  let pauseMs = FIRST_PAUSE_MS;
  let cut = false;
  let said: Attends = { attends: null };
  let tell = (): void => {};
  const ask = createAsk(browser.runtime);

  const connect = () => {
    const port = browser.runtime.connect({ name: TOPICS_PORT });
    port.onMessage.addListener((message: unknown) => {
      pauseMs = FIRST_PAUSE_MS;
      if (cut) {
        cut = false;
        for (const listener of [...reconnectListeners]) listener();
      }
      const { topic } = message as Partial<Invalidation>;
      // The worker's greeting names no topic.
      if (topic !== undefined) for (const listener of [...invalidationListeners]) listener(message as Invalidation);
    });
    tell = () => {
      try {
        port.postMessage(said);
      } catch {
        // It was cut in this very moment: the next one is told when it connects.
      }
    };
    if (said.attends !== null) tell();
    port.onDisconnect.addListener(() => {
      // Read, or Chromium logs it as unchecked.
      void browser.runtime.lastError;
      cut = true;
      setTimeout(connect, pauseMs);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    });
  };
  void ready.then(connect);

  return {
    client: createClient<PageContract>('page', (call) => ready.then(() => ask(call))),
    onInvalidation: (listener, signal) => keep(invalidationListeners, listener, signal),
    onReconnect: (listener, signal) => keep(reconnectListeners, listener, signal),
    attend(relationship) {
      if (said.attends === relationship) return;
      said = { attends: relationship };
      tell();
    },
  };
}

function keep<Listener>(listeners: Set<Listener>, listener: Listener, signal: AbortSignal): void {
  if (signal.aborted) return;
  listeners.add(listener);
  signal.addEventListener('abort', () => listeners.delete(listener));
}
