// What a site looks like, for telling its rows apart: the page on which an identity was used last, and the icon that its tab had then.
import { blob, struct, text, type ValueOf } from '#wire/format.ts';
import { recordKind, refs } from './record.ts';

/** An .ico of three sizes, as most sites have it, takes 15 kB. */
export const MAX_ICON_BYTES = 16 * 1024;

export const siteIconKind = recordKind(
  'site-icon',
  1,
  MAX_ICON_BYTES + 512,
  struct({
    /** Its origin: where the browser keeps icons by page, it is asked for this one. */
    page: text(300),
    /** PNG, JPEG, WebP or ICO; empty: the browser did not give it away. */
    picture: blob(MAX_ICON_BYTES),
  }),
);
export type SiteIcon = ValueOf<typeof siteIconKind.format>;
export const siteIcon = refs<SiteIcon, [relationship: string]>(siteIconKind);
