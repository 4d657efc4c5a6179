// A mask: the mail address that one site knows, the keys by which it is managed and its mail opens, and how it stands
// at its gateway. There may be two of them for a while: a new one, and the one that the site still knows. The site's
// log-in is in `login.ts`; either may be there without the other.
import { boolean, choice, nullable, part, struct, text, timestamp, u32, type ValueOf } from '#wire/format.ts';
import { serviceName } from '#wire/service.ts';
import { key, refs, releasedKind } from './record.ts';

/** One address, as its gateway knows it. */
const held = {
  address: text(320),
  gateway: serviceName,
  managementSeed: key,
  mailSecret: key,
  madeAt: timestamp,
  /** `pending`: not yet known to the gateway. */
  state: choice({ pending: 1, active: 2, retired: 3 }),
  /** Last day of the addresses that the gateway holds. */
  expiryDay: u32,
};
const fields = {
  /** As `siteOf` gives it: who may write to it. */
  site: text(255),
  ...held,
  /**
   * The domain that vouched for the first mail after a form was filled: the site's own, or its mailer's. Empty: none
   * yet. See vouching.ts.
   */
  mailer: text(255),
  /** Number of the message whose code was used last: what came with it or before it is answered. */
  codesUsedTo: u32,
};
/** `coming`: it is to take the other's place once its gateway has it. `former`: the other took its place. */
const second = struct({
  ...held,
  is: choice({ coming: 1, former: 2 }),
  /** The person says that the site was given the new one: a former one is offered no more. */
  siteHasNew: boolean,
});
/** How it was while an identity had one address for ever. */
const maskV1 = part('mask record', 2048, struct(fields));

const shown = (
  one: Readonly<{ address: string; state: string; is: string; siteHasNew: boolean }> | null,
): (string | boolean)[] => (one === null ? [] : [one.address, one.state, one.is, one.siteHasNew]);

export const maskKind = releasedKind(
  'mask',
  'decision',
  2,
  4096,
  struct({
    ...fields,
    /** Leaks that were noted before were of the address before; 0: there was none. */
    leaksFrom: timestamp,
    second: nullable(second),
  }),
  [
    {
      topic: 'site',
      of: ({ site, address, state, codesUsedTo, second: other }) => [
        site,
        address,
        state,
        codesUsedTo,
        ...shown(other),
      ],
    },
    { topic: 'thread', of: ({ address, state, second: other }) => [address, state, ...shown(other)] },
    // An export says it.
    { topic: 'entries', of: ({ address }) => [address] },
  ],
  { 1: (encoded) => ({ ...maskV1.decode(encoded), leaksFrom: 0, second: null }) },
);
export type Mask = ValueOf<typeof maskKind.format>;
export const mask = refs<Mask, [relationship: string], true>(maskKind);

/** One of the addresses of a mask. */
export type MaskAddress = Pick<Mask, keyof typeof held>;
export type MaskPlace = 'present' | 'second';

/** The addresses that there are, the present one first. */
export const maskAddresses = (known: Mask): { readonly place: MaskPlace; readonly held: MaskAddress }[] => [
  { place: 'present', held: known },
  ...(known.second === null ? [] : [{ place: 'second' as const, held: known.second }]),
];

export const addressAt = (known: Mask, place: MaskPlace): MaskAddress | null =>
  place === 'present' ? known : known.second;

/** The one before, while the site is not known to have the new one: it is what logs in there. */
export const knownToSite = ({ second: other }: Mask): string | null =>
  other?.is === 'former' && !other.siteHasNew ? other.address : null;

/** The mask with something of one address changed. */
export function withAddress(known: Mask, place: MaskPlace, change: Partial<MaskAddress>): Mask {
  if (place === 'present') return { ...known, ...change };
  return known.second === null ? known : { ...known, second: { ...known.second, ...change } };
}

/** The address to which a mail came. */
export const addressMailedTo = (known: Mask, to: string): string =>
  known.second?.address.toLowerCase() === to.toLowerCase() ? known.second.address : known.address;

/** Whether there is room for a new one: nothing of a former one is needed any more. */
export const takesNewMask = ({ second: other }: Mask): boolean =>
  other === null || other.is === 'coming' || (other.state === 'retired' && other.siteHasNew);
