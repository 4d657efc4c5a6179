// Leaves the glimpse (lib/rpc/page/glimpse.ts) whenever something of it may have changed: a second later and beside
// everything, so that no letter and no page waits for it, and at most once a second.
import type { Device } from '#app/device/device.ts';
import { profile } from '#app/records/profile.ts';
import { showConversations } from '#app/show/conversations.ts';
import { shownOf } from '../conversations/shown.ts';
import { encodeGlimpse, MOST_ROWS } from '../page/glimpse.ts';

const LATER_MS = 1000;

export interface GlimpseWriterOptions {
  readonly device: Promise<Pick<Device, 'current' | 'leaveGlimpse'>>;
  after(delayMs: number, run: () => void): () => void;
  report(error: unknown): void;
}

export class GlimpseWriter {
  readonly #options: GlimpseWriterOptions;
  #isOld = false;
  #isRunning = false;

  constructor(options: GlimpseWriterOptions) {
    this.#options = options;
  }

  /** Something of it may have changed. */
  note(): void {
    this.#isOld = true;
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#options.after(LATER_MS, () => void this.#run());
  }

  async #run(): Promise<void> {
    this.#isOld = false;
    await this.#leave().catch(this.#options.report);
    this.#isRunning = false;
    if (this.#isOld) this.note();
  }

  async #leave(): Promise<void> {
    const device = await this.#options.device;
    const open = device.current;
    if (open === null) return;
    const { store } = open.app;
    const wanted = { kind: 'all', offset: 0, limit: MOST_ROWS } as const;
    const conversations = await showConversations(store, shownOf(open).directory, wanted);
    const [settings] = await store.read([profile]);
    if (settings === null) return;
    const { recoveryConfirmed, autoLockMinutes } = settings;
    await device.leaveGlimpse(open, encodeGlimpse({ recoveryConfirmed, autoLockMinutes, conversations }));
  }
}
