// Sign-up and its confirmation: form → sign-up row and mail in one transaction → the page that waits for the code →
// customer. A code has five tries and thirty minutes, a sign-up five codes. The answers never tell whether an address
// has an account (the mail does), and a mail scanner that merely opens the link confirms nothing.

import { randomBytes, randomInt } from 'node:crypto';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { use } from './allowance.ts';
import { sameDigest } from './database.ts';
import { confirmationLetter, knownAddressLetter } from './letters.ts';
import type { LetterState } from './outbox.ts';
import { csrfField, field, type Markup, notice, page } from './page.ts';
import { hashPassword } from './password.ts';
import { formField, rebind, type Shop, type ShopContext, type ShopEnv, type Visit } from './visit.ts';

const codeLifetimeMs = 30 * 60_000;
const triesPerCode = 5;
const codesPerSignUp = 5;
const hourMs = 3_600_000;
/** https://html.spec.whatwg.org/#valid-e-mail-address, so that whatever the browser lets through we take too. */
const emailPattern =
  /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*$/i;

type SignUp = {
  id: number;
  name: string;
  email: string;
  password: string;
  code: Uint8Array | null;
  link: Uint8Array | null;
  tries: number;
  expiresAt: number;
  messageId: string;
  customer: number | null;
};

export function emailError(email: string): string | undefined {
  if (email === '') return 'Please give an e-mail address: we send you a code.';
  return email.length > 254 || !emailPattern.test(email) ? 'That does not look like an e-mail address.' : undefined;
}

export function passwordError(password: string): string | undefined {
  if (password.length < 8) return 'Please choose at least 8 characters.';
  return password.length > 256 ? 'Please choose at most 256 characters.' : undefined;
}

/** Writes the code's digest and its letter together. */
function sendCode(shop: Shop, id: number, to: { name: string; email: string }): void {
  const { database, outbox } = shop;
  const { sql } = database;
  database.transaction(() => {
    const known = sql.prepare('SELECT id FROM customer WHERE email = ?').get(to.email);
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const link = randomBytes(24).toString('base64url');
    const messageId = outbox.enqueue(
      known
        ? knownAddressLetter(to, `${shop.publicUrl()}/log-in`)
        : confirmationLetter(to, code, `${shop.publicUrl()}/confirm/${link}`),
    );
    sql
      .prepare('UPDATE signUp SET code = ?, link = ?, tries = 0, expiresAt = ?, messageId = ? WHERE id = ?')
      .run(
        known ? null : database.digest(`code ${id}`, code),
        known ? null : database.digest('link', link),
        shop.now() + codeLifetimeMs,
        messageId,
        id,
      );
  });
  outbox.wake();
}

/** Sign-ups as they are kept: begun, told by letter, confirmed. */
function signUpsOf(shop: Shop) {
  const { database } = shop;
  const { sql } = database;

  const of = (visit: Visit): SignUp | undefined =>
    visit.signUp === null ? undefined : (sql.prepare('SELECT * FROM signUp WHERE id = ?').get(visit.signUp) as SignUp);

  /** Makes the customer; null when the address got an account meanwhile. */
  function confirm(signUp: SignUp): number | null {
    return database.transaction(() => {
      const made = sql
        .prepare('INSERT OR IGNORE INTO customer (name, email, password, createdAt) VALUES (?, ?, ?, ?) RETURNING id')
        .get(signUp.name, signUp.email, signUp.password, shop.now()) as { id: number } | undefined;
      sql
        .prepare("UPDATE signUp SET code = NULL, link = NULL, password = '', customer = ? WHERE id = ?")
        .run(made?.id ?? null, signUp.id);
      return made?.id ?? null;
    });
  }

  function begin(name: string, email: string, hash: string): number {
    const { id } = sql
      .prepare("INSERT INTO signUp (name, email, password, expiresAt, messageId) VALUES (?, ?, ?, 0, '') RETURNING id")
      .get(name, email, hash) as { id: number };
    sendCode(shop, id, { name, email });
    return id;
  }

  /** Counted before it is compared, so that parallel guesses cannot share one try. */
  function countTry(id: number): number {
    const { tries } = sql.prepare('UPDATE signUp SET tries = tries + 1 WHERE id = ? RETURNING tries').get(id) as {
      tries: number;
    };
    return tries;
  }

  const byLink = (link: string): SignUp | undefined =>
    sql
      .prepare('SELECT * FROM signUp WHERE link = ? AND expiresAt > ?')
      .get(database.digest('link', link), shop.now()) as SignUp | undefined;

  return { of, begin, countTry, confirm, byLink };
}

type SignUps = ReturnType<typeof signUpsOf>;

export function signUpRoutes(shop: Shop): Hono<ShopEnv> {
  const signUps = signUpsOf(shop);
  const routes = new Hono<ShopEnv>();
  routes.route('/', askingRoutes(shop, signUps));
  routes.route('/', codeRoutes(shop, signUps));
  routes.route('/', linkRoutes(shop, signUps));
  return routes;
}

function askingRoutes(shop: Shop, { begin }: SignUps): Hono<ShopEnv> {
  const { database } = shop;
  const routes = new Hono<ShopEnv>();
  routes.get('/sign-up', (c) => c.html(signUpPage(c.get('visit'), {}, {})));

  routes.post('/sign-up', async (c) => {
    const name = (await formField(c, 'name')).trim();
    const email = (await formField(c, 'email')).trim();
    const password = await formField(c, 'password');
    const errors = {
      name: name === '' || name.length > 100 ? 'Please tell us what to call you.' : undefined,
      email: emailError(email),
      password: passwordError(password),
    };
    if (errors.name || errors.email || errors.password) {
      return c.html(signUpPage(c.get('visit'), { name, email }, errors), 422);
    }
    if (!use(database, 'mail', email, 10, hourMs, shop.now())) {
      const busy = 'We have already sent many mails to this address. Please try again in an hour.';
      return c.html(signUpPage(c.get('visit'), { name, email }, { email: busy }), 429);
    }
    const hash = await hashPassword(password);
    const id = begin(name, email, hash);
    rebind(shop, c, { signUp: id });
    return c.redirect('/confirm', 303);
  });
  return routes;
}

function codeRoutes(shop: Shop, { of: signUpOf, countTry, confirm }: SignUps): Hono<ShopEnv> {
  // In one piece: a table of routes.
  const { database, outbox } = shop;
  const routes = new Hono<ShopEnv>();
  routes.get('/confirm', (c) => {
    const signUp = signUpOf(c.get('visit'));
    if (!signUp) return c.redirect(c.get('visit').customer ? '/account' : '/sign-up', 303);
    if (signUp.customer !== null) return welcome(shop, c, signUp.customer);
    return c.html(waitingPage(c.get('visit'), signUp, outbox.state(signUp.messageId)));
  });

  // What confirm.js asks every second: is the mail out, and was the link opened elsewhere?
  routes.get('/confirm/state', (c) => {
    const signUp = signUpOf(c.get('visit'));
    if (!signUp) return c.json({ mail: 'sent', confirmed: c.get('visit').customer !== null, text: '' });
    const mail = outbox.state(signUp.messageId);
    return c.json({ mail, confirmed: signUp.customer !== null, text: mailText(mail) });
  });

  routes.post('/confirm', async (c) => {
    const visit = c.get('visit');
    const signUp = signUpOf(visit);
    if (!signUp) return c.redirect('/sign-up', 303);
    if (signUp.customer !== null) return welcome(shop, c, signUp.customer);
    const again = (error: string, status: 410 | 422 | 429) =>
      c.html(waitingPage(visit, signUp, outbox.state(signUp.messageId), error), status);
    if (signUp.expiresAt <= shop.now()) return again('That code is too old. Let us send you a new one.', 410);
    const tries = countTry(signUp.id);
    if (tries > triesPerCode) return again('That were too many tries. Let us send you a new code.', 429);
    const code = (await formField(c, 'code')).replace(/\D/g, '');
    const right = signUp.code !== null && sameDigest(signUp.code, database.digest(`code ${signUp.id}`, code));
    if (!right) {
      const left = triesPerCode - tries;
      return again(
        left === 0
          ? 'That is not the code we sent. Let us send you a new one.'
          : `That is not the code we sent. Please look again; ${left === 1 ? 'one try is' : `${left} tries are`} left.`,
        422,
      );
    }
    const customer = confirm(signUp);
    if (customer === null) return c.redirect('/log-in', 303);
    return welcome(shop, c, customer);
  });

  routes.post('/confirm/again', (c) => {
    const visit = c.get('visit');
    const signUp = signUpOf(visit);
    if (!signUp || signUp.customer !== null) return c.redirect('/confirm', 303);
    const allowed =
      use(database, 'code', String(signUp.id), codesPerSignUp - 1, hourMs, shop.now()) &&
      use(database, 'mail', signUp.email, 10, hourMs, shop.now());
    if (!allowed) {
      const busy = 'We have sent several codes already. Please look for them, or try again in an hour.';
      return c.html(waitingPage(visit, signUp, outbox.state(signUp.messageId), busy), 429);
    }
    sendCode(shop, signUp.id, signUp);
    return c.redirect('/confirm', 303);
  });
  return routes;
}

function linkRoutes(shop: Shop, { byLink, confirm }: SignUps): Hono<ShopEnv> {
  const routes = new Hono<ShopEnv>();
  routes.get('/confirm/:link', (c) => {
    const visit = c.get('visit');
    const signUp = byLink(c.req.param('link'));
    if (!signUp) return c.html(deadLinkPage(visit), 410);
    // The browser that signed up needs no second click; any other opener (another browser, a mail scanner) does.
    if (signUp.id !== visit.signUp) return c.html(linkPage(visit, signUp, c.req.path));
    const customer = confirm(signUp);
    return customer === null ? c.redirect('/log-in', 303) : welcome(shop, c, customer);
  });

  routes.post('/confirm/:link', (c) => {
    const signUp = byLink(c.req.param('link'));
    if (!signUp) return c.html(deadLinkPage(c.get('visit')), 410);
    // Not logged in by this: holding the mail does not give the account of the person who typed the password.
    return c.redirect(confirm(signUp) === null ? '/log-in' : '/log-in?confirmed', 303);
  });
  return routes;
}

function welcome(shop: Shop, c: ShopContext, customer: number): Response {
  rebind(shop, c, { customer });
  return c.redirect('/account?welcome', 303);
}

type Errors = { [name in 'name' | 'email' | 'password']?: string | undefined };

function signUpPage(visit: Visit, values: { name?: string; email?: string }, errors: Errors): Markup {
  return page({
    title: 'Sign up',
    visit,
    body: html`<h1>Sign up</h1>
      <p>An account lets you order and see what you ordered. We send a code to your address to see that it is yours.</p>
      ${Object.values(errors).some(Boolean) ? notice('bad', 'Almost. Please look at the marked fields.') : ''}
      <form method="post" action="/sign-up" class="card" novalidate>
        ${csrfField(visit)}
        ${field({ name: 'name', label: 'Name', autocomplete: 'name', value: values.name ?? '', error: errors.name })}
        ${field({ name: 'email', label: 'E-mail', type: 'email', autocomplete: 'email', value: values.email ?? '', error: errors.email })}
        ${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password', hint: 'At least 8 characters.', error: errors.password, attributes: html`minlength="8" maxlength="256"` })}
        <button class="button">Sign up</button>
      </form>
      <p>Have an account? <a href="/log-in">Log in</a></p>`,
  });
}

const mailText = (mail: LetterState): string =>
  ({
    waiting: 'Your mail is on its way out…',
    retrying: 'Our mail server is not answering just now. Your mail is kept, and we keep trying.',
    sent: 'The mail is sent. It should be there in a moment.',
    refused: 'The mail server of this address refused our mail. Is the address right?',
  })[mail];

function waitingPage(visit: Visit, signUp: SignUp, mail: LetterState, error?: string): Markup {
  return page({
    title: 'Confirm your address',
    visit,
    script: 'confirm',
    body: html`<h1>Look in your mail</h1>
      <p>We sent a 6-digit code to <strong>${signUp.email}</strong>. Type it here, or open the link in the mail.</p>
      <p class="mail-state" id="mail-state" data-state="${mail}" role="status">${mailText(mail)}</p>
      <form method="post" action="/confirm" class="card" novalidate>
        ${csrfField(visit)}
        ${field({ name: 'code', label: 'Code', autocomplete: 'one-time-code', error, attributes: html`inputmode="numeric" pattern="[0-9 ]*" maxlength="7" class="code"` })}
        <button class="button">Confirm</button>
      </form>
      <form method="post" action="/confirm/again" class="aside">${csrfField(visit)}
        Nothing came? <button class="plain">Send a new code</button> or <a href="/sign-up">use another address</a>.</form>`,
  });
}

function linkPage(visit: Visit, signUp: SignUp, action: string): Markup {
  return page({
    title: 'Confirm your address',
    visit,
    body: html`<h1>Confirm your address</h1><p>Is <strong>${signUp.email}</strong> yours, and did you sign up?</p>
      <form method="post" action="${action}">${csrfField(visit)}<button class="button">Yes, confirm</button></form>`,
  });
}

function deadLinkPage(visit: Visit): Markup {
  return page({
    title: 'This link is used up',
    visit,
    body: html`<h1>This link is used up</h1>
      ${notice('bad', 'It was opened before, a newer one was sent, or it is older than 30 minutes.')}
      <p>If your address is confirmed already, <a href="/log-in">log in</a>. If not, <a href="/sign-up">sign up again</a>.</p>`,
  });
}
