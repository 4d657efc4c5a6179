// In Firefox the extension asks services from a sandboxed frame (lib/adapters/browser/line/nameless-line.ts). What a
// page's sandboxed frame can make the browser say is measured beside it, header by header: while it is the same, no
// service can let in one and refuse the other (services/http/callers.ts). If this fails, Firefox has begun to tell them
// apart, and services should refuse the page's.

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Firefox, launchFirefox } from '../harness/firefox.ts';

const heard: string[] = [];
const service = createServer((request, response) => {
  note(request);
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-allow-headers', 'authorization,content-type');
  response.end();
});
service.on('upgrade', (request, socket) => {
  note(request);
  socket.destroy();
});
const web = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><body>'));
let firefox: Firefox;

/** Of the socket's own draw, and of Firefox's scheduling. */
const BY_CHANCE = new Set(['sec-websocket-key', 'priority']);

function note({ method, url, headers }: IncomingMessage): void {
  const said = Object.entries(headers).filter(([name]) => !BY_CHANCE.has(name));
  heard.push(...said.map(([name, value]) => `${method} ${url} ${name}: ${value}`));
}

const originOf = (server: typeof web): string => `http://localhost:${(server.address() as AddressInfo).port}`;

beforeAll(async () => {
  for (const server of [service, web]) await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  firefox = await launchFirefox();
});
afterAll(async () => {
  await firefox?.close();
  for (const server of [service, web]) {
    server.closeAllConnections();
    server.close();
  }
});

/** The extension's kinds of request, as `[address, init]` in there. */
const REQUESTS = (origin: string): string => `[
  ['${origin}/post', { method: 'POST', body: new Uint8Array(9), headers: [['content-type', 'application/octet-stream']] }],
  ['${origin}/get', { method: 'GET', headers: [['authorization', 'Bearer AAAA']] }],
].map(([url, init]) => [url, { ...init, credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' }])`;

/** In a page of the extension: its own frame, asked as the background asks. */
const fromExtension = (origin: string): string => `new Promise((done) => {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.src = '/line.html';
  const { port1, port2 } = new MessageChannel();
  addEventListener('message', () => {
    frame.contentWindow.postMessage(null, '*', [port2]);
    ${REQUESTS(origin)}.forEach(([url, init], id) => port1.postMessage({ kind: 'fetch', id, url, init }));
    port1.postMessage({ kind: 'socket', id: 2, url: '${origin.replace('http', 'ws')}/socket' });
  }, { once: true });
  let left = 3;
  port1.onmessage = ({ data }) => { if (/answer|failed|closed/.test(data.kind) && --left === 0) done(); };
  document.documentElement.append(frame);
})`;

/** In a page of the web: a frame that hides as much as it can. */
const fromPage = (origin: string): string => `new Promise((done) => {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.referrerPolicy = 'no-referrer';
  frame.srcdoc = ${JSON.stringify(`<script>(async () => {
    await Promise.all(${REQUESTS(origin)}.map(([url, init]) => fetch(url, init).catch(() => {})));
    const socket = new WebSocket('${origin.replace('http', 'ws')}/socket');
    socket.onclose = () => parent.postMessage('done', '*');
  })()</script>`)};
  addEventListener('message', () => done(), { once: true });
  document.body.append(frame);
})`;

it('says of a page’s sandboxed frame what it says of the extension’s', async () => {
  const origin = originOf(service);
  // The page is of another site than the service.
  const page = await firefox.visit(originOf(web).replace('localhost', '127.0.0.1'));
  await (await firefox.open('options.html')).evaluate(fromExtension(origin));
  const ours = heard.splice(0).sort();
  await page.bringToFront();
  await page.evaluate(fromPage(origin));
  const theirs = heard.splice(0).sort();
  expect(ours).toContain('POST /post origin: null');
  expect(ours).toContain('GET /socket origin: null');
  expect(ours.length).toBeGreaterThan(30);
  expect(theirs).toEqual(ours);
});
