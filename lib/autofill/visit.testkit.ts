// A page open in a real Chromium with the in-page script in it, for the browser tests of this folder. The script runs
// in an isolated world with a scripted client, the menu's closed shadow root is read through the debugging protocol,
// and everything a person does is real input.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { afterAll, beforeAll, expect } from 'vitest';
import { chromiumArguments, chromiumPath, comesAndPresses, HANGS_MS } from '#e2e/harness/browsers.ts';
import { READ_MS } from './guard/guard.ts';
import type { Offers } from './worker/client.ts';

export const MASK = 'swift-heron-71@inbox.example';
export const PASSWORD = 'Correct-Horse.9battery';
export const SITE = 'https://shop.example';
export const IDENTITY = {
  id: '01',
  name: 'Calm Otter',
  picture: '77aa',
  mask: 'calm-otter-12@inbox.example',
  former: null,
  hasPassword: true,
  inTab: false,
  isUnused: false,
  proposedAt: null,
  proposedSeen: 'nothing' as const,
  host: null,
};
export const READY: Extract<Offers, { state: 'ready' }> = {
  state: 'ready',
  identities: [],
  canCreate: true,
  suggestion: { name: 'Swift Heron', picture: '8f3a' },
  code: null,
  link: null,
  mail: null,
  oneTimes: [],
};
/** What stands in the menu of a sign-up form if nobody is known. */
export const SIGN_UP_ROWS = [
  'New identity for shop.example',
  'Use my own address',
  'Search all log-ins',
  'Not now',
  'Not on this site',
];
export const CODE = { id: '09', digits: '482193', from: 'shop.example', receivedAt: 1, mailer: null };

let browser: Browser;
let bundle: string;

async function bundleOf(file: string): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('../..', import.meta.url)),
    build: {
      write: false,
      target: 'es2023',
      lib: { entry: fileURLToPath(new URL(file, import.meta.url)), formats: ['iife'], name: 'nucleus' },
    },
  });
  const chunk = [output].flat().flatMap((it) => ('output' in it ? it.output : []))[0];
  if (chunk?.type !== 'chunk') throw new Error(`${file} did not bundle`);
  return chunk.code;
}

/** One browser for all tests of a file. */
export function withBrowser(): void {
  beforeAll(async () => {
    bundle = await bundleOf('./fixtures/scripted.ts');
    browser = await chromium.launch({
      executablePath: await chromiumPath(),
      timeout: HANGS_MS,
      // One process for all frames, so that one debugging session sees the isolated world of each.
      args: [...chromiumArguments(['IsolateOrigins', 'site-per-process']), '--disable-site-isolation-trials'],
    });
  });
  afterAll(() => browser?.close());
}

interface Node {
  nodeName: string;
  attributes?: string[];
  children?: Node[];
  shadowRoots?: (Node & { shadowRootType: string })[];
  contentDocument?: Node;
  nodeValue: string;
  backendNodeId: number;
}
interface ShownRow {
  title: string;
  detail: string;
  selected: boolean;
  backendNodeId: number;
}

const attribute = (node: Node, name: string): string => {
  const at = (node.attributes ?? []).indexOf(name);
  return at < 0 ? '' : (node.attributes?.[at + 1] ?? '');
};
const inside = (node: Node): Node[] => [
  node,
  ...[
    ...(node.children ?? []),
    ...(node.shadowRoots ?? []),
    ...(node.contentDocument ? [node.contentDocument] : []),
  ].flatMap(inside),
];
const withClass = (node: Node, name: string): Node[] =>
  inside(node).filter((it) => attribute(it, 'class').split(' ').includes(name));
const textOf = (node: Node | undefined): string =>
  node
    ? inside(node)
        .map((it) => it.nodeValue)
        .join('')
    : '';

export interface ShownBar {
  readonly title: string;
  readonly detail: string;
  readonly note: string;
  /** By their words. */
  readonly acts: ReadonlyMap<string, number>;
  readonly isReady: boolean;
  readonly node: number;
}

/** One open page with the script in it. */
export class Visit {
  readonly page: Page;
  readonly #cdp: CDPSession;
  readonly #worlds: { id: number; frame: string }[];

  constructor(page: Page, cdp: CDPSession, worlds: { id: number; frame: string }[]) {
    this.page = page;
    this.#cdp = cdp;
    this.#worlds = worlds;
  }

  /** Evaluates in the script's own world; the last frame to have one unless another is named. */
  async inScript<T>(expression: string, world = this.#worlds.at(-1)): Promise<T> {
    const { result, exceptionDetails } = await this.#cdp.send('Runtime.evaluate', {
      expression,
      contextId: world?.id ?? 0,
      returnByValue: true,
      awaitPromise: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value as T;
  }

  get worlds(): readonly { id: number; frame: string }[] {
    return this.#worlds;
  }

  /** @param chosen whether the person chose an identity in this tab before */
  offer(offers: Offers, chosen = false): Promise<void> {
    return this.inScript(`script.offers = ${JSON.stringify(offers)}; script.chosen = ${chosen}; undefined`);
  }

  async calls(name: string): Promise<unknown[]> {
    const calls = await this.inScript<[string, unknown][]>('script.calls');
    return calls.filter(([called]) => called === name).map(([, request]) => request);
  }

  async #tree(): Promise<Node[]> {
    const { root } = (await this.#cdp.send('DOM.getDocument', { depth: -1, pierce: true })) as unknown as {
      root: Node;
    };
    return inside(root).filter((node) =>
      node.shadowRoots?.some((inner) => inner.shadowRootType === 'closed' || withClass(inner, 'said').length > 0),
    );
  }

  async rows(): Promise<ShownRow[]> {
    const [host] = await this.#tree();
    return (host ? withClass(host, 'row') : []).map((row) => ({
      title: textOf(withClass(row, 'title')[0]),
      detail: textOf(withClass(row, 'detail')[0]),
      selected: attribute(row, 'aria-selected') === 'true',
      backendNodeId: row.backendNodeId,
    }));
  }

  async titles(): Promise<string[]> {
    return (await this.rows()).map(({ title }) => title);
  }

  /** The last words for a screen reader. */
  async said(): Promise<string> {
    const [host] = await this.#tree();
    const said = host && withClass(host, 'said')[0];
    return said
      ? inside(said)
          .map((node) => attribute(node, 'aria-label'))
          .join('')
      : '';
  }

  async hasMark(): Promise<boolean> {
    return (await this.#tree()).some((host) => withClass(host, 'mark').length > 0);
  }

  async #middle(backendNodeId: number): Promise<[number, number]> {
    const { model } = await this.#cdp.send('DOM.getBoxModel', { backendNodeId });
    const [x1, y1, , , x2, y2] = model.border as [number, number, number, number, number, number];
    return [(x1 + x2) / 2, (y1 + y2) / 2];
  }

  /** Whether a row shows less than its whole title. */
  async isCut(title: string): Promise<boolean> {
    const [host] = await this.#tree();
    const shown = (host ? withClass(host, 'title') : []).find((one) => textOf(one).startsWith(title));
    const { object } = await this.#cdp.send('DOM.resolveNode', { backendNodeId: shown?.backendNodeId ?? 0 });
    const { result } = await this.#cdp.send('Runtime.callFunctionOn', {
      functionDeclaration: 'function () { return this.scrollWidth > this.clientWidth }',
      objectId: object.objectId ?? '',
    });
    return result.value as boolean;
  }

  async rowAt(title: string): Promise<[number, number]> {
    const row = (await this.rows()).find((it) => it.title.startsWith(title));
    if (!row) throw new Error(`no row ${title}`);
    return this.#middle(row.backendNodeId);
  }

  async pressMark(): Promise<void> {
    const [host] = await this.#tree();
    const mark = host && withClass(host, 'mark')[0];
    if (!mark) throw new Error('no mark');
    await this.page.mouse.click(...(await this.#middle(mark.backendNodeId)));
  }

  /** A person who reads before pressing: until the menu says that a choice counts. */
  async read(): Promise<void> {
    await expect.poll(() => this.isReady(), { timeout: 60_000 }).toBe(true);
  }

  /** The bar that asks about a typed log-in; null: there is none. */
  async bar(): Promise<ShownBar | null> {
    const host = (await this.#tree()).find((one) => withClass(one, 'bar').length > 0);
    const bar = host && withClass(host, 'bar')[0];
    if (!bar) return null;
    const [title = '', detail = '', note = ''] = ['title', 'detail', 'note'].map((name) =>
      textOf(withClass(bar, name)[0]),
    );
    const buttons = inside(bar).filter((node) => attribute(node, 'data-act') !== '');
    const acts = new Map(
      buttons.map((node) => [textOf(node) || attribute(node, 'aria-label'), node.backendNodeId] as const),
    );
    return { title, detail, note, acts, isReady: attribute(bar, 'class').includes('ready'), node: bar.backendNodeId };
  }

  /** A button of the bar at its place, read or not. */
  async barAt(button: string): Promise<[number, number]> {
    const node = (await this.bar())?.acts.get(button);
    if (node === undefined) throw new Error(`the bar has no button ${button}`);
    return this.#middle(node);
  }

  async pressBar(button: string): Promise<void> {
    await comesAndPresses(this.page.mouse, ...(await this.barAt(button)));
  }

  async boxOf(backendNodeId: number): Promise<{ x: number; y: number; width: number; height: number }> {
    const { model } = await this.#cdp.send('DOM.getBoxModel', { backendNodeId });
    const [x = 0, y = 0] = model.border;
    return { x, y, width: model.width, height: model.height };
  }

  async isReady(): Promise<boolean> {
    return (await this.#tree()).some((host) => withClass(host, 'ready').length > 0);
  }

  /** The time to read goes by, on the page's own clock. */
  async waits(): Promise<void> {
    await this.page.evaluate(
      (ms) =>
        new Promise<void>((resolve) => {
          const started = performance.now();
          const frame = (): void => (performance.now() - started > ms ? resolve() : void requestAnimationFrame(frame));
          frame();
        }),
      READ_MS + 150,
    );
  }

  /** No time passes for the script any more: however busy the machine is, the next actions happen at once. */
  async stopsClock(): Promise<void> {
    await this.inScript(
      "{ const at = performance.now(); performance.now = () => at; Object.defineProperty(Event.prototype, 'timeStamp', { get: () => at }); } undefined",
    );
  }

  async press(title: string): Promise<void> {
    await comesAndPresses(this.page.mouse, ...(await this.rowAt(title)));
  }

  /** Until the menu holds rows. */
  menu(): Promise<string[]> {
    return expect
      .poll(() => this.titles())
      .not.toEqual([])
      .then(() => this.titles());
  }

  /** All work under way is done: two frames, and the idle work of the script. */
  async settled(): Promise<void> {
    await this.page.evaluate(
      () =>
        new Promise<void>((done) =>
          requestIdleCallback(() => requestAnimationFrame(() => requestAnimationFrame(() => done())), {
            timeout: 1000,
          }),
        ),
    );
  }

  value(selector: string): Promise<string> {
    return this.page.locator(selector).inputValue();
  }
}

const fixture = (name: string): string => readFileSync(new URL(`./fixtures/${name}.html`, import.meta.url), 'utf8');

async function visit(
  name: string,
  options: { scheme?: 'light' | 'dark'; site?: string; framedBy?: string; csp?: string; inMainWorld?: boolean } = {},
): Promise<Visit> {
  const page = await newPage(options.scheme);
  await page.route('**/*', (route) => {
    const url = new URL(route.request().url());
    const body =
      url.pathname === '/framing'
        ? fixture('framing').replace('FRAMED', `${SITE}/${name}`)
        : fixture(url.pathname.slice(1));
    return route.fulfill({
      contentType: 'text/html; charset=utf-8',
      headers: options.csp ? { 'content-security-policy': options.csp } : {},
      body,
    });
  });
  const opened = await withScript(page, options.inMainWorld);
  await page.goto(options.framedBy ? `${options.framedBy}/framing` : `${options.site ?? SITE}/${name}`);
  return opened;
}

export async function newPage(colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 900, height: 760 }, colorScheme });
  page.setDefaultTimeout(HANGS_MS);
  return page;
}

/**
 * Has the script run in every document of a page from now on.
 * @param asked the answers to questions about typed log-ins, with the frame that asks
 */
export async function withScript(
  page: Page,
  inMainWorld = false,
  asked?: (method: string, request: unknown, from: { frame: string; url: string }) => Promise<unknown>,
): Promise<Visit> {
  const cdp = await page.context().newCDPSession(page);
  const worlds: { id: number; frame: string }[] = [];
  cdp.on('Runtime.executionContextCreated', ({ context }) => {
    if (context.name === 'nucleus')
      worlds.push({ id: context.id, frame: (context.auxData as { frameId: string }).frameId });
  });
  if (asked) {
    cdp.on('Runtime.bindingCalled', ({ payload, executionContextId }) => {
      type Said = { at: number; method: string; request: unknown; url: string };
      const { at, method, request, url } = JSON.parse(payload) as Said;
      const frame = worlds.find(({ id }) => id === executionContextId)?.frame ?? '';
      void asked(method, request, { frame, url }).then((value) =>
        cdp
          .send('Runtime.evaluate', {
            expression: `script.answer(${at}, ${JSON.stringify(value)})`,
            contextId: executionContextId,
          })
          // The page has gone meanwhile.
          .catch(() => {}),
      );
    });
    await cdp.send('Runtime.addBinding', { name: 'nucleusAsk', executionContextName: 'nucleus' });
  }
  await cdp.send('Runtime.enable');
  await cdp.send('Page.enable');
  const world = inMainWorld ? {} : { worldName: 'nucleus' };
  await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: bundle, ...world });
  return new Visit(page, cdp, worlds);
}

export async function onPage(
  name: string,
  story: (visit: Visit) => Promise<void>,
  options: Parameters<typeof visit>[1] = {},
): Promise<void> {
  const opened = await visit(name, options);
  try {
    await story(opened);
  } finally {
    await opened.page.close();
  }
}
