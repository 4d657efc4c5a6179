// A holder of tokens, for tests: an account at an issuer, and tokens for one service that it orders through the
// endpoints, as a relationship manager does.
import { encodeHex } from '#bytes/base64url.ts';
import { challengeDigest, type Order, requestOf, tokenKeyId, tokensOf } from '#protocol/service/token.ts';
import type { IssuerDirectory, TokenClass, TokenType } from '#wire/token.ts';
import { descriptorOf, entropy } from './party.ts';
import { type Answer, call } from './services.ts';

export class Wallet {
  readonly issuer: string;
  readonly secret: Uint8Array = entropy(32);

  constructor(issuer: string) {
    this.issuer = issuer;
  }

  static async open(issuer: string): Promise<Wallet> {
    const wallet = new Wallet(issuer);
    const { status } = await wallet.openAccount();
    if (status !== 201) throw new Error(`no account: ${status}`);
    return wallet;
  }

  openAccount(invitation = ''): Promise<Answer<null>> {
    return call(this.issuer, 'openAccount', { secret: this.secret, invitation });
  }

  async directory(): Promise<IssuerDirectory> {
    const { value } = await call(this.issuer, 'getIssuer', null);
    if (value === null) throw new Error('no directory');
    return value;
  }

  /** An order for a service, by a key that its descriptor names and that is in use. */
  async order(redeemer: string, tokenClass: TokenClass, count = 4, now = Date.now()): Promise<Order> {
    const { tokenIssuers } = await descriptorOf(redeemer);
    const named = tokenIssuers.find(({ origin }) => origin === this.issuer)?.keys ?? [];
    const { keys } = await this.directory();
    const key = keys.find(
      (one) => one.fromAt <= now && one.class === tokenClass && named.some(({ id }) => encodeHex(id) === idOf(one.key)),
    );
    if (key === undefined) throw new Error(`no key of ${this.issuer} for ${tokenClass} at ${redeemer}`);
    const digest = challengeDigest(key.type, this.issuer, redeemer);
    return { type: key.type, key: key.key, digest, count, seed: entropy(32) };
  }

  ask(order: { type: TokenType }, tokenClass: TokenClass, request: Uint8Array) {
    return call(this.issuer, 'issueTokens', { secret: this.secret, class: tokenClass, type: order.type, request });
  }

  /** Tokens for one service. */
  async tokens(redeemer: string, tokenClass: TokenClass, count = 4, now = Date.now()): Promise<Uint8Array[]> {
    const order = await this.order(redeemer, tokenClass, count, now);
    const { value, status, code } = await this.ask(order, tokenClass, requestOf(order));
    const tokens = value === null ? null : tokensOf(order, value.response);
    if (tokens === null) throw new Error(`no tokens: ${status} ${code}`);
    return tokens;
  }
}

const idOf = (key: Uint8Array): string => encodeHex(tokenKeyId(key));
