// Authority of a page's script: the browser's word for where it runs decides what it is offered, and only what a person
// does counts as use.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { AutoLock } from '#app/device/auto-lock.ts';
import { ServiceHealth } from '#app/show/connection.ts';
import { showInvitation } from '#app/show/invitations.ts';
import { ChosenTabs } from '#app/sites/chosen.ts';
import { encodeBase64url } from '#bytes/base64url.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { invitationOf, PASSPHRASE, person, type TestDevice } from '#e2e/harness/devices.ts';
import { locatorOf } from '#e2e/people/person-forger.ts';
import { eventually } from '#services/testing/eventually.ts';
import { Bench } from '#services/testing/services.ts';
import { invitationLocator } from '#wire/invitation.ts';
import type { WorkerContext } from '../call/worker-context.ts';
import { pageHandlers } from '../page/handlers.ts';
import { Creation } from '../sites/creation.ts';
import { Suggestions } from '../sites/suggestions.ts';
import { BLOCK, STEP_MS } from './even.ts';
import { type ContentCaller, contentHandlers } from './handlers.ts';

const bench = new Bench();
/** A caller of the page channel. */
const PANEL = { page: 'sidepanel', windowId: null };
let origin = '';
let alex: TestDevice;
let used = 0;
/** Outlives the handlers, as a browser's. */
let usedAt: number | null = null;
let now = 0;
/** Of the tab in front. */
let front: string | null = null;
/** Of every tab. */
let icon: string | null = null;
const opened: string[] = [];
const shownInvitations: string[] = [];
/** What the handlers waited, in all; their clock stands still otherwise. */
let paused = 0;
let creation: Creation;
let content: ReturnType<typeof contentHandlers>;
let page: ReturnType<typeof pageHandlers>;
beforeAll(async () => {
  useProvider(await loadSodium());
  ({ origin } = await bench.start());
});
afterAll(() => bench.end());
beforeEach(async () => {
  alex = await person([origin]);
  usedAt = null;
  used = 0;
  now = 0;
  front = null;
  icon = null;
  start();
});

/** The handlers of a worker, over the device as it is now. */
function start(): void {
  const mark = {
    read: async () => usedAt,
    write: async (at: number) => {
      usedAt = at;
    },
  };
  const autoLock = new AutoLock(alex.device, mark);
  const context: WorkerContext = {
    device: alex.device,
    tabs: {
      find: async () => (front === null ? null : { tabId: 1, url: front }),
      open: async (url) => void opened.push(url),
      icon: async () => icon,
      fill: async () => 'told',
      fillCode: async () => 'told',
      openMenu: async () => {},
      injectParts: async () => {},
      nudge: () => {},
    },
    hasSiteAccess: async () => true,
    openPopupFor: async () => {},
    backToPage: async () => false,
    openPanel: async (_, invitation) => void (invitation !== undefined && shownInvitations.push(invitation)),
    publish: () => {},
    entropy: nodeEntropy,
    used: async () => {
      used++;
      await autoLock.used(now);
    },
    judged: async () => void (await autoLock.judge(now)),
    glanced: async () => void (await autoLock.glance(now)),
  };
  const suggestions = new Suggestions(nodeEntropy);
  creation = new Creation(context, suggestions);
  const memory = new Map<string, Uint8Array>();
  const chosen = new ChosenTabs({
    get: async (name) => memory.get(name) ?? null,
    set: async (name, value) => void memory.set(name, value),
    remove: async (name) => void memory.delete(name),
  });
  const pause = async (milliseconds: number): Promise<void> => {
    paused += milliseconds;
  };
  const clock = { now: () => paused, pause };
  content = contentHandlers(context, suggestions, creation, { chosen, clock });
  page = pageHandlers(context, creation, new ServiceHealth());
}

const at = (url: string, topUrl: string | null = null): ContentCaller => ({
  tabId: 1,
  frameId: topUrl === null ? 0 : 7,
  windowId: 1,
  url,
  topUrl,
});
const SHOP = at('https://shop.example/join');
const ask = { form: 'signup', fields: [] } as unknown as Parameters<typeof content.offers>[0];
const wanted = { form: 'signup', password: {} } as unknown as Parameters<typeof content.create>[0];

async function createAtShop(): Promise<string> {
  const made = await content.create(wanted, SHOP);
  if (!made.ok) throw new Error(made.reason);
  const offers = await content.offers(ask, SHOP);
  if (offers.state !== 'ready') throw new Error(offers.state);
  return offers.identities[0]?.id as string;
}

// Facts of Apple's list about real sites: one takes four digits, and one at most 16 characters.
test('a password keeps to the rules that are known of its site, and to those of the form before them', async () => {
  const passwordOf = async (url: string, password: object): Promise<string | undefined> => {
    const made = await content.create({ ...wanted, password }, at(url));
    return made.ok ? made.fill.password : undefined;
  };
  expect(await passwordOf('https://bpl.bibliocommons.com/register', {})).toMatch(/^\d{4}$/);
  expect(await passwordOf('https://www.163.com/', { maxLength: 30 })).toHaveLength(16);
  expect(await passwordOf('https://mail.163.com/', { rules: 'minlength: 25' })).toHaveLength(25);
  expect(await passwordOf('https://shop.example/', {})).toHaveLength(20);
});

test('an identity is offered and filled at its own site, and nowhere else', async () => {
  const id = await createAtShop();
  expect(await content.fill({ id }, at('https://www.shop.example/login'))).toMatchObject({ ok: true });
  for (const from of [
    at('https://shop.example.evil.example/'),
    at('https://evil.example/#https://shop.example/'),
    at('http://shop.example/'),
    // A frame of the shop in another site's page, and another site's frame in the shop.
    at('https://shop.example/join', 'https://evil.example/'),
    at('https://evil.example/', 'https://shop.example/'),
    at('about:blank', 'https://shop.example/'),
    at('null'),
  ]) {
    expect([from.url, await content.fill({ id }, from)]).toEqual([from.url, { ok: false, reason: 'failed' }]);
    const offers = await content.offers(ask, from);
    expect(offers.state === 'ready' ? offers.identities : []).toEqual([]);
  }
  const framed = at('https://id.shop.example/join', 'https://www.shop.example/');
  for (const around of [
    undefined,
    [],
    ['https://www.shop.example'],
    ['https://a.shop.example', 'https://www.shop.example'],
  ])
    expect(await content.fill({ id, ...(around ? { around } : {}) }, framed)).toMatchObject({ ok: true });
  for (const around of [
    ['https://evil.example', 'https://www.shop.example'],
    ['http://www.shop.example'],
    ['null'],
    [''],
  ])
    expect(await content.fill({ id, around }, framed)).toEqual({ ok: false, reason: 'failed' });
});

test('who was used last comes first, who was chosen in the tab is marked, and a name once asked for is kept', async () => {
  const names = async (from: ContentCaller): Promise<unknown[]> => {
    const offers = await content.offers(ask, from);
    return offers.state === 'ready' ? offers.identities.map(({ id, inTab }) => [id, inTab]) : [];
  };
  const older = await createAtShop();
  alex.aheadMs += 60_000;
  const newer = await createAtShop();
  expect(newer).not.toBe(older);
  const elsewhere = { ...SHOP, tabId: 2 };
  expect(await names(elsewhere)).toEqual([
    [newer, false],
    [older, false],
  ]);
  alex.aheadMs += 60_000;
  const named = await content.fill({ id: older, ownUsername: true }, SHOP);
  expect(named.ok && named.fill.username).toMatch(/^[a-z]+-[a-z0-9]{5}$/);
  expect(await names(elsewhere)).toEqual([
    [older, false],
    [newer, false],
  ]);
  expect(await names(SHOP)).toEqual([
    [older, true],
    [newer, false],
  ]);
  expect(await content.fill({ id: older }, SHOP)).toEqual(named);
});

test('what was begun and never sent is not used yet, until it is sent or filled again', async () => {
  const elsewhere = { ...SHOP, tabId: 2 };
  const seen = async (): Promise<unknown[]> => {
    const offers = await content.offers(ask, elsewhere);
    return offers.state === 'ready' ? offers.identities.map(({ id, isUnused }) => [id, isUnused]) : [];
  };
  const begun = await createAtShop();
  expect(await seen()).toEqual([[begun, true]]);
  alex.aheadMs += 60_000;
  const sent = await createAtShop();
  await content.sent(null, { ...SHOP, tabId: 3 });
  await content.sent(null, at('https://evil.example/'));
  expect(await seen()).toEqual([
    [sent, true],
    [begun, true],
  ]);
  await content.sent(null, SHOP);
  expect(await seen()).toEqual([
    [sent, false],
    [begun, true],
  ]);
  await content.fill({ id: begun }, elsewhere);
  expect(await seen()).toEqual([
    [begun, false],
    [sent, false],
  ]);
});

test('what was not used for a day is asked about, each once, and is kept or goes with its mask', async () => {
  const asked = async () => (await page.unusedIdentities(null, PANEL)).map(({ id }) => id);
  const kept = await createAtShop();
  const other = await content.create(wanted, at('https://other.example/join'));
  expect(other.ok).toBe(true);
  // With the third a form was sent.
  await createAtShop();
  await content.sent(null, SHOP);
  expect(await asked()).toEqual([]);
  alex.aheadMs += 24 * 3_600_000;
  const [first, second, ...more] = await page.unusedIdentities(null, PANEL);
  expect([first, second, more]).toMatchObject([
    { id: kept, site: 'shop.example', mask: expect.stringContaining('@') },
    { site: 'other.example' },
    [],
  ]);
  await page.keepIdentity({ relationship: kept }, PANEL);
  await page.end({ relationship: second?.id as string }, PANEL);
  expect(await asked()).toEqual([]);
  const offers = await content.offers(ask, { ...SHOP, tabId: 2 });
  expect(offers).toMatchObject({ identities: [{ isUnused: false }, { isUnused: false }] });
});

test('a site’s icon is kept sealed with the identity that was used there, if it is a small picture, and goes with it', async () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const address = (bytes: Uint8Array, type = 'image/png') =>
    `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;
  const id = await createAtShop();
  const shown = async () => (await page.siteIcon({ relationship: id }, PANEL)).picture;
  expect(await shown()).toBeNull();
  icon = address(png);
  await content.fill({ id }, at('https://evil.example/'));
  expect(await shown()).toBeNull();
  await content.fill({ id }, SHOP);
  expect(await shown()).toBe(address(png).replace(/=+$/, ''));
  // A file that is no picture does not take its place, nor does a tab without one.
  for (icon of [address(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml'), null]) {
    await content.fill({ id }, SHOP);
    expect(await shown()).toBe(address(png).replace(/=+$/, ''));
  }
  await page.end({ relationship: id }, PANEL);
  expect(await shown()).toBeNull();
});

test('two clicks at once make one identity', async () => {
  const [one, two] = await Promise.all([content.create(wanted, SHOP), content.create(wanted, SHOP)]);
  expect(one).toEqual(two);
  const offers = await content.offers(ask, SHOP);
  expect(offers.state === 'ready' && offers.identities.length).toBe(1);
});

test('a locked vault and a quiet site offer nothing', async () => {
  const id = await createAtShop();
  await content.notHere(null as never, SHOP);
  expect(await content.offers(ask, SHOP)).toMatchObject({ state: 'off' });
  expect(await content.standing(null, SHOP)).toEqual({ state: 'off', chosen: false });
  await content.hereAgain(null, SHOP);
  expect(await content.standing(null, SHOP)).toMatchObject({ state: 'ready' });
  await content.notHere(null as never, SHOP);
  await alex.device.lock();
  expect(await content.standing(null, SHOP)).toEqual({ state: 'locked', chosen: false });
  expect([await content.offers(ask, SHOP), await content.fill({ id }, SHOP)]).toMatchObject([
    { state: 'locked' },
    { ok: false, reason: 'locked' },
  ]);
});

test('codes and links of one site are not had by asking from another', async () => {
  await createAtShop();
  const id = 'ab'.repeat(16);
  expect(await content.useCode({ id }, at('https://evil.example/'))).toEqual({ ok: false, reason: 'failed' });
  expect(await content.useLink({ id }, at('https://evil.example/'))).toEqual({ ok: false });
  expect(opened).toEqual([]);
});

test('an invitation’s page is told who invites where a service of mine holds it; elsewhere nothing is asked for', async () => {
  const blair = await person([origin]);
  const { id } = await invitationOf(blair);
  await blair.settle();
  const link = (await showInvitation(await blair.app(), id))?.link as string;
  const locator = locatorOf(link);
  expect(await content.invitation(null, at(link))).toMatchObject({ state: 'seen', name: 'Alex' });
  for (const from of [
    at(link.replace(origin, 'https://elsewhere.example')),
    at(link.replace('#', '?a#')),
    at(link.replace(/#.*/, '#AAAA')),
    at(`${origin}/`),
    at(link, 'https://evil.example/'),
    at(link, `${origin}/`),
  ])
    expect([from.url, await content.invitation(null, from)]).toEqual([from.url, { state: 'off' }]);

  await content.openInvitation(null, at(link));
  await content.openInvitation(null, at(link, 'https://evil.example/'));
  await content.openInvitation(null, SHOP);
  expect(shownInvitations).toEqual([link]);

  const elsewhere = 'https://elsewhere.example';
  const theirs = `${elsewhere}/invitation#${encodeBase64url(invitationLocator.encode({ ...locator, origin: elsewhere }))}`;
  const asked: string[] = [];
  alex.meddle = async (name, _, __, goOn) => {
    asked.push(name);
    return goOn();
  };
  expect(await content.invitation(null, at(theirs))).toEqual({ state: 'unseen' });
  expect(asked).toEqual([]);
  await alex.device.lock();
  expect(await content.invitation(null, at(link))).toEqual({ state: 'unseen' });
});

test('what a person does counts as use, and what pages ask by themselves does not', async () => {
  const id = await createAtShop();
  used = 0;
  await content.offers(ask, SHOP);
  await page.vault(null, PANEL);
  await page.conversations({ kind: 'all', offset: 0, limit: 10 }, PANEL);
  await page.thread({ relationship: id, before: null, limit: 10 }, PANEL);
  await page.markRead({ relationship: id }, PANEL);
  expect(used).toBe(0);
  await page.search({ query: 'shop' }, PANEL);
  await page.saveDraft({ relationship: id, text: 'typing' }, PANEL);
  await page.revealPassword({ relationship: id }, PANEL);
  await content.fill({ id }, SHOP);
  await content.useCode({ id }, SHOP);
  expect(used).toBe(5);
});

test('a press after the time has passed is answered by a locked vault', async () => {
  const id = await createAtShop();
  now = 61 * 60_000;
  await expect(page.revealPassword({ relationship: id }, PANEL)).rejects.toMatchObject({ code: 'vault-locked' });
  expect(await content.fill({ id }, SHOP)).toEqual({ ok: false, reason: 'locked' });
  expect(await page.vault(null, PANEL)).toMatchObject({ state: 'locked' });
});

test('what a page would show by itself is locked as well', async () => {
  await createAtShop();
  now = 61 * 60_000;
  await expect(page.conversations({ kind: 'all', offset: 0, limit: 10 }, PANEL)).rejects.toMatchObject({
    code: 'vault-locked',
  });
});

describe('while the vault is re-keyed', () => {
  /** Runs `act` in the middle of it, as a page does. */
  async function meanwhile<T>(act: () => Promise<T>): Promise<{ outcome: string; answer: T }> {
    let acting: Promise<T> | null = null;
    let isIn = false;
    alex.life = {
      onCommit: () => {
        if (isIn) acting ??= act();
        return 'go';
      },
    };
    alex.restart();
    start();
    await alex.vault();
    isIn = true;
    const outcome = await alex.device.rekey();
    if (acting === null) throw new Error('nothing was written');
    return { outcome, answer: await acting };
  }

  test('a page is told how far it is, and stops it, locks or erases without waiting for its end', async () => {
    const seen = await meanwhile(async () => page.vault(null, PANEL));
    expect(seen).toMatchObject({ outcome: 'done', answer: { state: 'tidying' } });
    expect((await meanwhile(async () => page.stopRenewal(null, PANEL))).outcome).toBe('stopped');
    expect((await meanwhile(async () => page.lock(null, PANEL))).outcome).toBe('stopped');
    expect(await alex.device.state()).toBe('locked');
    await alex.device.unlock(PASSPHRASE);
    expect((await meanwhile(async () => page.erase({ confirm: 'erase' }, PANEL))).outcome).toBe('stopped');
    expect(await alex.device.state()).toBe('new');
  });

  test('whatever reads the vault waits for its end, and is judged by the time of its asking', async () => {
    const id = await createAtShop();
    const shown = await meanwhile(async () => {
      now = 61 * 60_000;
      return Promise.allSettled([page.revealPassword({ relationship: id }, PANEL), content.offers(ask, SHOP)]);
    });
    expect(shown).toMatchObject({
      outcome: 'done',
      answer: [{ reason: { code: 'vault-locked' } }, { value: { state: 'locked' } }],
    });
  });
});

test('a quiet re-keying waits for an identity that a page is making', async () => {
  let isHeld = false;
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  alex.meddle = async (_name, _origin, _request, goOn) => {
    isHeld = true;
    await held;
    return goOn();
  };
  const making = content.create(wanted, SHOP);
  await eventually(() => isHeld && creation.isRunning);
  alex.aheadMs = 40 * 24 * 3_600_000;
  const since = (await alex.device.keys())?.since;
  await alex.device.rekeyIfDue(() => !creation.isRunning);
  expect((await alex.device.keys())?.since).toBe(since);
  alex.aheadMs = 0;
  release();
  expect(await making).toMatchObject({ ok: true });
  alex.aheadMs = 40 * 24 * 3_600_000;
  alex.meddle = null;
  await alex.device.rekeyIfDue(() => !creation.isRunning);
  expect((await alex.device.keys())?.since).toBeGreaterThan(since as number);
});

test('a vault whose store is lost can be locked, and erased', async () => {
  alex.disk.stores.clear();
  alex.restart();
  start();
  await expect(page.conversations({ kind: 'all', offset: 0, limit: 10 }, PANEL)).rejects.toMatchObject({
    code: 'storage-lost',
  });
  await page.lock(null, PANEL);
  expect([alex.memory.has('vault-key'), await alex.device.state()]).toEqual([false, 'locked']);
  await alex.device.unlock(PASSPHRASE).catch(() => {});
  await page.erase({ confirm: 'erase' }, PANEL);
  expect([alex.disk.header, await alex.device.state()]).toEqual([null, 'new']);
});

test('the popup makes an identity for the site that it showed, or none', async () => {
  const at = async (url: string | null, shown: { site: string; secure: boolean }) => {
    front = url;
    const outcome = await page.createIdentity({ ...shown, tabId: 1 }, PANEL);
    return outcome.ok ? outcome.identity.name : outcome.reason;
  };
  const shop = { site: 'shop.example', secure: true };
  expect(await at('https://evil.example/', shop)).toBe('moved');
  expect(await at('http://shop.example/', shop)).toBe('moved');
  expect(await at('https://shop.example.evil.example/', shop)).toBe('moved');
  expect(await at('about:blank', shop)).toBe('gone');
  expect(await at(null, shop)).toBe('gone');
  front = 'https://evil.example/';
  expect((await page.site({ tabId: 1 }, PANEL)).identities).toEqual([]);
  // Another page of the same site is the same site.
  expect(await at('https://my.shop.example/join', shop)).not.toMatch(/moved|gone/);
  front = 'https://www.shop.example/';
  expect((await page.site({ tabId: 1 }, PANEL)).identities).toHaveLength(1);
});

test('before a person acts, a page in another tab is answered alike, whoever is known there', async () => {
  const elsewhere = { ...SHOP, tabId: 2 };
  const before = await content.standing(null, elsewhere);
  const offered = JSON.stringify(await content.offers(ask, elsewhere));
  paused = 0;
  const id = await createAtShop();
  await content.fill({ id }, SHOP);
  expect(await content.standing(null, elsewhere)).toEqual(before);
  expect(before).toEqual({ state: 'ready', chosen: false });
  paused = 0;
  const offers = await content.offers(ask, elsewhere);
  expect(offers).toMatchObject({ state: 'ready', identities: [{ id }] });
  expect([JSON.stringify(offers).length, paused]).toEqual([offered.length, STEP_MS]);
  expect(offered.length).toBe(BLOCK);
});

test('a tab in which an identity of its site was chosen is known to be one, for that site', async () => {
  const id = await createAtShop();
  expect((await content.standing(null, SHOP)).chosen).toBe(true);
  expect((await content.standing(null, at('https://other.example/'))).chosen).toBe(false);
  const other = { ...SHOP, tabId: 3 };
  expect((await content.standing(null, other)).chosen).toBe(false);
  await content.fill({ id }, other);
  expect((await content.standing(null, other)).chosen).toBe(true);
});
