// The requests to a site before its page to change a password is opened, and the worth of its answers.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSitePages } from '#adapters/http/site-pages.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { person, type TestDevice } from '#e2e/harness/devices.ts';
import { EMPTY_ENTRY } from '#logins/formats/entry.ts';
import { loadQuirks } from '#logins/sites/quirks.ts';
import { addEntry } from './change.ts';
import { changePageOf } from './change-page.ts';

const [NAMED, MISSING] = [
  '/.well-known/change-password',
  '/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200',
];
/** What the site answers, by path; 404 else. */
let answers: Readonly<Record<string, number>> = {};
const asked: string[] = [];
const site = createServer((request, response) => {
  asked.push([request.method, request.url, request.headers.cookie, request.headers.origin].join(' ').trimEnd());
  const status = answers[request.url ?? ''] ?? 404;
  response.writeHead(status, status === 302 ? { location: '/account' } : {}).end('<!doctype html>');
});
let origin: string;
let alex: TestDevice;
beforeAll(async () => {
  useProvider(await loadSodium());
  await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
  origin = `http://localhost:${(site.address() as AddressInfo).port}`;
  alex = await person([]);
});
afterAll(() => {
  site.closeAllConnections();
  site.close();
});

const id = (of: number): string => of.toString(16).padStart(32, '0');
let last = 0;
async function pageOf(url: string, access = true) {
  const app = await alex.app();
  const entry = id(++last);
  const sites = [{ url, match: 'domain' as const }];
  await addEntry(app, entry, { ...EMPTY_ENTRY, title: 'Site', username: 'alex', password: 'old', sites });
  const pages = createSitePages({ fetch, hasAccess: async () => access, timeoutMs: 30_000 });
  asked.length = 0;
  const page = await changePageOf(app, entry, { quirks: loadQuirks, pages });
  return typeof page === 'string' ? page : { ...page, url: page.url.replace(origin, '') };
}

test('a site that has the page is asked for one that there is not, then for it', async () => {
  answers = { [NAMED]: 200 };
  expect(await pageOf(origin)).toEqual({ is: 'named', url: NAMED });
  expect(asked).toEqual([`GET ${MISSING}`, `GET ${NAMED}`]);
  answers = { [NAMED]: 302, '/account': 200 };
  expect(await pageOf(`${origin}/log-in`)).toEqual({ is: 'named', url: NAMED });
});

test('a site that has everything is not believed, nor one without the page: its front page is opened', async () => {
  answers = { [NAMED]: 200, [MISSING]: 200 };
  expect(await pageOf(origin)).toEqual({ is: 'front', url: '/' });
  expect(asked).toEqual([`GET ${MISSING}`]);
  // A missing page that leads to one that is there.
  answers = { [NAMED]: 200, [MISSING]: 302, '/account': 200 };
  expect(await pageOf(origin)).toEqual({ is: 'front', url: '/' });
  answers = {};
  expect(await pageOf(origin)).toEqual({ is: 'front', url: '/' });
  // It leads to a page that is not there.
  answers = { [NAMED]: 302 };
  expect(await pageOf(origin)).toEqual({ is: 'front', url: '/' });
});

test('nobody is asked for a page that is listed, nor without access to sites, nor over plain text', async () => {
  answers = { [NAMED]: 200 };
  expect(await pageOf('https://www.500px.com')).toMatchObject({ is: 'listed' });
  expect(await pageOf(origin, false)).toEqual({ is: 'front', url: '/' });
  expect(await pageOf('http://shop.example')).toBe('no-address');
  expect(asked).toEqual([]);
  const pages = { has: async () => null };
  expect(await changePageOf(await alex.app(), id(999), { quirks: loadQuirks, pages })).toBe('gone');
});
