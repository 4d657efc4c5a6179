// Which processes of a store live: each says so every second, over NATS itself. A process not heard for the lease is
// taken for dead. A process that does not hear itself hears no other, so it judges none; after an interruption
// everybody gets a lease anew.
import type { Subscription } from '@nats-io/transport-node';
import { encodeHex } from '#bytes/base64url.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Background } from '../../runtime/background.ts';
import type { Streams } from './streams.ts';

const BEATS_PER_LEASE = 8;
const NOTHING = new Uint8Array(0);
const FAREWELL = new Uint8Array(1);

export class Life {
  /** This process's name among them: 16 random bytes in hexadecimal. */
  readonly process: string;
  readonly leaseMs: number;
  readonly #streams: Streams;
  readonly #heardAt = new Map<string, number>();
  readonly #left = new Set<string>();
  readonly #listeners = new Set<() => void>();
  readonly #background = new Background();
  readonly #hearing: Subscription;
  #since = performance.now();

  constructor(streams: Streams, leaseMs: number, entropy: Entropy) {
    this.#streams = streams;
    this.leaseMs = leaseMs;
    this.process = encodeHex(entropy(16));
    this.#hearing = streams.connection.subscribe(streams.passing('life', '*'), {
      callback: (error, message) => {
        if (error === null) this.#heard(message.subject.slice(-32), message.data.length > 0);
      },
    });
    this.#background.every(leaseMs / BEATS_PER_LEASE, () => this.#beat());
    this.#beat();
  }

  /**
   * Calls back about once a beat, and at once when a process says farewell: the time to look whether a process died.
   */
  onBeat(listener: () => void): void {
    this.#listeners.add(listener);
  }

  isAlive(process: string): boolean {
    if (process === this.process) return true;
    if (this.#left.has(process)) return false;
    const now = performance.now();
    // Also between two beats: a process that was held up is asked before it has heard what came meanwhile.
    if (this.#isDeaf(now)) return true;
    // A process that was never heard may be about to speak.
    const heardAt = Math.max(this.#heardAt.get(process) ?? 0, this.#since);
    return now - heardAt < this.leaseMs;
  }

  #isDeaf(now: number): boolean {
    return now - (this.#heardAt.get(this.process) ?? now) > this.leaseMs / 2;
  }

  /** The connection was away: signs of life meanwhile were not heard. */
  interrupted(): void {
    this.#since = performance.now();
  }

  /** Stops to live, and to listen to the others; they need not wait for the lease. */
  leave(): void {
    this.#background.stop();
    this.#listeners.clear();
    this.#hearing.unsubscribe();
    if (!this.#streams.connection.isClosed()) this.#streams.connection.publish(this.#subject, FAREWELL);
  }

  get #subject(): string {
    return this.#streams.passing('life', this.process);
  }

  #beat(): void {
    if (this.#streams.connection.isClosed()) return;
    this.#streams.connection.publish(this.#subject, NOTHING);
    const now = performance.now();
    if (this.#isDeaf(now)) this.#since = now;
    // The dead are forgotten in time; no process is taken for dead before.
    for (const [process, at] of this.#heardAt) if (now - at > 100 * this.leaseMs) this.#heardAt.delete(process);
    for (const listener of this.#listeners) listener();
  }

  #heard(process: string, farewell: boolean): void {
    this.#heardAt.set(process, performance.now());
    if (!farewell) return;
    this.#left.add(process);
    for (const listener of this.#listeners) listener();
  }
}
