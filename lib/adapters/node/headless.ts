// The relationship manager without a browser: the same application on Node's adapters. Used by tests, benchmarks and
// the demonstration. It differs from the extension in nothing but its ports: SQLite for IndexedDB, a process's memory
// for `storage.session`.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Device } from '#app/device/device.ts';
import type { OpenVault } from '#app/device/open-vault.ts';
import type { Arrival, MailParser, Transport } from '#app/ports/ports.ts';
import { RECORD_KINDS } from '#app/records/kinds.ts';
import type { Change } from '#app/store/change.ts';
import { Fault } from '#bytes/fault.ts';
import type { Argon2Cost } from '#crypto/primitives.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { Lines } from '../http/lines.ts';
import { createTransport } from '../http/transport.ts';
import { nodeEntropy } from './entropy.ts';
import { fetchAgain } from './fetch-again.ts';
import { openSqliteLockedInbox } from './sqlite-locked-inbox.ts';
import { sqliteStores } from './sqlite-stores.ts';

export interface HeadlessOptions {
  /** Path of the folder with its files. */
  readonly folder: string;
  readonly services: readonly string[];
  readonly mailParser: MailParser;
  readonly cost?: Argon2Cost;
  readonly now?: () => number;
  /** Instead of HTTP; a test that stands between. */
  readonly transport?: Transport;
  readonly onChange?: (change: Change | { topic: 'vault' } | { topic: 'tidying' }) => void;
  readonly onArrival?: (arrival: Arrival) => void;
  /** Told of errors of work that no caller awaits. */
  readonly onFailure?: (error: unknown) => void;
}

export class Headless {
  readonly device: Device;
  readonly #options: HeadlessOptions;
  readonly #lockedInbox: ReturnType<typeof openSqliteLockedInbox>;
  readonly #life = new AbortController();
  readonly #lines: Lines;
  #timer: ReturnType<typeof setTimeout> | null = null;

  private constructor(options: HeadlessOptions) {
    this.#options = options;
    mkdirSync(options.folder, { recursive: true });
    const path = join(options.folder, 'nucleus.sqlite');
    this.#lockedInbox = openSqliteLockedInbox(path);
    const memory = new Map<string, Uint8Array>();
    const transport =
      options.transport ?? createTransport({ fetch: fetchAgain, timeoutMs: 20_000, signal: this.#life.signal });
    this.device = new Device({
      lockedInbox: this.#lockedInbox,
      volatile: {
        get: async (name) => memory.get(name)?.slice() ?? null,
        set: async (name, value) => void memory.set(name, value.slice()),
        remove: async (name) => void memory.delete(name),
      },
      stores: sqliteStores({ path, kinds: RECORD_KINDS, entropy: nodeEntropy }),
      transport,
      mailParser: options.mailParser,
      isLookedAt: () => false,
      entropy: nodeEntropy,
      now: options.now ?? Date.now,
      defaultServices: options.services,
      ...(options.cost === undefined ? {} : { cost: options.cost }),
      announce: (change) => options.onChange?.(change),
      arrived: (arrival) => options.onArrival?.(arrival),
      health: () => {},
      sendAgainAt: (at) => this.#sendAgainAt(at),
      report: (error) => this.#report(error),
    });
    this.#lines = new Lines({
      WebSocket,
      entropy: nodeEntropy,
      accesses: () => this.device.accesses(),
      refused: (access) => this.device.accessRefused(access),
      fetch: (origin, brought) => this.device.fetch(origin, brought),
      changed: () => {},
      report: (error) => this.#report(error),
    });
  }

  static async open(options: HeadlessOptions): Promise<Headless> {
    useProvider(await loadSodium());
    return new Headless(options);
  }

  /** The open vault. @throws Fault locked 'vault-locked' */
  async vault(): Promise<OpenVault> {
    const open = await this.device.opened();
    if (open === null) throw new Fault('locked', 'vault-locked', 'the vault is locked');
    return open;
  }

  /** Holds a push line to every receiving service of mine, so that mail is fetched as it comes. */
  async listen(): Promise<void> {
    await this.#lines.hold();
  }

  #sendAgainAt(at: number | null): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (at === null || this.#life.signal.aborted) return;
    const now = (this.#options.now ?? Date.now)();
    this.#timer = setTimeout(() => void this.#send(), Math.max(0, at - now));
  }

  async #send(): Promise<void> {
    const open = await this.device.opened();
    await open?.courier.send().catch((error: unknown) => this.#report(error));
  }

  #report(error: unknown): void {
    if (!this.#life.signal.aborted) this.#options.onFailure?.(error);
  }

  async close(): Promise<void> {
    this.#life.abort();
    this.#lines.release();
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.device.lock();
    this.#lockedInbox.close();
  }
}
