// What the worker has our scripts in web pages do: fill, open the menu, look again. If the person gave no access to the
// site, their choice lets us into this one page.

import { accountSites } from '#app/logins/at-sites.ts';
import { mask } from '#app/records/mask.ts';
import type { ChosenTabs } from '#app/sites/chosen.ts';
import { siteOf } from '#logins/site.ts';
import type { Tabs, WorkerContext } from '../call/worker-context.ts';
import type { ToContent } from '../content/contract.ts';

export interface BrowserTab {
  readonly id: number;
  readonly windowId: number;
  /** null: not ours to see. */
  readonly url: string | null;
}

export interface Frame {
  readonly tabId: number;
  readonly frameId: number;
}

/** The browser's tabs, and our scripts in their frames. */
export interface BrowserTabs extends Pick<Tabs, 'open' | 'icon' | 'capture' | 'injectParts'> {
  /** null: it is gone. */
  find(tabId: number): Promise<BrowserTab | null>;
  inFront(): Promise<BrowserTab | null>;
  /**
   * Asks our script in every frame of a tab, or in one; the first frame that has an answer gives it.
   * @returns null if no script of ours is in the tab, undefined if none has an answer
   */
  ask(tabId: number, word: ToContent, frameId?: number): Promise<boolean | string | null | undefined>;
  /** Tells our scripts in every tab. */
  tellAll(word: ToContent): Promise<void>;
  /** Puts the script into a tab. @returns false if the browser does not allow it */
  inject(tabId: number): Promise<boolean>;
}

export interface PageScriptsOptions {
  readonly tabs: BrowserTabs;
  readonly device: Promise<Pick<WorkerContext['device'], 'opened'>>;
  readonly chosen: Pick<ChosenTabs, 'tabsOf'>;
  report(error: unknown): void;
}

const TOPICS = ['card', 'address'] as const;

export class PageScripts implements Tabs {
  readonly #options: PageScriptsOptions;
  readonly open: Tabs['open'];
  readonly icon: Tabs['icon'];
  readonly capture: Tabs['capture'];
  readonly injectParts: Tabs['injectParts'];

  constructor(options: PageScriptsOptions) {
    this.#options = options;
    ({ open: this.open, icon: this.icon, capture: this.capture, injectParts: this.injectParts } = options.tabs);
  }

  async find(tabId: number | undefined): Promise<{ tabId: number; url: string } | null> {
    const { tabs } = this.#options;
    const tab = tabId === undefined ? await tabs.inFront() : await tabs.find(tabId);
    return tab === null || tab.url === null ? null : { tabId: tab.id, url: tab.url };
  }

  fill: Tabs['fill'] = async (tabId, id, { frameId, ...which } = {}) => {
    const answer = await this.#askInjected(tabId, { nucleus: 'fill', id, ...which }, frameId);
    if (answer === null) return 'no-access';
    // In place of a host: the script has filled nothing, since something changes the colours of the page.
    if (answer === '') return 'tinted';
    return typeof answer === 'string' ? { host: answer } : answer ? 'told' : 'no-form';
  };

  details: Tabs['details'] = async (tabId, id, details, enters) => {
    const word = { nucleus: 'fill', id, details } as const;
    const answer = await (enters ? this.#askInjected(tabId, word) : this.#options.tabs.ask(tabId, word));
    if (answer === null) return 'no-access';
    if (typeof answer === 'string') return TOPICS.filter((topic) => answer.split(' ').includes(topic));
    return answer ? 'told' : 'no-form';
  };

  fillCode: Tabs['fillCode'] = async (tabId, id) => {
    const answer = await this.#askInjected(tabId, { nucleus: 'code', id });
    return answer === null ? 'no-access' : answer ? 'told' : 'no-form';
  };

  demands: Tabs['demands'] = async (tabId) => {
    const answer = await this.#askInjected(tabId, { nucleus: 'fill', id: '', asks: true });
    return typeof answer === 'string' ? answer : null;
  };

  async openMenu(tabId: number, frameId: number): Promise<void> {
    await this.#askInjected(tabId, { nucleus: 'open' }, frameId);
  }

  doInPage: Tabs['doInPage'] = async (tabId, does, frameId) =>
    (await this.#askInjected(tabId, { nucleus: 'open', does }, frameId)) === true;

  /** The person unlocked for this frame, which goes on with its menu. @returns false: none waited, or it is gone */
  async goOn(frame: Frame | null): Promise<boolean> {
    if (frame === null) return false;
    return (await this.#options.tabs.ask(frame.tabId, { nucleus: 'open' }, frame.frameId)) !== null;
  }

  nudge(): void {
    void this.#options.tabs.tellAll({ nucleus: 'changed' }).catch(this.#options.report);
  }

  /**
   * Only a page that knows of the identity hears of its mail, in the tab's own frame: elsewhere, even in a stranger's
   * frame beside it, a page could see that our script was told something. A form in a frame of the site's own offers
   * the code at the next press.
   */
  async mailCame(relationship: string): Promise<void> {
    const { tabs, device, chosen } = this.#options;
    const open = await (await device).opened();
    const [known] = open === null ? [null] : await open.app.store.read([mask(relationship)]);
    if (open === null || known == null) return;
    const sites = await accountSites(open.app.store, relationship, known.site);
    const tell = async (tabId: number): Promise<void> => {
      const tab = await tabs.find(tabId);
      if (tab?.url != null && sites.includes(siteOf(tab.url) ?? '')) await tabs.ask(tabId, { nucleus: 'changed' }, 0);
    };
    const asked = await Promise.all(sites.map((site) => chosen.tabsOf(site)));
    await Promise.all([...new Set(asked.flat())].map(tell));
  }

  async #askInjected(tabId: number, word: ToContent, frameId?: number): ReturnType<BrowserTabs['ask']> {
    const { tabs } = this.#options;
    const answer = await tabs.ask(tabId, word, frameId);
    if (answer !== null) return answer;
    return (await tabs.inject(tabId)) ? tabs.ask(tabId, word, frameId) : null;
  }
}
