// The author of a mail: the domain of the one mailbox of the one From field (RFC 5322 sections 3.4 and 3.6.2), or none.
// Parsers differ on odd forms, and a person who is shown another author than the one that was judged is deceived; so a
// From field that is not plain has no author.
import { domainToASCII } from 'node:url';
import type { HeaderField } from '#bytes/mail-header.ts';
import { oneMailbox } from '#bytes/mailbox.ts';

/** Of names as the DNS has them; an address in brackets is no domain. */
const LABELS = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/;
/** Whether it is written as a domain, and so is read as one by every reader. */
export const isDomain = (text: string): boolean => LABELS.test(text);
const INTERNATIONAL = /^[A-Za-z0-9\x80-\xff.-]+$/;

/** @returns the domain in lower case, in the form that the DNS has (RFC 5890 A-labels) */
export function authorDomain(fields: readonly HeaderField[]): string | null {
  const [from, ...others] = fields.filter(({ name }) => name === 'from');
  if (from === undefined || others.length > 0) return null;
  const written = oneMailbox(from.value)?.domain;
  if (written === undefined) return null;
  const domain = written.toLowerCase();
  if (isDomain(domain)) return domain;
  // The conversion reads its text as a host in an URL, percent signs too: it is given letters only.
  if (!INTERNATIONAL.test(written)) return null;
  const converted = domainToASCII(Buffer.from(written, 'latin1').toString('utf8'));
  return isDomain(converted) ? converted : null;
}
