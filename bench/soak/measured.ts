// Programs of a soak that are forked and asked, a word at a time, and tell how much memory they still hold after their
// collector has run. Their resident size is mostly the collector's patience, which grows with the work of other
// programs.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { COMPILED } from './fleet.ts';

const MIB = 1024 ** 2;

export interface Spent {
  readonly mib: number;
  readonly cpuMs: number;
}

interface Answer {
  readonly asked: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** In the parent. */
export class Measured<Word extends { readonly do: string }> {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #asked = 0;

  constructor(program: string) {
    const env = { ...process.env, NODE_COMPILE_CACHE: COMPILED };
    this.#child = fork(fileURLToPath(new URL(program, import.meta.url)), { execArgv: ['--expose-gc'], env });
    this.#child.on('message', (answer: Answer) => this.#waiting.get(answer.asked)?.(answer));
    this.#child.once('exit', () => {
      for (const [asked, tell] of this.#waiting) tell({ asked, error: 'the program has ended' });
    });
  }

  ask<T>(word: Word | { readonly do: 'spent' }): Promise<T> {
    const asked = this.#asked++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(asked, ({ value, error }) => {
        this.#waiting.delete(asked);
        if (error === undefined) resolve(value as T);
        else reject(new Error(`${word.do}: ${error}`));
      });
      this.#child.send({ asked, word });
    });
  }

  spent(): Promise<Spent> {
    return this.ask({ do: 'spent' });
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await ended;
  }
}

/** In the program: answers what it is asked until its parent is gone. */
export function answering<Word extends { readonly do: string }>(answer: (word: Word) => Promise<unknown>): void {
  process.on('message', ({ asked, word }: { asked: number; word: Word }) => {
    const answered = word.do === 'spent' ? Promise.resolve(spent()) : answer(word);
    answered.then(
      (value) => process.send?.({ asked, value }),
      (error: unknown) => process.send?.({ asked, error: String(error) }),
    );
  });
  process.on('disconnect', () => process.exit(0));
}

function spent(): Spent {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return { mib: (heapUsed + external) / MIB, cpuMs: (user + system) / 1000 };
}
