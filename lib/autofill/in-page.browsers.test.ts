// The in-page script in a real Chromium, on pages of many shapes: a person focuses a field, chooses in the menu, and the page sees what
// it would see of typing; a hostile page gets nothing. The script runs in an isolated world with a scripted client, the menu's closed
// shadow root is read through the debugging protocol, and everything a person does is real input.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumArguments, chromiumPath } from '#e2e/harness/browsers.ts';
import type { Offers } from './client.ts';
import { READ_MS } from './guard.ts';

const MASK = 'swift-heron-71@inbox.example';
const PASSWORD = 'Correct-Horse.9battery';
const SITE = 'https://shop.example';
const IDENTITY = {
  id: '01',
  name: 'Calm Otter',
  picture: '77aa',
  mask: 'calm-otter-12@inbox.example',
  hasPassword: true,
};
const READY: Extract<Offers, { state: 'ready' }> = {
  state: 'ready',
  identities: [],
  canCreate: true,
  suggestion: { name: 'Swift Heron', picture: '8f3a' },
  code: null,
  link: null,
};
const CODE = { id: '09', digits: '482193', from: 'shop.example', receivedAt: 1 };

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

beforeAll(async () => {
  bundle = await bundleOf('./fixtures/scripted.ts');
  browser = await chromium.launch({
    executablePath: await chromiumPath(),
    // One process for all frames, so that one debugging session sees the isolated world of each.
    args: [
      ...chromiumArguments(),
      '--disable-site-isolation-trials',
      '--disable-features=IsolateOrigins,site-per-process',
    ],
  });
});
afterAll(() => browser?.close());

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

/** One open page with the script in it. */
class Visit {
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

  offer(offers: Offers): Promise<void> {
    return this.inScript(`script.offers = ${JSON.stringify(offers)}; undefined`);
  }

  async calls(name: string): Promise<unknown[]> {
    const calls = await this.inScript<[string, unknown][]>('script.calls');
    return calls.filter(([called]) => called === name).map(([, request]) => request);
  }

  async #tree(): Promise<Node[]> {
    const { root } = (await this.#cdp.send('DOM.getDocument', { depth: -1, pierce: true })) as unknown as {
      root: Node;
    };
    return inside(root).filter((node) => node.shadowRoots?.some(({ shadowRootType }) => shadowRootType === 'closed'));
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

  async hasMark(): Promise<boolean> {
    return (await this.#tree()).some((host) => withClass(host, 'mark').length > 0);
  }

  async #middle(backendNodeId: number): Promise<[number, number]> {
    const { model } = await this.#cdp.send('DOM.getBoxModel', { backendNodeId });
    const [x1, y1, , , x2, y2] = model.border as [number, number, number, number, number, number];
    return [(x1 + x2) / 2, (y1 + y2) / 2];
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

  /** A person who reads before pressing: waits for what the guard waits for, on the page's own clock. */
  async read(): Promise<void> {
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

  async press(title: string): Promise<void> {
    await this.page.mouse.click(...(await this.rowAt(title)));
  }

  /** Until the menu holds rows. */
  menu(): Promise<string[]> {
    return expect
      .poll(() => this.titles(), { timeout: 10_000 })
      .not.toEqual([])
      .then(() => this.titles());
  }

  /** Whatever was under way is done: two frames, and the idle work of the script. */
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
  options: { scheme?: 'light' | 'dark'; framedBy?: string; csp?: string; inMainWorld?: boolean } = {},
): Promise<Visit> {
  const page = await browser.newPage({ viewport: { width: 900, height: 760 }, colorScheme: options.scheme ?? 'light' });
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
  const cdp = await page.context().newCDPSession(page);
  const worlds: { id: number; frame: string }[] = [];
  cdp.on('Runtime.executionContextCreated', ({ context }) => {
    if (context.name === 'nucleus')
      worlds.push({ id: context.id, frame: (context.auxData as { frameId: string }).frameId });
  });
  await cdp.send('Runtime.enable');
  await cdp.send('Page.enable');
  const world = options.inMainWorld ? {} : { worldName: 'nucleus' };
  await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: bundle, ...world });
  await page.goto(options.framedBy ? `${options.framedBy}/framing` : `${SITE}/${name}`);
  return new Visit(page, cdp, worlds);
}

async function onPage(
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

describe('on a sign-up page', () => {
  test('a focused e-mail field gets the mark and the menu, and the choice fills the form once', () =>
    onPage('plain', async (v) => {
      await v.page.click('[name=email]');
      expect(await v.menu()).toEqual(['New identity for shop.example', 'Not on this site']);
      expect(await v.hasMark()).toBe(true);
      await v.page.evaluate(() => {
        const counts: Record<string, number> = {};
        Object.assign(window, { counts });
        document.addEventListener('input', (event) => {
          const { name } = event.target as HTMLInputElement;
          counts[name] = (counts[name] ?? 0) + 1;
        });
      });
      await v.read();
      await v.press('New identity');
      await expect.poll(() => v.value('[name=email]')).toBe(MASK);
      expect(await v.value('[name=password]')).toBe(PASSWORD);
      expect(await v.value('[name=password2]')).toBe(PASSWORD);
      expect(await v.value('[name=name]')).toBe('Swift Heron');
      expect(await v.value('[name=phone]')).toBe('');
      expect(await v.value('[name=honey]')).toBe('');
      expect(await v.page.evaluate(() => (window as unknown as { counts: object }).counts)).toEqual({
        email: 1,
        password: 1,
        password2: 1,
        name: 1,
      });
      expect(await v.calls('create')).toEqual([{ form: 'signup', password: { minLength: 10, maxLength: 40 } }]);
      expect(await v.titles()).toEqual([]);
    }));

  test('a name that was typed stays', () =>
    onPage('plain', async (v) => {
      await v.page.fill('[name=name]', 'Blair');
      await v.page.click('[name=email]');
      await v.menu();
      await v.read();
      await v.press('New identity');
      await expect.poll(() => v.value('[name=email]')).toBe(MASK);
      expect(await v.value('[name=name]')).toBe('Blair');
    }));

  test('the keyboard does it all, and the page sees none of the keys', () =>
    onPage('plain', async (v) => {
      await v.page.focus('[name=name]');
      await v.page.evaluate(() => {
        const keys: string[] = [];
        Object.assign(window, { keys });
        window.addEventListener('keydown', (event) => keys.push(event.key), true);
      });
      await v.page.keyboard.press('Tab');
      await v.menu();
      expect((await v.rows()).some(({ selected }) => selected)).toBe(false);
      await v.read();
      await v.page.keyboard.press('ArrowDown');
      expect((await v.rows()).map(({ selected }) => selected)).toEqual([true, false]);
      await v.page.keyboard.press('ArrowUp');
      expect((await v.rows()).map(({ selected }) => selected)).toEqual([false, true]);
      await v.page.keyboard.press('Escape');
      expect(await v.titles()).toEqual([]);
      await v.page.keyboard.press('ArrowDown');
      expect((await v.rows()).map(({ selected }) => selected)).toEqual([true, false]);
      await v.read();
      await v.page.keyboard.press('Enter');
      await expect.poll(() => v.value('[name=email]')).toBe(MASK);
      expect(await v.page.evaluate(() => (window as unknown as { keys: string[] }).keys)).toEqual(['Tab']);
      expect(await v.page.title()).toBe('Create your account');
    }));

  test('Enter with nothing chosen is the page’s own', () =>
    onPage('plain', async (v) => {
      await v.page.click('[name=email]');
      await v.menu();
      await v.read();
      await v.page.keyboard.press('Enter');
      await v.settled();
      expect(await v.calls('create')).toEqual([]);
    }));

  test('typing closes the menu', () =>
    onPage('plain', async (v) => {
      await v.page.click('[name=email]');
      await v.menu();
      await v.page.keyboard.type('m');
      expect(await v.titles()).toEqual([]);
      expect(await v.hasMark()).toBe(true);
    }));

  test('“Not on this site” is told to the background and takes the mark away', () =>
    onPage('plain', async (v) => {
      await v.page.click('[name=email]');
      await v.menu();
      await v.read();
      await v.press('Not on this site');
      await expect.poll(() => v.calls('notHere')).toHaveLength(1);
      expect(await v.hasMark()).toBe(false);
    }));

  test('while locked the menu offers to unlock', () =>
    onPage('plain', async (v) => {
      await v.offer({ state: 'locked' });
      await v.page.click('[name=email]');
      expect(await v.menu()).toEqual(['Unlock Nucleus', 'Not on this site']);
      await v.read();
      await v.press('Unlock');
      await expect.poll(() => v.calls('openPanel')).toHaveLength(1);
    }));

  test('where it is off nothing is drawn', () =>
    onPage('plain', async (v) => {
      await v.offer({ state: 'off' });
      await v.page.click('[name=email]');
      await expect.poll(() => v.calls('offers')).not.toHaveLength(0);
      await v.settled();
      expect(await v.hasMark()).toBe(false);
    }));

  // In the page's own world too, where the script sees the `value` that a framework has put on the element.
  test.each([false, true])('inputs controlled by a framework keep what was filled (in its world: %s)', (inMainWorld) =>
    onPage(
      'controlled',
      async (v) => {
        await v.page.click('[name=email]');
        await v.menu();
        await v.read();
        await v.press('New identity');
        await expect
          .poll(() => v.page.evaluate(() => (window as unknown as { state: object }).state))
          .toEqual({ email: MASK, password: PASSWORD });
        expect(await v.value('[name=password]')).toBe(PASSWORD);
      },
      { inMainWorld },
    ),
  );

  test('the second step offers the identity of the first, and no new one', () =>
    onPage('steps', async (v) => {
      const swift = { ...IDENTITY, id: '02', name: 'Swift Heron', mask: MASK };
      await v.page.click('[name=email]');
      await v.menu();
      await v.read();
      await v.press('New identity');
      await expect.poll(() => v.value('[name=email]')).toBe(MASK);
      await v.offer({ ...READY, identities: [IDENTITY, swift] });
      await v.page.click('button');
      await v.page.click('[name=password]');
      expect(await v.menu()).toEqual(['Swift Heron', 'Calm Otter', 'Not on this site']);
      await v.read();
      await v.press('Swift Heron');
      await expect.poll(() => v.value('[name=password]')).toBe(PASSWORD);
      expect(await v.calls('fill')).toEqual([{ id: '02' }]);
    }));

  test('fields in nested open shadow roots are filled, and the page hears it outside', () =>
    onPage('shadow', async (v) => {
      await v.page.click('#m');
      await v.menu();
      await v.read();
      await v.press('New identity');
      await expect.poll(() => v.value('#m')).toBe(MASK);
      expect(await v.value('#p')).toBe(PASSWORD);
      expect(await v.page.evaluate(() => (window as unknown as { seen: string[] }).seen)).toEqual(['m', 'p']);
    }));

  test('a form that appears later in a modal dialog is offered and filled', () =>
    onPage('late', async (v) => {
      await v.page.click('#open');
      await v.page.click('[name=email]');
      await v.menu();
      await v.read();
      await v.press('New identity');
      await expect.poll(() => v.value('[name=pw]')).toBe(PASSWORD);
    }));

  test('a page that forbids styles and scripts shows the same menu', () =>
    onPage(
      'plain',
      async (v) => {
        await v.page.click('[name=email]');
        await v.menu();
        await v.read();
        await v.press('New identity');
        await expect.poll(() => v.value('[name=email]')).toBe(MASK);
      },
      { csp: "default-src 'none'; require-trusted-types-for 'script'" },
    ));
});

describe('on a log-in page', () => {
  test('the identity is filled, and a new one is not offered beside it', () =>
    onPage('login', async (v) => {
      await v.offer({ ...READY, identities: [IDENTITY] });
      await v.page.click('[name=email]');
      expect(await v.menu()).toEqual(['Calm Otter', 'Not on this site']);
      await v.read();
      await v.press('Calm Otter');
      await expect.poll(() => v.value('[name=password]')).toBe(PASSWORD);
      expect(await v.calls('offers')).toContainEqual({ form: 'login', fields: ['email', 'currentPassword'] });
    }));
});

describe('when mail comes', () => {
  test('a code is offered on the field that waits for it, without a click on the page', () =>
    onPage('code', async (v) => {
      await expect.poll(() => v.calls('offers')).toEqual([{ form: 'other', fields: ['otp'] }]);
      expect(await v.hasMark()).toBe(false);
      await v.offer({ ...READY, code: CODE });
      await v.inScript('script.notify()');
      expect(await v.menu()).toEqual(['482 193']);
      await v.read();
      await v.press('482');
      await expect.poll(() => v.value('[name=code]')).toBe('482193');
    }));

  test('a code is spread over single boxes', () =>
    onPage('boxes', async (v) => {
      await v.offer({ ...READY, code: CODE });
      await v.page.click('input >> nth=0');
      await v.menu();
      await v.read();
      await v.press('482');
      await expect
        .poll(() => v.page.$$eval('input', (inputs) => inputs.map(({ value }) => value).join('')))
        .toBe('482193');
    }));

  test('a confirmation link is offered where no field is, and opened by the background', () =>
    onPage('waiting', async (v) => {
      await v.offer({ ...READY, link: { id: '0a', host: 'shop.example' } });
      await v.inScript('script.notify()');
      expect(await v.menu()).toEqual(['Open confirmation link', 'Not now']);
      await v.read();
      await v.press('Open');
      await expect.poll(() => v.calls('useLink')).toEqual([{ id: '0a' }]);
    }));
});

// Twice: with Chromium's own word on what is visible, and without, as in Firefox, where the checks of geometry and style stand alone.
describe.each(['observed', 'unobserved'])('a hostile page gets nothing (%s)', (mode) => {
  const on = (name: string, story: (visit: Visit) => Promise<void>, options: Parameters<typeof visit>[1] = {}) =>
    onPage(
      name,
      async (v) => {
        if (mode === 'unobserved') {
          await v.inScript('delete IntersectionObserverEntry.prototype.isVisible', v.worlds[0]);
        }
        await story(v);
      },
      options,
    );
  /** Opens the menu and reads it; `attack` happens before the press. */
  const attacked = (attack: (v: Visit) => Promise<unknown>) =>
    on('plain', async (v) => {
      await v.page.click('[name=email]');
      await v.menu();
      await v.read();
      const place = await v.rowAt('New identity');
      await attack(v);
      await v.read();
      await v.page.mouse.click(...place);
      await v.settled();
      expect(await v.calls('create')).toEqual([]);
      expect(await v.value('[name=email]')).toBe('');
      expect(await v.value('[name=password]')).toBe('');
    });
  const host = 'document.querySelector("[popover]")';

  test('that makes its own events', () =>
    on('plain', async (v) => {
      await v.page.click('[name=email]');
      await v.menu();
      await v.read();
      const [x, y] = await v.rowAt('New identity');
      await v.page.evaluate(
        ([x, y]) => {
          const field = document.querySelector('[name=email]') as HTMLElement;
          const menu = document.querySelector('[popover]') as HTMLElement;
          for (const key of ['ArrowDown', 'Enter'])
            field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
          for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {
            const event = new MouseEvent(type, {
              clientX: x as number,
              clientY: y as number,
              bubbles: true,
              composed: true,
            });
            document.elementFromPoint(x as number, y as number)?.dispatchEvent(event);
          }
          menu.click();
        },
        [x, y],
      );
      await v.settled();
      expect((await v.rows()).map(({ selected }) => selected)).toEqual([false, false]);
      expect(await v.calls('create')).toEqual([]);
    }));

  test('that looks for the menu: its root is closed', () =>
    on('plain', async (v) => {
      await v.page.click('[name=email]');
      await v.menu();
      expect(await v.page.evaluate(() => document.querySelector('[popover]')?.shadowRoot)).toBeNull();
    }));

  test('that makes the menu transparent', () =>
    attacked((v) => v.page.evaluate(`${host}.style.setProperty('opacity', '0.02', 'important')`)));
  test('that makes the whole page transparent', () =>
    attacked((v) => v.page.evaluate("document.documentElement.style.opacity = '0.01'")));
  test('that hides the menu by a style sheet', () =>
    attacked((v) =>
      v.page.addStyleTag({
        content:
          '[popover]{opacity:0!important;filter:opacity(0)!important;clip-path:inset(100%)!important} html{filter:opacity(0)}',
      }),
    ));
  test('that turns the menu round', () =>
    attacked((v) => v.page.evaluate(`${host}.style.setProperty('transform', 'scale(8)', 'important')`)));
  test('that covers the menu with another popover', () =>
    attacked((v) =>
      v.page.evaluate(() => {
        const cover = document.createElement('div');
        cover.popover = 'manual';
        cover.style.cssText = 'position:fixed;inset:0;width:100%;height:100%;background:white;border:0';
        document.body.append(cover);
        cover.showPopover();
      }),
    ));
  // Without the observer only an open root, or Firefox's view into closed ones, shows what is in the top layer.
  test.skipIf(mode === 'unobserved')('that covers it with a popover which lets presses through', () =>
    attacked((v) =>
      v.page.evaluate(() => {
        const cover = document.createElement('div');
        const shadow = cover.attachShadow({ mode: 'closed' });
        shadow.innerHTML =
          '<div popover="manual" style="position:fixed;inset:0;width:100%;height:100%;background:white;border:0;pointer-events:none">Free coffee</div>';
        document.body.append(cover);
        (shadow.firstElementChild as HTMLElement).showPopover();
      }),
    ),
  );
  test('that moves the field away under the open menu', () =>
    attacked((v) => v.page.evaluate("document.querySelector('[name=email]').style.marginLeft = '300px'")));
  test('that makes the field all but invisible', () =>
    attacked((v) => v.page.evaluate("document.querySelector('form').style.opacity = '0.1'")));
  test('that takes the menu elsewhere in its tree', () =>
    attacked((v) => v.page.evaluate(`document.querySelector('form').append(${host})`)));
  test('that covers it with a popover in the open which lets presses through', () =>
    attacked((v) =>
      v.page.evaluate(() => {
        const cover = document.createElement('div');
        cover.popover = 'manual';
        cover.style.cssText =
          'position:fixed;inset:0;width:100%;height:100%;background:white;border:0;pointer-events:none';
        document.body.append(cover);
        cover.showPopover();
      }),
    ));
  test('that raises a popover which was there before the menu', () =>
    on('plain', async (v) => {
      await v.page.evaluate(() => {
        const cover = document.createElement('div');
        cover.id = 'cover';
        cover.popover = 'manual';
        cover.style.cssText = 'position:fixed;inset:0 0 auto auto;width:90px;height:40px;margin:0';
        document.body.append(cover);
        cover.showPopover();
      });
      await v.page.click('[name=email]');
      await v.menu();
      await v.read();
      const place = await v.rowAt('New identity');
      await v.page.evaluate(([x, y]) => {
        const cover = document.getElementById('cover') as HTMLElement;
        cover.hidePopover();
        cover.showPopover();
        // A sheet with a hole where the press will fall: the words around it are the page's.
        const hole = [
          [-9, -9],
          [9, -9],
          [9, 9],
          [-9, 9],
          [-9, -9],
        ].map(([dx, dy]) => `${(x as number) + (dx as number)}px ${(y as number) + (dy as number)}px`);
        cover.style.cssText = `position:fixed;inset:0;width:100%;height:100%;margin:0;clip-path:polygon(evenodd,0 0,100% 0,100% 100%,0 100%,0 0,${hole})`;
      }, place);
      await v.read();
      await v.page.mouse.click(...place);
      await v.settled();
      expect(await v.calls('create')).toEqual([]);
    }));
  test('that changes the type of the field, be it of the same meaning', () =>
    attacked((v) => v.page.evaluate("document.querySelector('[name=email]').type = 'text'")));
  test('that gives a second field another meaning: it gets nothing', () =>
    on('plain', async (v) => {
      await v.page.click('[name=email]');
      await v.menu();
      await v.read();
      await v.page.evaluate(() => {
        const field = document.querySelector('[name=name]') as HTMLInputElement;
        field.autocomplete = 'email';
        (field.parentElement as HTMLElement).firstChild?.replaceWith('E-mail ');
      });
      await v.press('New identity');
      await expect.poll(() => v.value('[name=email]')).toBe(MASK);
      expect(await v.value('[name=name]')).toBe('');
    }));
  test('that turns the field into a password field', () =>
    attacked((v) => v.page.evaluate("document.querySelector('[name=email]').type = 'password'")));
  test('that turns the field into one for something else', () =>
    attacked((v) =>
      v.page.evaluate(() => {
        const field = document.querySelector('[name=email]') as HTMLInputElement;
        field.type = 'text';
        field.name = 'comment';
        field.placeholder = 'Comment';
        (field.parentElement as HTMLElement).firstChild?.replaceWith('Comment ');
        field.setAttribute('name', 'email');
      }),
    ));
  test('that puts another field in the place of the first', () =>
    attacked((v) =>
      v.page.evaluate(() => {
        const field = document.querySelector('[name=email]') as HTMLInputElement;
        field.replaceWith(field.cloneNode());
      }),
    ));

  test('that lets the menu come under a finger already falling', () =>
    on('plain', async (v) => {
      await v.page.click('[name=email]');
      await v.menu();
      await v.press('New identity');
      await v.settled();
      expect(await v.calls('create')).toEqual([]);
    }));

  test('that turns a second field into another kind before the answer comes: only what stayed is filled', () =>
    on('plain', async (v) => {
      await v.page.click('[name=email]');
      await v.menu();
      await v.read();
      await v.page.evaluate(() => {
        const field = document.querySelector('[name=password2]') as HTMLInputElement;
        field.type = 'text';
      });
      await v.press('New identity');
      await expect.poll(() => v.value('[name=email]')).toBe(MASK);
      expect(await v.value('[name=password2]')).toBe('');
    }));

  test('that frames the site from another origin', () =>
    on(
      'plain',
      async (v) => {
        const frame = v.page.frames().find((it) => it.url().startsWith(SITE));
        await frame?.click('[name=email]');
        await v.settled();
        expect(v.worlds).toHaveLength(2);
        const started = await Promise.all(v.worlds.map((world) => v.inScript<boolean>('script.started', world)));
        expect(started.toSorted()).toEqual([false, true]);
        expect(await v.rows()).toEqual([]);
      },
      { framedBy: 'https://stranger.example' },
    ));

  test('while a frame of the site’s own origin works', () =>
    on(
      'plain',
      async (v) => {
        const frame = v.page.frames().find((it) => it.url().endsWith('/plain'));
        await frame?.click('[name=email]');
        expect(await v.menu()).toEqual(['New identity for shop.example', 'Not on this site']);
      },
      { framedBy: SITE },
    ));
});

test('a page whose fields do not change is read once, whatever else changes', () =>
  onPage('busy', async (v) => {
    await v.settled();
    await v.page.click('[name=email]');
    await v.menu();
    await v.inScript(`
      globalThis.reads = 0;
      const query = Document.prototype.querySelectorAll;
      Document.prototype.querySelectorAll = function (...given) { reads++; return query.apply(this, given); };
      undefined`);
    await v.page.evaluate(async () => {
      for (let i = 0; i < 50; i++) {
        const item = document.createElement('li');
        item.textContent = `New ${i}`;
        document.getElementById('list')?.append(item);
        await new Promise(requestAnimationFrame);
      }
    });
    await v.settled();
    expect(await v.inScript('reads')).toBe(0);
    await v.page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<input name="city">'));
    await v.settled();
    expect(await v.inScript('reads')).toBeGreaterThan(0);
  }));
