// The list of all log-ins, notes, cards and addresses, in memory for one worker life, as the directory is for
// conversations; and one entry as its page shows it, without what must be asked for (passwords, hidden fields, codes).
import { encodeHex } from '#bytes/base64url.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { sha256 } from '#crypto/hash.ts';
import { siteLabel } from '#logins/site.ts';
import { changedParts, entryFor, versionOf } from '../logins/entry-records.ts';
import { versionName } from '../logins/version-name.ts';
import type { AppContext } from '../ports/ports.ts';
import { type Entry, type EntryHistory, entry, entryHistory, entryKind } from '../records/entry.ts';
import { type Login, login, loginKind } from '../records/login.ts';
import { type Mask, mask, maskKind } from '../records/mask.ts';
import { type Relationship, relationship, relationshipKind } from '../records/relationship.ts';
import type { RecordKind, Store } from '../store/store.ts';
import type { EntryListKind, EntryPlace, EntryPlaces, EntryRowView, EntryView } from '../views/entries.ts';
import { readable } from '../words/visible.ts';
import { fold, holds, needlesOf } from './folding.ts';

interface Listed extends EntryRowView {
  readonly deletedAt: number | null;
  /** When something of it was changed, for the stamp of all. */
  readonly times: readonly (number | null)[];
  readonly sortsAs: string;
  readonly words: string;
  /** An address of the person's own; empty: none, or a mask. */
  readonly address: string;
  /** The address that its site knows; empty: it has none of its own there. */
  readonly mask: string;
  readonly folder: readonly string[];
  readonly tags: readonly string[];
}

const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
/** Records read at a time. */
const SLICE = 256;
/** Relationships read by their ids; of more entries all are read, in a third of the time. */
const MOST_ASKED = 500;

export class EntryList {
  readonly #store: Store;
  #listed: Map<string, Listed> | null = null;
  readonly #changed = new Set<string>();
  #sorted: readonly Listed[] | null = null;
  #stamp: Uint8Array | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #reading: AsyncGenerator<void, Map<string, Listed>> | null = null;
  #isAhead = false;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Something of an entry was committed: it is read again before the next answer. */
  noteChange(id: string): void {
    this.#changed.add(id);
  }

  /**
   * Reads all while nobody waits for it, so that the first search does not have to. A search meanwhile reads the
   * rest at once and waits for no turn. @param turn resolves when the next slice may be read
   */
  async readAhead(turn: () => Promise<void>): Promise<void> {
    if (this.#isAhead) return;
    this.#isAhead = true;
    try {
      do await turn();
      while (!(await this.#next(() => this.#advance())));
      this.#inOrder();
    } finally {
      this.#isAhead = false;
    }
  }

  async list(
    kind: EntryListKind,
    query: string,
    { offset, limit }: { readonly offset: number; readonly limit: number },
    place: EntryPlace = ANYWHERE,
  ): Promise<{ items: EntryRowView[]; total: number }> {
    await this.#freshen();
    const needles = needlesOf(query);
    const all = this.#inOrder().filter((one) => isOf(one, kind) && isAt(one, place) && holds(one.words, needles));
    const begins = ({ sortsAs }: Listed): boolean => needles[0] !== undefined && sortsAs.startsWith(needles[0]);
    const ranked = needles.length === 0 ? all : [...all.filter(begins), ...all.filter((one) => !begins(one))];
    return { items: ranked.slice(offset, offset + limit).map(rowOf), total: all.length };
  }

  /** Rows of these, whatever list they stand in; of a relationship that has no log-in, too. */
  async rowsOf(ids: readonly string[]): Promise<Map<string, EntryRowView>> {
    await this.#freshen();
    const rows = new Map<string, EntryRowView>();
    const unlisted: string[] = [];
    for (const id of new Set(ids)) {
      const listed = this.#listed?.get(id);
      if (listed === undefined) unlisted.push(id);
      else rows.set(id, rowOf(listed));
    }
    const known = await this.#store.read(unlisted.map((id) => relationship(id)));
    unlisted.forEach((id, at) => {
      const its = known[at] ?? null;
      if (its !== null) rows.set(id, rowOf(listedOf(id, { ...NOTHING, its })));
    });
    return rows;
  }

  /** A folder counts the entries of those below it, too; the bin counts for nothing. */
  async places(): Promise<EntryPlaces> {
    await this.#freshen();
    const folders = new Map<string, { path: readonly string[]; count: number }>();
    const tags = new Map<string, { name: string; count: number }>();
    for (const one of this.#inOrder()) {
      if (one.deletedAt !== null) continue;
      for (let depth = 1; depth <= one.folder.length; depth++) {
        const path = one.folder.slice(0, depth);
        addTo(folders, JSON.stringify(path), { path, count: 0 });
      }
      for (const name of new Set(one.tags)) addTo(tags, name, { name, count: 0 });
    }
    return {
      folders: inWords(folders, ({ path }) => path.join(' / ')),
      tags: inWords(tags, ({ name }) => name),
    };
  }

  /** @returns 16 bytes that are others after any change, and how many there are outside the bin */
  async stamp(): Promise<{ stamp: Uint8Array; count: number }> {
    await this.#freshen();
    const all = this.#inOrder();
    this.#stamp ??= sha256(encodeUtf8(all.map(stamped).sort().join('\n'))).subarray(0, 16);
    return { stamp: this.#stamp, count: all.filter(({ deletedAt }) => deletedAt === null).length };
  }

  /** Hosts of the sites of log-ins that are not in the bin. */
  async hosts(): Promise<ReadonlySet<string>> {
    await this.#freshen();
    return new Set(this.#inOrder().flatMap(({ host, deletedAt }) => (host === null || deletedAt !== null ? [] : host)));
  }

  /** The person's own addresses, the one of the most log-ins first. */
  async ownAddresses(most: number): Promise<string[]> {
    await this.#freshen();
    const counts = new Map<string, number>();
    for (const { address, deletedAt } of this.#inOrder())
      if (address !== '' && deletedAt === null) counts.set(address, (counts.get(address) ?? 0) + 1);
    return [...counts]
      .sort(([, a], [, b]) => b - a)
      .slice(0, most)
      .map(([address]) => address);
  }

  #inOrder(): readonly Listed[] {
    this.#sorted ??= [...(this.#listed ?? new Map<string, Listed>()).values()].sort(byPlace);
    return this.#sorted;
  }

  #freshen(): Promise<void> {
    return this.#next(async () => {
      while (!(await this.#advance()));
      if (this.#listed !== null) await this.#readChanged(this.#listed);
    });
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }

  /** @returns whether all is read @throws Fault of the store; the next call begins anew */
  async #advance(): Promise<boolean> {
    if (this.#listed !== null) return true;
    this.#reading ??= this.#readAll();
    try {
      const { done, value } = await this.#reading.next();
      if (done !== true) return false;
      this.#listed = value;
      this.#reading = null;
      return true;
    } catch (error) {
      this.#reading = null;
      throw error;
    }
  }

  /** In slices. Changes that come in meanwhile are noted, and read after it; those of before are read with the rest. */
  async *#readAll(): AsyncGenerator<void, Map<string, Listed>> {
    this.#changed.clear();
    const [entries, logins, masks] = [new Map<string, Entry>(), new Map<string, Login>(), new Map<string, Mask>()];
    // Side by side: while one is unsealed the disk reads the next.
    const scans = [
      intoMap(this.#store, entryKind, entries),
      intoMap(this.#store, loginKind, logins),
      intoMap(this.#store, maskKind, masks),
    ];
    while ((await Promise.all(scans.map((scan) => scan.next()))).some(({ done }) => done !== true)) yield;
    const ids = [...new Set([...entries.keys(), ...logins.keys()])];
    const known = new Map<string, Relationship>();
    // Few are asked for one by one: there may be thousands of people.
    if (ids.length > MOST_ASKED) yield* intoMap(this.#store, relationshipKind, known);
    else {
      const found = await this.#store.read(ids.map((id) => relationship(id)));
      for (const [at, its] of found.entries()) if (its !== null) known.set(ids[at] ?? '', its);
    }
    const listed = new Map<string, Listed>();
    for (const [at, id] of ids.entries()) {
      const [kept, fills] = [entries.get(id) ?? null, logins.get(id) ?? null];
      listed.set(id, listedOf(id, { kept, fills, held: masks.get(id) ?? null, its: known.get(id) ?? null }));
      if (at % SLICE === SLICE - 1) yield;
    }
    return listed;
  }

  async #readChanged(listed: Map<string, Listed>): Promise<void> {
    const ids = [...this.#changed];
    const read = new Map<string, Listed | null>();
    try {
      for (let from = 0; from < ids.length; from += SLICE) {
        const slice = ids.slice(from, from + SLICE);
        // Before the read: what changes while it is under way is read once more.
        for (const id of slice) this.#changed.delete(id);
        const refs = [entry, login, relationship, mask] as const;
        const found = await this.#store.read(refs.flatMap((ref) => slice.map((id) => ref(id)))).catch((error) => {
          for (const id of slice) this.#changed.add(id);
          throw error;
        });
        slice.forEach((id, index) => {
          const kept = found[index] as Entry | null;
          const fills = found[slice.length + index] as Login | null;
          const its = found[2 * slice.length + index] as Relationship | null;
          const held = found[3 * slice.length + index] as Mask | null;
          const one = kept === null && fills === null ? null : listedOf(id, { kept, fills, held, its });
          if (one !== null || listed.has(id)) read.set(id, one);
          if (one === null) listed.delete(id);
          else listed.set(id, one);
        });
      }
    } finally {
      this.#putInOrder(read);
    }
  }

  /** Almost in order is put in order in a fraction of the time, and a text changes one of 10,000, or none. */
  #putInOrder(read: ReadonlyMap<string, Listed | null>): void {
    if (read.size > 0) this.#stamp = null;
    if (this.#sorted === null || read.size === 0) return;
    const others = this.#sorted.filter(({ id }) => !read.has(id));
    this.#sorted = [...others, ...[...read.values()].filter((one) => one !== null)].sort(byPlace);
  }
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Favourites first; of one title by their ids, so that a row which is read again stays in its place. */
const byPlace = (a: Listed, b: Listed): number =>
  Number(b.favourite) - Number(a.favourite) || byText(a.sortsAs, b.sortsAs) || byText(a.id, b.id);

async function* intoMap<T>(store: Store, kind: RecordKind<T>, values: Map<string, T>): AsyncGenerator<void> {
  for await (const batch of store.scan(kind)) {
    for (const { id, value } of batch) values.set(id, value);
    yield;
  }
}

const ANYWHERE: EntryPlace = { folder: null, tag: null };
/** More than any person looks through. */
const MOST_PLACES = 500;

function addTo<T extends { count: number }>(counts: Map<string, T>, key: string, fresh: T): void {
  const known = counts.get(key) ?? fresh;
  known.count++;
  counts.set(key, known);
}

/** The most used, in the order of their words. */
function inWords<T extends { count: number }>(counts: ReadonlyMap<string, T>, wordsOf: (one: T) => string): T[] {
  const most = [...counts.values()].sort((a, b) => b.count - a.count).slice(0, MOST_PLACES);
  return most.sort((a, b) => (fold(wordsOf(a)) < fold(wordsOf(b)) ? -1 : 1));
}

const isAt = (one: Listed, { folder, tag }: EntryPlace): boolean =>
  (folder === null || folder.every((part, at) => one.folder[at] === part)) && (tag === null || one.tags.includes(tag));

function isOf({ kind, deletedAt }: Listed, wanted: EntryListKind): boolean {
  if (wanted === 'bin') return deletedAt !== null;
  return deletedAt === null && (wanted === 'all' || wanted === kind);
}

/** The records of one. */
interface Kept {
  readonly kept: Entry | null;
  readonly fills: Login | null;
  readonly held: Mask | null;
  readonly its: Relationship | null;
}
const NOTHING: Kept = { kept: null, fills: null, held: null, its: null };

function listedOf(id: string, { kept, fills, held, its }: Kept): Listed {
  const host = fills === null || fills.site === '' ? null : siteLabel(fills.site);
  const title = kept?.title || its?.name || host || fills?.username || '';
  const username = fills?.username ?? '';
  const tags = [...(kept?.folder ?? []), ...(kept?.tags ?? [])].join(' ');
  return {
    id,
    kind: kept?.kind ?? 'login',
    title: readable(title),
    username: readable(username),
    host,
    picture: its === null ? id : encodeHex(its.picture),
    favourite: kept?.favourite ?? false,
    isIdentity: its !== null,
    hasPassword: fills !== null && fills.password !== '',
    hasOneTime: (kept?.oneTimes.length ?? 0) > 0,
    deletedAt: kept?.deletedAt ?? null,
    times: [kept?.changedAt ?? null, fills?.passwordChangedAt ?? null, fills?.proposed?.at ?? null],
    sortsAs: fold(title),
    folder: kept?.folder ?? [],
    tags: kept?.tags ?? [],
    address: its === null ? ([kept?.email ?? '', username].find((text) => ADDRESS.test(text)) ?? '').toLowerCase() : '',
    mask: held?.address ?? '',
    words: fold(`${title} ${username} ${host ?? ''} ${its?.mine.name ?? ''} ${kept?.email ?? ''} ${tags}`),
  };
}

const stamped = ({ id, title, username, host, mask: held, times, deletedAt }: Listed): string =>
  JSON.stringify([id, title, username, host, held, times, deletedAt]);

/** Without what only the list itself goes by. */
function rowOf(listed: Listed): EntryRowView {
  const { id, kind, title, username, host, picture, favourite, isIdentity, hasPassword, hasOneTime } = listed;
  const { deletedAt } = listed;
  return { id, kind, title, username, host, picture, favourite, isIdentity, hasPassword, hasOneTime, deletedAt };
}

/** @returns null if there is no such entry */
export async function showEntry(app: Pick<AppContext, 'store' | 'namingKey'>, id: string): Promise<EntryView | null> {
  const [kept, fills, history, held, its] = await app.store.read([
    ...([entry(id), login(id), entryHistory(id), mask(id), relationship(id)] as const),
  ]);
  if (kept === null && fills === null) return null;
  return {
    ...rowOf(listedOf(id, { kept, fills, held, its })),
    ...detailsOf(kept, fills, held),
    versions: versionsOf(app, kept ?? entryFor(fills), fills, history),
  };
}

function detailsOf(
  kept: Entry | null,
  fills: Login | null,
  held: Mask | null,
): Omit<EntryView, keyof EntryRowView | 'versions'> {
  const sites = kept?.sites ?? [];
  return {
    sites:
      sites.length > 0 || fills === null || fills.site === ''
        ? sites
        : [{ url: siteLabel(fills.site), match: 'domain' }],
    mask: held?.address ?? '',
    email: kept?.email ?? '',
    folder: kept?.folder ?? [],
    tags: kept?.tags ?? [],
    note: kept?.note ?? '',
    fields: (kept?.fields ?? []).map((field) => (field.type === 'hidden' ? { ...field, value: '' } : field)),
    card: kept?.card == null ? null : { ...kept.card, number: lastDigits(kept.card.number), ...hidden(kept.card) },
    person: kept?.person ?? null,
    oneTimes: (kept?.oneTimes ?? []).map(({ issuer, account }) => ({ issuer, account })),
    passkeys: (kept?.passkeys ?? []).map(({ rpId, userName, createdAt }) => ({ rpId, userName, createdAt })),
    attachments: (kept?.attachments ?? []).map(({ file, name, size }) => ({
      file: encodeHex(file),
      name: readable(name),
      size,
    })),
    keptParts: (kept?.kept ?? []).map(({ what }) => what),
    createdAt: kept?.createdAt ?? fills?.passwordChangedAt ?? 0,
    changedAt: kept?.changedAt ?? fills?.passwordChangedAt ?? 0,
    passwordChangedAt: fills?.passwordChangedAt ?? null,
    proposedAt: fills?.proposed?.at ?? null,
    proposedSeen: fills?.proposed?.seen ?? 'nothing',
  };
}

function versionsOf(
  app: Pick<AppContext, 'namingKey'>,
  kept: Entry,
  fills: Login | null,
  history: EntryHistory | null,
): EntryView['versions'] {
  const versions = history?.versions ?? [];
  return versions.map((version, at) => ({
    id: versionName(app, version),
    until: version.until,
    isWhole: version.rest !== null,
    hasPassword: version.password !== '',
    changed: changedParts(version, versions[at - 1] ?? versionOf(fills, kept, 0)),
  }));
}

/** Only whether there is one. */
const hidden = ({ code, pin }: { code: string; pin: string }) => ({ code: code && '•••', pin: pin && '••••' });

/** A card is known by its last digits. */
const lastDigits = (number: string): string => (number.length > 4 ? `•••• ${number.slice(-4)}` : number);
