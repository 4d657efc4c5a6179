// The user name and password of a site. The mask that it knows is a record of its own (`mask.ts`; until version 3 both
// were one), and so is all else that a person keeps of it (`entry.ts`).
import { boolean, choice, list, nullable, part, struct, text, timestamp, u32, type ValueOf } from '#wire/format.ts';
import { serviceName } from '#wire/service.ts';
import type { Mask } from './mask.ts';
import { id16, key, recordKind, refs } from './record.ts';
import { type Relationship, relationship } from './relationship.ts';

const fieldsV1 = {
  site: text(255),
  username: text(1280),
  password: text(4096),
  passwordChangedAt: timestamp,
  mask: text(320),
  gateway: serviceName,
  managementSeed: key,
  mailSecret: key,
  maskState: choice({ pending: 1, active: 2, retired: 3 }),
  maskExpiryDay: u32,
  used: boolean,
};
/** How it was until a site's mailer could be told by when it wrote. */
const loginV1 = part('login record', 8 * 1024, struct(fieldsV1));
const fieldsV2 = { ...fieldsV1, filledAt: timestamp, mailer: text(255) };
const MAX_WHOLE_BYTES = 9 * 1024;
/** How it was while a code was offered until it was old. */
const loginV2 = part('login record', MAX_WHOLE_BYTES, struct(fieldsV2));
/** How it was while the mask was in it. */
const loginV3 = part('login record', MAX_WHOLE_BYTES, struct({ ...fieldsV2, codesUsedTo: u32 }));

/** A record of before: its mask is to be put into a record of its own first, and it is written without it then. */
export type WholeLogin = ValueOf<typeof loginV3> & { readonly proposed: null };

const fieldsV4 = {
  /** As `siteOf` gives it: the registrable domain, or host and port. Empty: none is known. */
  site: text(255),
  /** What a page may hand in is counted in characters (lib/rpc/page/contract.ts); here it is bytes. */
  username: text(1280),
  password: text(4096),
  passwordChangedAt: timestamp,
  /** Whether a form that was filled with it was sent, or it was filled again: see `isUsed`. */
  used: boolean,
  /** When a form of the site was last filled with it; 0: not known. */
  filledAt: timestamp,
};
/** How it was while a password could only be changed by hand. */
const loginV4 = part('login record', 6 * 1024, struct(fieldsV4));
/** How it was while nothing of what a site did with a new password was noticed. */
const loginV5 = part(
  'login record',
  10 * 1024,
  struct({ ...fieldsV4, proposed: nullable(struct({ password: text(4096), at: timestamp })) }),
);

export const loginKind = recordKind(
  'login',
  'fact',
  6,
  10 * 1024,
  struct({
    ...fieldsV4,
    /** One that a form was given and the site is not known to have taken. Merging, the later one counts. */
    proposed: nullable(
      struct({
        password: text(4096),
        at: timestamp,
        /** What its page told by the form: it went away as after a success, or came back. The person decides. */
        seen: choice({ nothing: 1, taken: 2, back: 3 }),
      }),
    ),
  }),
  [
    {
      topic: 'site',
      of: ({ site, username, passwordChangedAt, filledAt, proposed }) => [
        ...[site, username, passwordChangedAt, filledAt],
        proposed?.at ?? null,
        proposed?.seen ?? null,
      ],
    },
    { topic: 'thread', of: ({ username, password }) => [username, password === ''], beside: relationship },
    {
      topic: 'entries',
      of: ({ site, username, password, passwordChangedAt, proposed }) => [
        ...[site, username, password === '', passwordChangedAt],
        proposed?.at ?? null,
        proposed?.seen ?? null,
      ],
    },
  ],
  {
    1: (encoded): WholeLogin => ({
      ...{ ...loginV1.decode(encoded), filledAt: 0, mailer: '', codesUsedTo: 0 },
      proposed: null,
    }),
    2: (encoded): WholeLogin => ({ ...loginV2.decode(encoded), codesUsedTo: 0, proposed: null }),
    3: (encoded): WholeLogin => ({ ...loginV3.decode(encoded), proposed: null }),
    4: (encoded) => ({ ...loginV4.decode(encoded), proposed: null }),
    5: (encoded) => {
      const { proposed, ...rest } = loginV5.decode(encoded);
      return { ...rest, proposed: proposed === null ? null : { ...proposed, seen: 'nothing' as const } };
    },
  },
);
export type Login = ValueOf<typeof loginKind.format>;
export const login = refs<Login, [relationship: string]>(loginKind);

/** Whether it was read from a record of before. */
export const isWhole = (known: Login): known is WholeLogin => 'mailSecret' in known;

/** The two records that one of before becomes. */
export function partLogin(whole: WholeLogin): { readonly login: Login; readonly mask: Mask } {
  const { site, username, password, passwordChangedAt, used, filledAt } = whole;
  const { mask: address, gateway, managementSeed, mailSecret, mailer, codesUsedTo } = whole;
  const { maskState: state, maskExpiryDay: expiryDay } = whole;
  return {
    login: { site, username, password, passwordChangedAt, used, filledAt, proposed: null },
    // Until it is registered, which is all that its age is asked for, no password of it was ever changed.
    mask: {
      ...{ site, address, gateway, managementSeed, mailSecret, madeAt: passwordChangedAt },
      ...{ state, expiryDay, mailer, codesUsedTo, leaksFrom: 0, second: null },
    },
  };
}

/**
 * Whether an identity came into use: its form was sent, it was filled again, or something came to it after it was made.
 */
export const isUsed = ({
  relationship: its,
  login: known,
}: {
  relationship: Relationship;
  login: Login | null;
}): boolean => known?.used === true || its.lastSequence > 1;

/** Which relationships are with a site. */
export const siteKind = recordKind('site', 'derived', 1, 4096, struct({ relationships: list(64, id16) }), [
  { topic: 'site' },
]);
export const site = refs<{ relationships: Uint8Array[] }, [site: string]>(siteKind);
