// The one reading of web addresses: the WHATWG URL Standard's, by the parser of the runtime, so that a host which is
// judged or shown is the host that the browser opens. Keep, compare and open `href`, never the text that was read.

/**
 * As much of the standard's URL as is used. Every runtime of ours has it; the pure layers compile without DOM, so its
 * type stands here.
 */
interface ParsedUrl {
  readonly href: string;
  readonly origin: string;
  readonly protocol: string;
  readonly username: string;
  readonly password: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
}
const { URL } = globalThis as unknown as { URL: new (text: string) => ParsedUrl };

export interface WebUrl {
  /** The only spelling that is kept and opened: printable ASCII. */
  readonly href: string;
  readonly origin: string;
  readonly scheme: 'https' | 'http';
  /** Lower-case ASCII (punycode), with the port if it is not the scheme's own. */
  readonly host: string;
  readonly hostname: string;
  readonly port: number;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
  /** A name or password stands before the host: for a person it looks like the host. */
  readonly hasUserInfo: boolean;
}

/**
 * Names and addresses that can be reached. The standard lets `"`, `'`, `(` and empty labels into hosts; no name server
 * has them.
 */
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?)$/;

/** An http or https address, or null for anything else. */
export function webUrl(text: string): WebUrl | null {
  const url = parse(text);
  const scheme = url?.protocol === 'https:' ? 'https' : url?.protocol === 'http:' ? 'http' : null;
  if (url === null || scheme === null || !HOST.test(url.hostname)) return null;
  const { href, origin, host, hostname, pathname, search, hash } = url;
  const port = url.port === '' ? (scheme === 'https' ? 443 : 80) : Number(url.port);
  const hasUserInfo = url.username !== '' || url.password !== '';
  return { href, origin, scheme, host, hostname, port, pathname, search, hash, hasUserInfo };
}

/** Links are strangers' words; longer ones are not followed. */
export const MAX_LINK_CHARACTERS = 2048;

/**
 * An address from others' text that a person may open, or null: no web address, one with a name before its host, one
 * too long.
 */
export function webLink(text: string): WebUrl | null {
  if (text.length > MAX_LINK_CHARACTERS) return null;
  const url = webUrl(text);
  return url === null || url.hasUserInfo || url.href.length > MAX_LINK_CHARACTERS ? null : url;
}

/**
 * The same of an address that was kept as `href`; one that reads differently by now was never judged as it would be
 * opened.
 */
export function keptLink(href: string): WebUrl | null {
  const url = webLink(href);
  return url?.href === href ? url : null;
}

function parse(text: string): ParsedUrl | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** Whether a host (with or without a port) is this very device: requests to it cross no network. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name);
}

/** Whether anybody on the way can read the traffic. */
export const isPlainText = ({ scheme, host }: Pick<WebUrl, 'scheme' | 'host'>): boolean =>
  scheme === 'http' && !isLoopback(host);
