// Authority of a page's script: the browser's word for where it runs decides what it is offered, and only what a person
// does counts as use.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { AutoLock } from '#app/device/auto-lock.ts';
import { deleteEntry } from '#app/logins/bin.ts';
import { addEntry, changeEntry } from '#app/logins/change.ts';
import { ServiceHealth } from '#app/show/connection.ts';
import { showInvitation } from '#app/show/invitations.ts';
import { ChosenTabs } from '#app/sites/chosen.ts';
import { TypedLogins } from '#app/sites/typed-logins.ts';
import { encodeBase64url, encodeHex } from '#bytes/base64url.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { invitationOf, PASSPHRASE, person, type TestDevice } from '#e2e/harness/devices.ts';
import { locatorOf } from '#e2e/people/person-forger.ts';
import { EMPTY_ENTRY, type OneTime, type VaultEntry } from '#logins/formats/entry.ts';
import { oneTimeCode } from '#logins/one-time/code.ts';
import { eventually } from '#services/testing/eventually.ts';
import { Bench } from '#services/testing/services.ts';
import { invitationLocator } from '#wire/invitation.ts';
import type { WorkerContext } from '../call/worker-context.ts';
import { pageHandlers } from '../page/handlers.ts';
import { Creation } from '../sites/creation.ts';
import { FillPermits, MOST_GIVEN } from '../sites/fill-permits.ts';
import { Suggestions } from '../sites/suggestions.ts';
import { BLOCK, STEP_MS } from './even.ts';
import { contentHandlers } from './handlers.ts';
import type { ContentCaller } from './serving.ts';

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
/** For cards and addresses, in the page in front. */
let fields: readonly ('card' | 'address')[] = [];
/** What the form in front is said to ask of a new identity. */
let demands: Promise<string | null>;
/** Of every tab. */
let icon: string | null = null;
const opened: string[] = [];
const shownInvitations: string[] = [];
const shownThreads: string[] = [];
const shownEntries: string[] = [];
/** Outlives the handlers, too. */
let memory = new Map<string, Uint8Array>();
/** How often long work asked to go on. */
let turns = 0;
/** What the handlers waited, in all; their clock stands still otherwise. */
let paused = 0;
let creation: Creation;
let typed: TypedLogins;
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
  memory = new Map();
  used = 0;
  now = 0;
  front = null;
  demands = Promise.resolve(null);
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
      details: async (_, _id, which) => (which === 'look' ? fields : 'told'),
      fillCode: async () => 'told',
      demands: () => demands,
      openMenu: async () => {},
      doInPage: async () => false,
      capture: async () => null,
      injectParts: async () => {},
      nudge: () => {},
    },
    hasSiteAccess: async () => true,
    openPopupFor: async () => {},
    backToPage: async () => false,
    openNewEntry: async (_, kind) => void shownEntries.push(kind),
    openThread: (id) => void shownThreads.push(id),
    openPanel: async (_, invitation) => void (invitation !== undefined && shownInvitations.push(invitation)),
    publish: () => {},
    now: () => now,
    entropy: nodeEntropy,
    leakRange: { ask: async () => Promise.reject(new Error('nobody is asked')) },
    sitePages: { has: async () => null },
    commonWords: async () => '',
    pause: async () => {},
    turn: async () => void turns++,
    report: () => {},
    used: async () => {
      used++;
      await autoLock.used(now);
    },
    judged: async () => void (await autoLock.judge(now)),
    glanced: async () => void (await autoLock.glance(now)),
  };
  const suggestions = new Suggestions(nodeEntropy);
  creation = new Creation(context, suggestions);
  const volatile = {
    get: async (name: string) => memory.get(name) ?? null,
    set: async (name: string, value: Uint8Array) => void memory.set(name, value),
    remove: async (name: string) => void memory.delete(name),
  };
  const chosen = new ChosenTabs(volatile);
  typed = new TypedLogins({ volatile, entropy: nodeEntropy, now: () => now });
  const pause = async (milliseconds: number): Promise<void> => {
    paused += milliseconds;
  };
  const clock = { now: () => paused, pause };
  const permits = new FillPermits(volatile);
  const keeping = { typed, wake: () => {} };
  content = contentHandlers(context, suggestions, creation, { chosen, clock, keeping, permits });
  page = pageHandlers(context, {
    creation,
    health: new ServiceHealth(),
    permits,
    typed: { typed, chosen },
  });
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
  // As long as the person likes them, where neither says anything.
  const liked = await page.generator(null, PANEL);
  await page.setGenerator({ ...liked, password: { ...liked.password, length: 31 } }, PANEL);
  expect(await passwordOf('https://orchard.example/', {})).toHaveLength(31);
  expect(await passwordOf('https://www.163.com/other', { maxLength: 12 })).toHaveLength(12);
});

test('a changed user name leaves the password as it is by then, and nothing is saved of who is gone', async () => {
  front = 'https://shop.example/join';
  const made = await page.createIdentity({ site: 'shop.example', secure: true, tabId: 1 }, PANEL);
  if (!made.ok) throw new Error(made.reason);
  const relationship = made.identity.id;
  const before = await page.revealPassword({ relationship }, PANEL);
  const named = { relationship, username: 'alex', password: null };
  expect(await page.setPassword(named, PANEL)).toEqual({ ok: true });
  expect(await page.revealPassword({ relationship }, PANEL)).toEqual(before);
  const gone = { ...named, relationship: 'f'.repeat(32) };
  expect(await page.setPassword(gone, PANEL)).toEqual({ ok: false, reason: 'gone' });
});

describe('the popup asks the form in front what it wants of a new password', () => {
  const created = async (site: string): Promise<string> => {
    const made = await page.createIdentity({ site, secure: true, tabId: 1 }, PANEL);
    if (!made.ok) throw new Error(made.reason);
    const shown = await page.revealPassword({ relationship: made.identity.id }, PANEL);
    return shown.ok ? shown.password : '';
  };

  test('for a new identity, and for the generator', async () => {
    front = 'https://shop.example/join';
    const password = { maxLength: 12, rules: 'required: digit' };
    demands = Promise.resolve(JSON.stringify({ password, ownUsername: true }));
    expect(await page.pageDemands({ tabId: 1 }, PANEL)).toEqual(password);
    expect(await created('shop.example')).toMatch(/^\d{12}$/);
    const [one] = (await page.site({ tabId: 1 }, PANEL)).identities;
    expect(one?.username).not.toContain('@');
  });

  test('and goes by what is known of the very host where the form says nothing', async () => {
    front = 'https://bpl.bibliocommons.com/register';
    demands = Promise.resolve(JSON.stringify({ password: {}, ownUsername: false }));
    expect(await page.pageDemands({ tabId: 1 }, PANEL)).toMatchObject({ rules: expect.stringContaining('4') });
    expect(await created('bibliocommons.com')).toMatch(/^\d{4}$/);
  });

  test.each([
    ['stands still', new Promise<string>(() => {})],
    ['says what is no answer', Promise.resolve('{"password":{"minLength":-1},"ownUsername":1}')],
    ['says no JSON', Promise.resolve('shop.example')],
    ['has no form', Promise.resolve(null)],
  ])('and does without where it %s', async (_, answer) => {
    front = 'https://shop.example/join';
    demands = answer;
    expect(await page.pageDemands({ tabId: 1 }, PANEL)).toEqual({});
    expect(await created('shop.example')).toHaveLength(20);
  });
});

test('the list of log-ins is read behind a view that opens', async () => {
  turns = 0;
  expect(await page.vault(null, PANEL)).toMatchObject({ state: 'open' });
  await expect.poll(() => turns).toBeGreaterThan(0);
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

describe('a one-time code', () => {
  const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  const oneTime: OneTime = {
    ...{ secret: SECRET, algorithm: 'SHA-1', digits: 6, periodSeconds: 60 },
    ...{ alphabet: 'decimal', issuer: '', account: '' },
  };
  const addAtShop = async (url = 'https://shop.example'): Promise<string> => {
    const id = encodeHex(nodeEntropy(16));
    await addEntry(await alex.app(), id, {
      ...EMPTY_ENTRY,
      ...{ title: 'The shop', username: 'alex', password: 'secret', oneTimes: [oneTime] },
      sites: [{ url, match: 'domain' }],
    });
    return id;
  };
  const offered = async (from: ContentCaller, codeLength?: number) => {
    const offers = await content.offers({ ...ask, ...(codeLength ? { codeLength } : {}) }, from);
    return offers.state === 'ready' ? offers.oneTimes : [];
  };

  test('is given at the choice, at its own site alone, and never before', async () => {
    const id = await addAtShop();
    const seen = await content.offers(ask, SHOP);
    expect(seen).toMatchObject({ oneTimes: [{ id: `${id}.0`, name: 'The shop', account: 'alex' }] });
    const { code } = oneTimeCode(oneTime, (await alex.app()).now());
    expect(JSON.stringify(seen)).not.toContain(code);
    expect(JSON.stringify(seen)).not.toContain(SECRET);
    for (const from of [
      at('https://shop.example.evil.example/'),
      at('http://shop.example/'),
      at('https://shop.example/', 'https://evil.example/'),
      at('https://evil.example/', 'https://shop.example/'),
    ]) {
      expect(await content.useCode({ id: `${id}.0` }, from)).toEqual({ ok: false, reason: 'failed' });
      expect(await offered(from)).toEqual([]);
    }
    expect(await content.useCode({ id: `${id}.1` }, SHOP)).toEqual({ ok: false, reason: 'failed' });
    expect(await content.useCode({ id: `${'00'.repeat(16)}.0` }, SHOP)).toEqual({ ok: false, reason: 'failed' });
    expect(await content.useCode({ id: `${id}.0` }, SHOP)).toMatchObject({ ok: true });
    // The page knows of the log-in from now on: the next one is offered by itself.
    expect(await content.standing(null, SHOP)).toEqual({ state: 'ready', chosen: true });
    await alex.device.lock();
    expect(await content.useCode({ id: `${id}.0` }, SHOP)).toEqual({ ok: false, reason: 'locked' });
  });

  test('that is about to end is waited out, so that the next one is given', async () => {
    const id = await addAtShop();
    const given = async (second: number) => {
      // It stands: two seconds are soon gone on a busy machine.
      alex.stillAt = alex.now() - (alex.now() % 60_000) + second * 1000;
      const { code, next } = oneTimeCode(oneTime, alex.now());
      const before = paused;
      const answer = await content.useCode({ id: `${id}.0` }, SHOP);
      return {
        isNext: answer.ok && answer.digits === next,
        isNow: answer.ok && answer.digits === code,
        waited: paused - before,
      };
    };
    expect(await given(60)).toEqual({ isNext: false, isNow: true, waited: 0 });
    const late = await given(58);
    expect(late).toMatchObject({ isNext: true, isNow: false });
    expect(late.waited).toBeGreaterThan(0);
    expect(late.waited).toBeLessThanOrEqual(2000);
  });

  test('of whom was chosen in the tab comes first, then of the length that the page waits for', async () => {
    const app = await alex.app();
    const first = await addAtShop();
    const second = await addAtShop();
    await changeEntry(app, second, { oneTimes: [{ ...oneTime, digits: 8 }] });
    expect((await offered(SHOP)).map(({ id }) => id).sort()).toEqual([`${first}.0`, `${second}.0`].sort());
    expect((await offered(SHOP, 8))[0]?.id).toBe(`${second}.0`);
    await content.fill({ id: first }, SHOP);
    expect((await offered(SHOP, 8))[0]?.id).toBe(`${first}.0`);
  });

  test('of an identity that Nucleus made is offered, too', async () => {
    const id = await createAtShop();
    await changeEntry(await alex.app(), id, { oneTimes: [oneTime] });
    expect(await offered(SHOP)).toMatchObject([{ id: `${id}.0` }]);
    expect(await content.useCode({ id: `${id}.0` }, SHOP)).toMatchObject({ ok: true });
  });

  // A fact of Apple's list.
  test('goes behind the password where the site wants it there, and only to log in', async () => {
    const id = await addAtShop('https://auth.redhat.com');
    const there = at('https://auth.redhat.com/login');
    const filled = async (logsIn: boolean, from = there) => {
      const answer = await content.fill({ id, ...(logsIn ? { logsIn } : {}) }, from);
      return answer.ok ? answer.fill.password : '';
    };
    expect(await filled(true)).toMatch(/^secret\d{6}$/);
    expect(await filled(false)).toBe('secret');
    expect(await filled(true, at('https://www.redhat.com/login'))).toBe('secret');
  });
});

describe('a card or an address', () => {
  beforeEach(() => {
    front = SHOP.url;
  });
  const CARD = {
    ...{ holder: 'Alex Whitfield', number: '4242 4242 4242 4242', brand: 'Visa' },
    ...{ expiry: '2031-04', code: '123', pin: '9876' },
  };
  const PERSON = {
    ...{ title: '', firstName: 'Alex', middleName: '', lastName: 'Whitfield', company: '', email: 'me@mail.example' },
    ...{ phone: '', lines: ['12 Mill Lane'], city: 'Springfield', region: '', postalCode: '90210', country: 'US' },
  };
  const keep = async (given: object): Promise<string> => {
    const id = encodeHex(nodeEntropy(16));
    await addEntry(await alex.app(), id, { ...EMPTY_ENTRY, ...given });
    return id;
  };
  const both = async () => ({
    card: await keep({ kind: 'card', title: 'Everyday', card: CARD }),
    address: await keep({ kind: 'address', title: '', person: PERSON }),
  });

  test('is offered by no more than tells it apart, and given at the choice without what no form needs', async () => {
    const { card, address } = await both();
    const offers = await content.details(null, SHOP);
    expect(offers).toMatchObject({
      state: 'ready',
      cards: [{ id: card, title: 'Everyday', ending: '4242', about: 'Visa, 04/31' }],
      addresses: [{ id: address, title: 'Alex Whitfield', about: '12 Mill Lane, Springfield' }],
    });
    // Names are drawn by chance, and may hold any digits.
    const told = JSON.stringify(offers).replace(card, '').replace(address, '');
    expect(told).not.toMatch(/4242 4242|123|9876|90210/);
    expect(JSON.stringify(offers)).toHaveLength(4096);
    expect(await content.fillDetails({ id: card }, SHOP)).toEqual({
      ok: true,
      details: { card: { ...CARD, pin: undefined } },
    });
    const filled = await content.fillDetails({ id: address }, SHOP);
    expect(filled).toMatchObject({ ok: true, details: { address: { city: 'Springfield' } } });
    expect(JSON.stringify(filled)).not.toContain('me@mail.example');
  });

  test('is for no frame of another site, no locked vault, no site that is switched off; a log-in is none', async () => {
    const { card } = await both();
    const framed = at('https://evil.example/', 'https://shop.example/');
    expect(await content.details(null, framed)).toMatchObject({ state: 'off' });
    expect(await content.fillDetails({ id: card }, framed)).toEqual({ ok: false, reason: 'failed' });
    const login = await keep({ title: 'The shop', username: 'alex', password: 'secret' });
    expect(await content.fillDetails({ id: login }, SHOP)).toEqual({ ok: false, reason: 'failed' });
    await content.notHere(null, SHOP);
    expect(await content.fillDetails({ id: card }, SHOP)).toEqual({ ok: false, reason: 'failed' });
    await content.hereAgain(null, SHOP);
    await deleteEntry(await alex.app(), card);
    expect(await content.fillDetails({ id: card }, SHOP)).toEqual({ ok: false, reason: 'failed' });
    expect(await content.details(null, SHOP)).toMatchObject({ cards: [] });
    await alex.device.lock();
    expect(await content.details(null, SHOP)).toMatchObject({ state: 'locked' });
    expect(await content.fillDetails({ id: card }, SHOP)).toEqual({ ok: false, reason: 'locked' });
  });

  test('of which a card is not for a page that comes in clear, unless from this very device', async () => {
    const { card, address } = await both();
    const clear = at('http://shop.example/pay');
    expect(await content.fillDetails({ id: card }, clear)).toEqual({ ok: false, reason: 'insecure' });
    expect(await content.fillDetails({ id: address }, clear)).toMatchObject({ ok: true });
    expect(await content.fillDetails({ id: card }, at('http://localhost:8080/pay'))).toMatchObject({ ok: true });
  });

  test('is offered in the popup for what the page has fields for, and given to the page that it was chosen for, once', async () => {
    const { card, address } = await both();
    front = SHOP.url;
    const shown = async (has: typeof fields) => {
      fields = has;
      const { cards, addresses } = await page.pageDetails({ tabId: 1, enters: false }, PANEL);
      return [...cards, ...addresses].map(({ id }) => id);
    };
    expect(await shown([])).toEqual([]);
    expect(await shown(['card'])).toEqual([card]);
    expect(await shown(['address', 'card'])).toEqual([card, address]);
    // A site that is offered nothing: only a press in the popup counts there.
    await content.notHere(null, SHOP);
    expect((await content.fillDetails({ id: card }, SHOP)).ok).toBe(false);
    const choose = (site = 'shop.example') => page.fillTabDetails({ id: card, what: 'card', tabId: 1, site }, PANEL);
    // The popup showed another page, before the tab was led here.
    expect(await choose('elsewhere.example')).toEqual({ ok: false, reason: 'moved' });
    expect((await content.fillDetails({ id: card }, SHOP)).ok).toBe(false);
    const chosen = async (from: ContentCaller, id = card) => {
      await choose();
      return (await content.fillDetails({ id }, from)).ok;
    };
    expect(await chosen(SHOP)).toBe(true);
    expect((await content.fillDetails({ id: card }, SHOP)).ok).toBe(false);
    expect(await chosen(SHOP, address)).toBe(false);
    expect(await chosen({ ...SHOP, tabId: 2 })).toBe(false);
    expect(await chosen(at('https://evil.example/', SHOP.url))).toBe(false);
    expect(await choose()).toEqual({ ok: true });
    await content.hereAgain(null, SHOP);
  });

  test('goes to the tab in front alone, and past what one page is given in an hour none goes, whoever is the worker', async () => {
    const cards = [];
    for (let at = 0; at <= MOST_GIVEN; at++) cards.push(await keep({ kind: 'card', title: `Card ${at}`, card: CARD }));
    const given = async (ids: readonly string[], from = SHOP) => {
      const answers = [];
      for (const id of ids) answers.push((await content.fillDetails({ id }, from)).ok);
      return answers;
    };
    front = null;
    expect(await content.details(null, SHOP)).toMatchObject({ state: 'off' });
    expect(await given(cards.slice(0, 1))).toEqual([false]);
    front = SHOP.url;
    expect(await given(cards.slice(0, 1), { ...SHOP, tabId: 2 })).toEqual([false]);
    expect(await given([...cards.slice(0, 4), ...cards.slice(0, 4)])).toEqual(Array(8).fill(true));
    start();
    expect(await given(cards)).toEqual([...Array(MOST_GIVEN).fill(true), false]);
    // What the person chooses in the popup, they do give.
    const chosen = { id: cards.at(-1) ?? '', what: 'card', tabId: 1, site: 'shop.example' } as const;
    await page.fillTabDetails(chosen, PANEL);
    // Whatever pages ask for meanwhile takes nothing of it away.
    expect(await given(['0'.repeat(32)])).toEqual([false]);
    expect(await given(cards.slice(-1), { ...at('https://evil.example/'), tabId: 2 })).toEqual([false]);
    expect(await given(cards.slice(-1))).toEqual([true]);
    expect(await given(cards.slice(-1))).toEqual([false]);
    front = 'https://other.example/';
    expect(await given(cards.slice(-1), at(front))).toEqual([true]);
    front = SHOP.url;
    alex.aheadMs += 3_600_000;
    expect(await given(cards.slice(-1))).toEqual([true]);
  });

  test('is added in the side panel', async () => {
    await content.addDetails({ what: 'card' }, SHOP);
    expect(shownEntries).toEqual(['card']);
  });
});

/** A log-in that the person brought. */
async function bring(address: string, more: Partial<VaultEntry> = {}): Promise<string> {
  const id = encodeHex(nodeEntropy(16));
  const sites = [{ url: address, match: 'domain' as const }];
  const given = { ...EMPTY_ENTRY, title: address, username: 'alex@own.example', password: 'pw', sites, ...more };
  await page.addEntry({ entry: id, given }, PANEL);
  return id;
}
const offeredAt = async (from: ContentCaller): Promise<unknown[]> => {
  const offers = await content.offers(ask, from);
  return offers.state === 'ready' ? offers.identities.map(({ id, host }) => [id, host]) : [];
};

test('log-ins of sites that belong together are offered after those of the site, each with its host', async () => {
  const own = await bring('https://steamcommunity.com');
  const listed = await bring('https://store.steampowered.com');
  const grouped = await bring('https://books.example');
  await bring('https://elsewhere.example');
  const community = at('https://steamcommunity.com/login');
  expect(await offeredAt(community)).toEqual([
    [own, null],
    [listed, 'steampowered.com'],
  ]);
  const sites = ['steamcommunity.com', 'https://www.books.example/login'];
  expect(await page.changeSiteGroup({ at: 9, sites: [...sites, 'no address'] }, PANEL)).toEqual({
    ...{ ok: false, reason: 'no-address', address: 'no address' },
  });
  expect(await page.changeSiteGroup({ at: 9, sites }, PANEL)).toEqual({ ok: true });
  expect((await page.siteChoices(null, PANEL)).groups).toEqual([['steamcommunity.com', 'books.example']]);
  expect(await offeredAt(community)).toEqual([
    [own, null],
    [grouped, 'books.example'],
    [listed, 'steampowered.com'],
  ]);
  expect(await content.fill({ id: listed }, community)).toMatchObject({ ok: true, fill: { password: 'pw' } });
  for (const url of ['http://steamcommunity.com/', 'https://steamcommunity.com.evil.example/', 'https://evil.example/'])
    expect([await offeredAt(at(url)), await content.fill({ id: listed }, at(url))]).toEqual([
      [],
      { ok: false, reason: 'failed' },
    ]);
  await page.changeSiteGroup({ at: 0, sites: [] }, PANEL);
  expect((await page.siteChoices(null, PANEL)).groups).toEqual([]);
  expect(await offeredAt(community)).toHaveLength(2);
});

test('a one-time code of a log-in that belongs to the site is given where it is offered, with the host that it is of', async () => {
  const oneTimes: OneTime[] = [
    {
      ...{ secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', algorithm: 'SHA-1', digits: 6, periodSeconds: 30 },
      ...{ alphabet: 'decimal', issuer: '', account: '' },
    },
  ];
  const listed = await bring('https://store.steampowered.com', { oneTimes });
  const stranger = await bring('https://elsewhere.example', { oneTimes });
  const community = at('https://steamcommunity.com/login');
  const offers = await content.offers(ask, community);
  expect(offers).toMatchObject({ oneTimes: [{ id: `${listed}.0`, account: 'alex@own.example, steampowered.com' }] });
  front = community.url;
  const [shown] = (await page.site({ tabId: 1 }, PANEL)).identities;
  expect(shown).toMatchObject({ id: listed, host: 'steampowered.com', oneTimes: [{}] });
  expect(await content.useCode({ id: `${listed}.0` }, community)).toMatchObject({ ok: true });
  expect(await content.useCode({ id: `${stranger}.0` }, community)).toEqual({ ok: false, reason: 'failed' });
  for (const url of ['https://evil.example/', 'http://steamcommunity.com/'])
    expect(await content.useCode({ id: `${listed}.0` }, at(url))).toEqual({ ok: false, reason: 'failed' });
});

test('of sites that are not asked about one is asked about again, and the others stay', async () => {
  await page.changeSettings({ unaskedSites: ['shop.example', 'books.example'] }, PANEL);
  await Promise.all(['shop.example', 'news.example'].map((site) => page.askAboutTyped({ site }, PANEL)));
  expect((await page.settings(null, PANEL)).unaskedSites).toEqual(['books.example']);
});

test('whoever changes a password over plain text from now on is not asked there again', async () => {
  const clear = at('http://printer.lan/login');
  const id = await bring(clear.url);
  expect(await content.change({ id, password: {} }, clear)).toMatchObject({ ok: false, reason: 'asks' });
  expect(await content.change({ id, password: {}, agreed: 'once' }, clear)).toMatchObject({ ok: true });
  expect(await content.change({ id, password: {} }, clear)).toMatchObject({ ok: false, reason: 'asks' });
  expect(await content.change({ id, password: {}, agreed: 'always' }, clear)).toMatchObject({ ok: true });
  expect(await content.change({ id, password: {} }, clear)).toMatchObject({ ok: true });
  expect(await content.fill({ id }, clear)).toMatchObject({ ok: true });
});

test('a log-in of another site is given to the page that searched for it, after a question that names both', async () => {
  const id = await bring('https://shop.example');
  await bring('https://paypal.com', { username: 'secret-name' });
  const there = at('https://www.market.example/login');
  front = there.url;
  expect(await content.fill({ id, agreed: 'always' }, there)).toEqual({ ok: false, reason: 'failed' });
  const before = paused;
  const { found, padding } = await content.search({ query: 'SHOP' }, there);
  expect(found).toMatchObject([{ id, host: 'shop.example', mask: 'alex@own.example' }]);
  expect(paused - before).toBe(STEP_MS);
  expect(JSON.stringify({ found, padding })).toHaveLength(BLOCK);
  const question = { site: 'market.example', elsewhere: 'shop.example', like: null, isPlain: false, keeps: true };
  expect(await content.fill({ id }, there)).toEqual({ ok: false, reason: 'asks', question });
  expect(await content.fill({ id, agreed: 'once' }, { ...there, tabId: 2 })).toMatchObject({ ok: false });
  expect(await content.fill({ id, agreed: 'once' }, at('https://other.example/'))).toMatchObject({ ok: false });
  expect(await content.fill({ id, agreed: 'once' }, there)).toMatchObject({ ok: true, fill: { password: 'pw' } });
  expect(await offeredAt(there)).toEqual([]);
  expect(await content.fill({ id, agreed: 'always' }, there)).toMatchObject({ ok: true });
  expect(await offeredAt(there)).toEqual([[id, null]]);
  expect(await content.fill({ id }, there)).toMatchObject({ ok: true });
});

test('the popup fills a log-in of another site after the same question, and only the page that the person read of', async () => {
  const id = await bring('https://shop.example');
  const there = at('https://market.example/login');
  front = there.url;
  const wish = { relationship: id, tabId: 1 };
  const asked = await page.fillTab(wish, PANEL);
  const question = { site: 'market.example', elsewhere: 'shop.example', like: null, isPlain: false, keeps: true };
  expect(asked).toEqual({ ok: false, reason: 'asks', question });
  expect((await content.fill({ id, agreed: 'once' }, there)).ok).toBe(false);
  expect(await page.fillTab({ ...wish, agreed: 'once' }, PANEL)).toEqual(asked);
  // The tab went on meanwhile, or its connection lost its cover.
  for (const url of ['https://evil.example/', 'http://market.example/login']) {
    front = url;
    expect(await page.fillTab({ ...wish, agreed: 'once', read: question }, PANEL)).toMatchObject({ reason: 'asks' });
  }
  front = there.url;
  const told = { ok: true, framed: null };
  expect(await page.fillTab({ ...wish, agreed: 'once', read: question }, PANEL)).toEqual(told);
  expect((await content.fill({ id, agreed: 'once' }, at('https://evil.example/'))).ok).toBe(false);
  expect(await page.fillTab({ ...wish, agreed: 'once', read: question }, PANEL)).toEqual(told);
  expect(await content.fill({ id, agreed: 'once' }, there)).toMatchObject({ ok: true, fill: { password: 'pw' } });
  expect((await content.fill({ id, agreed: 'once' }, there)).ok).toBe(false);
});

test('nothing is found for a page behind another one, for no words, or past what one page is given in an hour', async () => {
  const ids: string[] = [];
  for (let at = 0; at <= MOST_GIVEN; at++) ids.push(await bring(`https://shop${at}.example`));
  const there = at('https://market.example/');
  front = null;
  expect((await content.search({ query: 'shop' }, there)).found).toEqual([]);
  front = there.url;
  expect((await content.search({ query: ' ' }, there)).found).toEqual([]);
  expect(
    (await content.search({ query: 'shop' }, at('https://evil.example/', 'https://market.example/'))).found,
  ).toEqual([]);
  await content.search({ query: 'shop' }, there);
  const given = async (id: string) => (await content.fill({ id, agreed: 'once' }, there)).ok;
  for (const id of ids.slice(0, MOST_GIVEN)) expect([await given(id), await given(id)]).toEqual([true, true]);
  const last = ids.at(-1) ?? '';
  expect(await given(last)).toBe(false);
  // Another worker remembers what was given, and not what was found.
  start();
  expect(await given(ids[0] ?? '')).toBe(false);
  await content.search({ query: 'shop' }, there);
  expect([await given(ids[0] ?? ''), await given(last)]).toEqual([true, false]);
  alex.aheadMs += 3_600_000;
  expect(await given(last)).toBe(true);
});

test('plain text is asked about, each time but in a network of one’s own and on this device', async () => {
  const given = async (url: string): Promise<unknown> => {
    const id = await bring(url);
    const first = await content.fill({ id }, at(url));
    const question = first.ok || first.reason !== 'asks' ? null : first.question;
    expect(first.ok).toBe(question === null);
    expect((await content.fill({ id, agreed: 'always' }, at(url))).ok).toBe(true);
    return [question, (await content.fill({ id }, at(url))).ok];
  };
  const asked = { elsewhere: null, like: null, isPlain: true };
  expect(await given('https://shop.example/')).toEqual([null, true]);
  expect(await given('http://localhost:3000/')).toEqual([null, true]);
  expect(await given('http://plain.example/')).toEqual([{ ...asked, site: 'plain.example', keeps: false }, false]);
  expect(await given('http://192.168.1.1/')).toEqual([{ ...asked, site: '192.168.1.1', keeps: true }, true]);
  const { plain } = await page.siteChoices(null, PANEL);
  expect(plain).toEqual([{ site: '192.168.1.1:80', shown: '192.168.1.1' }]);
  await page.askAboutPlain({ site: '192.168.1.1:80' }, PANEL);
  const [[id]] = (await offeredAt(at('http://192.168.1.1/'))) as [[string]];
  expect(await content.fill({ id }, at('http://192.168.1.1/'))).toMatchObject({ reason: 'asks' });
  expect(await content.create(wanted, at('http://plain.example/'))).toMatchObject({ reason: 'asks' });
});

test('a page that may be taken for a kept site is asked about, until the person has used a log-in there', async () => {
  await bring('https://paypal.com');
  const fake = at('https://www.paypa1.com/');
  const question = { site: 'paypa1.com', elsewhere: null, like: 'paypal.com', isPlain: false, keeps: false };
  expect(await content.create(wanted, fake)).toEqual({ ok: false, reason: 'asks', question });
  const made = await content.create({ ...wanted, agreed: 'once' }, fake);
  expect(made.ok).toBe(true);
  const [[id]] = (await offeredAt(fake)) as [[string]];
  expect(await content.fill({ id }, fake)).toEqual({ ok: false, reason: 'asks', question });
  expect((await content.fill({ id, agreed: 'once' }, fake)).ok).toBe(true);
  expect((await content.fill({ id }, fake)).ok).toBe(true);
});

test('a page with words added to the name of a kept site is asked about, and not if the person says they belong together', async () => {
  const id = await bring('https://books.example');
  const longer = at('https://books-login.example/');
  const question = {
    site: 'books-login.example',
    elsewhere: null,
    like: 'books.example',
    isPlain: false,
    keeps: false,
  };
  expect(await content.create(wanted, longer)).toEqual({ ok: false, reason: 'asks', question });
  await page.changeSiteGroup({ at: 9, sites: ['books.example', 'books-login.example'] }, PANEL);
  expect((await content.fill({ id }, longer)).ok).toBe(true);
});

test('a log-in with an own address gets a password that its site allows, and is kept', async () => {
  await bring('https://shop.example');
  await bring('https://mall.example', { username: 'alex.two@own.example' });
  await bring('https://market.example');
  await createAtShop();
  front = 'https://www.163.com/';
  const from = at(front);
  expect((await content.ownAddresses(null, from)).addresses).toEqual(['alex@own.example', 'alex.two@own.example']);
  expect(await content.createOwn({ address: ' ', password: {} }, from)).toMatchObject({ ok: false });
  const made = await content.createOwn({ address: 'alex@own.example', password: { maxLength: 30 } }, from);
  expect(made).toMatchObject({ ok: true, fill: { email: 'alex@own.example', username: 'alex@own.example' } });
  if (!made.ok) throw new Error(made.reason);
  expect(made.fill.password).toHaveLength(16);
  expect(await offeredAt(from)).toHaveLength(1);
  expect(await content.createOwn({ address: 'a@b.example', password: {} }, at('http://plain.example/'))).toMatchObject({
    reason: 'asks',
  });
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
  for (icon of [address(Buffer.from('<svg><script/></svg>'), 'image/svg+xml'), null]) {
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
