// What the gateway finds about the sender of a mail: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489), by mailauth. A
// finding, never a reason to refuse: the recipient's program shows it. Only `pass` is good. The author is read here
// (author.ts) and handed on with the finding, so that a pass counts only for the author that was judged.
import { type DKIMResult, dkimVerify, dmarc, spf } from 'mailauth';
import { type HeaderField, headerFields } from '#bytes/mail-header.ts';
import type { Mail } from '#wire/mail.ts';
import { authorDomain, isDomain } from './author.ts';
import type { Questions } from './questions.ts';

export type Authentication = Mail['authentication'];
type Verdict = Authentication['spf'];

export interface Origin {
  /** Of the connection. Used for SPF, and nowhere kept. */
  readonly ip: string;
  readonly helo: string;
  /** MAIL FROM; empty for a bounce. */
  readonly from: string;
}

/** More are on no honest mail; each costs a question and some work. */
export const MAX_SIGNATURES = 10;
/** Clocks differ; a signature of a later day is none (RFC 6376 section 3.5, `t=`). */
const CLOCK_SKEW_MS = 3_600_000;
/** RFC 8301 section 3.1. */
const WEAK = /sha1$/i;
/**
 * Fields that a signature must cover if the mail has them: the author (RFC 6376 section 5.4); the recipient, by which
 * the reader's program tells a mail that was sent on; the subject, in which a code often stands alone; and the fields
 * by which the body is read. Replacing one of these would change the words under the same signature.
 */
const COVERED = ['from', 'to', 'subject', 'content-type', 'content-transfer-encoding'];

type Ask = ReturnType<Questions['ofMail']>;
/** The types of the library know string answers only; of MX records it takes the objects. */
type LibraryAsk = (name: string, type: string) => Promise<string[][]>;

/** @param signal ends the work: findings not known by then are `temperror` */
export async function authenticateMail(
  message: Uint8Array,
  origin: Origin,
  questions: Questions,
  now: number,
  signal: AbortSignal,
): Promise<Authentication> {
  const ask = questions.ofMail(signal);
  const fields = headerFields(message);
  const author = fields === null ? null : authorDomain(fields);
  const sender = await checkSender(origin, ask);
  const signatures = await checkSignatures(message, fields, now, ask);
  const policy = await checkPolicy(author, sender.domain, signatures.good, ask);
  // Without a policy the recipient's program looks whether the author's own domain passed: that is named before a
  // mailer's.
  const passed = [...signatures.good, ...(sender.domain === null ? [] : [sender.domain])];
  const named = policy.aligned ?? passed.find((domain) => areKin(domain, author)) ?? passed[0] ?? '';
  return {
    spf: sender.verdict,
    dkim: signatures.verdict,
    dmarc: policy.verdict,
    domain: named.length <= 255 ? named : '',
    author: author ?? '',
  };
}

/** One is the other, or lies under it. */
const areKin = (domain: string, author: string | null): boolean =>
  author !== null && (domain === author || domain.endsWith(`.${author}`) || author.endsWith(`.${domain}`));

/**
 * A plain MAIL FROM: of an odd one, two programs may name different domains. Of none only the greeting is left, which
 * proves nothing.
 */
const PATH = /^[^\s"<>()@\\]+@([^\s"<>()@\\]+)$/;

async function checkSender({ ip, helo, from }: Origin, ask: Ask): Promise<{ verdict: Verdict; domain: string | null }> {
  const domain = PATH.exec(from)?.[1]?.toLowerCase();
  if (domain === undefined) return { verdict: 'none', domain: null };
  // Our name would only appear in a header that is not used.
  const asked = { ip, helo, sender: from, mta: 'gateway.invalid', resolver: ask as LibraryAsk };
  const found = await spf(asked).then(
    ({ status }) => verdictOf(status.result),
    () => 'temperror' as const,
  );
  return { verdict: found, domain: found === 'pass' ? domain : null };
}

/** Domains of the signatures that hold, over the whole body and all of `COVERED`. */
async function checkSignatures(
  message: Uint8Array,
  fields: readonly HeaderField[] | null,
  now: number,
  ask: Ask,
): Promise<{ verdict: Verdict; good: string[] }> {
  const count = fields?.filter(({ name }) => name === 'dkim-signature').length ?? null;
  if (fields === null || count === null || count > MAX_SIGNATURES) return { verdict: 'permerror', good: [] };
  if (count === 0) return { verdict: 'none', good: [] };
  const options = { resolver: ask as LibraryAsk, curTime: new Date(now) };
  const found = await dkimVerify(withLineEnds(message), options).then(
    ({ results }) => results,
    () => null,
  );
  if (found === null) return { verdict: 'temperror', good: [] };
  const wanted = COVERED.filter((one) => fields.some(({ name }) => name === one));
  const judged = found.map((result) => {
    const domain = result.signingDomain?.toLowerCase() ?? '';
    // "shop.example/x.other.example" is below other.example to the DNS, and shop.example to a parser of URLs.
    return { domain, verdict: isDomain(domain) ? judge(result as Signature, wanted, now) : ('permerror' as const) };
  });
  const good = judged.flatMap(({ domain, verdict }) => (verdict === 'pass' ? [domain] : []));
  // mailauth leaves out those that it cannot read.
  return { verdict: good.length > 0 ? 'pass' : (judged[0]?.verdict ?? 'permerror'), good };
}

/** What the library tells of a signature beyond its types. */
interface Signature extends Omit<DKIMResult, 'status'> {
  readonly status: { readonly result: string; readonly underSized?: number | boolean };
  readonly algo?: string;
  readonly signTime?: string | null;
  readonly signingHeaders?: { readonly keys: string };
}

function judge({ status, algo, signTime, signingHeaders }: Signature, wanted: readonly string[], now: number): Verdict {
  if (status.result !== 'pass') return verdictOf(status.result);
  const covered = (signingHeaders?.keys ?? '').toLowerCase().split(': ');
  if (!wanted.every((name) => covered.includes(name))) return 'permerror';
  if (status.underSized) return 'neutral';
  if (WEAK.test(algo ?? '')) return 'neutral';
  return signTime != null && Date.parse(signTime) > now + CLOCK_SKEW_MS ? 'neutral' : 'pass';
}

/**
 * What the author's domain says of mail in its name. The library is told the one author that was found. It takes a
 * strict policy for a relaxed one, so equality is looked at here. @returns `aligned`: the domain by which it passed
 */
async function checkPolicy(
  author: string | null,
  sender: string | null,
  signed: readonly string[],
  ask: Ask,
): Promise<{ verdict: Verdict; aligned: string | null }> {
  if (author === null) return { verdict: 'none', aligned: null };
  const found = await dmarc({
    headerFrom: `author@${author}`,
    spfDomains: sender === null ? [] : [sender],
    dkimDomains: signed.map((domain) => ({ id: domain, domain, aligned: domain })),
    resolver: ask as LibraryAsk,
  } as unknown as Parameters<typeof dmarc>[0]).catch(() => null);
  if (found === null) return { verdict: 'temperror', aligned: null };
  if (found === false) return { verdict: 'none', aligned: null };
  if (found.status.result !== 'pass') return { verdict: verdictOf(found.status.result), aligned: null };
  const by = (['dkim', 'spf'] as const).map((way) => {
    const { result, strict } = found.alignment[way];
    const domains = way === 'dkim' ? signed : [sender];
    if (strict) return domains.find((domain) => domain === author) ?? null;
    return result === false || result === undefined ? null : result;
  });
  const aligned = by[0] ?? by[1] ?? null;
  return { verdict: aligned === null ? 'fail' : 'pass', aligned };
}

/** Lines ended as RFC 5322 has them, as they were signed: the library would do it line by line, for minutes. */
function withLineEnds(message: Uint8Array): Buffer {
  const text = Buffer.from(message.buffer, message.byteOffset, message.length);
  return Buffer.from(text.toString('latin1').replace(/(?<!\r)\n/g, '\r\n'), 'latin1');
}

/** mailauth's words beyond those of RFC 8601 are said with the nearest of ours. */
function verdictOf(result: string): Verdict {
  switch (result) {
    case 'pass':
    case 'fail':
    case 'softfail':
    case 'neutral':
    case 'none':
    case 'temperror':
    case 'permerror':
      return result;
    case 'policy':
      return 'neutral';
    case 'skipped':
      return 'none';
    default:
      return 'temperror';
  }
}
