// Log-in, log-out, the account page and changing the password. An unknown address and a wrong password get one answer,
// at one price. Ten attempts per address in ten minutes.

import { Hono } from 'hono';
import { html } from 'hono/html';
import { use } from './allowance.ts';
import { pounds } from './goods.ts';
import { csrfField, field, type Markup, notice, page } from './page.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { passwordError } from './sign-up.ts';
import { asksCode } from './two-step.ts';
import { type Customer, formField, rebind, type Shop, type ShopEnv, type Visit } from './visit.ts';

const windowMs = 10 * 60_000;

export function accountRoutes(shop: Shop): Hono<ShopEnv> {
  // In one piece: a table of routes.
  const { database } = shop;
  const { sql } = database;
  const routes = new Hono<ShopEnv>();

  routes.get('/log-in', (c) => {
    if (c.get('visit').customer) return c.redirect('/account', 303);
    const confirmed = c.req.query('confirmed') !== undefined;
    return c.html(logInPage(c.get('visit'), { next: c.req.query('next') ?? '', confirmed }));
  });

  routes.post('/log-in', async (c) => {
    const visit = c.get('visit');
    const email = (await formField(c, 'email')).trim();
    const password = await formField(c, 'password');
    const next = await formField(c, 'next');
    if (!use(database, 'log-in', email, 10, windowMs, shop.now())) {
      const error = 'There were many attempts for this address. Please wait ten minutes.';
      return c.html(logInPage(visit, { email, next, error }), 429);
    }
    const customer = sql.prepare('SELECT id, password FROM customer WHERE email = ?').get(email) as
      | { id: number; password: string }
      | undefined;
    // Someone who signed up, closed the page and comes back to log in goes on at the page that awaits the code.
    const waiting = customer
      ? undefined
      : (sql
          .prepare('SELECT id, password FROM signUp WHERE email = ? AND customer IS NULL ORDER BY id DESC LIMIT 1')
          .get(email) as { id: number; password: string } | undefined);
    if (!(await verifyPassword(password, customer?.password ?? waiting?.password ?? null))) {
      const error = 'The e-mail address or the password is not right.';
      return c.html(logInPage(visit, { email, next, error }), 422);
    }
    if (customer && asksCode(shop, c, customer.id)) return c.redirect('/two-step', 303);
    if (customer) rebind(shop, c, { customer: customer.id });
    else if (waiting) rebind(shop, c, { signUp: waiting.id });
    return c.redirect(customer ? localPath(next) : '/confirm', 303);
  });

  routes.post('/log-out', (c) => {
    rebind(shop, c, {});
    return c.redirect('/', 303);
  });

  routes.get('/account', (c) => {
    const visit = c.get('visit');
    if (!visit.customer) return c.redirect('/log-in?next=/account', 303);
    const asked = (name: string) => c.req.query(name) !== undefined;
    const greeting = asked('welcome')
      ? 'Your address is confirmed. Welcome!'
      : asked('changed')
        ? 'Your password is changed. Wherever else you were logged in, you are logged out.'
        : '';
    return c.html(accountPage(shop, visit, visit.customer, greeting));
  });

  // https://w3c.github.io/webappsec-change-password-url/
  routes.get('/.well-known/change-password', (c) => c.redirect('/account/password', 302));

  routes.get('/account/password', (c) => {
    const visit = c.get('visit');
    if (!visit.customer) return c.redirect('/log-in?next=/account/password', 303);
    return c.html(passwordPage(visit, visit.customer, {}));
  });

  routes.post('/account/password', async (c) => {
    const visit = c.get('visit');
    if (!visit.customer) return c.redirect('/log-in?next=/account/password', 303);
    const fresh = await formField(c, 'new-password');
    if (!use(database, 'log-in', visit.customer.email, 10, windowMs, shop.now())) {
      const current = 'There were many attempts. Please wait ten minutes.';
      return c.html(passwordPage(visit, visit.customer, { current }), 429);
    }
    const right = await verifyPassword(await formField(c, 'current-password'), visit.customer.password);
    const errors = { current: right ? undefined : 'That is not your password.', fresh: passwordError(fresh) };
    if (errors.current || errors.fresh) return c.html(passwordPage(visit, visit.customer, errors), 422);
    const hash = await hashPassword(fresh);
    database.transaction(() => {
      sql.prepare('UPDATE customer SET password = ? WHERE id = ?').run(hash, visit.customer?.id ?? null);
      // All other visits of this customer are logged out.
      sql.prepare('DELETE FROM visit WHERE customer = ?').run(visit.customer?.id ?? null);
    });
    rebind(shop, c, { customer: visit.customer.id });
    return c.redirect('/account?changed', 303);
  });

  return routes;
}

/** The destination after log-in: a path on this site, never another site. */
export function localPath(next: string): string {
  return /^\/(?![/\\])[\w\-/?=&.]*$/.test(next) ? next : '/account';
}

type LogIn = { email?: string; next?: string; error?: string; confirmed?: boolean };

function logInPage(visit: Visit, { email = '', next = '', error, confirmed }: LogIn): Markup {
  return page({
    title: 'Log in',
    visit,
    body: html`<h1>Log in</h1>
      ${error ? notice('bad', error) : ''}
      ${confirmed ? notice('good', 'Your address is confirmed. You can log in now.') : ''}
      <form method="post" action="/log-in" class="card" novalidate>
        ${csrfField(visit)}<input type="hidden" name="next" value="${next}">
        ${field({ name: 'email', label: 'E-mail', type: 'email', autocomplete: 'username', value: email })}
        ${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' })}
        <button class="button">Log in</button>
      </form>
      <p>New here? <a href="/sign-up">Sign up</a></p>`,
  });
}

function accountPage(shop: Shop, visit: Visit, customer: Customer, greeting: string): Markup {
  const orders = shop.database.sql
    .prepare('SELECT id, placedAt, pence FROM placedOrder WHERE customer = ? ORDER BY id DESC')
    .all(customer.id) as { id: number; placedAt: number; pence: number }[];
  return page({
    title: 'Account',
    visit,
    body: html`<h1>Hello, ${customer.name}</h1>
      ${greeting ? notice('good', greeting) : ''}
      <p>You are logged in as <strong id="customer-email">${customer.email}</strong>.</p>
      <h2>Orders</h2>
      ${
        orders.length === 0
          ? html`<p>None yet. <a href="/order">Place the first one.</a></p>`
          : html`<ul class="orders">${orders.map(
              (order) => html`<li><a href="/orders/${order.id}">No. ${order.id}</a>
                <span>${new Date(order.placedAt).toLocaleDateString('en-GB', { dateStyle: 'long' })}</span><b>${pounds(order.pence)}</b></li>`,
            )}</ul>`
      }
      <h2>Two-step log-in</h2>
      <p><a href="/account/two-step">Ask for a code of an authenticator app, too</a></p>
      <h2>Password</h2>
      <p><a href="/account/password">Change password</a></p>`,
  });
}

type PasswordErrors = { current?: string | undefined; fresh?: string | undefined };

function passwordPage(visit: Visit, { email }: Customer, { current, fresh }: PasswordErrors): Markup {
  return page({
    title: 'Change password',
    visit,
    body: html`<h1>Change password</h1>
      <form method="post" action="/account/password" class="card" novalidate>
        ${csrfField(visit)}
        <input type="email" name="email" value="${email}" autocomplete="username" readonly hidden>
        ${field({ name: 'current-password', label: 'Current password', type: 'password', autocomplete: 'current-password', error: current })}
        ${field({ name: 'new-password', label: 'New password', type: 'password', autocomplete: 'new-password', hint: 'At least 8 characters.', error: fresh, attributes: html`minlength="8" maxlength="256"` })}
        <button class="button">Change password</button>
      </form>`,
  });
}
