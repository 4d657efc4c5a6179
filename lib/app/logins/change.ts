// Adding an entry by hand and changing one. Each change keeps how it was before, with a way back; the log-in of a site
// where I have an identity is changed by the same step.
import { equal } from '#bytes/bytes.ts';
import type { OneTime, VaultEntry } from '#logins/formats/entry.ts';
import { type Site, siteUrl } from '#logins/site.ts';
import type { AppContext } from '../ports/ports.ts';
import { type Entry, type EntryHistory, entry, entryHistory, entryHistoryKind } from '../records/entry.ts';
import { type Login, login } from '../records/login.ts';
import { relationship } from '../records/relationship.ts';
import { STRICT, type StrictTransaction, type Synchronous, type Transaction, transact } from '../store/transaction.ts';
import { moveBetweenSites } from './at-sites.ts';
import {
  codesHad,
  entryFor,
  keptVersions,
  type LeftOut,
  recordsOf,
  siteAt,
  sitesOf,
  type Version,
  versionOf,
} from './entry-records.ts';
import { versionCalled } from './version-name.ts';

/** The parts of an entry that a person changes in a form. */
export type EntryChange = Partial<
  Pick<
    VaultEntry,
    | 'title'
    | 'folder'
    | 'tags'
    | 'favourite'
    | 'sites'
    | 'username'
    | 'email'
    | 'password'
    | 'oneTimes'
    | 'note'
    | 'fields'
    | 'card'
    | 'person'
  >
>;

/**
 * @param id 32 hex digits that the page drew for it, so that a second try adds none
 * @param also changed in the same step
 */
export async function addEntry(
  app: AppContext,
  id: string,
  given: VaultEntry,
  also: (transaction: Transaction) => void = () => {},
): Promise<LeftOut[]> {
  const { login: fills, entry: kept, leftOut } = recordsOf(given, { now: app.now(), importId: null });
  await transact(
    app.store,
    [entry(id), login(id)],
    (transaction) => {
      if (transaction.get(entry(id)) !== null || transaction.get(login(id)) !== null) return;
      transaction.put(entry(id), kept);
      if (fills === null) return;
      transaction.put(login(id), fills);
      moveBetweenSites(transaction, id, [], sitesOf(kept.sites));
      also(transaction);
    },
    STRICT,
  );
  return [...leftOut];
}

/** @param also changed in the same step */
export async function changeEntry(
  app: AppContext,
  id: string,
  change: EntryChange | ((before: Entry) => EntryChange),
  also: (transaction: Transaction) => void = () => {},
): Promise<{ ok: true; leftOut: LeftOut[] } | { ok: false; reason: 'gone' }> {
  const now = app.now();
  const leftOut = await onEntry(app, id, (transaction, present) => {
    const wanted = typeof change === 'function' ? change(present.before) : change;
    const dropped = [...changeIn(transaction, id, present, wanted, now)];
    also(transaction);
    return dropped;
  });
  return leftOut === null ? { ok: false, reason: 'gone' } : { ok: true, leftOut };
}

/** A step on an entry as it is by then. @returns null: there is no such entry (any more) */
export function onEntry<T>(
  { store }: Pick<AppContext, 'store'>,
  id: string,
  work: (transaction: StrictTransaction, present: Present) => Synchronous<T>,
): Promise<T | null> {
  return transact<T | null>(
    store,
    [entry(id), login(id), entryHistory(id), relationship(id)],
    (transaction) => {
      const present = presentOf(transaction, id);
      return (present && work(transaction, present)) as Synchronous<T | null>;
    },
    STRICT,
  );
}

/** @returns the parts that were left out */
export function changeIn(
  transaction: Transaction,
  id: string,
  present: Present,
  change: EntryChange,
  now: number,
): readonly LeftOut[] {
  const earlier = transaction.get(entryHistory(id))?.versions ?? [];
  const had = codesHad(present.before, earlier);
  const { login: fills, entry: after, leftOut } = changed(present, change, now, had);
  replace(transaction, id, present, { fills, after, earlier }, now);
  return leftOut;
}

/** One account is used at a further site from now on. */
export async function addSite(app: AppContext, id: string, site: Site): Promise<void> {
  await changeEntry(app, id, ({ sites }) =>
    sites.some(({ url, match }) => match === 'domain' && siteAt(url) === site)
      ? {}
      : { sites: [...sites, { url: siteUrl(site), match: 'domain' }] },
  );
}

export interface Present {
  readonly known: Login | null;
  readonly before: Entry;
  /** It belongs to a relationship, at a site that its addresses do not change. */
  readonly isIdentity: boolean;
}

/** Null: there is no such entry (any more). */
export function presentOf(transaction: Transaction, id: string): Present | null {
  const known = transaction.get(login(id));
  const before = transaction.get(entry(id)) ?? (known === null ? null : entryFor(known));
  return before === null ? null : { known, before, isIdentity: transaction.get(relationship(id)) !== null };
}

interface Replacement {
  readonly fills: Login | null;
  readonly after: Entry;
  /** Versions from before the present one. */
  readonly earlier: EntryHistory['versions'];
}

/** Puts another entry in the place of the present one, which is kept as a version if the two differ in one. */
export function replace(
  transaction: Transaction,
  id: string,
  { known, before, isIdentity }: Present,
  { fills, after, earlier }: Replacement,
  now: number,
): void {
  transaction.put(entry(id), after);
  const isSame = isSameVersion(known, before, fills, after);
  const history = keptVersions(isSame ? earlier : [versionOf(known, before, now), ...earlier]);
  if (history !== null) transaction.put(entryHistory(id), history);
  if (fills === null) return;
  transaction.put(login(id), fills);
  if (after.deletedAt !== null) return;
  // A site's identity is offered at its site, whatever addresses the person notes beside.
  const own = isIdentity && known !== null ? [known.site] : [];
  moveBetweenSites(transaction, id, sitesOf(before.sites), [...sitesOf(after.sites), ...own]);
}

function changed(present: Present, change: EntryChange, now: number, had: readonly OneTime[]) {
  const { known, before } = present;
  const { import: _, ...rest } = before;
  const whole: VaultEntry = {
    ...rest,
    username: known?.username ?? '',
    password: known?.password ?? '',
    passkeys: [],
    attachments: [],
    earlier: [],
    ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
    changedAt: now,
  };
  const made = recordsOf(whole, { now, importId: null, had });
  const { passkeys, attachments, kept } = before;
  return {
    login: fillsOf(made.login, present, now),
    entry: { ...made.entry, passkeys, attachments, kept },
    leftOut: made.leftOut,
  };
}

function fillsOf(made: Login | null, present: Present, now: number): Login | null {
  const { known } = present;
  if (made === null) return known === null ? null : withLife({ ...known, username: '', password: '' }, present, now);
  // An identity of a mask alone gets no log-in of nothing.
  return known === null && made.username === '' && made.password === '' ? null : withLife(made, present, now);
}

/** A changed log-in keeps what it was used for; at a site of mine the site is the relationship's. */
export function withLife(fills: Login, { known, isIdentity }: Present, now: number): Login {
  if (known === null) return { ...fills, passwordChangedAt: now };
  const { used, filledAt, site, proposed } = known;
  const passwordChangedAt = fills.password === known.password ? known.passwordChangedAt : now;
  const life = { used, filledAt, passwordChangedAt, site: isIdentity && site !== '' ? site : fills.site };
  // By making the proposed one the present one the person says that the site took it.
  return { ...fills, ...life, proposed: proposed?.password === fills.password ? null : proposed };
}

function isSameVersion(known: Login | null, before: Entry, fills: Login | null, after: Entry): boolean {
  const encoded = (one: Version): Uint8Array => entryHistoryKind.format.encode({ versions: [one] });
  return equal(encoded(versionOf(known, before, 0)), encoded(versionOf(fills, after, 0)));
}

/**
 * Makes a former version the present one; the present one becomes the newest of the former.
 * @param name of the version that the person chose: another change may have moved the places since
 */
export async function restoreVersion(
  app: AppContext,
  id: string,
  name: string,
): Promise<{ ok: true } | { ok: false; reason: 'gone' }> {
  const now = app.now();
  const isRestored = await onEntry(app, id, (transaction, present) => {
    const version = versionCalled(app, transaction.get(entryHistory(id)), name);
    if (version === null) return false;
    const { password, rest } = version;
    const { more, ...main } = rest ?? { more: null };
    changeIn(transaction, id, present, { password, ...main, ...more }, now);
    return true;
  });
  return isRestored ? { ok: true } : { ok: false, reason: 'gone' };
}
