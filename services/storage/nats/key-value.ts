// Key-values on JetStream: a record a key. The sequence of a record is its revision.
import { encodeUtf8 } from '#bytes/utf8.ts';
import type { KeyValue } from '../storage.ts';
import type { StreamRecord, Streams } from './streams.ts';

export class NatsKeyValue implements KeyValue {
  readonly #streams: Streams;
  readonly #name: string;

  constructor(streams: Streams, name: string) {
    this.#streams = streams;
    this.#name = name;
  }

  async get(key: string, now: number): Promise<{ value: Uint8Array; revision: number } | null> {
    const found = await this.#streams.lastConfirmed('values', this.#subject(key));
    return found === null || isExpired(found, now) ? null : { value: found.body, revision: found.sequence };
  }

  async peek(key: string, now: number): Promise<boolean> {
    const found = await this.#streams.near('values', this.#subject(key));
    return found !== null && !isExpired(found, now);
  }

  async glance(key: string, now: number): Promise<Uint8Array | null> {
    const near = await this.#streams.near('values', this.#subject(key));
    if (near !== null && !isExpired(near, now)) return near.body;
    return (await this.get(key, now))?.value ?? null;
  }

  async create(key: string, value: Uint8Array, now: number, expiresAt: number | null): Promise<boolean> {
    const subject = this.#subject(key);
    let expect = 0;
    for (;;) {
      if ((await this.#streams.write('values', subject, value, { expect, until: expiresAt })) !== null) return true;
      const found = await this.#streams.lastConfirmed('values', subject);
      if (found !== null && !isExpired(found, now)) return false;
      // Over an expired record, or none if it was swept or deleted meanwhile.
      expect = found?.sequence ?? 0;
    }
  }

  async replace(key: string, value: Uint8Array, revision: number): Promise<boolean> {
    const subject = this.#subject(key);
    const found = await this.#streams.lastConfirmed('values', subject);
    if (found?.sequence !== revision) return false;
    const written = await this.#streams.write('values', subject, value, { expect: revision, until: found.until });
    return written !== null;
  }

  async delete(key: string): Promise<void> {
    const subject = this.#subject(key);
    for (;;) {
      const found = await this.#streams.lastConfirmed('values', subject);
      if (found === null) return;
      await this.#streams.remove('values', found.sequence);
    }
  }

  #subject(key: string): string {
    return this.#streams.subject('values', this.#name, encodeUtf8(key));
  }
}

function isExpired({ until }: StreamRecord, now: number): boolean {
  return until !== null && until <= now;
}
