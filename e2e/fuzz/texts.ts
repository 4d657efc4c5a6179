// Readers of text: from a person's clipboard, from a mail, from a service. Each has an answer for anything, so anything
// thrown is a finding; if one gives bytes or addresses, they are held to its promise.

import { decodeRefusal } from '#adapters/http/refusal.ts';
import { linksInText, readHtml } from '#adapters/mail/html-text.ts';
import { mailParser } from '#adapters/mail/postal-mime.ts';
import { decodeBase64url, decodeHex, encodeBase64url, encodeHex } from '#bytes/base64url.ts';
import { decodeUtf8, encodeUtf8, utf8Length, wellFormed } from '#bytes/utf8.ts';
import { findCode, findConfirmation } from '#logins/code.ts';
import { otpauthListFormat } from '#logins/formats/otpauth-list.ts';
import { oneTimeCode } from '#logins/one-time/code.ts';
import { otpauthLink } from '#logins/one-time/link.ts';
import { readOneTime } from '#logins/one-time/read.ts';
import { domainOf, siteOf } from '#logins/site.ts';
import { bundleText, invitationLink, readInvitationText } from '#protocol/pairwise/invitation.ts';
import { canonicalOrigin } from '#services/http/network.ts';
import { networkOf } from '#services/runtime/rate.ts';
import { INVITATION_PATH, REFUSALS } from '#wire/endpoints.ts';
import { type Draw, FORMATS } from '#wire/vectors/samples.ts';
import type { Target } from './target.ts';

const words = (...list: string[]) => list.map(encodeUtf8);
/** Text as a program gets it from outside: lone surrogates too. */
const textOf = (input: Uint8Array): string => Buffer.from(input).toString('utf8');
const wanted = (condition: boolean, promise: string): void => {
  if (!condition) throw new Error(`broken: ${promise}`);
};

const LETTER = [
  'From: Corner Shop <no-reply@shop.example>\r\nTo: a@masks.example\r\nSubject: =?utf-8?B?WW91ciBjb2Rl?= 482913\r\nMIME-Version: 1.0\r\n' +
    'Content-Type: multipart/alternative; boundary="b1"\r\n\r\n--b1\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n' +
    'Your code is 482 913=2E\r\nhttps://shop.example/confirm?token=3Dabcdefghijklmnop\r\n--b1\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n' +
    '<p>Your <b>code</b>: 482913 <a href="https://shop.example/verify">confirm</a></p>\r\n--b1--\r\n',
  'Subject: hello\r\n\r\nOne line.\r\n',
  'From: "A, B" <a@b.example>, c@d.example\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Disposition: attachment; filename*=utf-8\'\'%e2%82%ac.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nAAECAw==\r\n--x--',
];
const PAGE = [
  '<html><head><style>p{}</style></head><body><table><tr><td>Your code<td>482913</table><a href="https://shop.example/a?b&amp;c">Confirm <img alt="now"></a><!-- x --><script>1<2</script>&#x1F600;&nbsp;&bogus;</body>',
  '<p>a<br>b<blockquote>c</blockquote><ul><li>d</ul>',
];
const TAGS = words(
  '<',
  '>',
  '</',
  '<!--',
  '-->',
  '<script>',
  '<a href="',
  '&#x',
  '&amp',
  '"',
  "'",
  '<svg>',
  '<table>',
  '<![CDATA[',
  '\u200b',
);
const MIME = words(
  '\r\n--b1\r\n',
  '\r\n--b1--\r\n',
  '\r\n\r\n',
  'Content-Type: multipart/mixed; boundary=""\r\n',
  '=?utf-8?Q?',
  '?=',
  ';',
  '=3D=\r\n',
  'Content-Transfer-Encoding: base64\r\n',
  '\n',
  ' ',
  '(',
  '"',
);
const TEXT = words(
  'https://',
  'www.',
  '@',
  '.',
  '482913',
  ' code ',
  '\n',
  '#',
  ':',
  'nucleus-invitation:',
  '> ',
  'xn--',
  '[::1]',
  '%',
  '\u202e',
);
const CODES = words(
  'otpauth://totp/',
  'otpauth-migration://offline?data=',
  'steam://',
  '?secret=',
  '&issuer=',
  '&digits=',
  '&encoder=steam',
  '%3A',
  '%F0',
  '+',
  '=',
  '\n',
);

const from = (list: readonly string[]) => (draw: Draw) => encodeUtf8(draw.pick(list));

export const TEXT_TARGETS: readonly Target[] = [
  {
    name: 'base64url',
    maxBytes: 4096,
    sample: (draw) => encodeUtf8(encodeBase64url(draw.bytes(draw.below(200)))),
    run(input) {
      const text = textOf(input);
      const decoded = decodeBase64url(text);
      wanted(decoded === null || encodeBase64url(decoded) === text, 'one text for one byte string');
      const hex = decodeHex(text);
      wanted(hex === null || encodeHex(hex) === text, 'one hexadecimal text for one byte string');
      return decoded !== null;
    },
  },
  {
    name: 'utf-8',
    maxBytes: 4096,
    sample: (draw) => encodeUtf8(draw.text(200)),
    run(input) {
      const text = decodeUtf8(input);
      wanted(text === null || Buffer.from(encodeUtf8(text)).equals(input), 'one encoding of a text');
      wanted((text === null) === !isUtf8(input), "the platform's judgement of UTF-8");
      const wide = String.fromCharCode(...new Uint16Array(input.slice(0, input.length & ~1).buffer));
      wanted(
        encodeUtf8(wellFormed(wide)).length === utf8Length(wide) || wellFormed(wide) !== wide,
        'the length of a text in UTF-8',
      );
      return text !== null;
    },
  },
  {
    name: 'pasted invitation',
    maxBytes: 200_000,
    sample: (draw) => {
      const { invitation, invitationLocator } = FORMATS;
      const text =
        draw.below(2) === 0
          ? bundleText(invitation.format.encode(invitation.value(draw)))
          : invitationLink('https://service.example', INVITATION_PATH, invitationLocator.value(draw));
      return encodeUtf8(draw.below(2) === 0 ? text : `Hello!\n> ${text.replace(/.{60}/g, '$&\n> ')}\nBye`);
    },
    words: TEXT,
    run: (input) => readInvitationText(textOf(input)) !== null,
  },
  {
    name: 'mail',
    maxBytes: 96 * 1024,
    sample: from(LETTER),
    words: MIME,
    share: 0.5,
    // postal-mime makes an object of every line, and the shortest line has two bytes.
    msPerKib: 8,
    async run(input) {
      const mail = await mailParser.parse(input);
      wanted(utf8Length(mail.subject) <= 998 && utf8Length(mail.from.address) <= 320, 'bounded header fields');
      wanted(
        mail.text.length <= 512 * 1024 && mail.links.length <= 200 && mail.attachments.length <= 64,
        'a mail of bounded size',
      );
      wanted(wellFormed(mail.text) === mail.text && wellFormed(mail.subject) === mail.subject, 'well-formed text');
      findCode(mail);
      findConfirmation(mail, ['shop.example']);
      return true;
    },
  },
  {
    name: 'html',
    maxBytes: 64 * 1024,
    sample: from(PAGE),
    words: TAGS,
    run(input) {
      const { text, links } = readHtml(textOf(input));
      wanted(text.length <= input.length * 2 + 16, 'text not longer than its HTML');
      for (const { url } of links) wanted(/^https?:\/\//i.test(url) && url.length <= 2048, 'absolute http links');
      return true;
    },
  },
  {
    name: 'text of a mail',
    maxBytes: 64 * 1024,
    sample: from([
      'Your code is 482913. Do not share it.',
      'Confirm: https://shop.example/confirm?token=abcdefghijklmnopqrst\nBye',
      'G-48 29 13 12',
    ]),
    words: TEXT,
    run(input) {
      const text = textOf(input);
      const links = linksInText(text);
      const found = findCode({ subject: text.slice(0, 200), text, links });
      wanted(found === null || /^[A-Z0-9-]{4,9}$/.test(found.digits), 'a code that can be typed');
      const link = findConfirmation({ subject: text.slice(0, 200), text, links }, ['shop.example']);
      wanted(link === null || siteOf(link.url) === 'shop.example', "a link to the relationship's own site");
      return true;
    },
  },
  {
    name: 'one-time code',
    maxBytes: 8192,
    sample: from([
      'otpauth://totp/Shop%3Aalex?secret=JBSWY3DPEHPK3PXP&issuer=Shop&algorithm=SHA256&digits=8&period=60',
      'jbsw y3dp-ehpk 3pxp==',
      'key=JBSWY3DPEHPK3PXP&size=8&otpHashMode=Sha256\nsteam://JBSWY3DPEHPK3PXP',
      'otpauth-migration://offline?data=Ch0KCkhlbGxvId6tvu8SCVNob3A6YWxleCADKAIwAhABGAMgASgH',
    ]),
    words: CODES,
    run(input) {
      const text = textOf(input);
      const reading = readOneTime(text);
      if (reading.ok) {
        const again = readOneTime(otpauthLink(reading.oneTime));
        wanted(again.ok && JSON.stringify(again) === JSON.stringify(reading), 'a link that says all of a code');
        wanted(oneTimeCode(reading.oneTime, 0).code.length === reading.oneTime.digits, 'a code of its length');
      }
      const list = otpauthListFormat.read({ kind: 'text', text });
      return reading.ok || (list.ok && list.entries.length > 0);
    },
  },
  {
    name: 'site of a URL',
    maxBytes: 2048,
    sample: from([
      'https://login.shop.example:8443/a?b#c',
      'http://127.0.0.1:8080',
      'https://a.github.io',
      'https://[2001:db8::1]/',
      'https://blair@shop.example./',
    ]),
    words: TEXT,
    run(input) {
      const text = textOf(input);
      const site = siteOf(text);
      domainOf(text);
      return site !== null;
    },
  },
  {
    name: 'origin of a service',
    maxBytes: 1024,
    sample: from([
      'https://service.example',
      'http://localhost:8080',
      'https://service.example:8443',
      'http://[::1]:8080',
    ]),
    words: TEXT,
    run(input) {
      const text = textOf(input);
      for (const development of [true, false]) {
        const url = canonicalOrigin(text, development);
        wanted(url === null || new URL(url).origin === text, 'an origin in its one spelling');
        wanted(url === null || development || text.startsWith('https://'), 'TLS outside development');
      }
      networkOf(text);
      return canonicalOrigin(text, true) !== null;
    },
  },
  {
    name: 'refusal of a service',
    maxBytes: 4096,
    sample: (draw) =>
      encodeUtf8(JSON.stringify({ code: draw.pick(Object.keys(REFUSALS)), retryAfterSeconds: draw.below(100) })),
    words: words('"code"', '{', '}', '[', 'null', '1e999', '-1', '__proto__', ',', ':', '"'),
    run(input) {
      const refusals = Object.values(REFUSALS).map((status) => decodeRefusal(status, input));
      for (const refusal of refusals) {
        const wait = refusal?.retryAfterSeconds ?? 0;
        wanted(Number.isInteger(wait) && wait >= 0 && wait <= 86_400, 'a wait of at most a day');
      }
      return refusals.some((refusal) => refusal !== null);
    },
  },
];

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
