// Two-step log-in: a code of an authenticator app (RFC 6238: SHA-1, six digits, thirty seconds) after the password. The
// shop counts by itself, takes the code of the moment and those around it, since clocks differ, and none twice.

import { createHmac, randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { html } from 'hono/html';
import encodeQR from 'qr';
import { use } from './allowance.ts';
import { sameDigest } from './database.ts';
import { csrfField, field, type Markup, notice, page } from './page.ts';
import { formField, rebind, type Shop, type ShopContext, type ShopEnv, type Visit } from './visit.ts';

const PERIOD_MS = 30_000;
const SECRET_BYTES = 20;
/** Between the password and the code. */
const WAITS_MS = 10 * 60_000;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

type TwoStep = { secret: Uint8Array; active: number; counter: number };

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** @returns the digits of one period */
export function digitsAt(secret: Uint8Array, counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac('sha1', secret).update(message).digest();
  const from = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(from) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, '0');
}

/** The period that a code is of, if it may be used now. */
function periodOf({ secret, counter }: TwoStep, code: string, now: number): number | null {
  const present = Math.floor(now / PERIOD_MS);
  const right = [present, present - 1, present + 1].find((one) =>
    sameDigest(Buffer.from(digitsAt(secret, one)), Buffer.from(code.replace(/\s/g, ''))),
  );
  return right !== undefined && right > counter ? right : null;
}

function twoStepOf({ database }: Shop, customer: number): TwoStep | undefined {
  return database.sql.prepare('SELECT secret, active, counter FROM twoStep WHERE customer = ?').get(customer) as
    | TwoStep
    | undefined;
}

/** The password was right: whether a code is asked for, too. This browser waits for it then, logged in as nobody. */
export function asksCode(shop: Shop, c: ShopContext, customer: number): boolean {
  if (twoStepOf(shop, customer)?.active !== 1) return false;
  const { sql, digest } = shop.database;
  sql.prepare('DELETE FROM twoStepVisit WHERE expiresAt <= ?').run(shop.now());
  sql
    .prepare('INSERT OR REPLACE INTO twoStepVisit VALUES (?, ?, ?)')
    .run(digest('two-step', c.get('visit').cookie), customer, shop.now() + WAITS_MS);
  return true;
}

export function twoStepRoutes(shop: Shop): Hono<ShopEnv> {
  // In one piece: a table of routes.
  const { database } = shop;
  const { sql, digest } = database;
  const routes = new Hono<ShopEnv>();
  const waiting = (visit: Visit): number | undefined =>
    (
      sql
        .prepare('SELECT customer FROM twoStepVisit WHERE cookie = ? AND expiresAt > ?')
        .get(digest('two-step', visit.cookie), shop.now()) as { customer: number } | undefined
    )?.customer;
  /** Whether the code is right. One that logs in is used up; the one that turned it on may log in, too. */
  const takes = (customer: number, code: string, uses: boolean): boolean => {
    const known = twoStepOf(shop, customer);
    const period = known === undefined ? null : periodOf(known, code, shop.now());
    if (period === null) return false;
    sql.prepare('UPDATE twoStep SET active = 1, counter = ? WHERE customer = ?').run(uses ? period : 0, customer);
    return true;
  };

  routes.get('/account/two-step', (c) => {
    const visit = c.get('visit');
    if (!visit.customer) return c.redirect('/log-in?next=/account/two-step', 303);
    const known = twoStepOf(shop, visit.customer.id);
    if (known?.active === 1) return c.html(onPage(visit));
    const secret = known?.secret ?? randomBytes(SECRET_BYTES);
    sql.prepare('INSERT OR IGNORE INTO twoStep VALUES (?, ?, 0, 0)').run(visit.customer.id, secret);
    return c.html(setUpPage(visit, visit.customer.email, secret));
  });

  routes.post('/account/two-step', async (c) => {
    const visit = c.get('visit');
    if (!visit.customer) return c.redirect('/log-in?next=/account/two-step', 303);
    const known = twoStepOf(shop, visit.customer.id);
    if (known === undefined || known.active === 1) return c.redirect('/account/two-step', 303);
    if (takes(visit.customer.id, await formField(c, 'code'), false)) return c.redirect('/account/two-step', 303);
    return c.html(setUpPage(visit, visit.customer.email, known.secret, 'That is not the code of the moment.'), 422);
  });

  routes.get('/two-step', (c) => {
    const visit = c.get('visit');
    return waiting(visit) === undefined ? c.redirect('/log-in', 303) : c.html(codePage(visit));
  });

  routes.post('/two-step', async (c) => {
    const visit = c.get('visit');
    const customer = waiting(visit);
    if (customer === undefined) return c.redirect('/log-in', 303);
    if (!use(database, 'two-step', String(customer), 10, WAITS_MS, shop.now()))
      return c.html(codePage(visit, 'There were many attempts. Please wait ten minutes.'), 429);
    if (!takes(customer, await formField(c, 'code'), true))
      return c.html(codePage(visit, 'That is not the code of the moment.'), 422);
    sql.prepare('DELETE FROM twoStepVisit WHERE cookie = ?').run(digest('two-step', visit.cookie));
    rebind(shop, c, { customer });
    return c.redirect('/account', 303);
  });

  return routes;
}

const codeField = (error?: string): Markup =>
  field({
    ...{ name: 'code', label: 'Code', autocomplete: 'one-time-code', error },
    attributes: html`inputmode="numeric" maxlength="7"`,
  });

function setUpPage(visit: Visit, email: string, secret: Uint8Array, error?: string): Markup {
  const key = base32(secret);
  const link = `otpauth://totp/${encodeURIComponent(`Corner Shop:${email}`)}?secret=${key}&issuer=Corner%20Shop`;
  const picture = Buffer.from(encodeQR(link, 'gif', { scale: 4 })).toString('base64');
  return page({
    title: 'Two-step log-in',
    visit,
    body: html`<h1>Two-step log-in</h1>
      <p>Scan this with your authenticator app, then type the code that it shows.</p>
      <p><img src="data:image/gif;base64,${picture}" alt="Code for your authenticator app"></p>
      <p>Or type this key: <code id="two-step-key">${(key.match(/.{1,4}/g) ?? []).join(' ')}</code></p>
      <form method="post" action="/account/two-step" class="card" novalidate>
        ${csrfField(visit)}${codeField(error)}
        <button class="button">Turn on</button>
      </form>`,
  });
}

const onPage = (visit: Visit): Markup =>
  page({
    title: 'Two-step log-in',
    visit,
    body: html`<h1>Two-step log-in</h1>${notice('good', 'Two-step log-in is on.')}`,
  });

const codePage = (visit: Visit, error?: string): Markup =>
  page({
    title: 'Enter the code',
    visit,
    body: html`<h1>Enter the code</h1>
      <p>From your authenticator app.</p>
      <form method="post" action="/two-step" class="card" novalidate>
        ${csrfField(visit)}${codeField(error)}
        <button class="button">Continue</button>
      </form>`,
  });
