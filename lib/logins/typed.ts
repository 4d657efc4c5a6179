// What a log-in that a person typed is to those that are kept of its site: kept the same, changed, new, or not to be
// told. Pure. In doubt nothing is asked: a password must never be put to the wrong name.

/** A log-in as it was typed and sent. */
export interface TypedLogin {
  readonly username: string;
  readonly email: string;
  readonly password: string;
  /** The password that it replaces, if the form asked for that too. */
  readonly former: string;
  /** `change`: another password for an account that there is. */
  readonly purpose: 'login' | 'signup' | 'change';
}

/** A log-in that is kept of the same site. */
export interface KeptLogin {
  readonly id: string;
  /** All names by which the site may know it: user name, address, mask. */
  readonly names: readonly string[];
  readonly password: string;
  /** Whether its rule has the page on which was typed. */
  readonly isForPage: boolean;
}

export type TypedFinding =
  | { readonly is: 'kept' }
  | { readonly is: 'new' }
  | { readonly is: 'changed'; readonly id: string }
  | { readonly is: 'unclear' };

const KEPT = { is: 'kept' } as const;
const UNCLEAR = { is: 'unclear' } as const;
const NEW = { is: 'new' } as const;

const plainName = (name: string): string => name.normalize('NFC').trim().toLowerCase();

/**
 * @param kept of the site, the likeliest first
 * @param chosen id of the one that was filled last in the tab; null: none was
 */
export function findTyped(typed: TypedLogin, kept: readonly KeptLogin[], chosen: string | null): TypedFinding {
  const names = [typed.username, typed.email].map(plainName).filter((name) => name !== '');
  if (names.length === 0) return findNameless(typed, kept, chosen);
  const same = kept.filter((one) => one.names.some((name) => name !== '' && names.includes(plainName(name))));
  if (same.some(({ password }) => password === typed.password)) return KEPT;
  const here = same.filter(({ isForPage }) => isForPage);
  const changed = here.find(({ id }) => id === chosen) ?? here[0];
  return changed === undefined ? NEW : { is: 'changed', id: changed.id };
}

function findNameless(typed: TypedLogin, kept: readonly KeptLogin[], chosen: string | null): TypedFinding {
  if (kept.some(({ password }) => password === typed.password)) return KEPT;
  const here = kept.filter(({ isForPage }) => isForPage);
  if (typed.purpose !== 'change') return typed.purpose === 'login' && kept.length === 0 ? NEW : UNCLEAR;
  const former = typed.former === '' ? here : here.filter(({ password }) => password === typed.former);
  // Without a name the old password tells whose the new one is, or that there is only one account.
  const [only] = former.length > 1 ? former.filter(({ id }) => id === chosen) : former;
  return only === undefined ? UNCLEAR : { is: 'changed', id: only.id };
}

/** Letters and digits alone: "The Corner Shop" and `the-corner-shop`. */
const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/**
 * What to call a log-in of a site: as the page calls itself, if that and the site's own name are alike. A page may call
 * itself anything, and a list of log-ins must not say that it is another.
 * @param label `shop.example`
 */
export function titleFor(claimed: string, label: string): string {
  const claim = letters(claimed);
  const own = label.split('.').slice(0, -1).map(letters);
  const isAlike = own.some((part) => part.length > 2 && claim.length > 2 && (claim.includes(part) || part === claim));
  return isAlike && claimed.length <= 60 ? claimed : label;
}
