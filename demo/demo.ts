// Everything of the demo but the browser, in one process: the services of two operators, and the Corner Shop, which
// sends its mail through the first one's gateway. Each role has an origin of its own, as in production, so that no
// connection carries what two roles see; the operators are told apart by their hosts. All of it stays on loopback.

import { mkdirSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { startServices } from '#services/main.ts';
import type { ServedRole } from '#services/process/config.ts';
import { startShop } from './shop/main.ts';

/** The origins of the parts. The first operator's services are at `localhost`, the second's at `127.0.0.1`. */
const HOUSES = {
  sending: { host: 'localhost', roles: ['sending'] },
  receiving: { host: 'localhost', roles: ['receiving'] },
  mail: { host: 'localhost', roles: ['mail'] },
  issuer: { host: 'localhost', roles: ['issuer'] },
  secondSending: { host: '127.0.0.1', roles: ['sending'] },
  secondReceiving: { host: '127.0.0.1', roles: ['receiving'] },
  secondIssuer: { host: '127.0.0.1', roles: ['issuer'] },
} as const satisfies Record<string, { host: string; roles: readonly ServedRole[] }>;
type House = keyof typeof HOUSES;

/**
 * Those that a person uses, as the extension is built with them; issuers are named by the services that take their
 * tokens.
 */
const IN_USE = ['sending', 'secondSending', 'receiving', 'secondReceiving', 'mail'] as const satisfies readonly House[];

export type DemoPorts = Record<House | 'smtp' | 'shop', number>;

/** Fixed, since a service's origin is part of every address made at it. */
export const DEMO_PORTS: DemoPorts = {
  sending: 8787,
  receiving: 8791,
  mail: 8792,
  issuer: 8793,
  secondSending: 8789,
  secondReceiving: 8794,
  secondIssuer: 8795,
  smtp: 2525,
  shop: 8788,
};

export type Demo = {
  /** Of the services that the extension begins with. */
  origins: string[];
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
 * Starts all parts, or none: if one cannot start, those before it are closed again.
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
    const places = await placesOf(ports);
    const origin = (house: House): string => `http://${HOUSES[house].host}:${places[house]}`;
    let smtpPort = 0;
    // Issuers first: the others ask them for their keys.
    for (const house of ['issuer', 'secondIssuer', ...IN_USE] as const) {
      const roles: readonly ServedRole[] = HOUSES[house].roles;
      const running = await startServices(
        {
          dataDir: folder(house),
          port: places[house],
          origin: origin(house),
          roles,
          ...(roles.includes('issuer')
            ? // Another program than the issuer takes these tokens here, which needs public keys: RSA.
              { issuer: { types: ['rsa'] as const } }
            : { tokenIssuers: [origin('issuer'), origin('secondIssuer')] }),
          ...(roles.includes('mail')
            ? { mail: { smtpPort: ports.smtp, domain: 'mail.localhost', dns: SHOP_ZONE } }
            : {}),
          development: true,
        },
        { writeLog: log },
      );
      undo.push(() => running.close());
      if (roles.includes('mail')) smtpPort = running.smtpPort;
    }
    const shop = await startShop({
      port: ports.shop,
      dataDir: folder('shop'),
      smtp: { host: '127.0.0.1', port: smtpPort },
      ...(ports.shop === 0 ? {} : { publicUrl: `http://shop.localhost:${ports.shop}` }),
    });
    undo.push(() => shop.close());
    return { origins: IN_USE.map(origin), smtpPort, shopUrl: shop.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The ports of the services; a free one if any will do, since an origin is known before its service starts. */
async function placesOf(ports: DemoPorts): Promise<Record<House, number>> {
  const houses = Object.keys(HOUSES) as House[];
  const found = await Promise.all(houses.map(async (house) => [house, ports[house] || (await freePort())] as const));
  return Object.fromEntries(found) as Record<House, number>;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** What a person can do about a failed start, or null if the cause is unknown. */
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
