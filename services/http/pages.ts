// The pages that a person may come across with a browser: status, and the page behind an invitation link. Static, without script and
// without anything loaded from elsewhere; the invitation itself is in the fragment of the link, which no server sees.

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
};

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>
:root { color-scheme: light dark; }
body { font: 1.0625rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 12vh auto; padding: 0 1.25rem; }
h1 { font-size: 1.6rem; line-height: 1.25; font-weight: 600; }
.quiet { opacity: 0.75; font-size: 0.9375rem; }
</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;

const INVITATION = page(
  'An invitation to Nucleus',
  `<h1>Somebody would like to stay in touch with you</h1>
<p>This link is a personal invitation. Whoever made it wants to write to you in private, with addresses and keys that only the two of you have.</p>
<p><strong>Open Nucleus and paste this page's address</strong>, or use the Nucleus button in your browser's toolbar.</p>
<p class="quiet">Nucleus is a browser extension: password manager, address book and encrypted messenger in one. An invitation works once. What is in this
link after the # sign stays in your browser; this server has not seen it.</p>`,
);

const STATUS = page(
  'Nucleus service',
  `<h1>This is a Nucleus service. It is running.</h1>
<p>Programs talk to it; there is nothing to do here. It passes on sealed messages, and can read neither what they say nor whom they are from.</p>`,
);

export const invitationPage = (): Response => new Response(INVITATION, { headers: HEADERS });
export const statusPage = (): Response => new Response(STATUS, { headers: HEADERS });
