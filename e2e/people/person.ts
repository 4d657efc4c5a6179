// A person with a browser of their own: opens the side panel, looks away, locks, restarts, and knows what the toolbar
// and the system tell. What a story is not about may be done through the page channel (`asks`), as the pages themselves
// do it.

import { expect, type Page } from '@playwright/test';
import type { MessageView, TextMessageView } from '#app/views/messages.ts';
import type { CallAnswer, MethodAnswer, MethodRequest } from '#rpc/call/contract.ts';
import type { PageContract } from '#rpc/page/contract.ts';
import type { Chromium } from '../harness/chromium.ts';
import { Panel } from './panel.ts';

export const PASSPHRASE = 'gravel lantern oboe thursday';

/** Most messages that one question may ask for. */
const PAGE = 200;

type Method = keyof PageContract;

/** The worker answered with a fault, or was gone before it could. */
export class NotAnswered extends Error {}

export class Person {
  readonly name: string;
  readonly browser: Chromium;
  #app: Page | null = null;
  #panels: Panel[] = [];

  constructor(name: string, browser: Chromium) {
    this.name = name;
    this.browser = browser;
  }

  /** Sets Nucleus up without the interface: for stories that begin later. */
  static async settled(name: string, browser: Chromium): Promise<Person> {
    const person = new Person(name, browser);
    await browser.welcomePage();
    await person.asks('setUp', { passphrase: PASSPHRASE });
    await person.asks('confirmRecovery', null);
    await person.#reachesService();
    return person;
  }

  /** A person who has set up before opens their browser, and unlocks. */
  static async awake(name: string, browser: Chromium): Promise<Person> {
    const person = new Person(name, browser);
    await browser.welcomePage();
    await person.unlocks();
    await person.#reachesService();
    return person;
  }

  /** From now on a service can be reached, so an invitation can be made. */
  async #reachesService(): Promise<void> {
    await expect
      .poll(async () => (await this.asks('connection', null)).services.some(({ answeredAt }) => answeredAt !== null), {
        message: `a service answered ${this.name}`,
      })
      .toBe(true);
  }

  /**
   * All services are there for this person, and there is permission to send: nothing is left to do after setting up.
   */
  async isSupplied(): Promise<void> {
    await expect
      .poll(async () =>
        (await this.asks('connection', null)).services.map(({ state, permission }) => `${state}, ${permission?.state}`),
      )
      .toEqual(['connected, ready', 'connected, ready']);
  }

  /** One question to the worker, from a page of the extension that stays open in a tab behind. */
  async asks<M extends Method>(
    method: M,
    request: MethodRequest<PageContract[M]>,
  ): Promise<MethodAnswer<PageContract[M]>> {
    if (this.#app === null || this.#app.isClosed()) this.#app = await this.browser.app();
    const answer = await this.#app.evaluate(
      ([name, body]) => chrome.runtime.sendMessage({ channel: 'page', method: name, request: body }).catch(() => null),
      [method, request] as const,
    );
    const { ok, value, blame, code } = (answer ?? {
      ok: false,
      blame: 'unavailable',
      code: 'worker-gone',
    }) as CallAnswer & Record<string, unknown>;
    if (!ok) throw new NotAnswered(`${method}: ${blame} ${code}`);
    return value as MethodAnswer<PageContract[M]>;
  }

  /** Asks until the worker lives long enough to answer. For questions that may be repeated. */
  async insists<M extends Method>(
    method: M,
    request: MethodRequest<PageContract[M]>,
  ): Promise<MethodAnswer<PageContract[M]>> {
    for (;;) {
      try {
        return await this.asks(method, request);
      } catch (error) {
        if (!(error instanceof NotAnswered) || !/worker-gone/.test(error.message)) throw error;
      }
    }
  }

  async opensPanel(): Promise<Panel> {
    return this.#noted(new Panel(await this.browser.openSidePanel(), this.name));
  }

  /** The same interface as a second window: in a tab. */
  async opensPanelInTab(): Promise<Panel> {
    return this.#noted(new Panel(await this.browser.open('sidepanel.html'), this.name));
  }

  #noted(panel: Panel): Panel {
    this.#panels.push(panel);
    return panel;
  }

  /** Closes every page of Nucleus: the person is not looking, so news must come to them. */
  async looksAway(): Promise<void> {
    await this.browser.context.newPage();
    for (const panel of this.#panels.splice(0)) await panel.closes();
    for (const page of this.browser.context.pages())
      if (page.url().startsWith(this.browser.url(''))) await page.close();
    this.#app = null;
  }

  /** The number on the toolbar button. */
  async badge(): Promise<string> {
    return (await this.browser.worker()).evaluate(() => chrome.action.getBadgeText({}));
  }

  /** How many notices of the system stand. */
  async notices(): Promise<number> {
    const worker = await this.browser.worker();
    return worker.evaluate(async () => Object.keys(await chrome.notifications.getAll()).length);
  }

  async unlocks(passphrase = PASSPHRASE): Promise<void> {
    expect(await this.asks('unlock', { passphrase })).toEqual({ ok: true });
  }

  async locks(): Promise<void> {
    await this.asks('lock', null);
  }

  async restarts(): Promise<void> {
    this.#app = null;
    this.#panels = [];
    await this.browser.restart();
  }

  /**
   * The browser takes up the extension anew from its folder, as after an update: every page and worker of it ends, and
   * it is locked.
   */
  async updates(): Promise<void> {
    type DeveloperPrivate = { updateProfileConfiguration(change: { inDeveloperMode: boolean }): Promise<void> };
    const page = await this.browser.context.newPage();
    await page.goto('chrome://extensions');
    // Outside developer mode an extension that lies in a folder is switched off when it is loaded again.
    await page.evaluate(() => {
      const { developerPrivate } = chrome as unknown as { developerPrivate: DeveloperPrivate };
      return developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
    });
    await this.asks('vault', null);
    await this.#app?.evaluate(() => chrome.runtime.reload()).catch(() => {});
    const state = async (): Promise<string> => {
      this.#app = null;
      return this.asks('vault', null).then(
        (vault) => vault.state,
        () => 'gone',
      );
    };
    await expect.poll(state).toBe('locked');
    // A handle of the worker before is of no use any more.
    await this.browser.killWorker();
  }

  /** Closes the browser; messages wait at the services meanwhile. */
  goesAway(): Promise<void> {
    return this.browser.quit();
  }

  async comesBack(): Promise<void> {
    await this.restarts();
    await this.unlocks();
  }

  /** The link of the newest invitation, once a service holds what it leads to. */
  async hostedLink(): Promise<string> {
    let link: string | null | undefined;
    await expect
      .poll(async () => {
        link = (await this.asks('invitations', null))[0]?.link;
        return link ?? null;
      })
      .not.toBe(null);
    return link as string;
  }

  /** The id of the only conversation with a person, or of the one called so. */
  async relationshipWith(name?: string): Promise<string> {
    let found: string | undefined;
    await expect
      .poll(
        async () => {
          const { items } = await this.insists('conversations', { kind: 'person', offset: 0, limit: 50 });
          found = items.find((item) => name === undefined || item.name === name)?.id;
          return found !== undefined;
        },
        { message: `${this.name} has a conversation with ${name ?? 'somebody'}` },
      )
      .toBe(true);
    return found as string;
  }

  /** Every message of a conversation, oldest first. */
  async reads(relationship: string): Promise<MessageView[]> {
    const messages: MessageView[] = [];
    for (let before: number | null = null; ; ) {
      const page: MethodAnswer<PageContract['thread']> = await this.insists('thread', {
        relationship,
        before,
        limit: PAGE,
      });
      if (page === null) return messages;
      messages.unshift(...page.messages);
      if (page.before === null) return messages;
      before = page.before;
    }
  }

  async texts(relationship: string): Promise<TextMessageView[]> {
    return (await this.reads(relationship)).filter((message) => message.type === 'text');
  }
}

export interface Acquainted {
  /** How each finds the other. */
  readonly alexs: string;
  readonly blairs: string;
}

/** Alex has invited Blair, and both have heard from each other. Through the page channel. */
export async function acquaint(alex: Person, blair: Person): Promise<Acquainted> {
  const made = await alex.asks('createInvitation', { name: alex.name, label: blair.name });
  if (!made.ok) throw new Error(made.reason);
  const accepted = await blair.asks('acceptInvitation', { text: made.invitation.bundle, name: blair.name });
  if (!accepted.ok) throw new Error(accepted.reason);
  const alexs = await alex.relationshipWith();
  await expect
    .poll(async () => (await blair.asks('relationship', { relationship: accepted.relationship }))?.standing)
    .toBe('active');
  return { alexs, blairs: accepted.relationship };
}
