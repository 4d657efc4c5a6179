// `test` for stories on sites: `alex` has set Nucleus up, given it access to all sites, and has just unlocked it.

import { Visitor } from './site-visitor.ts';
import { test as base } from './town.ts';

export const test = base.extend<{ alex: Visitor }>({
  alex: async ({ resident }, use) => use(await Visitor.awake(await resident('alex'))),
});
