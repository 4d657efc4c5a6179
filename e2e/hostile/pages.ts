// The server of the hostile pages: one for each row of tricks.ts by its number, a plain one at any other address, and
// answers to their scripts.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FORM, type Trick } from './trick.ts';
import { TRICKS } from './tricks.ts';

const CSS = `body{margin:20px} label{display:block;height:60px;font:14px serif}
  button{font:16px serif} input{display:block;box-sizing:border-box;width:380px;height:34px;font:16px serif} iframe{border:0;width:700px;height:500px}`;
const STILL_MS = 100;

export class Pages {
  readonly #server: Server;
  readonly site: string;
  /** Of which fonts the pages were asked. */
  readonly fonts: string[] = [];
  /** Acts to run when a page has asked `/busy?name`, by that name: its thread is busy then. */
  readonly #meanwhile = new Map<string, () => void>();

  private constructor(server: Server) {
    this.#server = server;
    this.site = `http://tricks.localhost:${(server.address() as AddressInfo).port}`;
  }

  static async open(): Promise<Pages> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const pages = new Pages(server);
    server.on('request', (request, response) => {
      const { pathname, search } = new URL(request.url ?? '/', pages.site);
      const asked = decodeURIComponent(search.slice(1));
      if (pathname === '/font') pages.fonts.push(asked);
      if (pathname === '/still') return void setTimeout(() => response.end(), STILL_MS);
      if (pathname === '/busy') return void response.end(() => pages.#meanwhile.get(asked)?.());
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(htmlOf(pathname === '/within' ? { frame: 'FRAME' } : (TRICKS[Number(pathname.slice(1)) - 1] ?? {})));
    });
    return pages;
  }

  of(trick: Trick): string {
    const site = trick.host === undefined ? this.site : `http://${trick.host}:${new URL(this.site).port}`;
    return `${site}/${TRICKS.indexOf(trick) + 1}`;
  }

  /** Resolves with what came of the work, which is begun once the page has asked `/busy` of that name. */
  whileBusy<T>(name: string, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => this.#meanwhile.set(name, () => work().then(resolve, reject)));
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

function htmlOf({ head = '', around = ['', ''], form = FORM, frame }: Partial<Trick>): string {
  const inFrame = (word: string): string => `<iframe src="${word === 'DEEP' ? '/within' : '/'}"></iframe>`;
  const body = frame?.replace(/FRAME|DEEP/, inFrame) ?? form;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Join</title><style>${CSS}</style>${head}<body>${around[0]}${body}${around[1]}`;
}
