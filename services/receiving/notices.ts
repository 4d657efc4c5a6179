// When an arrival is told, by how soon the owner of the address, or of the whole root, wants to know
// (docs/protocol/addresses.md): now; batched, which tells of a mailbox once in a while and not when something came; or
// on request, which tells nothing. Only telling is held back: the item lies in the mailbox. The notices that wait are
// in memory, so after a restart the next arrival or the next visit tells it.
import { encodeHex } from '#bytes/base64url.ts';
import type { Latency } from '#wire/address.ts';

export interface NoticesParts {
  /** Between two batched notices at least; the next comes after one to two times that. */
  readonly everyMs: number;
  /** Tells the listeners of the mailbox. @param body of the item that is told at once, as it came; null: none is */
  readonly tell: (root: Uint8Array, body: Uint8Array | null) => void;
  /** In [0, 1). */
  readonly random: () => number;
}

/** Mailboxes that wait to be told at most; those beyond are told by the next arrival that wants it now. */
const MAX_WAITING = 100_000;

export class Notices {
  readonly #parts: NoticesParts;
  /** Hexadecimal root → what will tell. */
  readonly #waiting = new Map<string, NodeJS.Timeout>();

  constructor(parts: NoticesParts) {
    this.#parts = parts;
  }

  arrived(root: Uint8Array, latency: Latency, body: Uint8Array): void {
    if (latency === 'on-request') return;
    const name = encodeHex(root);
    if (latency === 'now') return this.#tell(name, root, body);
    if (this.#waiting.has(name) || this.#waiting.size >= MAX_WAITING) return;
    const { everyMs, random } = this.#parts;
    const timer = setTimeout(() => this.#tell(name, root, null), everyMs * (1 + random()));
    timer.unref();
    this.#waiting.set(name, timer);
  }

  stop(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }

  /** One notice tells of everything that waits. */
  #tell(name: string, root: Uint8Array, body: Uint8Array | null): void {
    clearTimeout(this.#waiting.get(name));
    this.#waiting.delete(name);
    this.#parts.tell(root, body);
  }
}
