// Push lines to all my receiving services: one per root, held while somebody wants them. A line says only that mail waits; fetching is
// the courier's. While the vault is locked the lines go on with the credentials that are left.
import type { MailboxAccess } from '#app/sessions.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { openPush } from './push.ts';

export interface LinesOptions {
  readonly WebSocket: new (url: string) => WebSocket;
  readonly entropy: Entropy;
  /** Credentials to hold lines with; asked again when one was refused. */
  accesses(): Promise<readonly MailboxAccess[]>;
  /** The service refused this credential. */
  refused(access: MailboxAccess): Promise<void>;
  /** Mail waits. */
  fetch(): Promise<void>;
  changed(origin: string, open: boolean): void;
  report(error: unknown): void;
}

export class Lines {
  readonly #options: LinesOptions;
  readonly #held = new Map<string, AbortController>();

  constructor(options: LinesOptions) {
    this.#options = options;
  }

  /** Opens the lines that are not held yet. */
  async hold(): Promise<void> {
    for (const access of await this.#options.accesses()) {
      if (this.#held.has(access.origin)) continue;
      const life = new AbortController();
      this.#held.set(access.origin, life);
      void this.#keep(access, life.signal).catch((error) => this.#options.report(error));
    }
  }

  release(): void {
    for (const life of this.#held.values()) life.abort();
    this.#held.clear();
  }

  async #keep(access: MailboxAccess, signal: AbortSignal): Promise<void> {
    const options = this.#options;
    const ended = await openPush(access.origin, access.session, {
      WebSocket: options.WebSocket,
      entropy: options.entropy,
      signal,
      onWaiting: (count) => {
        if (count > 0) void options.fetch().catch((error) => options.report(error));
      },
      onOpen: (open) => options.changed(access.origin, open),
      after: (delayMs, run) => {
        const timer = setTimeout(run, delayMs);
        return () => clearTimeout(timer);
      },
    });
    options.changed(access.origin, false);
    if (signal.aborted) return;
    this.#held.delete(access.origin);
    if (ended === 'unauthorised') {
      await options.refused(access);
      await this.hold();
    }
  }
}
