// A person whose relationship manager is the second implementation (docs/protocol/second): a process in Python that
// gets its orders in lines of JSON, and knows the services and us only by the wire.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { findPython, nodePath, toolEnvironment } from '#demo/bootstrap.mjs';

/** What a relationship has brought so far, in the order in which it was read. */
export type Heard =
  | { readonly text: string }
  | { readonly file: string; readonly content: string }
  | { readonly received: readonly string[] }
  | { readonly read: readonly string[] }
  | { readonly ended: string }
  | { readonly lost: true };

type Answer = { ok: unknown } | { refused: string };

// Both are read by the program: its own files, and the tables and grammar of the pages.
const PAGES = fileURLToPath(new URL('../../docs/protocol', import.meta.url));
const PROGRAM = fileURLToPath(new URL('../../docs/protocol/second', import.meta.url));

function python(args: readonly string[]): ChildProcess {
  const path = findPython();
  if (path === undefined) throw new Error('no Python with PyNaCl is here');
  // npm names the Node that it runs under itself, which may be an older one.
  const env = { ...process.env, ...toolEnvironment(), NODE: nodePath(), PYTHONDONTWRITEBYTECODE: '1' };
  return spawn(path, ['-m', basename(PROGRAM), ...args], { cwd: PAGES, env, stdio: ['pipe', 'pipe', 'inherit'] });
}

/**
 * Runs vectors: `vectors` are the golden ones (of a folder), `foreign` those of others. @returns the exit code, and
 * what did not hold
 */
export async function runVectors(...words: readonly string[]): Promise<{ code: number; lines: string[] }> {
  const child = python(words);
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, lines: output.split('\n').filter((line) => line !== '' && !line.endsWith(': holds')) };
}

export class SecondPerson {
  readonly #child: ChildProcess;
  readonly #lines: Interface;
  readonly #answers: AsyncIterator<string>;
  /** From the beginning: a program that ends too early ended before anyone listened. */
  readonly #closed: Promise<unknown>;

  constructor(name: string, origins: readonly string[]) {
    this.#child = python(['person', name, ...origins]);
    this.#closed = once(this.#child, 'close');
    // A question to a program that has ended: the missing answer says so.
    this.#child.stdin?.on('error', () => {});
    this.#lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream });
    this.#answers = this.#lines[Symbol.asyncIterator]();
  }

  /** @throws Error with the sentence of a refusal */
  async #ask(...words: readonly (string | number)[]): Promise<unknown> {
    this.#child.stdin?.write(`${JSON.stringify(words)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`the second implementation ended at ${words[0]}`);
    const answer = JSON.parse(value) as Answer;
    if ('refused' in answer) throw new Error(answer.refused);
    return answer.ok;
  }

  invite(): Promise<string> {
    return this.#ask('invite') as Promise<string>;
  }

  /** The same invitation as a link, its bundle hosted. */
  link(text: string): Promise<string> {
    return this.#ask('link', text) as Promise<string>;
  }

  /** @returns the number of the relationship */
  accept(text: string): Promise<number> {
    return this.#ask('accept', text) as Promise<number>;
  }

  /** @returns the id of the message, which receipts name */
  say(relationship: number, text: string): Promise<string> {
    return this.#ask('say', relationship, text) as Promise<string>;
  }

  attach(relationship: number, name: string, content: Buffer): Promise<string> {
    return this.#ask('attach', relationship, name, content.toString('hex')) as Promise<string>;
  }

  /** Registers a mask at the first service. @returns the address */
  mask(localPart: string): Promise<string> {
    return this.#ask('mask', localPart) as Promise<string>;
  }

  /** The fetched mail of a mask (numbered from 0). */
  mails(mask: number): Promise<{ from: string; to: string; message: string }[]> {
    return this.#ask('mails', mask) as Promise<{ from: string; to: string; message: string }[]>;
  }

  /** @returns the number of the newest post-quantum secret in the root key of the ratchet */
  mixed(relationship: number): Promise<number> {
    return this.#ask('mixed', relationship) as Promise<number>;
  }

  /** Reads the mailboxes once and sends the answers that are due. @returns what each relationship has brought */
  fetch(): Promise<Heard[][]> {
    return this.#ask('fetch') as Promise<Heard[][]>;
  }

  async leave(): Promise<void> {
    this.#child.stdin?.end();
    await this.#closed;
    this.#lines.close();
  }
}
