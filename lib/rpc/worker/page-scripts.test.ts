// What our scripts in pages are told, and which pages never hear: a page without the site's identity learns nothing.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { createSiteIdentity } from '#app/sites/sites.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { person, type TestDevice } from '#e2e/harness/devices.ts';
import { siteOf } from '#logins/site.ts';
import { Bench } from '#services/testing/services.ts';
import { Suggestions } from '../sites/suggestions.ts';
import { PageScripts } from './page-scripts.ts';

const bench = new Bench();
const SHOP = siteOf('https://shop.example/');
if (SHOP === null) throw new Error('no site');
let alex: TestDevice;
let id: string;
/** Tabs by their id, as the browser shows them. */
let urls: Record<number, string | null>;
/** Tabs with our script; `inject` adds one if `mayInject`. */
let scripted: Set<number>;
let mayInject: boolean;
let answer: boolean | string | undefined;
let told: unknown[];
let scripts: PageScripts;

beforeAll(async () => {
  useProvider(await loadSodium());
  const { origin } = await bench.start();
  alex = await person([origin]);
  const made = await createSiteIdentity(await alex.app(), SHOP, new Suggestions(nodeEntropy).seedFor(SHOP), {
    password: {},
    ownUsername: false,
  });
  if (!made.ok) throw new Error(made.reason);
  ({ id } = made);
});
afterAll(() => bench.end());
beforeEach(() => {
  urls = { 1: 'https://shop.example/join', 2: 'https://shop.example/join', 3: null };
  scripted = new Set([1, 2, 3]);
  [mayInject, answer, told] = [false, true, []];
  const seen = (tabId: number) => (tabId in urls ? { id: tabId, windowId: 9, url: urls[tabId] ?? null } : null);
  scripts = new PageScripts({
    tabs: {
      find: async (tabId) => seen(tabId),
      inFront: async () => seen(2),
      open: async () => {},
      icon: async () => null,
      capture: async () => null,
      ask: async (tabId, word, frameId) => {
        if (!scripted.has(tabId)) return null;
        told.push([tabId, word.nucleus, ...(frameId === undefined ? [] : [frameId])]);
        return answer;
      },
      tellAll: async (word) => void told.push(['all', word.nucleus]),
      inject: async (tabId) => {
        if (mayInject) scripted.add(tabId);
        return mayInject;
      },
      injectParts: async () => {},
    },
    device: Promise.resolve(alex.device),
    chosen: { tabsOf: async (site) => (site === SHOP ? [1, 4] : []) },
    report: (error) => {
      throw error;
    },
  });
});

test('without a number the tab in front is meant; one whose address is not ours to see is none', async () => {
  expect(await scripts.find(undefined)).toEqual({ tabId: 2, url: urls[2] });
  expect(await scripts.find(1)).toEqual({ tabId: 1, url: urls[1] });
  expect(await scripts.find(3)).toBeNull();
  expect(await scripts.find(5)).toBeNull();
});

test.each([
  [true, 'told', 'told'],
  [false, 'no-form', 'no-form'],
  [undefined, 'no-form', 'no-form'],
  ['id.other.example', { host: 'id.other.example' }, 'told'],
])('a script that answers %j', async (said, fill, code) => {
  answer = said;
  expect(await scripts.fill(1, id, { frameId: 7 })).toEqual(fill);
  expect(await scripts.fillCode(1, id)).toBe(code);
  expect(told).toEqual([
    [1, 'fill', 7],
    [1, 'code'],
  ]);
});

test.each([
  ['card address', ['card', 'address']],
  ['address and its password', ['address']],
  ['https://evil.example/', []],
  [true, 'told'],
  [false, 'no-form'],
  [undefined, 'no-form'],
])('a page that says of its fields %j', async (said, told) => {
  answer = said;
  expect(await scripts.details(1, id, 'look', false)).toEqual(told);
  scripted.clear();
  mayInject = true;
  expect(await scripts.details(1, id, 'look', false)).toBe('no-access');
  expect(await scripts.details(1, id, 'card', true)).toEqual(told);
});

test('a tab without our script gets it by the choice of the person, if the browser lets it in', async () => {
  scripted.clear();
  expect(await scripts.fill(1, id)).toBe('no-access');
  expect(await scripts.fillCode(1, id)).toBe('no-access');
  mayInject = true;
  expect(await scripts.fill(1, id)).toBe('told');
});

test('a frame that waited for an unlocking goes on, and none gets a script for it', async () => {
  expect(await scripts.goOn({ tabId: 1, frameId: 7 })).toBe(true);
  expect(told).toEqual([[1, 'open', 7]]);
  expect(await scripts.goOn(null)).toBe(false);
  scripted.clear();
  mayInject = true;
  expect(await scripts.goOn({ tabId: 1, frameId: 7 })).toBe(false);
});

test('a mail is told where its identity was chosen, in the own frame of a tab that is still at the site', async () => {
  await scripts.mailCame(id);
  expect(told).toEqual([[1, 'changed', 0]]);
  told = [];
  urls[1] = 'https://elsewhere.example/';
  await scripts.mailCame(id);
  await scripts.mailCame('f'.repeat(32));
  expect(told).toEqual([]);
});

test('that something changed for all is told to all tabs', () => {
  scripts.nudge();
  expect(told).toEqual([['all', 'changed']]);
});

test('while locked no tab hears of a mail', async () => {
  await alex.device.lock();
  await scripts.mailCame(id);
  expect(told).toEqual([]);
});
