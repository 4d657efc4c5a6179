// Whether the name that a one-time code gives its issuer is that of the site it is to be used at. It only ever warns:
// anybody can write any name into a code.
import { domainOf } from '../site.ts';

/** `alike`: the names resemble one another and are not the same, as those of a site that imitates another. */
export type IssuerKin = 'same' | 'alike' | 'other' | 'unsaid';

/** Shorter words are in too many names. */
const LEAST_LIKE = 4;
const LEAST_MISTYPED = 5;

/** Signs that are taken for one another, of which one stands for all. */
const LOOKS: readonly (readonly [RegExp, string])[] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/[1i|!ıіӏ]/g, 'l'],
  [/[0оο]/g, 'o'],
  [/3/g, 'e'],
  [/[5$]/g, 's'],
  [/а/g, 'a'],
  [/е/g, 'e'],
  [/р/g, 'p'],
  [/с/g, 'c'],
  [/у/g, 'y'],
  [/х/g, 'x'],
];

const lookOf = (name: string): string => LOOKS.reduce((text, [signs, one]) => text.replace(signs, one), name);

const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether one is the other with one letter more, less, or another. */
function isMistyped(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length < LEAST_MISTYPED || long.length - short.length > 1) return false;
  const begins = [...short].findIndex((letter, at) => letter !== long[at]);
  const at = begins < 0 ? short.length : begins;
  return short.slice(at + (short.length === long.length ? 1 : 0)) === long.slice(at + 1);
}

/** @param host of the site; null: it is of none */
export function issuerKin(issuer: string, host: string | null): IssuerKin {
  const name = folded(issuer);
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  if (words.length === 0 || host === null) return 'unsaid';
  const bare = host.replace(/:\d+$/, '');
  const domain = domainOf(bare) ?? bare;
  const [label = ''] = domain.split('.');
  if (domainOf(name) === domain) return 'same';
  const names = [words.join(''), ...words];
  const plain = label.replaceAll('-', '');
  if (names.includes(label) || names[0] === plain) return 'same';
  // Letters of other scripts are written so: what it looks like is not asked.
  if (label.startsWith('xn--')) return 'alike';
  const isLike = names.some(
    (one) =>
      one.length >= LEAST_LIKE && (lookOf(one) === lookOf(plain) || plain.includes(one) || isMistyped(one, plain)),
  );
  return isLike ? 'alike' : 'other';
}
