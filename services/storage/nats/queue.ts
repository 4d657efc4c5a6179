// Queues on JetStream. An item is a record under a subject that follows from its id, so it can be written once;
// removed, it leaves a trace for as long as it is to be remembered. Each process keeps what it appended, and what it
// inherited (owners.ts), in an index in memory: claims cost no writing. A postponement is by compare and set on the
// record, so that of two processes that both think an item theirs none brings back what the other has done with.
import { encodeHex } from '#bytes/base64url.ts';
import { ascii, equal } from '#bytes/bytes.ts';
import { blob, nullable, part, struct, text, timestamp, u32 } from '#wire/format.ts';
import { Background } from '../../runtime/background.ts';
import { type QueueEntry, QueueIndex } from '../queue-index.ts';
import type { NewKey, NewQueueItem, Queue, QueueItem, QueueOutcome } from '../storage.ts';
import { NatsKeyValue } from './key-value.ts';
import type { Life } from './life.ts';
import { Owners } from './owners.ts';
import type { Outline, Streams } from './streams.ts';

const itemRecord = part(
  'queue item',
  512 * 1024,
  struct({
    id: blob(64),
    group: text(512),
    acceptedAt: timestamp,
    dueAt: timestamp,
    tries: u32,
    rememberUntil: nullable(timestamp),
    body: blob(256 * 1024),
  }),
);

const TRACES: Readonly<Record<QueueOutcome, Uint8Array>> = { done: ascii('done'), 'given-up': ascii('given-up') };
const TRACE_BYTES = 16;
/** Bodies of young items are kept in mind up to that, since most are claimed at once. */
const MAX_BODY_BYTES = 32 * 1024 ** 2;
/** Records read at once when an estate is taken over. */
const READ_AT_ONCE = 64;

export class NatsQueue implements Queue {
  readonly #streams: Streams;
  readonly #name: string;
  readonly #life: Life;
  readonly #index = new QueueIndex();
  readonly #owners: Owners;
  readonly #listeners = new Set<(group: string) => void>();
  /** Owner → how many of his items are not settled; of this process too. */
  readonly #unsettled = new Map<string, number>();
  readonly #ownerOf = new WeakMap<QueueEntry, string>();
  readonly #ready: Promise<void>;
  /** Appends under way, by id in hexadecimal. */
  readonly #appending = new Map<string, Promise<unknown>>();
  readonly #background = new Background();
  #bodyBytes = 0;

  constructor(streams: Streams, name: string, life: Life, failed: (error: unknown) => void) {
    this.#streams = streams;
    this.#name = name;
    this.#life = life;
    this.#owners = new Owners(streams, name, life, {
      inherit: (owner) => this.#takeOver(owner),
      isSettled: (owner) => !this.#unsettled.has(owner),
      failed,
    });
    // What former processes left is there before anything is asked.
    const looked = this.#owners.look();
    this.#background.run(looked, failed);
    this.#ready = looked.catch(() => {});
  }

  async append(item: NewQueueItem, claim?: 'claim'): Promise<'appended' | 'known'> {
    const name = encodeHex(item.id);
    const before = this.#appending.get(name);
    if (before !== undefined) {
      // `known` only after that write: the answer will be an acknowledgement.
      await before;
      return 'known';
    }
    const appending = this.#append(item, claim);
    this.#appending.set(name, appending);
    try {
      return await appending;
    } finally {
      this.#appending.delete(name);
    }
  }

  /** First the key: nodes write one record at a time. */
  async appendPaid(item: NewQueueItem, price: NewKey): Promise<'appended' | 'known' | 'taken'> {
    const { map, key, value, now, expiresAt } = price;
    const created = await new NatsKeyValue(this.#streams, map).create(key, value, now, expiresAt);
    return created ? this.append(item) : 'taken';
  }

  async #append(item: NewQueueItem, claim?: 'claim'): Promise<'appended' | 'known'> {
    await this.#owners.register();
    try {
      const { dueAt = item.acceptedAt } = item;
      const entry: QueueEntry = { ...item, dueAt, tries: 0, record: 0, body: null, claimed: claim !== undefined };
      const options = { expect: 0, owner: this.#life.process };
      const record = await this.#streams.write('queues', this.#subject(item.id), encode(entry, item.body), options);
      if (record === null) return (await this.#recover(item.id, claim)) === null ? 'known' : 'appended';
      entry.record = record;
      if (this.#bodyBytes + item.body.length <= MAX_BODY_BYTES) this.#keepBody(entry, item.body);
      this.#add(entry, this.#life.process);
      return 'appended';
    } catch (error) {
      this.#recoverLater(item.id);
      throw error;
    }
  }

  /**
   * An item of this process that it does not know of: its writing was given up and landed all the same. @returns its
   * group
   */
  async #recover(id: Uint8Array, claim?: 'claim'): Promise<string | null> {
    const found = await this.#streams.lastConfirmed('queues', this.#subject(id));
    if (found === null || found.owner !== this.#life.process || traceOf(found.body) !== null) return null;
    if (this.#index.get(id) !== undefined) return null;
    const { body: _, ...item } = itemRecord.decode(found.body);
    const entry = { ...item, id, record: found.sequence, body: null, claimed: claim !== undefined };
    this.#add(entry, this.#life.process);
    return item.group;
  }

  /** The caller may not ask for it again. */
  #recoverLater(id: Uint8Array): void {
    const again = async () => {
      const group = await this.#recover(id);
      if (group !== null) for (const listener of this.#listeners) listener(group);
    };
    this.#background.after(this.#life.leaseMs, () => this.#background.run(again(), () => this.#recoverLater(id)));
  }

  async claim(group: string, limit: number, now: number): Promise<QueueItem[]> {
    await this.#ready;
    const entries = this.#index.claim(group, limit, now);
    const read = await Promise.allSettled(entries.map((entry) => this.#item(entry)));
    const failed = read.find((one) => one.status === 'rejected');
    if (failed !== undefined) {
      // All or none: the caller would not know that it has the others.
      for (const { id } of entries) this.release(id);
      throw failed.reason;
    }
    return read.flatMap((one) => (one.status === 'fulfilled' && one.value !== null ? [one.value] : []));
  }

  release(id: Uint8Array): void {
    const entry = this.#index.get(id);
    if (entry === undefined) return;
    this.#dropBody(entry);
    this.#index.release(id);
  }

  async postpone(id: Uint8Array, dueAt: number): Promise<void> {
    const entry = this.#index.get(id);
    if (entry === undefined) return;
    const body = await this.#bodyOf(entry);
    const changed = { ...entry, dueAt, tries: entry.tries + 1 };
    const record =
      body === null
        ? null
        : await this.#streams.write('queues', this.#subject(id), encode(changed, body), {
            expect: entry.record,
            owner: this.#ownerOf.get(entry) ?? this.#life.process,
          });
    // Another process changed it: it is that one's now.
    if (record === null) return this.#forget(entry);
    entry.dueAt = dueAt;
    entry.tries++;
    entry.record = record;
    this.release(id);
  }

  async remove(id: Uint8Array, outcome: QueueOutcome): Promise<void> {
    const entry = this.#index.get(id);
    if (entry === undefined) return;
    const { record, rememberUntil: until } = entry;
    if (until === null) await this.#streams.remove('queues', record);
    else await this.#streams.write('queues', this.#subject(id), TRACES[outcome], { expect: 'any', until });
    this.#forget(entry);
  }

  async outcome(id: Uint8Array): Promise<'waiting' | QueueOutcome | null> {
    // First, whatever there is: the caller must not tell by the time what it was.
    await this.#streams.settled('queues');
    const found = await this.#streams.last('queues', this.#subject(id));
    if (found === null) return null;
    return traceOf(found.body) ?? 'waiting';
  }

  async nextDueAt(group: string): Promise<number | null> {
    await this.#ready;
    return this.#index.nextDueAt(group);
  }

  async groups(): Promise<string[]> {
    await this.#ready;
    return this.#index.groups();
  }

  async count(): Promise<number> {
    await this.#ready;
    return this.#index.count;
  }

  onInherited(listener: (group: string) => void): void {
    this.#listeners.add(listener);
  }

  /** Leaves unfinished work to the other processes. */
  async close(): Promise<void> {
    this.#listeners.clear();
    this.#background.stop();
    await this.#owners.leave();
    await this.#background.end();
  }

  /** Reads all items of an owner. Those that are this process's already, and traces, are passed over. */
  async #takeOver(owner: string): Promise<void> {
    let page: Outline[] = [];
    for await (const outline of this.#streams.scan('queues', this.#name)) {
      if (outline.owner !== owner) continue;
      page.push(outline);
      if (page.length < READ_AT_ONCE) continue;
      await this.#readPage(page, owner);
      page = [];
    }
    await this.#readPage(page, owner);
  }

  async #readPage(page: readonly Outline[], owner: string): Promise<void> {
    const records = await Promise.all(page.map(({ sequence }) => this.#streams.at('queues', sequence)));
    const groups = new Set<string>();
    for (const record of records) {
      if (record === null || traceOf(record.body) !== null) continue;
      const { body: _, ...item } = itemRecord.decode(record.body);
      if (this.#index.get(item.id) !== undefined) continue;
      this.#add({ ...item, id: item.id.slice(), record: record.sequence, body: null, claimed: false }, owner);
      groups.add(item.group);
    }
    for (const group of groups) for (const listener of this.#listeners) listener(group);
  }

  /** Null: another process was faster with it. */
  async #item(entry: QueueEntry): Promise<QueueItem | null> {
    const body = await this.#bodyOf(entry);
    if (body === null) {
      this.#forget(entry);
      return null;
    }
    this.#keepBody(entry, body);
    const { id, group, acceptedAt, tries } = entry;
    return { id, group, body, acceptedAt, tries };
  }

  async #bodyOf(entry: QueueEntry): Promise<Uint8Array | null> {
    if (entry.body !== null) return entry.body;
    const near = await this.#streams.at('queues', entry.record);
    const found = near ?? (await this.#streams.lastConfirmed('queues', this.#subject(entry.id)));
    return found?.sequence === entry.record ? itemRecord.decode(found.body).body : null;
  }

  #add(entry: QueueEntry, owner: string): void {
    this.#ownerOf.set(entry, owner);
    this.#unsettled.set(owner, (this.#unsettled.get(owner) ?? 0) + 1);
    this.#index.add(entry);
  }

  #forget(entry: QueueEntry): void {
    if (this.#index.get(entry.id) !== entry) return;
    this.#dropBody(entry);
    this.#index.remove(entry.id);
    const owner = this.#ownerOf.get(entry) ?? '';
    const left = (this.#unsettled.get(owner) ?? 1) - 1;
    if (left > 0) this.#unsettled.set(owner, left);
    else this.#unsettled.delete(owner);
  }

  #keepBody(entry: QueueEntry, body: Uint8Array): void {
    if (entry.body === null) this.#bodyBytes += body.length;
    entry.body = body;
  }

  #dropBody(entry: QueueEntry): void {
    this.#bodyBytes -= entry.body?.length ?? 0;
    entry.body = null;
  }

  #subject(id: Uint8Array): string {
    return this.#streams.subject('queues', this.#name, id);
  }
}

function encode(entry: QueueEntry, body: Uint8Array): Uint8Array {
  const { id, group, acceptedAt, dueAt, tries, rememberUntil } = entry;
  return itemRecord.encode({ id, group, acceptedAt, dueAt, tries, rememberUntil, body });
}

/** The outcome that a trace tells; null: it is an item. An item is longer than any trace. */
function traceOf(record: Uint8Array): QueueOutcome | null {
  if (record.length > TRACE_BYTES) return null;
  return equal(record, TRACES.done) ? 'done' : 'given-up';
}
