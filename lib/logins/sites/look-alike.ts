// Whether a page's host may be taken for one where the person has a log-in: letters that look alike, one letter more,
// less, other or exchanged, a kept name in front of another's, or words added to it. Only ever a reason to ask: two
// honest sites may be as near. Confusable letters are those of names in Latin script (Unicode UTS 39), not all.
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

/**
 * Words that are put beside a known name, so that a page seems to be a part of it: some common ones in English and the
 * languages of Europe that hosts can write.
 */
const ADDED = new Set(
  `login logins logon signin sign in sso my mein meine mon mi mijn moj min secure security secured safe safety verify
  verified verification verifica confirm confirmation validate validation auth authentication account accounts acct
  support help helpdesk service services servicio customer client clients kunden online web www mobile app apps portal
  official update updates upgrade alert alerts notice notification pay payment payments billing invoice refund bonus
  reward rewards wallet unlock restore recover recovery reset id user users team center centre access connect
  anmelden anmeldung konto sicher sicherheit zahlung rechnung kundenservice compte securise connexion paiement cuenta
  seguro seguridad pago conta seguranca pagamento accesso sicurezza inloggen veilig rekening betaling logowanie
  bezpieczenstwo platnosc`
    .split(/\s+/)
    .map(looksOf),
);
/** Shorter names are a part of too many words. */
const SHORTEST_WITHIN = 4;

/** Whether a page's name looks like a kept one and words that were added to it, with hyphens or without. */
function addsWords(page: string, kept: string): boolean {
  if (kept.length < SHORTEST_WITHIN || page.length <= kept.length || ADDED.has(kept)) return false;
  for (let at = page.indexOf(kept); at >= 0; at = page.indexOf(kept, at + 1)) {
    const rest = [page.slice(0, at), page.slice(at + kept.length)].map((part) => part.replace(/^[-\d]+|[-\d]+$/g, ''));
    if (rest.some((part) => part !== '') && rest.every((part) => part.split('-').every(isAdded))) return true;
  }
  return false;
}

/** One of the words, or two of them: `securelogin`. */
function isAdded(part: string): boolean {
  if (part === '' || ADDED.has(part)) return true;
  for (let at = 2; at < part.length - 1; at++)
    if (ADDED.has(part.slice(0, at)) && ADDED.has(part.slice(at))) return true;
  return false;
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
  if (addsWords(...looks)) return true;
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
