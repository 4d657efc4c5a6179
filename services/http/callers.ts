// Who may call: programs of people (extensions, other services, command lines), and never a page of the web: its
// visitor's network address would pay for what it asks, in rates and in room. A browser says what calls in headers that
// a page cannot write: Origin (RFC 6454) and Fetch Metadata (Sec-Fetch-*). What each browser says of each caller was
// measured (e2e/stories/web-pages-call.browsers.test.ts).
import type { IncomingHttpHeaders } from 'node:http';

/** As Node gives them: names in small letters. */
export type CallerHeaders = Pick<IncomingHttpHeaders, 'origin'> & {
  readonly 'sec-fetch-site'?: string | string[] | undefined;
  readonly 'sec-fetch-mode'?: string | string[] | undefined;
  readonly 'user-agent'?: string | undefined;
};

/**
 * Ways in which programs call. Pictures, forms, frames and links are `no-cors` and `navigate`: only pages have those.
 */
const MODES: readonly unknown[] = [undefined, 'cors', 'same-origin', 'websocket'];
/**
 * The browser vouches that no page of another site is behind it: a page of the service itself, or an extension with
 * rights over its host.
 */
const NOBODY_ELSE: readonly unknown[] = ['same-origin', 'none'];

const isFirefox = (browser: string | undefined): boolean => /\bFirefox\/\d/.test(browser ?? '');

/** @param own the service's origin, whose own pages may call */
export function mayCall(headers: CallerHeaders, own: string): boolean {
  const { origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'user-agent': browser } = headers;
  if (!MODES.includes(mode)) return false;
  // Programs that are no browser say neither. A browser leaves Origin out of a GET that goes to its own origin.
  if (origin === undefined) return site === undefined || NOBODY_ELSE.includes(site);
  // Sandboxed frames, `data:` addresses and files say so. In Firefox the extension asks from such a frame, since any
  // other origin would name its installation; nothing tells its frame from a page's, so there both are let in.
  if (origin === 'null') return NOBODY_ELSE.includes(site) || (site === 'cross-site' && isFirefox(browser));
  return origin === own || !/^https?:/i.test(origin);
}
