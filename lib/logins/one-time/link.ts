// `otpauth://` links (Google's Key Uri Format), as everybody writes them and as others can read them.
import { wellFormed } from '#bytes/utf8.ts';
import type { OneTime } from '../formats/entry.ts';
import { assembleOneTime, type OneTimeDefaults, type OneTimeReading, refused, secretBytes } from './assemble.ts';

/** A text that names what opens it, as `otpauth://totp/…` does. Web addresses are web-url.ts's. */
export interface OpaqueLink {
  /** In small letters. */
  readonly scheme: string;
  /** What follows the two slashes. */
  readonly rest: string;
}

/** Null: it is no link. */
export function opaqueLink(text: string): OpaqueLink | null {
  const colon = text.indexOf(':');
  const scheme = text.slice(0, Math.max(0, colon)).toLowerCase();
  if (!/^[a-z][a-z\d+.-]*$/.test(scheme) || !text.startsWith('//', colon + 1)) return null;
  return { scheme, rest: text.slice(colon + 3) };
}

/** Apple's own scheme opens its password manager and nothing else. */
const SCHEMES: readonly string[] = ['otpauth', 'apple-otpauth'];
/** The label may hold slashes. */
const PARTS = /^([^/?]*)\/?([^?]*)(.*)$/s;
/** What Aegis calls kinds that no other program has: Yandex's, and Mobile-OTP. */
const UNKNOWN_KINDS = new Set(['yaotp', 'motp']);

/** The text with what its percent signs stand for; as it is, if they stand for no text. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** By name in small letters, still escaped; of several the first that says something. */
function parametersOf(query: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  // A label with a `?` of its own comes before the query, and `&amp;` stands in links that were cut out of HTML.
  for (const pair of query.split(/[?&](?:amp;)?/)) {
    const equals = pair.indexOf('=');
    const name = percentDecoded(equals < 0 ? pair : pair.slice(0, equals)).toLowerCase();
    const value = equals < 0 ? '' : pair.slice(equals + 1);
    if ((parameters.get(name) ?? '') === '') parameters.set(name, value);
  }
  return parameters;
}

/** `Issuer:account`. A colon of the issuer or the account may be escaped; if all are, the first one parts them. */
function partsOfLabel(label: string): readonly [issuer: string, account: string] {
  const isPlain = label.includes(':');
  const text = isPlain ? label : percentDecoded(label);
  const colon = text.indexOf(':');
  const [issuer, account] = colon < 0 ? ['', text] : [text.slice(0, colon), text.slice(colon + 1)];
  return isPlain ? [percentDecoded(issuer).trim(), percentDecoded(account).trim()] : [issuer.trim(), account.trim()];
}

/**
 * The parameter `issuer` wins. A plus is a space there, as forms are encoded, unless the label says that it is none: it
 * stays one in the label, where mail addresses have it.
 */
function issuerOf(parameter: string, inLabel: string): string {
  if (percentDecoded(parameter).trim() === inLabel) return inLabel;
  return percentDecoded(parameter.replaceAll('+', ' ')).trim() || inLabel;
}

interface LinkParts {
  readonly type: string;
  readonly issuer: string;
  readonly account: string;
  readonly parameters: ReadonlyMap<string, string>;
}

function partsOf(text: string): LinkParts | null {
  const link = opaqueLink(text);
  if (link === null || !SCHEMES.includes(link.scheme)) return null;
  const [, kind = '', label = '', query = ''] = PARTS.exec(link.rest) ?? [];
  const parameters = parametersOf(query);
  const [inLabel, account] = partsOfLabel(label);
  const issuer = issuerOf(parameters.get('issuer') ?? '', inLabel);
  // A label that says the issuer alone names no account.
  const isIssuer = !label.includes(':') && account === issuer;
  return { type: kind.toLowerCase(), issuer, account: isIssuer ? '' : account, parameters };
}

/** Whose code it is, also of a link that is refused; null: it is no such link. */
export function namesInLink(text: string): Pick<OneTime, 'issuer' | 'account'> | null {
  const parts = partsOf(text.trim());
  return parts && { issuer: wellFormed(parts.issuer), account: wellFormed(parts.account) };
}

/** Null: it is no such link. */
export function readLink(text: string, defaults?: OneTimeDefaults): OneTimeReading | null {
  const parts = partsOf(text);
  if (parts === null) return null;
  const { type, issuer, account, parameters } = parts;
  if (type === 'hotp') return refused('counter-code');
  if (UNKNOWN_KINDS.has(type)) return refused('unknown-algorithm');
  if (type !== 'totp' && type !== 'steam') return refused('not-understood');
  const value = (name: string) => percentDecoded(parameters.get(name) ?? '').trim();
  return assembleOneTime(
    {
      secret: secretBytes(percentDecoded((parameters.get('secret') ?? '').replaceAll('+', ' '))),
      algorithm: value('algorithm'),
      digits: value('digits'),
      period: value('period'),
      encoder: value('encoder') || (type === 'steam' ? type : ''),
      issuer,
      account,
    },
    defaults,
  );
}

const escaped = (text: string): string => encodeURIComponent(wellFormed(text));

/** At least a colon, since others refuse a link without a label. */
function labelOf({ issuer, account }: OneTime): string {
  if (account === '') return issuer === '' || issuer.includes(':') ? `${escaped(issuer)}:` : escaped(issuer);
  return issuer === '' && !account.includes(':') ? escaped(account) : `${escaped(issuer)}:${escaped(account)}`;
}

/**
 * The link that other programs read. Of Steam it is KeePassXC's, and most others show six digits for it: their
 * spellings are in bitwarden.ts and cxf.ts. Algorithms go without a hyphen: KeePassXC and Bitwarden take `SHA-256` for
 * SHA-1, and say nothing.
 */
export function otpauthLink(oneTime: OneTime): string {
  const { secret, algorithm, digits, periodSeconds, alphabet, issuer } = oneTime;
  const parameters = [
    `secret=${secret}`,
    ...(issuer === '' ? [] : [`issuer=${escaped(issuer)}`]),
    `algorithm=${algorithm.replace('-', '')}`,
    `digits=${digits}`,
    `period=${periodSeconds}`,
    ...(alphabet === 'steam' ? ['encoder=steam'] : []),
  ];
  return `otpauth://totp/${labelOf(oneTime)}?${parameters.join('&')}`;
}
