// Permission to have work done at services: my accounts at issuers, tokens in stock, batches under way, and what was
// paid with which token.
import {
  blob,
  boolean,
  bytes,
  choice,
  list,
  nullable,
  struct,
  text,
  timestamp,
  u8,
  u16,
  type ValueOf,
} from '#wire/format.ts';
import { DIGEST_BYTES, ORIGIN_BYTES, TOKEN_BYTES } from '#wire/sizes.ts';
import { issuerDirectory, TOKEN_SIZES, type TokenClass, tokenType } from '#wire/token.ts';
import { key, NOWHERE, recordKind, refs, releasedKind } from './record.ts';

/**
 * How an issuer stands to me: not asked yet; open; it wants a code, refused the one it was given, or serves only whom
 * its operator lists.
 */
export const STANDINGS = {
  new: 1,
  open: 2,
  'invitation-wanted': 3,
  'invitation-wrong': 4,
  'account-unlisted': 5,
} as const;

/** My account at an issuer. Its secret goes to that issuer and nowhere else. By origin. */
export const issuerAccountKind = recordKind(
  'issuer-account',
  'decision',
  1,
  issuerDirectory.maxBytes + 512,
  struct({
    secret: key,
    standing: choice(STANDINGS),
    /** What the person typed; empty if nothing was asked for. */
    invitation: text(64),
    /** The issuer's keys as it last gave them; empty: never. */
    directory: blob(issuerDirectory.maxBytes),
    fetchedAt: timestamp,
  }),
  [{ topic: 'connection', of: ({ standing }) => [standing] }],
);
export type IssuerAccount = ValueOf<typeof issuerAccountKind.format>;
export const issuerAccount = refs<IssuerAccount, [origin: string]>(issuerAccountKind);

export const MAX_STOCK = 96;
/** Pages show whether there are enough (permission.ts), which more than that always are. */
const FEW = 8;

/** Tokens for one kind of work at one service. */
export const tokenStockKind = recordKind(
  'token-stock',
  'own',
  1,
  MAX_STOCK * (TOKEN_BYTES + 16) + 64,
  struct({
    /** Those that end first come first. */
    tokens: list(MAX_STOCK, struct({ token: blob(TOKEN_BYTES), untilAt: timestamp })),
    /** When the next batch is to be ordered; null: there are enough. */
    dueAt: nullable(timestamp),
    /** Something waits for one. */
    wanted: boolean,
    /** Orders in a row that came to nothing. */
    tries: u16,
  }),
  [{ topic: 'connection', of: ({ tokens, dueAt, wanted }) => [Math.min(tokens.length, FEW), dueAt, wanted] }],
);
export type TokenStock = ValueOf<typeof tokenStockKind.format>;
export const tokenStock = refs<TokenStock, [origin: string, tokenClass: TokenClass]>(tokenStockKind);

/**
 * A batch that was asked for, or is about to be: everything in it follows from the seed, so it can be asked for again.
 * By service and class.
 */
export const tokenOrderKind = releasedKind(
  'token-order',
  'own',
  1,
  1024,
  struct({
    issuer: text(ORIGIN_BYTES),
    type: tokenType,
    key: blob(TOKEN_SIZES.rsa.key),
    digest: bytes(DIGEST_BYTES),
    count: u8,
    seed: key,
    untilAt: timestamp,
  }),
  NOWHERE,
);
export type TokenOrderRecord = ValueOf<typeof tokenOrderKind.format>;
export const tokenOrderRecord = refs<TokenOrderRecord, [origin: string, tokenClass: TokenClass], true>(tokenOrderKind);

/** The token that goes with a request to a service: the same at every try. The id names the purpose and the service. */
export const paymentKind = releasedKind(
  'payment',
  'own',
  1,
  1024,
  struct({
    token: blob(TOKEN_BYTES),
    /** Other bytes that must be the same at every try, if no other record keeps them. */
    secret: blob(64),
    createdAt: timestamp,
  }),
  NOWHERE,
);
export type Payment = ValueOf<typeof paymentKind.format>;
export const payment = refs<Payment, [what: string, origin: string], true>(paymentKind);
