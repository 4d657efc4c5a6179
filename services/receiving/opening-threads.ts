// Threads that open deliveries beside the one that answers requests, started when there is first enough to do. Each
// works off what it is given in order; a batch goes to the one with the least before it. A thread that dies takes its
// batches with it: they fail, are opened later, and the next batch starts another.
import { Worker } from 'node:worker_threads';
import { Fault } from '#bytes/fault.ts';
import type { GenerationSecrets } from '#protocol/address/address.ts';
import type { ServiceName } from '#wire/service.ts';
import { type Claimed, type Opener, packClaimed, packSealed, type Sealed, unpackOpened } from './opening.ts';
import type { FromThread, ToThread } from './opening-thread.ts';

export interface ThreadKeys {
  readonly service: ServiceName;
  /** Another object whenever `allSecrets` gives others. */
  readonly revision: object;
  allSecrets(): ReadonlyMap<number, GenerationSecrets>;
}

interface Question {
  resolve(packed: Uint8Array): void;
  reject(error: unknown): void;
}

interface Thread {
  readonly worker: Worker;
  readonly asked: Question[];
  /** Of the secrets that it was told. */
  revision: object | null;
}

export class OpeningThreads implements Opener {
  readonly #keys: () => ThreadKeys;
  readonly #most: number;
  readonly #threads = new Set<Thread>();
  #closed = false;

  /** @param most threads at once */
  constructor(keys: () => ThreadKeys, most: number) {
    this.#keys = keys;
    this.#most = most;
  }

  /** Questions ahead of a new one. */
  get depth(): number {
    if (this.#threads.size < this.#most) return 0;
    return Math.min(...[...this.#threads].map(({ asked }) => asked.length));
  }

  async open(batch: readonly Sealed[]): ReturnType<Opener['open']> {
    return unpackOpened(await this.#ask('open', packSealed(batch)));
  }

  async verify(batch: readonly Claimed[]): Promise<boolean[]> {
    return Array.from(await this.#ask('verify', packClaimed(batch)), (byte) => byte === 1);
  }

  /** Questions under way fail. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#threads].map(({ worker }) => worker.terminate()));
  }

  #ask(kind: 'open' | 'verify', packed: Uint8Array): Promise<Uint8Array> {
    if (this.#closed) return Promise.reject(ended());
    const thread = this.#leastBusy();
    const { service, revision, allSecrets } = this.#keys();
    if (thread.revision !== revision) {
      post(thread, { kind: 'keys', service, secrets: allSecrets() });
      thread.revision = revision;
    }
    return new Promise((resolve, reject) => {
      thread.asked.push({ resolve, reject });
      post(thread, { kind, packed }, [packed.buffer as ArrayBuffer]);
    });
  }

  #leastBusy(): Thread {
    let least: Thread | null = null;
    for (const thread of this.#threads) if (least === null || thread.asked.length < least.asked.length) least = thread;
    if (least !== null && (least.asked.length === 0 || this.#threads.size >= this.#most)) return least;
    return this.#start();
  }

  #start(): Thread {
    const worker = new Worker(new URL('./opening-thread.ts', import.meta.url), { name: 'opening' });
    const thread: Thread = { worker, asked: [], revision: null };
    worker.on('message', (answer: FromThread) => {
      const question = thread.asked.shift();
      if (answer === null) question?.reject(new Fault('bug', 'opening-failed', 'an opening thread failed at a batch'));
      else question?.resolve(answer);
    });
    const end = (): void => {
      this.#threads.delete(thread);
      for (const { reject } of thread.asked.splice(0)) reject(ended());
    };
    worker.on('error', end);
    worker.on('exit', end);
    // The thread alone keeps no process alive; a caller that waits has reasons of its own to stay.
    worker.unref();
    this.#threads.add(thread);
    return thread;
  }
}

function post({ worker }: Thread, message: ToThread, transferred: ArrayBuffer[] = []): void {
  worker.postMessage(message, transferred);
}

function ended(): Fault {
  return new Fault('unavailable', 'opening-ended', 'the opening thread has ended');
}
