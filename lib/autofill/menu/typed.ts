// What the person types into the menu's own field: words to search all log-ins for, or an address of their own.
import type { AutofillClient, OfferedIdentity } from '../worker/client.ts';
import type { MenuRow } from './choice.ts';
import { Finder } from './finder.ts';
import { addressRows, loginRow } from './rows.ts';
import { type Strings, say } from './strings.ts';
import type { Surface } from './surface.ts';

/** What was found for the words that the person typed. */
function foundRows(query: string, found: readonly OfferedIdentity[], strings: Strings): MenuRow[] {
  if (found.length > 0) return found.map((one) => loginRow(one, strings));
  const title = query.trim() === '' ? strings.findHint : strings.findNothing;
  return [{ title, icon: 'note', quiet: true }];
}

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

  /** Searches all log-ins. @param early what was typed before our script came */
  find(early: string): void {
    const strings = this.#strings;
    const field = this.#take(strings.find, (text) => void this.#search(text));
    this.#surface.found(foundRows('', [], strings), strings.findHint);
    field.add(early);
  }

  /** Takes an address of the person's own. */
  address(early: string): void {
    const strings = this.#strings;
    const field = this.#take(strings.ownType, (text) => {
      const address = text.trim();
      this.#surface.found(address === '' ? [] : addressRows([address], false, strings), address);
    });
    field.add(early);
  }

  #take(label: string, typed: (text: string) => void): Finder {
    this.isUnderWay = true;
    return this.#surface.find(Finder, label, typed, () => {
      this.isUnderWay = false;
    });
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
