// The question before a secret goes into a page: that the log-in is another site's, that the page may be taken for a
// kept site, that the connection to it can be read on its way.
import { isPlainText, webUrl } from '#bytes/web-url.ts';
import { type Site, siteLabel } from '#logins/site.ts';
import { lookAlike } from '#logins/sites/look-alike.ts';
import { isHomeHost } from '#logins/sites/network.ts';
import type { FillQuestion } from '../views/sites.ts';

export interface FillSituation {
  readonly pageUrl: string;
  readonly site: Site;
  /** Host of the log-in, if it is neither of the site nor of one that belongs to it. */
  readonly elsewhere: string | null;
  /** Hosts at which the person has log-ins; none if they have used one at this site before. */
  readonly kept: Iterable<string>;
  /** Plain-text sites at which the person wants no question. */
  readonly plain: readonly Site[];
}

/** Null: there is nothing to ask. */
export function fillQuestion({ pageUrl, site, elsewhere, kept, plain }: FillSituation): FillQuestion | null {
  const page = webUrl(pageUrl);
  if (page === null) return null;
  const isPlain = isPlainText(page) && !plain.includes(site);
  const like = lookAlike(page.hostname, kept);
  if (elsewhere === null && like === null && !isPlain) return null;
  // In a network of one's own plain text is what there is. Elsewhere anybody may read it, each time anew.
  const keeps = like === null && (isPlain ? elsewhere === null && isHomeHost(page.hostname) : elsewhere !== null);
  return { site: siteLabel(site), elsewhere, like, isPlain, keeps };
}
