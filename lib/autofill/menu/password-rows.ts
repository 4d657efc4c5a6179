// Rows for new passwords: for nobody in particular, in the place of one that an identity has, and whether a site took
// the last one. Until that is said, both can be filled.
import type { FieldKind } from '../forms/forms.ts';
import type { OfferedIdentity } from '../worker/client.ts';
import type { MenuRow } from './choice.ts';
import { type Strings, say } from './strings.ts';

type Kinds = ReadonlySet<FieldKind>;

/** It asks for a new password, and for the present one or for no name, since the site knows who it is. */
const changes = (kinds: Kinds): boolean =>
  kinds.has('newPassword') && (kinds.has('currentPassword') || !(kinds.has('email') || kinds.has('username')));

/** A step with new passwords alone is the second one of a sign-up, if its identity was just made. */
export function changeRows(
  identities: readonly OfferedIdentity[],
  kinds: Kinds,
  { site, lastMask }: { readonly site: string; readonly lastMask: string },
  strings: Strings,
): MenuRow[] {
  if (!changes(kinds)) return [];
  const isJustMade = ({ isUnused, inTab, mask }: OfferedIdentity): boolean =>
    (isUnused && inTab) || (mask !== '' && mask === lastMask);
  const isSure = kinds.has('currentPassword');
  if (!isSure && identities.some(isJustMade)) return [];
  return identities
    .filter(({ hasPassword, isUnused }) => hasPassword && (isSure || !isUnused))
    .map(({ id, name, picture }) => ({
      title: say(strings, 'change', { name }),
      detail: say(strings, 'changeDetail', { site }),
      picture,
      choice: { does: 'change', id, name },
    }));
}

/**
 * An identity as it logs in; while a new password, or a new mask, waits for the site to have it, twice. The mask that
 * the site knows comes first where one logs in, the new one everywhere else.
 */
export function fillRows(
  { id, name, picture, mask, former, isUnused, proposedAt }: OfferedIdentity,
  strings: Strings,
  logsIn = false,
): MenuRow[] {
  const row = { title: name, picture };
  const fill = { does: 'fill', id, name } as const;
  // One that the site is asked about at a time: two passwords go with the mask that it knows.
  const known = former !== null && logsIn ? ({ ...fill, former: true } as const) : fill;
  if (proposedAt !== null)
    return [
      { ...row, detail: strings.proposed, choice: { ...known, proposed: true } },
      { ...row, detail: strings.former, choice: known },
    ];
  if (former === null) return [{ ...row, detail: isUnused ? say(strings, 'unused', { mask }) : mask, choice: fill }];
  const old: MenuRow = { ...row, detail: say(strings, 'oldMask', { mask: former }), choice: { ...fill, former: true } };
  const fresh: MenuRow = { ...row, detail: say(strings, 'newMask', { mask }), choice: fill };
  return logsIn ? [old, fresh] : [fresh, old];
}

/** One question at a time. */
export function settleRows(identities: readonly OfferedIdentity[], site: string, strings: Strings): MenuRow[] {
  const waiting = identities.find(({ proposedAt }) => proposedAt !== null);
  if (waiting === undefined || waiting.proposedAt === null) return [];
  const { id, name, proposedAt: at, proposedSeen } = waiting;
  const question = { nothing: 'accepted', taken: 'acceptedTaken', back: 'acceptedBack' } as const;
  return [
    { title: say(strings, question[proposedSeen], { site }), detail: name, whole: true, icon: 'note', quiet: true },
    { title: strings.acceptedYes, icon: 'check', choice: { does: 'settle', id, at, accepted: true } },
    { title: strings.acceptedNo, icon: 'close', choice: { does: 'settle', id, at, accepted: false } },
  ];
}

/** In a field for one: what an address of one's own needs. */
export const drawRows = (kind: FieldKind, strings: Strings): MenuRow[] =>
  kind === 'newPassword'
    ? [{ title: strings.newPassword, detail: strings.newPasswordDetail, icon: 'key', choice: { does: 'draw' } }]
    : [];
