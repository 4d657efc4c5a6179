// The streams of a JetStream store, one a kind of record, and what the adapters of the port do with them: compare and
// set, read the last record of a subject, read a sequence, remove, scan. A write is acknowledged when a majority of the
// replicas has it. A stream's leader reads as far as it has come: one that was just elected may not have carried out
// yet what was acknowledged before (lastConfirmed). Revisions are replaced in turns (write).
import { setTimeout } from 'node:timers/promises';
import {
  AckPolicy,
  DeliverPolicy,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type StoredMsg,
} from '@nats-io/jetstream';
import { headers, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node';
import { decodeBase64url, encodeBase64url, encodeHex } from '#bytes/base64url.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { blob, nullable, part, rest as restOfFormat, struct, text, timestamp } from '#wire/format.ts';
import { Background } from '../../runtime/background.ts';
import type { StoreSealing } from './sealing.ts';

export const KINDS = ['values', 'queues', 'owners', 'items', 'boxes', 'blobs', 'parts', 'logs', 'turns'] as const;
export type StreamKind = (typeof KINDS)[number];

export interface StreamRecord {
  readonly sequence: number;
  readonly body: Uint8Array;
  /** When it may be swept; null: never. */
  readonly until: number | null;
  /** Empty if it has none. */
  readonly owner: string;
}

/** What a scan sees of a record without reading it. */
export interface Outline {
  readonly sequence: number;
  readonly subject: string;
  readonly until: number | null;
  readonly remember: number | null;
  readonly owner: string;
  /** Opened; empty if it has none. */
  readonly note: Uint8Array;
}

export interface WriteOptions {
  /** The sequence of the last record of the subject; 0: there is none. `any`: whatever there is, it is replaced. */
  readonly expect: number | 'any';
  readonly until?: number | null;
  /** Until when a trace of it is wanted after that. */
  readonly remember?: number | null;
  readonly owner?: string;
  /** A few bytes that a scan is to see; sealed like the body. */
  readonly note?: Uint8Array;
}

const UNTIL = 'Until';
const REMEMBER = 'Remember';
const OWNER = 'Owner';
const NOTE = 'Note';
const MESSAGE_ID = 'Nats-Msg-Id';

const ATTEMPT_MS = 2000;
/** How long a request of ours waits for the nodes to find a leader; longer than an election. */
const PATIENCE_MS = 15_000;
const OPENING_PATIENCE_MS = 60_000;
const PAUSE_MS = 100;
/** Longer than the patience: a repeat within it is recognised. */
const DUPLICATES_MS = 60_000;
/** After that long another process carries out what the holder of a turn wanted. */
const TURN_PATIENCE_MS = 3000;
const TURN_KEPT_MS = 10_000;
/** Longer than any writer is patient. The nodes forget it then: to be told of each would be a write more. */
const TURN_LIFE_MS = 120_000;
/** For a turn whose process ended before it removed it. */
const TURN_SWEPT_MS = 60 * 60_000;
const successorRecord = part(
  'successor',
  900 * 1024,
  struct({
    until: nullable(timestamp),
    remember: nullable(timestamp),
    owner: text(64),
    note: blob(256),
    body: restOfFormat,
  }),
);
const SCAN_PAGE = 1000;
const SCAN_WAIT_MS = 1000;

const WRONG_SEQUENCE = 10071;
const STREAM_NOT_FOUND = 10059;
const NOT_THERE = new Set([10037, 10043, 10057]);

export interface StreamsOptions {
  readonly namespace: string;
  readonly replicas: number;
  readonly sealing: StoreSealing;
  readonly entropy: Entropy;
}

interface Settling {
  readonly running: Promise<void> | null;
  /** Begins after that one. */
  readonly next: Promise<void> | null;
}

export class Streams {
  readonly #settling = new Map<StreamKind, Settling>();
  readonly #connection: NatsConnection;
  readonly #jetstream: JetStreamClient;
  readonly #manager: JetStreamManager;
  readonly #options: StreamsOptions;
  readonly #background = new Background();
  /** Whether the nodes themselves forget turns in time. */
  #turnsEnd = false;
  readonly sealing: StoreSealing;

  private constructor(connection: NatsConnection, manager: JetStreamManager, options: StreamsOptions) {
    this.#connection = connection;
    this.#manager = manager;
    this.#jetstream = jetstream(connection, { timeout: ATTEMPT_MS });
    this.#options = options;
    this.sealing = options.sealing;
  }

  /** Makes what streams are missing. From here on the connection is theirs. @throws Fault unavailable 'storage-read' */
  static async open(connection: NatsConnection, options: StreamsOptions): Promise<Streams> {
    try {
      const manager = await patiently('storage-read', OPENING_PATIENCE_MS, null, () =>
        jetstreamManager(connection, { timeout: ATTEMPT_MS }),
      );
      const streams = new Streams(connection, manager, options);
      for (const kind of KINDS) await patiently('storage-read', OPENING_PATIENCE_MS, null, () => streams.#ensure(kind));
      return streams;
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  /** Cuts off the operations under way, which fail as unavailable, and resolves when all have. */
  async close(): Promise<void> {
    this.#background.stop();
    await this.#connection.close();
    await this.#background.end();
  }

  /** Asks until a node answers, or until it is closed. */
  #patiently<T>(code: 'storage-read' | 'storage-write', ask: () => Promise<T>): Promise<T> {
    const asking = patiently(code, PATIENCE_MS, this.#background.signal, ask);
    // The caller hears how it failed.
    this.#background.run(asking, () => {});
    return asking;
  }

  /**
   * A stream that is there is left as its operator has it. Two processes that start together may both add it: the same
   * again is no error.
   */
  async #ensure(kind: StreamKind): Promise<void> {
    const found = await this.#manager.streams.info(this.#stream(kind)).catch((error: unknown) => {
      if ((error as { code?: unknown }).code !== STREAM_NOT_FOUND) throw error;
      return this.#manager.streams.add(this.#configuration(kind));
    });
    if (kind === 'turns') this.#turnsEnd = found.config.max_age > 0;
  }

  #configuration(kind: StreamKind) {
    return {
      name: this.#stream(kind),
      subjects: [`${this.#options.namespace}.${kind}.>`],
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      num_replicas: this.#options.replicas,
      max_msgs_per_subject: 1,
      allow_direct: true,
      duplicate_window: DUPLICATES_MS * 1e6,
      max_age: kind === 'turns' ? TURN_LIFE_MS * 1e6 : 0,
    };
  }

  #stream(kind: StreamKind): string {
    return `${this.#options.namespace}-${kind}`;
  }

  /** The subject of a key. Names are constants of this program; keys are hidden. */
  subject(kind: StreamKind, name: string, key: Uint8Array): string {
    return this.subjectOf(kind, name, this.sealing.token(`${kind} ${name}`, key));
  }

  subjectOf(kind: StreamKind, name: string, token: string): string {
    return `${this.#options.namespace}.${kind}.${plain(name)}.${token}`;
  }

  /**
   * The sequence of the new record; null, and nothing is written, if the last record of the subject is another one.
   * That a subject is empty, every replica checks as it carries a write out. That its last record is a certain one,
   * nodes of 2.9 check only before they agree on it: of three writers that replace one revision at once, two succeed
   * (seen in 73 of 200 tries, never if the subject was to be empty). So a writer first creates its record under a
   * subject of the old revision, which only one can; if it ends before it carries that out, the next writer does.
   * @throws Fault unavailable 'storage-write'
   */
  async write(kind: StreamKind, subject: string, body: Uint8Array, options: WriteOptions): Promise<number | null> {
    const { expect } = options;
    if (expect === 'any' || expect === 0 || this.#options.replicas === 1)
      return this.#write(kind, subject, body, options);
    const turn = this.subject('turns', kind, encodeUtf8(`${subject} ${expect}`));
    const { until = null, remember = null, owner = '', note = NOTHING } = options;
    const successor = successorRecord.encode({ until, remember, owner, note, body });
    const sweepAt = performance.timeOrigin + performance.now() + TURN_SWEPT_MS;
    const won = await this.#write('turns', turn, successor, { expect: 0, until: Math.floor(sweepAt) });
    if (won === null) {
      await this.#help(kind, subject, expect, turn);
      return null;
    }
    const written = await this.#write(kind, subject, body, options);
    // Not at once: a leader that was just elected may take the replaced record for the last one.
    if (!this.#turnsEnd) this.#background.after(TURN_KEPT_MS, () => this.remove('turns', won).catch(() => {}));
    return written;
  }

  /**
   * Another writer has the turn to replace a revision. If it does not come to it, its record is written in its place.
   */
  async #help(kind: StreamKind, subject: string, expect: number, turn: string): Promise<void> {
    for (const until = performance.now() + TURN_PATIENCE_MS; performance.now() < until; ) {
      if ((await this.last(kind, subject))?.sequence !== expect) return;
      await pause(PAUSE_MS / 5, this.#background.signal);
    }
    const found = await this.last('turns', turn);
    if (found === null) return;
    const { body, note, owner, ...times } = successorRecord.decode(found.body);
    const noted = note.length === 0 ? {} : { note };
    await this.#write(kind, subject, body, { expect, ...times, ...(owner === '' ? {} : { owner }), ...noted });
  }

  /**
   * Asks the next leader again under the same message id, since a node that ends takes answers with it; by that id we
   * find out whether a write that was cut off had landed. Nodes of 2.9 look at the expected sequence before the id.
   */
  async #write(kind: StreamKind, subject: string, body: Uint8Array, options: WriteOptions): Promise<number | null> {
    const id = encodeHex(this.#options.entropy(16));
    const sealed = this.sealing.seal(subject, body);
    const { expect } = options;
    const condition = expect === 'any' ? {} : { expect: { lastSubjectSequence: expect } };
    let inDoubt = false;
    return this.#patiently('storage-write', async () => {
      try {
        const made = this.#headers(subject, options);
        const publishing = { msgID: id, timeout: ATTEMPT_MS, headers: made, ...condition };
        return (await this.#jetstream.publish(subject, sealed, publishing)).seq;
      } catch (error) {
        if ((error as { code?: unknown }).code !== WRONG_SEQUENCE) {
          inDoubt = true;
          throw error;
        }
        if (!inDoubt) return null;
        const stored = await this.#last(kind, subject);
        return stored?.header.get(MESSAGE_ID) === id ? stored.seq : null;
      }
    });
  }

  /** The last record of a subject, as far as its leader has come. @throws Fault unavailable 'storage-read' */
  async last(kind: StreamKind, subject: string): Promise<StreamRecord | null> {
    const stored = await this.#patiently('storage-read', () => this.#last(kind, subject));
    return stored === null ? null : this.#opened(stored);
  }

  /** The last record of a subject as any replica has it: cheap, and perhaps not the last moments' one. */
  async near(kind: StreamKind, subject: string): Promise<StreamRecord | null> {
    const query = { last_by_subj: subject };
    const stored = await this.#patiently('storage-read', () =>
      this.#manager.direct.getMessage(this.#stream(kind), query),
    );
    return stored === null ? null : this.#opened(stored);
  }

  /**
   * Null only if there is no acknowledged record: a write of no meaning is acknowledged, then the leader is asked
   * again; one such write serves all who wait.
   * @throws Fault unavailable 'storage-read' | 'storage-write'
   */
  async lastConfirmed(kind: StreamKind, subject: string): Promise<StreamRecord | null> {
    const found = await this.last(kind, subject);
    if (found !== null) return found;
    await this.settled(kind);
    return this.last(kind, subject);
  }

  /** Resolves when the leader has carried out all that was acknowledged before the call. */
  settled(kind: StreamKind): Promise<void> {
    const { running, next } = this.#settling.get(kind) ?? { running: null, next: null };
    // A write that is under way already may be older than what the caller knows of.
    if (next !== null) return next;
    const wanted = (running ?? Promise.resolve()).catch(() => {}).then(() => this.#settle(kind));
    this.#settling.set(kind, { running, next: wanted });
    return wanted;
  }

  async #settle(kind: StreamKind): Promise<void> {
    const publishing = this.#patiently('storage-write', () =>
      this.#jetstream.publish(this.subjectOf(kind, 'settled', 'now'), NOTHING, { timeout: ATTEMPT_MS }),
    );
    const running = publishing.then(() => {});
    this.#settling.set(kind, { running, next: null });
    try {
      await running;
    } finally {
      if (this.#settling.get(kind)?.running === running) {
        const { next } = this.#settling.get(kind) as Settling;
        if (next === null) this.#settling.delete(kind);
        else this.#settling.set(kind, { running: null, next });
      }
    }
  }

  #last(kind: StreamKind, subject: string): Promise<StoredMsg | null> {
    return this.#manager.streams.getMessage(this.#stream(kind), { last_by_subj: subject });
  }

  /** The record of a sequence, from any replica; null if it is removed or replaced. */
  async at(kind: StreamKind, sequence: number): Promise<StreamRecord | null> {
    const stream = this.#stream(kind);
    const stored = await this.#patiently('storage-read', async () => {
      const near = await this.#manager.direct.getMessage(stream, { seq: sequence });
      // A replica that is behind does not have it yet.
      return near ?? this.#manager.streams.getMessage(stream, { seq: sequence });
    });
    return stored === null ? null : this.#opened(stored);
  }

  #headers(subject: string, { until = null, remember = null, owner, note }: WriteOptions): MsgHdrs {
    const made = headers();
    if (until !== null) made.set(UNTIL, String(until));
    if (remember !== null) made.set(REMEMBER, String(remember));
    if (owner !== undefined) made.set(OWNER, owner);
    if (note !== undefined) made.set(NOTE, encodeBase64url(this.sealing.seal(noteSubject(subject), note)));
    return made;
  }

  #noteOf(subject: string, found: MsgHdrs | undefined): Uint8Array {
    const sealed = decodeBase64url(found?.get(NOTE) ?? '') ?? NOTHING;
    return sealed.length === 0 ? NOTHING : this.sealing.open(noteSubject(subject), sealed);
  }

  #opened(stored: Pick<StoredMsg, 'seq' | 'subject' | 'data' | 'header'>): StreamRecord {
    const body = this.sealing.open(stored.subject, stored.data);
    const owner = stored.header?.get(OWNER) ?? '';
    return { sequence: stored.seq, body, until: numberOf(stored.header, UNTIL), owner };
  }

  /**
   * Removes a record, if it is still there. Not overwritten on disk: it is sealed. @throws Fault unavailable
   * 'storage-write'
   */
  async remove(kind: StreamKind, sequence: number): Promise<void> {
    await this.#patiently('storage-write', async () => {
      try {
        await this.#manager.streams.deleteMessage(this.#stream(kind), sequence, false);
      } catch (error) {
        if (!(error instanceof JetStreamApiError && NOT_THERE.has(error.code))) throw error;
      }
    });
  }

  /** Removes all records whose subjects begin so. */
  async removeBelow(kind: StreamKind, subject: string): Promise<void> {
    await this.#patiently('storage-write', () =>
      this.#manager.streams.purge(this.#stream(kind), { filter: `${subject}.>` }),
    );
  }

  /** All records of one name of a kind, one question each: for few. */
  async *each(kind: StreamKind, name: string): AsyncGenerator<StreamRecord & { readonly subject: string }> {
    const filter = this.subjectOf(kind, name, '>');
    for (let next = 1; ; ) {
      const query = { seq: next, next_by_subj: filter };
      const stored = await this.#patiently('storage-read', () =>
        this.#manager.streams.getMessage(this.#stream(kind), query),
      );
      if (stored === null) return;
      next = stored.seq + 1;
      yield { ...this.#opened(stored), subject: stored.subject };
    }
  }

  /** All records of a kind, or of one name of it, without their bodies. */
  scan(kind: StreamKind, name: string | null = null): AsyncGenerator<Outline> {
    return this.scanBelow(kind, `${this.#options.namespace}.${kind}${name === null ? '' : `.${plain(name)}`}`);
  }

  /** All records whose subjects begin so. */
  async *scanBelow(kind: StreamKind, subject: string): AsyncGenerator<Outline> {
    const stream = this.#stream(kind);
    const filter = `${subject}.>`;
    const created = await this.#patiently('storage-read', () =>
      this.#manager.consumers.add(stream, {
        ack_policy: AckPolicy.None,
        deliver_policy: DeliverPolicy.All,
        filter_subject: filter,
        headers_only: true,
        mem_storage: true,
        num_replicas: 1,
        inactive_threshold: 30e9,
      }),
    );
    try {
      let pending = created.num_pending;
      let last = 0;
      let stalledAt: number | null = null;
      const consumer = await this.#patiently('storage-read', () => this.#jetstream.consumers.get(stream, created.name));
      while (pending > 0) {
        let came = 0;
        for await (const message of await consumer.fetch({ max_messages: SCAN_PAGE, expires: SCAN_WAIT_MS })) {
          came++;
          pending = message.info.pending;
          last = message.seq;
          yield this.#outline(message);
          if (pending === 0) break;
        }
        stalledAt = came > 0 ? null : (stalledAt ?? performance.now());
        // A record that was pending when counted may have been removed since: then nothing comes any more.
        if (stalledAt !== null && (await this.#isEnd(kind, last, filter))) return;
        if (stalledAt !== null && performance.now() - stalledAt > PATIENCE_MS)
          throw new Fault('unavailable', 'storage-read', 'a scan of the store was cut off');
      }
    } catch (error) {
      if (error instanceof Fault) throw error;
      throw new Fault('unavailable', 'storage-read', 'a scan of the store was cut off', error);
    } finally {
      await this.#manager.consumers.delete(stream, created.name).catch(() => {});
    }
  }

  #outline({ seq, subject, headers: found }: JsMsg): Outline {
    return {
      sequence: seq,
      subject,
      until: numberOf(found, UNTIL),
      remember: numberOf(found, REMEMBER),
      owner: found?.get(OWNER) ?? '',
      note: this.#noteOf(subject, found),
    };
  }

  async #isEnd(kind: StreamKind, last: number, filter: string): Promise<boolean> {
    const query = { seq: last + 1, next_by_subj: filter };
    return this.#patiently('storage-read', async () => {
      return (await this.#manager.streams.getMessage(this.#stream(kind), query)) === null;
    });
  }

  get connection(): NatsConnection {
    return this.#connection;
  }

  /** Subjects outside of the streams: nothing keeps their messages. */
  passing(what: string, rest: string): string {
    return `${this.#options.namespace}.${what}.${rest}`;
  }
}

function numberOf(found: MsgHdrs | undefined, name: string): number | null {
  const text = found?.get(name) ?? '';
  return text === '' ? null : Number(text);
}

const NOTHING = new Uint8Array(0);

/** A note cannot stand in for a body. */
const noteSubject = (subject: string): string => `${subject} note`;

/** Subjects are made of tokens between dots, without spaces and wildcards. */
function plain(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, (character) => `=${character.charCodeAt(0).toString(16)}`);
}

/** Asks until a node answers: leaders change, nodes come back. */
async function patiently<T>(
  code: 'storage-read' | 'storage-write',
  patienceMs: number,
  closed: AbortSignal | null,
  ask: () => Promise<T>,
): Promise<T> {
  const until = performance.now() + patienceMs;
  for (;;) {
    if (closed?.aborted === true) throw new Fault('unavailable', 'storage-closed', 'the store is closed');
    try {
      return await ask();
    } catch (error) {
      if (error instanceof Fault) throw error;
      if (!passes(error) || performance.now() >= until)
        throw new Fault('unavailable', code, 'the nodes of the store did not answer', error);
    }
    await pause(PAUSE_MS, closed);
  }
}

/** Ends at once if the store is closed: the caller looks at that next. */
async function pause(durationMs: number, closed: AbortSignal | null): Promise<void> {
  await setTimeout(durationMs, null, closed === null ? {} : { signal: closed }).catch(() => {});
}

/** Whether asking again may help. Errors of the nodes that say why (no room, say) are final. */
function passes(error: unknown): boolean {
  if (error instanceof JetStreamApiError) return error.status === 503;
  return !['ClosedConnectionError', 'DrainingConnectionError'].includes((error as Error).name);
}
