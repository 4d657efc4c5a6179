// Tokens in stock, and spending them: a token is tied to one request in a step that is flushed before the request
// leaves, and every try brings the same two together. Nothing here asks anybody (token-supply.ts does), and no token is
// ever sent beside what identifies.
import { encodeHex } from '#bytes/base64url.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { decodeToken } from '#protocol/service/token.ts';
import type { RefusalReason } from '#wire/endpoints.ts';
import type { DescriptorStatement } from '#wire/service.ts';
import type { TokenClass } from '#wire/token.ts';
import type { AppContext } from '../ports/ports.ts';
import { service } from '../records/service.ts';
import { type Payment, payment, type TokenStock, tokenStock } from '../records/token.ts';
import { STRICT, type StrictTransaction, transact } from '../store/transaction.ts';

/** Tokens in one order, and the level below which the next is made. The same for everybody, whatever they use. */
export const PACE: Readonly<Record<TokenClass, { readonly batch: number; readonly low: number }>> = {
  message: { batch: 32, low: 48 },
  blob: { batch: 8, low: 6 },
  root: { batch: 2, low: 1 },
  mask: { batch: 8, low: 6 },
};
/** A token that ends sooner may end on its way. */
const MARGIN_MS = 3_600_000;
/** Ahead of need: an order must not follow on what was sent. */
const LATER_MS = { least: 60_000, most: 600_000 };
/** A person waits. */
const SOON_MS = { least: 2_000, most: 20_000 };

export const EMPTY_TOKEN = new Uint8Array(0);
export const NO_STOCK: TokenStock = { tokens: [], dueAt: null, wanted: false, tries: 0 };

/** A service of mine, and what it says of itself. */
export interface Payee {
  readonly origin: string;
  readonly statement: DescriptorStatement;
}

export function wantsToken({ tokenIssuers }: DescriptorStatement, tokenClass: TokenClass): boolean {
  return tokenIssuers.some(({ keys }) => keys.some((key) => key.class === tokenClass));
}

export const usable = ({ tokens }: TokenStock, now: number): TokenStock['tokens'] =>
  tokens.filter(({ untilAt }) => untilAt - now > MARGIN_MS);

export const later = (now: number, entropy: Entropy): number => now + drawn(LATER_MS, entropy);
export const soon = (now: number, entropy: Entropy): number => now + drawn(SOON_MS, entropy);

function drawn({ least, most }: { least: number; most: number }, entropy: Entropy): number {
  const draw = entropy(2);
  return least + Math.round(((((draw[0] ?? 0) << 8) | (draw[1] ?? 0)) / 0xffff) * (most - least));
}

/**
 * Takes one token inside the caller's step, which commits what it pays for. Draws 2 bytes if an order becomes due.
 * @returns empty if the service wants none; null if there is none, and then one is ordered soon
 */
export function takeToken(
  transaction: StrictTransaction,
  { origin, statement }: Payee,
  tokenClass: TokenClass,
  now: number,
): Uint8Array | null {
  if (!wantsToken(statement, tokenClass)) return EMPTY_TOKEN;
  const ref = tokenStock(origin, tokenClass);
  const held = transaction.get(ref) ?? NO_STOCK;
  const [first, ...left] = usable(held, now);
  if (first === undefined) {
    // Once: a caller that finds it empty again changes nothing. An issuer that said when there will be more is not
    // asked sooner.
    const settled = held.dueAt !== null && (held.wanted || held.tries > 0);
    const dueAt = settled
      ? held.dueAt
      : Math.min(soon(now, transaction.entropy), held.dueAt ?? Number.POSITIVE_INFINITY);
    transaction.put(ref, { ...held, tokens: [], wanted: true, dueAt });
    return null;
  }
  const due = left.length < PACE[tokenClass].low;
  const dueAt = held.dueAt ?? (due ? later(now, transaction.entropy) : null);
  transaction.put(ref, { ...held, tokens: left, dueAt });
  return first.token.slice();
}

/**
 * Pays for one request inside the caller's step, if there is a token: `payFor` finds it paid. Nothing has asked for it
 * yet. Draws as `takeToken`.
 */
export function pay(
  transaction: StrictTransaction,
  payee: Payee,
  tokenClass: TokenClass,
  what: string,
  now: number,
): void {
  const token = takeToken(transaction, payee, tokenClass, now);
  if (token === null || token.length === 0) return;
  transaction.put(payment(what, payee.origin), { token, secret: EMPTY_TOKEN, createdAt: now });
}

/**
 * The token for one request, the same whenever the same is asked; flushed when it resolves.
 * @param what names the request among all requests @param secretBytes more that is drawn once and kept with it
 * @throws Fault unavailable 'no-token' if there is none: more are on their way
 */
export async function payFor(
  app: AppContext,
  payee: Payee,
  tokenClass: TokenClass,
  what: string,
  secretBytes = 0,
): Promise<Pick<Payment, 'token' | 'secret'>> {
  const { origin, statement } = payee;
  if (!wantsToken(statement, tokenClass)) return { token: EMPTY_TOKEN, secret: app.entropy(secretBytes) };
  const now = app.now();
  const [ahead] = await app.store.read([payment(what, origin)]);
  if (ahead !== null) return { token: ahead.token, secret: ahead.secret };
  const paid = await transact(
    app.store,
    [payment(what, origin), tokenStock(origin, tokenClass)],
    (transaction) => {
      const before = transaction.get(payment(what, origin));
      if (before !== null) return before;
      const token = takeToken(transaction, payee, tokenClass, now);
      if (token === null) return null;
      const fresh = { token, secret: transaction.entropy(secretBytes), createdAt: now };
      transaction.put(payment(what, origin), fresh);
      return fresh;
    },
    STRICT,
  );
  if (paid === null) throw new Fault('unavailable', 'no-token', 'no token is left for this');
  return { token: paid.token.slice(), secret: paid.secret.slice() };
}

/** Reasons that blame the token, or the keys known for it. */
const STALE: ReadonlySet<RefusalReason | undefined> = new Set(['token-missing', 'token-key']);

/**
 * After a service did not take a payment: another token goes with the next try. Everything but `token-wanted` is passed
 * over.
 */
export async function notPaid(
  app: AppContext,
  origin: string,
  tokenClass: TokenClass,
  what: string,
  fault: Fault,
): Promise<void> {
  if (fault.code !== 'token-wanted') return;
  const { reason } = fault as Fault & { readonly reason?: RefusalReason };
  await transact(app.store, [payment(what, origin), tokenStock(origin, tokenClass), service(origin)], (transaction) => {
    const spent = transaction.get(payment(what, origin));
    transaction.remove(payment(what, origin));
    const held = transaction.get(tokenStock(origin, tokenClass));
    if (reason === 'token-key' && spent !== null && held !== null) {
      const retired = keyOf(spent.token);
      const tokens = held.tokens.filter(({ token }) => keyOf(token) !== retired);
      transaction.put(tokenStock(origin, tokenClass), { ...held, tokens });
    }
    const known = transaction.get(service(origin));
    // Its descriptor says which keys it takes, and that it takes any: it is asked for again.
    if (known !== null && STALE.has(reason)) transaction.put(service(origin), { ...known, fetchedAt: 0 });
  });
}

function keyOf(token: Uint8Array): string {
  return encodeHex(decodeToken(token).keyId);
}
