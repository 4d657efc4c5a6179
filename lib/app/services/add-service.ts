// Adding a service by its domain: looking at its descriptor, then joining the very service that was looked at. Looking
// writes nothing. Joining first asks for a mailbox and then lists the service, in one step with its key: if it is cut
// off before, no service is added, and the service expires the empty mailbox.
import { encodeHex } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { dayOf, endOfDay, startOfDay } from '#protocol/base/day.ts';
import { serviceFingerprint, verifyDescriptor } from '#protocol/service/descriptor.ts';
import type { DescriptorStatement } from '#wire/service.ts';
import { alikeOf } from '../operators/separation.ts';
import { originOf } from '../operators/service-origin.ts';
import type { AppContext } from '../ports/ports.ts';
import { MAX_SERVICES, newService, type ServiceInUse, service, servicesInUse } from '../records/service.ts';
import type { AbortSignalLike } from '../store/store.ts';
import { STRICT, transact } from '../store/transaction.ts';
import type { NotAdded, NotLookedAt, ServiceKin, ServicePreview, ServiceUse } from '../views/services.ts';
import { sparing } from './forget-services.ts';
import { createRoot, generationFor, keepDescriptor } from './services.ts';

/** The version of the protocol that this program speaks. */
const PROTOCOL_VERSION = 1;
const SHOWN_ROLES = ['sending', 'receiving', 'mail'] as const;

interface LookedAt {
  readonly signed: Uint8Array;
  readonly statement: DescriptorStatement;
}

/** What the person is shown before they say yes. */
export async function lookAtService(
  app: AppContext,
  typed: string,
): Promise<{ ok: true; service: ServicePreview } | { ok: false; reason: NotLookedAt }> {
  const mine = await usesOf(app);
  const found = originOf(
    typed,
    mine.map(({ origin }) => origin),
  );
  if ('reason' in found) return { ok: false, reason: found.reason };
  const { origin } = found;
  if (mine.some((use) => use.origin === origin && isInUse(use))) return { ok: false, reason: 'already' };
  const looked = await look(app, origin);
  if (typeof looked === 'string') return { ok: false, reason: looked };
  return { ok: true, service: await previewOf(app, looked.statement, mine) };
}

/**
 * Joins the service that was shown, known by its fingerprint.
 * @param signal aborted: nothing is in use, unless it was listed already
 */
export async function addService(
  app: AppContext,
  shown: { readonly origin: string; readonly fingerprint: string; readonly use: ServiceUse },
  signal: AbortSignalLike,
): Promise<{ ok: true } | { ok: false; reason: NotAdded }> {
  const { origin } = shown;
  const mine = await usesOf(app);
  if (mine.some((use) => use.origin === origin && isInUse(use))) return { ok: false, reason: 'already' };
  if (mine.filter((use) => use.origin !== origin).length >= MAX_SERVICES) return { ok: false, reason: 'full' };
  const looked = await look(app, origin);
  if (typeof looked === 'string') return { ok: false, reason: looked };
  const { signed, statement } = looked;
  if (encodeHex(serviceFingerprint(statement.name.key)) !== shown.fingerprint) return { ok: false, reason: 'otherKey' };
  const use: ServiceInUse = {
    ...newService(origin),
    key: statement.name.key,
    sends: shown.use !== 'receiving',
    receives: shown.use === 'sending' ? 'no' : 'yes',
    receivesAt: app.now(),
  };
  const listed = await sparing(app, origin, async (): Promise<boolean | NotAdded> => {
    await keepDescriptor(app, signed, statement);
    const [known] = await app.store.read([service(origin)]);
    try {
      if (use.receives === 'yes' && statement.roles.includes('receiving') && known?.root == null)
        await createRoot(app, origin);
    } catch (error) {
      return reasonOf(error);
    }
    return transact(
      app.store,
      [servicesInUse],
      (transaction) => {
        if (signal.aborted) return false;
        const others = (transaction.get(servicesInUse)?.services ?? []).filter((one) => one.origin !== origin);
        transaction.put(servicesInUse, { services: [...others, use].slice(0, MAX_SERVICES) });
        return true;
      },
      STRICT,
    );
  });
  if (typeof listed === 'string') return { ok: false, reason: listed };
  if (!listed) return { ok: false, reason: 'cancelled' };
  return { ok: true };
}

const usesOf = async ({ store }: Pick<AppContext, 'store'>): Promise<readonly ServiceInUse[]> =>
  (await store.read([servicesInUse]))[0]?.services ?? [];

/** One that was left may be added anew. */
const isInUse = ({ sends, receives }: ServiceInUse): boolean => sends || receives !== 'left';

async function look(app: AppContext, origin: string): Promise<LookedAt | NotLookedAt> {
  try {
    const signed = await app.transport.wellKnown(origin);
    const statement = verifyDescriptor(signed, { origin });
    if (!statement.protocolVersions.includes(PROTOCOL_VERSION)) return 'version';
    if (!statement.roles.some((role) => role === 'sending' || role === 'receiving' || role === 'mail')) return 'noRole';
    return { signed, statement };
  } catch (error) {
    return reasonOf(error);
  }
}

function reasonOf(error: unknown): NotLookedAt {
  if (!(error instanceof Fault) || error.blame === 'bug' || error.blame === 'locked') throw error;
  if (error.code.startsWith('storage-')) throw error;
  if (error.code === 'format-version') return 'version';
  if (error.code === 'origin-malformed') return 'malformed';
  if (error.blame === 'malformed' || error.code === 'nonsense') return 'noService';
  if (error.blame === 'untrusted') return 'untrusted';
  return error.blame === 'refused' && error.code === 'not-found' ? 'noService' : 'unreachable';
}

async function previewOf(
  app: AppContext,
  statement: DescriptorStatement,
  mine: readonly ServiceInUse[],
): Promise<ServicePreview> {
  const { name, roles, mailDomain, maxBlobBytes, retryHorizonDays, tokenIssuers } = statement;
  const keys = generationFor(statement, dayOf(app.now()));
  return {
    origin: name.origin,
    fingerprint: encodeHex(serviceFingerprint(name.key)),
    roles: SHOWN_ROLES.filter((role) => roles.includes(role)),
    mailDomain: mailDomain === '' ? null : mailDomain,
    maxBlobBytes: roles.includes('sending') ? maxBlobBytes : null,
    retryHorizonDays,
    tokenIssuers: tokenIssuers.map((issuer) => issuer.origin),
    keys: keys === null ? null : { sinceAt: startOfDay(keys.fromDay), untilAt: endOfDay(keys.untilDay) },
    kin: await kinOf(app, statement, mine),
  };
}

/** Two services of one operator fail together, and see together what each sees. */
async function kinOf(
  app: AppContext,
  { name }: DescriptorStatement,
  mine: readonly ServiceInUse[],
): Promise<ServiceKin | null> {
  const others = mine.filter((use) => use.origin !== name.origin && isInUse(use));
  const known = await app.store.read(others.map(({ origin }) => service(origin)));
  const kin = others.flatMap(({ origin, key }, index): ServiceKin[] => {
    const alike = alikeOf(name, { origin, key: key ?? known[index]?.name.key ?? null });
    return alike === null ? [] : [{ origin, alike }];
  });
  return kin.find(({ alike }) => alike === 'key') ?? kin[0] ?? null;
}
