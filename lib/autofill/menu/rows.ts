// The rows of the menu: from offers to words. Pure. The order is the promise: a code first, then the identities that
// the person has here, then the new identity, then the way out. A log-in page never offers a second identity beside one
// that exists.

import type { ClassifiedForm, FieldKind } from '../forms/forms.ts';
import type { OfferedIdentity, Offers } from '../worker/client.ts';
import { type Key, type Strings, say } from './strings.ts';

export interface MenuRow {
  readonly title: string;
  readonly detail?: string;
  /** Seed of a generated picture, or the name of an icon. */
  readonly picture?: string;
  readonly icon?: 'ban' | 'lock' | 'mail' | 'link' | 'close' | 'note' | 'copy' | 'search' | 'again';
  readonly quiet?: boolean;
  /** Its detail is never cut: it names a domain, which must be read to its end. */
  readonly whole?: boolean;
  readonly digits?: boolean;
  /** Absent: a row that only tells. */
  readonly choice?: Choice;
}

/** What a row does when it is chosen. */
export type Choice =
  | { readonly does: 'fill'; readonly id: string; readonly name: string }
  | { readonly does: 'create'; readonly name: string }
  | { readonly does: 'code' | 'link' | 'dismiss'; readonly id: string }
  /** What could not be filled, for the person to paste. */
  | { readonly does: 'copy'; readonly text: string }
  /** The same once more. */
  | { readonly does: 'again'; readonly choice: Choice | null }
  | { readonly does: 'signup' }
  | { readonly does: 'unused' }
  | { readonly does: 'later' }
  | { readonly does: 'unlock' | 'search' | 'never' | 'undo' };

export interface Occasion {
  readonly offers: Offers;
  /** Null if there is no field: only a link can be offered. */
  readonly place: { readonly kind: FieldKind; readonly form: ClassifiedForm } | null;
  readonly site: string;
  /** The mask filled last on this page, if any: the next step offers the same identity first. */
  readonly lastMask: string;
  /** Whether the page shows a mask, or holds it in a field. */
  readonly shows: (mask: string) => boolean;
  /** The person said that this log-in form is none. */
  readonly isSignup?: boolean;
  /** The person asked for those, too, with which no sign-up was ever sent. */
  readonly showsUnused?: boolean;
}

/**
 * The likeliest first: filled on this page, then in this tab, then whose mask the page shows; the rest as it came, by
 * use.
 */
function ranked({ lastMask, shows }: Occasion, identities: readonly OfferedIdentity[]): OfferedIdentity[] {
  const rank = ({ mask, inTab }: OfferedIdentity): number => (mask === lastMask ? 0 : inTab ? 1 : shows(mask) ? 2 : 3);
  return identities
    .map((identity) => ({ identity, at: rank(identity) }))
    .sort((a, b) => a.at - b.at)
    .map(({ identity }) => identity);
}

/** In halves, as people read a code: 482 193. */
const grouped = (digits: string): string => {
  const half = Math.ceil(digits.length / 2);
  return digits.length < 6 ? digits : `${digits.slice(0, half)} ${digits.slice(half)}`;
};

export function rowsOf(occasion: Occasion, strings: Strings): MenuRow[] {
  const { offers, place, site } = occasion;
  const never: MenuRow[] = [
    { title: strings.dismiss, icon: 'close', quiet: true, choice: { does: 'later' } },
    { title: strings.notHere, icon: 'ban', quiet: true, choice: { does: 'never' } },
  ];
  if (offers.state === 'off') return [];
  if (offers.state === 'locked') {
    const detail = say(strings, 'unlockDetail', { site });
    return place ? [{ title: strings.unlock, detail, icon: 'lock', choice: { does: 'unlock' } }, ...never] : [];
  }
  if (!place) return linkRows(offers.link, strings);
  if (place.kind === 'otp') return codeRows(offers.code, strings);
  const rows = identityRows(occasion, place, offers, strings);
  return rows.length > 0 ? [...rows, ...never] : [];
}

type Ready = Extract<Offers, { state: 'ready' }>;

function linkRows(link: Ready['link'], strings: Strings): MenuRow[] {
  if (!link) return [];
  const { id, host } = link;
  const detail = say(strings, 'linkDetail', { site: host });
  return [
    { title: strings.link, detail, icon: 'link', choice: { does: 'link', id } },
    { title: strings.dismiss, icon: 'close', quiet: true, choice: { does: 'dismiss', id } },
  ];
}

function codeRows(code: Ready['code'], strings: Strings): MenuRow[] {
  if (!code) return [];
  const { id, digits, from, mailer } = code;
  const detail =
    mailer === null ? say(strings, 'codeDetail', { from }) : say(strings, 'codeMailer', { domain: mailer });
  const whole = mailer !== null;
  return [{ title: grouped(digits), detail, whole, digits: true, icon: 'mail', choice: { does: 'code', id } }];
}

/** Who one could be in a form, and whether one could be a new person. */
function identityRows(
  occasion: Occasion,
  place: NonNullable<Occasion['place']>,
  { identities, suggestion, canCreate }: Ready,
  strings: Strings,
): MenuRow[] {
  const kinds = new Set(place.form.kinds.values());
  const logsIn = place.form.purpose === 'login' && !occasion.isSignup;
  // An identity whose form was never sent most likely cannot log in: it waits behind a row. One that the person has
  // just made is shown.
  const isHidden = ({ isUnused, inTab, mask }: OfferedIdentity): boolean =>
    logsIn && !occasion.showsUnused && isUnused === true && !inTab && mask !== occasion.lastMask;
  const hidden = identities.filter(isHidden).length;
  const shown = identities.filter((identity) => !isHidden(identity));
  const rows: MenuRow[] = ranked(occasion, shown).map(({ id, name, picture, mask, isUnused }) => ({
    title: name,
    detail: isUnused ? say(strings, 'unused', { mask }) : mask,
    picture,
    choice: { does: 'fill', id, name },
  }));
  // A step that asks for a password only belongs to the identity that gave the address before.
  const begins = !logsIn && (kinds.has('email') || kinds.has('username'));
  const unused: MenuRow[] =
    hidden === 0
      ? []
      : [
          {
            title: say(strings, 'unusedCount', { count: String(hidden) }),
            detail: strings.unusedDetail,
            icon: 'note',
            choice: { does: 'unused' },
          },
        ];
  if (logsIn && rows.length === 0) rows.push(...unused, ...strangerRows(strings, canCreate, hidden === 0));
  else if (hidden > 0) rows.push(...unused);
  else if (canCreate && (begins || rows.length === 0)) {
    const { name, picture } = suggestion;
    const withPassword = kinds.has('newPassword') || kinds.has('currentPassword');
    rows.push({
      title: say(strings, 'new', { site: occasion.site }),
      detail: say(strings, withPassword ? 'newDetail' : 'newDetailPlain', { name }),
      picture,
      choice: { does: 'create', name },
    });
  }
  return rows;
}

/** Rows of a log-in form if no identity is shown: the person makes no new one by accident. */
const strangerRows = (strings: Strings, canCreate: boolean, isNobody: boolean): MenuRow[] => [
  ...(isNobody ? [{ title: strings.noIdentity, icon: 'note', quiet: true } as const] : []),
  { title: strings.search, icon: 'search', choice: { does: 'search' } },
  ...(canCreate ? [{ title: strings.signup, icon: 'note', choice: { does: 'signup' } } as const] : []),
];

/** The reason, and the failed choice once more. */
export const failedRows = (key: string, choice: Choice | null, strings: Strings): MenuRow[] => [
  { title: say(strings, key), icon: 'note', quiet: true },
  key === 'locked'
    ? { title: strings.unlock, icon: 'lock', choice: { does: 'unlock' } }
    : { title: strings.again, icon: 'again', choice: { does: 'again', choice } },
];

/** After the site was switched off, while it can still be taken back. */
export const offRows = (site: string, strings: Strings): MenuRow[] => [
  { title: say(strings, 'off', { site }), icon: 'ban', quiet: true },
  { title: strings.undo, icon: 'again', choice: { does: 'undo' } },
];

/** A value that is not in its field, and why. */
export interface NotFilled {
  readonly kind: FieldKind;
  readonly value: string;
  readonly why: 'forbids' | 'unseen' | 'refused';
}

const WHY = { forbids: 'unfit', unseen: 'leftOut', refused: 'notTaken' } as const;
const COPY: Partial<Record<FieldKind, Key>> = {
  email: 'copyEmail',
  username: 'copyUsername',
  newPassword: 'copyPassword',
  currentPassword: 'copyPassword',
  otp: 'copyCode',
};

/**
 * Why a form is not filled as a whole, and the missing values, to be copied; but not the value of a field that the page
 * has hidden.
 */
export function missedRows(missed: readonly NotFilled[], strings: Strings): MenuRow[] {
  const rows: MenuRow[] = [...new Set(missed.map(({ why }) => WHY[why]))].map((key) => ({
    title: say(strings, key),
    icon: 'note',
    quiet: true,
  }));
  const copied = new Set<Key>();
  for (const { kind, value, why } of missed) {
    const key = COPY[kind];
    if (why === 'unseen' || !key || copied.has(key)) continue;
    copied.add(key);
    rows.push({ title: strings[key], icon: 'copy', choice: { does: 'copy', text: value } });
  }
  return rows;
}
