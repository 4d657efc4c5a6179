// Signals within one process, for a store that only one process has open.
import { encodeHex } from '#bytes/base64url.ts';
import type { Signals } from '../storage.ts';

export class LocalSignals implements Signals {
  readonly #listeners = new Map<string, Set<() => void>>();

  send(topic: Uint8Array): void {
    for (const listener of this.#listeners.get(encodeHex(topic)) ?? []) listener();
  }

  listen(topic: Uint8Array, listener: () => void): () => void {
    const key = encodeHex(topic);
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key);
    };
  }
}
