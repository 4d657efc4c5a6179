// How permission to have work done stands, in words that a person can act on: at each service, and for messages that
// wait for it. No numbers of tokens: what counts is whether there are enough.
import { encodeHex } from '#bytes/base64url.ts';
import { sha256 } from '#crypto/hash.ts';
import type { TokenClass } from '#wire/token.ts';
import { type IssuerAccount, issuerAccount, tokenStock } from '../records/token.ts';
import { type MyService, myServicesWith } from '../services/services.ts';
import type { Store } from '../store/store.ts';
import { NO_STOCK, PACE, usable, wantsToken } from '../tokens/token-stock.ts';
import type { PermissionView } from '../views/services.ts';

/** What people notice the lack of; mailboxes are made now and then. */
const NOTICED: readonly TokenClass[] = ['message', 'blob', 'mask'];

/** Null if the service asks for no permission. */
export async function showPermission(
  store: Store,
  { use: { origin }, statement }: MyService,
  now: number,
): Promise<PermissionView | null> {
  const classes = NOTICED.filter((tokenClass) => wantsToken(statement, tokenClass));
  const issuers = statement.tokenIssuers.filter(({ keys }) => keys.length > 0).map((issuer) => issuer.origin);
  const [issuer] = issuers;
  if (classes.length === 0 || issuer === undefined) return null;
  const stocks = await store.read(classes.map((tokenClass) => tokenStock(origin, tokenClass)));
  const accounts = await store.read(issuers.map((one) => issuerAccount(one)));
  const held = classes.map((tokenClass, index) => {
    const stock = stocks[index] ?? NO_STOCK;
    return { count: usable(stock, now).length, dueAt: stock.dueAt, batch: PACE[tokenClass].batch };
  });
  const empty = held.filter(({ count }) => count === 0);
  const low = held.some(({ count, batch }) => count < batch / 4);
  const due = empty.flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt]));
  return {
    state: empty.length > 0 ? 'none' : low ? 'low' : 'ready',
    nextAt: due.length === 0 ? null : Math.min(...due),
    obstacle: obstacleOf(issuers, accounts),
  };
}

/** If no issuer serves me: the first, and why it does not. */
function obstacleOf(
  issuers: readonly string[],
  accounts: readonly (IssuerAccount | null)[],
): PermissionView['obstacle'] {
  if (accounts.some((account) => account === null || account.standing === 'open' || account.standing === 'new'))
    return null;
  const [account] = accounts;
  const [issuer] = issuers;
  if (account == null || issuer === undefined) return null;
  const { standing, secret } = account;
  if (standing === 'open' || standing === 'new') return null;
  return { issuer, standing, account: standing === 'account-unlisted' ? encodeHex(sha256(secret)) : null };
}

/** Whether messages wait because no token is left at any service that could take them, and when more are asked for. */
export async function awaitedPermission(store: Store): Promise<{ nextAt: number | null } | null> {
  const sending = await myServicesWith({ store }, 'sending');
  if (sending.length === 0 || !sending.every(({ statement }) => wantsToken(statement, 'message'))) return null;
  const stocks = await store.read(sending.map(({ use }) => tokenStock(use.origin, 'message')));
  // A stock counts as empty only once a token was wanted from it.
  if (!stocks.every((stock) => stock?.wanted && stock.tokens.length === 0)) return null;
  const due = stocks.flatMap((stock) => (stock?.dueAt == null ? [] : [stock.dueAt]));
  return { nextAt: due.length === 0 ? null : Math.min(...due) };
}
