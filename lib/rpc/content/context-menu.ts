// Carries out a choice in the context menu of a field. The person chose in the browser's own menu, over a page they are
// in; the choice goes to the frame they made it in, which asks for the values and gets those of its site.
import { identitiesAt } from '#app/sites/sites.ts';
import { type Site, sameSite, siteOf } from '#logins/site.ts';
import { openVaultOf, type WorkerContext } from '../call/worker-context.ts';
import type { Creation } from '../sites/creation.ts';

interface ChosenAt {
  readonly tabId: number;
  readonly frameId: number;
  readonly url: string | null;
  readonly windowId: number | null;
}

export interface ContextMenuActs {
  fill(at: ChosenAt): Promise<void>;
  create(at: ChosenAt): Promise<void>;
}

export function contextMenuActs(context: WorkerContext, creation: Creation): ContextMenuActs {
  const { device, tabs } = context;

  /** The site of the tab; null: there is none, or the vault is locked, and the popup was opened to say so. */
  const siteAt = async (at: ChosenAt): Promise<Site | null> => {
    await context.used();
    const tab = await tabs.find(at.tabId);
    // A frame of another site is served nothing (content.ts): the popup says whose page this is.
    const served = tab !== null && at.url !== null && sameSite(tab.url, at.url);
    if (served && (await device.state()) === 'open') return siteOf(tab.url);
    await context.openPopupFor(at);
    return null;
  };

  return {
    async fill(at) {
      const site = await siteAt(at);
      if (site === null) return;
      const known = await identitiesAt((await openVaultOf(context)).app, site, at.url);
      const [only] = known;
      // The person chooses among several identities, or a new one, in the page's own menu.
      if (known.length === 1 && only !== undefined) await tabs.fill(at.tabId, only.id, { frameId: at.frameId });
      else await tabs.openMenu(at.tabId, at.frameId);
    },
    async create(at) {
      const site = await siteAt(at);
      if (site === null) return;
      const created = await creation.create(site, at.url ?? '', { password: {}, ownUsername: false });
      // The page's menu tries again, and says the error.
      if (created.ok) await tabs.fill(at.tabId, created.id, { frameId: at.frameId });
      else await tabs.openMenu(at.tabId, at.frameId);
    },
  };
}
