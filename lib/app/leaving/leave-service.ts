// Leaving a receiving service without losing anything (its sunset): no new addresses there, every holder is given
// others, the mailbox is emptied until the last address has expired, and only then it is closed. Until then it can be
// taken back, or cut short by a person who accepts that late messages are lost. A sending service is left at once: it
// holds nothing of mine but the letters that it is delivering.
import { encodeHex } from '#bytes/base64url.ts';
import { dayOf } from '#protocol/base/day.ts';
import { idText } from '../conversation/conversation.ts';
import type { AppContext } from '../ports/ports.ts';
import { moveKind } from '../records/move.ts';
import { rootRecord } from '../records/root.ts';
import { type ServiceInUse, service, servicesInUse } from '../records/service.ts';
import { serviceTask } from '../records/transit.ts';
import { withdrawInvitation } from '../relationships/invite.ts';
import { changeUse, joinServices, myServicesWith } from '../services/services.ts';
import { factsOf } from '../services/snapshot.ts';
import type { AbortSignalLike } from '../store/store.ts';
import { STRICT, type Transaction, transact } from '../store/transaction.ts';
import type { NotLeft, ServiceUse } from '../views/services.ts';
import { forgetMoves, surveyHolders } from './address-holders.ts';
import { moveHolders } from './leaving.ts';

type Outcome = { ok: true } | { ok: false; reason: NotLeft };

/** Begins to leave a service, for good. Without a mailbox there, it is left at once. */
export const leaveService = (app: AppContext, origin: string): Promise<Outcome> =>
  leave(app, origin, { sends: false, receives: false });

/**
 * Sets the use of a service from now on. Receiving there no more is a leaving of its own; receiving again takes it
 * back.
 */
export async function useService(
  app: AppContext,
  origin: string,
  use: ServiceUse,
  signal: AbortSignalLike,
): Promise<Outcome> {
  const outcome = await leave(app, origin, { sends: use !== 'receiving', receives: use !== 'sending' });
  if (!outcome.ok || use === 'sending') return outcome;
  await forgetMoves(app, signal, (one) => one.origin === origin);
  await joinServices(app);
  return outcome;
}

/** Why a service cannot be left, or null: without another to send by, or to receive at, the person would be cut off. */
export async function leavable(app: AppContext, origin: string): Promise<NotLeft | null> {
  const [inUse] = await app.store.read([servicesInUse]);
  const use = inUse?.services.find((one) => one.origin === origin);
  const elsewhere = await elsewhereThan(app, origin);
  if (use?.sends && !elsewhere.sends) return 'last-sending';
  return use?.receives === 'yes' && !elsewhere.receives ? 'last-receiving' : null;
}

/** Whether services other than this one send, and receive. */
async function elsewhereThan(app: AppContext, origin: string): Promise<{ sends: boolean; receives: boolean }> {
  const isOther = (one: { readonly service: { readonly name: { readonly origin: string } } }) =>
    one.service.name.origin !== origin;
  return {
    sends: (await myServicesWith(app, 'sending')).some(isOther),
    receives: (await factsOf(app)).receivers.some(isOther),
  };
}

async function leave(app: AppContext, origin: string, wanted: { sends: boolean; receives: boolean }): Promise<Outcome> {
  const elsewhere = await elsewhereThan(app, origin);
  const outcome = await transact<Outcome>(
    app.store,
    [servicesInUse, service(origin)],
    (transaction) => {
      const use = transaction.get(servicesInUse)?.services.find((one) => one.origin === origin);
      if (use === undefined) return { ok: true };
      if (use.sends && !wanted.sends && !elsewhere.sends) return { ok: false, reason: 'last-sending' };
      const stops = use.receives === 'yes' && !wanted.receives;
      if (stops && !elsewhere.receives) return { ok: false, reason: 'last-receiving' };
      const rooted = transaction.get(service(origin))?.root != null;
      if (!wanted.sends && !wanted.receives && !rooted) drop(transaction, origin);
      else changeUse(transaction, origin, (before) => changed(before, wanted, rooted, app.now()));
      return { ok: true };
    },
    STRICT,
  );
  // The holders of addresses there are to be told.
  if (outcome.ok) app.wake();
  return outcome;
}

function changed(
  use: ServiceInUse,
  { sends, receives }: { sends: boolean; receives: boolean },
  rooted: boolean,
  now: number,
): ServiceInUse {
  if ((use.receives === 'yes') === receives) return { ...use, sends };
  // A service that is being left, or was left, is used again; a mailbox that was closed is made anew.
  if (receives) return { ...use, sends, receives: 'yes', receivesAt: now, lastDay: 0 };
  if (use.receives !== 'yes') return { ...use, sends };
  return { ...use, sends, receives: rooted ? 'leaving' : 'no', receivesAt: now, lastDay: 0 };
}

const drop = (transaction: Transaction, origin: string): void => {
  const services = transaction.get(servicesInUse)?.services ?? [];
  transaction.put(servicesInUse, { services: services.filter((use) => use.origin !== origin) });
};

/**
 * Closes the mailbox without waiting. Holders who do not know yet are told first; open invitations that lead there are
 * withdrawn.
 */
export async function leaveAtOnce(app: AppContext, origin: string, signal: AbortSignalLike): Promise<void> {
  await surveyHolders(app, origin, signal);
  await moveHolders(app, signal, true);
  for await (const batch of app.store.scan(moveKind, signal)) {
    for (const { value } of batch)
      if (value.origin === origin && value.purpose === 'invitation') await withdrawInvitation(app, idText(value.owner));
  }
  await close(app, origin, signal);
}

/**
 * The mailbox was found empty, in a look that began at `lookedAt`: if the last address there had expired by then, it is
 * closed, and the person told. A service that does not answer any more is not waited for longer than a week.
 */
export async function concludeLeaving(
  app: AppContext,
  origin: string,
  lookedAt: number,
  signal: AbortSignalLike,
): Promise<void> {
  const over = (use: { receives: string; lastDay: number } | undefined, day: number): boolean =>
    use?.receives === 'leaving' && use.lastDay > 0 && use.lastDay < day;
  // By a clock that may be a day ahead.
  const day = dayOf(lookedAt) - 1;
  const [inUse] = await app.store.read([servicesInUse]);
  if (
    !over(
      inUse?.services.find((use) => use.origin === origin),
      day,
    )
  )
    return;
  const lastDay = await surveyHolders(app, origin, signal);
  if (lastDay === null || lastDay >= day) return;
  await close(app, origin, signal);
  app.arrived({ service: origin, kind: 'left' });
}

async function close(app: AppContext, origin: string, signal: AbortSignalLike): Promise<void> {
  await transact(
    app.store,
    [servicesInUse, service(origin)],
    (transaction) => {
      const use = transaction.get(servicesInUse)?.services.find((one) => one.origin === origin);
      if (use?.receives !== 'leaving') return;
      const known = transaction.require(service(origin));
      const root = known.root;
      // Its keys are kept until it is closed; without a mailbox the service may be joined anew, even if the service
      // task fails.
      transaction.put(service(origin), { ...known, root: null });
      const receives = root === null ? 'left' : 'expired';
      changeUse(transaction, origin, (before) => ({ ...before, receives, receivesAt: app.now() }));
      if (root === null) return;
      const day = dayOf(app.now());
      transaction.put(rootRecord(encodeHex(root.root)), {
        origin,
        root: root.root,
        accessSeed: root.accessSeed,
        sinceDay: day,
        formerDay: day,
        untilDay: 0,
      });
      transaction.put(serviceTask(encodeHex(transaction.entropy(16))), {
        createdAt: app.now(),
        tries: 0,
        notBeforeAt: 0,
        task: { kind: 'retireRoot', value: { origin, root: root.root } },
      });
    },
    STRICT,
  );
  await forgetMoves(app, signal, (one) => one.origin === origin);
}

/** The mailbox is closed, or can never be. */
export function noteRetired(
  transaction: Transaction,
  { origin, root }: { readonly origin: string; readonly root: Uint8Array },
  now: number,
): void {
  transaction.remove(rootRecord(encodeHex(root)));
  changeUse(transaction, origin, (use) =>
    use.receives === 'expired' ? { ...use, receives: 'left', receivesAt: now } : use,
  );
}

/** The person has seen that a service is left: it is not shown any more, unless it is used for something else. */
export async function forgetService(app: AppContext, origin: string): Promise<void> {
  await transact(app.store, [servicesInUse], (transaction) => {
    const use = transaction.get(servicesInUse)?.services.find((one) => one.origin === origin);
    if (use === undefined || (use.receives !== 'expired' && use.receives !== 'left')) return;
    if (use.sends) changeUse(transaction, origin, (before) => ({ ...before, receives: 'no' }));
    else drop(transaction, origin);
  });
}
