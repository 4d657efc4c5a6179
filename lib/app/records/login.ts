// What a site knows of me: mask, name, password; and the keys of the mask.
import { boolean, choice, list, struct, text, timestamp, u32, type ValueOf } from '#wire/format.ts';
import { serviceName } from '#wire/service.ts';
import { id16, key, recordKind, refs } from './record.ts';

export const loginKind = recordKind(
  'login',
  1,
  8 * 1024,
  struct({
    /** As `siteOf` gives it: the registrable domain, or host and port. */
    site: text(255),
    /** What a page may hand in is counted in characters (lib/rpc/page.ts); here it is bytes. */
    username: text(1280),
    password: text(4096),
    passwordChangedAt: timestamp,
    mask: text(320),
    gateway: serviceName,
    managementSeed: key,
    mailSecret: key,
    /** `pending`: not yet known to the gateway. */
    maskState: choice({ pending: 1, active: 2, retired: 3 }),
    /** Last day of the addresses that the gateway holds. */
    maskExpiryDay: u32,
    /** Whether a form was ever filled with it. */
    used: boolean,
  }),
);
export type Login = ValueOf<typeof loginKind.format>;
export const login = refs<Login, [relationship: string]>(loginKind);

/** Which relationships are with a site. */
export const siteKind = recordKind('site', 1, 4096, struct({ relationships: list(64, id16) }));
export const site = refs<{ relationships: Uint8Array[] }, [site: string]>(siteKind);
