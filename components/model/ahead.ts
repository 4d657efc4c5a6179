// A request made before its answer is known to be needed: a page asks for its content together with whether the vault
// is open, so that its first paint waits for one answer and not for two in a row. The first caller takes the answer; it
// is used once.

import type { Topic } from '#rpc/call/topics.ts';
import type { App } from './app.ts';
import { onTopics } from './resource.ts';

/**
 * Asks now. The function given back answers with that, or asks again if it was used, failed (a locked vault) or has
 * become old.
 */
export function askAhead<Value>(
  app: App,
  topics: readonly Topic[],
  ask: () => Promise<Value>,
  lifetime: AbortSignal,
): () => Promise<Value> {
  let early: Promise<Value | null> | null = ask().catch(() => null);
  onTopics(
    app,
    topics,
    () => {
      early = null;
    },
    lifetime,
  );
  return async () => {
    const answer = early;
    early = null;
    return (await answer) ?? ask();
  };
}
