// Facts of each log-in by which it is judged, in memory for one worker life: passwords as marks only. Read whole
// once and then what changed, some at a time, so that a text that is typed meanwhile waits for none of it.
import { encodeHex } from '#bytes/base64url.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { sha256 } from '#crypto/hash.ts';
import { type Site, siteLabel } from '#logins/site.ts';
import { entryAddress } from '#logins/sites/match.ts';
import type { Quirks } from '#logins/sites/quirks.ts';
import { readCommonWords } from '#logins/watch/common-words.ts';
import { Families } from '#logins/watch/families.ts';
import type { WatchedLogin } from '#logins/watch/findings.ts';
import { type CommonWords, guessesLog10 } from '#logins/watch/guesses.ts';
import { takesCodesAt } from '#logins/watch/two-factor.ts';
import { sitesOf } from '../logins/entry-records.ts';
import { ownOrganisations } from '../logins/joined-mail.ts';
import { type Entry, entry } from '../records/entry.ts';
import {
  type IgnoredFindings,
  ignoredFindings,
  type LeakAnswer,
  leakAnswer,
  PASSWORD_MARK_BYTES,
} from '../records/finding.ts';
import { type Login, login, loginKind } from '../records/login.ts';
import { type Mask, mask, maskKind } from '../records/mask.ts';
import { type Relationship, relationship } from '../records/relationship.ts';
import type { AbortSignalLike, Store } from '../store/store.ts';

export interface WatchedFacts extends Omit<WatchedLogin, 'families' | 'seenInLeaks'> {
  readonly ignored: IgnoredFindings['reasons'];
  /** About another password, it counts for nothing. */
  readonly leak: LeakAnswer | null;
}

export interface FactsOptions {
  readonly store: Store;
  readonly signal: AbortSignalLike;
  quirks(): Promise<Pick<Quirks, 'sharedWith'>>;
  /** What people choose for passwords, as the package carries it (lib/logins/watch/common-words.ts). */
  commonWords(): Promise<string>;
  /** Lets what waits have its turn. */
  rest(): Promise<void>;
}

/** Records read at a time. */
const SLICE = 64;
/** The work of judging grows with the square of the length; this much is a few milliseconds. */
const WORK_AT_ONCE = 900;

export const markOf = (password: string): Uint8Array => sha256(encodeUtf8(password)).slice(0, PASSWORD_MARK_BYTES);

type Held = readonly [Entry | null, Relationship | null, Mask | null, IgnoredFindings | null, LeakAnswer | null];

export class WatchedList {
  readonly #options: FactsOptions;
  #facts: Map<string, WatchedFacts> | null = null;
  #families: Families | null = null;
  readonly #changed = new Set<string>();
  /** Whose masks strangers wrote to, also by what the person said since is no stranger. */
  readonly #leaking = new Set<string>();
  /** By mark. */
  readonly #guesses = new Map<string, number>();
  #words: CommonWords | null = null;
  #work = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: FactsOptions) {
    this.#options = options;
  }

  /** It is read again before the next answer. */
  noteChange(id: string): void {
    this.#changed.add(id);
  }

  /** All that have leaks are judged again before the next answer. */
  noteLeaks(): void {
    for (const id of this.#leaking) this.#changed.add(id);
  }

  /** As fresh as what was committed before the call. */
  all(): Promise<{ readonly facts: ReadonlyMap<string, WatchedFacts>; readonly families: Families }> {
    const next = this.#turn.then(async () => {
      this.#families ??= new Families(await this.#options.quirks());
      const families = this.#families;
      const facts = this.#facts ?? (await this.#readAll(families));
      this.#facts = facts;
      await this.#readChanged(facts, families);
      this.#words = null;
      return { facts, families };
    });
    this.#turn = next.catch(() => {});
    return next;
  }

  async #readAll(families: Families): Promise<Map<string, WatchedFacts>> {
    const { store, signal } = this.#options;
    const facts = new Map<string, WatchedFacts>();
    for await (const batch of store.scan(loginKind, signal))
      for (let from = 0; from < batch.length; from += SLICE)
        await this.#take(batch.slice(from, from + SLICE), facts, families);
    // A mask alone, of a form that asked for nothing else.
    for await (const batch of store.scan(maskKind, signal)) {
      const alone = batch.filter(({ id }) => !facts.has(id)).map(({ id }) => ({ id, value: null }));
      for (let from = 0; from < alone.length; from += SLICE)
        await this.#take(alone.slice(from, from + SLICE), facts, families);
    }
    return facts;
  }

  async #readChanged(facts: Map<string, WatchedFacts>, families: Families): Promise<void> {
    while (this.#changed.size > 0) {
      const ids = [...this.#changed].slice(0, SLICE);
      // Before the read: what changes while it is under way is read once more.
      for (const id of ids) this.#changed.delete(id);
      try {
        const known = await this.#options.store.read(ids.map((id) => login(id)));
        for (const id of ids) facts.delete(id);
        const read = ids.map((id, at) => ({ id, value: known[at] ?? null }));
        await this.#take(read, facts, families);
      } catch (error) {
        for (const id of ids) this.#changed.add(id);
        throw error;
      }
    }
  }

  async #take(
    logins: readonly { readonly id: string; readonly value: Login | null }[],
    facts: Map<string, WatchedFacts>,
    families: Families,
  ): Promise<void> {
    const held = await Promise.all(
      logins.map(({ id }) =>
        this.#options.store.read([entry(id), relationship(id), mask(id), ignoredFindings(id), leakAnswer(id)]),
      ),
    );
    for (const [at, { id, value }] of logins.entries()) {
      const made = await this.#factsOf(id, value, held[at] as Held);
      if (made === null) continue;
      facts.set(id, made);
      for (const site of made.sites) families.join(site);
    }
    await this.#options.rest();
  }

  async #factsOf(
    id: string,
    fills: Login | null,
    [kept, its, held, ignored, leak]: Held,
  ): Promise<WatchedFacts | null> {
    if ((fills === null && held === null) || (kept !== null && kept.deletedAt !== null)) return null;
    const password = fills?.password ?? '';
    const mark = password === '' ? '' : encodeHex(markOf(password));
    const own = fills === null || fills.site === '' || (its === null && kept !== null) ? [] : [fills.site];
    const sites: readonly Site[] = [...new Set([...own, ...sitesOf(kept?.sites ?? [])])];
    return {
      id,
      mark,
      guessesLog10: password === '' ? 0 : await this.#judge(password, mark),
      passwordChangedAt: fills?.passwordChangedAt ?? 0,
      sites,
      hasSecondFactor: kept !== null && kept.oneTimes.length + kept.passkeys.length > 0,
      takesCodes: hostsOf(sites, kept).some(takesCodesAt),
      maskLeaks: held === null ? [] : await this.#leaksOf(id, its, held),
      ignored: ignored?.reasons ?? [],
      leak,
    };
  }

  /** Of addresses that take mail, without the domains that were joined to the account after their mail came. */
  async #leaksOf(id: string, its: Relationship | null, held: Mask): Promise<WatchedFacts['maskLeaks']> {
    const isOpen = (at: number): boolean =>
      (at >= held.leaksFrom ? held.state : held.second?.is === 'former' && held.second.state) === 'active';
    const leaks = (its?.history ?? []).filter(({ kind, at }) => kind === 'mask-leaked' && isOpen(at));
    if (leaks.length > 0) this.#leaking.add(id);
    const own = leaks.length === 0 ? null : await ownOrganisations(this.#options.store, id);
    return leaks
      .filter(({ detail }) => own?.has(detail) !== true)
      .map(({ detail, at }) => ({ domain: detail, at }))
      .sort((a, b) => a.at - b.at);
  }

  async #judge(password: string, mark: string): Promise<number> {
    const known = this.#guesses.get(mark);
    if (known !== undefined) return known;
    const { commonWords, rest } = this.#options;
    this.#words ??= await readCommonWords(await commonWords(), rest);
    const guesses = guessesLog10(password, this.#words);
    this.#guesses.set(mark, guesses);
    this.#work += Math.min(password.length, 64) ** 2;
    if (this.#work > WORK_AT_ONCE) {
      this.#work = 0;
      await rest();
    }
    return guesses;
  }
}

const hostsOf = (sites: readonly Site[], kept: Entry | null): string[] => [
  ...sites.map((site) => siteLabel(site).replace(/:\d+$/, '')),
  ...(kept?.sites ?? []).flatMap(({ url }) => entryAddress(url.trim())?.hostname ?? []),
];
