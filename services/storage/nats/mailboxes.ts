// Mailboxes on JetStream. An item is a record under a subject that follows from its id, so it can be written once; a
// mailbox is an index record (box.ts) that names its items and is replaced by compare and set. The order of writes
// (append, delete) makes every crash harmless, and an id comes into a mailbox once.
import { encodeHex } from '#bytes/base64url.ts';
import { ascii, concat } from '#bytes/bytes.ts';
import { decodeUtf8 } from '#bytes/utf8.ts';
import type { Mailboxes, MailboxItem, NewMailboxItem } from '../storage.ts';
import { type Box, type BoxEntry, decodeBox, EMPTY_BOX, encodeBox, MAX_BOX_ITEMS } from './box.ts';
import type { Outline, StreamRecord, Streams } from './streams.ts';

type Appended = 'appended' | 'known' | 'full';

interface Waiting {
  readonly item: NewMailboxItem;
  readonly maxBytes: number;
  readonly visible: () => void;
  readonly resolve: (result: Appended) => void;
  readonly reject: (error: unknown) => void;
}

/** An item on its way into an index. */
interface Ready {
  readonly waiting: Waiting;
  readonly entry: Omit<BoxEntry, 'sequence'>;
}

const NOTHING = new Uint8Array(0);
/** Before the body of an item stands the token of its mailbox: an id belongs to the mailbox that had it first. */
const TOKEN_CHARACTERS = 22;

export class NatsMailboxes implements Mailboxes {
  readonly #streams: Streams;
  readonly #name: string;
  /**
   * Items that this process is about to append, by mailbox: those for one mailbox at a time share one write of the
   * index.
   */
  readonly #pending = new Map<string, Waiting[]>();
  /** The latest time that a caller told: entries that have expired by then hold no room. */
  #now = 0;

  constructor(streams: Streams, name: string) {
    this.#streams = streams;
    this.#name = name;
  }

  /** First the item, then the index: appending the same id again puts in an item that no index names. */
  append(box: Uint8Array, item: NewMailboxItem, maxBytes: number, visible: () => void = () => {}): Promise<Appended> {
    const key = encodeHex(box);
    return new Promise((resolve, reject) => {
      const waiting = { item, maxBytes, visible, resolve, reject };
      const company = this.#pending.get(key);
      if (company !== undefined) {
        company.push(waiting);
        return;
      }
      this.#pending.set(key, [waiting]);
      void this.#work(key, box);
    });
  }

  async knows(id: Uint8Array): Promise<boolean> {
    const found = await this.#streams.near('items', this.#itemSubject(id));
    if (found === null || found.body.length === 0) return found !== null;
    const index = await this.#streams.lastConfirmed(
      'boxes',
      this.#streams.subjectOf('boxes', this.#name, ownerOf(found)),
    );
    return index !== null && !this.#isOrphan(found, ownerOf(found), decodeBox(index.body));
  }

  async read(
    box: Uint8Array,
    limit: number,
    now: number,
    after = 0,
  ): Promise<{ items: MailboxItem[]; waiting: number }> {
    this.tell(now);
    const { index } = await this.#index(box);
    const living = index.entries.filter((entry) => entry.expiresAt > now && entry.sequence > after);
    const items: MailboxItem[] = [];
    const traces: number[] = [];
    let absent = 0;
    let next = 0;
    // More than `limit` only if items turn out to be gone.
    while (items.length < limit && next < living.length) {
      const page = living.slice(next, next + limit - items.length);
      next += page.length;
      const bodies = await Promise.all(page.map((entry) => this.#body(entry)));
      for (const [i, { sequence }] of page.entries()) {
        const body = bodies[i] ?? null;
        if (body === 'trace') traces.push(sequence);
        else if (body === null) absent++;
        else items.push({ sequence, body });
      }
    }
    if (traces.length > 0) await this.#takeOut(box, new Set(traces));
    return { items, waiting: living.length - traces.length - absent };
  }

  /** `trace`: it was deleted. Null: swept; its entry, which has expired too, goes with the next change of the index. */
  async #body(entry: BoxEntry): Promise<Uint8Array | 'trace' | null> {
    const there = await this.#streams.at('items', entry.record);
    const subject = this.#streams.subjectOf('items', this.#name, entry.token);
    const found = there ?? (await this.#streams.lastConfirmed('items', subject));
    if (found === null) return null;
    return found.body.length === 0 ? 'trace' : found.body.subarray(TOKEN_CHARACTERS);
  }

  /**
   * First a trace in place of each item, then the index. A trace is never put into an index again; readers pass over an
   * entry whose item is gone and take it out.
   */
  async delete(box: Uint8Array, sequences: readonly number[]): Promise<void> {
    const wanted = new Set(sequences);
    const { index } = await this.#index(box);
    const entries = index.entries.filter((entry) => wanted.has(entry.sequence));
    if (entries.length === 0) return;
    await Promise.all(entries.map((entry) => this.#leaveTrace(entry)));
    await this.#takeOut(box, new Set(entries.map((entry) => entry.sequence)));
  }

  async drop(box: Uint8Array): Promise<void> {
    for (;;) {
      await this.#streams.settled('boxes');
      const { index, revision } = await this.#index(box);
      if (revision === 0) return;
      await Promise.all(index.entries.map((entry) => this.#leaveTrace(entry)));
      await this.#streams.remove('boxes', revision);
    }
  }

  /** That it is that late. */
  tell(now: number): void {
    this.#now = Math.max(this.#now, now);
  }

  /**
   * What becomes of a record of the kind `items` that has expired: a trace of its id, for as long as it is remembered;
   * then nothing.
   */
  static async expire(streams: Streams, { subject, sequence, remember }: Outline, now: number): Promise<void> {
    if (remember === null || remember <= now) await streams.remove('items', sequence);
    else await streams.write('items', subject, NOTHING, { expect: 'any', until: remember });
  }

  async #work(key: string, box: Uint8Array): Promise<void> {
    for (;;) {
      // One turn's worth of company.
      await new Promise((resolve) => setImmediate(resolve));
      const group = this.#pending.get(key) ?? [];
      if (group.length === 0) break;
      this.#pending.set(key, []);
      await this.#appendGroup(box, group);
    }
    this.#pending.delete(key);
  }

  async #appendGroup(box: Uint8Array, group: readonly Waiting[]): Promise<void> {
    try {
      const owner = this.#boxSubject(box).slice(-TOKEN_CHARACTERS);
      const { index } = await this.#index(box);
      const ready = await Promise.all(group.map((waiting) => this.#writeItem(waiting, owner, index)));
      await this.#enter(
        box,
        ready.filter((one) => one !== null),
      );
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  /**
   * Writes an item, or finds the one that lies there without being in the index. Null: its caller has been answered.
   */
  async #writeItem(waiting: Waiting, owner: string, index: Box): Promise<Ready | null> {
    const { item, maxBytes, resolve } = waiting;
    const { expiresAt, rememberUntil, body } = item;
    const subject = this.#itemSubject(item.id);
    const token = subject.slice(-TOKEN_CHARACTERS);
    const ready = (record: number): Ready => {
      return { waiting, entry: { record, byteCount: body.length, expiresAt, rememberUntil, token } };
    };
    for (;;) {
      const hasRoom = this.#hasRoom(index.entries, item, maxBytes);
      if (hasRoom) {
        const options = { expect: 0, until: expiresAt, remember: rememberUntil };
        const record = await this.#streams.write('items', subject, concat(ascii(owner), body), options);
        if (record !== null) return ready(record);
      }
      const found = await this.#streams.lastConfirmed('items', subject);
      // Gone between two looks: once more.
      if (found === null && hasRoom) continue;
      const state = found === null ? 'full' : this.#isOrphan(found, owner, index) ? 'orphan' : 'known';

      if (state === 'orphan' && found !== null) return ready(found.sequence);
      resolve(state === 'full' ? 'full' : 'known');
      return null;
    }
  }

  /** Whether a process wrote the item of this mailbox and ended before it put it into the index. */
  #isOrphan(found: StreamRecord, owner: string, index: Box): boolean {
    if (found.body.length === 0 || ownerOf(found) !== owner || (found.until ?? 0) <= this.#now) return false;
    return !index.entries.some((entry) => entry.record === found.sequence);
  }

  async #enter(box: Uint8Array, ready: readonly Ready[]): Promise<void> {
    const left = new Set(ready);
    while (left.size > 0) {
      const { index, revision } = await this.#index(box);
      const results = new Map<Ready, Appended>();
      const entries = index.entries.filter((entry) => entry.expiresAt > this.#now);
      let { nextSequence } = index;
      for (const one of left) {
        const { item, maxBytes } = one.waiting;
        if (index.entries.some((entry) => entry.record === one.entry.record)) results.set(one, 'known');
        else if (!this.#hasRoom(entries, item, maxBytes)) results.set(one, 'full');
        else {
          entries.push({ sequence: nextSequence++, ...one.entry });
          results.set(one, 'appended');
        }
      }
      const changed = nextSequence !== index.nextSequence;
      if (changed && !(await this.#write(box, { nextSequence, entries }, revision))) continue;
      for (const [one, result] of results) {
        left.delete(one);
        // Its id must not be remembered.
        if (result === 'full') await this.#streams.remove('items', one.entry.record);
        if (result === 'appended') one.waiting.visible();
        one.waiting.resolve(result);
      }
    }
  }

  #hasRoom(entries: readonly BoxEntry[], item: NewMailboxItem, maxBytes: number): boolean {
    const living = entries.filter((entry) => entry.expiresAt > this.#now);
    const byteCount = living.reduce((sum, entry) => sum + entry.byteCount, 0);
    return living.length < MAX_BOX_ITEMS && byteCount + item.body.length <= maxBytes;
  }

  async #leaveTrace({ token, rememberUntil }: BoxEntry): Promise<void> {
    const subject = this.#streams.subjectOf('items', this.#name, token);
    await this.#streams.write('items', subject, NOTHING, { expect: 'any', until: rememberUntil });
  }

  async #takeOut(box: Uint8Array, sequences: ReadonlySet<number>): Promise<void> {
    for (;;) {
      const { index, revision } = await this.#index(box);
      const entries = index.entries.filter((entry) => !sequences.has(entry.sequence));
      if (entries.length === index.entries.length) return;
      if (await this.#write(box, { ...index, entries }, revision)) return;
    }
  }

  async #index(box: Uint8Array): Promise<{ index: Box; revision: number }> {
    const found = await this.#streams.last('boxes', this.#boxSubject(box));
    if (found === null) return { index: EMPTY_BOX, revision: 0 };
    return { index: decodeBox(found.body), revision: found.sequence };
  }

  async #write(box: Uint8Array, index: Box, revision: number): Promise<boolean> {
    const written = await this.#streams.write('boxes', this.#boxSubject(box), encodeBox(index), { expect: revision });
    return written !== null;
  }

  #boxSubject(box: Uint8Array): string {
    return this.#streams.subject('boxes', this.#name, box);
  }

  #itemSubject(id: Uint8Array): string {
    return this.#streams.subject('items', this.#name, id);
  }
}

function ownerOf({ body }: StreamRecord): string {
  return decodeUtf8(body.subarray(0, TOKEN_CHARACTERS)) ?? '';
}
