// Carries out a choice in the context menu of a field, and the key that fills. The person chose in the browser's own
// menu, over a page they are in; the choice goes to the frame they made it in, which asks for the values and gets those
// of its site.
import { identitiesAt } from '#app/sites/sites.ts';
import { type Site, sameSite, siteOf } from '#logins/site.ts';
import { openVaultOf, type WorkerContext } from '../call/worker-context.ts';
import { type HeldPage, heldPicture } from '../codes/held-page.ts';

interface ChosenAt {
  readonly tabId: number;
  readonly frameId: number;
  readonly url: string | null;
  readonly windowId: number | null;
  readonly source: string;
}

export interface ContextMenuActs {
  fill(at: ChosenAt): Promise<void>;
  create(at: ChosenAt): Promise<void>;
  password(at: ChosenAt): Promise<void>;
  code(at: ChosenAt): Promise<void>;
  /** By a key: in the frame that has the focus, of the page's own site alone. */
  next(at: Pick<ChosenAt, 'tabId' | 'windowId'>): Promise<void>;
}

export function contextMenuActs(context: WorkerContext, held: HeldPage): ContextMenuActs {
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

  /** The page's script goes on as after a choice in its menu: it asks its questions, and says what failed. */
  const doAt = async (at: ChosenAt, does: 'create' | 'draw'): Promise<void> => {
    if ((await siteAt(at)) === null || (await tabs.doInPage(at.tabId, does, at.frameId))) return;
    await (does === 'draw' ? tabs.openMenu(at.tabId, at.frameId) : context.openPopupFor(at));
  };

  return {
    async fill(at) {
      const site = await siteAt(at);
      if (site === null) return;
      const known = await identitiesAt((await openVaultOf(context)).app, site, at.url);
      const [only] = known;
      // The person chooses among several identities, or a new one, in the page's own menu.
      const told =
        known.length === 1 && only !== undefined ? await tabs.fill(at.tabId, only.id, { frameId: at.frameId }) : null;
      // The popup says why, and fills it.
      if (told === 'tinted') await context.openPopupFor(at);
      // A field for a code alone takes none of the identity's values: the menu has its codes.
      if (told === null || told === 'no-form') await tabs.openMenu(at.tabId, at.frameId);
    },
    create: (at) => doAt(at, 'create'),
    password: (at) => doAt(at, 'draw'),
    async next({ tabId, windowId }) {
      // The popup says why there is nothing to fill, or fills it.
      if (!(await tabs.doInPage(tabId, 'next'))) await context.openPopupFor({ tabId, frameId: 0, windowId });
    },
    // The panel, which asks for it, is opened by the choice itself (entrypoints/background).
    async code({ tabId, source }) {
      held.hold(heldPicture(tabs, tabId, source), context.now());
    },
  };
}
