// In which tabs a person chose an identity of which site: a page there has a mask already, so a code that offers itself
// tells it nothing new. Volatile memory, by the browser's own tab ids; a lock and the closing of the tab forget. Must
// never hold a site without a choice.
import { list, part, struct, text, u32 } from '#wire/format.ts';
import type { Volatile } from '../store/volatile.ts';

const NAME = 'chosen-tabs';
const MAX_CHOICES = 64;
const format = part(
  'chosen tabs',
  32 * 1024,
  list(MAX_CHOICES, struct({ tabId: u32, site: text(320), identity: text(32) })),
);

interface Choice {
  readonly tabId: number;
  readonly site: string;
  /** Who was chosen last. */
  readonly identity: string;
}

export class ChosenTabs {
  readonly #volatile: Volatile;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(volatile: Volatile) {
    this.#volatile = volatile;
  }

  async note(tabId: number, site: string, identity: string): Promise<void> {
    await this.#change((known) => [
      ...known.filter((one) => one.tabId !== tabId || one.site !== site),
      { tabId, site, identity },
    ]);
  }

  async knows(tabId: number, site: string): Promise<boolean> {
    return (await this.tabsOf(site)).includes(tabId);
  }

  /** Who was chosen last in a tab for a site, or null. */
  async lastIn(tabId: number, site: string): Promise<string | null> {
    await this.#turn;
    return (await this.#all()).find((one) => one.tabId === tabId && one.site === site)?.identity ?? null;
  }

  async tabsOf(site: string): Promise<number[]> {
    await this.#turn;
    return (await this.#all()).filter((one) => one.site === site).map(({ tabId }) => tabId);
  }

  async forget(tabId: number): Promise<void> {
    await this.#change((known) => known.filter((one) => one.tabId !== tabId));
  }

  async clear(): Promise<void> {
    await this.#change(() => []);
  }

  async #all(): Promise<readonly Choice[]> {
    const encoded = await this.#volatile.get(NAME);
    return encoded === null ? [] : format.decode(encoded);
  }

  #change(change: (known: readonly Choice[]) => readonly Choice[]): Promise<void> {
    const done = this.#turn.then(async () => {
      const before = await this.#all();
      const after = change(before).slice(-MAX_CHOICES);
      if (after.length > 0) await this.#volatile.set(NAME, format.encode(after));
      else if (before.length > 0) await this.#volatile.remove(NAME);
    });
    this.#turn = done.catch(() => {});
    return done;
  }
}
