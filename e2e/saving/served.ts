// The sites of the shapes as real servers of this machine, for browsers whose requests a test does not answer itself:
// each site is a name under `localhost`.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Server as Site } from './world.ts';

export class Served {
  readonly #server: Server;
  readonly #sites = new Map<string, Site>();
  readonly #counts = new Map<string, number>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<Served> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const served = new Served(server);
    server.on('request', async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const { pathname: path, hostname: host } = new URL(request.url ?? '/', `http://${request.headers.host}`);
      const count = (served.#counts.get(host + path) ?? 0) + 1;
      served.#counts.set(host + path, count);
      const form = new URLSearchParams(Buffer.concat(parts).toString());
      const answer = served.#sites.get(host)?.({ method: request.method ?? 'GET', host, path, form, count }) ?? '';
      if (typeof answer === 'string') {
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end(answer);
      } else if ('to' in answer) {
        response.writeHead(303, { location: served.#reached(answer.to) }).end();
      } else
        response
          .writeHead(answer.status ?? 200, { 'content-type': 'application/json' })
          .end(JSON.stringify(answer.json));
    });
    return served;
  }

  /** @returns the address of its first page */
  site(name: string, serves: Site): string {
    this.#sites.set(`${name}.localhost`, serves);
    return `http://${name}.localhost:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** Another site, which shapes name by an address of its own. */
  #reached(to: string): string {
    const { port } = this.#server.address() as AddressInfo;
    return to.startsWith('/') ? to : `http://elsewhere.localhost:${port}${new URL(to).pathname}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
