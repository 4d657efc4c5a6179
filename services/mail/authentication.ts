// What the gateway finds about the sender of a mail: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489), by mailauth. A finding, never a
// reason to refuse: the recipient's program shows it. Slow or broken DNS gives `temperror`; a mail waits for it only so long.
import { type AuthenticateResult, authenticate, type DKIMResult } from 'mailauth';
import type { Mail } from '#wire/mail.ts';
import type { Resolve } from './resolver.ts';

export type Authentication = Mail['authentication'];
type Verdict = Authentication['spf'];

const UNKNOWN: Authentication = { spf: 'temperror', dkim: 'temperror', dmarc: 'temperror', domain: '' };

export interface Origin {
  /** Of the connection. Used for SPF, and nowhere kept. */
  readonly ip: string;
  readonly helo: string;
  /** MAIL FROM; empty for a bounce. */
  readonly from: string;
}

export async function authenticateMail(
  message: Uint8Array,
  origin: Origin,
  resolver: Resolve,
  patience: AbortSignal,
): Promise<Authentication> {
  let giveUp = (): void => {};
  const late = new Promise<Authentication>((resolve) => {
    giveUp = () => resolve(UNKNOWN);
  });
  patience.addEventListener('abort', giveUp, { once: true });
  const found = authenticate(Buffer.from(message), {
    ip: origin.ip,
    helo: origin.helo,
    sender: origin.from,
    // Our name would only appear in headers that are not used.
    mta: 'gateway.invalid',
    resolver: resolver as (name: string, type: string) => Promise<string[][]>,
    disableArc: true,
    disableBimi: true,
  }).then(summary, () => UNKNOWN);
  try {
    return await Promise.race([found, late]);
  } finally {
    patience.removeEventListener('abort', giveUp);
  }
}

function summary(result: AuthenticateResult): Authentication {
  const dkim = bestSignature(result.dkim.results);
  const spf = result.spf ? verdict(result.spf.status.result) : 'none';
  const dmarc = result.dmarc ? verdict(result.dmarc.status.result) : 'none';
  const signed = dkim?.status.result === 'pass' ? dkim.signingDomain : '';
  const domain = signed || (result.spf && spf === 'pass' ? result.spf.domain : '');
  return {
    spf,
    dkim: dkim === null ? 'none' : verdict(dkim.status.result),
    dmarc,
    domain: domain.length <= 255 ? domain.toLowerCase() : '',
  };
}

/** The signature that says most: one that holds and is of the From domain, then any that holds, then the first. */
function bestSignature(results: readonly DKIMResult[]): DKIMResult | null {
  const passed = results.filter((result) => result.status.result === 'pass');
  return passed.find((result) => result.status.aligned) ?? passed[0] ?? results[0] ?? null;
}

/** mailauth's words beyond those of RFC 8601 are said with the nearest of ours. */
function verdict(result: string): Verdict {
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
