// Questions about log-ins that a person types, on pages of every shape that sites have, in a real Chromium; and pages
// that look alike and are asked about nothing.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { READ_MS } from '#autofill/guard/guard.ts';
import { STRINGS } from '#autofill/menu/strings.ts';
import { withBrowser } from '#autofill/visit.testkit.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { eventually } from '#services/testing/eventually.ts';
import { comesAndPresses } from '../harness/browsers.ts';
import { person, type TestDevice } from '../harness/devices.ts';
import { layCover } from '../hostile/covers.ts';
import { FAMILIES, LANGUAGES, serving } from './ordinary.ts';
import { GONE_ELSEWHERE, page, SHAPES, type Shape, UNASKED } from './shapes.ts';
import { BAR_TRICKS, type BarTrick } from './tricks.ts';
import { type KeepingTab, KeepingWorld } from './world.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Most of the time a page is at rest, or the person reads.
vi.setConfig({ maxConcurrency: 8 });

withBrowser();
let device: TestDevice;
beforeAll(async () => {
  useProvider(await loadSodium());
  device = await person([]);
});

/** Stands for a while after the site answered. */
const SLOW_FORM = `<form onsubmit="event.preventDefault();fetch('/api').then((answer)=>answer.text())"><h1>Log in</h1>
<label>E-mail <input name="email"></label><label>Password <input name="password" type="password"></label><button>Log in</button></form>`;

type Row = Shape & { readonly host: string };
const rows = (shapes: readonly Shape[], word: string): Row[] =>
  shapes.map((shape, at) => ({ ...shape, host: `${word}-${at}.example` }));

async function begin({ host, kept = [], serves, does }: Row): Promise<KeepingTab> {
  const world = new KeepingWorld(device);
  for (const [username, password] of kept)
    await world.keeps({ title: host, username, password, sites: [{ url: `https://${host}/`, match: 'domain' }] });
  const tab = await world.tab(serves, `https://${host}/`);
  await does(tab);
  return tab;
}

/** The vault, once the person has said yes. */
async function isKept({ world }: KeepingTab, { host, asks, kept: before = [] }: Row): Promise<void> {
  const { is, pair } = asks ?? { is: 'none', pair: ['', ''] };
  const kept = await world.keptAt(host);
  expect(kept.filter(({ username }) => username === pair[0]).map(({ password }) => password)).toEqual([pair[1]]);
  expect(kept.length).toBe(before.length + (is === 'new' ? 1 : 0));
  expect(await world.typed.all()).toEqual([]);
}

async function barAsks(tab: KeepingTab, row: Row): Promise<void> {
  const { title, detail } = await tab.isAsked();
  const { is, pair } = row.asks ?? { is: 'none', pair: ['', ''] };
  expect([title, detail]).toEqual([
    STRINGS[is === 'new' ? 'keepNew' : 'keepChanged'].replace('{site}', row.host),
    pair[0],
  ]);
  await eventually(() => tab.visit.isReady());
  await tab.visit.pressBar(is === 'new' ? STRINGS.keep : STRINGS.keepUpdate);
  const told = is === 'new' ? STRINGS.kept : STRINGS.keptChange;
  await eventually(async () => (await tab.visit.bar())?.title === told);
  await isKept(tab, row);
}

async function popupAsks(tab: KeepingTab, row: Row): Promise<void> {
  const question = await tab.popupAsks();
  const { is, pair } = row.asks ?? { is: 'none', pair: ['', ''] };
  expect(question).toMatchObject({ is, site: row.host, name: pair[0] });
  // Nothing of it is shown in a page of another site.
  if (!tab.page.isClosed()) expect(await tab.visit.bar().catch(() => null)).toBe(null);
  expect(await tab.world.answers(question, 'keep')).toEqual({ ok: true });
  expect(await tab.world.popup()).toEqual([]);
  await isKept(tab, row);
}

describe('is asked about once, and kept as it was typed', () => {
  test.concurrent.for(rows(SHAPES, 'asked'))('$name', async (row) => {
    const tab = await begin(row);
    await barAsks(tab, row);
    await tab.close();
  });

  test.concurrent.for(rows(GONE_ELSEWHERE, 'gone'))('$name', async (row) => {
    const tab = await begin(row);
    if (row.aside) await popupAsks(tab, row);
    else await barAsks(tab.world.last, row);
    await tab.world.close();
  });
});

test.concurrent('a log-in that is sent, and answered, before the part has come that notices it', async () => {
  const pair = ['alex@mail.example', 'gravel lantern 7'] as const;
  const row: Row = {
    ...{ name: 'early', host: 'early.example', asks: { is: 'new', pair } },
    serves: ({ path }) => (path === '/api' ? { json: {} } : page(SLOW_FORM)),
    async does({ visit, page: at }) {
      await visit.inScript('script.saves = new Promise((come) => { script.come = come }); undefined');
      await at.click('[name=email]');
      await at.keyboard.type(pair[0]);
      await at.click('[name=password]');
      await at.keyboard.type(pair[1]);
      await at.click('button');
      // The browser has its answer whole, too: a later one would be heard in any case.
      await at.waitForFunction(() => performance.getEntriesByName(new URL('/api', location.href).href).length > 0);
    },
  };
  const tab = await begin(row);
  expect(tab.world.calls.get(tab.id)).not.toContain('typed');
  await tab.visit.inScript('script.come(); undefined');
  await eventually(() => tab.world.calls.get(tab.id)?.includes('typed'));
  await tab.page.evaluate(() => document.querySelector('form')?.remove());
  await barAsks(tab, row);
  await tab.close();
});

describe('is not asked about', () => {
  test.concurrent.for(rows(UNASKED, 'unasked'))('$name', async (row) => {
    const tab = await begin(row);
    await tab.isNotAsked();
    expect(await tab.world.keptAt(row.host)).toHaveLength(row.kept?.length ?? 0);
    await tab.world.close();
  });
});

test('two hundred ordinary pages are the bound', () => {
  expect(FAMILIES.length * LANGUAGES.length).toBeGreaterThanOrEqual(200);
});

describe('in eight languages nothing is asked about', () => {
  test.concurrent.for(FAMILIES.map((family, at) => ({ ...family, at })))('$name', async ({ at, ...family }) => {
    const world = new KeepingWorld(device);
    const hostOf = (language: string): string => `${language}-${at}.example`;
    const pages = new Map(LANGUAGES.map((language) => [hostOf(language), serving(family, language)]));
    for (const host of family.kept ? pages.keys() : []) {
      const [username = '', password = ''] = family.kept ?? [];
      await world.keeps({ title: host, username, password, sites: [{ url: `https://${host}/`, match: 'domain' }] });
    }
    const tab = await world.tab((asked) => pages.get(asked.host)?.(asked) ?? '', 'https://blank.example/');
    for (const language of LANGUAGES) {
      await tab.page.goto(`https://${hostOf(language)}/`);
      await family.does(tab);
      await world.rests();
      expect([language, world.questions]).toEqual([language, 0]);
    }
    await tab.isNotAsked();
    await world.close();
  });
});

const ALEX = { username: 'alex@mail.example', password: 'gravel lantern 7' };

/** A page in which the bar asks about a log-in of its site. */
async function asked(host: string, head = '', blind = false): Promise<KeepingTab> {
  const world = new KeepingWorld(device);
  await world.waits(host, ALEX);
  const tab = await world.tab(() => page('<h1>Your account</h1>', 'Account', head), `https://${host}/account`);
  if (blind) await tab.visit.inScript('delete IntersectionObserverEntry.prototype.isVisible');
  await tab.isAsked();
  return tab;
}

/** @returns false: the press came too late for what the row is about, and nothing is said of it */
async function plays(row: BarTrick, host: string): Promise<boolean> {
  const { head, cover, does, lasts = false, told = false, unpressed = false, comes, blind } = row;
  const tab = await asked(host, head, blind);
  const { visit, world } = tab;
  if (!lasts) await eventually(() => visit.isReady());
  const place = await visit.barAt(STRINGS.keep);
  const since = performance.now();
  if (cover) await tab.page.evaluate(layCover, cover);
  if (does) await tab.page.evaluate(does);
  if (told) await eventually(async () => !(await visit.isReady()));
  if (!unpressed) await comesAndPresses(tab.page.mouse, ...place);
  const isLate = comes === STRINGS.keepHasty && performance.now() - since >= READ_MS;
  if (!isLate) {
    if (comes === 'kept') await eventually(async () => (await world.keptAt(host)).length === 1);
    else if (comes !== 'nothing') await eventually(async () => (await visit.bar())?.note === comes);
    await visit.settled();
    const kept = await world.keptAt(host);
    // A log-in is never called as the page calls itself.
    expect(kept.map(({ title }) => title)).toEqual(comes === 'kept' ? [host] : []);
    expect(await world.typed.all()).toHaveLength(comes === 'kept' ? 0 : 1);
  }
  await world.close();
  return !isLate;
}

/** Farther than a press moves the hand, and no farther than one moves it without thinking. */
const SMALL_PX = 16;

test.concurrent('a hand that rests where the bar comes is told so, and keeps by a small move', async () => {
  const host = 'rests.example';
  const { visit, world, page: opened } = await asked(host);
  const presses = async (fromPx: number): Promise<void> => {
    await eventually(() => visit.isReady());
    const [x, y] = await visit.barAt(STRINGS.keep);
    if (fromPx > 0) await opened.mouse.move(x + fromPx, y);
    await opened.mouse.click(x, y);
  };
  await eventually(async () => {
    await presses(0);
    return (await visit.bar())?.note === STRINGS.beneath;
  });
  expect(await world.keptAt(host)).toEqual([]);
  await eventually(async () => {
    // Gone from the bar once it keeps.
    if ((await visit.bar())?.acts.has(STRINGS.keep)) await presses(SMALL_PX).catch(() => {});
    return (await world.keptAt(host)).length === 1;
  });
  await world.close();
});

describe('a hostile page keeps nothing', () => {
  test.concurrent.for(BAR_TRICKS.map((row, at) => ({ ...row, at })))('that $page', async ({ at, ...row }) => {
    for (let times = 0; !(await plays(row, `trick-${at}-${times}.example`)); times++);
  });

  test.concurrent('that searches for the words of the bar, or looks into what holds it', async () => {
    const tab = await asked('reads.example');
    const found = await tab.page.evaluate(() => {
      getSelection()?.selectAllChildren(document.documentElement);
      const selected = String(getSelection()).trim();
      const find = (globalThis as unknown as { find(text: string): boolean }).find;
      const host = document.querySelector('html > [popover]') as HTMLElement;
      return {
        words: ['alex@mail.example', 'Keep this', 'Never here', 'lantern'].filter((text) => find(text)),
        root: host.shadowRoot,
        text: host.innerText + host.innerHTML + document.documentElement.innerText.replace('Your account', '').trim(),
        size: [host.offsetWidth, host.offsetHeight, host.scrollWidth, host.scrollHeight],
        selected,
      };
    });
    expect(found).toEqual({ words: [], root: null, text: '', size: [0, 0, 0, 0], selected: 'Your account' });
    await tab.world.close();
  });

  test.concurrent('that has a person send form upon form: it is heard twenty times', async () => {
    const world = new KeepingWorld(device);
    const again = `onsubmit="event.preventDefault();this.password.value=''"`;
    const flood = page(
      `<form ${again}><input name="username"><input name="password" type="password"><button>Log in</button></form>`,
    );
    const tab = await world.tab(() => flood, 'https://flood.example/');
    await tab.puts('[name=username]', 'alex');
    for (let at = 0; at < 24; at++) {
      await tab.puts('[name=password]', `guess ${at}`);
      await tab.page.keyboard.press('Enter');
    }
    expect(world.calls.get(tab.id)?.filter((method) => method === 'typed')).toHaveLength(20);
    await world.rests();
    await world.close();
  });

  test.concurrent('that frames the log-in of another site, or is framed: nothing is heard of it', async () => {
    const world = new KeepingWorld(device);
    const tab = await world.tab(({ host, method }) => {
      if (host !== 'framed.example')
        return page('<iframe src="https://framed.example/" width="500" height="400"></iframe>');
      const form = '<form method="post"><input name="username"><input name="password" type="password"></form>';
      return page(method === 'POST' ? '<h1>Welcome</h1>' : form);
    }, 'https://framing.example/');
    const frame = tab.page.frameLocator('iframe');
    await frame.locator('[name=username]').focus();
    await tab.page.keyboard.insertText('alex');
    await frame.locator('[name=password]').focus();
    await tab.page.keyboard.insertText(ALEX.password);
    await tab.page.keyboard.press('Enter');
    await world.rests();
    expect(world.calls.get(tab.id)).toContain('typed');
    await tab.isNotAsked();
    await world.close();
  });

  test.concurrent('whose visitor types what is kept of another site: that stays as it is', async () => {
    const world = new KeepingWorld(device);
    const bank = { username: ALEX.username, password: 'the bank’s own', title: 'Bank' };
    await world.keeps({ ...bank, sites: [{ url: 'https://bank.example/', match: 'domain' }] });
    const tab = await asked('bank.example.evil.example');
    expect(await tab.isAsked()).toMatchObject({ title: STRINGS.keepNew.replace('{site}', 'evil.example') });
    await eventually(() => tab.visit.isReady());
    await tab.visit.pressBar(STRINGS.keep);
    await eventually(async () => (await tab.visit.bar())?.title === STRINGS.kept);
    expect(await world.keptAt('//bank.example/')).toMatchObject([{ password: bank.password, earlier: [] }]);
    await tab.world.close();
  });
});

/** How people have their browsers, and the question there. */
interface Sight {
  readonly sight: string;
  readonly width: number;
  readonly colorScheme?: 'dark';
  readonly forcedColors?: 'active';
  readonly dir?: 'rtl';
  readonly username?: string;
  readonly host?: string;
}
const SIGHTS: readonly Sight[] = [
  { sight: 'light', width: 900 },
  { sight: 'dark', width: 900, colorScheme: 'dark' },
  { sight: 'forced-colours', width: 900, forcedColors: 'active' },
  { sight: 'right-to-left', width: 900, dir: 'rtl' },
  { sight: 'narrow', width: 320 },
  {
    ...{ sight: 'narrow-with-long-names', width: 320, colorScheme: 'dark' },
    username: 'a.name.without.an.end.that.nobody.would.type.twice@a-host-with-a-name-as-long.example',
    host: 'the-longest-name-of-a-shop-that-anybody-ever-registered.example',
  },
];

test.concurrent.for(SIGHTS)('everybody can read the bar: $sight', async (sight) => {
  const { width, colorScheme = 'light', forcedColors = 'none', dir = 'ltr', username = ALEX.username } = sight;
  const host = sight.host ?? `${sight.sight}.example`;
  const world = new KeepingWorld(device);
  await world.waits(host, { ...ALEX, username });
  const html = page('<main><h1>Your account</h1><p>Three orders are on their way.</p></main>').replace(
    'lang="en"',
    `lang="en" dir="${dir}"`,
  );
  const tab = await world.tab(() => html, `https://${host}/account`, true);
  await tab.page.setViewportSize({ width, height: 560 });
  await tab.page.emulateMedia({ colorScheme, forcedColors });
  const bar = await tab.isAsked();
  await eventually(() => tab.visit.isReady());
  const box = await tab.visit.boxOf(bar.node);
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(width);
  expect(box.y + box.height).toBeLessThanOrEqual(560);
  // At the end of the line, where people who read the other way look, too.
  if (width > 400) expect(box.x > width / 3).toBe(dir === 'ltr');
  else expect(box.x).toBeCloseTo(width - box.x - box.width, 0);
  const shots = process.env.NUCLEUS_SHOTS;
  if (shots) await tab.page.screenshot({ path: `${shots}/bar-${sight.sight}.png` });
  await tab.page.evaluate(AXE);
  const found = await tab.page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string }[]; passes: { id: string; nodes: { target: unknown }[] }[] }> };
    };
    const { violations, passes } = await axe.run();
    const looked = passes.flatMap(({ nodes }) => nodes).some(({ target }) => JSON.stringify(target).includes('button'));
    return { violations: violations.map(({ id }) => id), looked };
  });
  expect(found).toEqual({ violations: [], looked: true });
  await world.close();
});
