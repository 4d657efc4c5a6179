// A mail's HTML made harmless: DOMPurify takes out elements that could act, then everything that would fetch. It is
// shown in a frame with an empty sandbox (no script, no forms, an origin of its own) and under a policy that lets
// nothing load; each of the three would do alone.

import DOMPurify from 'dompurify';
import { linksIn } from '#bytes/text-links.ts';
import { webLink } from '#bytes/web-url.ts';
import { type Carried, CarriedPictures } from './carried.ts';

export interface SafeMail {
  /** A whole document for `srcdoc`. */
  document: string;
  /** Its links' targets, each address once; in the document `data-nucleus-link` names the place here. */
  links: { url: string /** Or the mail address. */; host: string; text: string }[];
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
  :where([data-nucleus-link]) { color: #4b3fd1; text-decoration: underline; }
`;
/** As many as a mail's own list holds (lib/adapters/mail). Links beyond are words. */
const MAX_LINKS = 200;
/**
 * The page around the frame lays places to press over the links (link-places.ts), so nothing in it may move once it is
 * shown.
 */
const MOVES = /^(animation|transition|resize$)/;
const ANSWERS = /:(hover|active|focus|target)/;
/** References out of the mail: a relative address leads nowhere, since a mail has no place of its own. */
const REMOTE = /^\s*(?:[a-z][a-z0-9+.-]*:)?\/\//i;

/** Anything in a value that names another resource, and functions that could bring one in by another way. */
const FETCHES = /url\(|image\(|image-set\(|cross-fade\(|src\(|element\(|paint\(|expression\(|attr\(/i;

const OUTSIDE = /["'(\s](?:[a-z][a-z0-9+.-]*:)?\/\//i;

/**
 * Takes out declarations that would fetch, as the browser itself understood them (escapes resolved). @returns how many
 * of them point outside
 */
function cleanStyle(style: CSSStyleDeclaration): number {
  let gone = 0;
  for (const name of [...style]) {
    const value = style.getPropertyValue(name);
    if (MOVES.test(name)) style.removeProperty(name);
    // A custom property is kept as it was written, so nothing can be said of it.
    if (!name.startsWith('--') && !FETCHES.test(value)) continue;
    style.removeProperty(name);
    if (OUTSIDE.test(value)) gone++;
  }
  return gone;
}

/** Rules that only paint: no imports, no fonts, none that wait for a pointer. */
function cleanRules(rules: CSSRuleList): { text: string; gone: number } {
  let gone = 0;
  let text = '';
  for (const rule of rules) {
    if (rule instanceof CSSStyleRule) {
      gone += cleanStyle(rule.style);
      if (ANSWERS.test(rule.selectorText)) continue;
      text += `${rule.selectorText} { ${rule.style.cssText} }\n`;
    } else if (rule instanceof CSSMediaRule) {
      const inner = cleanRules(rule.cssRules);
      gone += inner.gone;
      text += `@media ${rule.conditionText} { ${inner.text} }\n`;
    }
  }
  return { text, gone };
}

/**
 * Takes the targets off the links: in a frame without scripts nothing could ask first. They keep their looks and get a
 * number, by which the page around knows the pressed one.
 */
function takeLinks(body: HTMLElement): SafeMail['links'] {
  const links: SafeMail['links'] = [];
  const numbers = new Map<string, number>();
  for (const anchor of body.querySelectorAll('a')) {
    const target = targetOf(anchor.getAttribute('href') ?? '');
    for (const name of ['href', 'tabindex', 'title']) anchor.removeAttribute(name);
    if (target === null) continue;
    if (!numbers.has(target.url) && links.length < MAX_LINKS) {
      numbers.set(target.url, links.length);
      links.push({ ...target, text: wordsOf(anchor) });
    }
    const at = numbers.get(target.url);
    if (at !== undefined) anchor.dataset.nucleusLink = String(at);
  }
  return links;
}

/**
 * The target of an address that a person may open: a host, or a mail address. Subject and text that a sender proposes
 * are left out.
 */
function targetOf(href: string): { url: string; host: string } | null {
  const written = /^\s*mailto:([^?]{3,320})/i.exec(href)?.[1];
  if (written !== undefined) {
    const [first] = linksIn(written);
    return first?.url?.startsWith('mailto:') ? { url: first.url, host: written.slice(first.start, first.end) } : null;
  }
  const url = webLink(href);
  return url && { url: url.href, host: url.host };
}

/** A link's words; of a picture its description. */
function wordsOf(anchor: HTMLElement): string {
  const written = (anchor.textContent ?? '').trim();
  const words = written === '' ? [...anchor.querySelectorAll('img')].map(({ alt }) => alt).join(' ') : written;
  return words.replace(/\s+/g, ' ').trim().slice(0, 500);
}

const CLEANING = {
  RETURN_DOM: true as const,
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
    // Elements that open, shut or move.
    'details',
    'summary',
    'marquee',
  ],
  FORBID_ATTR: ['srcset', 'background', 'poster', 'ping', 'target', 'id', 'name'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  // Without it a sheet that stands first is taken for the head's, and lost.
  FORCE_BODY: true,
};

/** @param carried pictures in the mail's own parts */
export function sanitiseMail(html: string, carried: readonly Carried[] = []): SafeMail {
  const body = DOMPurify.sanitize(html, CLEANING) as HTMLElement;
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
    // Written anew from the parsed style: text that the parser passed over is gone.
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

  const links = takeLinks(body);
  const document =
    `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">` +
    `<meta name="referrer" content="no-referrer"><style>${SHEET}</style></head><body>${body.innerHTML}</body></html>`;
  return { document, links, blocked };
}
