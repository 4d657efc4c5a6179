// A large file from one person to another, over the services of two operators, every one of the four in a process of
// its own: it arrives as it was, and no process ever held more of it than some parts. A gigabyte unless told otherwise.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { eventually } from '#services/testing/eventually.ts';
import type { Word } from './large-file-process.ts';
import { Measured, type Spent } from './measured.ts';

const MIB = 1024 ** 2;
const PROGRAM = './large-file-process.ts';
/** A small file goes first: what its way costs once is not the large one's doing. */
const FIRST_MIB = 4;
const ROLES = ['sending', 'receiving'] as const;
/** Between two looks at what everybody holds; each look has all of them collect. */
const LOOK_MS = 200;
type Processes = 'host' | 'proxy' | 'sender' | 'reader';

export interface LargeFile {
  /**
   * MiB a second: handed in and sealed; until the host has all of it and the message is out; fetched and verified; read
   * and opened.
   */
  readonly sealed: number;
  readonly sent: number;
  readonly fetched: number;
  readonly read: number;
  /** What each process held at its most while the file passed, beyond what it held before, in MiB. */
  readonly grown: Readonly<Record<Processes, number>>;
  /** Processor time of each, in milliseconds a MiB: what a busy machine does not lengthen. */
  readonly cpu: Readonly<Record<Processes, number>>;
}

export async function largeFile(mib = 1024): Promise<LargeFile> {
  const folder = await mkdtemp(join(tmpdir(), 'nucleus-large-'));
  const start = () => new Measured<Word>(PROGRAM);
  const all = { host: start(), proxy: start(), sender: start(), reader: start() };
  try {
    const serve = async (by: Measured<Word>, name: string) =>
      (await by.ask<{ origin: string }>({ do: 'serve', dataDir: join(folder, name), roles: ROLES })).origin;
    const host = await serve(all.host, 'host');
    const proxy = await serve(all.proxy, 'proxy');
    await all.sender.ask({ do: 'live', folder: join(folder, 'alex'), services: [host] });
    await all.reader.ask({ do: 'live', folder: join(folder, 'blair'), services: [proxy] });
    const text = await all.sender.ask<string>({ do: 'invite' });
    await all.reader.ask({ do: 'accept', text });
    const move = async (byteCount: number) => {
      const nonce = randomBytes(16).toString('hex');
      const sent = await sending(all.sender, nonce, byteCount);
      return {
        sent,
        fetched: await all.reader.ask<{ fetchedMs: number; readMs: number }>({ do: 'fetch', nonce, byteCount }),
      };
    };
    await move(FIRST_MIB * MIB);
    const before = await spent(all);
    const watching = watch(all);
    const { sent, fetched } = await move(mib * MIB).finally(watching.stop);
    const held = await watching.most;
    const after = await spent(all);
    const rate = (ms: number) => Math.round((mib * 1000) / ms);
    const each = (of: (name: Processes) => number) => {
      return { host: of('host'), proxy: of('proxy'), sender: of('sender'), reader: of('reader') };
    };
    return {
      sealed: rate(sent.readMs),
      sent: rate(sent.sentMs),
      fetched: rate(fetched.fetchedMs),
      read: rate(fetched.readMs),
      grown: each((name) => Math.round(Math.max(held[name], after[name].mib) - before[name].mib)),
      cpu: each((name) => Math.round(((after[name].cpuMs - before[name].cpuMs) * 10) / mib) / 10),
    };
  } finally {
    await Promise.all(Object.values(all).map((one) => one.end()));
    await rm(folder, { recursive: true, force: true });
  }
}

/** Attaches once the two know each other: the acceptance may still be on its way. */
function sending(
  sender: Measured<Word>,
  nonce: string,
  byteCount: number,
): Promise<{ readMs: number; sentMs: number }> {
  return eventually(() =>
    sender.ask<{ readMs: number; sentMs: number }>({ do: 'attach', nonce, byteCount }).catch((error: unknown) => {
      if (/do not know each other/.test(String(error))) return null;
      throw error;
    }),
  );
}

/** Looks at what everybody holds, again and again until it is stopped. */
function watch(all: Record<Processes, Measured<Word>>): {
  readonly most: Promise<Record<Processes, number>>;
  stop(): void;
} {
  const stopped = new AbortController();
  const look = async () => {
    const most: Record<Processes, number> = { host: 0, proxy: 0, sender: 0, reader: 0 };
    while (!stopped.signal.aborted) {
      const found = await spent(all);
      for (const name of NAMES) most[name] = Math.max(most[name], found[name].mib);
      await setTimeout(LOOK_MS, null, { signal: stopped.signal }).catch(() => {});
    }
    return most;
  };
  const most = look();
  // The caller looks at it after stopping.
  most.catch(() => {});
  return { most, stop: () => stopped.abort() };
}

const NAMES = ['host', 'proxy', 'sender', 'reader'] as const;

async function spent(all: Record<Processes, Measured<Word>>): Promise<Record<Processes, Spent>> {
  const found = await Promise.all(NAMES.map(async (name) => [name, await all[name].spent()] as const));
  return Object.fromEntries(found) as Record<Processes, Spent>;
}
