// A large file from one person to another, over the services of two operators, every one of the four in a process of its own: it arrives as
// it was, and no process ever held more of it than some parts. A gigabyte unless told otherwise.
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Word } from './large-file-process.ts';

const MIB = 1024 ** 2;
const PROCESS = fileURLToPath(new URL('large-file-process.ts', import.meta.url));

class Process {
  readonly #child: ChildProcess = fork(PROCESS);

  ask<T>(word: Word): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#child.once('message', ({ value, error }: { value?: T; error?: string }) => {
        if (error === undefined) resolve(value as T);
        else reject(new Error(`${word.do}: ${error}`));
      });
      this.#child.send(word);
    });
  }

  peak(): Promise<Spent> {
    return this.ask({ do: 'peak' });
  }

  end(): Promise<void> {
    return new Promise((resolve) => {
      this.#child.once('exit', () => resolve());
      this.#child.disconnect();
    });
  }
}

interface Spent {
  readonly mib: number;
  readonly cpuMs: number;
}

type Processes = 'host' | 'proxy' | 'sender' | 'reader';

export interface LargeFile {
  /** MiB a second: handed in and sealed; until the host has all of it and the message is out; fetched and verified; read and opened. */
  readonly sealed: number;
  readonly sent: number;
  readonly fetched: number;
  readonly read: number;
  /** What each process took at its most beyond what it had before, in MiB. */
  readonly grown: Readonly<Record<Processes, number>>;
  /** Processor time of each, in milliseconds a MiB: what a busy machine does not lengthen. */
  readonly cpu: Readonly<Record<Processes, number>>;
}

export async function largeFile(mib = 1024): Promise<LargeFile> {
  const folder = await mkdtemp(join(tmpdir(), 'nucleus-large-'));
  const all = { host: new Process(), proxy: new Process(), sender: new Process(), reader: new Process() };
  try {
    const host = await all.host.ask<string>({ do: 'serve', dataDir: join(folder, 'host') });
    const proxy = await all.proxy.ask<string>({ do: 'serve', dataDir: join(folder, 'proxy') });
    await all.sender.ask({ do: 'live', folder: join(folder, 'alex'), services: [host] });
    await all.reader.ask({ do: 'live', folder: join(folder, 'blair'), services: [proxy] });
    const text = await all.sender.ask<string>({ do: 'invite' });
    await all.reader.ask({ do: 'accept', text });
    // A small one goes first: what its way costs once is not the large one's doing.
    const move = async (byteCount: number) => {
      const nonce = randomBytes(16).toString('hex');
      const sent = await sending(all.sender, nonce, byteCount);
      return {
        sent,
        fetched: await all.reader.ask<{ fetchedMs: number; readMs: number }>({ do: 'fetch', nonce, byteCount }),
      };
    };
    await move(16 * MIB);
    const before = await peaks(all);
    const { sent, fetched } = await move(mib * MIB);
    const after = await peaks(all);
    const rate = (ms: number) => Math.round((mib * 1000) / ms);
    const each = (of: (name: Processes) => number) => {
      return { host: of('host'), proxy: of('proxy'), sender: of('sender'), reader: of('reader') };
    };
    return {
      sealed: rate(sent.readMs),
      sent: rate(sent.sentMs),
      fetched: rate(fetched.fetchedMs),
      read: rate(fetched.readMs),
      grown: each((name) => Math.round(after[name].mib - before[name].mib)),
      cpu: each((name) => Math.round(((after[name].cpuMs - before[name].cpuMs) * 10) / mib) / 10),
    };
  } finally {
    await Promise.all(Object.values(all).map((one) => one.end()));
    await rm(folder, { recursive: true, force: true });
  }
}

/** Attaches once the two know each other: the acceptance may still be on its way. */
async function sending(sender: Process, nonce: string, byteCount: number): Promise<{ readMs: number; sentMs: number }> {
  for (;;) {
    try {
      return await sender.ask({ do: 'attach', nonce, byteCount });
    } catch (error) {
      if (!/do not know each other/.test(String(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function peaks<Name extends string>(all: Record<Name, Process>): Promise<Record<Name, Spent>> {
  const names = Object.keys(all) as Name[];
  const found = await Promise.all(names.map(async (name) => [name, await all[name].peak()] as const));
  return Object.fromEntries(found) as Record<Name, Spent>;
}
