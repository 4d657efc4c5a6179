// What a test file leaves behind, found after its last hook: servers, sockets, processes, threads, timers that keep a
// process alive, open files of stores, and unhandled rejections. It fails the file and says in which test each began,
// by Node's list (getActiveResourcesInfo, /proc) and diagnostics channels. It waits for turns of the event loop, never
// for a time: a closing resource has closed by then on a busy machine too.
import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import type { Worker } from 'node:worker_threads';

const KINDS = ['server', 'socket', 'process', 'thread', 'timer'] as const;
type Kind = (typeof KINDS)[number];

/** How to close one of each: the words of the failure. */
const ENDED_BY: Readonly<Record<Kind | 'file' | 'rejection', string>> = {
  server: 'close it and wait for that',
  socket: 'end whoever holds it (a service, a push line, a client), or destroy it',
  process: 'kill it and wait for its exit',
  thread: 'terminate it and wait for that',
  timer: 'clear it, or end whoever set it',
  file: 'close the store or file and wait for that, before its folder is removed',
  rejection: 'wait for it, or end whoever began it before what it needs',
};

interface Begun {
  readonly kind: Kind;
  /** False once it has ended. */
  readonly isThere: () => boolean;
  readonly test: string;
  /** Its stack is made into text only when a failure prints it. */
  readonly at: Error;
}

/** Rounds of the event loop given to closing resources. */
const ROUNDS = 100;
const ROUND_MS = 5;
/** Ended resources are forgotten whenever so many were begun. */
const MANY = 1000;
const plainTimeout = globalThis.setTimeout;

export class Leftovers {
  readonly #currentTest: () => string;
  #begun: Begun[] = [];
  #rejected: { readonly test: string; readonly reason: unknown }[] = [];
  #filesBefore = new Set<string>();
  #socketsBefore = 0;

  /** Watches from now on, once a process. */
  constructor(currentTest: () => string) {
    this.#currentTest = currentTest;
    subscribe('tracing:net.server.listen:asyncStart', (message) => {
      const { server } = message as { server: Server };
      this.#note('server', () => server.listening);
    });
    subscribe('net.client.socket', (message) => {
      const { socket } = message as { socket: Socket };
      this.#note('socket', () => !socket.destroyed);
    });
    subscribe('child_process', (message) => {
      const { process: child } = message as { process: ChildProcess };
      this.#note('process', () => child.pid !== undefined && child.exitCode === null && child.signalCode === null);
    });
    subscribe('worker_threads', (message) => {
      const { worker } = message as { worker: Worker };
      let runs = true;
      worker.once('exit', () => {
        runs = false;
      });
      this.#note('thread', () => runs);
    });
    process.on('unhandledRejection', (reason) => this.#rejected.push({ test: this.#currentTest(), reason }));
    globalThis.setTimeout = this.#watched(globalThis.setTimeout);
    globalThis.setInterval = this.#watched(globalThis.setInterval);
  }

  /** From here on it is this file's. */
  begin(): void {
    this.#begun = [];
    this.#rejected = [];
    this.#filesBefore = new Set(openFiles());
    this.#socketsBefore = socketsInUse();
  }

  /** A sentence for each; empty if nothing is left. */
  async found(): Promise<string[]> {
    // A rejection is told when everything that was about to happen has happened.
    await new Promise((resolve) => setImmediate(resolve));
    let left = this.#left();
    for (let round = 0; left.length > 0 && this.#rejected.length === 0 && round < ROUNDS; round++) {
      await new Promise((resolve) => plainTimeout(resolve, ROUND_MS));
      left = this.#left();
    }
    return counted(left.map((sentence) => sentence()));
  }

  #left(): (() => string)[] {
    // Connections that are kept for the next request hold nothing up, and end with their server.
    const sockets = socketsInUse() > this.#socketsBefore;
    const things = this.#begun.filter(({ kind, isThere }) => (kind !== 'socket' || sockets) && isThere());
    return [
      ...things.map(
        ({ kind, test, at }) =>
          () =>
            `a ${kind} (${ENDED_BY[kind]}), begun in “${test}”\n${placeOf(at)}`,
      ),
      ...openFiles()
        .filter((file) => !this.#filesBefore.has(file))
        .map((file) => () => `an open file (${ENDED_BY.file}): ${file}`),
      ...this.#rejected.map(
        ({ test, reason }) =>
          () =>
            `a promise rejected while nobody looked (${ENDED_BY.rejection}), in “${test}”\n${String(reason)}\n${placeOf(reason)}`,
      ),
    ];
  }

  #note(kind: Kind, isThere: () => boolean): void {
    if (this.#begun.length >= MANY && this.#begun.length % MANY === 0)
      this.#begun = this.#begun.filter((one) => one.isThere());
    this.#begun.push({ kind, isThere, test: this.#currentTest(), at: new Error('begun here') });
  }

  /** Timers of Node itself, and of libraries that took the function before, go unseen; what those wait for is seen. */
  #watched<Set extends typeof setTimeout | typeof setInterval>(set: Set): Set {
    const watched = (...given: Parameters<Set>): NodeJS.Timeout => {
      const timer = (set as (...all: unknown[]) => NodeJS.Timeout)(...given);
      // `_destroyed` is how Node knows that a timer has fired or was cleared; it has no public name.
      this.#note('timer', () => timer.hasRef() && !(timer as unknown as { _destroyed: boolean })._destroyed);
      return timer;
    };
    return Object.defineProperties(watched, Object.getOwnPropertyDescriptors(set)) as unknown as Set;
  }
}

/** Each sentence once, with how often it was said. */
function counted(sentences: readonly string[]): string[] {
  return [...new Set(sentences)].map((one) => {
    const times = sentences.filter((other) => other === one).length;
    return times === 1 ? one : `${times} times ${one}`;
  });
}

/** Those that keep this process alive. */
function socketsInUse(): number {
  return process.getActiveResourcesInfo().filter((type) => type === 'TCPSocketWrap').length;
}

/** Under the folder for temporary files, which holds those of the tests. Empty if the system does not say. */
function openFiles(): string[] {
  if (!existsSync(DESCRIPTORS)) return [];
  return readdirSync(DESCRIPTORS).flatMap((descriptor) => {
    try {
      const file = readlinkSync(`${DESCRIPTORS}/${descriptor}`);
      return file.startsWith(`${tmpdir()}/`) ? [`${descriptor} → ${file}`] : [];
    } catch {
      // The one that reads the list.
      return [];
    }
  });
}

const DESCRIPTORS = '/proc/self/fd';

/** The lines of a stack that are this project's. */
function placeOf(thrown: unknown): string {
  const lines = (thrown instanceof Error ? (thrown.stack ?? '') : '').split('\n').slice(1);
  const ours = lines.filter((line) => !/node:|node_modules|harness\/leftovers/.test(line));
  return (ours.length > 0 ? ours : lines).slice(0, 6).join('\n');
}
