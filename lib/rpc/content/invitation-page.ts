// The page behind an invitation's link. Its address is the browser's word; the link it names must be one, hosted by the
// page's own origin.

import type { AppContext } from '#app/ports/ports.ts';
import { servicesInUse } from '#app/records/service.ts';
import { previewInvitation } from '#app/relationships/accept.ts';
import { isQuiet } from '#app/services/settings.ts';
import type { WebUrl } from '#bytes/web-url.ts';
import { siteLabel, siteOf } from '#logins/site.ts';
import type { Handlers } from '../call/contract.ts';
import type { WorkerContext } from '../call/worker-context.ts';
import { invitationAt } from '../invitations/invitation-at.ts';
import type { ContentContract } from './contract.ts';

interface Caller {
  readonly frameId: number;
  readonly windowId: number | null;
  readonly url: string;
}

export function invitationPageHandlers(
  context: WorkerContext,
): Pick<Handlers<ContentContract, Caller>, 'invitation' | 'openInvitation'> {
  const linkOf = ({ frameId, url }: Caller): WebUrl | null => (frameId === 0 ? invitationAt(url) : null);
  return {
    async invitation(_, from) {
      const link = linkOf(from);
      if (link === null) return { state: 'off' };
      await context.judged();
      const app = (await context.device.opened())?.app;
      if (app === undefined) return { state: 'unseen' };
      const site = siteOf(link.href);
      if (site !== null && (await isQuiet(app, siteLabel(site)))) return { state: 'off' };
      if (!(await isMine(app, link.origin))) return { state: 'unseen' };
      const shown = await previewInvitation(app, link.href, '');
      return shown.ok ? { state: 'seen', name: shown.name, picture: shown.picture } : { state: 'unseen' };
    },

    async openInvitation(_, from) {
      const link = linkOf(from);
      if (link !== null && from.windowId !== null) await context.openPanel(from.windowId, link.href);
      return null;
    },
  };
}

/**
 * A host is asked for a bundle by one of my receiving services. If it is another's, that would tell every page that
 * calls itself an invitation which service its visitor has, before the visitor did anything.
 */
async function isMine(app: AppContext, origin: string): Promise<boolean> {
  const [mine] = await app.store.read([servicesInUse]);
  return mine?.services.some((service) => service.origin === origin) ?? false;
}
