// Until a person presses or types in a page, its script asks only what is answered alike whoever is known there: the
// real worker, over its content channel, with nobody, one and many of everything that is kept for the site.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { receive } from '#app/incoming/receive.ts';
import { addEntry } from '#app/logins/change.ts';
import { mask } from '#app/records/mask.ts';
import { waitingCode } from '#app/sites/codes.ts';
import { createSiteIdentity } from '#app/sites/sites.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { person, type TestDevice } from '#e2e/harness/devices.ts';
import { EMPTY_ENTRY, type OneTime, type VaultEntry } from '#logins/formats/entry.ts';
import { siteOf } from '#logins/site.ts';
import { sealMail } from '#protocol/mail/mask.ts';
import { Bench } from '#services/testing/services.ts';
import { serve } from '../call/server.ts';
import type { ContentContract } from '../content/contract.ts';
import { startInNode } from './worker.testkit.ts';

const URL_OF_SHOP = 'https://shop.example/join';
const SITE = siteOf(URL_OF_SHOP) as string;
const AFTER = 'after';
const nobody = '00'.repeat(16);

/**
 * Of each question what a script may ask while the person has done nothing in the page, or that it waits for a press or
 * key: the tests of the script hold it to that (lib/autofill/hostile.browsers.test.ts). Of forms it may tell what the
 * page or the browser put into them.
 */
const BEFORE: { readonly [Name in keyof ContentContract]: typeof AFTER | readonly unknown[] } = {
  standing: [null],
  load: [{ parts: ['menu', 'demands', 'details', 'save', 'de'] }],
  toKeep: [{ forms: [] }, { forms: ['currentPassword:password'], refuses: true }],
  typedName: [{ name: 'alex@shop.example' }],
  typed: [
    {
      ...{ username: 'alex', email: '', password: 'of the page', former: '', purpose: 'login' },
      ...{ form: 'currentPassword:password', title: 'Shop', filled: true },
    },
  ],
  typedEnded: [
    { id: nobody, accepted: true },
    { id: nobody, accepted: false },
  ],
  invitation: [null],
  offers: AFTER,
  search: AFTER,
  draw: AFTER,
  change: AFTER,
  settle: AFTER,
  create: AFTER,
  ownAddresses: AFTER,
  createOwn: AFTER,
  fill: AFTER,
  details: AFTER,
  fillDetails: AFTER,
  addDetails: AFTER,
  useCode: AFTER,
  codeMissed: AFTER,
  useLink: AFTER,
  openMail: AFTER,
  sent: AFTER,
  notHere: AFTER,
  hereAgain: AFTER,
  openPanel: AFTER,
  keepTyped: AFTER,
  notNow: AFTER,
  neverKeep: AFTER,
  askAgain: AFTER,
  openInvitation: AFTER,
};

const bench = new Bench();
let origin = '';
beforeAll(async () => {
  useProvider(await loadSodium());
  ({ origin } = await bench.start());
});
afterAll(() => bench.end());

/** An identity of the shop, with a fresh code in its mail that nobody has used. */
async function addIdentity(alex: TestDevice, digits: string): Promise<void> {
  let mailKey = new Uint8Array(0);
  let address = new Uint8Array(0);
  alex.meddle = async (name, _, request, goOn) => {
    if (name === 'createMask') mailKey = request.mailKey;
    if (name === 'createMask') [address] = request.grant.addresses;
    return goOn();
  };
  const app = await alex.app();
  const made = await createSiteIdentity(app, SITE, nodeEntropy(16), { password: {}, ownUsername: false });
  alex.meddle = null;
  if (!made.ok) throw new Error(made.reason);
  const [known] = await app.store.read([mask(made.id)]);
  const verdicts = { spf: 'pass', dkim: 'pass', dmarc: 'pass' } as const;
  const authentication = { ...verdicts, domain: 'shop.example', author: 'shop.example' };
  const words = `From: hi@shop.example\r\nTo: ${known?.address}\r\nSubject: Welcome\r\n\r\nYour verification code is ${digits}\r\n`;
  const content = { receivedAt: app.now(), from: '', to: '', authentication, message: Buffer.from(words) };
  const { envelope } = sealMail(mailKey, content, { origin, expiryDay: 1 }, nodeEntropy);
  await receive(app, [{ address, envelope }]);
  expect((await waitingCode(app, made.id))?.code).toBe(digits);
}

const sites = [{ url: URL_OF_SHOP, match: 'domain' }] as const;
const PERSON = {
  ...{ title: '', firstName: 'Alex', middleName: '', lastName: 'Whitfield', company: '', email: 'me@mail.example' },
  ...{ phone: '', lines: ['12 Mill Lane'], city: 'Springfield', region: '', postalCode: '90210', country: 'US' },
};
const CARD = {
  ...{ holder: 'Alex Whitfield', number: '4242 4242 4242 4242', brand: 'Visa' },
  ...{ expiry: '2031-04', code: '123', pin: '9876' },
};
const ONE_TIME: OneTime = {
  ...{ secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', algorithm: 'SHA-1', digits: 6, periodSeconds: 30 },
  ...{ alphabet: 'decimal', issuer: '', account: '' },
};

/** What is kept for the shop, of each kind that many. */
async function keep(alex: TestDevice, count: number): Promise<void> {
  const app = await alex.app();
  const add = (given: Partial<VaultEntry>) => addEntry(app, encodeHex(nodeEntropy(16)), { ...EMPTY_ENTRY, ...given });
  for (let at = 0; at < count; at++) {
    await addIdentity(alex, `${482193 + at}`);
    const login = { username: `alex${at}`, password: `secret ${at}`, oneTimes: [ONE_TIME], sites: [...sites] };
    await add({ title: 'Shop', ...login });
    await add({ kind: 'card', title: 'Everyday', card: CARD });
    await add({ kind: 'address', title: '', person: PERSON });
  }
}

/** All that a page's script is told, and all that the worker has the browser do for it. */
async function toldTo(alex: TestDevice) {
  const { worker, seen, reports } = startInNode(alex);
  const content = await worker.content;
  const places = [
    { tabId: 5, frameId: 0, windowId: 1, url: URL_OF_SHOP, topUrl: null },
    { tabId: 5, frameId: 7, windowId: 1, url: 'https://id.shop.example/', topUrl: URL_OF_SHOP },
    { tabId: 5, frameId: 8, windowId: 1, url: URL_OF_SHOP, topUrl: 'https://evil.example/' },
  ];
  const answers: unknown[] = [];
  for (const from of places)
    for (const [method, requests] of Object.entries(BEFORE))
      for (const request of requests === AFTER ? [] : requests)
        answers.push([method, await serve(content, { method, request }, from, ({ error }) => reports.push(error))]);
  expect(reports).toEqual([]);
  return { answers, parts: seen.parts };
}

test('a page’s script is told the same before a press, whatever is kept for its site', async () => {
  const told: unknown[] = [];
  for (const count of [0, 1, 6]) {
    const alex = await person([origin]);
    await keep(alex, count);
    told.push(await toldTo(alex));
    await alex.device.lock();
    told.push(await toldTo(alex));
  }
  const [open, locked, ...others] = told as Awaited<ReturnType<typeof toldTo>>[];
  expect(open?.answers.slice(0, 1)).toEqual([['standing', { ok: true, value: { state: 'ready', chosen: false } }]]);
  expect(locked?.answers.slice(0, 1)).toEqual([['standing', { ok: true, value: { state: 'locked', chosen: false } }]]);
  expect(others).toEqual([open, locked, open, locked]);
});
