// The storage port on NATS JetStream, for any number of processes on any number of machines. An acknowledged write is
// on a majority of the replicas: three if there are three nodes or more. The nodes see keyed digests and sealed records
// (sealing.ts); the port's times are the caller's, but for the lease by which a silent process is taken for dead.
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import type { Storage } from '../storage.ts';
import { NatsBlobs } from './blobs.ts';
import { NatsKeyValue } from './key-value.ts';
import { Life } from './life.ts';
import { NatsLogs } from './logs.ts';
import { NatsMailboxes } from './mailboxes.ts';
import { NatsQueue } from './queue.ts';
import { StoreSealing } from './sealing.ts';
import { NatsSignals } from './signals.ts';
import { type Outline, type StreamKind, Streams } from './streams.ts';

export interface NatsTls {
  /** PEM texts. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

export interface NatsStorageOptions {
  /** `host:port` of nodes; others of the cluster are found by themselves. */
  readonly servers: readonly string[];
  /** 32 bytes: names are digested and records sealed with it. An operator who has lost it has lost the store. */
  readonly operatorKey: Uint8Array;
  /** Begins the names of streams and subjects: services that share nodes have one each. */
  readonly namespace?: string;
  /** Copies of everything; 3 with three servers or more, else 1. */
  readonly replicas?: number;
  readonly token?: string;
  readonly user?: string;
  readonly password?: string;
  readonly tls?: NatsTls;
  /** After that long without a word a process is taken for dead. */
  readonly leaseMs?: number;
}

const LEASE_MS = 8000;
const RECONNECT_MS = 200;
const PING_MS = 5000;
const REMOVED_AT_ONCE = 64;

/** @param failed hears of faults in the background. @throws Fault unavailable 'storage-connect' | 'storage-read' */
export async function openNatsStorage(
  options: NatsStorageOptions,
  entropy: Entropy,
  failed: (error: unknown) => void,
): Promise<Storage> {
  const { namespace = 'nucleus', servers } = options;
  const replicas = options.replicas ?? (servers.length >= 3 ? 3 : 1);
  const sealing = new StoreSealing(options.operatorKey, entropy);
  const streams = await Streams.open(await connectTo(options), { namespace, replicas, sealing, entropy });
  return new NatsStorage(streams, new Life(streams, options.leaseMs ?? LEASE_MS, entropy), entropy, failed);
}

async function connectTo({ servers, token, user, password, tls }: NatsStorageOptions): Promise<NatsConnection> {
  try {
    return await connect({
      servers: [...servers],
      maxReconnectAttempts: -1,
      reconnectTimeWait: RECONNECT_MS,
      pingInterval: PING_MS,
      maxPingOut: 2,
      // Three errors with their traces for each request were a seventh of a process's time, and no fault of ours shows
      // them.
      noAsyncTraces: true,
      ...(token === undefined ? {} : { token }),
      ...(user === undefined ? {} : { user }),
      ...(password === undefined ? {} : { pass: password }),
      ...(tls === undefined ? {} : { tls }),
    });
  } catch (cause) {
    throw new Fault('unavailable', 'storage-connect', 'no node of the store answers, or none lets us in', cause);
  }
}

class NatsStorage implements Storage {
  readonly #streams: Streams;
  readonly #life: Life;
  readonly #entropy: Entropy;
  readonly #failed: (error: unknown) => void;
  readonly #opened = new Map<string, unknown>();
  readonly #queues: NatsQueue[] = [];
  readonly #mailboxes: NatsMailboxes[] = [];
  readonly #blobs: NatsBlobs[] = [];
  readonly #signals: NatsSignals[] = [];
  readonly #watching: Promise<void>;
  #closing: Promise<void> | null = null;

  constructor(streams: Streams, life: Life, entropy: Entropy, failed: (error: unknown) => void) {
    this.#streams = streams;
    this.#life = life;
    this.#entropy = entropy;
    this.#failed = failed;
    this.#watching = this.#watch();
  }

  queue(name: string): NatsQueue {
    return this.#once('queue', name, () => {
      const queue = new NatsQueue(this.#streams, name, this.#life, this.#failed);
      this.#queues.push(queue);
      return queue;
    });
  }

  keyValue(name: string): NatsKeyValue {
    return this.#once('keyValue', name, () => new NatsKeyValue(this.#streams, name));
  }

  mailboxes(name: string): NatsMailboxes {
    return this.#once('mailboxes', name, () => {
      const mailboxes = new NatsMailboxes(this.#streams, name);
      this.#mailboxes.push(mailboxes);
      return mailboxes;
    });
  }

  blobs(name: string): NatsBlobs {
    return this.#once('blobs', name, () => {
      const blobs = new NatsBlobs(this.#streams, name, this.#entropy);
      this.#blobs.push(blobs);
      return blobs;
    });
  }

  logs(name: string): NatsLogs {
    return this.#once('logs', name, () => new NatsLogs(this.#streams, name));
  }

  signals(name: string): NatsSignals {
    return this.#once('signals', name, () => {
      const signals = new NatsSignals(this.#streams, name);
      this.#signals.push(signals);
      return signals;
    });
  }

  /**
   * Looks through everything: once in a while, by one process, is often enough, since readers do not take what has
   * expired.
   */
  async expire(now: number): Promise<number> {
    for (const mailboxes of this.#mailboxes) mailboxes.tell(now);
    for (const blobs of this.#blobs) blobs.recount();
    const remove = (kind: StreamKind) => (found: Outline) => this.#streams.remove(kind, found.sequence);
    return (
      (await this.#sweep('values', now, remove('values'))) +
      (await this.#sweep('queues', now, remove('queues'))) +
      (await this.#sweep('items', now, (found) => NatsMailboxes.expire(this.#streams, found, now))) +
      (await this.#sweep('blobs', now, (found) => NatsBlobs.expire(this.#streams, found))) +
      (await this.#sweep('parts', now, remove('parts'))) +
      (await this.#sweep('turns', now, remove('turns')))
    );
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const signals of this.#signals) signals.close();
    // Items not handed over are inherited when the lease has run out: to wait longer than that for nodes that are away
    // gains nothing.
    const cutOff = setTimeout(() => this.#streams.close(), this.#life.leaseMs);
    try {
      await Promise.all(this.#queues.map((queue) => queue.close()));
    } catch (error) {
      this.#failed(error);
    }
    clearTimeout(cutOff);
    this.#life.leave();
    await this.#streams.close();
    await this.#watching;
  }

  async #sweep(kind: StreamKind, now: number, remove: (found: Outline) => Promise<void>): Promise<number> {
    let removed = 0;
    let page: Outline[] = [];
    for await (const found of this.#streams.scan(kind)) {
      if (found.until === null || found.until > now) continue;
      page.push(found);
      removed++;
      if (page.length < REMOVED_AT_ONCE) continue;
      await Promise.all(page.map(remove));
      page = [];
    }
    await Promise.all(page.map(remove));
    return removed;
  }

  async #watch(): Promise<void> {
    for await (const { type } of this.#streams.connection.status()) {
      if (type !== 'reconnect') continue;
      this.#life.interrupted();
      for (const signals of this.#signals) signals.reconnected();
    }
  }

  #once<T>(kind: string, name: string, create: () => T): T {
    const existing = this.#opened.get(`${kind} ${name}`) as T | undefined;
    if (existing !== undefined) return existing;
    const created = create();
    this.#opened.set(`${kind} ${name}`, created);
    return created;
  }
}
