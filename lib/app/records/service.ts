// A known service: mine (with a root, if it receives) or a correspondent's (its descriptor only); and how I stand with
// mine.
import {
  blob,
  boolean,
  type Coder,
  choice,
  list,
  nullable,
  part,
  struct,
  text,
  timestamp,
  u32,
  type ValueOf,
} from '#wire/format.ts';
import { descriptor, descriptorStatement, type ServiceName, serviceName } from '#wire/service.ts';
import { ORIGIN_BYTES } from '#wire/sizes.ts';
import { id16, key, recordKind, refs, singleton } from './record.ts';

const serviceFields = struct({
  name: serviceName,
  /** The signed descriptor as it was last verified. */
  descriptor: blob(descriptor.maxBytes),
  fetchedAt: timestamp,
  /** My mailbox there; null if it is not mine or does not receive. */
  root: nullable(struct({ root: id16, addressSeed: key, accessSeed: key })),
  /** No new addresses are made for it. */
  retired: boolean,
});
const serviceV1 = part('service record', 80 * 1024, serviceFields);

export const serviceKind = recordKind(
  'service',
  'decision',
  2,
  80 * 1024,
  serviceFields,
  [
    {
      topic: 'connection',
      of: (known) => [known.name.key, known.descriptor, known.fetchedAt, known.root?.root ?? null, known.retired],
    },
  ],
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

/**
 * An empty descriptor, older than any other. It needs no signature: descriptors are verified when they come, not when
 * they are read here.
 */
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

/** How I stand with a service of mine. */
const use = struct({
  origin: text(ORIGIN_BYTES),
  /** The key that it first showed; null until it was reached. Another one is not believed. */
  key: nullable(key),
  /** Since when it shows another key: nothing is sent to it or fetched from it. */
  otherKeyAt: nullable(timestamp),
  /** Whether messages are handed to it. */
  sends: boolean,
  /**
   * Whether I have a mailbox there. `leaving`: no new addresses, its mail is still fetched; `expired`: the last address
   * has, the mailbox is to be closed; `left`: it is closed, and the person has not yet said that they saw it.
   */
  receives: choice({ yes: 1, no: 2, leaving: 3, expired: 4, left: 5 }),
  /** When `receives` became what it is. */
  receivesAt: timestamp,
  /** While leaving: the last day of any address there. */
  lastDay: u32,
});
export type ServiceInUse = typeof use extends Coder<infer T> ? T : never;

export const newService = (origin: string): ServiceInUse => ({
  origin,
  key: null,
  otherKeyAt: null,
  sends: true,
  receives: 'yes',
  receivesAt: 0,
  lastDay: 0,
});

export const MAX_SERVICES = 16;
const originsAlone = part(
  'services in use, version 1',
  4096,
  struct({ origins: list(MAX_SERVICES, text(ORIGIN_BYTES)) }),
);

/** The services this person uses, in order of preference. */
export const servicesInUseKind = recordKind(
  'services-in-use',
  'fact',
  2,
  8192,
  struct({ services: list(MAX_SERVICES, use) }),
  [
    {
      topic: 'connection',
      of: ({ services }) =>
        services.flatMap((one) => {
          const { origin, key, otherKeyAt, sends, receives, receivesAt, lastDay } = one;
          return [origin, key, otherKeyAt, sends, receives, receivesAt, lastDay];
        }),
    },
  ],
  {
    1: (encoded) => ({ services: originsAlone.decode(encoded).origins.map(newService) }),
  },
);
export const servicesInUse = singleton(servicesInUseKind);
