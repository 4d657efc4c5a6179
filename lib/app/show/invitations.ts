// Invitations of mine as they are shown. The link and the bundle text are given out; the secrets beside them never
// leave the record.

import { endOfDay } from '#protocol/base/day.ts';
import { bundleText, invitationLink } from '#protocol/pairwise/invitation.ts';
import { INVITATION_PATH } from '#wire/endpoints.ts';
import { invitationLocator } from '#wire/invitation.ts';
import { idText } from '../conversation/conversation.ts';
import type { AppContext } from '../ports/ports.ts';
import { type InvitationRecord, invitationKind, invitationRecord } from '../records/invitation.ts';
import type { InvitationView } from '../views/invitations.ts';

export function invitationView(id: string, known: InvitationRecord, now: number): InvitationView {
  const expiresAt = endOfDay(known.expiryDay);
  const locator = known.hosted ? invitationLocator.decode(known.locator) : null;
  return {
    id,
    name: known.mine.name,
    label: known.label,
    link: locator === null ? null : invitationLink(locator.origin, INVITATION_PATH, locator),
    bundle: bundleText(known.bundle),
    createdAt: known.createdAt,
    expiresAt,
    state: known.state === 'open' && now >= expiresAt ? 'expired' : known.state,
    triedAgain: known.refusals > 0,
    relationship: known.relationship === null ? null : idText(known.relationship),
  };
}

/** Newest first. */
export async function showInvitations({ store, now }: Pick<AppContext, 'store' | 'now'>): Promise<InvitationView[]> {
  const views: InvitationView[] = [];
  for await (const batch of store.scan(invitationKind)) {
    for (const { id, value } of batch) views.push(invitationView(id, value, now()));
  }
  return views.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
}

export async function showInvitation(
  { store, now }: Pick<AppContext, 'store' | 'now'>,
  id: string,
): Promise<InvitationView | null> {
  const [known] = await store.read([invitationRecord(id)]);
  return known === null ? null : invitationView(id, known, now());
}
