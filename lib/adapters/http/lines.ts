// Push lines to all my receiving services: one per root, former ones too, held until they are released. A line says
// that mail waits, and may bring it; taking it in is the courier's. While the vault is locked the lines go on with the
// credentials that are left.
import type { Brought, MailboxAccess } from '#app/ports/ports.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { equal } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { openPush, type PushSocket, pauseMs } from './push.ts';

export interface LinesOptions {
  readonly WebSocket: new (url: string) => PushSocket;
  readonly entropy: Entropy;
  /** Credentials to hold lines with; asked again when one was refused. */
  accesses(): Promise<readonly MailboxAccess[]>;
  /** The service refused this credential. */
  refused(access: MailboxAccess): Promise<void>;
  /** Mail waits there. @param brought all that waits in one mailbox of them, sent along */
  fetch(origin: string, brought?: Brought): Promise<void>;
  changed(origin: string, open: boolean): void;
  report(error: unknown): void;
}

interface Held {
  readonly session: Uint8Array;
  readonly life: AbortController;
}

export class Lines {
  readonly #options: LinesOptions;
  /** By root (hexadecimal). */
  readonly #held = new Map<string, Held>();
  /** Lines that are open, by origin. */
  readonly #open = new Map<string, Set<AbortController>>();
  /** Roots whose services refused twice in a row: not asked again at once. */
  readonly #refusing = new Set<string>();
  #pause: ReturnType<typeof setTimeout> | undefined;
  #releases = 0;

  constructor(options: LinesOptions) {
    this.#options = options;
  }

  /**
   * Opens the lines that are not held yet, and lets go of those whose credential is no longer ours (erased, or a newer
   * one is there).
   */
  async hold(): Promise<void> {
    const releases = this.#releases;
    const accesses = await this.#options.accesses();
    // Released while the credentials were asked for: a line opened now would never be released.
    if (releases !== this.#releases) return;
    for (const [root, { session }] of this.#held) {
      if (!accesses.some((access) => encodeHex(access.root) === root && equal(access.session, session)))
        this.#drop(root);
    }
    for (const access of accesses) {
      const root = encodeHex(access.root);
      if (this.#held.has(root)) continue;
      const life = new AbortController();
      this.#held.set(root, { session: access.session, life });
      void this.#keep(access, life).catch((error) => this.#options.report(error));
    }
  }

  release(): void {
    this.#releases++;
    clearTimeout(this.#pause);
    for (const root of [...this.#held.keys()]) this.#drop(root);
  }

  /**
   * A line that broke may be the first sign of a service that is away: asked soon, it is known, and letters go another
   * way.
   */
  #ask(origin: string, signal: AbortSignal): void {
    const timer = setTimeout(
      () => void this.#options.fetch(origin).catch((error) => this.#options.report(error)),
      pauseMs(0, this.#options.entropy),
    );
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }

  #drop(root: string): void {
    this.#held.get(root)?.life.abort();
    this.#held.delete(root);
  }

  /** A service tells by itself as long as one line to it is open. */
  #changed(origin: string, life: AbortController, open: boolean): void {
    const lines = this.#open.get(origin) ?? new Set();
    if (open) this.#open.set(origin, lines.add(life));
    else lines.delete(life);
    this.#options.changed(origin, lines.size > 0);
  }

  async #keep(access: MailboxAccess, life: AbortController): Promise<void> {
    const options = this.#options;
    const releases = this.#releases;
    const { origin } = access;
    const root = encodeHex(access.root);
    const ended = await openPush(origin, access.session, {
      WebSocket: options.WebSocket,
      entropy: options.entropy,
      signal: life.signal,
      onTold: ({ waiting, brought }) => {
        this.#refusing.delete(root);
        if (waiting === 0) return;
        const page = brought === null ? undefined : { access, page: brought };
        void options.fetch(origin, page).catch((error) => options.report(error));
      },
      onOpen: (open) => {
        this.#changed(origin, life, open);
        if (!open && !life.signal.aborted) this.#ask(origin, life.signal);
      },
      after: (delayMs, run) => {
        const timer = setTimeout(run, delayMs);
        return () => clearTimeout(timer);
      },
    });
    this.#changed(origin, life, false);
    // A line that was let go has another in its place: its end is no news.
    if (life.signal.aborted) return;
    this.#held.delete(root);
    if (ended !== 'unauthorised') return;
    await options.refused(access);
    if (releases !== this.#releases) return;
    // A credential that ran out is renewed at once. A service that refuses a new one too must not be asked in circles.
    if (this.#refusing.has(root)) {
      clearTimeout(this.#pause);
      this.#pause = setTimeout(() => void this.hold().catch((error) => options.report(error)), REFUSED_PAUSE_MS);
      return;
    }
    this.#refusing.add(root);
    await this.hold();
  }
}

const REFUSED_PAUSE_MS = 60_000;
