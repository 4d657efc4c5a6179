// Everything of the demo but the browser, in one process: two services (the second has no mail, and takes tokens of the
// first's issuer), so that a relationship manager can keep two in real use, and the Corner Shop, which sends its mail through the first one's gateway. All of it stays on loopback.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startServices } from '#services/main.ts';
import { startShop } from './shop/main.ts';

export type DemoPorts = { services: number; smtp: number; secondServices: number; shop: number };

/** Fixed, since a service's origin is part of every address made at it. */
export const DEMO_PORTS: DemoPorts = { services: 8787, smtp: 2525, secondServices: 8789, shop: 8788 };

export type Demo = {
  /** First and second service. */
  origins: [string, string];
  smtpPort: number;
  shopUrl: string;
  close(): Promise<void>;
};

// The shop's domain exists nowhere else; this is what its mail is checked against.
const SHOP_ZONE = {
  'shop.localhost': ['v=spf1 ip4:127.0.0.1 ip6:::1 -all'],
  '_dmarc.shop.localhost': ['v=DMARC1; p=reject; aspf=r'],
};

/**
 * Starts all parts, or none: where one cannot start, those before it are closed again.
 * @param dataDir kept from start to start
 * @param ports 0 for any that is free
 */
export async function startDemo(
  dataDir: string,
  ports: DemoPorts = DEMO_PORTS,
  log: (line: string) => void = () => {},
): Promise<Demo> {
  const undo: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  const folder = (name: string) => {
    const path = join(dataDir, name);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  };
  try {
    const first = await startServices(
      {
        dataDir: folder('services'),
        port: ports.services,
        roles: ['issuer', 'sending', 'receiving', 'mail'],
        tokenIssuers: ['self'],
        mail: { smtpPort: ports.smtp, domain: 'mail.localhost', dns: SHOP_ZONE },
        development: true,
      },
      { writeLog: log },
    );
    undo.push(() => first.close());
    const second = await startServices(
      {
        dataDir: folder('second-services'),
        port: ports.secondServices,
        roles: ['sending', 'receiving'],
        // Another operator's: both kinds of tokens are in use.
        tokenIssuers: [first.origin],
        development: true,
      },
      { writeLog: log },
    );
    undo.push(() => second.close());
    const shop = await startShop({
      port: ports.shop,
      dataDir: folder('shop'),
      smtp: { host: '127.0.0.1', port: first.smtpPort },
      ...(ports.shop === 0 ? {} : { publicUrl: `http://shop.localhost:${ports.shop}` }),
    });
    undo.push(() => shop.close());
    return { origins: [first.origin, second.origin], smtpPort: first.smtpPort, shopUrl: shop.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What a person can do about a failed start, or null where nobody knows. */
export function explainFailure(error: unknown): string | null {
  const { code, port, blame } = error as { code?: string; port?: number; blame?: string };
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken by another program, perhaps by another Nucleus. Stop that one and start again.`;
  }
  if (code === 'EACCES') return `This computer does not allow listening on port ${port}.`;
  if (code === 'storage-in-use')
    return 'Another Nucleus is running on the same data folder. Stop that one and start again.';
  return blame === undefined ? null : `The demo did not start (${code}).`;
}
