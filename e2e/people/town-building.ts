// Where stories take place: two services and the Corner Shop on free ports of this machine, and a copy of the built extension that knows
// the two as its defaults (a build names fixed ports; the copy differs in that one text).

import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startShop } from '#demo/shop/main.ts';
import type { Limits } from '#services/config.ts';
import { type Running, type ServiceConfig, startServices } from '#services/main.ts';
import { extensionFolder } from '../harness/browsers.ts';

const BUILT_IN_SERVICES = 'http://localhost:8787,http://localhost:8789';
export const MAIL_DOMAIN = 'mail.localhost';

// What the gateway is told instead of the DNS: the shop and a stranger vouch for their mail, `nobody.localhost` for none.
const ZONE = {
  'shop.localhost': ['v=spf1 ip4:127.0.0.1 ip6:::1 -all'],
  '_dmarc.shop.localhost': ['v=DMARC1; p=reject; aspf=r'],
  'advertiser.localhost': ['v=spf1 ip4:127.0.0.1 ip6:::1 -all'],
  '_dmarc.advertiser.localhost': ['v=DMARC1; p=reject; aspf=r'],
};

/** A service that can go down and come back with the same data at the same address. */
export class House {
  #config: ServiceConfig;
  #running: Running | null = null;

  constructor(config: ServiceConfig) {
    this.#config = config;
  }

  get origin(): string {
    return `http://localhost:${this.#config.port}`;
  }

  /** Everything that it keeps. */
  get dataDir(): string {
    return this.#config.dataDir;
  }

  get smtpPort(): number {
    return this.#config.mail?.smtpPort ?? 0;
  }

  async up(): Promise<void> {
    if (this.#running) return;
    this.#running = await startServices(this.#config, { writeLog: () => {} });
    const { port, smtpPort } = this.#running;
    const { mail } = this.#config;
    this.#config = { ...this.#config, port, ...(mail ? { mail: { ...mail, smtpPort } } : {}) };
  }

  /** Its operator changes something: it goes down, and comes back with the same data. */
  async changes(config: Partial<ServiceConfig>): Promise<void> {
    await this.down();
    this.#config = { ...this.#config, ...config };
    await this.up();
  }

  async down(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    await running?.close();
  }
}

export class Town {
  /** Sends, receives and takes in mail. */
  readonly main: House;
  /** Sends and receives. */
  readonly second: House;
  readonly shopUrl: string;
  /** Folder of the extension that starts with these services. */
  readonly extension: string;
  readonly #leave: () => Promise<void>;

  constructor(main: House, second: House, shopUrl: string, extension: string, leave: () => Promise<void>) {
    this.main = main;
    this.second = second;
    this.shopUrl = shopUrl;
    this.extension = extension;
    this.#leave = leave;
  }

  /** The shop as its visitors name it: host and port. */
  get shopSite(): string {
    return new URL(this.shopUrl).host;
  }

  leave(): Promise<void> {
    return this.#leave();
  }
}

/** @param limits of both services, where what is done there is more than people do */
export async function buildTown(browser: 'chrome' | 'firefox' = 'chrome', limits: Partial<Limits> = {}): Promise<Town> {
  const folder = await mkdtemp(join(tmpdir(), 'nucleus-town-'));
  const undo: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true, maxRetries: 5 })];
  const leave = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const place = async (name: string) => {
      const path = join(folder, name);
      await mkdir(path, { mode: 0o700 });
      return path;
    };
    const main = new House({
      dataDir: await place('main'),
      port: 0,
      roles: ['issuer', 'sending', 'receiving', 'mail'],
      tokenIssuers: ['self'],
      mail: { smtpPort: 0, domain: MAIL_DOMAIN, dns: ZONE },
      development: true,
      limits,
    });
    await main.up();
    undo.push(() => main.down());
    const second = new House({
      dataDir: await place('second'),
      port: 0,
      roles: ['sending', 'receiving'],
      tokenIssuers: [main.origin],
      development: true,
      limits,
    });
    await second.up();
    undo.push(() => second.down());
    const port = await freePort();
    // The shop's mail speaks for shop.localhost, so its pages must be met there.
    const shopUrl = `http://shop.localhost:${port}`;
    const shop = await startShop({
      port,
      dataDir: await place('shop'),
      smtp: { host: '127.0.0.1', port: main.smtpPort },
      publicUrl: shopUrl,
    });
    undo.push(() => shop.close());
    const extension = join(folder, 'extension');
    await cp(extensionFolder(browser), extension, { recursive: true });
    await nameServices(join(extension, 'background.js'), [main.origin, second.origin]);
    return new Town(main, second, shopUrl, extension, leave);
  } catch (error) {
    await leave();
    throw error;
  }
}

async function nameServices(file: string, origins: string[]): Promise<void> {
  const built = await readFile(file, 'utf8');
  if (!built.includes(BUILT_IN_SERVICES)) throw new Error('the built extension names other default services');
  await writeFile(file, built.replaceAll(BUILT_IN_SERVICES, origins.join(',')));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
