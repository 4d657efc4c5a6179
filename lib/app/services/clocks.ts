// By how much this device's clock is off, as far as services tell: every answer of theirs carries the time. One
// operator may be wrong, or lie; two that agree are believed. In memory only, and nobody is asked for it.
import { sameOperator } from '../operators/separation.ts';

export interface ClockSkew {
  /** What to add to the device's time for the right one. */
  readonly offByMs: number;
  /** Services of several operators agree. */
  readonly isSure: boolean;
}

/** An answer with the time at its service, in whole seconds; the rest by this device's clock. */
export interface ToldTime {
  readonly servedAt: number;
  readonly askedAt: number;
  readonly answeredAt: number;
}

interface Reading {
  readonly offByMs: number;
  readonly withinMs: number;
  readonly at: number;
  readonly steadyAt: number;
}

const SECOND_MS = 1000;
/** An answer that took longer tells too little. */
const MOST_WITHIN_MS = 5 * SECOND_MS;
/** Less is none that a site would mind. */
const LEAST_OFF_MS = 20 * SECOND_MS;
const AGREE_MS = 3 * SECOND_MS;
const STALE_MS = 6 * 60 * 60 * SECOND_MS;
/** The device slept, or its clock was set: what was told before says nothing of it now. */
const JUMP_MS = 3 * SECOND_MS;
const MOST_SERVICES = 50;

export interface DeviceClock {
  now(): number;
  /** Milliseconds that nobody sets, from any beginning. */
  steady(): number;
}

export class ServiceClocks {
  readonly #clock: DeviceClock;
  readonly #readings = new Map<string, Reading>();

  constructor(clock: DeviceClock) {
    this.#clock = clock;
  }

  note(origin: string, { servedAt, askedAt, answeredAt }: ToldTime): void {
    const withinMs = (answeredAt - askedAt + SECOND_MS) / 2;
    if (!Number.isFinite(servedAt) || withinMs < SECOND_MS / 2 || withinMs > MOST_WITHIN_MS) return;
    const offByMs = servedAt + SECOND_MS / 2 - (askedAt + answeredAt) / 2;
    this.#readings.delete(origin);
    this.#readings.set(origin, { offByMs, withinMs, at: answeredAt, steadyAt: this.#clock.steady() });
    const [oldest] = this.#readings.keys();
    if (this.#readings.size > MOST_SERVICES && oldest !== undefined) this.#readings.delete(oldest);
  }

  /** Null: it is right, or nobody knows. */
  skew(): ClockSkew | null {
    const now = this.#clock.now();
    const steady = this.#clock.steady();
    const fresh = [...this.#readings].filter(([, { at, steadyAt }]) => {
      const jumped = Math.abs(now - at - (steady - steadyAt)) > JUMP_MS;
      return !jumped && steady - steadyAt <= STALE_MS;
    });
    const [first] = fresh;
    if (first === undefined) return null;
    // If some say this and others that, nobody is believed.
    const offs = fresh.map(([, { offByMs }]) => offByMs).sort((a, b) => a - b);
    const spread = (offs.at(-1) ?? 0) - (offs[0] ?? 0);
    const allowed = AGREE_MS + 2 * Math.max(...fresh.map(([, { withinMs }]) => withinMs));
    if (spread > allowed) return null;
    const offByMs = Math.round(offs[offs.length >> 1] ?? 0);
    if (Math.abs(offByMs) < LEAST_OFF_MS) return null;
    return { offByMs, isSure: fresh.some(([origin]) => !sameOperator(origin, first[0])) };
  }
}
