// What a worker does by the clock: at its start and every half minute it locks if it was left alone, fetches, holds its
// push lines and looks whether another vault key is due; every few hours, upkeep; and it sends when the courier asks.
// Every round goes on without a caller, so none rejects.

import type { Courier } from '../work/courier.ts';
import type { AutoLock } from './auto-lock.ts';
import type { Device } from './device.ts';

/** As often as browsers ring. */
export const POLL_SECONDS = 30;
export const UPKEEP_SECONDS = 6 * 3600;
/** Each job of a round says anew when it is due. A browser writes each alarm down, and rings half a minute later. */
const ALARM_ASIDE_MS = 150;

export interface RoundsOptions {
  readonly device: Promise<Device>;
  readonly autoLock: Promise<Pick<AutoLock, 'judge'>>;
  /** Pages that are open: what they show would go away while the vault is rewritten. */
  watching(): number;
  /** Identities on their way: their masks would be registered for nobody. */
  readonly creation: Promise<{ readonly isRunning: boolean }>;
  readonly lines: { hold(): Promise<void> };
  readonly attention: { badge(): Promise<void> };
  now(): number;
  /** Runs in so many ms, if this worker lives that long. @returns takes it back */
  after(delayMs: number, run: () => void): () => void;
  /** Has `send` called at that time, by another worker if need be; null: no more. */
  wakeToSend(at: number | null): Promise<void>;
  report(error: unknown): void;
}

export class Rounds {
  readonly #options: RoundsOptions;
  #stop = (): void => {};
  /** For which time an alarm is wanted, and is set. */
  #wakeAt: number | null = null;
  #alarmAt: number | null | undefined;
  #isAlarmDue = false;

  constructor(options: RoundsOptions) {
    this.#options = options;
  }

  poll = (): Promise<void> =>
    this.#reported(async () => {
      const { lines, autoLock, now } = this.#options;
      await (await autoLock).judge(now());
      // Beside each other: a service that keeps one waiting must not keep the lines to the others down.
      await Promise.all([this.#fetch(), lines.hold()]);
    });

  send = (): Promise<void> => this.#withCourier((courier) => courier.send());

  /** Also what waits after a failure. */
  sendNow = (): Promise<void> => this.#withCourier((courier) => courier.sendNow());

  keepUp = (): Promise<void> => this.#withCourier((courier) => courier.keepUp());

  /** A service shows that it is there. */
  heard(origin: string): Promise<void> {
    return this.#withCourier((courier) => {
      courier.heard(origin);
      return courier.sendNow();
    });
  }

  /** Soon is a timer, which the busy worker lives to see; later is an alarm, which outlives it. */
  sendAgainAt(at: number | null): void {
    const { after, now } = this.#options;
    this.#stop();
    this.#stop = at === null ? () => {} : after(Math.max(0, at - now()), () => void this.send());
    this.#wakeAt = at;
    if (this.#isAlarmDue) return;
    this.#isAlarmDue = true;
    after(ALARM_ASIDE_MS, () => this.#setAlarm());
  }

  #setAlarm(): void {
    const { wakeToSend, report } = this.#options;
    this.#isAlarmDue = false;
    if (this.#wakeAt === this.#alarmAt) return;
    this.#alarmAt = this.#wakeAt;
    void wakeToSend(this.#wakeAt).catch(report);
  }

  async #fetch(): Promise<void> {
    const { watching, attention } = this.#options;
    const device = await this.#options.device;
    await device.fetch();
    const creation = await this.#options.creation;
    await device.rekeyIfDue(() => watching() === 0 && !creation.isRunning);
    await attention.badge();
  }

  #withCourier(work: (courier: Courier) => Promise<void>): Promise<void> {
    return this.#reported(async () => {
      const open = await (await this.#options.device).opened();
      if (open !== null) await work(open.courier);
    });
  }

  #reported(round: () => Promise<void>): Promise<void> {
    return round().catch(this.#options.report);
  }
}
