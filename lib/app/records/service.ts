// A service that is known: mine (with a root, where it receives) or a correspondent's (its descriptor only).
import { blob, boolean, list, nullable, struct, text, timestamp, type ValueOf } from '#wire/format.ts';
import { descriptor, serviceName } from '#wire/service.ts';
import { ORIGIN_BYTES } from '#wire/sizes.ts';
import { id16, key, recordKind, refs, singleton } from './record.ts';

export const serviceKind = recordKind(
  'service',
  1,
  80 * 1024,
  struct({
    name: serviceName,
    /** The signed descriptor as it was last verified. */
    descriptor: blob(descriptor.maxBytes),
    fetchedAt: timestamp,
    /** My mailbox there; null where it is not mine or does not receive. */
    root: nullable(struct({ root: id16, addressSeed: key, accessSeed: key })),
    /** No new addresses are made for it. */
    retired: boolean,
  }),
);
export type Service = ValueOf<typeof serviceKind.format>;
/** By origin. */
export const service = refs<Service, [origin: string]>(serviceKind);

/** The services this person uses, in order of preference. */
export const servicesInUseKind = recordKind(
  'services-in-use',
  1,
  4096,
  struct({ origins: list(16, text(ORIGIN_BYTES)) }),
);
export const servicesInUse = singleton(servicesInUseKind);
