// The grounds on which towns are built, one after another: five ports of this machine, and a copy of the built
// extension that knows the services at three of them (a build names others; the copy differs in those texts alone).
// People keep the addresses of their services, so towns that are copies of one another stand on one ground.

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
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
const LOWEST_PORT = 20_000;
const PORT_COUNT = 10_000;

export interface Ports {
  readonly main: number;
  readonly smtp: number;
  readonly second: number;
  readonly shop: number;
  /** Kept free for a service that knows leaked passwords. */
  readonly leaks: number;
}

export class Ground {
  readonly ports: Ports;
  /** Folder of the extension that starts with these services. */
  readonly extension: string;

  private constructor(ports: Ports, extension: string) {
    this.ports = ports;
    this.extension = extension;
  }

  static async of(browser: 'chrome' | 'firefox'): Promise<Ground> {
    const [main, smtp, second, shop, leaks] = await freePorts(5);
    const ports = { main, smtp, second, shop, leaks } as Ports;
    const extension = await mkdtemp(join(tmpdir(), 'nucleus-extension-'));
    await cp(extensionFolder(browser), extension, { recursive: true });
    await nameServices(join(extension, 'background.js'), [ports.main, ports.second].map(originAt));
    await nameLeakService(join(extension, 'background.js'), originAt(ports.leaks));
    return new Ground(ports, extension);
  }

  async leave(): Promise<void> {
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

/** Free ports, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = LOWEST_PORT + Math.floor(Math.random() * PORT_COUNT);
    if (await isFree(port)) found.add(port);
  }
  return [...found];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
