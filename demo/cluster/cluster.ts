// A small cluster on this machine: three nodes of nats-server, service processes that keep nothing themselves, and one
// origin over all of them. `npm run cluster` starts it, and tests kill parts of it.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ServiceConfig } from '#services/process/config.ts';
import { NatsNodes, type NodePorts } from '#services/storage/nats/nodes.ts';
import { Front } from './front.ts';

export interface ClusterOptions {
  /** Kept from start to start: data of the nodes, the operator's key, the nodes' token. */
  readonly directory: string;
  /** Of the origin; 0: any that is free. */
  readonly port: number;
  readonly nodePorts: readonly NodePorts[];
  /** One a process. */
  readonly smtpPorts: readonly number[];
  readonly config?: Partial<ServiceConfig>;
  readonly leaseMs?: number;
  readonly log?: (line: string) => void;
}

export interface ServiceProcess {
  readonly child: ChildProcess;
  readonly port: number;
  readonly smtpPort: number;
  readonly ended: Promise<number | null>;
}

const PROGRAM = join(import.meta.dirname, '../../services/main.ts');
export const CLUSTER_MAIL_DOMAIN = 'mail.localhost';

export class Cluster {
  readonly #options: ClusterOptions;
  readonly #front: Front;
  readonly nodes: NatsNodes;
  readonly #token: string;
  readonly #processes: (ServiceProcess | null)[];

  private constructor(options: ClusterOptions, front: Front, nodes: NatsNodes, token: string) {
    this.#options = options;
    this.#front = front;
    this.nodes = nodes;
    this.#token = token;
    this.#processes = options.smtpPorts.map(() => null);
  }

  /** Starts all of it, or nothing. */
  static async start(options: ClusterOptions): Promise<Cluster> {
    const { directory, nodePorts } = options;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const token = kept(join(directory, 'token'), () => randomBytes(24).toString('base64url'));
    kept(keyFile(directory), () => randomBytes(32).toString('base64'));
    const front = await Front.listen(options.port);
    try {
      const nodes = await NatsNodes.start({ directory, ports: nodePorts, token });
      const cluster = new Cluster(options, front, nodes, token);
      try {
        await Promise.all(options.smtpPorts.map((_, index) => cluster.startProcess(index)));
      } catch (error) {
        await cluster.stop();
        throw error;
      }
      return cluster;
    } catch (error) {
      await front.close();
      throw error;
    }
  }

  get origin(): string {
    return `http://localhost:${this.#front.port}`;
  }

  get processes(): readonly (ServiceProcess | null)[] {
    return this.#processes;
  }

  /** Sends connections to all processes; or to one only, those that are open too. */
  lead(only?: number): void {
    if (only !== undefined) this.#front.cut();
    const chosen = only === undefined ? this.#processes : [this.#processes[only] ?? null];
    this.#front.lead(chosen.flatMap((process) => (process === null ? [] : [process.port])));
  }

  async startProcess(index: number): Promise<ServiceProcess> {
    const file = join(this.#options.directory, `process-${index + 1}.json`);
    writeFileSync(file, JSON.stringify(this.#configuration(index)), { mode: 0o600 });
    const child = spawn(process.execPath, [PROGRAM], {
      // Ctrl-C is for the parent process, which ends its parts in order.
      detached: true,
      env: { ...process.env, NUCLEUS_CONFIG: file },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const end = () => child.kill('SIGKILL');
    process.once('exit', end);
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    void ended.then(() => process.off('exit', end));
    const [port, smtpPort] = await this.#started(child);
    const started = { child, port, smtpPort, ended };
    this.#processes[index] = started;
    void ended.then(() => {
      if (this.#processes[index] === started) this.#processes[index] = null;
      this.lead();
    });
    this.lead();
    return started;
  }

  async stopProcess(index: number, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const running = this.#processes[index];
    if (running === null || running === undefined) return;
    this.#processes[index] = null;
    this.lead();
    running.child.kill(signal);
    await running.ended;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#processes.map((_, index) => this.stopProcess(index)));
    await this.nodes.stop();
    await this.#front.close();
  }

  /** Waits until the program says that it takes requests; passes its log on. */
  #started(child: ChildProcess): Promise<[port: number, smtpPort: number]> {
    return new Promise((resolve, reject) => {
      let said = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        said = `${said}${chunk}`.slice(-500);
      });
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`a service process ended: ${said.trim()}`)));
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
        this.#options.log?.(line);
        const event = JSON.parse(line) as { event: string; port: number; smtpPort: number };
        if (event.event === 'started') resolve([event.port, event.smtpPort]);
      });
    });
  }

  #configuration(index: number): ServiceConfig {
    const { directory, leaseMs, config } = this.#options;
    return {
      dataDir: directory,
      storage: {
        kind: 'nats',
        servers: this.nodes.servers,
        operatorKeyFile: keyFile(directory),
        token: this.#token,
        ...(leaseMs === undefined ? {} : { leaseMs }),
      },
      port: 0,
      origin: this.origin,
      roles: ['sending', 'receiving', 'mail'],
      mail: { smtpPort: this.#options.smtpPorts[index] ?? 0, domain: CLUSTER_MAIL_DOMAIN },
      development: true,
      ...config,
    };
  }
}

const keyFile = (directory: string): string => join(directory, 'operator.key');

/** The text of a file; made if it is not there. */
function kept(path: string, create: () => string): string {
  if (!existsSync(path)) writeFileSync(path, create(), { mode: 0o600 });
  return readFileSync(path, 'utf8');
}
