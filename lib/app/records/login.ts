// What a site knows of me: mask, name, password; and the keys of the mask.
import { boolean, choice, list, part, struct, text, timestamp, u32, type ValueOf } from '#wire/format.ts';
import { serviceName } from '#wire/service.ts';
import { id16, key, recordKind, refs } from './record.ts';
import type { Relationship } from './relationship.ts';

const fieldsV1 = {
  /** As `siteOf` gives it: the registrable domain, or host and port. */
  site: text(255),
  /** What a page may hand in is counted in characters (lib/rpc/page/contract.ts); here it is bytes. */
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
  /** Whether a form that was filled with it was sent, or it was filled again: see `isUsed`. */
  used: boolean,
};
/** How it was until a site's mailer could be told by when it wrote. */
const loginV1 = part('login record', 8 * 1024, struct(fieldsV1));
const fieldsV2 = {
  ...fieldsV1,
  /** When a form of the site was last filled with it; 0: not known. */
  filledAt: timestamp,
  /**
   * The domain that vouched for the first mail after that: the site's own, or its mailer's. Empty: none yet. See
   * vouching.ts.
   */
  mailer: text(255),
};
const MAX_LOGIN_BYTES = 9 * 1024;
/** How it was while a code was offered until it was old. */
const loginV2 = part('login record', MAX_LOGIN_BYTES, struct(fieldsV2));

export const loginKind = recordKind(
  'login',
  3,
  MAX_LOGIN_BYTES,
  struct({
    ...fieldsV2,
    /** Number of the message whose code was used last: what came with it or before it is answered. */
    codesUsedTo: u32,
  }),
  [
    {
      topic: 'site',
      of: ({ site, username, passwordChangedAt, mask, maskState, filledAt, codesUsedTo }) => [
        ...[site, username, passwordChangedAt, mask, maskState, filledAt, codesUsedTo],
      ],
    },
    { topic: 'thread', of: ({ username, password, mask, maskState }) => [username, password === '', mask, maskState] },
  ],
  {
    1: (encoded) => ({ ...loginV1.decode(encoded), filledAt: 0, mailer: '', codesUsedTo: 0 }),
    2: (encoded) => ({ ...loginV2.decode(encoded), codesUsedTo: 0 }),
  },
);
export type Login = ValueOf<typeof loginKind.format>;
export const login = refs<Login, [relationship: string]>(loginKind);

/**
 * Whether an identity came into use: its form was sent, it was filled again, or something came to it after it was made.
 */
export const isUsed = ({ relationship: its, login: known }: { relationship: Relationship; login: Login }): boolean =>
  known.used || its.lastSequence > 1;

/** Which relationships are with a site. */
export const siteKind = recordKind('site', 1, 4096, struct({ relationships: list(64, id16) }), [{ topic: 'site' }]);
export const site = refs<{ relationships: Uint8Array[] }, [site: string]>(siteKind);
