// The grounds on which towns are built, one after another: a few ports of this machine, and a copy of the built
// extension that knows the services at three of them (a build names others; the copy differs in those texts alone).
// People keep the addresses of their services, so towns that are copies of one another stand on one ground.

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extensionFolder } from '../harness/browsers.ts';

const BUILT_IN_SERVICES =
  'http://localhost:8787,http://127.0.0.1:8789,http://localhost:8791,http://127.0.0.1:8794,http://localhost:8792';

const BUILT_IN_LEAK_SERVICE = 'https://api.pwnedpasswords.com';

/**
 * Below what systems give to connections that go out: a service that is down for a moment must not find its port taken
 * by one of those.
 */
const FIRST_GATE = 20_000;
const GROUNDS = 1500;
const FIRST_PORT = FIRST_GATE + GROUNDS;
const PORTS = 6;

export interface Ports {
  readonly main: number;
  readonly smtp: number;
  /** Of a service that a story opens. */
  readonly further: number;
  readonly second: number;
  readonly shop: number;
  /** Kept free for a service that knows leaked passwords. */
  readonly leaks: number;
}

export class Ground {
  readonly ports: Ports;
  /** Folder of the extension that starts with these services. */
  readonly extension: string;
  readonly #gate: Server;

  private constructor(ports: Ports, extension: string, gate: Server) {
    this.ports = ports;
    this.extension = extension;
    this.#gate = gate;
  }

  static async of(browser: 'chrome' | 'firefox'): Promise<Ground> {
    const { ports, gate } = await takeGround();
    const extension = await mkdtemp(join(tmpdir(), 'nucleus-extension-'));
    await cp(extensionFolder(browser), extension, { recursive: true });
    await nameServices(join(extension, 'background.js'), [ports.main, ports.second].map(originAt));
    await nameLeakService(join(extension, 'background.js'), originAt(ports.leaks));
    return new Ground(ports, extension, gate);
  }

  async leave(): Promise<void> {
    await new Promise((closed) => this.#gate.close(closed));
    await rm(this.extension, { recursive: true, force: true, maxRetries: 5 });
  }
}

const originAt = (port: number): string => `http://localhost:${port}`;

/** Makes a copy of the built background script begin with other services. */
export async function nameServices(file: string, origins: readonly string[]): Promise<void> {
  const built = await readFile(file, 'utf8');
  if (!built.includes(BUILT_IN_SERVICES)) throw new Error('the built extension names other default services');
  await writeFile(file, built.replaceAll(BUILT_IN_SERVICES, origins.join(',')));
}

/** No story asks the real one. */
async function nameLeakService(file: string, origin: string): Promise<void> {
  const built = await readFile(file, 'utf8');
  if (!built.includes(BUILT_IN_LEAK_SERVICE)) throw new Error('the built extension names another leak service');
  await writeFile(file, built.replaceAll(BUILT_IN_LEAK_SERVICE, origin));
}

/**
 * A ground is theirs who listen at its gate: nobody else takes its ports, though nothing listens there while a town
 * rests or a service is down.
 */
async function takeGround(): Promise<{ ports: Ports; gate: Server }> {
  for (;;) {
    const at = Math.floor(Math.random() * GROUNDS);
    const gate = await listening(FIRST_GATE + at);
    if (gate === null) continue;
    const numbers = Array.from({ length: PORTS }, (_, port) => FIRST_PORT + at * PORTS + port);
    const free = await Promise.all(numbers.map(isFree));
    const [main, smtp, second, shop, leaks, further] = numbers;
    if (free.every(Boolean)) return { ports: { main, smtp, second, shop, leaks, further } as Ports, gate };
    await new Promise((closed) => gate.close(closed));
  }
}

/** Null: another process listens there. */
function listening(port: number): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    // It waits for nobody: a gate keeps no process from ending.
    server.listen(port, '127.0.0.1', () => resolve(server.unref()));
  });
}

async function isFree(port: number): Promise<boolean> {
  const server = await listening(port);
  await new Promise<void>((closed) => (server === null ? closed() : server.close(() => closed())));
  return server !== null;
}
