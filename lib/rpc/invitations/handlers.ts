// Invitations: making, listing, withdrawing, looking at one, accepting it.
import { acceptInvitation, previewInvitation } from '#app/relationships/accept.ts';
import { invite, withdrawInvitation } from '#app/relationships/invite.ts';
import { showInvitation, showInvitations } from '#app/show/invitations.ts';
import { Fault } from '#bytes/fault.ts';
import { nameFor } from '#logins/generate/names.ts';
import type { Handlers } from '../call/contract.ts';
import { openVaultOf, type WorkerContext } from '../call/worker-context.ts';
import type { InvitationsContract } from './contract.ts';

export function invitationHandlers(context: WorkerContext): Handlers<InvitationsContract, unknown> {
  const appOf = async () => (await openVaultOf(context)).app;
  return {
    async createInvitation({ name, label }) {
      try {
        const app = await appOf();
        const invited = await invite(app, { name, label });
        if (!invited.ok) return invited;
        const invitation = await showInvitation(app, invited.id);
        if (invitation === null) throw new Fault('bug', 'invitation-vanished', 'an invitation just made is not there');
        return { ok: true, invitation };
      } catch (error) {
        if (error instanceof Fault && error.code.startsWith('storage-')) return { ok: false, reason: 'storage' };
        throw error;
      }
    },
    async invitations() {
      return showInvitations(await appOf());
    },
    async withdrawInvitation({ id }) {
      await withdrawInvitation(await appOf(), id);
      return null;
    },
    async previewInvitation({ text }) {
      return previewInvitation(await appOf(), text, nameFor(context.entropy(16)).text);
    },
    async acceptInvitation({ text, name }) {
      return acceptInvitation(await appOf(), text, name);
    },
  };
}
