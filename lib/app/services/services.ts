// Services in use: known by origin and key, asked for a root (a mailbox) once, their descriptors refreshed.
// Correspondents' services are known too, by descriptors that one of mine fetched, verified against the key the
// correspondent gave.
import { encodeBase64url } from '#bytes/base64url.ts';
import { equal } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { createSignKeyPair } from '#crypto/keys.ts';
import { DAY_MS, dayOf } from '#protocol/base/day.ts';
import { generationOn, verifyDescriptor } from '#protocol/service/descriptor.ts';
import type { DescriptorStatement, Generation, ServiceName } from '#wire/service.ts';
import { descriptor, descriptorStatement } from '#wire/service.ts';
import { farthestFirst } from '../operators/separation.ts';
import { mayBeFirst } from '../ports/pinned.ts';
import type { AppContext } from '../ports/ports.ts';
import { type Service, type ServiceInUse, service, servicesInUse } from '../records/service.ts';
import { payment } from '../records/token.ts';
import { asFault } from '../retry/faults.ts';
import { STRICT, type Transaction, transact } from '../store/transaction.ts';
import { notPaid, payFor } from '../tokens/token-stock.ts';
import { stockFor } from '../tokens/token-supply.ts';
import { noteStranger } from './forget-services.ts';

/** What a token pays for at a service, among all that tokens pay for there. */
const ROOT = 'root';

const REFRESH_MS = 12 * 3_600_000;

/**
 * Statements decoded last: every step asks for those of the same few services, and decoding one takes as long as
 * sealing to it.
 */
const decoded = new Map<string, { readonly descriptor: Uint8Array; readonly statement: DescriptorStatement }>();
const MAX_DECODED = 64;

/** What a verified, stored descriptor says. */
export function statementOf(known: Service): DescriptorStatement {
  const { origin } = known.name;
  const before = decoded.get(origin);
  if (before !== undefined && equal(before.descriptor, known.descriptor)) return before.statement;
  // Records hand out views of the bytes they opened: the cache keeps a copy.
  const copy = known.descriptor.slice();
  const statement = descriptorStatement.decode(descriptor.decode(copy).statement);
  if (decoded.size >= MAX_DECODED) decoded.clear();
  decoded.set(origin, { descriptor: copy, statement });
  return statement;
}

/**
 * The keys for today, or, since one of the two clocks may be wrong by a day, the newest. Null if the service has none.
 */
export function generationFor(statement: DescriptorStatement, today: number): Generation | null {
  const newest = (best: Generation | null, one: Generation) =>
    best === null || one.generation > best.generation ? one : best;
  return generationOn(statement, today) ?? statement.generations.reduce<Generation | null>(newest, null);
}

/** One of mine: how I stand with it, and what it says of itself. */
export interface MyService {
  readonly use: ServiceInUse;
  readonly service: Service;
  readonly statement: DescriptorStatement;
}

/** Receiving services to make addresses at: with a root, in use, with keys for today. */
export type Receivers = readonly Pick<MyService, 'service' | 'statement'>[];

/**
 * My services, in order of preference. Left out are those not yet reached, and those that show another key than they
 * first did.
 */
export async function myServices(app: Pick<AppContext, 'store'>): Promise<MyService[]> {
  const [inUse] = await app.store.read([servicesInUse]);
  const uses = (inUse?.services ?? []).filter(({ otherKeyAt }) => otherKeyAt === null);
  const known = await app.store.read(uses.map(({ origin }) => service(origin)));
  return uses.flatMap((use, index) => {
    const one = known[index] as Service | null;
    return one === null ? [] : [{ use, service: one, statement: statementOf(one) }];
  });
}

/**
 * Those that a role is used of, in order of preference; to send by and for masks, first of all those that hold no
 * mailbox of mine. A gateway takes in mail for new masks as long as it is used for anything else.
 */
export async function myServicesWith(
  app: Pick<AppContext, 'store'>,
  role: 'sending' | 'receiving' | 'mail',
): Promise<MyService[]> {
  return servicesFor(await myServices(app), role);
}

/** The same, of all my services. */
export function servicesFor(mine: readonly MyService[], role: 'sending' | 'receiving' | 'mail'): MyService[] {
  const used = mine.filter(({ use, statement }) => statement.roles.includes(role) && isUsedFor(use, role));
  if (role === 'receiving') return used;
  return farthestFirst(used, nameOf, mine.filter(holdsMailbox).map(nameOf));
}

const nameOf = ({ service }: MyService): ServiceName => service.name;
const holdsMailbox = ({ use, service }: MyService): boolean =>
  service.root !== null && (use.receives === 'yes' || use.receives === 'leaving');

function isUsedFor({ sends, receives }: ServiceInUse, role: 'sending' | 'receiving' | 'mail'): boolean {
  if (role === 'sending') return sends;
  return receives === 'yes' || (role === 'mail' && sends);
}

/** The mailboxes that may hold mail for me: also at services that I am leaving. */
export async function myMailboxes(app: Pick<AppContext, 'store'>): Promise<MyService[]> {
  return mailboxesAmong(await myServices(app));
}

export const mailboxesAmong = (mine: readonly MyService[]): MyService[] => mine.filter(holdsMailbox);

/** Descriptors are asked for twice a day: a service that has not answered for so long has missed many. */
const MISSED_MS = 3 * DAY_MS;

/** Whether a service has not shown itself for so long that it may be gone for good. */
export const isMissed = ({ fetchedAt }: Pick<Service, 'fetchedAt'>, now: number): boolean =>
  now - fetchedAt > MISSED_MS;

/** A service that could not be joined, and why. */
export interface NotJoined {
  readonly origin: string;
  readonly fault: Fault;
}

/** The last joining of each open vault. */
const joining = new WeakMap<AppContext['store'], Promise<unknown>>();

/**
 * Reaches every listed service that is not known yet, or whose descriptor is old: fetches and verifies the descriptor,
 * creates a root if it receives. A service that fails is left for the next call. One at a time: two at once would make
 * two mailboxes at one service.
 */
export function joinServices(app: AppContext): Promise<NotJoined[]> {
  const before = joining.get(app.store) ?? Promise.resolve();
  const joined = before.then(() => joinAll(app));
  joining.set(
    app.store,
    joined.catch(() => {}),
  );
  return joined;
}

async function joinAll(app: AppContext): Promise<NotJoined[]> {
  const [inUse] = await app.store.read([servicesInUse]);
  const tried = await Promise.all(
    (inUse?.services ?? []).map(async (use): Promise<NotJoined[]> => {
      try {
        await joinService(app, use);
        return [];
      } catch (error) {
        if (!(error instanceof Fault) || error.blame === 'bug') throw error;
        if (error.code === 'descriptor-key') await tellOtherKey(app, use);
        return [{ origin: use.origin, fault: error }];
      }
    }),
  );
  return tried.flat();
}

/** @throws Fault of the transport, or untrusted if the service's key is not the one known */
async function joinService(app: AppContext, use: ServiceInUse): Promise<void> {
  const { origin } = use;
  if (!use.sends && (use.receives === 'no' || use.receives === 'left')) return;
  const [known] = await app.store.read([service(origin)]);
  const fresh =
    known !== null && use.key !== null && use.otherKeyAt === null && app.now() - known.fetchedAt < REFRESH_MS;
  const rooted = use.receives !== 'yes' || (known !== null && known.root !== null);
  if (fresh && (rooted || !statementOf(known).roles.includes('receiving'))) return;
  const signed = await app.transport.wellKnown(origin);
  // The first word is trusted on first use; from then on the key is pinned. Version 1 of the record did not hold it.
  const pinned = use.key ?? (known !== null && known.root !== null ? known.name.key : null);
  const statement = verifyDescriptor(signed, pinned === null ? { origin } : { origin, key: pinned });
  if (pinned === null && !mayBeFirst(app.pinned ?? [], origin, statement.name.key))
    throw new Fault('untrusted', 'descriptor-key', 'another key than this build knows');
  await noteKey(app, origin, statement.name.key);
  await keepDescriptor(app, signed, statement);
  if (statement.roles.includes('receiving') && !rooted) await createRoot(app, origin);
}

async function tellOtherKey(app: AppContext, { origin, otherKeyAt }: ServiceInUse): Promise<void> {
  await noteKey(app, origin, null);
  if (otherKeyAt !== null) return;
  app.arrived({ service: origin, kind: 'otherKey' });
}

/** @param key what it showed, if that is the one it always did; null: another */
async function noteKey(app: AppContext, origin: string, key: Uint8Array | null): Promise<void> {
  await transact(
    app.store,
    [servicesInUse],
    (transaction) =>
      changeUse(transaction, origin, (use) => ({
        ...use,
        key: use.key ?? key,
        otherKeyAt: key === null ? (use.otherKeyAt ?? app.now()) : null,
      })),
    STRICT,
  );
}

/** Changes how I stand with one of my services; nothing if it is none. */
export function changeUse(transaction: Transaction, origin: string, change: (use: ServiceInUse) => ServiceInUse): void {
  const services = transaction.get(servicesInUse)?.services ?? [];
  if (!services.some((use) => use.origin === origin)) return;
  transaction.put(servicesInUse, { services: services.map((use) => (use.origin === origin ? change(use) : use)) });
}

/** Keeps what a service says of itself. The caller has verified it. */
export async function keepDescriptor(
  app: AppContext,
  signed: Uint8Array,
  statement: DescriptorStatement,
): Promise<void> {
  const ref = service(statement.name.origin);
  await transact(app.store, [ref, servicesInUse], (transaction) => {
    const known = transaction.get(ref);
    const mine = transaction.get(servicesInUse)?.services.find(({ origin }) => origin === statement.name.origin);
    // The key of a service of mine is pinned: a correspondent, with one of my services, could name another for the same
    // origin.
    const pinned = mine === undefined ? null : (mine.key ?? (known?.root != null ? known.name.key : null));
    if (pinned !== null && !equal(pinned, statement.name.key)) return;
    if (mine !== undefined && !mayBeFirst(app.pinned ?? [], statement.name.origin, statement.name.key)) return;
    const same = known !== null && equal(known.name.key, statement.name.key);
    // A replayed older descriptor must not bring retired keys back.
    if (same && statementOf(known).issuedAt > statement.issuedAt) return;
    transaction.put(ref, {
      // A mailbox at a service of another key is none.
      ...(same ? { root: known.root, retired: known.retired } : { root: null, retired: false }),
      name: statement.name,
      descriptor: signed,
      fetchedAt: app.now(),
    });
  });
}

/**
 * Asks the service for a root. The token, and the keys of the request, are kept until `rootPaid`: a worker that starts
 * again after a kill asks for the same root, so that a lost answer costs neither a token nor a second root.
 * @throws Fault of the transport, unavailable 'no-token'
 */
export async function askForRoot(app: AppContext, origin: string): Promise<NonNullable<Service['root']>> {
  const [joined] = await app.store.read([service(origin)]);
  if (joined === null) throw new Fault('unavailable', 'service-unknown', 'the service is not known yet');
  const payee = { origin, statement: statementOf(joined) };
  await stockFor(app, payee, 'root');
  const { token, secret } = await payFor(app, payee, 'root', ROOT, 64);
  const seeds = [secret.slice(0, 32), secret.slice(32)] as const;
  const [addressKey, accessKey] = [createSignKeyPair(() => seeds[0]), createSignKeyPair(() => seeds[1])];
  try {
    const { root } = await app.transport.call('createRoot', origin, {
      addressKey: addressKey.publicKey,
      accessKey: accessKey.publicKey,
      token,
    });
    return { root, addressSeed: addressKey.seed, accessSeed: accessKey.seed };
  } catch (error) {
    await notPaid(app, origin, 'root', ROOT, asFault(error));
    throw error;
  }
}

/** The root that was asked for is kept: the next one asked for is another. */
export function rootPaid(transaction: Transaction, origin: string): void {
  transaction.remove(payment(ROOT, origin));
}

/** Gives me a mailbox at the service. @throws Fault of the transport */
export async function createRoot(app: AppContext, origin: string): Promise<void> {
  const root = await askForRoot(app, origin);
  // If no token was wanted, a worker killed before this commit leaves an empty root behind, for which no address was
  // made.
  await transact(
    app.store,
    [service(origin)],
    (transaction) => {
      const known = transaction.get(service(origin));
      // Forgotten meanwhile, since it was not listed yet: the caller that asked for the mailbox asks again.
      if (known === null) throw new Fault('unavailable', 'service-unknown', 'the service is not known any more');
      rootPaid(transaction, origin);
      if (known.root !== null) return;
      transaction.put(service(origin), { ...known, root });
    },
    STRICT,
  );
}

/**
 * The sealing keys of a correspondent's service for today, asked for through one of my sending services where they are
 * not known.
 * @throws Fault unavailable 'no-sending-service', untrusted 'descriptor-…', unavailable 'no-generation'
 */
export async function generationOf(app: AppContext, name: ServiceName): Promise<Generation> {
  const [known] = await app.store.read([service(name.origin)]);
  const held = known === null ? null : knownGeneration(known, name, app.now());
  if (held !== null) return held;
  const generation = generationFor(await fetchDescriptor(app, name), dayOf(app.now()));
  if (generation === null) throw new Fault('unavailable', 'no-generation', 'the service publishes no sealing keys');
  return generation;
}

/** The sealing keys for today that are already known, or null. */
export function knownGeneration(known: Service, name: ServiceName, now: number): Generation | null {
  return equal(known.name.key, name.key) ? generationOn(statementOf(known), dayOf(now)) : null;
}

async function fetchDescriptor(app: AppContext, name: ServiceName): Promise<DescriptorStatement> {
  const mine = await myServicesWith(app, 'sending');
  let failure: unknown = new Fault('unavailable', 'no-sending-service', 'no sending service is known yet');
  for (const { service: relay } of mine) {
    try {
      const signed = descriptor.encode(
        await app.transport.call('getDescriptor', relay.name.origin, null, {
          params: { origin: encodeBase64url(encodeUtf8(name.origin)) },
        }),
      );
      const statement = verifyDescriptor(signed, name);
      await keepDescriptor(app, signed, statement);
      await noteStranger(app);
      return statement;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      failure = error;
    }
  }
  throw failure;
}
