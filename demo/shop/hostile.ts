// Pages that try to make a form filler give something away without the person's will. Each shows, from its own reading
// of the fields, whether it got anything ("got: nothing" or "got: name=value"), and goes on showing it once it did.
// They attack only the browser that opens them; nothing is sent or kept.

import { Hono } from 'hono';
import { html } from 'hono/html';
import { type Markup, page } from './page.ts';
import type { ShopEnv } from './visit.ts';

type Attack = { id: string; title: string; about: string; body: Markup };

const signUp = (extra: Markup | string = ''): Markup => html`<form class="card" id="form" autocomplete="on">
  <div class="field"><label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="email" data-watch></div>
  <div class="field"><label for="password">Password</label><input id="password" name="password" type="password" autocomplete="new-password" data-watch></div>
  ${extra}<button class="button" type="button">Sign up</button></form>`;

const attacks: readonly Attack[] = [
  {
    id: 'synthetic',
    title: 'Synthetic events',
    about:
      'The page focuses its own fields and, at anything that appears, fires pointer, mouse and key events of its own making.',
    body: signUp(),
  },
  {
    id: 'overlay',
    title: 'Transparent overlay',
    about:
      'Whatever appears is covered at once by a picture that lets clicks through, in the top layer, inviting you to click where the menu lies beneath.',
    body: signUp(),
  },
  {
    id: 'faded',
    title: 'Faded menu',
    about:
      'Whatever appears is made invisible by opacity, on itself and on the whole page, and lies under a harmless button.',
    body: html`${signUp()}<button class="button" type="button" id="lure">Close this announcement</button>`,
  },
  {
    id: 'moving',
    title: 'Field that moves',
    about: 'After focus the field, and the menu with it, slides under the place where you are about to click.',
    body: html`${signUp()}<button class="button" type="button" id="lure">Accept cookies</button>`,
  },
  {
    id: 'changing',
    title: 'Field that turns into another',
    about:
      'After focus the e-mail field becomes a text field, then a password field, then a new element in the same place.',
    body: html`<form class="card" id="form"><div class="field"><label for="email">E-mail</label>
      <input id="email" name="email" type="email" autocomplete="email" data-watch></div></form>`,
  },
  {
    id: 'hidden',
    title: 'Fields nobody sees',
    about:
      'A newsletter form with one visible field, and more that are transparent, off screen, tiny, clipped or covered. Only the unseen ones count as got.',
    body: html`<form class="card" id="form">
      <div class="field"><label for="email">E-mail for our newsletter</label><input id="email" name="email" type="email" autocomplete="email"></div>
      <div aria-hidden="true">
        <input class="unseen-opacity" name="name" autocomplete="name" tabindex="-1" data-watch>
        <input class="unseen-off" name="password" type="password" autocomplete="new-password" tabindex="-1" data-watch>
        <input class="unseen-tiny" name="tel" type="tel" autocomplete="tel" tabindex="-1" data-watch>
        <span class="unseen-clip"><input name="street" autocomplete="street-address" tabindex="-1" data-watch></span>
        <span class="unseen-parent"><input name="current" type="password" autocomplete="current-password" tabindex="-1" data-watch></span>
        <input class="unseen-visibility" name="username" autocomplete="username" tabindex="-1" data-watch>
        <span class="unseen-cover"><input name="email2" type="email" autocomplete="email" tabindex="-1" data-watch><b></b></span>
      </div>
      <button class="button" type="button">Subscribe</button></form>`,
  },
];

const got = html`<p class="got"><output id="got" data-got="no">got: nothing</output></p>`;
const framedAbout =
  'A sign-up form in a frame of another origin. What is filled for the page you see must not go to a stranger inside it.';

export function hostileRoutes(): Hono<ShopEnv> {
  const routes = new Hono<ShopEnv>();

  routes.get('/hostile', (c) =>
    c.html(
      page({
        title: 'Hostile pages',
        wide: true,
        body: html`<h1>Hostile pages</h1>
          <p>Each of these tries a known trick on a password manager. A good one gives them nothing: “got: nothing” stays.</p>
          <ul class="index">${[...attacks, { id: 'framed', title: 'Frame of another origin', about: framedAbout }].map(
            ({ id, title, about }) => html`<li><a href="/hostile/${id}">${title}</a><p>${about}</p></li>`,
          )}</ul>`,
      }),
    ),
  );

  routes.get('/hostile/framed', (c) => {
    // The same server under its other name is another origin.
    const here = new URL(c.req.url);
    here.hostname = here.hostname === '127.0.0.1' ? 'localhost' : '127.0.0.1';
    const source = `${here.origin}/hostile/frame`;
    return c.html(
      hostilePage(
        'framed',
        'Frame of another origin',
        framedAbout,
        html`<iframe id="frame" title="Sign-up form" src="${source}"></iframe>`,
      ),
    );
  });

  routes.get('/hostile/frame', (c) =>
    c.html(html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">
      <title>Framed form</title><link rel="stylesheet" href="/assets/shop.css"><script type="module" src="/assets/hostile.js"></script></head>
      <body data-attack="frame">${signUp()}${got}</body></html>`),
  );

  routes.get('/hostile/:id', (c) => {
    const attack = attacks.find((one) => one.id === c.req.param('id'));
    return attack ? c.html(hostilePage(attack.id, attack.title, attack.about, attack.body)) : c.notFound();
  });

  return routes;
}

const hostilePage = (id: string, title: string, about: string, body: Markup): Markup =>
  page({
    title,
    script: 'hostile',
    body: html`<p class="crumb"><a href="/hostile">All hostile pages</a></p><h1>${title}</h1><p>${about}</p>
      ${got}<div data-attack="${id}" id="attack">${body}</div>`,
  });
