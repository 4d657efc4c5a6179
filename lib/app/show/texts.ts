// Folded texts of messages, in memory, for searching: on disk they are sealed record by record, in no order. They lie
// in slabs, slabs in months: a search runs indexOf from the newest month back until it has enough. 100,000 messages of
// 100 characters with 10,000 people take 17 MB (27 in other scripts), searched in 1 to 20 ms (Node 24). It is built at
// the first search; the code that closes the store must let go of it, since it holds secrets of the vault.
import { DAY_MS } from '#protocol/base/day.ts';
import { searchedIn } from '../items/items.ts';
import { type Message, message, messageKind } from '../records/message.ts';
import { relationship } from '../records/relationship.ts';
import type { Store } from '../store/store.ts';
import { fold, holds } from './folding.ts';
import { NumberSet } from './number-set.ts';
import { Slab } from './slab.ts';

export interface Hit {
  readonly relationship: string;
  readonly sequence: number;
  /** When it came or was sent, by this device's clock. */
  readonly at: number;
}

/** Of one message; the rest of a longer one is not found. A mail is found by sender, subject and beginning. */
const MAX_TEXT_CHARS = 4_000;
/** Of all texts: one byte each for Latin scripts, two for others. The oldest months beyond it are not found. */
const MAX_CHARS = 32_000_000;
const MONTH_MS = 30 * DAY_MS;
const SLICE = 256;

/** It keeps no list of words: of the 17 MB, 10 are text, 2 numbers, and 5 say whose the texts are. */
export class TextIndex {
  readonly #store: Store;
  readonly #maxChars: number;
  readonly #months = new Map<number, Slab[]>();
  /** Relationships by number: a number a message is smaller than an id a message. */
  readonly #ids: string[] = [];
  readonly #owners = new Map<string, { readonly number: number; readonly read: NumberSet; gone: boolean }>();
  readonly #changed = new Set<string>();
  #chars = 0;
  /** Months before this one were let go. */
  #since = Number.NEGATIVE_INFINITY;
  #isThrough = false;
  #scan: AsyncIterator<readonly { readonly id: string; readonly value: Message }[]> | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(store: Store, { maxChars = MAX_CHARS }: { readonly maxChars?: number } = {}) {
    this.#store = store;
    this.#maxChars = maxChars;
  }

  get isThrough(): boolean {
    return this.#isThrough;
  }

  /** Characters held. */
  get chars(): number {
    return this.#chars;
  }

  /** Something of a relationship was committed. */
  noteChange(id: string): void {
    this.#changed.add(id);
  }

  /**
   * Reads one more slice of messages. Calls queue up. @returns whether all are read @throws Fault of the store; the
   * next call begins anew
   */
  advance(): Promise<boolean> {
    return this.#next(async () => {
      if (this.#isThrough) return true;
      try {
        this.#scan ??= this.#store.scan(messageKind)[Symbol.asyncIterator]();
        const { done, value } = await this.#scan.next();
        if (done) {
          this.#scan = null;
          this.#isThrough = true;
        } else {
          for (const { id, value: entry } of value) {
            const colon = id.lastIndexOf(':');
            this.#add(id.slice(0, colon), Number(id.slice(colon + 1)), entry);
          }
        }
      } catch (error) {
        this.#scan = null;
        throw error;
      }
      return this.#isThrough;
    });
  }

  /** Reads what was committed since, in what was read already. Before that a scan will come by it anyway. */
  async freshen(): Promise<void> {
    if (!this.#isThrough || this.#changed.size === 0) return;
    await this.#next(async () => {
      for (const id of [...this.#changed]) {
        this.#changed.delete(id);
        try {
          await this.#freshenOne(id);
        } catch (error) {
          this.#changed.add(id);
          throw error;
        }
      }
    });
  }

  /** The newest messages that hold every needle, newest first. */
  search(needles: readonly string[], limit: number): Hit[] {
    // The longest is the rarest, most often: it leads, the others are looked for where it is found.
    const [rarest, ...others] = [...needles].sort((a, b) => b.length - a.length);
    if (rarest === undefined) return [];
    const hits: Hit[] = [];
    for (const month of [...this.#months.keys()].sort((a, b) => b - a)) {
      const found: Hit[] = [];
      for (const slab of this.#months.get(month) ?? []) {
        slab.search(rarest, (text, owner, sequence, at) => {
          const id = this.#ids[owner] as string;
          if (holds(text, others) && this.#owners.get(id)?.gone === false)
            found.push({ relationship: id, sequence, at });
        });
      }
      found.sort(newestFirst);
      hits.push(...found.slice(0, limit - hits.length));
      if (hits.length >= limit) break;
    }
    return hits;
  }

  async #freshenOne(id: string): Promise<void> {
    const [known] = await this.#store.read([relationship(id)]);
    if (known === null) {
      const owner = this.#owners.get(id);
      if (owner !== undefined) owner.gone = true;
      return;
    }
    const missing = this.#ownerOf(id).read.missing(known.lastSequence);
    for (let from = 0; from < missing.length; from += SLICE) {
      const numbers = missing.slice(from, from + SLICE);
      const found = await this.#store.read(numbers.map((sequence) => message(id, sequence)));
      numbers.forEach((sequence, index) => {
        const entry = found[index];
        if (entry == null) this.#ownerOf(id).read.add(sequence);
        else this.#add(id, sequence, entry);
      });
    }
  }

  #ownerOf(id: string) {
    let owner = this.#owners.get(id);
    if (owner === undefined) {
      owner = { number: this.#ids.length, read: new NumberSet(), gone: false };
      this.#ids.push(id);
      this.#owners.set(id, owner);
    }
    return owner;
  }

  #add(id: string, sequence: number, entry: Message): void {
    const { number, read } = this.#ownerOf(id);
    if (read.has(sequence)) return;
    read.add(sequence);
    const text = fold(searchedText(entry)).slice(0, MAX_TEXT_CHARS);
    const month = Math.floor(entry.receivedAt / MONTH_MS);
    if (text === '' || month < this.#since) return;
    const slabs = this.#months.get(month) ?? [];
    this.#months.set(month, slabs);
    let open = slabs.at(-1);
    if (open === undefined || open.isFull) {
      open = new Slab();
      slabs.push(open);
    }
    this.#chars += open.add(text, number, sequence, entry.receivedAt);
    while (this.#chars > this.#maxChars && this.#months.size > 1) this.#letGoOldest();
  }

  #letGoOldest(): void {
    const oldest = Math.min(...this.#months.keys());
    for (const slab of this.#months.get(oldest) ?? []) this.#chars -= slab.chars;
    this.#months.delete(oldest);
    this.#since = oldest + 1;
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }
}

/** Of equal times, the later number of one conversation; the id decides between conversations. */
function newestFirst(a: Hit, b: Hit): number {
  if (a.at !== b.at) return b.at - a.at;
  if (a.relationship !== b.relationship) return a.relationship < b.relationship ? -1 : 1;
  return b.sequence - a.sequence;
}

/** What of a message is searched, and what a snippet is cut from. */
export function searchedText({ content }: Message): string {
  return searchedIn(content).slice(0, MAX_TEXT_CHARS);
}
