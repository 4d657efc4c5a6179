// Sign-up and log-in pages of the many shapes found on real sites, for people and for tests of form filling. Each one
// really submits, and the answer shows what arrived: passwords masked, with their length and a 24-bit fingerprint, so
// that two pages can be compared. Nothing is kept. Data only; the pages' scripts are public/<script>.js.

import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { field, type Markup, page } from './page.ts';
import type { ShopEnv } from './visit.ts';

type Shape = { id: string; title: string; about: string; body: Markup; script?: string; lang?: string };

const form = (id: string, body: Markup): Markup =>
  html`<form method="post" action="/shapes/${id}" class="card">${body}</form>`;
const submit = (text: string): Markup => html`<button class="button" type="submit">${text}</button>`;
const email = field({ name: 'email', label: 'E-mail', type: 'email', autocomplete: 'email' });
const newPassword = field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password' });
const password = field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' });

const boxes = (many: number, attributes: Markup, word: string): Markup =>
  html`<fieldset class="boxes"><legend>Enter the code we sent to your e-mail</legend>${Array.from(
    { length: many },
    (_, at) => html`<input name="part-${at + 1}" aria-label="${word} ${at + 1}" ${attributes}>`,
  )}</fieldset>${submit('Confirm')}`;

export const shapes: readonly Shape[] = [
  {
    id: 'plain',
    title: 'Plain sign-up',
    about: 'Name, e-mail, password twice. Autocomplete attributes as they should be.',
    body: form(
      'plain',
      html`${field({ name: 'name', label: 'Name', autocomplete: 'name' })}${email}${newPassword}
        ${field({ name: 'password-again', label: 'Password again', type: 'password', autocomplete: 'new-password' })}${submit('Create account')}`,
    ),
  },
  {
    id: 'log-in',
    title: 'Plain log-in',
    about: 'E-mail and current password.',
    body: form(
      'log-in',
      html`${field({ name: 'email', label: 'E-mail', type: 'email', autocomplete: 'username' })}${password}${submit('Log in')}`,
    ),
  },
  {
    id: 'bare',
    title: 'No hints at all',
    about: 'No autocomplete, no labels tied to fields, meaningless names. Only the words around the fields tell.',
    body: form(
      'bare',
      html`<div class="field"><span>Your e-mail address</span><input type="text" name="f1"></div>
        <div class="field"><span>Choose a password</span><input type="password" name="f2"></div>${submit('Join')}`,
    ),
  },
  {
    id: 'controlled',
    title: 'Controlled inputs (as in React)',
    about: 'The page owns the values: a value set without a real input event is undone. Sent by script.',
    script: 'controlled',
    body: html`<form id="controlled" class="card" data-to="/shapes/controlled">${email}${newPassword}${submit('Sign up')}</form>
      <div id="received" aria-live="polite"></div>`,
  },
  {
    id: 'steps',
    title: 'Sign-up in steps',
    about: 'E-mail first; the password field appears only after “Next”, in the same document.',
    script: 'steps',
    body: html`<form method="post" action="/shapes/steps" class="card" id="steps"><div id="step">${email}</div>
      <button class="button" type="button" id="next">Next</button></form>`,
  },
  {
    id: 'two-pages',
    title: 'Log-in in two steps',
    about: 'E-mail on the first page, password on the second; each page is loaded anew.',
    body: form(
      'two-pages',
      html`${field({ name: 'identifier', label: 'E-mail', type: 'email', autocomplete: 'username' })}${submit('Next')}`,
    ),
  },
  {
    id: 'shadow',
    title: 'Inside a shadow root',
    about: 'The whole form is a web component with an open shadow root, its fields in components of their own.',
    script: 'shadow',
    body: html`<sign-up-card action="/shapes/shadow"></sign-up-card>`,
  },
  {
    id: 'closed',
    title: 'Inside a closed shadow root',
    about: 'The form is a web component that nobody looks into: its shadow root is closed.',
    script: 'closed',
    body: html`<closed-card action="/shapes/closed"></closed-card>`,
  },
  {
    id: 'later',
    title: 'Inserted later',
    about: 'The page loads without a form; it comes after a moment.',
    script: 'later',
    body: html`<div id="place"><p>One moment…</p></div><template id="form">${form('later', html`${email}${newPassword}${submit('Sign up')}`)}</template>`,
  },
  {
    id: 'dialog',
    title: 'In a modal dialog',
    about: 'A <dialog> in the top layer: whatever is not in the top layer lies behind it.',
    script: 'dialog',
    body: html`<button class="button" id="open">Sign up</button>
      <dialog id="dialog" aria-labelledby="dialog-title"><h2 id="dialog-title">Sign up</h2>${form('dialog', html`${email}${newPassword}${submit('Sign up')}`)}</dialog>`,
  },
  {
    id: 'popover',
    title: 'In a popover',
    about: 'The popover attribute: the browser itself closes it at a press beside it.',
    body: html`<button class="button" popovertarget="popover">Sign up</button>
      <div id="popover" popover class="popover">${form('popover', html`${email}${newPassword}${submit('Create account')}`)}</div>`,
  },
  {
    id: 'newsletter',
    title: 'Newsletter only',
    about: 'An e-mail field and no password: an address is wanted, not an account.',
    body: form('newsletter', html`${email}${submit('Subscribe')}`),
  },
  {
    id: 'username',
    title: 'User name and e-mail',
    about: 'Both are asked for; the user name may not be an address.',
    body: form(
      'username',
      html`${field({ name: 'username', label: 'User name', autocomplete: 'username', attributes: html`maxlength="20" pattern="[a-z0-9_-]+" title="Small letters, digits, - and _"` })}${email}${newPassword}${submit('Sign up')}`,
    ),
  },
  {
    id: 'table',
    title: 'Anmeldung in einer Tabelle',
    about: 'An old German page: a table, no labels, no types, odd names, an input for a button.',
    lang: 'de',
    body: html`<form method="POST" action="/shapes/table" name="frmAnmeldung"><table class="old" border="1" cellpadding="4">
      <tr><td colspan="2"><b>Neu hier? Jetzt registrieren!</b></td></tr>
      <tr><td>Vorname:</td><td><input name="vorname" size="30"></td></tr>
      <tr><td>Nachname:</td><td><input name="nachname" size="30"></td></tr>
      <tr><td>E-Mail-Adresse*:</td><td><input name="mailadr" size="30"></td></tr>
      <tr><td>Kennwort*:</td><td><input type="password" name="kennwort" size="30"></td></tr>
      <tr><td>Kennwort (Wdh.)*:</td><td><input type="password" name="kennwort2" size="30"></td></tr>
      <tr><td></td><td><input type="submit" name="abschicken" value="Registrieren"></td></tr></table></form>`,
  },
  {
    id: 'change-password',
    title: 'Change password',
    about: 'The old one, and the new one twice.',
    body: form(
      'change-password',
      html`${field({ name: 'old-password', label: 'Current password', type: 'password', autocomplete: 'current-password' })}
        ${field({ name: 'new-password', label: 'New password', type: 'password', autocomplete: 'new-password' })}
        ${field({ name: 'new-password-again', label: 'New password again', type: 'password', autocomplete: 'new-password' })}${submit('Change')}`,
    ),
  },
  {
    id: 'code',
    title: 'One-time code in six boxes',
    about: 'One digit a box, the cursor moves by itself.',
    script: 'boxes',
    body: form(
      'code',
      html`<fieldset class="boxes"><legend>The code from your mail</legend>${[1, 2, 3, 4, 5, 6].map(
        (n) =>
          html`<input name="digit-${n}" aria-label="Digit ${n}" inputmode="numeric" maxlength="1" ${n === 1 ? html`autocomplete="one-time-code"` : ''}>`,
      )}</fieldset>${submit('Confirm')}`,
    ),
  },
  {
    id: 'code-spread',
    title: 'A code in five boxes of no stated length',
    about: 'Letters and digits. The page spreads what is put into the first box over the others.',
    script: 'spread',
    body: form('code-spread', boxes(5, html``, 'Character')),
  },
  {
    id: 'code-hidden',
    title: 'A code in six boxes that hide it',
    about: 'Fields of type password, one digit each, which do not say that they take a code for one use.',
    script: 'boxes',
    body: form('code-hidden', boxes(6, html`type="password" maxlength="1"`, 'Digit')),
  },
  {
    id: 'code-clear',
    title: 'A code in one field that cannot be seen',
    about: 'Six boxes are drawn; over them lies one transparent field, which takes all six digits.',
    body: form(
      'code-clear',
      html`<p>Enter the code from your mail.</p><div class="over-boxes">${'······'.split('').map(() => html`<i></i>`)}
        <input name="code" aria-label="Verification code" autocomplete="one-time-code" inputmode="numeric" maxlength="6"></div>${submit('Confirm')}`,
    ),
  },
  {
    id: 'code-halves',
    title: 'A code in two fields of three digits',
    about: 'Each says how many digits it takes, as the field for the back of a card does.',
    body: form(
      'code-halves',
      html`<fieldset class="boxes"><legend>Enter the code we sent to your e-mail</legend>
        <input name="first" aria-label="First three digits" inputmode="numeric" maxlength="3"> –
        <input name="last" aria-label="Last three digits" inputmode="numeric" maxlength="3"></fieldset>${submit('Confirm')}`,
    ),
  },
  {
    id: 'not-an-account',
    title: 'Search and card: no account wanted',
    about: 'A search field and card details: nothing here is for an identity.',
    body: form(
      'not-an-account',
      html`${field({ name: 'q', label: 'Search', type: 'search', autocomplete: 'off' })}
        ${field({ name: 'card', label: 'Card number', autocomplete: 'cc-number' })}
        ${field({ name: 'cvc', label: 'Security code', type: 'password', autocomplete: 'cc-csc' })}${submit('Send')}`,
    ),
  },
];

export function shapeRoutes(): Hono<ShopEnv> {
  const routes = new Hono<ShopEnv>();

  routes.get('/shapes', (c) =>
    c.html(
      page({
        title: 'Sign-up pages of many shapes',
        wide: true,
        body: html`<h1>Sign-up pages of many shapes</h1>
          <p>The same question asked in the many ways of the web. Every form here really submits and shows what it received; nothing is kept.</p>
          <ul class="index">${shapes.map(({ id, title, about, lang }) => html`<li><a href="/shapes/${id}" ${lang ? html`lang="${lang}"` : ''}>${title}</a><p>${about}</p></li>`)}</ul>`,
      }),
    ),
  );

  routes.get('/shapes/:id', (c) => {
    const shape = shapes.find((one) => one.id === c.req.param('id'));
    if (!shape) return c.notFound();
    const { title, about, body, script, lang } = shape;
    return c.html(
      page({
        title,
        ...(script ? { script } : {}),
        ...(lang ? { lang } : {}),
        body: html`<p class="crumb" lang="en"><a href="/shapes">All shapes</a></p><h1>${title}</h1><p lang="en">${about}</p>${body}`,
      }),
    );
  });

  routes.post('/shapes/:id', async (c) => {
    const shape = shapes.find((one) => one.id === c.req.param('id'));
    if (!shape) return c.notFound();
    const fields = await received(c);
    const identifier = fields.find(([name]) => name === 'identifier')?.[1];
    if (shape.id === 'two-pages' && identifier !== undefined && !fields.some(([name]) => name === 'password')) {
      return c.html(secondStep(identifier));
    }
    const table = receivedTable(fields);
    if (c.req.header('accept') === 'text/x-fragment') return c.html(table);
    return c.html(
      page({
        title: 'Received',
        body: html`<p class="crumb"><a href="/shapes">All shapes</a> · <a href="/shapes/${shape.id}">Again</a></p><h1>Received</h1>${table}`,
      }),
    );
  });

  return routes;
}

const secondStep = (identifier: string): Markup =>
  page({
    title: 'Log-in in two steps',
    body: html`<p class="crumb"><a href="/shapes/two-pages">Back</a></p><h1>Welcome back</h1>
      ${form(
        'two-pages',
        html`<p>${identifier}</p><input type="email" name="identifier" value="${identifier}" autocomplete="username" hidden readonly>${password}${submit('Log in')}`,
      )}`,
  });

/** The posted text fields in order, passwords masked. */
async function received(c: Context): Promise<[name: string, value: string][]> {
  const body = await c.req.parseBody({ all: true });
  return Object.entries(body).flatMap(([name, values]) =>
    (Array.isArray(values) ? values : [values]).map((value): [string, string] => {
      const text = typeof value === 'string' ? value : '(a file)';
      return [name, /pass|kennwort|^f2$|cvc/.test(name) ? masked(text) : text];
    }),
  );
}

function masked(password: string): string {
  if (password === '') return '';
  const fingerprint = createHash('sha256').update(password).digest('hex').slice(0, 6);
  return `•••••••• (${password.length} characters, fingerprint ${fingerprint})`;
}

const receivedTable = (fields: [name: string, value: string][]): Markup =>
  html`<table class="received"><caption>What the form sent</caption><tbody>${fields.map(
    ([name, value]) =>
      html`<tr><th scope="row">${name}</th><td data-name="${name}">${value === '' ? html`<i>nothing</i>` : value}</td></tr>`,
  )}</tbody></table>`;
