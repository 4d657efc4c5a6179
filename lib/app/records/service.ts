// A service that is known: mine (with a root, where it receives) or a correspondent's (its descriptor only).
import { blob, boolean, list, nullable, part, struct, text, timestamp, type ValueOf } from '#wire/format.ts';
import { descriptor, descriptorStatement, type ServiceName, serviceName } from '#wire/service.ts';
import { ORIGIN_BYTES } from '#wire/sizes.ts';
import { id16, key, recordKind, refs, singleton } from './record.ts';

const serviceFields = struct({
  name: serviceName,
  /** The signed descriptor as it was last verified. */
  descriptor: blob(descriptor.maxBytes),
  fetchedAt: timestamp,
  /** My mailbox there; null where it is not mine or does not receive. */
  root: nullable(struct({ root: id16, addressSeed: key, accessSeed: key })),
  /** No new addresses are made for it. */
  retired: boolean,
});
const serviceV1 = part('service record', 80 * 1024, serviceFields);

export const serviceKind = recordKind(
  'service',
  2,
  80 * 1024,
  serviceFields,
  // The first version held descriptors without `opensUntilDay`, which are not read any more: it is asked for again.
  {
    1: (encoded) => ({
      ...serviceV1.decode(encoded),
      fetchedAt: 0,
      descriptor: unread(serviceV1.decode(encoded).name),
    }),
  },
);
export type Service = ValueOf<typeof serviceKind.format>;

/** A descriptor that says nothing, older than any: signed by nobody, since what is kept here was verified when it came. */
function unread(name: ServiceName): Uint8Array {
  const statement = {
    name,
    issuedAt: 0,
    roles: [],
    protocolVersions: [],
    generations: [],
    mailDomain: '',
    maxBlobBytes: 0,
    retryHorizonDays: 0,
    tokenIssuers: [],
  };
  return descriptor.encode({ signature: new Uint8Array(64), statement: descriptorStatement.encode(statement) });
}
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
