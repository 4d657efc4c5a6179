// The mails the shop writes, each as text and as HTML that says the same. The HTML is what shops really send: tables,
// inline styles, one button, one link, nothing remote.

import { html } from 'hono/html';
import { type Good, pounds } from './goods.ts';
import type { Letter } from './outbox.ts';
import type { Markup } from './page.ts';

export type Line = { good: Good; quantity: number };

const button =
  'display:inline-block;padding:12px 22px;border-radius:8px;background:#1f5c46;color:#ffffff;text-decoration:none;font-weight:600';

const frame = (title: string, body: Markup): string =>
  String(html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>
<body style="margin:0;background:#f6f2ea;font-family:Georgia,serif;color:#26221c">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:520px;background:#ffffff;border-radius:12px">
<tr><td style="padding:28px 32px;line-height:1.6;font-size:16px">
<p style="margin:0 0 20px;font-size:18px;font-weight:bold;color:#1f5c46">Corner Shop</p>
${body}
</td></tr></table>
<p style="font-size:13px;color:#6d6558">Corner Shop is a demonstration. Nothing is sold, nothing is charged.</p>
</td></tr></table></body></html>`);

export const spaced = (code: string): string => `${code.slice(0, 3)} ${code.slice(3)}`;

export function confirmationLetter(to: { name: string; email: string }, code: string, link: string): Letter {
  return {
    recipient: to.email,
    subject: `${code} is your Corner Shop code`,
    text: `Hello ${to.name},

welcome to the Corner Shop. Your confirmation code is

    ${code}

Type it on the page that is waiting for it, or open this link:

${link}

The code and the link are good for 30 minutes. If you did not sign up, do nothing: no account is made.

Corner Shop
`,
    html: frame(
      'Confirm your e-mail address',
      html`<p>Hello ${to.name},</p><p>welcome to the Corner Shop. Your confirmation code is</p>
<p style="margin:20px 0;font:bold 32px/1.2 ui-monospace,Menlo,monospace;letter-spacing:6px">${code}</p>
<p>Type it on the page that is waiting for it, or press:</p>
<p style="margin:20px 0"><a href="${link}" style="${button}">Confirm my address</a></p>
<p style="font-size:14px;color:#6d6558">The code and the link are good for 30 minutes. If you did not sign up, do nothing: no account is made.</p>`,
    ),
  };
}

export function knownAddressLetter(to: { name: string; email: string }, link: string): Letter {
  return {
    recipient: to.email,
    subject: 'You already have a Corner Shop account',
    text: `Hello,

someone, probably you, tried to sign up with this address, which already has an account. Log in here:

${link}

If it was not you, do nothing: nothing was changed.

Corner Shop
`,
    html: frame(
      'You already have an account',
      html`<p>Hello,</p><p>someone, probably you, tried to sign up with this address, which already has an account.</p>
<p style="margin:20px 0"><a href="${link}" style="${button}">Log in</a></p>
<p style="font-size:14px;color:#6d6558">If it was not you, do nothing: nothing was changed.</p>`,
    ),
  };
}

export type OrderLetter = { number: number; lines: Line[]; pence: number; deliverTo: string; link: string };

export function orderLetter(to: { name: string; email: string }, order: OrderLetter): Letter {
  const rows = order.lines.map(
    (line) => `  ${line.quantity} × ${line.good.name}  ${pounds(line.good.pence * line.quantity)}`,
  );
  const cell = 'padding:8px 0;border-bottom:1px solid #e6dfd2';
  return {
    recipient: to.email,
    subject: `Your order no. ${order.number}`,
    text: `Hello ${to.name},

thank you for your order no. ${order.number}:

${rows.join('\n')}

  Total  ${pounds(order.pence)}

It goes to:

${order.deliverTo.replace(/^/gm, '  ')}

See it here: ${order.link}

Corner Shop
`,
    html: frame(
      `Your order no. ${order.number}`,
      html`<p>Hello ${to.name},</p><p>thank you for your order no. ${order.number}:</p>
<table width="100%" cellpadding="0" cellspacing="0">${order.lines.map(
        (line) =>
          html`<tr><td style="${cell}">${line.quantity} × ${line.good.name}</td><td align="right" style="${cell}">${pounds(line.good.pence * line.quantity)}</td></tr>`,
      )}<tr><td style="padding:8px 0"><b>Total</b></td><td align="right" style="padding:8px 0"><b>${pounds(order.pence)}</b></td></tr></table>
<p>It goes to:</p><p style="white-space:pre-line">${order.deliverTo}</p>
<p style="margin:20px 0"><a href="${order.link}" style="${button}">See my order</a></p>`,
    ),
  };
}
