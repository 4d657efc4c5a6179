// The rights of callers: every caller that a browser can name, and messages in which one lies.
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { method, nothing } from '#rpc/call/contract.ts';
import { answerCall, isCall } from './channels.ts';
import { fromContent, fromPage, type Sender } from './sender.ts';

const self = { id: 'dgnpilcaplhionipiegimngacemagjmb', origin: 'chrome-extension://dgnpilcaplhionipiegimngacemagjmb' };
const popup: Sender = { id: self.id, url: `${self.origin}/popup.html`, origin: self.origin };
const shop: Sender = {
  id: self.id,
  url: 'https://shop.example/sign-up?x=1#y',
  origin: 'https://shop.example',
  frameId: 0,
  documentId: 'D1',
  tab: { id: 4, url: 'https://shop.example/sign-up?x=1#y', windowId: 1 },
};

describe('a page of ours', () => {
  it.each(['popup', 'sidepanel', 'options', 'welcome'])('is known by its exact address: %s', (page) => {
    expect(fromPage({ ...popup, url: `${self.origin}/${page}.html` }, self)).toEqual({ page, windowId: null });
    expect(fromPage({ ...popup, url: `${self.origin}/${page}.html?tab=1#/thread/2` }, self)?.page).toBe(page);
  });

  it('is told its window if it lies in a tab', () => {
    expect(fromPage({ ...popup, tab: { id: 1, windowId: 7 }, frameId: 0 }, self)?.windowId).toBe(7);
  });

  it.each<[string, Sender]>([
    ['another extension with a page of ours in its mouth', { ...popup, id: 'other' }],
    ['nobody', {}],
    ['no address', { id: self.id }],
    ['no id', { url: `${self.origin}/popup.html` }],
    ['a page of ours that is none of the four', { ...popup, url: `${self.origin}/print.html` }],
    ['the worker', { ...popup, url: `${self.origin}/background.js` }],
    ['the root', { ...popup, url: `${self.origin}/` }],
    ['a longer path', { ...popup, url: `${self.origin}/popup.html/x` }],
    ['a path before', { ...popup, url: `${self.origin}/x/popup.html` }],
    ['a path that a parser would shorten', { ...popup, url: `${self.origin}/x/../popup.html` }],
    ['another case', { ...popup, url: `${self.origin}/Popup.html` }],
    ['the address of another extension', { ...popup, url: 'chrome-extension://aaaa/popup.html' }],
    ['an origin that begins like ours', { ...popup, url: `${self.origin}x/popup.html` }],
    ['a web page', { ...popup, url: `https://evil.example/popup.html` }],
    ['a web page that quotes us', { ...popup, url: `https://evil.example/?${self.origin}/popup.html` }],
    ['our script in a web page', shop],
  ])('is not %s', (_, sender) => {
    expect(fromPage(sender, self)).toBeNull();
  });
});

describe('our script in a web page', () => {
  it('is known by tab, frame and address', () => {
    expect(fromContent(shop, self)).toEqual({
      tabId: 4,
      windowId: 1,
      frameId: 0,
      url: 'https://shop.example/sign-up?x=1#y',
      origin: 'https://shop.example',
      topUrl: 'https://shop.example/sign-up?x=1#y',
      documentId: 'D1',
    });
  });

  it('in a frame is told apart from the page around it', () => {
    const framed = { ...shop, frameId: 3, url: 'https://pay.example:8443/', origin: 'https://pay.example:8443' };
    expect(fromContent(framed, self)).toMatchObject({
      origin: 'https://pay.example:8443',
      topUrl: shop.url,
      frameId: 3,
    });
  });

  it('has an unknown page around it if the browser does not say', () => {
    expect(fromContent({ ...shop, tab: { id: 4 } }, self)?.topUrl).toBe(shop.url);
    expect(fromContent({ ...shop, tab: { id: 4 }, frameId: 2 }, self)?.topUrl).toBeNull();
  });

  it('has its origin from the address if an older browser names none', () => {
    expect(fromContent({ ...shop, origin: undefined }, self)?.origin).toBe('https://shop.example');
  });

  it.each<[string, Sender]>([
    ['another extension', { ...shop, id: 'other' }],
    ['no tab', { ...shop, tab: undefined }],
    ['no tab id', { ...shop, tab: {} }],
    ['no real tab (TAB_ID_NONE)', { ...shop, tab: { id: -1 } }],
    ['no frame', { ...shop, frameId: undefined }],
    ['no address', { ...shop, url: undefined }],
    ['a page of ours in a tab', { ...popup, tab: { id: 1 }, frameId: 0 }],
    ['about:blank', { ...shop, url: 'about:blank', frameId: 2 }],
    ['about:srcdoc', { ...shop, url: 'about:srcdoc', frameId: 2 }],
    ['a data address', { ...shop, url: 'data:text/html,x' }],
    ['a blob address', { ...shop, url: 'blob:https://shop.example/1' }],
    ['a file', { ...shop, url: 'file:///etc/passwd' }],
    ['an address that does not parse', { ...shop, url: 'https://' }],
    ['an opaque origin: a sandboxed frame', { ...shop, origin: 'null' }],
    ['an origin that is not the address’s', { ...shop, origin: 'https://evil.example' }],
  ])('is not %s', (_, sender) => {
    expect(fromContent(sender, self)).toBeNull();
  });
});

describe('the channels', () => {
  const contract = { vault: method<string>()(nothing), secret: method<string>()(v.object({ id: v.string() })) };
  const reports: unknown[] = [];
  const channels = {
    page: Promise.resolve({ contract, handlers: { vault: async () => 'page', secret: async () => 'planted' } }),
    content: {
      contract: { offers: method<string>()(nothing) },
      handlers: { offers: async (_: null, from: { origin: string }) => from.origin },
    },
    report: (event: unknown) => reports.push(event),
  };
  const unknownCaller = { ok: false, blame: 'refused', code: 'caller-unknown' };
  const ask = (call: object, sender: Sender) =>
    answerCall(channels, { channel: 'page', method: 'vault', request: null, ...call }, sender, self);

  it('answer each caller on its own', async () => {
    expect(await ask({}, popup)).toEqual({ ok: true, value: 'page' });
    expect(await ask({ channel: 'content', method: 'offers' }, shop)).toEqual({
      ok: true,
      value: 'https://shop.example',
    });
  });

  it.each<[string, object, Sender]>([
    ['a page method from a web page', { method: 'secret', request: { id: 'x' } }, shop],
    [
      'a page method from a web page that lies about its sender',
      { method: 'secret', request: { id: 'x' }, sender: popup, url: popup.url },
      shop,
    ],
    ['a content method from a page of ours', { channel: 'content', method: 'offers' }, popup],
    ['a channel that is not there', { channel: '__proto__' }, popup],
    ['no channel', { channel: undefined }, popup],
    ['a list of channels', { channel: ['page'] }, popup],
    ['another extension', {}, { ...popup, id: 'other' }],
  ])('refuse %s', async (_, call, sender) => {
    expect(await ask(call, sender)).toEqual(unknownCaller);
  });

  it('let a content caller name no page method on its own channel', async () => {
    expect(await ask({ channel: 'content', method: 'secret', request: { id: 'x' } }, shop)).toEqual({
      ok: false,
      blame: 'refused',
      code: 'call-unknown',
    });
  });

  it('say so if the worker could not start', async () => {
    const failed = Promise.reject(new Error('no disk'));
    failed.catch(() => {});
    const broken = { ...channels, page: failed as never };
    expect(await answerCall(broken, { channel: 'page', method: 'vault', request: null }, popup, self)).toEqual({
      ok: false,
      blame: 'bug',
      code: 'start-failed',
    });
    expect(reports).toMatchObject([{ code: 'start-failed' }]);
  });

  it('take calls only: other messages belong to other listeners', () => {
    for (const message of [
      null,
      undefined,
      'page',
      7,
      [],
      {},
      { channel: 'page' },
      { method: 'x' },
      Object.create({ channel: 'page', method: 'vault' }),
    ]) {
      expect(isCall(message)).toBe(false);
    }
    expect(isCall({ channel: 'page', method: 'vault' })).toBe(true);
  });
});
