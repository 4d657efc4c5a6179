// The place of stories: two services and the Corner Shop on one ground, with the people who live there already, if it
// is a copy of a town that has some (residents.ts).

import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningShop, startShop } from '#demo/shop/main.ts';
import type { Limits, ServiceConfig } from '#services/process/config.ts';
import { Ground } from './ground.ts';
import { House } from './house.ts';

export const MAIL_DOMAIN = 'mail.localhost';

// The gateway's answers instead of the DNS: the shop and a stranger vouch for their mail, `nobody.localhost` for none.
const ZONE = {
  'shop.localhost': ['v=spf1 ip4:127.0.0.1 ip6:::1 -all'],
  '_dmarc.shop.localhost': ['v=DMARC1; p=reject; aspf=r'],
  'advertiser.localhost': ['v=spf1 ip4:127.0.0.1 ip6:::1 -all'],
  '_dmarc.advertiser.localhost': ['v=DMARC1; p=reject; aspf=r'],
  'mailer.localhost': ['v=spf1 ip4:127.0.0.1 ip6:::1 -all'],
};

export class Town {
  /** Sends, receives and takes in mail. */
  readonly main: House;
  /** Sends and receives. */
  readonly second: House;
  readonly shopUrl: string;
  /** Folder of the extension that starts with these services. */
  readonly extension: string;
  /** The extension asks about leaks at this port; no service listens there until a story starts one. */
  readonly leakPort: number;
  /** All data of the town, and of the people who live there. */
  readonly folder: string;
  readonly #houses: House[];
  #shop: RunningShop | null;
  readonly #furtherPort: number;
  readonly #afterwards: () => Promise<void>;

  constructor(
    folder: string,
    houses: [House, House],
    shop: RunningShop,
    { extension, ports }: Ground,
    afterwards: () => Promise<void>,
  ) {
    [this.main, this.second] = houses;
    this.folder = folder;
    this.shopUrl = shop.url;
    this.extension = extension;
    this.leakPort = ports.leaks;
    this.#furtherPort = ports.further;
    this.#houses = houses;
    this.#shop = shop;
    this.#afterwards = afterwards;
  }

  /** The shop as its visitors name it: host and port. */
  get shopSite(): string {
    return new URL(this.shopUrl).host;
  }

  get houses(): readonly House[] {
    return this.#houses;
  }

  /** Another service, which no person knows yet: one at a time. */
  async opens(name: string, roles: ServiceConfig['roles']): Promise<House> {
    const dataDir = join(this.folder, name);
    await mkdir(dataDir, { mode: 0o700 });
    const house = new House(name, { dataDir, port: this.#furtherPort, roles, development: true });
    this.#houses.push(house);
    await house.up();
    return house;
  }

  /** Everything is down; the stored data stays in the folder. */
  async rests(): Promise<void> {
    await this.#shop?.close();
    this.#shop = null;
    for (const house of this.#houses.toReversed()) await house.down();
  }

  /** Everything is down, and nothing of it is left. */
  async leave(): Promise<void> {
    await this.rests();
    await remove(this.folder);
    await this.#afterwards();
  }
}

export interface TownOptions {
  /** Of both services, if more is done there than people do. */
  readonly limits?: Partial<Limits>;
  /** A folder of a town that stood on the same ground: the new one begins as its copy. */
  readonly copyOf?: string;
  readonly afterwards?: () => Promise<void>;
}

export async function buildTownOn(ground: Ground, options: TownOptions = {}): Promise<Town> {
  const folder = await mkdtemp(join(tmpdir(), 'nucleus-town-'));
  const { ports } = ground;
  const shared = { development: true, limits: options.limits ?? {} };
  const main = new House('main', {
    ...shared,
    dataDir: join(folder, 'main'),
    port: ports.main,
    roles: ['issuer', 'sending', 'receiving', 'mail'],
    tokenIssuers: ['self'],
    mail: { smtpPort: ports.smtp, domain: MAIL_DOMAIN, dns: ZONE },
  });
  const second = new House('second', {
    ...shared,
    dataDir: join(folder, 'second'),
    port: ports.second,
    roles: ['sending', 'receiving'],
    tokenIssuers: [main.origin],
  });
  const afterwards = options.afterwards ?? (async () => {});
  try {
    for (const name of ['main', 'second', 'shop']) {
      await mkdir(join(folder, name), { mode: 0o700 });
      if (options.copyOf) await cp(join(options.copyOf, name), join(folder, name), { recursive: true });
    }
    await main.up();
    await second.up();
    // The shop's mail speaks for shop.localhost, so its pages must be met there.
    const shop = await startShop({
      port: ports.shop,
      dataDir: join(folder, 'shop'),
      smtp: { host: '127.0.0.1', port: main.smtpPort },
      publicUrl: `http://shop.localhost:${ports.shop}`,
    });
    return new Town(folder, [main, second], shop, ground, afterwards);
  } catch (error) {
    await second.down();
    await main.down();
    await remove(folder);
    await afterwards();
    throw error;
  }
}

/** A town on a ground of its own, which ends with it. */
export async function buildTown(browser: 'chrome' | 'firefox' = 'chrome', limits: Partial<Limits> = {}): Promise<Town> {
  const ground = await Ground.of(browser);
  return buildTownOn(ground, { limits, afterwards: () => ground.leave() });
}

const remove = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 5 });
