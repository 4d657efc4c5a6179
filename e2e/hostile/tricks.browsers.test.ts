// Every trick of tricks.ts, in Chromium with its own word on what is visible, in Chromium without it, and in Firefox; with the mouse and with
// the keyboard. Nothing is filled, and the person is told why. One browser of each kind and one page load for a row, and nothing waits for
// less than what the menu itself shows: that it may be chosen from, or why not.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { STRINGS } from '#autofill/strings.ts';
import { buildTown, type Town } from '../people/town-building.ts';
import { chromiumLane, firefoxLane, type Lane, type Tab } from './lane.ts';
import { FORM, TRICKS, type Trick } from './tricks.ts';

// All rows wait in line for a tab: the line is the limit.
vi.setConfig({ maxConcurrency: 1000 });
const CHROMIUM_TABS = 2;
const FIREFOXES = 2;
const ENGINES = ['Chromium', 'Chromium that does not tell what is visible', 'Firefox'] as const;
type Engine = (typeof ENGINES)[number];

const CSS = `body{margin:20px} label{display:block;height:60px;font:14px serif}
  button{font:16px serif} input{display:block;box-sizing:border-box;width:380px;height:34px;font:16px serif} iframe{border:0;width:700px;height:500px}`;

const fonts: string[] = [];
/** What is done when a page has asked `/busy?id`, by that id: its thread stands still from then on. */
const meanwhile = new Map<string, () => void>();
const lines = new Map<Engine, Line>();
const lanes: Lane[] = [];
const towns: Town[] = [];
let server: Server;
let site = '';

/** Tabs that take one row after another. */
class Line {
  readonly #free: Tab[];
  readonly #waiting: ((tab: Tab) => void)[] = [];
  /** What the menu looks like where nobody interferes. */
  looks: string[] = [];

  constructor(tabs: Tab[]) {
    this.#free = tabs;
  }

  async take<T>(work: (tab: Tab) => Promise<T>): Promise<T> {
    const tab = this.#free.pop() ?? (await new Promise<Tab>((resolve) => this.#waiting.push(resolve)));
    try {
      return await work(tab);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(tab);
      else this.#free.push(tab);
    }
  }
}

function htmlOf({ head = '', around = ['', ''], form = FORM, frame }: Partial<Trick>): string {
  const body = frame === undefined ? form : frame.replace('FRAME', '<iframe src="/"></iframe>');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Join</title><style>${CSS}</style>${head}<body>${around[0]}${body}${around[1]}`;
}

beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://x');
    if (pathname === '/font') fonts.push(decodeURIComponent(search.slice(1)));
    if (pathname === '/still') {
      setTimeout(() => response.end(), 100);
      return;
    }
    if (pathname === '/busy') {
      response.end(() => meanwhile.get(search)?.());
      return;
    }
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(htmlOf(TRICKS[Number(pathname.slice(1)) - 1] ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  site = `http://tricks.localhost:${(server.address() as AddressInfo).port}`;
  const inChromium = async (): Promise<void> => {
    const town = await buildTown('chrome');
    towns.push(town);
    const lane = await chromiumLane(town, 2 * CHROMIUM_TABS, `${site}/0`);
    lanes.push(lane);
    for (const [at, engine] of ENGINES.slice(0, 2).entries())
      lines.set(engine, new Line(lane.tabs.slice(at * CHROMIUM_TABS, (at + 1) * CHROMIUM_TABS)));
    await begins(lane.tabs[0] as Tab, ENGINES[0], ENGINES[1]);
  };
  const inFirefox = async (): Promise<void> => {
    const town = await buildTown('firefox');
    towns.push(town);
    const opened = await Promise.all(
      Array.from({ length: FIREFOXES }, async () => {
        const lane = await firefoxLane(town, `${site}/0`);
        lanes.push(lane);
        return lane.tabs;
      }),
    );
    lines.set('Firefox', new Line(opened.flat()));
    await begins(opened[0]?.[0] as Tab, 'Firefox');
  };
  await Promise.all([inChromium(), inFirefox()]);
});

afterAll(async () => {
  for (const lane of lanes) await lane.close();
  for (const town of towns) await town.leave();
  server?.closeAllConnections();
  server?.close();
});

// Only ends what will never come, and says what came instead.
const HANG_MS = 5 * 60_000;
const LOOK_EVERY_MS = 50;

async function becomes<T>(look: () => Promise<T>, wanted: (seen: T) => boolean, what: string): Promise<T> {
  const endsAt = performance.now() + HANG_MS;
  for (;;) {
    const seen = await look();
    if (wanted(seen)) return seen;
    if (performance.now() > endsAt) throw new Error(`${what}; instead: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
const titles = async (tab: Tab): Promise<string[]> => ((await tab.drawn())?.rows ?? []).map(({ title }) => title);

/** A page with nothing wrong: the menu opens by a press, fills, and is remembered as it looks. */
async function begins(tab: Tab, ...engines: Engine[]): Promise<void> {
  await tab.goto(site);
  await tab.click(100, 55);
  await readable(tab);
  await tab.click(...(await rowOf(tab, 0)));
  await filled(tab);
  await tab.goto(site);
  await opens(tab);
  for (const engine of engines) (lines.get(engine) as Line).looks = await tab.looks();
}

const isMask = (value = ''): boolean => value.includes('@');
const filled = (tab: Tab): Promise<unknown> =>
  becomes(
    () => valuesOf(tab),
    ([mail, password = '']) => isMask(mail) && password.length > 11,
    'both fields are filled',
  );
const closed = (tab: Tab): Promise<unknown> =>
  becomes(
    () => titles(tab),
    ({ length }) => length === 0,
    'the menu is closed',
  );

/** Focuses the field and asks for the menu by key; its first row is then selected. */
async function opens(tab: Tab): Promise<void> {
  await tab.evaluate(() => {
    const inner = document.querySelector('iframe')?.contentDocument ?? document;
    inner.defaultView?.focus();
    const field = inner.querySelector<HTMLInputElement>('[name=email]');
    if (inner.activeElement !== field) field?.focus();
  });
  await becomes(
    () => tab.drawn(),
    (drawn) => drawn !== null,
    'the mark is drawn',
  );
  await tab.key('ArrowDown');
  await becomes(
    () => titles(tab),
    (now) => now.includes(STRINGS.notHere),
    'the menu is open',
  );
}

async function readable(tab: Tab): Promise<void> {
  await becomes(
    () => tab.drawn(),
    (drawn) => drawn?.ready === true,
    'a choice counts',
  );
}

/** A place in the left part of a row. */
async function rowOf(tab: Tab, at: number): Promise<[number, number]> {
  const box = (await tab.drawn())?.rows[at]?.box;
  if (!box) throw new Error(`the menu has no row ${at}`);
  return [box.x + Math.min(70, box.width / 4), box.y + box.height / 2];
}

function valuesOf(tab: Tab): Promise<string[]> {
  return tab.evaluate(() => {
    const inner = document.querySelector('iframe')?.contentDocument ?? document;
    return [...inner.querySelectorAll('input')].map(({ value }) => value);
  });
}

async function ends(tab: Tab, { comes, or = comes, mayGo = false }: Trick, by: 'mouse' | 'keyboard'): Promise<void> {
  if (comes === 'reads') {
    await filled(tab);
    return;
  }
  if (comes === 'leftOut' || comes === 'left') {
    await becomes(
      () => valuesOf(tab),
      ([mail]) => isMask(mail),
      'the e-mail is filled',
    );
    if (comes === 'leftOut')
      await becomes(
        () => titles(tab),
        (now) => now.includes(STRINGS.leftOut),
        `by ${by}: ${STRINGS.leftOut}`,
      );
    expect((await valuesOf(tab)).slice(1)).toEqual(['']);
    return;
  }
  if (comes === 'gone') await closed(tab);
  else
    await becomes(
      () => titles(tab),
      (now) => now.includes(comes) || now.includes(or) || (mayGo && now.length === 0),
      `by ${by}: ${comes}`,
    );
  expect((await valuesOf(tab)).filter((value) => value !== '')).toEqual([]);
}

async function play(tab: Tab, trick: Trick, engine: Engine): Promise<void> {
  const url = `${site}/${TRICKS.indexOf(trick) + 1}`;
  const fromTheStart = trick.does === undefined && trick.lasts === true;
  const visit = async (): Promise<void> => {
    await tab.goto(url);
    if (engine === ENGINES[1]) await tab.blind();
  };
  await visit();
  await opens(tab);
  if (trick.comes === 'reads') expect(await tab.looks()).toEqual(lines.get(engine)?.looks);
  if (!fromTheStart) await readable(tab);
  const place = await rowOf(tab, 0);
  if (trick.does) await tab.evaluate(trick.does);
  if (!(trick.comes === 'gone')) await tab.click(...place);
  if (trick.takesPress) expect((await valuesOf(tab)).join('')).toBe('');
  else await ends(tab, trick, 'mouse');

  if (trick.comes === 'gone' || trick.mayGo) await visit();
  else {
    await tab.evaluate(() => {
      const inner = document.querySelector('iframe')?.contentDocument ?? document;
      inner.forms[0]?.reset();
    });
    if ((await titles(tab)).length > 0) await tab.key('Escape');
    await closed(tab);
  }
  await opens(tab);
  if (!trick.lasts) await readable(tab);
  if (trick.does && (!trick.lasts || trick.comes === 'gone' || trick.mayGo)) await tab.evaluate(trick.does);
  await tab.key('Enter');
  await ends(tab, trick, 'keyboard');
  if (trick.page.includes('fonts')) expect(fonts).toEqual([]);
}

// One of them alone, while it is looked into: TRICK='blurs' vitest …
const rows = TRICKS.filter(({ page }) => new RegExp(process.env.TRICK ?? '').test(page)).flatMap((trick) =>
  ENGINES.filter((engine) => trick.engines?.test(engine) ?? true).map((engine) => ({
    engine,
    trick,
    page: trick.page,
  })),
);
test.concurrent.for(rows)('a page that $page ($engine)', { timeout: 600_000 }, async ({ engine, trick }) => {
  await (lines.get(engine) as Line).take((tab) => play(tab, trick, engine));
});

const inputs = ENGINES.flatMap((engine) => (['mouse', 'keyboard'] as const).map((by) => ({ engine, by })));
test.concurrent.for(inputs)(
  'a page that keeps its thread busy while the menu comes, so that the press is handled late ($engine, $by)',
  { timeout: 600_000 },
  async ({ engine, by }) => {
    await (lines.get(engine) as Line).take(async (tab) => {
      const id = `?${ENGINES.indexOf(engine)}${by}`;
      await tab.goto(`${site}/${id}`);
      if (engine === ENGINES[1]) await tab.blind();
      await opens(tab);
      const place = await rowOf(tab, 0);
      await tab.key('Escape');
      await closed(tab);
      let done: Promise<void> | undefined;
      const began = new Promise<void>((resolve) => {
        meanwhile.set(id, () => {
          done = by === 'mouse' ? tab.click(...place) : tab.key('Enter');
          resolve();
        });
      });
      await tab.evaluate(() => {
        const field = document.querySelector('input') as HTMLElement;
        const { left, bottom } = field.getBoundingClientRect();
        const look = (): void => {
          if (!document.elementFromPoint(left + 40, bottom + 30)?.matches('[popover]'))
            return void requestAnimationFrame(look);
          const question = new XMLHttpRequest();
          question.open('GET', `/busy${location.search}`, false);
          question.send();
        };
        look();
      });
      await tab.key('ArrowDown');
      await began;
      await done;
      await becomes(
        () => titles(tab),
        (now) => now.includes(STRINGS.hasty),
        STRINGS.hasty,
      );
      expect((await valuesOf(tab)).join('')).toBe('');
    });
  },
);
