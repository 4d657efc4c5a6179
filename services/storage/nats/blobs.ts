// Blobs on JetStream: a record for the announcement, and a record a part. Parts lie under the making of their blob (16
// random bytes), so leftovers of a former blob of the same id are never taken for parts of this one. Removing takes the
// blob's record first.
import { encodeHex } from '#bytes/base64url.ts';
import { concat, equal } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { boolean, blob as byteString, bytes, part as formatPart, rest, struct, timestamp } from '#wire/format.ts';
import { PART_BYTES } from '#wire/sizes.ts';
import type { Blobs, NewBlob, StoredBlob } from '../storage.ts';
import type { Outline, Streams } from './streams.ts';

const MAKING_BYTES = 16;
const blobRecord = formatPart(
  'blob record',
  64,
  struct({
    making: bytes(MAKING_BYTES),
    /** Up to 2⁴⁸: six bytes, as times have. */
    byteCount: timestamp,
    complete: boolean,
    expiresAt: timestamp,
  }),
);
const partRecord = formatPart('blob part', PART_BYTES + 256, struct({ digest: byteString(64), body: rest }));

/** How old a count of all bytes may be; what this process announces meanwhile is added. */
const COUNT_MS = 60_000;
const SIZE_BYTES = 8;

interface Found {
  readonly record: ReturnType<typeof blobRecord.decode>;
  readonly sequence: number;
}

export class NatsBlobs implements Blobs {
  readonly #streams: Streams;
  readonly #name: string;
  readonly #entropy: Entropy;
  #counted: { bytes: number; at: number } | null = null;

  constructor(streams: Streams, name: string, entropy: Entropy) {
    this.#streams = streams;
    this.#name = name;
    this.#entropy = entropy;
  }

  async create(id: Uint8Array, blob: NewBlob, now: number): Promise<'created' | 'known'> {
    const { byteCount, unfinishedUntil, expiresAt } = blob;
    const record = { making: this.#entropy(MAKING_BYTES), byteCount, complete: false, expiresAt };
    let expect = 0;
    for (;;) {
      if (await this.#write(id, record, expect, unfinishedUntil)) {
        if (this.#counted !== null) this.#counted.bytes += byteCount;
        return 'created';
      }
      const found = await this.#streams.last('blobs', this.#subject(id));
      if (found !== null && !isExpired(found, now)) return 'known';
      if (found !== null) await this.#removeParts(blobRecord.decode(found.body).making);
      expect = found?.sequence ?? 0;
    }
  }

  async writePart(
    id: Uint8Array,
    part: number,
    body: Uint8Array,
    digest: Uint8Array,
    now: number,
  ): Promise<'written' | 'same' | 'conflict' | 'absent'> {
    const blob = await this.#find(id, now);
    if (blob === null) return 'absent';
    const subject = this.#partSubject(blob.record.making, part);
    const options = { expect: 0, until: blob.record.expiresAt, note: digest };
    const written = await this.#streams.write('parts', subject, partRecord.encode({ digest, body }), options);
    if (written !== null) return 'written';
    const found = await this.#streams.last('parts', subject);
    // Removed between two looks.
    if (found === null) return 'absent';
    return equal(partRecord.decode(found.body).digest, digest) ? 'same' : 'conflict';
  }

  async readPart(id: Uint8Array, part: number, now: number): Promise<Uint8Array | null> {
    const blob = await this.#find(id, now);
    if (blob === null) return null;
    const found = await this.#streams.lastConfirmed('parts', this.#partSubject(blob.record.making, part));
    return found === null ? null : partRecord.decode(found.body).body;
  }

  async find(id: Uint8Array, now: number): Promise<StoredBlob | null> {
    const blob = await this.#find(id, now);
    return blob === null ? null : { byteCount: blob.record.byteCount, complete: blob.record.complete };
  }

  async digests(id: Uint8Array, now: number): Promise<{ part: number; digest: Uint8Array }[]> {
    const blob = await this.#find(id, now);
    if (blob === null) return [];
    const found: { part: number; digest: Uint8Array }[] = [];
    for await (const { subject, note } of this.#streams.scanBelow('parts', this.#making(blob.record.making)))
      found.push({ part: Number(subject.slice(subject.lastIndexOf('.') + 1)), digest: note });
    return found.sort((a, b) => a.part - b.part);
  }

  async complete(id: Uint8Array, now: number): Promise<boolean> {
    for (;;) {
      const blob = await this.#find(id, now);
      if (blob === null || blob.record.complete) return blob !== null;
      const { record, sequence } = blob;
      if (await this.#write(id, { ...record, complete: true }, sequence, record.expiresAt)) return true;
    }
  }

  async delete(id: Uint8Array): Promise<void> {
    for (;;) {
      const found = await this.#streams.lastConfirmed('blobs', this.#subject(id));
      if (found === null) return;
      await this.#streams.remove('blobs', found.sequence);
      await this.#removeParts(blobRecord.decode(found.body).making);
      this.#counted = null;
    }
  }

  async byteCount(): Promise<number> {
    if (this.#counted !== null && performance.now() - this.#counted.at < COUNT_MS) return this.#counted.bytes;
    let sum = 0;
    for await (const { note } of this.#streams.scan('blobs', this.#name)) sum += sizeOf(note);
    this.#counted = { bytes: sum, at: performance.now() };
    return sum;
  }

  /** The counted blobs may be gone. */
  recount(): void {
    this.#counted = null;
  }

  /** Removes the blob of a record that has expired: the record, then its parts. */
  static async expire(streams: Streams, { sequence, subject }: Outline): Promise<void> {
    const found = await streams.at('blobs', sequence);
    await streams.remove('blobs', sequence);
    if (found === null) return;
    const { making } = blobRecord.decode(found.body);
    const below = subject.split('.').with(1, 'parts').with(-1, encodeHex(making)).join('.');
    await streams.removeBelow('parts', below);
  }

  async #find(id: Uint8Array, now: number): Promise<Found | null> {
    const found = await this.#streams.lastConfirmed('blobs', this.#subject(id));
    if (found === null || isExpired(found, now)) return null;
    return { record: blobRecord.decode(found.body), sequence: found.sequence };
  }

  async #write(id: Uint8Array, record: Found['record'], expect: number, until: number): Promise<boolean> {
    const note = new Uint8Array(SIZE_BYTES);
    new DataView(note.buffer).setFloat64(0, record.byteCount);
    const body = blobRecord.encode(record);
    return (await this.#streams.write('blobs', this.#subject(id), body, { expect, until, note })) !== null;
  }

  #removeParts(making: Uint8Array): Promise<void> {
    return this.#streams.removeBelow('parts', this.#making(making));
  }

  #subject(id: Uint8Array): string {
    return this.#streams.subject('blobs', this.#name, id);
  }

  #making(making: Uint8Array): string {
    return this.#streams.subjectOf('parts', this.#name, encodeHex(making));
  }

  #partSubject(making: Uint8Array, part: number): string {
    return `${this.#making(making)}.${part}`;
  }
}

const sizeOf = (note: Uint8Array): number =>
  note.length === SIZE_BYTES ? new DataView(concat(note).buffer).getFloat64(0) : 0;

function isExpired({ until }: { readonly until: number | null }, now: number): boolean {
  return until !== null && until <= now;
}
