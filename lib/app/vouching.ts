// Who vouches for a mail, by the gateway's finding. A pass counts for the author who is shown and for nobody else: the gateway says for
// which domain it evaluated DMARC, and where another address is shown, however that came about, nobody vouches. Only `pass` is good.
import { domainOf } from '#logins/site.ts';
import type { Mail } from '#wire/mail.ts';

type Finding = Mail['authentication'];

/** @param shown the author's address as a person is shown it @returns the author's domain, or null if it does not vouch */
export function vouchedAuthor({ spf, dkim, dmarc, domain, author }: Finding, shown: string): string | null {
  const at = shown.indexOf('@');
  // An address with two @ is read in two ways.
  if (author === '' || at < 1 || at !== shown.lastIndexOf('@')) return null;
  if (shown.slice(at + 1).toLowerCase() !== author) return null;
  if (dmarc === 'pass') return author;
  // A domain that publishes no policy is vouched for by what passed in its own name.
  const passed = dkim === 'pass' || spf === 'pass';
  return dmarc === 'none' && passed && areOneOrganisation(domain, author) ? author : null;
}

function areOneOrganisation(a: string, b: string): boolean {
  const organisation = domainOf(a);
  return organisation !== null && organisation === domainOf(b);
}
