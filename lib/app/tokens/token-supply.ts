// Filling the stock: an account at each issuer, keys that the redeeming service signed for, and batches of one size,
// ordered at random times ahead of need. An order is committed before it is sent and follows from its seed, so that it
// can be repeated after a kill. An issuer learns the account, the class and a blinded batch: never a service, a session
// or a relationship.
import { equal } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { wellFormed } from '#bytes/utf8.ts';
import { challengeDigest, requestOf, tokenKeyId, tokensOf } from '#protocol/service/token.ts';
import type { RefusalReason } from '#wire/endpoints.ts';
import { type IssuerDirectory, issuerDirectory, type TokenClass } from '#wire/token.ts';
import { farthestFirst, type KnownService, NEARNESS, nearnessOf } from '../operators/separation.ts';
import type { AppContext } from '../ports/ports.ts';
import { MAX_SERVICES, servicesInUse } from '../records/service.ts';
import {
  type IssuerAccount,
  issuerAccount,
  issuerAccountKind,
  STANDINGS,
  type TokenOrderRecord,
  tokenOrderRecord,
  tokenStock,
} from '../records/token.ts';
import { backoffMs } from '../retry/backoff.ts';
import { asFault } from '../retry/faults.ts';
import type { AbortSignalLike } from '../store/store.ts';
import { STRICT, transact } from '../store/transaction.ts';
import { later, NO_STOCK, PACE, type Payee, usable, wantsToken } from './token-stock.ts';

const CLASSES = ['root', 'message', 'mask', 'blob'] as const satisfies readonly TokenClass[];
const DIRECTORY_MS = 12 * 3_600_000;
const DIRECTORY_AGAIN_MS = 60_000;
/** Tokens of a key that ends sooner are not worth making. */
const WORTH_MS = 2 * 86_400_000;
/** What an issuer may ask us to wait at most; a date further ahead was written under another clock. */
const MAX_WAIT_MS = 25 * 3_600_000;
/** Twice as many as there may be services of mine. */
const MAX_ISSUERS = 2 * MAX_SERVICES;

export interface Supplied {
  /** When the next order is due; null: there are enough of all. */
  readonly nextAt: number | null;
  /** Whether tokens came that something waited for. */
  readonly came: boolean;
}

/**
 * Places the due orders of tokens for services of mine, one after the other.
 * @param impatient whether also orders that an issuer put off, if a request waits for a token
 */
export async function stockUp(
  app: AppContext,
  payees: readonly Payee[],
  signal: AbortSignalLike,
  impatient: boolean,
): Promise<Supplied> {
  let nextAt: number | null = null;
  let came = false;
  for (const payee of payees) {
    for (const tokenClass of CLASSES) {
      if (signal.aborted) return { nextAt, came };
      if (!wantsToken(payee.statement, tokenClass)) continue;
      const supplied = await supply(app, payee, tokenClass, impatient);
      came ||= supplied.came;
      if (supplied.nextAt !== null) nextAt = Math.min(nextAt ?? supplied.nextAt, supplied.nextAt);
    }
  }
  return { nextAt, came };
}

/**
 * Tries to have a token at once, for a request that a person waits for. If none can be had, the caller finds out when
 * it takes one.
 */
export async function stockFor(app: AppContext, payee: Payee, tokenClass: TokenClass): Promise<void> {
  if (!wantsToken(payee.statement, tokenClass)) return;
  const [held] = await app.store.read([tokenStock(payee.origin, tokenClass)]);
  if (held !== null && usable(held, app.now()).length > 0) return;
  await supply(app, payee, tokenClass, true, true);
}

async function supply(
  app: AppContext,
  payee: Payee,
  tokenClass: TokenClass,
  impatient: boolean,
  atOnce = false,
): Promise<Supplied> {
  const { origin } = payee;
  const [held, pending] = await app.store.read([tokenStock(origin, tokenClass), tokenOrderRecord(origin, tokenClass)]);
  const stock = held ?? NO_STOCK;
  const now = app.now();
  if (held !== null && !atOnce) {
    if (pending === null && usable(stock, now).length >= PACE[tokenClass].low) return { nextAt: null, came: false };
    // An order without an answer, and not put off, was cut off.
    const dueAt = stock.dueAt ?? (pending === null ? await setDue(app, payee, tokenClass) : now);
    const due = dueAt <= now || dueAt - now > MAX_WAIT_MS || (impatient && stock.wanted);
    if (!due) return { nextAt: dueAt, came: false };
  }
  // A new service is stocked up at once: nothing was sent through it that this could be told by.
  try {
    const order = pending ?? (await prepare(app, payee, tokenClass));
    return await ask(app, origin, tokenClass, order);
  } catch (error) {
    return { nextAt: await putOff(app, origin, tokenClass, asFault(error)), came: false };
  }
}

function setDue(app: AppContext, { origin }: Payee, tokenClass: TokenClass): Promise<number> {
  return transact(app.store, [tokenStock(origin, tokenClass)], (transaction) => {
    const held = transaction.get(tokenStock(origin, tokenClass)) ?? NO_STOCK;
    const dueAt = held.dueAt ?? later(app.now(), transaction.entropy);
    transaction.put(tokenStock(origin, tokenClass), { ...held, dueAt });
    return dueAt;
  });
}

const isLine = (issuer: KnownService, mine: readonly KnownService[]): boolean =>
  nearnessOf(issuer, mine) === NEARNESS.line;

/**
 * Commits an order by a key that both sides name. @throws Fault unavailable 'no-account' | 'no-token-key', of the
 * transport
 */
async function prepare(
  app: AppContext,
  { origin, statement }: Payee,
  tokenClass: TokenClass,
): Promise<TokenOrderRecord> {
  let failure: Fault = new Fault('unavailable', 'no-token-key', 'no issuer has a key that the service takes');
  const [inUse] = await app.store.read([servicesInUse]);
  const mine = (inUse?.services ?? []).map((use) => ({ origin: use.origin, key: null }));
  const placeOf = (issuer: { readonly origin: string }) => ({ origin: issuer.origin, key: null });
  // Not over a line that carries what the tokens pay for, nor another line of mine; then, not from the same people.
  const issuers = farthestFirst(statement.tokenIssuers, placeOf, [{ origin, key: null }]).toSorted(
    (a, b) => Number(isLine(placeOf(a), mine)) - Number(isLine(placeOf(b), mine)),
  );
  for (const { origin: issuer, keys } of issuers) {
    const named = keys.filter((key) => key.class === tokenClass);
    if (named.length === 0) continue;
    try {
      const account = await openAccount(app, issuer);
      const key = await keyAt(app, issuer, account, named);
      const order = {
        issuer,
        type: key.type,
        key: key.key,
        digest: challengeDigest(key.type, issuer, origin),
        count: PACE[tokenClass].batch,
        untilAt: key.untilAt,
      };
      return await transact(
        app.store,
        [tokenOrderRecord(origin, tokenClass)],
        (transaction) => {
          const known = transaction.get(tokenOrderRecord(origin, tokenClass));
          const fresh = known ?? { ...order, seed: transaction.entropy(32) };
          transaction.put(tokenOrderRecord(origin, tokenClass), fresh);
          return fresh;
        },
        STRICT,
      );
    } catch (error) {
      failure = asFault(error);
    }
  }
  throw failure;
}

/** Sends an order, and takes in what it brings. */
async function ask(
  app: AppContext,
  origin: string,
  tokenClass: TokenClass,
  order: TokenOrderRecord,
): Promise<Supplied> {
  const [account] = await app.store.read([issuerAccount(order.issuer)]);
  if (account === null) throw new Fault('unavailable', 'no-account', 'the account is no longer known');
  const request = { secret: account.secret, class: tokenClass, type: order.type, request: requestOf(order) };
  let response: Uint8Array;
  try {
    response = (await app.transport.call('issueTokens', order.issuer, request)).response;
  } catch (error) {
    const fault = asFault(error);
    await forsake(app, origin, tokenClass, order, fault);
    throw fault;
  }
  const tokens = tokensOf(order, response);
  if (tokens === null) {
    // Of another key than the one published, or nonsense. Nothing of it is used, and the seed is not used again.
    await drop(app, origin, tokenClass, order);
    throw new Fault('unavailable', 'tokens-false', 'the issuer answered with what its key would not give');
  }
  const came = await transact(
    app.store,
    [tokenOrderRecord(origin, tokenClass), tokenStock(origin, tokenClass)],
    (transaction) => {
      const pending = transaction.get(tokenOrderRecord(origin, tokenClass));
      // Taken in already, by another who asked the same.
      if (pending === null || !equal(pending.seed, order.seed)) return null;
      transaction.remove(tokenOrderRecord(origin, tokenClass));
      const held = transaction.get(tokenStock(origin, tokenClass)) ?? NO_STOCK;
      const fresh = tokens.map((token) => ({ token, untilAt: order.untilAt }));
      const stock = [...usable(held, app.now()), ...fresh].toSorted((a, b) => a.untilAt - b.untilAt);
      const dueAt = stock.length < PACE[tokenClass].low ? later(app.now(), transaction.entropy) : null;
      transaction.put(tokenStock(origin, tokenClass), { tokens: stock, dueAt, wanted: false, tries: 0 });
      return { wanted: held.wanted, dueAt };
    },
    STRICT,
  );
  return { nextAt: came?.dueAt ?? null, came: came?.wanted ?? false };
}

/** What of a refused order is not to be tried again. */
async function forsake(
  app: AppContext,
  origin: string,
  tokenClass: TokenClass,
  order: TokenOrderRecord,
  fault: Fault,
): Promise<void> {
  const { reason } = fault as Fault & { readonly reason?: RefusalReason };
  if (fault.blame !== 'refused' || fault.code === 'rate-limited' || fault.code === 'unavailable') return;
  await drop(app, origin, tokenClass, order);
  if (reason === undefined) return;
  await change(app, order.issuer, (account) =>
    reason === 'account-unknown' ? { ...account, standing: 'new' } : { ...account, fetchedAt: 0 },
  );
}

function drop(app: AppContext, origin: string, tokenClass: TokenClass, order: TokenOrderRecord): Promise<void> {
  return transact(app.store, [tokenOrderRecord(origin, tokenClass)], (transaction) => {
    const pending = transaction.get(tokenOrderRecord(origin, tokenClass));
    if (pending !== null && equal(pending.seed, order.seed)) transaction.remove(tokenOrderRecord(origin, tokenClass));
  });
}

/** @returns when it is tried again */
async function putOff(app: AppContext, origin: string, tokenClass: TokenClass, fault: Fault): Promise<number> {
  return transact(app.store, [tokenStock(origin, tokenClass)], (transaction) => {
    const held = transaction.get(tokenStock(origin, tokenClass)) ?? NO_STOCK;
    const tries = Math.min(held.tries + 1, 0xffff);
    const { retryAfterSeconds = null } = fault as Fault & { readonly retryAfterSeconds?: number | null };
    const asked = Math.min((retryAfterSeconds ?? 0) * 1000, MAX_WAIT_MS);
    const at = app.now() + backoffMs(tries, transaction.entropy, asked);
    transaction.put(tokenStock(origin, tokenClass), { ...held, tries, dueAt: at });
    return at;
  });
}

/**
 * My account at an issuer, opened if it was not. @throws Fault unavailable 'no-account' if the issuer does not serve
 * me, of the transport
 */
export async function openAccount(app: AppContext, issuer: string): Promise<IssuerAccount> {
  const [before] = await app.store.read([issuerAccount(issuer)]);
  // A service of mine could name others every day, each of which may answer with kilobytes that are kept.
  if (before === null && (await app.store.count(issuerAccountKind)) >= MAX_ISSUERS)
    throw new Fault('unavailable', 'no-account', 'there are accounts at too many issuers');
  const account = await transact(
    app.store,
    [issuerAccount(issuer)],
    (transaction) => {
      const known = transaction.get(issuerAccount(issuer));
      if (known !== null) return known;
      const fresh = {
        secret: transaction.entropy(32),
        standing: 'new' as const,
        invitation: '',
        directory: new Uint8Array(0),
        fetchedAt: 0,
      };
      transaction.put(issuerAccount(issuer), fresh);
      return fresh;
    },
    STRICT,
  );
  if (account.standing === 'open') return account;
  // An issuer that refused me before is asked again: its operator may have listed me meanwhile.
  const { secret, invitation } = account;
  try {
    await app.transport.call('openAccount', issuer, { secret, invitation });
  } catch (error) {
    const { reason } = error as { readonly reason?: RefusalReason };
    if (reason === undefined || !Object.hasOwn(STANDINGS, reason)) throw error;
    const refused = reason as IssuerAccount['standing'];
    // Asked twice at once, the other may have been let in meanwhile.
    await change(app, issuer, (known) => (known.standing === 'open' ? known : { ...known, standing: refused }));
    throw new Fault('unavailable', 'no-account', 'the issuer does not serve this account', error);
  }
  await change(app, issuer, (known) => ({ ...known, standing: 'open', invitation: '' }));
  return { ...account, standing: 'open', invitation: '' };
}

/** Shows an issuer the code that its operator gave to a person. */
export async function giveInvitation(
  app: AppContext,
  issuer: string,
  typed: string,
): Promise<'opened' | 'wrong' | 'unreachable'> {
  await change(app, issuer, (known) => ({ ...known, invitation: wellFormed(typed).trim().slice(0, 64) }));
  try {
    await openAccount(app, issuer);
    return 'opened';
  } catch (error) {
    return asFault(error).code === 'no-account' ? 'wrong' : 'unreachable';
  }
}

function change(app: AppContext, issuer: string, to: (account: IssuerAccount) => IssuerAccount): Promise<void> {
  return transact(app.store, [issuerAccount(issuer)], (transaction) => {
    const known = transaction.get(issuerAccount(issuer));
    if (known !== null) transaction.put(issuerAccount(issuer), to(known));
  });
}

/** The newest key in use that the redeeming service named. */
async function keyAt(
  app: AppContext,
  issuer: string,
  account: IssuerAccount,
  named: readonly { readonly id: Uint8Array }[],
): Promise<IssuerDirectory['keys'][number]> {
  const now = app.now();
  const fits = ({ keys }: IssuerDirectory) =>
    keys
      .filter(
        (key) =>
          key.fromAt <= now && key.untilAt - now > WORTH_MS && named.some(({ id }) => equal(id, tokenKeyId(key.key))),
      )
      .reduce<IssuerDirectory['keys'][number] | undefined>(
        (best, key) => (best === undefined || key.fromAt > best.fromAt ? key : best),
        undefined,
      );
  const age = Math.abs(now - account.fetchedAt);
  const known =
    account.directory.length === 0 || age > DIRECTORY_MS ? undefined : fits(issuerDirectory.decode(account.directory));
  if (known !== undefined) return known;
  if (account.directory.length === 0 || age > DIRECTORY_AGAIN_MS) {
    const directory = await app.transport.call('getIssuer', issuer, null);
    const encoded = issuerDirectory.encode(directory);
    await change(app, issuer, (before) => ({ ...before, directory: encoded, fetchedAt: now }));
    const found = fits(directory);
    if (found !== undefined) return found;
  }
  throw new Fault('unavailable', 'no-token-key', 'the issuer has no key that the service takes');
}
