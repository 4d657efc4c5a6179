// How two builds are driven in turns: each one's own bench is a process (`main.ts --serve`) that does one turn of one
// part at a request, a line of JSON on its input, and answers a line of JSON on descriptor 3; what it prints goes to
// the terminal. Both sides stand here. Builds of different days talk so: fields may be added, none may change.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { type Opened, openOf, type Parts, type Reading } from './part.ts';

export type Request = { readonly do: 'parts' } | { readonly do: 'turn' | 'leave'; readonly part: string };

export interface Answer {
  /** Of `parts`: those that give readings in turns come first, by `inTurns`. */
  readonly parts?: readonly string[];
  readonly inTurns?: number;
  /** Of `turn`. */
  readonly readings?: readonly Reading[];
  readonly error?: string;
}

const ANSWERS = 3;

/** Serves requests until the input ends, then leaves everything that was opened. */
export async function serveTurns(parts: Parts, input: Readable, say: (line: string) => void): Promise<void> {
  const opened = new Map<string, Promise<Opened>>();
  const leave = async (name: string): Promise<void> => {
    const one = opened.get(name);
    opened.delete(name);
    await (await one?.catch(() => null))?.close();
  };
  const answer = async (request: Request): Promise<Answer> => {
    if (request.do === 'parts') return partsIn(parts);
    const part = parts[request.part];
    if (part === undefined) throw new Error(`no part is called ${request.part}`);
    if (request.do === 'leave') {
      await leave(request.part);
      return {};
    }
    // Set up at the first turn.
    const known = opened.get(request.part) ?? openOf(part);
    opened.set(request.part, known);
    return { readings: await (await known).turn() };
  };
  // Not waited for: if the input ends in the middle of a turn, nobody wants the rest of it.
  for await (const line of createInterface({ input }))
    void answer(JSON.parse(line) as Request)
      .catch((error: unknown) => ({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }))
      .then((one) => say(`${JSON.stringify(one)}\n`))
      // The other side is gone: so is its input.
      .catch(() => {});
  for (const name of [...opened.keys()]) await leave(name);
}

function partsIn(parts: Parts): Answer {
  const names = Object.keys(parts);
  const turning = names.filter((name) => parts[name]?.open !== undefined);
  return { parts: [...turning, ...names.filter((name) => !turning.includes(name))], inTurns: turning.length };
}

/** Of a bench as a process of its own. */
export async function serveAsProcess(parts: Parts): Promise<never> {
  await serveTurns(parts, process.stdin, (line) => writeSync(ANSWERS, line));
  process.exit();
}

/** The bench of a build, as the other side sees it. */
export class BenchProcess {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  readonly #ended: Promise<unknown>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#ended = once(child, 'exit');
    this.#answers = createInterface({ input: child.stdio[ANSWERS] as Readable })[Symbol.asyncIterator]();
  }

  /**
   * @param root of the build @param entry its program, below the root
   * @param held stays open for as long as the process lives
   */
  static start(root: string, entry: string, held: Writable | null): BenchProcess {
    const modules = join(root, 'node_modules');
    const pinned = join(modules, 'node', 'bin', 'node');
    const child = spawn(existsSync(pinned) ? pinned : process.execPath, [join(root, entry), '--serve'], {
      cwd: root,
      env: { ...process.env, PATH: [join(modules, '.bin'), process.env.PATH ?? ''].join(delimiter) },
      stdio: ['pipe', process.stderr, 'inherit', 'pipe', ...(held === null ? [] : [held])],
      // Ctrl-C is for this program; the other leaves in order when its input ends.
      detached: true,
    });
    // If it died, reading its answers says so.
    child.stdin?.on('error', () => {});
    return new BenchProcess(child);
  }

  /** @throws Error if it says that something went wrong, or ends */
  async ask(request: Request): Promise<Answer> {
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    const { done, value } = await this.#answers.next();
    if (done) throw new Error('the bench of a build ended');
    const answer = JSON.parse(value as string) as Answer;
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer;
  }

  async end(): Promise<void> {
    this.#child.stdin?.end();
    await this.#ended;
  }
}
