// Looks after log-ins that wait for what becomes of them (lib/app/sites/typed-logins.ts): asks the frame in which each
// was typed, and the tab's own page, every second until it is answered or too old. By this a page that comes after
// several others is asked, too, and the browser does not take the worker for idle meanwhile.
import { QUESTION_MS, type TypedLogins, type WaitingLogin } from '#app/sites/typed-logins.ts';
import { siteOf } from '#logins/site.ts';
import type { BrowserTabs } from './page-scripts.ts';

export interface TypedWatchOptions {
  readonly typed: Pick<TypedLogins, 'all' | 'doubt' | 'elsewhere' | 'closed' | 'tidy'>;
  readonly tabs: Pick<BrowserTabs, 'ask' | 'find' | 'inFront'>;
  readonly now: () => number;
  /** Runs in so many ms, if this worker lives that long. */
  after(delayMs: number, run: () => void): () => void;
  report(error: unknown): void;
}

const EVERY_MS = 1000;
/** Looks at a tab in which no script of ours is, before its page counts as another one: it may be loading. */
const LOOKS = 5;

export class TypedWatch {
  readonly #options: TypedWatchOptions;
  /** How often in a row no script answered, by log-in. */
  readonly #silent = new Map<string, number>();
  #isAwake = false;
  #isAsking = false;

  constructor(options: TypedWatchOptions) {
    this.#options = options;
  }

  /** Something waits, or something became of it. */
  wake(): void {
    this.#isAwake = true;
    if (!this.#isAsking) void this.#ask().catch(this.#options.report);
  }

  async #ask(): Promise<void> {
    const { typed, after, now } = this.#options;
    this.#isAsking = true;
    try {
      while (this.#isAwake) {
        this.#isAwake = false;
        // One that stands aside is asked about by the popup from then on, and that needs nobody awake.
        const all = (await typed.all()).filter(({ isAside, since }) => !isAside || now() - since < QUESTION_MS);
        await Promise.all(all.map((one) => (one.isAside ? this.#askInFront(one) : this.#askFor(one))));
        if (all.length === 0) await typed.tidy();
        else await new Promise<void>((done) => after(EVERY_MS, done));
        this.#isAwake ||= all.length > 0;
      }
    } finally {
      this.#isAsking = false;
    }
  }

  async #askFor({ id, tabId, frameId, site, isAccepted }: WaitingLogin): Promise<void> {
    const { tabs, typed } = this.#options;
    // While its form stands, the frame itself tells what becomes of it.
    const said = isAccepted ? null : await tabs.ask(tabId, { nucleus: 'keep' }, frameId);
    if (said === 'doubt') await typed.doubt(id);
    if (said === 'live' || said === 'doubt') return;
    const answer = frameId !== 0 || isAccepted ? await tabs.ask(tabId, { nucleus: 'keep' }, 0) : said;
    const silent = answer === null ? (this.#silent.get(id) ?? 0) + 1 : 0;
    this.#silent.delete(id);
    if (silent === 0) return;
    const tab = await tabs.find(tabId);
    if (tab === null) await typed.closed(tabId);
    else if (tab.url !== null && siteOf(tab.url) === site) return;
    else if (silent < LOOKS) this.#silent.set(id, silent);
    else await typed.elsewhere(id);
  }

  /** A page of its site, in whatever tab the person is; and its own tab: the same form may still come again there. */
  async #askInFront({ site, tabId }: WaitingLogin): Promise<void> {
    const { tabs } = this.#options;
    const tab = await tabs.inFront();
    if (tab?.url != null && (tab.id === tabId || siteOf(tab.url) === site))
      await tabs.ask(tab.id, { nucleus: 'keep' }, 0);
  }
}
