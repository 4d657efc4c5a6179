// The shop's pages: one frame, one field, one table of what a form sent. Everything that comes from outside passes
// through hono's `html` tag, which escapes; `raw` is for our own constants only, never for input.

import { html } from 'hono/html';

/** As much of a visit as the frame of a page shows. */
export type Visitor = { csrf: string; customer: object | null };
export type Markup = ReturnType<typeof html>;

/** @param script name of a file in public/ without its ending; the pages allow no inline script. */
export type Page = { title: string; body: Markup; visit?: Visitor; script?: string; lang?: string; wide?: boolean };

export function page({ title, body, visit, script, lang = 'en', wide = false }: Page): Markup {
  const account = visit?.customer
    ? html`<a href="/account">Account</a>
        <form method="post" action="/log-out">${csrfField(visit)}<button class="plain">Log out</button></form>`
    : html`<a href="/log-in">Log in</a><a class="button small" href="/sign-up">Sign up</a>`;
  return html`<!doctype html>
<html lang="${lang}">
<head>
  <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${title} · Corner Shop</title>
  <link rel="icon" href="/assets/mark.png"><link rel="stylesheet" href="/assets/shop.css">
  ${script ? html`<script type="module" src="/assets/${script}.js"></script>` : ''}
</head>
<body>
  <a class="skip" href="#main">Skip to content</a>
  <header><div class="bar">
    <a class="brand" href="/"><img src="/assets/mark.svg" alt="" width="28" height="28">Corner Shop</a>
    <nav aria-label="Shop"><a href="/order">Order</a>${account}</nav>
  </div></header>
  <main id="main" class="${wide ? 'wide' : 'narrow'}">${body}</main>
  <footer><div class="bar">
    <p>A demonstration: nothing is sold, nothing is charged.</p>
    <nav aria-label="Test pages"><a href="/shapes">Sign-up pages of many shapes</a><a href="/hostile">Hostile pages</a></nav>
  </div></footer>
</body>
</html>`;
}

export const csrfField = (visit: Visitor): Markup => html`<input type="hidden" name="csrf" value="${visit.csrf}">`;

export type Field = {
  name: string;
  label: string;
  type?: string;
  autocomplete?: string;
  value?: string;
  hint?: string | undefined;
  error?: string | undefined;
  attributes?: Markup;
};

/** A labelled input with its hint and its error tied to it for screen readers. */
export function field({
  name,
  label,
  type = 'text',
  autocomplete,
  value = '',
  hint,
  error,
  attributes,
}: Field): Markup {
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  return html`<div class="field">
    <label for="${name}">${label}</label>
    ${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : ''}
    <input id="${name}" name="${name}" type="${type}" value="${value}"
      ${autocomplete ? html`autocomplete="${autocomplete}"` : ''}
      ${described ? html`aria-describedby="${described}"` : ''} ${error ? html`aria-invalid="true"` : ''} ${attributes ?? ''}>
    ${error ? html`<p class="error" id="${name}-error">${error}</p>` : ''}
  </div>`;
}

/** Something the reader must know, announced when the page opens. */
export const notice = (kind: 'good' | 'bad' | 'calm', text: string | Markup): Markup =>
  html`<div class="notice ${kind}" role="${kind === 'bad' ? 'alert' : 'status'}">${text}</div>`;
