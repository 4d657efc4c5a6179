// A mail's HTML made harmless: DOMPurify takes out what could act, then everything that would fetch. It is shown in a frame with an empty sandbox
// (no script, no forms, an origin of its own) and under a policy that lets nothing load; each of the three would do alone.

import DOMPurify from 'dompurify';
import { webLink } from '#bytes/web-url.ts';
import { type Carried, CarriedPictures } from './carried.ts';

export interface SafeMail {
  /** A whole document for `srcdoc`. */
  document: string;
  /** Where its links lead, in order; in the text each carries its number. */
  links: { url: string; host: string; text: string }[];
  /** Pictures and other things that were not fetched. */
  blocked: number;
}

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'";
const SHEET = `
  :root { color-scheme: light; }
  html { background: #fff; }
  body { margin: 0; padding: 16px; color: #1d1b18; font: 14px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
  img, table, video { max-width: 100% !important; }
  img { height: auto !important; }
  pre { white-space: pre-wrap; }
  .nucleus-link { color: #4b3fd1; text-decoration: underline; }
  .nucleus-link-number { font-size: 11px; vertical-align: super; text-decoration: none; }
`;
/** As many as a mail's own list holds (lib/adapters/mail). Links beyond are words. */
const MAX_LINKS = 200;
/** What points out of the mail: a relative address leads nowhere, since a mail has no place of its own. */
const REMOTE = /^\s*(?:[a-z][a-z0-9+.-]*:)?\/\//i;

/** Anything in a value that names another resource, and what could bring one in by another way. */
const FETCHES = /url\(|image\(|image-set\(|cross-fade\(|src\(|element\(|paint\(|expression\(|attr\(/i;

const OUTSIDE = /["'(\s](?:[a-z][a-z0-9+.-]*:)?\/\//i;

/** Takes out, as the browser itself understood it (escapes resolved), what would fetch. @returns how many of them point outside */
function cleanStyle(style: CSSStyleDeclaration): number {
  let gone = 0;
  for (const name of [...style]) {
    const value = style.getPropertyValue(name);
    // A custom property is kept as it was written, so nothing can be said of it.
    if (!name.startsWith('--') && !FETCHES.test(value)) continue;
    style.removeProperty(name);
    if (OUTSIDE.test(value)) gone++;
  }
  return gone;
}

/** Rules that only paint: no imports, no fonts. */
function cleanRules(rules: CSSRuleList): { text: string; gone: number } {
  let gone = 0;
  let text = '';
  for (const rule of rules) {
    if (rule instanceof CSSStyleRule) {
      gone += cleanStyle(rule.style);
      text += `${rule.selectorText} { ${rule.style.cssText} }\n`;
    } else if (rule instanceof CSSMediaRule) {
      const inner = cleanRules(rule.cssRules);
      gone += inner.gone;
      text += `@media ${rule.conditionText} { ${inner.text} }\n`;
    }
  }
  return { text, gone };
}

/** @param carried pictures in the mail's own parts */
export function sanitiseMail(html: string, carried: readonly Carried[] = []): SafeMail {
  const body = DOMPurify.sanitize(html, {
    RETURN_DOM: true,
    FORBID_TAGS: [
      'form',
      'input',
      'button',
      'select',
      'textarea',
      'svg',
      'math',
      'video',
      'audio',
      'source',
      'link',
      'meta',
      'base',
      'dialog',
    ],
    FORBID_ATTR: ['srcset', 'background', 'poster', 'ping', 'target', 'id', 'name'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    // Without it a sheet that stands first is taken for the head's, and lost.
    FORCE_BODY: true,
  }) as HTMLElement;
  const links: SafeMail['links'] = [];
  const numbers = new Map<string, number>();
  let blocked = 0;

  const pictures = new CarriedPictures(carried);
  for (const picture of body.querySelectorAll('img')) {
    const written = picture.getAttribute('src') ?? '';
    const source = pictures.sourceOf(written);
    if (source !== null) {
      picture.setAttribute('src', source);
      continue;
    }
    if (REMOTE.test(written)) blocked++;
    const words = picture.alt.trim();
    if (words === '') picture.remove();
    else picture.replaceWith(body.ownerDocument.createTextNode(`[${words}]`));
  }
  for (const element of body.querySelectorAll<HTMLElement>('[style]')) {
    blocked += cleanStyle(element.style);
    // Written anew from what was understood: what the parser passed over is gone.
    element.setAttribute('style', element.style.cssText);
  }
  for (const element of body.querySelectorAll('style')) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(element.textContent ?? '');
    const { text, gone } = cleanRules(sheet.cssRules);
    blocked += gone;
    // An end tag inside a string would end the element when the document is read again.
    element.textContent = text.replaceAll('<', '\\3c ');
  }

  // A frame without scripts cannot ask before it leaves, so nothing in it can be pressed: links become words with a number, listed beside it.
  for (const anchor of body.querySelectorAll('a')) {
    const url = webLink(anchor.getAttribute('href') ?? '');
    const words = body.ownerDocument.createElement('span');
    words.append(...anchor.childNodes);
    if (url && !numbers.has(url.href) && links.length < MAX_LINKS) {
      links.push({ url: url.href, host: url.host, text: (words.textContent ?? '').trim().slice(0, 500) });
      numbers.set(url.href, links.length);
    }
    const at = url && numbers.get(url.href);
    if (at) {
      words.className = 'nucleus-link';
      const number = body.ownerDocument.createElement('span');
      number.className = 'nucleus-link-number';
      number.textContent = ` [${at}]`;
      words.append(number);
    }
    anchor.replaceWith(words);
  }

  const document =
    `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">` +
    `<meta name="referrer" content="no-referrer"><style>${SHEET}</style></head><body>${body.innerHTML}</body></html>`;
  return { document, links, blocked };
}
