// Nodes of nats-server as processes of this machine: what `npm run cluster` and the tests run the JetStream store on.
// An operator runs nodes by himself, each on a machine of its own (docs/operating.md). Each has a folder and ports of
// its own; all listen on loopback and want the token.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { Fault } from '#bytes/fault.ts';

/** On `health` a node says whether it has caught up with the others. */
export type NodePorts = readonly [client: number, cluster: number, health: number];

export interface NatsNodesOptions {
  readonly directory: string;
  /** As many nodes as there are triples. */
  readonly ports: readonly NodePorts[];
  readonly token: string;
}

/** The place to which demo/bootstrap.mjs unpacks the system's package. */
const UNPACKED = join(import.meta.dirname, '../../../node_modules/.cache/nats-server/usr/sbin/nats-server');
const END_MS = 10_000;
const HEALTH_MS = 50;
/**
 * A question that a node which is just starting took and does not answer is asked anew; fetch itself would wait for 300
 * s.
 */
const HEALTH_ANSWER_MS = 5000;
const PORTS = 3;

/** @throws Fault unavailable 'nats-missing' */
export function natsServerPath(environment: NodeJS.ProcessEnv = process.env): string {
  const onPath = (environment.PATH ?? '').split(delimiter).map((folder) => join(folder, 'nats-server'));
  const found = [environment.NATS_SERVER, ...onPath, '/usr/sbin/nats-server', UNPACKED].find(
    (path) => path !== undefined && existsSync(path),
  );
  if (found !== undefined) return found;
  throw new Fault(
    'unavailable',
    'nats-missing',
    "nats-server is missing: install it with the system's package manager, or set NATS_SERVER=/path",
  );
}

export class NatsNodes {
  readonly #options: NatsNodesOptions;
  readonly #program: string;
  readonly #children: (ChildProcess | null)[];

  private constructor(options: NatsNodesOptions) {
    this.#options = options;
    this.#program = natsServerPath();
    this.#children = options.ports.map(() => null);
  }

  /** Starts all nodes; they have caught up with each other when it resolves. */
  static async start(options: NatsNodesOptions): Promise<NatsNodes> {
    const nodes = new NatsNodes(options);
    await Promise.all(options.ports.map((_, index) => nodes.startNode(index)));
    return nodes;
  }

  get servers(): string[] {
    return this.#options.ports.map(([client]) => `127.0.0.1:${client}`);
  }

  /**
   * Resolves when the node has caught up: until then another must not end, since what they acknowledged may be on two
   * of three only.
   */
  async startNode(index: number): Promise<void> {
    const [, , health] = this.#options.ports[index] as NodePorts;
    const folder = join(this.#options.directory, `node-${index + 1}`);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, 'nats.conf');
    writeFileSync(file, this.#configuration(index, folder), { mode: 0o600 });
    // A process group of its own: Ctrl-C is for the parent process, which ends its parts in order.
    const child = spawn(this.#program, ['-c', file], { stdio: 'ignore', detached: true });
    this.#children[index] = child;
    // Whatever ends this process ends its nodes.
    const end = () => child.kill('SIGKILL');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    const ended = new AbortController();
    child.once('error', (error) => ended.abort(error));
    child.once('exit', () =>
      ended.abort(new Fault('unavailable', 'nats-start', 'a nats-server node ended before it had started')),
    );
    await isCurrent(health, ended.signal);
  }

  /** `SIGKILL` leaves a node no time; `SIGTERM` ends it well. */
  async stopNode(index: number, signal: 'SIGKILL' | 'SIGTERM' = 'SIGTERM'): Promise<void> {
    const child = this.#children[index];
    this.#children[index] = null;
    if (child === null || child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const patience = setTimeout(() => child.kill('SIGKILL'), END_MS);
    await ended;
    clearTimeout(patience);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#children.map((_, index) => this.stopNode(index)));
  }

  #configuration(index: number, folder: string): string {
    const { ports, token } = this.#options;
    const [client, cluster, health] = ports[index] as NodePorts;
    const lines = [
      `server_name: node-${index + 1}`,
      `listen: 127.0.0.1:${client}`,
      `http: 127.0.0.1:${health}`,
      `authorization { token: "${token}" }`,
      `jetstream { store_dir: "${join(folder, 'data')}", max_memory_store: 64MB, max_file_store: 64GB }`,
      `log_file: "${join(folder, 'nats.log')}"`,
      `pid_file: "${join(folder, 'nats.pid')}"`,
      'max_payload: 1MB',
    ];
    if (ports.length > 1) {
      const routes = ports.map(([, port]) => `nats-route://node:${token}@127.0.0.1:${port}`).join(', ');
      lines.push(
        `cluster { name: nucleus, listen: 127.0.0.1:${cluster}`,
        `  authorization { user: node, password: "${token}" }`,
        `  routes: [${routes}] }`,
      );
    }
    return `${lines.join('\n')}\n`;
  }
}

/** Waits until a node says that all of its streams are current. @throws what `ended` was aborted with */
async function isCurrent(health: number, ended: AbortSignal): Promise<void> {
  for (;;) {
    const isHealthy = await fetch(`http://127.0.0.1:${health}/healthz`, {
      signal: AbortSignal.any([ended, AbortSignal.timeout(HEALTH_ANSWER_MS)]),
    })
      .then(async (answer) => {
        await answer.arrayBuffer();
        return answer.status === 200;
      })
      .catch(() => false);
    if (isHealthy) return;
    ended.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, HEALTH_MS));
  }
}

/** Ports of loopback that are free now, for nodes of a test. */
export async function freePorts(nodes: number): Promise<NodePorts[]> {
  const servers = await Promise.all(
    Array.from({ length: nodes * PORTS }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return Array.from({ length: nodes }, (_, i) => ports.slice(PORTS * i, PORTS * (i + 1)) as unknown as NodePorts);
}
