// A vault that is open: its store, its couriers and the items that waited while it was locked. Only
// device.ts makes it, and it ends with `close`: everything under way then finds the store closed and stops; work
// already begun is in records and goes on next time.
import { wipe } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import type { Argon2Cost } from '#crypto/primitives.ts';
import { type DefaultService, defaultService } from '../ports/pinned.ts';
import type { AppContext, Arrival, Health, MailParser, Transport } from '../ports/ports.ts';
import { NEW_PROFILE, profile } from '../records/profile.ts';
import { newService, servicesInUse } from '../records/service.ts';
import { Running } from '../retry/running.ts';
import { Relays } from '../services/relays.ts';
import { announcing } from '../store/announcing.ts';
import type { Change } from '../store/change.ts';
import type { VaultKey } from '../store/sealing.ts';
import type { AbortSignalLike } from '../store/store.ts';
import type { Stores } from '../store/stores.ts';
import { STRICT, transact } from '../store/transaction.ts';
import type { Volatile } from '../store/volatile.ts';
import type { LockedInbox } from '../vault/locked-inbox.ts';
import { inboxKeys, namingKey } from '../vault/vault.ts';
import { Courier } from '../work/courier.ts';
import { backUp } from './backup.ts';
import { type AccessKeeper, takeWaiting } from './locked-mailbox.ts';
import { setMasksApart } from './masks-apart.ts';

export interface DevicePorts {
  readonly lockedInbox: LockedInbox;
  readonly volatile: Volatile;
  readonly stores: Stores;
  readonly transport: Transport;
  readonly mailParser: MailParser;
  readonly entropy: Entropy;
  now(): number;
  /** As in AppContext. */
  skew?: AppContext['skew'];
  /** Services that a new vault begins with, each `origin` or `origin#fingerprint`. */
  readonly defaultServices: readonly string[];
  /** Cost of guessing a passphrase; the default of vault.ts unless a test wants less. */
  readonly cost?: Argon2Cost;
  /** `tidying`: how far the vault is with being rewritten, several times a second. */
  announce(change: Change | { topic: 'vault' } | { topic: 'tidying' }): void;
  arrived(arrival: Arrival): void;
  health(origin: string, state: Health): void;
  /** As in AppContext. */
  isLookedAt(relationship: string): boolean;
  /** Asks for `send` at that time (ms since the epoch); null takes the wish back. */
  sendAgainAt(at: number | null): void;
  /** Work for which no caller waits went wrong; code only. */
  report(error: unknown): void;
}

export interface OpenVault {
  readonly app: AppContext;
  readonly courier: Courier;
  readonly signal: AbortSignalLike;
  /** Everything that a backup holds, as of one moment: see backup.ts. */
  backUp(): Promise<Iterable<Uint8Array>>;
}

export interface ClosableVault extends OpenVault {
  /** Takes in the items that wait in the locked inbox. */
  takeIn(): Promise<void>;
  close(): void;
}

/** Wipes `key`. @throws Fault of `stores.open`, unavailable `storage-full` */
export async function openDesk(
  ports: DevicePorts,
  access: AccessKeeper,
  generation: number,
  key: VaultKey,
): Promise<ClosableVault> {
  // In one piece: the courier and the context of its work name each other.
  const pinned = ports.defaultServices.map(defaultService);
  // The store derives its own keys, so the vault key itself is needed no longer than this.
  const inbox = inboxKeys(key).secretKey;
  const naming = namingKey(key);
  const store = await ports.stores.open(generation, key).finally(() => wipe(key));
  const life = { aborted: false };
  const wake = (): void => void courier.send().catch(ports.report);
  const relays = new Relays();
  const app: AppContext = {
    store: announcing(store, { announce: ports.announce, wake }),
    pinned,
    transport: ports.transport,
    mailParser: ports.mailParser,
    entropy: ports.entropy,
    namingKey: naming,
    now: ports.now,
    ...(ports.skew === undefined ? {} : { skew: ports.skew }),
    announce: ports.announce,
    arrived: ports.arrived,
    isLookedAt: ports.isLookedAt,
    relays,
    mailboxes: {
      access: (origin) => courier.accessTo(origin),
      refused: (held) => courier.accessRefused(held),
    },
    wake,
    repliesWait: () => courier.repliesWait(),
  };
  const courier: Courier = new Courier({
    app,
    relays,
    signal: life,
    access: {
      get: (root) => access.get(root),
      // A courier that outlives its vault must not bring a credential back that erasing took away.
      set: (held) => (life.aborted ? Promise.resolve() : access.set(held)),
    },
    health: ports.health,
    report: ports.report,
    sendAgainAt: (at) => {
      if (!life.aborted) ports.sendAgainAt(at);
    },
  });
  const takingIn = new Running(() => takeWaiting(app, ports.lockedInbox, inbox, life, ports.report));
  const close = (): void => {
    ports.sendAgainAt(null);
    life.aborted = true;
    store.close();
    wipe(inbox);
    wipe(naming);
  };
  try {
    await furnish(app, pinned);
    // Pages and couriers know nothing of it: none of them has begun.
    await setMasksApart(store);
  } catch (error) {
    close();
    throw error;
  }
  return {
    app,
    courier,
    signal: life,
    backUp: () => backUp(store, ports.entropy),
    takeIn: () => takingIn.ask(),
    close,
  };
}

/** The records that a vault must have; written again if a first start was cut off. */
async function furnish(app: AppContext, defaultServices: readonly DefaultService[]): Promise<void> {
  const [settings, inUse] = await app.store.read([profile, servicesInUse]);
  if (settings !== null && inUse !== null) return;
  await transact(
    app.store,
    [profile, servicesInUse],
    (transaction) => {
      if (transaction.get(profile) === null) transaction.put(profile, NEW_PROFILE);
      if (transaction.get(servicesInUse) === null)
        transaction.put(servicesInUse, { services: defaultServices.map(({ origin }) => newService(origin)) });
    },
    STRICT,
  );
}
