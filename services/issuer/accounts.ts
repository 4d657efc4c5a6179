// Accounts at the issuer: a digest of a secret that the client drew, and for each class the rest of its allowance.
// Nothing else is known of a client, and services that take tokens see none of it. Allowances lie on disk and change by
// compare and set, so that two orders at once, at two processes, cannot spend one allowance.
import { encodeHex } from '#bytes/base64url.ts';
import { equal } from '#bytes/bytes.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { sha256 } from '#crypto/hash.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import type { RefusalReason } from '#wire/endpoints.ts';
import { bytes, list, part, struct, timestamp, u32 } from '#wire/format.ts';
import type { ACCOUNT_POLICIES, TokenClass } from '#wire/token.ts';
import type { KeyValue, Storage } from '../storage/storage.ts';

/** Orders of an account and class that are recognised when they come again. */
const REMEMBERED_ORDERS = 16;
/** Accounts that an invitation opened last: one that asks twice at once, or after a kill, uses it up once. */
const REMEMBERED_OPENERS = 16;
/** An open account that is not paid for ends; its owner can open another. */
const OPEN_ACCOUNT_DAYS = 400;
/** Allowances are counted in thousandths, since they grow by the moment. */
const PARTS = 1000;

const allowance = part(
  'allowance record',
  1024,
  struct({ left: u32, at: timestamp, orders: list(REMEMBERED_ORDERS, bytes(16)) }),
);
const invitationUse = part(
  'invitation record',
  1024,
  struct({ accounts: u32, last: list(REMEMBERED_OPENERS, bytes(32)) }),
);
/** Of a former program: how many, and nothing of who opened them. */
const COUNT_BYTES = 4;
const usesIn = (record: Uint8Array): ReturnType<typeof invitationUse.decode> =>
  record.length === COUNT_BYTES ? { accounts: u32.decode(record), last: [] } : invitationUse.decode(record);
const NOTHING = new Uint8Array(0);

export interface AccountTerms {
  readonly policy: keyof typeof ACCOUNT_POLICIES;
  /** Codes, and how many accounts each may open. */
  readonly invitations: readonly { readonly code: string; readonly accounts: number }[];
  /** Digests of the accounts that the operator lists, in hexadecimal. */
  readonly listed: readonly string[];
  readonly perDay: Readonly<Record<TokenClass, number>>;
}

export class Accounts {
  readonly #accounts: KeyValue;
  readonly #allowances: KeyValue;
  readonly #invitations: KeyValue;
  readonly #terms: AccountTerms;
  readonly #now: () => number;

  constructor(storage: Storage, terms: AccountTerms, now: () => number) {
    this.#accounts = storage.keyValue('issuer accounts');
    this.#allowances = storage.keyValue('issuer allowances');
    this.#invitations = storage.keyValue('issuer invitations');
    this.#terms = terms;
    this.#now = now;
  }

  async open(secret: Uint8Array, invitation: string): Promise<'opened' | 'known' | RefusalReason> {
    const name = accountName(secret);
    const { policy, listed } = this.#terms;
    if (policy === 'listed' && !listed.includes(name)) return 'account-unlisted';
    if (await this.#holds(name)) return 'known';
    if (policy === 'invitation') {
      const used = await this.#useInvitation(invitation, sha256(secret));
      if (used !== 'used') return used;
    }
    const expiresAt = policy === 'open' ? this.#now() + OPEN_ACCOUNT_DAYS * DAY_MS : null;
    return (await this.#accounts.create(name, NOTHING, this.#now(), expiresAt)) ? 'opened' : 'known';
  }

  /** The account of a secret; null if there is none, or its operator took it off the list. */
  async find(secret: Uint8Array): Promise<string | null> {
    const name = accountName(secret);
    if (this.#terms.policy === 'listed' && !this.#terms.listed.includes(name)) return null;
    return (await this.#holds(name)) ? name : null;
  }

  /**
   * Takes tokens off an account's allowance. An order that was taken before is taken again at no cost.
   * @param order digest of the whole order @returns 0, or in how many seconds there will be enough
   */
  async take(account: string, tokenClass: TokenClass, count: number, order: Uint8Array): Promise<number> {
    const key = `${account} ${tokenClass}`;
    const id = order.slice(0, 16);
    const perDay = this.#terms.perDay[tokenClass];
    for (;;) {
      const now = this.#now();
      const found = await this.#allowances.get(key, now);
      const before = found === null ? { left: perDay * PARTS, at: now, orders: [] } : allowance.decode(found.value);
      if (before.orders.some((known) => equal(known, id))) return 0;
      const grown = (Math.max(0, now - before.at) / DAY_MS) * perDay * PARTS;
      const left = Math.min(perDay * PARTS, before.left + grown) - count * PARTS;
      if (left < 0) return Math.max(1, Math.ceil(((-left / PARTS / perDay) * DAY_MS) / 1000));
      const orders = [id, ...before.orders].slice(0, REMEMBERED_ORDERS);
      const after = allowance.encode({ left: Math.floor(left), at: now, orders });
      const written =
        found === null
          ? await this.#allowances.create(key, after, now, null)
          : await this.#allowances.replace(key, after, found.revision);
      if (written) return 0;
    }
  }

  async #holds(name: string): Promise<boolean> {
    return (await this.#accounts.get(name, this.#now())) !== null;
  }

  async #useInvitation(code: string, opener: Uint8Array): Promise<'used' | RefusalReason> {
    if (code === '') return 'invitation-wanted';
    const known = this.#terms.invitations.find((one) => equal(encodeUtf8(one.code), encodeUtf8(code)));
    if (known === undefined) return 'invitation-wrong';
    const key = encodeHex(sha256(encodeUtf8(code)));
    for (;;) {
      const found = await this.#invitations.get(key, this.#now());
      const { accounts, last } = found === null ? { accounts: 0, last: [] } : usesIn(found.value);
      if (last.some((one) => equal(one, opener))) return 'used';
      if (accounts >= known.accounts) return 'invitation-wrong';
      const after = invitationUse.encode({
        accounts: accounts + 1,
        last: [opener, ...last].slice(0, REMEMBERED_OPENERS),
      });
      const written =
        found === null
          ? await this.#invitations.create(key, after, this.#now(), null)
          : await this.#invitations.replace(key, after, found.revision);
      if (written) return 'used';
    }
  }
}

/** The name of an account, for the operator and on disk. */
export function accountName(secret: Uint8Array): string {
  return encodeHex(sha256(secret));
}
