// What a person decided of sites: which belong together, and at which plain-text hosts of their own network no question
// is asked before a secret is filled.
import { list, struct, text, type ValueOf } from '#wire/format.ts';
import { recordKind, singleton } from './record.ts';

export const MOST_GROUPS = 40;
export const MOST_IN_A_GROUP = 12;
export const MOST_PLAIN_SITES = 100;

const sitesOfOne = (most: number) => list(most, text(255));

export const siteChoicesKind = recordKind(
  'site-choices',
  'fact',
  1,
  160 * 1024,
  struct({
    /** As `siteOf` gives them. */
    groups: list(MOST_GROUPS, sitesOfOne(MOST_IN_A_GROUP)),
    plain: sitesOfOne(MOST_PLAIN_SITES),
  }),
  [{ topic: 'settings' }, { topic: 'site' }],
);
export type SiteChoices = ValueOf<typeof siteChoicesKind.format>;
export const siteChoices = singleton(siteChoicesKind);
export const NO_SITE_CHOICES: SiteChoices = { groups: [], plain: [] };
