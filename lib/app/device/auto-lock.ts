// Locking by itself, after the minutes of the settings without use. Use is a press or a key in one of our pages or
// menus. Whether the time has passed is judged before a use counts, and before anything is answered: a press that comes
// too late locks, and prolongs nothing.

import { showSettings } from '../services/settings.ts';
import type { Device } from './device.ts';
import { isLeftAlone } from './left-alone.ts';

/** The moment of the last use, kept in storage that outlives a worker but not a browser. */
export interface UseMark {
  /** ms since epoch; null: none since the browser started */
  read(): Promise<number | null>;
  write(usedAt: number): Promise<void>;
}

/** Writing the moment down once in a while is enough, and saves storage calls while the person types. */
const COARSE_MS = 15_000;

export class AutoLock {
  readonly #device: Pick<Device, 'opened' | 'lock' | 'tidying'>;
  readonly #mark: UseMark;
  /** As this worker knows it, to the moment. */
  #usedAt: number | null = null;
  #writtenAt = Number.NEGATIVE_INFINITY;

  constructor(device: Pick<Device, 'opened' | 'lock' | 'tidying'>, mark: UseMark) {
    this.#device = device;
    this.#mark = mark;
  }

  /** Like `judge`, but waits for no rewriting of the vault: nothing of it is open then. */
  async glance(now: number): Promise<void> {
    if (this.#device.tidying === null) await this.judge(now);
  }

  /**
   * Locks a vault that was left alone for too long. While it is rewritten, waits for the end. @returns whether it did
   */
  async judge(now: number): Promise<boolean> {
    const open = await this.#device.opened();
    if (open === null) return false;
    const { autoLockMinutes } = await showSettings(open.app);
    if (autoLockMinutes === 0) return false;
    this.#usedAt ??= await this.#mark.read();
    // No mark, or a clock that was put back: the time begins now.
    if (this.#usedAt === null || this.#usedAt > now) {
      await this.#note(now);
      return false;
    }
    if (!isLeftAlone(this.#usedAt, autoLockMinutes, now)) return false;
    await this.#device.lock();
    return true;
  }

  /**
   * The person does something: the time begins again, if it had not passed. While locked it begins too, so that
   * unlocking is a use.
   */
  async used(now: number): Promise<void> {
    if (!(await this.judge(now))) await this.#note(now);
  }

  async #note(now: number): Promise<void> {
    this.#usedAt = now;
    if (now >= this.#writtenAt && now - this.#writtenAt < COARSE_MS) return;
    this.#writtenAt = now;
    await this.#mark.write(now);
  }
}
