// Which requests a browser sends over one connection: counted in both, since the end of a connection knows that all its
// requests are one person's. HTTP/2 joins the connections of host names that share address and certificate (RFC 9113
// section 9.1.1), so roles with names of their own are apart only if their operator separates one of the two;
// docs/operating.md says so.

import { createHash, X509Certificate } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createSecureContext } from 'node:tls';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumArguments, chromiumPath } from './harness/browsers.ts';
import { A, A_AND_B, AUTHORITY, B, type TestCertificate } from './harness/certificates.ts';
import { Marionette } from './harness/marionette.ts';

const [NAME_A, NAME_B] = ['a.nucleus.test', 'b.nucleus.test'] as const;
/** The second address of the second name, if it has one of its own. */
const ELSEWHERE = '127.0.0.2';

interface Asked {
  readonly connection: number;
  readonly host: string;
}
const asked: Asked[] = [];
const numbers = new WeakMap<object, number>();
let connections = 0;
const numberOf = (connection: object): number => {
  const known = numbers.get(connection) ?? ++connections;
  numbers.set(connection, known);
  return known;
};

const servers: (Server | Http2SecureServer)[] = [];
async function listen(server: Server | Http2SecureServer, port = 0, host = '127.0.0.1'): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return (server.address() as AddressInfo).port;
}

/** A service over HTTP/2, with the certificate for the name that is asked for. */
function secure(certificateFor: (name: string) => TestCertificate): Http2SecureServer {
  const server = createSecureServer({
    ...certificateFor(NAME_A),
    SNICallback: (name, done) => done(null, createSecureContext(certificateFor(name))),
  });
  server.on('request', ({ stream, authority, method }: Http2ServerRequest, response: Http2ServerResponse) => {
    if (method === 'GET' && stream.session !== undefined)
      asked.push({ connection: numberOf(stream.session), host: authority });
    response.setHeader('access-control-allow-origin', '*');
    response.end('.');
  });
  return server;
}

/** What a program of a page, or of an extension, asks with. */
const ASK = `return Promise.all([]).then(async () => {
  for (const url of arguments[0]) await (await fetch(url, { credentials: 'omit', cache: 'no-store' })).text();
})`;

interface Asker {
  ask(urls: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** @param led whether the second name leads to an address of its own */
async function inChromium(page: string, led: boolean): Promise<Asker> {
  const trusted = [A, B, A_AND_B].map(({ cert }) => {
    const key = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
    return createHash('sha256').update(key).digest('base64');
  });
  const browser: Browser = await chromium.launch({
    executablePath: await chromiumPath(),
    args: [
      ...chromiumArguments(),
      // Certificates by these keys count as good; what they are good for is judged as ever.
      `--ignore-certificate-errors-spki-list=${trusted.join(',')}`,
      `--host-resolver-rules=MAP ${NAME_A} 127.0.0.1, MAP ${NAME_B} ${led ? ELSEWHERE : '127.0.0.1'}`,
    ],
  });
  const tab: Page = await browser.newPage();
  await tab.goto(page);
  return {
    ask: (urls) => tab.evaluate(`(function () { ${ASK} })(${JSON.stringify(urls)})`),
    close: () => browser.close(),
  };
}

async function inFirefox(page: string, led: boolean): Promise<Asker> {
  const firefox = await Marionette.launch();
  const authority = AUTHORITY.replace(/-----[A-Z ]+-----|\s/g, '');
  await firefox.inBrowser(
    `Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB).addCertFromBase64(arguments[0], 'CTu,CTu,CTu');
     const names = Cc['@mozilla.org/network/native-dns-override;1'].getService(Ci.nsINativeDNSResolverOverride);
     for (const [name, address] of arguments[1]) names.addIPOverride(name, address);`,
    authority,
    [
      [NAME_A, '127.0.0.1'],
      [NAME_B, led ? ELSEWHERE : '127.0.0.1'],
    ],
  );
  await firefox.visit(page);
  return { ask: (urls) => firefox.inPage(ASK, urls), close: () => firefox.close() };
}

let page = '';
const ports = { shared: 0, own: 0, elsewhere: 0 };
beforeAll(async () => {
  page = `http://127.0.0.1:${await listen(createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><title>page</title>')))}/`;
  ports.shared = await listen(secure(() => A_AND_B));
  ports.own = await listen(secure((name) => (name === NAME_B ? B : A)));
  ports.elsewhere = await listen(secure(() => A_AND_B));
  await listen(
    secure(() => A_AND_B),
    ports.elsewhere,
    ELSEWHERE,
  );
});
afterAll(async () => {
  for (const server of servers) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  }
});

describe.each([
  ['Chromium', inChromium],
  ['Firefox', inFirefox],
] as const)('%s', (_, open) => {
  const askers = new Map<boolean, Asker>();
  beforeAll(async () => {
    for (const led of [false, true]) askers.set(led, await open(page, led));
  });
  afterAll(async () => {
    for (const asker of askers.values()) await asker.close();
  });

  it.each([
    ['joins two names that share address and certificate', ports_('shared'), false, 1],
    ['keeps two names apart that have a certificate each', ports_('own'), false, 2],
    ['keeps two names apart that have an address each', ports_('elsewhere'), true, 2],
  ] as const)('%s', async (_name, port, led, wanted) => {
    const from = asked.length;
    const urls = [NAME_A, NAME_B, NAME_A, NAME_B].map((name, i) => `https://${name}:${port()}/${i}`);
    await askers.get(led)?.ask(urls);
    const heard = asked.slice(from);
    expect(heard.map(({ host }) => host.split(':')[0])).toEqual([NAME_A, NAME_B, NAME_A, NAME_B]);
    expect(new Set(heard.map(({ connection }) => connection)).size).toBe(wanted);
  });
});

function ports_(which: keyof typeof ports): () => number {
  return () => ports[which];
}
