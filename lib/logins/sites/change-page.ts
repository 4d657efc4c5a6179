// Finding the page on which a password is changed: the one that is listed for its host, the one that the site names
// itself (https://w3c.github.io/webappsec-change-password-url/), or its front page. Of an address of the log-in alone,
// and never over plain text, but on this very device.
import { isPlainText, type WebUrl, webLink } from '#bytes/web-url.ts';
import { siteOf } from '../site.ts';
import { entryAddress } from './match.ts';
import { isOfName, type Quirks } from './quirks.ts';

export interface ChangePlaces {
  /** Listed for the host; null: it is not. */
  readonly listed: string | null;
  /** Leads to the page, if the site has it. */
  readonly named: string;
  /** A site that says it has this one says so of any: its word on `named` counts for nothing. */
  readonly missing: string;
  readonly front: string;
}

const NAMED = '/.well-known/change-password';
/** The name is the standard's: https://w3c.github.io/webappsec-change-password-url/response-code-reliability.html */
const MISSING = '/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200';

/** @param addresses of the log-in, the first one first @returns null: none can be asked or opened */
export function changePlaces(addresses: readonly string[], quirks: Quirks): ChangePlaces | null {
  const secure = addresses.flatMap((text) => {
    const address = entryAddress(text.trim());
    return address !== null && !isPlainText(address) ? [address] : [];
  });
  const known = secure.map((address) => ({ address, listed: listedFor(address, quirks) }));
  const best = known.find(({ listed }) => listed !== null) ?? known[0];
  if (best === undefined) return null;
  const { origin } = best.address;
  return { listed: best.listed, named: origin + NAMED, missing: origin + MISSING, front: `${origin}/` };
}

/** A page of another site counts if log-ins of this one are offered there: else nothing would be filled. */
function listedFor({ href, scheme, hostname }: WebUrl, quirks: Quirks): string | null {
  const listed = scheme === 'https' ? quirks.changePasswordUrl(hostname) : null;
  const page = listed === null ? null : webLink(listed);
  if (page === null) return null;
  const belongs =
    siteOf(page.href) === siteOf(href) || quirks.sharedWith(page.href).some((name) => isOfName(href, name));
  return belongs ? page.href : null;
}
