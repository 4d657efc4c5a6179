// A page of the web cannot spend what its visitor may ask of a service, by whatever way it calls; the extension calls
// from the same browser as before. In both browsers, with a real page of another site and the real extension: what each
// of them says of itself is the browser's.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bench } from '#services/testing/services.ts';
import { ENDPOINTS, PUSH_PATH } from '#wire/endpoints.ts';
import { launchChromium } from '../harness/chromium.ts';
import { launchFirefox, until } from '../harness/firefox.ts';

/**
 * What the service grants one network address. All of it is used up in the end, so one call of a page that counted
 * would show.
 */
const BURST = 3;
/** Ways of `fetch`, in as many places of a page. */
const WAYS = 4;
const PLACES = 6;
/** Of them, frames without an origin. */
const OPAQUE = 3;

interface Visitor {
  /** A tab of another site than the service's. */
  page(url: string, script: string): Promise<unknown>;
  /** In a page of the extension. */
  extension(script: string): Promise<unknown>;
  /** Gives the extension rights over all sites. */
  allowSites(): Promise<void>;
  close(): Promise<void>;
}

/** Runs in the page of the extension: browsers want a click for the question. */
const ASK = `document.addEventListener('click', () => {
  globalThis.granted = (globalThis.browser ?? chrome).permissions.request({ origins: ['*://*/*'] });
}, { capture: true, once: true })`;

async function inChromium(): Promise<Visitor> {
  const browser = await launchChromium({ siteAccess: 'yes' });
  const options = await browser.open('options.html');
  return {
    async page(url, script) {
      const page = await browser.context.newPage();
      await page.goto(url);
      return page.evaluate(script);
    },
    extension: (script) => options.evaluate(script),
    async allowSites() {
      await options.evaluate(ASK);
      await options.mouse.click(1, 1);
      expect(await options.evaluate('globalThis.granted')).toBe(true);
    },
    close: () => browser.close(),
  };
}

async function inFirefox(): Promise<Visitor> {
  // Firefox puts off sockets to a host that refused one, longer each time.
  const firefox = await launchFirefox({ preferences: { 'network.websocket.delay-failed-reconnects': false } });
  const options = await firefox.open('options.html');
  return {
    page: async (url, script) => (await firefox.visit(url)).evaluate(script),
    extension: (script) => options.evaluate(script),
    async allowSites() {
      await options.evaluate(ASK);
      await options.bringToFront();
      // Firefox takes no press on a page that it has only just drawn, so it is made again until it counts.
      await until(async () => {
        await options.mouse.click(1, 1);
        return options.evaluate(`'granted' in globalThis`);
      });
      expect(await options.evaluate('globalThis.granted')).toBe(true);
    },
    close: () => firefox.close(),
  };
}

const url = (origin: string) => `${origin}${ENDPOINTS.createRoot.path}`;

/**
 * Everything a script can do with `fetch` and sockets at its place. @returns (in there) whether one of the sockets was
 * opened
 */
const calls = (origin: string): string => `(async () => {
  const call = (how) => fetch('${url(origin)}', how).catch(() => {});
  await call({ method: 'POST', mode: 'no-cors', body: 'x' });
  await call({ method: 'POST', mode: 'no-cors', body: 'x', referrerPolicy: 'no-referrer', credentials: 'omit' });
  await call({ method: 'POST', body: 'x' });
  await call({ method: 'POST', body: new Uint8Array(9), headers: { 'content-type': 'application/octet-stream' } });
  return new Promise((done) => {
    const socket = new WebSocket('${origin.replace('http', 'ws')}${PUSH_PATH}');
    socket.onopen = () => done(true);
    socket.onerror = () => done(false);
  });
})()`;

/**
 * The same from frames and workers, and what needs no script.
 * @param opaque whether also from frames without an origin, which in Firefox look as the extension does
 * (services/http/callers.ts)
 * @returns (in there) whether any of the sockets was opened
 */
const attack = (origin: string, opaque: boolean): string => `(async () => {
  const code = ${JSON.stringify(calls(origin))};
  const opened = [await eval(code)];
  const heard = () => new Promise((done) => addEventListener('message', ({ data }) => done(data), { once: true }));
  const html = '<script>' + code + '.then((opened) => parent.postMessage(opened, "*"))</' + 'script>';
  const frames = [
    (frame) => { frame.sandbox = 'allow-scripts'; frame.srcdoc = html; },
    (frame) => { frame.src = 'data:text/html,' + encodeURIComponent(html); },
    (frame) => { frame.sandbox = 'allow-scripts'; frame.src = URL.createObjectURL(new Blob([html], { type: 'text/html' })); },
    (frame) => { frame.src = URL.createObjectURL(new Blob([html], { type: 'text/html' })); },
  ];
  for (const make of ${opaque} ? frames : frames.slice(3)) {
    const frame = document.createElement('iframe');
    make(frame);
    const said = heard();
    document.body.append(frame);
    opened.push(await said);
  }
  const worker = new Worker(URL.createObjectURL(new Blob([code + '.then(postMessage)'], { type: 'text/javascript' })));
  opened.push(await new Promise((done) => { worker.onmessage = ({ data }) => done(data); }));
  const target = document.createElement('iframe');
  target.name = 'target';
  const form = document.createElement('form');
  Object.assign(form, { method: 'POST', enctype: 'text/plain', action: '${url(origin)}', target: target.name });
  const loaded = () => new Promise((done) => { target.onload = done; });
  const empty = loaded();
  document.body.append(target, form);
  await empty;
  const answered = loaded();
  form.submit();
  await answered;
  await new Promise((done) => { const image = new Image(); image.onerror = done; image.src = '${origin}/v1/status'; });
  return opened;
})()`;

/** The extension's own kinds of call: with a preflight, with a credential, and a socket. */
const works = (origin: string): string => `(async () => {
  const said = await fetch('${url(origin)}', {
    method: 'POST', body: new Uint8Array(9), headers: { 'content-type': 'application/octet-stream' },
  }).then((answer) => answer.json());
  const mailbox = await fetch('${origin}${ENDPOINTS.getMailbox.path}', { headers: { authorization: 'Bearer AAAA' } });
  const socket = await new Promise((done) => {
    const socket = new WebSocket('${origin.replace('http', 'ws')}${PUSH_PATH}');
    socket.onopen = () => done(true);
    socket.onerror = () => done(false);
  });
  return [said.code, mailbox.status, socket];
})()`;

describe.each([
  ['Chromium', inChromium, true],
  ['Firefox', inFirefox, false],
] as const)('in %s', (_, launch, opaque) => {
  const bench = new Bench();
  let web: Server;
  let visitor: Visitor;
  beforeEach(async () => {
    web = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><body>'));
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    visitor = await launch();
  });
  afterEach(async () => {
    await visitor.close();
    web.closeAllConnections();
    web.close();
    await bench.end();
  });

  it('a page spends nothing of its visitor’s, and the extension goes on', async () => {
    const { origin, metrics } = await bench.start({
      roles: ['sending', 'receiving'],
      rates: { createRoot: { burst: BURST, perSecond: 0.001 } },
    });
    // The service is `localhost`, the page is another site.
    const opened = await visitor.page(
      `http://127.0.0.1:${(web.address() as AddressInfo).port}/`,
      attack(origin, opaque),
    );
    expect(opened).toEqual(opaque ? [false, false, false, false, false, false] : [false, false, false]);
    // A preflight that fails keeps the page from sending what it asked for; the rest is refused as it comes.
    expect(metrics.value('refused_total', 'page')).toBeGreaterThanOrEqual(WAYS * (opaque ? PLACES : PLACES - OPAQUE));

    // Not one of the three was spent: a body that is no root is malformed, three times, before it is too often.
    expect(await visitor.extension(works(origin))).toEqual(['malformed', 401, true]);
    await visitor.allowSites();
    expect(await visitor.extension(works(origin))).toEqual(['malformed', 401, true]);
    expect(await visitor.extension(works(origin))).toEqual(['malformed', 401, true]);
    expect(await visitor.extension(works(origin))).toEqual(['rate-limited', 401, true]);
  });
});
