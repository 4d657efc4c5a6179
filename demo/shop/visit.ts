// A visit: one browser's session. The cookie is 32 random bytes (HttpOnly, SameSite=Lax); the database holds its
// digest. The CSRF token is a digest of the cookie under another purpose, so a visit needs no row until someone signs
// up. Logging in always moves to a new cookie (session fixation). Forms that change anything must carry the token.

import { randomBytes } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { type Database, sameDigest } from './database.ts';
import type { Outbox } from './outbox.ts';
import { notice, page } from './page.ts';

export type Shop = { database: Database; outbox: Outbox; publicUrl: () => string; now: () => number };
export type Customer = { id: number; name: string; email: string; password: string };
export type Visit = { cookie: string; csrf: string; customer: Customer | null; signUp: number | null };
export type ShopEnv = { Variables: { visit: Visit } };
export type ShopContext = Context<ShopEnv>;

const cookieName = 'corner_shop';
const lifetimeMs = 30 * 24 * 3_600_000;

function writeCookie(shop: Shop, c: ShopContext, cookie: string): void {
  const secure = shop.publicUrl().startsWith('https:');
  setCookie(c, cookieName, cookie, { httpOnly: true, sameSite: 'Lax', path: '/', secure, maxAge: lifetimeMs / 1000 });
}

/** Reads the visit, or begins one; refuses a form without this visit's CSRF token. */
export function visits(shop: Shop): MiddlewareHandler<ShopEnv> {
  const { database } = shop;
  return async (c, next) => {
    const sent = getCookie(c, cookieName);
    const cookie = sent && /^[\w-]{43}$/.test(sent) ? sent : randomBytes(32).toString('base64url');
    if (cookie !== sent) writeCookie(shop, c, cookie);
    const row = database.sql
      .prepare('SELECT customer, signUp FROM visit WHERE cookie = ? AND expiresAt > ?')
      .get(database.digest('visit', cookie), shop.now()) as
      | { customer: number | null; signUp: number | null }
      | undefined;
    const customer = row?.customer
      ? (database.sql
          .prepare('SELECT id, name, email, password FROM customer WHERE id = ?')
          .get(row.customer) as Customer)
      : null;
    const csrf = database.digest('csrf', cookie).toString('base64url');
    const visit: Visit = { cookie, csrf, customer, signUp: row?.signUp ?? null };
    c.set('visit', visit);
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      const token = await formField(c, 'csrf');
      if (!sameDigest(Buffer.from(token), Buffer.from(csrf))) return c.html(stale(visit), 403);
    }
    await next();
    // A page with a token or a name in it belongs to one person.
    c.header('Cache-Control', 'no-store');
  };
}

/** Binds the browser to a customer or to a sign-up that waits, under a fresh cookie. */
export function rebind(shop: Shop, c: ShopContext, to: { customer?: number; signUp?: number }): void {
  const { database } = shop;
  const cookie = randomBytes(32).toString('base64url');
  database.transaction(() => {
    const { sql, digest } = database;
    sql
      .prepare('DELETE FROM visit WHERE cookie = ? OR expiresAt <= ?')
      .run(digest('visit', c.get('visit').cookie), shop.now());
    if (to.customer === undefined && to.signUp === undefined) return;
    sql
      .prepare('INSERT INTO visit VALUES (?, ?, ?, ?)')
      .run(digest('visit', cookie), to.customer ?? null, to.signUp ?? null, shop.now() + lifetimeMs);
  });
  writeCookie(shop, c, cookie);
}

/** One text field of a posted form; '' when absent, repeated or a file. */
export async function formField(c: Context, name: string): Promise<string> {
  const value = (await c.req.parseBody())[name];
  return typeof value === 'string' ? value : '';
}

const stale = (visit: Visit) =>
  page({
    title: 'Please try again',
    visit,
    body: html`<h1>Please try again</h1>
      ${notice('bad', 'That form had gone stale, so nothing was changed. Go back, reload the page and send it again.')}
      <p><a href="/">To the shop</a></p>`,
  });
