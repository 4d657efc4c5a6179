// The text of an HTML mail that has no text part: for preview, search and the look for codes and links. One pass over
// the tags, linear in any input; no tree is built and nothing is fetched. The text is shown as text only: it is not
// sanitised HTML, and must never be treated as HTML again.
import { linksIn } from '#bytes/text-links.ts';
import { webLink } from '#bytes/web-url.ts';

/** Elements whose content is no text of the mail. */
const SILENT = new Set([
  'head',
  'style',
  'script',
  'template',
  'noscript',
  'object',
  'svg',
  'math',
  'textarea',
  'select',
  'iframe',
]);
const BREAKS = new Set(['br', 'hr']);
const BLOCKS = new Set(
  (
    'address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header ' +
    'html li main nav ol p pre section summary table tbody tfoot thead tr ul'
  ).split(' '),
);
const CELLS = new Set(['td', 'th']);
const PARAGRAPHS = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'table', 'ul', 'ol']);

/** Characters that mails pad their previews with: invisible, and next to white space without meaning. */
const INVISIBLE =
  /(?:\u034f|[\u00ad\u061c\u180e\u200b-\u200f\u2060\ufeff])(?=\u034f|[\s\u00ad\u061c\u180e\u200b-\u200f\u2060\ufeff]|$)/g;

export interface Link {
  /** As it will be opened: `href` of lib/bytes/web-url.ts. */
  readonly url: string;
  /** The text to click, in one line; of a picture its description. */
  readonly text: string;
}

/** The same for all mails, however they are made. */
export const MAX_LINKS = 200;
const MAX_LINK_TEXT = 500;

/**
 * Plain text with lines; a link is followed by its address in angle brackets (RFC 3986, appendix C), unless it is its
 * own text.
 */
export function readHtml(html: string): { text: string; links: Link[] } {
  const reader = new Reader();
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) {
      reader.characters(html.slice(at));
      break;
    }
    reader.characters(html.slice(at, open));
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open + 4);
      at = end < 0 ? html.length : end + 3;
      continue;
    }
    const tag = readTag(html, open);
    if (tag === null) {
      reader.characters('<');
      at = open + 1;
      continue;
    }
    at = tag.end;
    reader.tag(tag, html.slice(open, tag.end));
  }
  return reader.finish();
}

class Reader {
  #text: string[] = [];
  /** Line ends owed before the next character. */
  #breaks = 0;
  #links: Link[] = [];
  /** Its text's first piece. */
  #link: { url: string; from: number } | null = null;
  #silent: { name: string; depth: number } | null = null;

  characters(raw: string): void {
    if (this.#silent !== null) return;
    const text = decodeEntities(raw).replace(/[\s\u00a0]+/g, ' ');
    if (text === '' || (text === ' ' && this.#breaks > 0)) return;
    this.#text.push('\n'.repeat(this.#breaks), text);
    this.#breaks = 0;
  }

  tag({ name, closing, selfClosing }: Tag, source: string): void {
    if (this.#silent !== null) {
      if (name === this.#silent.name && !selfClosing) this.#silent.depth += closing ? -1 : 1;
      // A mail's <head> may lack its end; its <body> begins the text all the same.
      if (this.#silent.depth === 0 || (this.#silent.name === 'head' && name === 'body')) this.#silent = null;
    } else if (SILENT.has(name)) {
      if (!closing && !selfClosing) this.#silent = { name, depth: 1 };
    } else if (name === 'a') {
      this.#closeLink();
      const url = closing ? null : addressIn(source);
      if (url !== null) this.#link = { url, from: this.#text.length };
    } else if (name === 'img') {
      if (this.#link !== null) this.characters(` ${attribute(source, 'alt')} `);
    } else if (BREAKS.has(name)) this.#breaks = Math.min(this.#breaks + 1, 2);
    else if (CELLS.has(name)) this.characters(' ');
    else if (PARAGRAPHS.has(name)) this.#breaks = 2;
    else if (BLOCKS.has(name)) this.#breaks = Math.max(this.#breaks, 1);
  }

  finish(): { text: string; links: Link[] } {
    this.#closeLink();
    return { text: tidy(this.#text.join('')), links: this.#links };
  }

  #closeLink(): void {
    if (this.#link === null) return;
    const { url, from } = this.#link;
    this.#link = null;
    const text = tidy(this.#text.slice(from).join('')).replace(/\s+/g, ' ').slice(0, MAX_LINK_TEXT);
    if (text !== '' && webLink(text)?.href !== url) this.#text.push(` <${url}>`);
    if (this.#links.length < MAX_LINKS) this.#links.push({ url, text });
  }
}

/** Web links of a plain text: the written address is the link's text. */
export function linksInText(text: string): Link[] {
  return linksIn(text)
    .flatMap(({ start, end, url }) =>
      url === null || webLink(url) === null ? [] : [{ url, text: text.slice(start, end) }],
    )
    .slice(0, MAX_LINKS);
}

interface Tag {
  readonly name: string;
  readonly closing: boolean;
  readonly selfClosing: boolean;
  readonly end: number;
}

const TAG_NAME = /<(\/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})/y;

/** The tag that begins at `open`, or null if the `<` begins none. Quoted `>` belong to the tag. */
function readTag(html: string, open: number): Tag | null {
  const next = html.charCodeAt(open + 1);
  // <!doctype …>, <?xml …>, conditional comments: nothing to see, up to the next >.
  if (next === 0x21 || next === 0x3f) {
    const end = html.indexOf('>', open);
    return { name: '', closing: false, selfClosing: true, end: end < 0 ? html.length : end + 1 };
  }
  TAG_NAME.lastIndex = open;
  const match = TAG_NAME.exec(html);
  if (match === null) return null;
  let end = TAG_NAME.lastIndex;
  let quote = '';
  while (end < html.length) {
    const character = html[end++] as string;
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '>') break;
    else if ((character === '"' || character === "'") && html[end - 2] === '=') quote = character;
  }
  return {
    name: (match[2] as string).toLowerCase(),
    closing: match[1] === '/',
    selfClosing: html[end - 2] === '/',
    end,
  };
}

function attribute(tag: string, name: 'href' | 'alt'): string {
  const found = (name === 'href' ? HREF : ALT).exec(tag);
  return decodeEntities(found?.[1] ?? found?.[2] ?? found?.[3] ?? '').trim();
}
const HREF = /\shref\s*=\s*(?:"([^"]{1,4096})"|'([^']{1,4096})'|([^\s"'>]{1,4096}))/i;
const ALT = /\salt\s*=\s*(?:"([^"]{1,500})"|'([^']{1,500})'|([^\s"'>]{1,500}))/i;

/** The web address a link leads to; null for any other kind. */
function addressIn(tag: string): string | null {
  return webLink(attribute(tag, 'href'))?.href ?? null;
}

function tidy(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(/ {2,}/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/**
 * Named characters that mails use: those of Latin-1 in order from U+00A0, and some more. Others stay as they are
 * written.
 */
const LATIN_1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm ' +
  'raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH ' +
  'Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ' +
  'ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml ' +
  'yacute thorn yuml';
const NAMED = new Map<string, string>([
  ...LATIN_1.split(' ').map((name, index) => [name, String.fromCharCode(0xa0 + index)] as const),
  ...(Object.entries({
    amp: '&',
    AMP: '&',
    lt: '<',
    LT: '<',
    gt: '>',
    GT: '>',
    quot: '"',
    QUOT: '"',
    apos: "'",
    ensp: '\u2002',
    emsp: '\u2003',
    thinsp: '\u2009',
    zwnj: '\u200c',
    zwj: '\u200d',
    lrm: '\u200e',
    rlm: '\u200f',
    ndash: '–',
    mdash: '—',
    lsquo: '‘',
    rsquo: '’',
    sbquo: '‚',
    ldquo: '“',
    rdquo: '”',
    bdquo: '„',
    bull: '•',
    hellip: '…',
    prime: '′',
    lsaquo: '‹',
    rsaquo: '›',
    euro: '€',
    trade: '™',
    larr: '←',
    uarr: '↑',
    rarr: '→',
    darr: '↓',
    check: '✓',
    OElig: 'Œ',
    oelig: 'œ',
    Scaron: 'Š',
    scaron: 'š',
    Yuml: 'Ÿ',
    minus: '−',
    star: '☆',
  }) as [string, string][]),
]);

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z][a-zA-Z0-9]{1,7}));?/g,
    (whole, decimal, hexadecimal, name) => {
      if (name !== undefined) return NAMED.get(name) ?? whole;
      const point = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
      const valid = point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
      return valid ? String.fromCodePoint(point) : '\ufffd';
    },
  );
}
