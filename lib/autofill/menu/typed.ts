// What the person types into the menu's own field: words to search all log-ins for, or an address of their own.
import type { AutofillClient, OfferedIdentity } from '../worker/client.ts';
import { addressRows, foundRows } from './rows.ts';
import { type Strings, say } from './strings.ts';
import { Surface } from './surface.ts';

export class Typed {
  /** The focus is with our field, and the page's has not been left. */
  isUnderWay = false;
  readonly #client: AutofillClient;
  readonly #strings: Strings;
  readonly #surface: Surface;
  #query = '';
  #isSearching = false;

  constructor({ client, strings }: { readonly client: AutofillClient; readonly strings: Strings }, surface: Surface) {
    this.#client = client;
    this.#strings = strings;
    this.#surface = surface;
  }

  /** Searches all log-ins. */
  async find(): Promise<void> {
    const strings = this.#strings;
    if (!(await this.#takes(strings.find, (text) => void this.#search(text)))) return;
    this.#surface.found(foundRows('', [], strings), strings.findHint);
  }

  /** Takes an address of the person's own. */
  async address(): Promise<void> {
    const strings = this.#strings;
    await this.#takes(strings.ownType, (text) => {
      const address = text.trim();
      this.#surface.found(address === '' ? [] : addressRows([address], false, strings), address);
    });
  }

  /** @returns false: the person has gone elsewhere meanwhile */
  async #takes(label: string, typed: (text: string) => void): Promise<boolean> {
    const { field } = this.#surface;
    if (!Surface.Finder) await this.#client.ask('load', { parts: ['finder'] }).catch(() => {});
    if (this.#surface.field !== field) return false;
    this.isUnderWay = Surface.Finder !== null;
    this.#surface.find(label, typed, () => {
      this.isUnderWay = false;
    });
    return this.isUnderWay;
  }

  /** One question at a time, and only the latest. */
  async #search(text: string): Promise<void> {
    this.#query = text;
    if (this.#isSearching) return;
    this.#isSearching = true;
    let found: readonly OfferedIdentity[] = [];
    for (let asked: string | null = null; asked !== this.#query; ) {
      asked = this.#query;
      found = asked.trim() === '' ? [] : await this.#found(asked);
    }
    this.#isSearching = false;
    const count = say(this.#strings, 'found', { count: String(found.length) });
    this.#surface.found(foundRows(this.#query, found, this.#strings), count);
  }

  #found(query: string): Promise<readonly OfferedIdentity[]> {
    return this.#client.ask('search', { query }).then(
      (answer) => answer.found,
      () => [],
    );
  }
}
