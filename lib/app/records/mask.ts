// A mask: the mail address that one site knows, the keys by which it is managed and its mail opens, and how it stands
// at its gateway. The site's log-in is in `login.ts`; either may be there without the other.
import { choice, struct, text, timestamp, u32, type ValueOf } from '#wire/format.ts';
import { serviceName } from '#wire/service.ts';
import { key, refs, releasedKind } from './record.ts';

export const maskKind = releasedKind(
  'mask',
  'decision',
  1,
  2048,
  struct({
    /** As `siteOf` gives it: who may write to it. */
    site: text(255),
    address: text(320),
    gateway: serviceName,
    managementSeed: key,
    mailSecret: key,
    madeAt: timestamp,
    /** `pending`: not yet known to the gateway. */
    state: choice({ pending: 1, active: 2, retired: 3 }),
    /** Last day of the addresses that the gateway holds. */
    expiryDay: u32,
    /**
     * The domain that vouched for the first mail after a form was filled: the site's own, or its mailer's. Empty: none
     * yet. See vouching.ts.
     */
    mailer: text(255),
    /** Number of the message whose code was used last: what came with it or before it is answered. */
    codesUsedTo: u32,
  }),
  [
    { topic: 'site', of: ({ site, address, state, codesUsedTo }) => [site, address, state, codesUsedTo] },
    { topic: 'thread', of: ({ address, state }) => [address, state] },
  ],
);
export type Mask = ValueOf<typeof maskKind.format>;
export const mask = refs<Mask, [relationship: string], true>(maskKind);
