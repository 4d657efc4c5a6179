// Ordered logs on JetStream: a record an entry, under a subject that holds its place. An entry is written only if its
// place is empty and the one before it is taken; nothing is ever removed, so both stay true.

import { encodeHex } from '#bytes/base64url.ts';
import { concat } from '#bytes/bytes.ts';
import type { LogEntry, Logs } from '../storage.ts';
import type { Streams } from './streams.ts';

/** Logs whose end is kept in mind. */
const MAX_ENDS = 10_000;
const EIGHT = 8;

export class NatsLogs implements Logs {
  readonly #streams: Streams;
  readonly #name: string;
  /** Hexadecimal log → a taken place: the end of the log when it was last looked for. */
  readonly #ends = new Map<string, number>();

  constructor(streams: Streams, name: string) {
    this.#streams = streams;
    this.#name = name;
  }

  async append(log: Uint8Array, body: Uint8Array, after: number): Promise<boolean> {
    if (after > this.#knownEnd(log) && !(await this.#isTaken(log, after))) return false;
    const written = await this.#streams.write('logs', this.#subject(log, after + 1), body, { expect: 0 });
    if (written !== null) this.#keepEnd(log, after + 1);
    return written !== null;
  }

  async read(log: Uint8Array, after: number, limit: number): Promise<LogEntry[]> {
    const end = Math.min(await this.last(log), after + limit);
    const places = Array.from({ length: Math.max(0, end - after) }, (_, i) => after + 1 + i);
    const found = await Promise.all(places.map((place) => this.#streams.last('logs', this.#subject(log, place))));
    return found.flatMap((record, i) =>
      record === null ? [] : [{ sequence: places[i] as number, body: record.body }],
    );
  }

  /**
   * Doubles its stride to the first empty place, then halves the gap: a few questions for a log that grew little since
   * the last time.
   */
  async last(log: Uint8Array): Promise<number> {
    let taken = this.#knownEnd(log);
    let stride = 1;
    while (await this.#isTaken(log, taken + stride)) {
      taken += stride;
      stride *= 2;
    }
    let empty = taken + stride;
    while (empty - taken > 1) {
      const middle = Math.floor((taken + empty) / 2);
      if (await this.#isTaken(log, middle)) taken = middle;
      else empty = middle;
    }
    this.#keepEnd(log, taken);
    return taken;
  }

  async #isTaken(log: Uint8Array, place: number): Promise<boolean> {
    return place === 0 || (await this.#streams.last('logs', this.#subject(log, place))) !== null;
  }

  #knownEnd(log: Uint8Array): number {
    return this.#ends.get(encodeHex(log)) ?? 0;
  }

  #keepEnd(log: Uint8Array, place: number): void {
    const key = encodeHex(log);
    const end = Math.max(place, this.#ends.get(key) ?? 0);
    this.#ends.delete(key);
    this.#ends.set(key, end);
    if (this.#ends.size > MAX_ENDS) this.#ends.delete(this.#ends.keys().next().value as string);
  }

  #subject(log: Uint8Array, place: number): string {
    const at = new Uint8Array(EIGHT);
    new DataView(at.buffer).setBigUint64(0, BigInt(place));
    return this.#streams.subject('logs', this.#name, concat(at, log));
  }
}
