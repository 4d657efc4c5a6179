// Signals within one process, for a store that only one process has open.
import { encodeHex } from '#bytes/base64url.ts';
import type { Signals } from '../storage.ts';

export class LocalSignals implements Signals {
  readonly #listeners = new Map<string, Set<(word: Uint8Array | null) => void>>();

  send(topic: Uint8Array, word?: Uint8Array): void {
    for (const listener of this.#listeners.get(encodeHex(topic)) ?? []) listener(word ?? null);
  }

  listen(topic: Uint8Array, listener: (word: Uint8Array | null) => void): () => void {
    const key = encodeHex(topic);
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key);
    };
  }
}
