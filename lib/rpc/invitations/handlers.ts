// Invitations: making, listing, withdrawing, looking at one, accepting it.
import { acceptInvitation, previewInvitation } from '#app/relationships/accept.ts';
import { invite, withdrawInvitation } from '#app/relationships/invite.ts';
import { showInvitation, showInvitations } from '#app/show/invitations.ts';
import { Fault } from '#bytes/fault.ts';
import { nameFor } from '#logins/words.ts';
import type { Handlers } from '../call/contract.ts';
import { openVaultOf, type Surroundings } from '../call/worker-context.ts';
import type { InvitationsContract } from './contract.ts';

export function invitationHandlers(surroundings: Surroundings): Handlers<InvitationsContract, unknown> {
  const deskOf = async () => (await openVaultOf(surroundings)).desk;
  return {
    async createInvitation({ name, label }) {
      try {
        const desk = await deskOf();
        const invited = await invite(desk, { name, label });
        if (!invited.ok) return invited;
        const invitation = await showInvitation(desk, invited.id);
        if (invitation === null) throw new Fault('bug', 'invitation-vanished', 'an invitation just made is not there');
        return { ok: true, invitation };
      } catch (error) {
        if (error instanceof Fault && error.code.startsWith('storage-')) return { ok: false, reason: 'storage' };
        throw error;
      }
    },
    async invitations() {
      return showInvitations(await deskOf());
    },
    async withdrawInvitation({ id }) {
      await withdrawInvitation(await deskOf(), id);
      return null;
    },
    async previewInvitation({ text }) {
      return previewInvitation(await deskOf(), text, nameFor(surroundings.entropy(16)).text);
    },
    async acceptInvitation({ text, name }) {
      return acceptInvitation(await deskOf(), text, name);
    },
  };
}
