// Service processes as an operator starts them, each in a folder of its own, that can be killed at any moment (SIGKILL)
// and started again in the same folders. The last lines of their logs are kept, to explain a failure.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fetchAgain } from '#adapters/node/fetch-again.ts';
import type { ServiceConfig } from '#services/process/config.ts';
import { ENDPOINTS } from '#wire/endpoints.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', 'services', 'main.ts');
/** Programs that are started again and again are compiled once. */
export const COMPILED = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'compiled');
const LOG_LINES = 40;
/** A soak is one peer with the traffic of thousands. */
export const UNLIMITED = Object.fromEntries(
  Object.keys(ENDPOINTS).map((name) => [name, { burst: 1e9, perSecond: 1e9 }]),
);

export class ServiceProcess {
  readonly name: string;
  readonly log: string[] = [];
  kills = 0;
  readonly #config: Omit<ServiceConfig, 'port' | 'dataDir'>;
  readonly #folder: string;
  readonly #data: string;
  #port = 0;
  #child: ChildProcess | null = null;
  #ended: Promise<void> = Promise.resolve();

  /** @param data the folder in which its data folder is made; one of its own by default */
  constructor(name: string, config: Omit<ServiceConfig, 'port' | 'dataDir'>, data?: string) {
    this.name = name;
    this.#config = config;
    this.#folder = mkdtempSync(join(tmpdir(), `soak-${name}-`));
    this.#data = join(data ?? this.#folder, 'data');
  }

  get origin(): string {
    return `http://localhost:${this.#port}`;
  }

  /** Resolves when it answers; the port stays the same from the first start on. */
  async start(): Promise<void> {
    const config = { rates: UNLIMITED, ...this.#config, dataDir: this.#data, port: this.#port };
    const file = join(this.#folder, 'config.json');
    writeFileSync(file, JSON.stringify(config));
    const child = spawn(process.execPath, [PROGRAM], {
      env: { NUCLEUS_CONFIG: file, NODE_COMPILE_CACHE: COMPILED },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#ended = new Promise((resolve) => child.on('exit', () => resolve()));
    createInterface({ input: child.stderr as NodeJS.ReadableStream }).on('line', (line) => this.#keep(line));
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
        this.#keep(line);
        const { event, port } = JSON.parse(line) as { event: string; port: number };
        if (event !== 'started') return;
        this.#port = port;
        resolve();
      });
      child.on('exit', () => reject(new Error(`${this.name} ended before it had started:\n${this.log.join('\n')}`)));
    });
  }

  /** At once, as a crash would. */
  async kill(): Promise<void> {
    this.kills++;
    this.#child?.kill('SIGKILL');
    await this.#ended;
  }

  /** As an operator does. @returns whether it ended by itself with 0 */
  async stop(): Promise<boolean> {
    this.#child?.kill('SIGTERM');
    await this.#ended;
    return this.#child?.exitCode === 0;
  }

  get processId(): number {
    return this.#child?.pid ?? 0;
  }

  async end(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Counters and gauges by the text before their value; null while it is away. */
  async metrics(): Promise<ReadonlyMap<string, number> | null> {
    const text = await fetchAgain(new URL('/metrics', this.origin)).then(
      (answer) => answer.text(),
      () => null,
    );
    if (text === null) return null;
    return new Map([...text.matchAll(/^nucleus_(\S+) (\d+)$/gm)].map(([, name = '', value]) => [name, Number(value)]));
  }

  #keep(line: string): void {
    this.log.push(line);
    if (this.log.length > LOG_LINES) this.log.shift();
  }
}
