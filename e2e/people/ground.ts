// The grounds on which towns are built, one after another: four ports of this machine, and a copy of the built
// extension that knows the services at two of them as its defaults (a build names fixed ports; the copy differs in that
// one text). People keep the addresses of their services, so towns that are copies of one another stand on one ground.

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extensionFolder } from '../harness/browsers.ts';

const BUILT_IN_SERVICES =
  'http://localhost:8787,http://127.0.0.1:8789,http://localhost:8791,http://127.0.0.1:8794,http://localhost:8792';

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
    const [main, smtp, second, shop] = await freePorts(4);
    const ports = { main, smtp, second, shop } as Ports;
    const extension = await mkdtemp(join(tmpdir(), 'nucleus-extension-'));
    await cp(extensionFolder(browser), extension, { recursive: true });
    await nameServices(join(extension, 'background.js'), [ports.main, ports.second].map(originAt));
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
