// Contextual identities for sites: fresh keys, delivery addresses, a mask and a generated password, for one site and
// never another.
import { type Site, siteLabel, siteUrl } from '#logins/site.ts';
import { entryAddress, matches } from '#logins/sites/match.ts';
import { idBytes, idText, sink, tell } from '../conversation/conversation.ts';
import { moveBetweenSites } from '../logins/at-sites.ts';
import { showGenerator } from '../logins/generated.ts';
import { grantMaskAddress } from '../masks/mask.ts';
import { registerNewMask } from '../masks/mask-registration.ts';
import type { AppContext } from '../ports/ports.ts';
import { type Entry, entry } from '../records/entry.ts';
import { isUsed, type Login, login, site } from '../records/login.ts';
import { knownToSite, type Mask, mask } from '../records/mask.ts';
import { type Relationship, recent, relationship } from '../records/relationship.ts';
import type { MyService } from '../services/services.ts';
import { type Facts, joinedFactsOf } from '../services/snapshot.ts';
import { STRICT, transact } from '../store/transaction.ts';
import { takeToken } from '../tokens/token-stock.ts';
import { stockFor } from '../tokens/token-supply.ts';
import {
  type FormHints,
  loginOf,
  maskOf,
  type PreparedIdentity,
  prepareIdentity,
  registrationOf,
  relationshipOf,
  shortName,
} from './prepare-identity.ts';

export type Created = { ok: true; id: string } | { ok: false; reason: 'unreachable' | 'storage' | 'no-permission' };

/** What a form is filled with. */
export interface Fill {
  readonly email: string;
  readonly username: string;
  readonly password: string;
  readonly displayName: string;
}

/**
 * Who I am at a site: an identity with a log-in and a mask, or one of them; or a log-in that the person brought, which
 * has no relationship.
 */
export interface SiteIdentity {
  readonly id: string;
  /** As I am called there; of a log-in alone, as the person calls it. */
  readonly name: string;
  readonly picture: Uint8Array;
  readonly createdAt: number;
  readonly unread: number;
  readonly isUsed: boolean;
  readonly login: Login | null;
  readonly mask: Mask | null;
  /** Whose codes it has a secret of, in their order. */
  readonly oneTimes: Entry['oneTimes'];
  /** Its places of use, as its entry says or else its site. */
  readonly addresses: readonly string[];
}

/**
 * The identities I have at a site, most recently made last.
 * @param pageUrl a page of the site: log-ins whose rules leave it out are none of its; null: of all its pages
 */
export async function identitiesAt(
  app: Pick<AppContext, 'store'>,
  at: Site,
  pageUrl: string | null = null,
): Promise<SiteIdentity[]> {
  const [known] = await app.store.read([site(at)]);
  const ids = (known?.relationships ?? []).map(idText);
  const found = await Promise.all(ids.map((id) => app.store.read([relationship(id), login(id), mask(id), entry(id)])));
  return ids.flatMap((id, index) => {
    const [its, fills, held, kept] = found[index] ?? [null, null, null, null];
    if (fills === null && held === null) return [];
    const oneTimes = kept?.oneTimes ?? [];
    if (kept !== null && !isForPage(kept, its === null ? null : (fills ?? held), at, pageUrl)) return [];
    const addresses = kept === null ? [siteUrl((fills ?? held)?.site ?? at)] : addressesOf(kept);
    if (its !== null) return [{ id, ...identityOf(its, fills), login: fills, mask: held, oneTimes, addresses }];
    if (fills === null || kept === null) return [];
    return [{ id, ...broughtIn(id, kept, at), login: fills, mask: held, oneTimes, addresses }];
  });
}

const addressesOf = ({ sites }: Entry): string[] =>
  sites.flatMap(({ url, match }) => (match === 'never' ? [] : (entryAddress(url.trim())?.href ?? [])));

/** Whether one of its addresses has the page by its rule. An identity is for all pages of the site it was made for. */
const isForPage = ({ sites }: Entry, made: { site: Site } | null, at: Site, pageUrl: string | null): boolean =>
  pageUrl === null || made?.site === at || sites.some((one) => matches(one, pageUrl));

const identityOf = (its: Relationship, fills: Login | null) => ({
  name: its.mine.name,
  picture: its.minePicture,
  createdAt: its.createdAt,
  unread: its.unread,
  isUsed: isUsed({ relationship: its, login: fills }),
});

const broughtIn = (id: string, { title, createdAt }: Entry, at: Site) => ({
  name: title === '' ? siteLabel(at) : title,
  picture: idBytes(id),
  createdAt,
  unread: 0,
  isUsed: true,
});

/** The one used last first, then the newest. */
export async function likeliestAt(
  app: Pick<AppContext, 'store'>,
  at: Site,
  pageUrl: string | null = null,
): Promise<SiteIdentity[]> {
  const filledAt = ({ login: known }: SiteIdentity): number => known?.filledAt ?? 0;
  return (await identitiesAt(app, at, pageUrl)).reverse().sort((a, b) => filledAt(b) - filledAt(a));
}

/**
 * Makes an identity for a site: its name and picture grow from `suggested` (16 random bytes). The mask is registered
 * at the gateway before anything is filled: a form must never be given an address that does not exist. If the worker
 * is killed in between, the gateway holds a mask that receives nothing and expires.
 */
export async function createSiteIdentity(
  app: AppContext,
  at: Site,
  suggested: Uint8Array,
  hints: FormHints,
): Promise<Created> {
  // A service that is away must not keep a form waiting: it is asked only if there is no other.
  const facts = await joinedFactsOf(app);
  const { password: liked } = await showGenerator(app);
  const made = await registerNewMask(
    app,
    facts,
    (gateway, attempt, token) => {
      // If the name is taken at the gateway, another one is drawn; else the person gets the one they were shown.
      const picture = attempt === 0 ? suggested : app.entropy(16);
      const prepared = prepareIdentity(app.entropy, at, picture, gateway.statement.mailDomain, hints, liked.length);
      return commit(app, facts, gateway, prepared, token);
    },
    ({ id }) => discard(app, id),
  );
  if (made === null) return { ok: false, reason: 'unreachable' };
  if (!made.ok) return made;
  await adopt(app, made.id, at, facts.now);
  return { ok: true, id: made.id };
}

/**
 * Commits the identity with the addresses that the gateway will hold, so that mail that comes at once finds its
 * relationship. @param token to pay with; null: one of the wallet's
 */
async function commit(
  app: AppContext,
  facts: Facts,
  { service: { name: gateway }, statement }: MyService,
  prepared: PreparedIdentity,
  token: Uint8Array | null,
): Promise<{ ok: true; id: string; request: Uint8Array; token: Uint8Array } | Extract<Created, { ok: false }>> {
  const payee = { origin: gateway.origin, statement };
  // The person waits for it.
  await stockFor(app, payee, 'mask');
  return transact(
    app.store,
    [site(prepared.site), recent],
    (transaction) => {
      const paid = token ?? takeToken(transaction, payee, 'mask', facts.now);
      if (paid === null) return { ok: false, reason: 'no-permission' };
      const fresh = { addresses: { seed: prepared.seed, next: 0 }, latency: 'now' } as const;
      const granted = grantMaskAddress(transaction, facts, prepared.id, gateway, fresh);
      if (granted === null) return { ok: false, reason: 'unreachable' };
      transaction.put(relationship(prepared.id), relationshipOf(prepared, granted.book, facts.now));
      transaction.put(login(prepared.id), loginOf(prepared, facts.now));
      transaction.put(mask(prepared.id), maskOf(prepared, gateway, facts.now));
      return { ok: true, id: prepared.id, request: registrationOf(prepared, granted.grant, paid), token: paid };
    },
    STRICT,
  );
}

/** The identity becomes one of the site's, and shows. */
async function adopt(app: AppContext, id: string, at: Site, now: number): Promise<void> {
  await transact(
    app.store,
    [site(at), mask(id), relationship(id), recent],
    (transaction) => {
      moveBetweenSites(transaction, id, [], [at]);
      transaction.put(mask(id), { ...transaction.require(mask(id)), state: 'active' });
      tell(transaction, id, { kind: 'identity-created', at: now, detail: '' }, true);
    },
    STRICT,
  );
}

/** Takes back an identity that never became one. */
export async function discard(app: AppContext, id: string): Promise<void> {
  await transact(app.store, [], (transaction) => {
    transaction.remove(login(id));
    transaction.remove(mask(id));
    transaction.remove(relationship(id));
    sink(transaction, id, 0);
  });
}

/**
 * What fills a form of this site. Null unless the identity stands in the site's index: a page is never given another
 * site's.
 * `elsewhere`: the person chose it for a page of another site, so nothing of it is taken for a use at its own.
 * `ownUsername`: the form wants a name and is not known to take the address. `begins`: it was just made for this form,
 * which may never be sent. `pageUrl`: the page of the site that asks; a log-in's rules may leave it out. `proposed`:
 * with the password that a form of the site was given last, if one waits for it. `former`: with the address before the
 * present one, while the site is not known to have that.
 */
export async function fillFor(
  app: AppContext,
  id: string,
  at: Site,
  {
    ownUsername = false,
    begins = false,
    pageUrl = null,
    proposed = false,
    elsewhere = false,
    former = false,
  }: {
    ownUsername?: boolean;
    begins?: boolean;
    pageUrl?: string | null;
    proposed?: boolean;
    elsewhere?: boolean;
    former?: boolean;
  } = {},
): Promise<Fill | null> {
  const [known, held, its, kept, there] = await app.store.read([
    ...([login(id), mask(id), relationship(id), entry(id), site(at)] as const),
  ]);
  if (kept?.deletedAt != null) return null;
  if (!elsewhere) {
    if (kept !== null && !isForPage(kept, its === null ? null : (known ?? held), at, pageUrl)) return null;
    if (there?.relationships.some((one) => idText(one) === id) !== true) return null;
  }
  const displayName = its?.mine.name ?? '';
  // A mask without a log-in is all that is filled in; without a mask the name may be an address of the person's own.
  if (known === null) {
    if (held === null) return null;
    return { email: (former ? knownToSite(held) : null) ?? held.address, username: '', password: '', displayName };
  }
  const filledWith = (current: Login) =>
    loginFill(current, { held, kept }, { ownUsername: ownUsername && !elsewhere, proposed, former });
  if (elsewhere) return { ...filledWith(known).fill, displayName };
  const filledAt = app.now();
  return transact(app.store, [login(id)], (transaction) => {
    // It may have been changed since it was read.
    const current = transaction.get(login(id));
    if (current === null) return null;
    const { fill, username } = filledWith(current);
    transaction.put(login(id), { ...current, username, used: current.used || !begins, filledAt });
    return { ...fill, displayName };
  });
}

/** @returns also the name by which the site knows it from then on */
function loginFill(
  known: Login,
  { held, kept }: { readonly held: Mask | null; readonly kept: Entry | null },
  { ownUsername, proposed, former }: { ownUsername: boolean; proposed: boolean; former: boolean },
): { readonly fill: Omit<Fill, 'displayName'>; readonly username: string } {
  const before = held === null ? null : knownToSite(held);
  const email = (former ? before : null) ?? held?.address ?? (kept?.email || known.username);
  // A name that is the address follows it.
  const isAddress = held !== null && (known.username === held.address || known.username === before);
  const named = ownUsername && isAddress ? shortName(email) : null;
  const password = (proposed ? known.proposed?.password : null) ?? known.password;
  const filled = named ?? (isAddress ? email : known.username);
  return { fill: { email, username: filled, password }, username: named ?? known.username };
}

/** The person sent a form that was filled with it. */
export async function noteUsed(app: AppContext, id: string): Promise<void> {
  await transact(app.store, [login(id)], (transaction) => {
    const known = transaction.get(login(id));
    if (known !== null && !known.used) transaction.put(login(id), { ...known, used: true });
  });
}
