// The directory: every relationship's name and place in the list, in memory, for one worker life. Records lie under
// blinded keys in no order, so the order of 10,000 conversations and a search over their names need them all read once;
// that is done in slices that the caller asks for, never while the first screen waits. It must not outlive an unlocked
// vault: the code that closes the store lets go of it.
import { idText } from '../conversation/conversation.ts';
import { type Login, login, loginKind } from '../records/login.ts';
import { type Mask, mask, maskKind } from '../records/mask.ts';
import { type Recent, type Relationship, relationship, relationshipKind } from '../records/relationship.ts';
import type { Store } from '../store/store.ts';
import { fold, holds } from './folding.ts';
import { isShown, siteHostOf } from './relationship.ts';

export type ConversationKind = 'all' | 'person' | 'site';

export interface Listing {
  readonly id: string;
  readonly kind: 'person' | 'site';
  readonly lastAt: number;
  /** Folded: what I call them, their own name or host, my name there; then mask and user name. */
  readonly words: string;
  readonly names: string;
  readonly mask: string;
  readonly username: string;
  readonly createdAt: number;
  /** Of a site: nothing has come. */
  readonly isSilent: boolean;
  /** Of a site: a form was sent with it. False until its log-in is read, too. */
  readonly isSent: boolean;
}

/** The kinds in the order in which they are read; each adds to what those before it told. */
const STAGES = {
  relationships: { kind: relationshipKind, next: 'logins' },
  logins: { kind: loginKind, next: 'masks' },
  masks: { kind: maskKind, next: 'through' },
} as const;
type Stage = keyof typeof STAGES | 'through';
type Found = Relationship | Login | Mask;
/** Records read again at a time after changes. */
const SLICE = 128;

/** Newest first; the id decides between equals, so that every source of the list has the same order. */
export const inListOrder = (a: { lastAt: number; id: string }, b: { lastAt: number; id: string }): number =>
  b.lastAt - a.lastAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

export class Directory {
  readonly #store: Store;
  readonly #listings = new Map<string, Listing>();
  readonly #changed = new Set<string>();
  /** Read apart while a scan is under way, whose slices may be older. */
  readonly #readAgain = new Set<string>();
  readonly #lists = new Map<ConversationKind, readonly Listing[]>();
  readonly #corrected: () => void;
  #isEstimated = false;
  #stage: Stage = 'relationships';
  #scan: AsyncIterator<readonly { readonly id: string; readonly value: Found }[]> | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param corrected every relationship is listed, and an answer given before was an estimate */
  constructor(store: Store, corrected: () => void = () => {}) {
    this.#store = store;
    this.#corrected = corrected;
  }

  /** Whether every relationship is listed, so that pages and numbers can be had from here. */
  get isListed(): boolean {
    return this.#stage !== 'relationships';
  }

  get isThrough(): boolean {
    return this.#stage === 'through';
  }

  /** An answer was given without all being listed: who asked is told to ask again once it is. */
  noteEstimate(): void {
    this.#isEstimated = true;
  }

  /** Something of a relationship was committed: it is read again before the next answer. */
  noteChange(id: string): void {
    this.#changed.add(id);
  }

  /**
   * Finds changes that were not noted: every relationship that surfaced is among the recent ones. @returns their ids
   */
  noteRecent({ items }: Recent): string[] {
    const changed = items
      .map(({ id, lastAt }) => ({ id: idText(id), lastAt }))
      .filter(({ id, lastAt }) => this.#listings.get(id)?.lastAt !== lastAt);
    for (const { id } of changed) this.noteChange(id);
    return changed.map(({ id }) => id);
  }

  /**
   * Reads one more slice. Calls queue up. @returns whether all has been read @throws Fault of the store; the next call
   * begins anew
   */
  advance(): Promise<boolean> {
    return this.#next(async () => {
      if (this.#stage === 'through') return true;
      try {
        const { kind, next } = STAGES[this.#stage];
        this.#scan ??= this.#store.scan<Found>(kind as never)[Symbol.asyncIterator]();
        const { done, value } = await this.#scan.next();
        if (done) {
          this.#scan = null;
          this.#stage = next;
          if (this.isThrough) this.#readAgain.clear();
          else if (next === 'logins' && this.#isEstimated) this.#corrected();
        } else for (const { id, value: found } of value) if (!this.#readAgain.has(id)) this.#take(id, found);
      } catch (error) {
        this.#scan = null;
        throw error;
      }
      return this.isThrough;
    });
  }

  /** Reads on until every relationship is listed (`'listed'`), or masks too. */
  async load(until: 'listed' | 'through' = 'through'): Promise<void> {
    while (!(until === 'listed' ? this.isListed : this.isThrough)) await this.advance();
  }

  /** In the order of the list. Complete once `isListed`. */
  async list(kind: ConversationKind): Promise<readonly Listing[]> {
    await this.#freshen();
    let list = this.#lists.get(kind);
    if (list === undefined) {
      list = [...this.#listings.values()]
        .filter((listing) => kind === 'all' || listing.kind === kind)
        .sort(inListOrder);
      this.#lists.set(kind, list);
    }
    return list;
  }

  /** Those whose names or mask hold every needle: names that begin with the query first, then the most recent. */
  async find(needles: readonly string[], limit: number): Promise<string[]> {
    const found = (await this.list('all')).filter(({ words }) => holds(words, needles));
    const begins = ({ words }: Listing): boolean => needles[0] !== undefined && words.startsWith(needles[0]);
    return [...found.filter(begins), ...found.filter((listing) => !begins(listing))]
      .slice(0, limit)
      .map(({ id }) => id);
  }

  /**
   * Sites' identities that were made before then, with which no form may have been sent, and to which nothing has come;
   * the oldest first.
   */
  async untouched(before: number): Promise<string[]> {
    return (await this.list('site'))
      .filter(({ isSilent, isSent, createdAt }) => isSilent && !isSent && createdAt <= before)
      .sort((a, b) => a.createdAt - b.createdAt || inListOrder(b, a))
      .map(({ id }) => id);
  }

  async #freshen(): Promise<void> {
    if (this.#changed.size === 0) return;
    await this.#next(async () => {
      const ids = [...this.#changed];
      for (let from = 0; from < ids.length; from += SLICE) {
        const slice = ids.slice(from, from + SLICE);
        // Before the read: what changes while it is under way is read once more.
        for (const id of slice) this.#changed.delete(id);
        const refs = [relationship, login, mask] as const;
        const found = await this.#store.read(refs.flatMap((ref) => slice.map((id) => ref(id)))).catch((error) => {
          for (const id of slice) this.#changed.add(id);
          throw error;
        });
        slice.forEach((id, index) => {
          if (!this.isThrough) this.#readAgain.add(id);
          const known = found[index] as Relationship | null;
          const fills = found[slice.length + index] as Login | null;
          const held = found[2 * slice.length + index] as Mask | null;
          if (known === null) this.#drop(id);
          else this.#keep(id, known, { ...loginOf(fills), ...maskOf(held) });
        });
      }
    });
  }

  #take(id: string, found: Found): void {
    const listing = this.#listings.get(id);
    if (this.#stage === 'relationships') this.#keep(id, found as Relationship, listing ?? NOT_READ);
    else if (listing !== undefined)
      this.#set({ ...listing, ...(this.#stage === 'logins' ? loginOf(found as Login) : maskOf(found as Mask)) });
  }

  #keep(id: string, known: Relationship, { mask, username, isSent }: Here): void {
    if (!isShown(known)) return this.#drop(id);
    const { kind, lastAt, name, theirs, mine, createdAt, lastSequence } = known;
    const names = fold(`${name} ${theirs.name} ${siteHostOf(known) ?? ''} ${mine.name}`);
    const isSilent = kind === 'site' && lastSequence === 1;
    this.#set({ id, kind, lastAt, names, mask, username, createdAt, isSilent, isSent });
  }

  #set(listing: Omit<Listing, 'words'>): void {
    const { id, names, mask, username } = listing;
    this.#listings.set(id, { ...listing, words: names + mask + (username === mask ? '' : username) });
    this.#lists.clear();
  }

  #drop(id: string): void {
    if (this.#listings.delete(id)) this.#lists.clear();
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }
}

type Here = Pick<Listing, 'mask' | 'username' | 'isSent'>;
const NOT_READ: Here = { mask: '', username: '', isSent: false };

const loginOf = (fills: Login | null): Pick<Listing, 'username' | 'isSent'> => ({
  username: fold(fills?.username ?? ''),
  isSent: fills?.used ?? false,
});

const maskOf = (held: Mask | null): Pick<Listing, 'mask'> => ({
  mask: fold([held?.address ?? '', held?.second?.address ?? ''].filter(Boolean).join(' ')),
});
