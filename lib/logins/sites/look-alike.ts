// Whether a page's host may be taken for one where the person has a log-in: letters that look alike, one letter more,
// less, other or exchanged, a kept name in front of another's. Only ever a reason to ask: two honest sites may be as
// near. Confusable letters are those of names in Latin script (Unicode UTS 39), not all.
import { unicodeHost } from '#bytes/punycode.ts';
import { domainOf } from '../site.ts';

const LOOKS: Readonly<Record<string, string>> = {
  ...{ а: 'a', ɑ: 'a', α: 'a', с: 'c', ϲ: 'c', ԁ: 'd', đ: 'd', е: 'e', ё: 'e', ҽ: 'e', ε: 'e', ɡ: 'g', һ: 'h', ħ: 'h' },
  ...{ і: 'l', ї: 'l', ı: 'l', ι: 'l', i: 'l', '1': 'l', ӏ: 'l', ł: 'l', ј: 'j', к: 'k', κ: 'k', м: 'm', п: 'n' },
  ...{ η: 'n', о: 'o', ο: 'o', σ: 'o', '0': 'o', ø: 'o', ө: 'o', օ: 'o', р: 'p', ρ: 'p', ԛ: 'q', г: 'r', ѕ: 's' },
  ...{ т: 't', τ: 't', υ: 'u', ս: 'u', ν: 'v', ѵ: 'v', ԝ: 'w', ω: 'w', х: 'x', χ: 'x', у: 'y', γ: 'y', ӱ: 'y' },
};

/** As a hasty eye reads it. */
const looksOf = (name: string): string =>
  [
    ...name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/\p{M}+/gu, ''),
  ]
    .map((letter) => LOOKS[letter] ?? letter)
    .join('')
    .replace(/rn/g, 'm')
    .replace(/vv/g, 'w')
    .replace(/cl/g, 'd');

/** Shorter names are one letter apart too often. */
const SHORTEST_EDITED = 5;
/** Ends that are typed in place of `com`. */
const LIKE_COM = new Set(['co', 'cm', 'om']);

/** One letter more, less, other, or two neighbours exchanged. */
function isOneEdit(a: string, b: string): boolean {
  if (a.length < b.length) return isOneEdit(b, a);
  if (a === b || a.length - b.length > 1) return false;
  let at = 0;
  while (at < b.length && a[at] === b[at]) at++;
  if (a.length > b.length) return a.slice(at + 1) === b.slice(at);
  const exchanged = a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
  return exchanged || a.slice(at + 1) === b.slice(at + 1);
}

interface Split {
  readonly domain: string;
  readonly name: string;
  readonly end: string;
}

function splitOf(host: string): Split | null {
  const domain = domainOf(host);
  if (domain === null || !domain.includes('.') || /^[\d.]+$|[[:]/.test(domain)) return null;
  const dot = domain.indexOf('.');
  return { domain, name: unicodeHost(domain.slice(0, dot)), end: domain.slice(dot + 1) };
}

function isLike(page: Split, kept: Split): boolean {
  const isSameEnd = page.end === kept.end;
  const looks = [looksOf(page.name), looksOf(kept.name)] as const;
  if (isSameEnd && looks[0] === looks[1]) return true;
  if (Math.min(page.name.length, kept.name.length) < SHORTEST_EDITED) return false;
  const ends = [page.end, kept.end];
  if (page.name === kept.name) return ends.includes('com') && ends.some((end) => LIKE_COM.has(end));
  return isSameEnd && (isOneEdit(page.name, kept.name) || isOneEdit(...looks));
}

/**
 * The kept host that a page's host may be taken for; null: none.
 * @param hostname of the page, in ASCII @param kept hosts of sites as a person reads them
 */
export function lookAlike(hostname: string, kept: Iterable<string>): string | null {
  const page = splitOf(hostname);
  if (page === null) return null;
  // `shop.example.evil.example` shows the kept name first.
  const below = `.${hostname.slice(0, -page.domain.length)}`;
  for (const host of kept) {
    if (host === page.domain) continue;
    const one = splitOf(host);
    if (one !== null && one.domain !== page.domain && (below.includes(`.${one.domain}.`) || isLike(page, one)))
      return host;
  }
  return null;
}
