// Type-ahead over everything: names, hosts, masks and my names from the directory, then messages, newest first. An
// answer never waits until all has been read: it says what was found so far and `done: false`; asking the same again
// reads on. A new query ends the one before.
import { encodeHex } from '#bytes/base64url.ts';
import { login } from '../records/login.ts';
import { mask } from '../records/mask.ts';
import { message } from '../records/message.ts';
import { recent, relationship } from '../records/relationship.ts';
import type { Store } from '../store/store.ts';
import type { ConversationView, SearchView } from '../views/conversations.ts';
import { readable } from '../words/visible.ts';
import { conversationsOf } from './conversations.ts';
import type { Directory } from './directory.ts';
import { fold, needlesOf, snippetOf } from './folding.ts';
import { type Hit, searchedText, type TextIndex } from './texts.ts';

const MAX_RELATIONSHIPS = 20;
const MAX_MESSAGES = 50;
/** Slices (256 records each, some 10 ms) read for the first answer to a query, and for each further one. */
const FIRST_SLICES = 2;
const FURTHER_SLICES = 8;

export class Search {
  readonly #store: Store;
  readonly #directory: Directory;
  readonly #texts: TextIndex;
  #asked = 0;
  #last = '';

  constructor(store: Store, directory: Directory, texts: TextIndex) {
    this.#store = store;
    this.#directory = directory;
    this.#texts = texts;
  }

  async search(query: string): Promise<SearchView> {
    const turn = ++this.#asked;
    const isOver = (): boolean => turn !== this.#asked;
    const needles = needlesOf(query);
    const nothing = { query, relationships: [], messages: [] };
    let slices = query === this.#last ? FURTHER_SLICES : FIRST_SLICES;
    this.#last = query;
    if (needles.length === 0) return { ...nothing, done: true };
    // Names first: there are fewer, and a query mostly means a name.
    for (; slices > 0 && !isOver() && !this.#isThrough; slices--) {
      await (this.#directory.isThrough ? this.#texts : this.#directory).advance();
    }
    if (isOver()) return { ...nothing, done: false };
    const [known] = await this.#store.read([recent]);
    if (known !== null) for (const id of this.#directory.noteRecent(known)) this.#texts.noteChange(id);
    await this.#texts.freshen();
    if (isOver()) return { ...nothing, done: false };
    const found = await this.#directory.find(needles, MAX_RELATIONSHIPS);
    const relationships = await this.#matchedOf(await conversationsOf(this.#store, found), needles);
    const messages = await this.#messagesOf(this.#texts.search(needles, MAX_MESSAGES), needles);
    return { query, relationships, messages, done: this.#isThrough };
  }

  get #isThrough(): boolean {
    return this.#directory.isThrough && this.#texts.isThrough;
  }

  /** Says for each why it was found, if its row does not. */
  async #matchedOf(
    views: readonly ConversationView[],
    needles: readonly string[],
  ): Promise<SearchView['relationships']> {
    const ids = views.map(({ id }) => id);
    const [known, logins, masks] = await Promise.all([
      this.#store.read(ids.map((id) => relationship(id))),
      this.#store.read(ids.map((id) => login(id))),
      this.#store.read(ids.map((id) => mask(id))),
    ]);
    return views.map((view, index) => {
      const { name, kind, host, me } = view;
      const shown = fold(kind === 'site' ? `${name} ${me.name}` : name);
      const missing = needles.filter((needle) => !shown.includes(needle));
      const its = masks[index] ?? null;
      const names = [its?.address ?? '', its?.second?.address ?? '', logins[index]?.username ?? ''];
      const hidden = [me.name, known[index]?.theirs.name ?? '', ...names, host ?? ''];
      const matched = hidden.find((text) => missing.some((needle) => fold(text).includes(needle)));
      return { ...view, matched: matched === undefined ? null : readable(matched) };
    });
  }

  /** Hits as they are now; one that was deleted a moment ago is left out. */
  async #messagesOf(hits: readonly Hit[], needles: readonly string[]): Promise<SearchView['messages']> {
    const owners = [...new Set(hits.map((hit) => hit.relationship))];
    const known = await this.#store.read(owners.map((id) => relationship(id)));
    const entries = await this.#store.read(hits.map((hit) => message(hit.relationship, hit.sequence)));
    return hits.flatMap((hit, index) => {
      const owner = known[owners.indexOf(hit.relationship)];
      const entry = entries[index];
      if (owner == null || entry == null) return [];
      return [
        {
          relationship: hit.relationship,
          name: owner.name,
          picture: encodeHex(owner.picture),
          message: encodeHex(entry.id),
          sequence: hit.sequence,
          snippet: readable(snippetOf(searchedText(entry), needles)),
          at: hit.at,
        },
      ];
    });
  }
}
