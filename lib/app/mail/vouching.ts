// Which domain vouches for a mail, by the gateway's finding. A pass counts only for the author who is shown: the
// gateway says for which domain it evaluated DMARC, and if another address is shown, for any reason, no domain vouches.
// Only `pass` is good.
import { domainOf, type Site, siteLabel } from '#logins/site.ts';
import type { Mail } from '#wire/mail.ts';
import type { Login } from '../records/login.ts';
import type { Mask } from '../records/mask.ts';

type Finding = Mail['authentication'];

/**
 * @param shown the author's address as a person is shown it @returns the author's domain, or null if it does not vouch
 */
export function vouchedAuthor({ spf, dkim, dmarc, domain, author }: Finding, shown: string): string | null {
  const at = shown.indexOf('@');
  // An address with two @ is read in two ways.
  if (author === '' || at < 1 || at !== shown.lastIndexOf('@')) return null;
  if (shown.slice(at + 1).toLowerCase() !== author) return null;
  if (dmarc === 'pass') return author;
  // A domain that publishes no policy is vouched for by a check that passed in its own name.
  const passed = dkim === 'pass' || spf === 'pass';
  return dmarc === 'none' && passed && areOneOrganisation(domain, author) ? author : null;
}

/**
 * The domain that passed for a mail, despite any claimed author: the author's, or, if the author's domain publishes no
 * policy, a mailer's. Null if the author's domain says that the mail is not from there, and if the author is not plain.
 */
export function vouchingDomain(finding: Finding, shown: string): string | null {
  const author = vouchedAuthor(finding, shown);
  if (author !== null) return author;
  const { spf, dkim, dmarc, domain } = finding;
  const isPlain = vouchedAuthor({ ...finding, dmarc: 'pass' }, shown) !== null;
  return isPlain && dmarc === 'none' && (dkim === 'pass' || spf === 'pass') && domain !== '' ? domain : null;
}

/** A mail that comes so soon after the form was filled is the site's answer to it. */
const ANSWER_MS = 10 * 60_000;
/** By which a gateway's clock may be behind. */
const CLOCKS_APART_MS = 60_000;

/**
 * The mailer of an identity after a mail: the first domain that vouched for a mail which came right after a form was
 * filled with the identity. It stays, so no other domain becomes it later. Filling stands for sending: a page can send
 * a form without the person, and cannot fill one.
 */
export function mailerAfter(
  { mailer, filledAt }: Pick<Mask, 'mailer'> & Pick<Login, 'filledAt'>,
  vouching: string | null,
  receivedAt: number,
): string {
  const isAnswer = receivedAt >= filledAt - CLOCKS_APART_MS && receivedAt <= filledAt + ANSWER_MS;
  return mailer === '' && filledAt > 0 && isAnswer && vouching !== null ? vouching : mailer;
}

/**
 * The registrable domain of a host. A public suffix, or a host without a registrable domain, stands for itself alone,
 * as it does for sites.
 */
export const organisationOf = (host: string): string => domainOf(host) ?? host;

/** The same of a site, whatever its port. */
export const siteOrganisation = (site: Site): string => organisationOf(siteLabel(site).replace(/:\d+$/, ''));

const areOneOrganisation = (a: string, b: string): boolean => organisationOf(a) === organisationOf(b);
