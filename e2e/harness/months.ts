// Months in seconds: two people, a real service whose clock goes along with theirs, and a network that takes as many
// days as a test says.

import { equal } from '#bytes/bytes.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import type { RunningServices } from '#services/main.ts';
import { eventually } from '#services/testing/eventually.ts';
import { Bench, call } from '#services/testing/services.ts';
import type { Delivery } from '#wire/transport.ts';
import { PASSPHRASE, TestDevice } from './devices.ts';

/** A receiving service, and a network that takes its time between a sender and it. */
export class World {
  readonly bench = new Bench();
  readonly #dataDir = this.bench.directory();
  #running: RunningServices | null = null;
  #startedDay = 0;
  /** What services found, over all their lives. */
  readonly openings = new Map<string, number>();
  readonly #onItsWay: { readonly delivery: Delivery; readonly dedupe: Uint8Array; readonly dueDay: number }[] = [];
  day = 0;
  submitted = 0;
  /** Days that the next message takes; null: it is lost. */
  delay: (from: TestDevice) => number | null = () => 0;
  origin = '';

  async start(port = 0): Promise<void> {
    const now = () => Date.now() + this.day * DAY_MS;
    this.#running = await this.bench.start({ dataDir: this.#dataDir, port }, { now });
    this.origin = this.#running.origin;
    this.#startedDay = this.day;
  }

  async person(): Promise<TestDevice> {
    const one = new TestDevice([this.origin]);
    one.meddle = async (name, _, request, goOn) => {
      // The service believes that it delivered the lost messages.
      if (name === 'getOutcome')
        return {
          outcome: this.#onItsWay.some(({ dedupe }) => equal(dedupe, request.dedupe)) ? 'waiting' : 'delivered',
        };
      if (name !== 'submit') return goOn();
      this.submitted++;
      const days = this.delay(one);
      const { address, envelope, dedupe } = request;
      if (days !== null) this.#onItsWay.push({ delivery: { address, envelope }, dedupe, dueDay: this.day + days });
      if (days === 0) await this.deliver();
      return null;
    };
    one.aheadMs = this.day * DAY_MS;
    await one.device.setUp(PASSPHRASE);
    await (await one.vault()).courier.keepUp();
    return one;
  }

  /** Goes on to another day. Services make new keys by their clock when they are started. */
  async goOn(days: number): Promise<void> {
    for (let left = days; left > 0; left--) {
      this.day++;
      await this.deliver();
    }
    if (this.day - this.#startedDay > 6) {
      const { port } = this.#running as RunningServices;
      this.#note();
      await this.#running?.close();
      await this.start(port);
    }
  }

  async deliver(): Promise<void> {
    const due = this.#onItsWay.filter(({ dueDay }) => dueDay <= this.day);
    if (due.length === 0) return;
    for (const one of due) {
      this.#onItsWay.splice(this.#onItsWay.indexOf(one), 1);
      const { status } = await call(this.origin, 'deliver', one.delivery);
      if (status !== 202) throw new Error(`not taken: ${status}`);
    }
    const { metrics } = this.#running as RunningServices;
    const opened = () => OUTCOMES.reduce((sum, outcome) => sum + metrics.value('openings_total', outcome), 0);
    await eventually(() => opened() === metrics.value('deliveries_total', 'accepted'));
  }

  #note(): void {
    for (const outcome of OUTCOMES) {
      const count = this.#running?.metrics.value('openings_total', outcome) ?? 0;
      if (count > 0) this.openings.set(outcome, (this.openings.get(outcome) ?? 0) + count);
    }
  }

  /** What became of everything that was delivered. */
  outcomes(): string[] {
    this.#note();
    return [...this.openings.keys()];
  }

  /** Looks in: upkeep, arrivals, sending. */
  async looksIn(one: TestDevice): Promise<void> {
    one.aheadMs = this.day * DAY_MS;
    const { courier } = await one.vault();
    await courier.keepUp();
    await one.settle();
    // A service that was started again closed a connection that was kept: what met that waits a second of real time.
    await courier.sendNow();
  }
}
const OUTCOMES = ['mailbox', 'repeated', 'unopened', 'unknown-root', 'unsigned', 'expired', 'revoked', 'full'] as const;
