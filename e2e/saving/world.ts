// A tab in a real Chromium with the in-page script in it, and behind it what a real worker answers about typed log-ins,
// over a device in memory: pages are those of a test, every press and key is real input.
import { expect } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { addEntry } from '#app/logins/change.ts';
import { entryIds, handOut } from '#app/logins/hand-out.ts';
import { ChosenTabs } from '#app/sites/chosen.ts';
import { TypedLogins } from '#app/sites/typed-logins.ts';
import type { TypedQuestionView } from '#app/views/sites.ts';
import { newPage, type ShownBar, type Visit, withScript } from '#autofill/visit.testkit.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { EMPTY_ENTRY, type VaultEntry } from '#logins/formats/entry.ts';
import { type Site, siteOf } from '#logins/site.ts';
import type { TypedLogin } from '#logins/typed.ts';
import { openVaultOf, type WorkerContext } from '#rpc/call/worker-context.ts';
import { contentHandlers } from '#rpc/content/handlers.ts';
import { Creation } from '#rpc/sites/creation.ts';
import { FillPermits } from '#rpc/sites/fill-permits.ts';
import { Suggestions } from '#rpc/sites/suggestions.ts';
import { countAside, type TypedParts, typedHandlers, typedQuestions } from '#rpc/sites/typed-questions.ts';
import { TypedWatch } from '#rpc/worker/typed-watch.ts';
import { eventually } from '#services/testing/eventually.ts';
import type { TestDevice } from '../harness/devices.ts';

export interface Asked {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly form: URLSearchParams;
  /** How often this path was asked for in this tab. */
  readonly count: number;
}
/** A page, or where to go instead. */
export type Answer = string | { readonly to: string } | { readonly json: unknown; readonly status?: number };
export type Server = (asked: Asked) => Answer;

const SPEED = 5;
const OPEN_ROOTS =
  "{const attach=Element.prototype.attachShadow;Element.prototype.attachShadow=function(){return attach.call(this,{mode:'open'})}}";

/** A browser with a person's device in it, and its tabs; several may be on one device. */
export class KeepingWorld {
  readonly device: TestDevice;
  readonly typed: TypedLogins;
  /** What scripts asked, by tab. */
  readonly calls = new Map<number, string[]>();
  /** Questions that were put into a page. */
  questions = 0;
  /** Calls of scripts that are not answered yet. */
  #open = 0;
  readonly #content: ReturnType<typeof contentHandlers>;
  readonly #tabs = new Map<number, KeepingTab>();
  readonly #context: WorkerContext;
  readonly #parts: TypedParts;
  readonly #watch: TypedWatch;

  constructor(device: TestDevice) {
    // In one piece: the table of what the worker is given.
    this.device = device;
    const memory = new Map<string, Uint8Array>();
    const volatile = {
      get: async (name: string) => memory.get(name)?.slice() ?? null,
      set: async (name: string, value: Uint8Array) => void memory.set(name, value.slice()),
      remove: async (name: string) => void memory.delete(name),
    };
    this.typed = new TypedLogins({
      ...{ volatile, entropy: nodeEntropy, now: device.now },
      // The number on the button.
      changed: () => void countAside(device, this.#parts).catch(report),
    });
    const report = (error: unknown): void => {
      throw error;
    };
    const watch = new TypedWatch({
      typed: this.typed,
      tabs: {
        ask: async (tabId, _, frameId = 0) => this.#tabs.get(tabId)?.keep(frameId) ?? null,
        find: async (tabId) => this.#tabs.get(tabId)?.seen() ?? null,
        inFront: async () => [...this.#tabs.values()].findLast((tab) => !tab.page.isClosed())?.seen() ?? null,
      },
      now: device.now,
      after: (ms, run) => {
        const timer = setTimeout(run, ms / SPEED);
        return () => clearTimeout(timer);
      },
      report,
    });
    const context: WorkerContext = {
      device: device.device,
      tabs: {
        find: async () => null,
        open: async () => {},
        icon: async () => null,
        fill: async () => 'told',
        details: async () => 'told',
        fillCode: async () => 'told',
        demands: async () => null,
        openMenu: async () => {},
        doInPage: async () => false,
        injectParts: async () => {},
        capture: async () => null,
        nudge: () => {},
      },
      hasSiteAccess: async () => true,
      openPopupFor: async () => {},
      backToPage: async () => false,
      openPanel: async () => {},
      publish: () => {},
      entropy: nodeEntropy,
      leakRange: { ask: async () => Promise.reject(new Error('nobody is asked')) },
      sitePages: { has: async () => null },
      commonWords: async () => '',
      pause: async () => {},
      turn: async () => {},
      openNewEntry: async () => {},
      openThread: () => {},
      now: device.now,
      report,
      used: async () => {},
      judged: async () => {},
      glanced: async () => {},
    };
    this.#context = context;
    this.#watch = watch;
    this.#parts = { typed: this.typed, chosen: new ChosenTabs(volatile) };
    const suggestions = new Suggestions(nodeEntropy);
    this.#content = contentHandlers(context, suggestions, new Creation(context, suggestions), {
      chosen: this.#parts.chosen,
      clock: { now: () => 0, pause: async () => {} },
      keeping: { typed: this.typed, wake: () => watch.wake() },
      permits: new FillPermits(volatile),
    });
  }

  /** What the popup asks. */
  async popup(): Promise<TypedQuestionView[]> {
    return typedQuestions(await openVaultOf(this.#context), this.#parts);
  }

  async answers({ id, is }: TypedQuestionView, answer: 'keep' | 'later' | 'never') {
    return typedHandlers(this.#context, this.#parts).answerTyped({ id, is, answer }, null);
  }

  /** A log-in was typed into a site's page in the tab that comes next, and taken. */
  async waits(host: string, typed: Pick<TypedLogin, 'username' | 'password'>): Promise<void> {
    const at = {
      tabId: this.#tabs.size + 1,
      frameId: 0,
      site: siteOf(`https://${host}/`) as Site,
      url: `https://${host}/log-in`,
    };
    const rest = { email: '', former: '', purpose: 'login', form: 'another', title: 'My Bank' } as const;
    await this.typed.accept(await this.typed.note(at, { ...typed, ...rest }, async () => false));
    this.#watch.wake();
  }

  /** Until nothing that was typed waits any more: what a press sends, its script has sent before the press is done. */
  async rests(): Promise<void> {
    await eventually(async () => this.#open === 0 && (await this.typed.all()).length === 0);
  }

  /** The tab that was opened last. */
  get last(): KeepingTab {
    return [...this.#tabs.values()].at(-1) as KeepingTab;
  }

  async close(): Promise<void> {
    for (const { page } of this.#tabs.values()) await page.close();
  }

  /** The browser's word that a tab was closed. */
  async closed(tabId: number): Promise<void> {
    await this.typed.closed(tabId);
    this.#watch.wake();
  }

  async keeps(given: Partial<VaultEntry>): Promise<void> {
    await addEntry(await this.device.app(), encodeHex(nodeEntropy(16)), { ...EMPTY_ENTRY, ...given });
  }

  /** All log-ins of a host, as they are kept. */
  async keptAt(host: string): Promise<{ title: string; username: string; password: string; earlier: string[] }[]> {
    const app = await this.device.app();
    const all = await handOut(app, await entryIds(app));
    return all
      .filter(({ sites }) => sites.some(({ url }) => url.includes(host)))
      .map(({ title, username, password, earlier }) => ({
        ...{ title, username, password },
        earlier: earlier.map((one) => one.password),
      }));
  }

  /** @param isOpen for axe, which looks into no closed roots: what we draw stands in open ones */
  async tab(server: Server, url: string, isOpen = false): Promise<KeepingTab> {
    const page = await newPage();
    const id = this.#tabs.size + 1;
    const counts = new Map<string, number>();
    await page.route('**/*', async (route) => {
      const request = route.request();
      const { pathname, host } = new URL(request.url());
      const count = (counts.get(pathname) ?? 0) + 1;
      counts.set(pathname, count);
      const form = new URLSearchParams(request.postData() ?? '');
      const answer = server({ method: request.method(), host, path: pathname, form, count });
      if (typeof answer !== 'string' && 'to' in answer)
        return route.fulfill({ status: 303, headers: { location: answer.to } });
      const headers = { 'access-control-allow-origin': '*' };
      return typeof answer === 'string'
        ? route.fulfill({ contentType: 'text/html; charset=utf-8', body: answer })
        : route.fulfill({ headers, status: answer.status ?? 200, json: answer.json });
    });
    const calls: string[] = [];
    this.calls.set(id, calls);
    if (isOpen) {
      const cdp = await page.context().newCDPSession(page);
      await cdp.send('Page.enable');
      await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: OPEN_ROOTS, worldName: 'nucleus' });
    }
    const visit = await withScript(page, false, async (method, request, from) => {
      calls.push(method);
      const caller = this.#tabs.get(id)?.caller(from);
      this.#open++;
      try {
        const answer = caller ? await this.#content[method as 'toKeep'](request as never, caller) : null;
        if (method === 'toKeep' && answer !== null) this.questions++;
        return answer;
      } finally {
        this.#open--;
      }
    });
    const tab = new KeepingTab(id, url, visit, this);
    this.#tabs.set(id, tab);
    page.on('close', () => void this.closed(id));
    await page.goto(url);
    return tab;
  }
}

export class KeepingTab {
  readonly id: number;
  readonly visit: Visit;
  readonly world: KeepingWorld;
  readonly #home: string;
  readonly #frames: string[] = [];

  constructor(id: number, home: string, visit: Visit, world: KeepingWorld) {
    this.id = id;
    this.#home = home;
    this.visit = visit;
    this.world = world;
  }

  get page(): Visit['page'] {
    return this.visit.page;
  }

  /** Of its first page. */
  get host(): string {
    return new URL(this.#home).host;
  }

  /** The tab as a browser names it; null: it is closed. */
  seen() {
    return this.page.isClosed() ? null : { id: this.id, windowId: 1, url: this.page.url() };
  }

  /** The caller as a browser names it. */
  caller({ frame, url }: { frame: string; url: string }) {
    const frameId = this.#numberOf(frame);
    return { tabId: this.id, frameId, windowId: 1, url, topUrl: frameId === 0 ? url : this.page.url() };
  }

  /** The page's own frame is there first. */
  #numberOf(frame: string): number {
    if (frame === this.visit.worlds[0]?.frame) return 0;
    if (!this.#frames.includes(frame)) this.#frames.push(frame);
    return this.#frames.indexOf(frame) + 1;
  }

  /** The worker's word to a frame. */
  async keep(frameId: number): Promise<boolean | string | null> {
    const frame = frameId === 0 ? this.visit.worlds[0]?.frame : this.#frames[frameId - 1];
    const world = this.visit.worlds.filter((one) => one.frame === frame).at(-1);
    if (!world || this.page.isClosed()) return null;
    return this.visit.inScript<boolean | string>('script.keep()', world).catch(() => null);
  }

  /** Types as a person: a press into the field, then keys. */
  async types(
    selector: string,
    text: string,
    within: { click(selector: string): Promise<void> } = this.page,
  ): Promise<void> {
    await within.click(selector);
    await this.page.keyboard.type(text);
  }

  /** The same in one input, as a paste or an input method makes it, in the field with the focus. */
  async puts(selector: string, text: string): Promise<void> {
    await this.page.focus(selector);
    await this.page.keyboard.insertText(text);
  }

  /** Until the bar asks. */
  async isAsked(): Promise<ShownBar> {
    return eventually(() => this.visit.bar().catch(() => null));
  }

  /** Until nothing waits in this tab, so that no question can come any more; and none has. */
  async isNotAsked(): Promise<void> {
    // Another page may come in this very moment.
    if (!this.page.isClosed()) await this.visit.settled().catch(() => {});
    await this.world.rests();
    expect((await this.visit.bar().catch(() => null))?.title ?? null).toBe(null);
    expect(await this.world.popup()).toEqual([]);
  }

  /** Until the form has stood for a while although the site answered. */
  async isDoubted(): Promise<void> {
    await eventually(async () => (await this.world.typed.in(this.id))?.isDoubted);
  }

  /** Until the popup asks about a log-in, whatever page is in the tab. */
  async popupAsks(): Promise<TypedQuestionView> {
    await eventually(async () => (await this.world.typed.all()).some(({ isAside }) => isAside));
    const [question] = await this.world.popup();
    if (question === undefined) throw new Error('the popup asks nothing');
    return question;
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}
