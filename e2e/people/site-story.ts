// `test` for stories on sites: `alex` has set Nucleus up, given it access to all sites, and has just unlocked it.

import type { Page } from '@playwright/test';
import { Visitor } from './site-visitor.ts';
import { test as base } from './town.ts';

export const test = base.extend<{ alex: Visitor }>({
  alex: async ({ resident }, use) => use(await Visitor.awake(await resident('alex'))),
});

/** Comes again without the policy of its server, which would keep our pages and files from it: a stranger has none. */
export async function dropsPolicy(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setBypassCSP', { enabled: true });
  await page.reload();
}
