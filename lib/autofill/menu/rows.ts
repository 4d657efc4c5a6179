// The rows of the menu: from offers to words. Pure. The order is the promise: a code first, then the identities that
// the person has here, then the new identity, then the way out. A log-in page never offers a second identity beside one
// that exists.

import type { ClassifiedForm, FieldKind } from '../forms/forms.ts';
import { isDetail } from '../forms/guess.ts';
import type { DetailOffers, FillQuestion, OfferedIdentity, Offers } from '../worker/client.ts';
import type { Choice, FillingChoice, MenuRow } from './choice.ts';
import { changeRows, drawRows, fillRows, settleRows } from './password-rows.ts';
import { type Key, type Strings, say } from './strings.ts';

export interface Occasion {
  readonly offers: Offers | DetailOffers;
  /** Of cards or addresses, if the field is for one. */
  readonly rows?: readonly MenuRow[] | null;
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
  /** The person can type into the menu without the page hearing of it. */
  readonly finds?: boolean;
}

/**
 * The likeliest first: filled on this page, then in this tab, then whose mask the page shows; the rest as it came, by
 * use, and those of other sites after those of this one.
 */
function ranked({ lastMask, shows }: Occasion, identities: readonly OfferedIdentity[]): OfferedIdentity[] {
  const rank = ({ mask, former, inTab, host }: OfferedIdentity): number => {
    if (mask === lastMask || (former !== null && former === lastMask)) return 0;
    return inTab ? 1 : host !== null ? 4 : shows(mask) || (former !== null && shows(former)) ? 2 : 3;
  };
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
  const { offers, place, site, finds } = occasion;
  const never: MenuRow[] = [
    { title: strings.dismiss, icon: 'close', quiet: true, choice: { does: 'later' } },
    { title: strings.notHere, icon: 'ban', quiet: true, choice: { does: 'never' } },
  ];
  if (offers.state === 'off') return [];
  if (offers.state === 'locked') {
    const detail = say(strings, 'unlockDetail', { site });
    return place ? [{ title: strings.unlock, detail, icon: 'lock', choice: { does: 'unlock' } }, ...never] : [];
  }
  if ('cards' in offers) return [...(occasion.rows ?? []), ...never];
  if (!place) return cornerRows(offers, strings);
  if (place.kind === 'otp') return codeRows(offers, strings);
  const rows = identityRows(occasion, place, offers, strings);
  const find: MenuRow[] = finds ? [{ title: strings.find, icon: 'search', quiet: true, choice: { does: 'find' } }] : [];
  return rows.length > 0 ? [...rows, ...find, ...never] : [];
}

type Ready = Extract<Offers, { state: 'ready' }>;

function cornerRows({ link, mail }: Ready, strings: Strings): MenuRow[] {
  const id = link?.id ?? mail?.id;
  if (id === undefined) return [];
  const row: MenuRow = link
    ? {
        title: strings.link,
        detail: say(strings, 'linkDetail', { site: link.host }),
        icon: 'link',
        whole: true,
        choice: { does: 'link', id },
      }
    : {
        title: say(strings, 'mail', { from: mail?.from ?? '' }),
        detail: strings.mailDetail,
        icon: 'mail',
        choice: { does: 'mail', id },
      };
  return [row, { title: strings.dismiss, icon: 'close', quiet: true, choice: { does: 'dismiss', id } }];
}

/** Of the site's mail, then of log-ins; one that only the site's mailer vouches for comes after these. */
function codeRows({ code, oneTimes }: Ready, strings: Strings): MenuRow[] {
  const own = oneTimes.map(
    ({ id, name, account, picture }): MenuRow => ({
      title: strings.oneTime,
      detail: [...new Set([name, account])].filter(Boolean).join(' · '),
      picture,
      choice: { does: 'code', id },
    }),
  );
  if (!code) return own;
  const mailed = mailedRows(code, strings);
  return code.mailer === null ? [...mailed, ...own] : [...own, ...mailed];
}

function mailedRows({ id, digits, from, mailer }: NonNullable<Ready['code']>, strings: Strings): MenuRow[] {
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
  const known = ranked(occasion, shown);
  const rows: MenuRow[] = known.flatMap((identity) =>
    identity.host === null ? fillRows(identity, strings, logsIn) : [loginRow(identity, strings)],
  );
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
  if (logsIn && rows.length === 0)
    rows.push(
      ...unused,
      ...strangerRows(strings, { canCreate, isNobody: hidden === 0, finds: occasion.finds === true }),
    );
  else if (hidden > 0) rows.push(...unused);
  else if (canCreate && (begins || rows.length === 0)) {
    rows.push(...creationRows(suggestion, { kinds, site: occasion.site, begins }, strings));
  }
  const asked = kinds.has('newPassword') || kinds.has('currentPassword') ? known : [];
  return [
    ...changeRows(
      known.filter(({ host }) => host === null),
      kinds,
      occasion,
      strings,
    ),
    ...rows,
    ...settleRows(asked, occasion.site, strings),
    ...drawRows(place.kind, strings),
  ];
}

/** A new person for this site, or a log-in with an address of one's own. */
function creationRows(
  { name, picture }: Ready['suggestion'],
  { kinds, site, begins }: { kinds: ReadonlySet<FieldKind>; site: string; begins: boolean },
  strings: Strings,
): MenuRow[] {
  const withPassword = kinds.has('newPassword') || kinds.has('currentPassword');
  const created: MenuRow = {
    title: say(strings, 'new', { site }),
    detail: say(strings, withPassword ? 'newDetail' : 'newDetailPlain', { name }),
    picture,
    whole: true,
    choice: { does: 'create', name },
  };
  return withPassword && begins ? [created, ownRow(strings)] : [created];
}

const ownRow = (strings: Strings): MenuRow => ({
  title: strings.own,
  detail: strings.ownDetail,
  icon: 'mail',
  choice: { does: 'own' },
});

/** Rows of a log-in form if no identity is shown: the person makes no new one by accident. */
const strangerRows = (
  strings: Strings,
  { canCreate, isNobody, finds }: { canCreate: boolean; isNobody: boolean; finds: boolean },
): MenuRow[] => [
  ...(isNobody ? [{ title: strings.noIdentity, icon: 'note', quiet: true } as const] : []),
  ...(finds ? [] : [{ title: strings.search, icon: 'search', choice: { does: 'search' } } as const]),
  ...(canCreate ? [{ title: strings.signup, icon: 'note', choice: { does: 'signup' } } as const] : []),
];

export function loginRow(
  { id, name, picture, mask: present, former, isUnused, host }: OfferedIdentity,
  strings: Strings,
): MenuRow {
  const mask = former ?? present;
  const detail = isUnused ? say(strings, 'unused', { mask }) : mask;
  return {
    title: name,
    detail: host === null ? detail : say(strings, 'ofHost', { mask: detail, host }),
    whole: host !== null,
    picture,
    choice: { does: 'fill', id, name, ...(former === null ? {} : { former: true }) },
  };
}

/** Addresses of the person's own, for a new log-in. */
export const addressRows = (addresses: readonly string[], finds: boolean, strings: Strings): MenuRow[] => [
  ...addresses.map(
    (address): MenuRow => ({
      title: address,
      detail: strings.ownDetail,
      icon: 'mail',
      choice: { does: 'address', address, name: address },
    }),
  ),
  ...(finds ? [{ title: strings.ownOther, icon: 'note', choice: { does: 'type' } } as const] : []),
];

/** The reasons to ask before filling this in, and the answers; the way out comes first for a hasty key. */
export function questionRows(question: FillQuestion, choice: FillingChoice, strings: Strings): MenuRow[] {
  const { site, elsewhere, like, isPlain, keeps } = question;
  const tells = (key: Key, host = ''): MenuRow => ({
    title: say(strings, key, { site, host, name: choice.name }),
    icon: 'note',
    quiet: true,
    whole: true,
  });
  const answers = (agreed: 'once' | 'always', key: Key): MenuRow => ({
    title: strings[key],
    icon: 'lock',
    choice: { does: 'agree', choice, agreed },
  });
  return [
    ...(like === null ? [] : [tells('askLike', like)]),
    ...(elsewhere === null ? [] : [tells('askElsewhere', elsewhere)]),
    ...(isPlain ? [tells('askPlain')] : []),
    { title: strings.dontFill, icon: 'close', choice: { does: 'close' } },
    answers('once', 'fillOnce'),
    ...(keeps ? [answers('always', elsewhere === null ? 'fillPlain' : 'fillHere')] : []),
  ];
}

/** The reason, the failed choice once more, and what needs no service where a new identity could not be made. */
export function failedRows(
  key: string,
  choice: Choice | null,
  strings: Strings,
  kinds: Iterable<FieldKind>,
): MenuRow[] {
  const reason: MenuRow = { title: say(strings, key), icon: 'note', quiet: true };
  if (key === 'locked') return [reason, { title: strings.unlock, icon: 'lock', choice: { does: 'unlock' } }];
  const takesOwn = key === 'unavailable' && choice?.does === 'create' && takesOwnAddress(new Set(kinds));
  const again: MenuRow = { title: strings.again, icon: 'again', choice: { does: 'again', choice } };
  return [reason, again, ...(takesOwn ? [ownRow(strings)] : [])];
}

const takesOwnAddress = (kinds: ReadonlySet<FieldKind>): boolean =>
  (kinds.has('email') || kinds.has('username')) && (kinds.has('newPassword') || kinds.has('currentPassword'));

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
  newPassword: 'copyNewPassword',
  currentPassword: 'copyPassword',
  otp: 'copyCode',
  'card-number': 'copyNumber',
  'card-code': 'copyCode',
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
    // An address is no secret, and is shown as it is.
    if (isDetail(kind) && !key && value !== '')
      rows.push({ title: value, icon: 'copy', choice: { does: 'copy', text: value } });
    if (why === 'unseen' || !key || copied.has(key)) continue;
    copied.add(key);
    rows.push({ title: strings[key], icon: 'copy', choice: { does: 'copy', text: value } });
  }
  return rows;
}
