// Log-ins that were typed into a page and wait for what becomes of them: the page says whether the site took them, and
// the person whether they are kept. One a tab, and aside those whose tab went elsewhere, in volatile memory while the
// vault is open, and a lock wipes it; one typed while it is locked is held by this worker alone. Never on the disk.
import { encodeHex } from '#bytes/base64url.ts';
import type { Site } from '#logins/site.ts';
import type { TypedLogin } from '#logins/typed.ts';
import { boolean, type Coder, choice, list, part, struct, text, timestamp, u32, type ValueOf } from '#wire/format.ts';
import type { Volatile } from '../store/volatile.ts';

const NAME = 'typed-logins';
const MOST_TABS = 8;
const MOST_NAMES = 32;
/** How long a site may take to answer. */
export const ANSWER_MS = 60_000;
/** How long the question stands, over the pages that come. */
export const QUESTION_MS = 120_000;
/** How long one stands aside, for the popup: its page is gone. */
export const GONE_PAGE_MS = 30 * 60_000;
/** From the page that asks for a name to the one that asks for its password. */
const NAME_MS = 10 * 60_000;

/** The place of the typing, by the browser’s word. */
export interface TypedAt {
  readonly tabId: number;
  readonly frameId: number;
  readonly site: Site;
  readonly url: string;
}

export interface WaitingLogin extends TypedAt, TypedLogin {
  readonly id: string;
  /** What the page calls itself. */
  readonly title: string;
  /** Tells the form by the names of its fields: if it comes back, the site did not take it. */
  readonly form: string;
  /** Since when it has been waiting: for the site's answer, or the person's. */
  readonly since: number;
  readonly isAccepted: boolean;
  /** Its form stood on after the site had answered: if the page goes now, the person gave up. */
  readonly isDoubted: boolean;
  /** Its tab is closed, or shows another site: the popup asks, and the next page of the site. */
  readonly isAside: boolean;
}

const waitingLogin: Coder<WaitingLogin> = struct({
  ...{ id: text(32), tabId: u32, frameId: u32, site: text(255), url: text(2048), title: text(300) },
  ...{ username: text(1280), email: text(400), password: text(4096), former: text(4096) },
  purpose: choice({ login: 1, signup: 2, change: 3 }),
  ...{ form: text(400), since: timestamp, isAccepted: boolean, isDoubted: boolean, isAside: boolean },
});

const nameFields = struct({ tabId: u32, site: text(255), name: text(1280), at: timestamp });
const format = part(
  'typed log-ins',
  160 * 1024,
  struct({
    waiting: list(MOST_TABS, waitingLogin),
    /** Typed on a page without a password. */
    named: list(MOST_NAMES, nameFields),
    /** *Not now* was said to them. */
    declined: list(MOST_NAMES, nameFields),
  }),
);
type Held = ValueOf<typeof format>;
const NOTHING: Held = { waiting: [], named: [], declined: [] };

export interface TypedLoginsOptions {
  readonly volatile: Volatile;
  readonly entropy: (byteCount: number) => Uint8Array;
  readonly now: () => number;
  /** Another number of them may be there to ask about outside their pages. */
  readonly changed?: () => void;
}

export class TypedLogins {
  readonly #options: TypedLoginsOptions;
  /** Of while the vault was locked. */
  #unlockable: Held = NOTHING;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: TypedLoginsOptions) {
    this.#options = options;
  }

  /**
   * It takes the place of an earlier one in its tab.
   * @param isLocked asked in its turn: after a lock nothing of before may be written @returns its id
   */
  async note(
    at: TypedAt,
    typed: TypedLogin & { readonly form: string; readonly title: string },
    isLocked: () => Promise<boolean>,
  ): Promise<string> {
    const { entropy, now } = this.#options;
    const id = encodeHex(entropy(16));
    const made: WaitingLogin = {
      ...{ ...at, ...typed, id, since: now() },
      ...{ isAccepted: false, isDoubted: false, isAside: false },
    };
    await this.#changeAll((held) => ({
      ...held,
      waiting: held.waiting.filter((one) => one.isAside || one.tabId !== at.tabId),
    }));
    await this.#changeWhere(isLocked, (held) => ({ ...held, waiting: [...held.waiting, made].slice(-MOST_TABS) }));
    return id;
  }

  /** The name of a log-in whose password a later page asks for. */
  async noteName(
    { tabId, site }: Pick<TypedAt, 'tabId' | 'site'>,
    name: string,
    isLocked: () => Promise<boolean>,
  ): Promise<void> {
    const made = { tabId, site, name, at: this.#options.now() };
    await this.#changeWhere(isLocked, (held) => ({ ...held, named: withName(held.named, made) }));
  }

  /** Empty: none was typed in this tab. */
  async nameIn({ tabId, site }: Pick<TypedAt, 'tabId' | 'site'>): Promise<string> {
    const { named } = await this.#now();
    return named.find((one) => one.tabId === tabId && one.site === site)?.name ?? '';
  }

  /** The one that waits in a tab, or null. */
  async in(tabId: number): Promise<WaitingLogin | null> {
    return (await this.#now()).waiting.find((one) => one.tabId === tabId && !one.isAside) ?? null;
  }

  /** The one of a site whose page is gone, or null. */
  async asideAt(site: Site): Promise<WaitingLogin | null> {
    return (await this.#now()).waiting.find((one) => one.isAside && one.site === site) ?? null;
  }

  /** How many are asked about in the popup alone. */
  async asideCount(): Promise<number> {
    return (await this.#now()).waiting.filter(({ isAside }) => isAside).length;
  }

  async all(): Promise<readonly WaitingLogin[]> {
    return (await this.#now()).waiting;
  }

  /** The site took it: the question may be asked. */
  async accept(id: string): Promise<void> {
    const since = this.#options.now();
    await this.#changeOne(id, (one) => (one.isAccepted ? one : { ...one, isAccepted: true, since }));
  }

  /** Its form stands although the site answered. */
  async doubt(id: string): Promise<void> {
    await this.#changeOne(id, (one) => ({ ...one, isDoubted: true }));
  }

  /** The tab shows another site now. */
  async elsewhere(id: string): Promise<void> {
    await this.#changeOne(id, (one) => this.#aside(one));
  }

  /** Its form is there still, beside what may be good news: the person is asked, and not over that form. */
  async unclear(id: string): Promise<void> {
    await this.#changeOne(id, (one) => this.#aside({ ...one, isDoubted: false }));
  }

  async drop(id: string): Promise<void> {
    await this.#changeOne(id, () => null);
  }

  /** *Not now*: it is not asked about again in this tab. */
  async decline({ id, tabId, site, username }: WaitingLogin): Promise<void> {
    const made = { tabId, site, name: username, at: this.#options.now() };
    await this.#changeAll((held) => ({
      ...held,
      waiting: held.waiting.filter((one) => one.id !== id),
      declined: withName(held.declined, made, username),
    }));
  }

  async isDeclined({ tabId, site, username }: WaitingLogin): Promise<boolean> {
    const { declined } = await this.#now();
    return declined.some((one) => one.tabId === tabId && one.site === site && one.name === username);
  }

  /** The tab was closed: what was typed in it may have been taken all the same, as in a window that closes itself. */
  async closed(tabId: number): Promise<void> {
    const others = <T extends { tabId: number }>(all: readonly T[]): T[] => all.filter((one) => one.tabId !== tabId);
    await this.#changeAll(({ waiting, named, declined }) => ({
      waiting: latest(waiting.flatMap((one) => (one.tabId === tabId ? (this.#aside(one) ?? []) : one))),
      named: others(named),
      declined: others(declined),
    }));
  }

  /** The vault is open: what was typed before goes where a lock wipes it. */
  async unlocked(): Promise<void> {
    await this.#inTurn(async () => {
      const before = this.#unlockable;
      if (before === NOTHING) return;
      this.#unlockable = NOTHING;
      await this.#changeKept((held) => ({
        waiting: [...held.waiting, ...before.waiting].slice(-MOST_TABS),
        named: [...held.named, ...before.named].slice(-MOST_NAMES),
        declined: held.declined,
      }));
    });
  }

  /** Old log-ins and names go from memory, too. */
  async tidy(): Promise<void> {
    await this.#changeAll((held) => held);
  }

  /** A lock. */
  async clear(): Promise<void> {
    await this.#inTurn(() => this.#changeKept(() => NOTHING));
  }

  /** Null: the site did not seem to take it. */
  #aside(one: WaitingLogin): WaitingLogin | null {
    if (one.isAside) return one;
    if (one.isDoubted && !one.isAccepted) return null;
    return { ...one, isAccepted: true, isAside: true, since: this.#options.now() };
  }

  /** Of one that was taken, what stood aside of its site before is old: a later question could only mislead. */
  #changeOne(id: string, change: (one: WaitingLogin) => WaitingLogin | null): Promise<void> {
    return this.#changeAll((held) => ({
      ...held,
      waiting: latest(held.waiting.flatMap((one) => (one.id === id ? (change(one) ?? []) : one))),
    }));
  }

  async #now(): Promise<Held> {
    await this.#turn;
    const [open, locked] = [this.#fresh(await this.#read()), this.#fresh(this.#unlockable)];
    return {
      waiting: [...open.waiting, ...locked.waiting],
      named: [...locked.named, ...open.named],
      declined: [...open.declined, ...locked.declined],
    };
  }

  #fresh({ waiting, named, declined }: Held): Held {
    const now = this.#options.now();
    return {
      waiting: waiting.filter((one) => now - one.since < lifeOf(one)),
      named: named.filter(({ at }) => now - at < NAME_MS),
      declined,
    };
  }

  async #read(): Promise<Held> {
    const encoded = await this.#options.volatile.get(NAME);
    return encoded === null ? NOTHING : format.decode(encoded);
  }

  #tellChange(before: Held, after: Held): void {
    const asked = ({ waiting }: Held): string =>
      waiting.map(({ id, isAccepted, isAside }) => (isAccepted ? `${id}${isAside}` : '')).join('');
    if (asked(before) !== asked(after)) this.#options.changed?.();
  }

  #changeAll(change: (held: Held) => Held): Promise<void> {
    if (this.#unlockable !== NOTHING) this.#changeHere(change);
    return this.#inTurn(() => this.#changeKept(change));
  }

  #changeWhere(isLocked: () => Promise<boolean>, change: (held: Held) => Held): Promise<void> {
    return this.#inTurn(async () => {
      if (await isLocked()) this.#changeHere(change);
      else await this.#changeKept(change);
    });
  }

  #changeHere(change: (held: Held) => Held): void {
    const before = this.#unlockable;
    this.#unlockable = tidied(change(this.#fresh(before)));
    this.#tellChange(before, this.#unlockable);
  }

  /** In a turn only. */
  async #changeKept(change: (held: Held) => Held): Promise<void> {
    const { volatile } = this.#options;
    const before = await this.#read();
    const after = tidied(change(this.#fresh(before)));
    if (after !== NOTHING) await volatile.set(NAME, format.encode(after));
    else if (before !== NOTHING) await volatile.remove(NAME);
    this.#tellChange(before, after);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }
}

const lifeOf = ({ isAccepted, isAside }: WaitingLogin): number =>
  isAside ? GONE_PAGE_MS : isAccepted ? QUESTION_MS : ANSWER_MS;

/** One aside a site, and none beside a later one that the site took. */
const latest = (waiting: readonly WaitingLogin[]): WaitingLogin[] =>
  waiting.filter(
    (one, at) =>
      !one.isAside || !waiting.some((other, later) => later > at && other.isAccepted && other.site === one.site),
  );

type Named = Held['named'][number];

/** One a tab and site, or as many as differ in their name. */
function withName(all: readonly Named[], made: Named, name: string | null = null): Named[] {
  const others = all.filter(
    (one) => one.tabId !== made.tabId || one.site !== made.site || (name !== null && one.name !== name),
  );
  return [...others, made].slice(-MOST_NAMES);
}

const tidied = (held: Held): Held =>
  held.waiting.length + held.named.length + held.declined.length === 0 ? NOTHING : held;
