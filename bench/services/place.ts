// Service processes for measurements: real ones, each with a folder, a port and a Node of its own, so that what they
// use of processor and memory can be read from the system; on the disk of the checkout, since /tmp may be memory.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ServiceConfig } from '#services/process/config.ts';
import { RATES } from '#services/process/config.ts';
import type { EndpointName } from '#wire/endpoints.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BEHIND = join(ROOT, 'node_modules', '.cache', 'bench-services');
const TICKS_PER_SECOND = 100;
/** After the signal: collecting takes some tens of milliseconds. */
const COLLECTING_MS = 1000;
/** Everything comes from one service, and in seconds what else takes days. */
export const NO_PACE = {
  addressPace: { burst: 1e9, perSecond: 1e6 },
  servicePace: { burst: 1e9, perSecond: 1e6 },
};
/** The load comes from one address: what protects a service from one peer is out of the way. */
export const NO_RATES = Object.fromEntries(
  (Object.keys(RATES) as EndpointName[]).map((name) => [name, { burst: 1e9, perSecond: 1e9 }]),
);

/** A folder to work in, removed by `leave`. */
export function createFolder(name: string): { path: string; leave: () => void } {
  mkdirSync(BEHIND, { recursive: true });
  const path = mkdtempSync(join(BEHIND, `${name}-`));
  return { path, leave: () => rmSync(path, { recursive: true, force: true }) };
}

export interface Process {
  readonly port: number;
  /** Processor seconds used since its start, all threads. */
  cpuSeconds(): number;
  /** Bytes that it had written to disk. */
  writtenBytes(): number;
  /** Resident memory, garbage collected before. */
  memoryBytes(): Promise<number>;
  /** SIGTERM, and waits for its end. */
  stop(): Promise<void>;
  /** SIGKILL: the data on disk stays. */
  kill(): Promise<void>;
}

export interface Service extends Process {
  readonly origin: string;
  /** A counter or gauge of /metrics, by its line's beginning. */
  metric(line: string): Promise<number>;
}

export interface ServiceOptions {
  readonly roles?: ServiceConfig['roles'];
  /** Over what measurements have. */
  readonly config?: Partial<ServiceConfig>;
  readonly nodeArguments?: readonly string[];
  /** Instead of a new folder; it is removed by `stop` all the same. */
  readonly folder?: string;
  /** 0: any. */
  readonly port?: number;
}

export async function startService(options: ServiceOptions = {}): Promise<Service> {
  const { folder = createFolder('service').path, roles = ['receiving'], port = 0, nodeArguments = [] } = options;
  const dataDir = join(folder, 'data');
  const unlimited = { rates: NO_RATES, limits: NO_PACE };
  const config: ServiceConfig = { dataDir, port, roles, development: true, ...unlimited, ...options.config };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  const program = [...nodeArguments, join(ROOT, 'services', 'main.ts')];
  const process = await start(program, { NUCLEUS_CONFIG: join(folder, 'config.json') });
  const origin = `http://localhost:${process.port}`;
  return {
    ...process,
    origin,
    metric: (line) => readMetric(origin, line),
    async stop() {
      await process.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function readMetric(origin: string, line: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', origin))).text();
  const found = text.split('\n').find((one) => one.startsWith(`nucleus_${line} `));
  return Number(found?.slice(found.lastIndexOf(' ') + 1) ?? Number.NaN);
}

/** Of floor-server.ts. */
export function startFloor(kind: 'http' | 'sockets', nodeArguments: readonly string[] = []): Promise<Process> {
  return start([...nodeArguments, fileURLToPath(new URL('floor-server.ts', import.meta.url)), kind], {});
}

async function start(program: readonly string[], environment: NodeJS.ProcessEnv): Promise<Process> {
  const collecting = ['--expose-gc', '--import', new URL('collect.ts', import.meta.url).href];
  const child = spawn(process.execPath, [...collecting, ...program], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await portOf(child);
  const pid = child.pid as number;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  return {
    port,
    cpuSeconds: () => cpuSecondsOf(pid),
    writtenBytes: () => writtenBytesOf(pid),
    async memoryBytes() {
      child.kill('SIGUSR2');
      await new Promise((resolve) => setTimeout(resolve, COLLECTING_MS));
      return memoryBytesOf(pid);
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

async function portOf(child: ChildProcess): Promise<number> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  for await (const line of lines) {
    const entry = JSON.parse(line) as { event?: string; port?: number };
    if (entry.event !== 'started' || entry.port === undefined) continue;
    // Nothing of what it says later is wanted, and a full pipe would hold it up.
    child.stdout?.resume();
    return entry.port;
  }
  throw new Error('the process did not start');
}

/** User and system time of a process and its threads, from /proc; of its ended children too, if wanted. */
export function cpuSecondsOf(pid: number, withChildren = false): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = fields.slice(11, 15).map(Number);
  return (user + system + (withChildren ? childrenUser + childrenSystem : 0)) / TICKS_PER_SECOND;
}

export function writtenBytesOf(pid: number): number {
  return Number(/^write_bytes: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]);
}

/** The memory that this process holds, alone or shared (VmRSS). */
export function memoryBytesOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
