// Invitations: making, listing, withdrawing, looking at one, accepting it.
import * as v from 'valibot';
import type { RelationshipId } from '#app/views/ids.ts';
import type { InvitationPreview, InvitationView } from '#app/views/invitations.ts';
import { method, nothing, type OkOrReason } from '../call/contract.ts';
import { id, longTextString, name } from '../call/schemas.ts';

export const invitations = {
  createInvitation: method<OkOrReason<{ invitation: InvitationView }, 'unreachable' | 'storage'>>()(
    v.object({ name, label: name }),
  ),
  invitations: method<InvitationView[]>()(nothing),
  withdrawInvitation: method<null>()(v.object({ id })),
  /** `text` is a link, a pasted bundle or a file's content. */
  previewInvitation: method<InvitationPreview>()(v.object({ text: longTextString })),
  acceptInvitation: method<OkOrReason<{ relationship: RelationshipId }>>()(v.object({ text: longTextString, name })),
} as const;
export type InvitationsContract = typeof invitations;
