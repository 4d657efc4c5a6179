// The pages that a person may come across with a browser: status, and the page behind an invitation link. Static,
// without script and without anything loaded from elsewhere; the invitation itself is in the fragment of the link,
// which no server sees.

export const GET_PATH = '/get-nucleus';

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
};

const LOGO = `<svg width="40" height="40" viewBox="0 0 32 32" fill="none" aria-hidden="true"><rect width="32" height="32" rx="8" fill="#4b3fd1"/>
<circle cx="16" cy="16" r="4.4" fill="#fff"/><path d="M25.6 16A9.6 9.6 0 0 1 16 25.6M6.4 16A9.6 9.6 0 0 1 16 6.4" stroke="#fff" stroke-width="2.7"
stroke-linecap="round"/></svg>`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>
:root { color-scheme: light dark; --ground: #fbfaf8; --ink: #1d1b18; --quiet: #5d5850; --accent: #4b3fd1; --on-accent: #fff; --soft: #eeecfd; }
@media (prefers-color-scheme: dark) {
:root { --ground: #141317; --ink: #f2f0f5; --quiet: #b3aebb; --accent: #a49bff; --on-accent: #16132e; --soft: #2a2745; }
}
* { box-sizing: border-box; }
body { font: 1.0625rem/1.55 system-ui, sans-serif; max-width: 34rem; margin: 10vh auto; padding: 0 1.25rem; background: var(--ground); color: var(--ink); }
h1 { font-size: 1.65rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.01em; text-wrap: balance; margin: 0.6em 0; }
svg { display: block; }
ol { list-style: none; counter-reset: step; margin: 1.75rem 0; padding: 0; display: grid; gap: 1.1rem; }
li { counter-increment: step; display: grid; grid-template-columns: 2rem 1fr; gap: 0.85rem; }
li::before { content: counter(step); display: grid; place-items: center; width: 2rem; height: 2rem; border-radius: 50%; background: var(--soft); color: var(--accent); font-weight: 650; }
li p { margin: 0.15rem 0 0; }
a.get { display: inline-block; margin-top: 0.6rem; padding: 0.6rem 1.15rem; border-radius: 10px; background: var(--accent); color: var(--on-accent); font-weight: 600; text-decoration: none; }
a.get:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
code { font: 0.9375em ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); font-size: 0.9375rem; }
</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/**
 * Says only that there is an invitation: the inviter's name is behind the link, and this server cannot read it; an
 * installed Nucleus draws it itself. Links open beside this page, since the invitation is in its address.
 */
const invitation = (getNucleus: string): string =>
  page(
    'An invitation to Nucleus',
    `${LOGO}
<h1>Somebody invites you to a private conversation</h1>
<p>Only the two of you will be able to read what you write. No phone number, no e-mail address, no account.</p>
<ol>
<li><p><strong>Get Nucleus</strong>, an extension for Chromium and Firefox browsers.<br>
<a class="get" href="${escaped(getNucleus)}" target="_blank" rel="noopener noreferrer">Get Nucleus</a></p></li>
<li><p><strong>Choose a passphrase.</strong> It is all that Nucleus asks for.</p></li>
<li><p><strong>Come back to this page</strong> and press <em>Accept in Nucleus</em>, or press the Nucleus button in the toolbar.</p></li>
</ol>
<p class="quiet">The invitation works once. What stands behind the # in this page’s address stays in your browser; this server has not seen it.</p>`,
  );

/** As in the README: what an operator who names no address leads to. */
const GET = page(
  'Get Nucleus',
  `${LOGO}
<h1>Get Nucleus</h1>
<p>The operator of this service names no place to get Nucleus from. The person who invited you may know one. From its source it is built like this:</p>
<ol>
<li><p>In the folder of the source run <code>npm run build</code>, or <code>npm run build:firefox</code>. Node 20 or newer is needed.</p></li>
<li><p><strong>Chromium:</strong> open <code>chrome://extensions</code>, switch on <em>Developer mode</em>, press <em>Load unpacked</em> and choose <code>.output/chrome-mv3</code>.<br>
<strong>Firefox:</strong> open <code>about:debugging#/runtime/this-firefox</code>, press <em>Load Temporary Add-on</em> and choose <code>.output/firefox-mv3/manifest.json</code>.</p></li>
<li><p>Set it up, and go back to the page with your invitation.</p></li>
</ol>`,
);

const STATUS = page(
  'Nucleus service',
  `${LOGO}
<h1>This is a Nucleus service. It is running.</h1>
<p>Programs talk to it; there is nothing to do here. It passes on sealed messages, and can read neither what they say nor whom they are from.</p>`,
);

/** @param getNucleus the address at which the operator wants people to get it; null: the page below */
export const invitationPage = (getNucleus: string | null): Response =>
  new Response(invitation(getNucleus ?? GET_PATH), { headers: HEADERS });
export const getPage = (): Response => new Response(GET, { headers: HEADERS });
export const statusPage = (): Response => new Response(STATUS, { headers: HEADERS });
