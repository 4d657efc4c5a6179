// What a site looks like, for telling its rows apart: the icon of the tab in which an identity was used last.
import { blob, struct, type ValueOf } from '#wire/format.ts';
import { recordKind, refs } from './record.ts';

/** An .ico of three sizes, as most sites have it, takes 15 kB. */
export const MAX_ICON_BYTES = 16 * 1024;

export const siteIconKind = recordKind(
  'site-icon',
  'own',
  1,
  MAX_ICON_BYTES + 16,
  /** PNG, JPEG, WebP, ICO or a plain SVG. */
  struct({ picture: blob(MAX_ICON_BYTES) }),
  [{ topic: 'site' }],
);
export type SiteIcon = ValueOf<typeof siteIconKind.format>;
export const siteIcon = refs<SiteIcon, [relationship: string]>(siteIconKind);
