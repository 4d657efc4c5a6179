// Roots are renewed: a receiving service links everything under one root, so every half year it is given another to
// link. Addresses move over by themselves, since every message brings fresh ones of the new root, and upkeep sends some
// to silent correspondents. The former root goes when the last address that leads to it has expired and no message can
// lie there any more.
import { encodeHex } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { dayOf } from '#protocol/base/day.ts';
import type { AppContext } from '../ports/ports.ts';
import { type Root, rootKind, rootRecord } from '../records/root.ts';
import { type Service, service } from '../records/service.ts';
import { addressKind, serviceTask } from '../records/transit.ts';
import type { AbortSignalLike } from '../store/store.ts';
import { STRICT, transact } from '../store/transaction.ts';
import { askForRoot, myMailboxes, rootPaid } from './services.ts';
import type { MailboxKey } from './sessions.ts';
import { factsOf } from './snapshot.ts';

/** As long as a long-term address lives: so there are two at a service, or three while the oldest goes. */
export const ROOT_DAYS = 180;
/** Not all roots of a person on one day: services could put that together. */
const SPREAD_DAYS = 30;
/** A mailbox keeps what came for 30 days; a day for clocks. */
const GRACE_DAYS = 31;

/** Every mailbox of mine where something may lie: at each service the root of today, then former ones. */
export async function mailboxesOf(app: Pick<AppContext, 'store'>): Promise<MailboxKey[]> {
  const mine = await myMailboxes(app);
  const former: Root[] = [];
  for await (const batch of app.store.scan(rootKind))
    former.push(...batch.map(({ value }) => value).filter(({ formerDay }) => formerDay > 0));
  return mine.flatMap(({ use: { origin }, service: { root } }): MailboxKey[] =>
    root === null ? [] : [{ origin, ...root }, ...former.filter((one) => one.origin === origin)],
  );
}

/** Upkeep. A request that a service refuses or leaves unanswered is tried again next time. */
export async function keepRoots(app: AppContext, signal: AbortSignalLike): Promise<void> {
  const today = dayOf(app.now());
  const { receivers } = await factsOf(app);
  const roots = new Map<string, Root>();
  for await (const batch of app.store.scan(rootKind, signal)) for (const { id, value } of batch) roots.set(id, value);
  for (const { service: known } of receivers) {
    if (known.root === null || signal.aborted) continue;
    const noted = roots.get(encodeHex(known.root.root));
    if (noted === undefined) await note(app, known, today);
    else if (today - noted.sinceDay >= ROOT_DAYS + ((noted.root[0] ?? 0) % SPREAD_DAYS))
      await renewRoot(app, known.name.origin).catch(passOver);
  }
  await retireFormer(app, signal, [...roots.values()], today);
}

/** Of a root from before they were renewed it is not known since when it is used: its time begins now. */
async function note(app: AppContext, { name, root: mine }: Service, sinceDay: number): Promise<void> {
  if (mine === null) return;
  const { root, accessSeed } = mine;
  const ref = rootRecord(encodeHex(root));
  await transact(app.store, [ref], (transaction) => {
    if (transaction.get(ref) === null)
      transaction.put(ref, { origin: name.origin, root, accessSeed, sinceDay, formerDay: 0, untilDay: 0 });
  });
}

/**
 * Puts another root in the place of the one at the service. @param untilDay on which the former is closed in any case;
 * 0: when nothing can come there
 * @throws Fault of the transport
 */
export async function renewRoot(app: AppContext, origin: string, untilDay = 0): Promise<void> {
  const fresh = await askForRoot(app, origin);
  const today = dayOf(app.now());
  await transact(
    app.store,
    [service(origin)],
    (transaction) => {
      const known = transaction.get(service(origin));
      rootPaid(transaction, origin);
      if (known === null || known.root === null) return;
      const { root, accessSeed } = known.root;
      const ref = rootRecord(encodeHex(root));
      const sinceDay = transaction.get(ref)?.sinceDay ?? today;
      transaction.put(ref, { origin, root, accessSeed, sinceDay, formerDay: today, untilDay });
      const named = { origin, root: fresh.root, accessSeed: fresh.accessSeed };
      transaction.put(rootRecord(encodeHex(fresh.root)), { ...named, sinceDay: today, formerDay: 0, untilDay: 0 });
      transaction.put(service(origin), { ...known, root: fresh });
    },
    STRICT,
  );
}

async function retireFormer(
  app: AppContext,
  signal: AbortSignalLike,
  roots: readonly Root[],
  today: number,
): Promise<void> {
  const former = roots.filter(({ formerDay }) => formerDay > 0);
  if (former.length === 0) return;
  const lastDay = new Map(former.map(({ root, formerDay }) => [encodeHex(root), formerDay]));
  for await (const batch of app.store.scan(addressKind, signal)) {
    for (const { value } of batch) {
      // Of an address of an older program it is not known where it leads: it may lead anywhere.
      const places = value.made === null ? [...lastDay.keys()] : [encodeHex(value.made.root)];
      for (const place of places) {
        const last = lastDay.get(place);
        if (last !== undefined) lastDay.set(place, Math.max(last, value.expiryDay));
      }
    }
  }
  for (const { origin, root, untilDay } of former) {
    const over = today - (lastDay.get(encodeHex(root)) ?? today) > GRACE_DAYS;
    if (!signal.aborted && (over || (untilDay > 0 && today > untilDay))) await queueRetirement(app, { origin, root });
  }
}

/** Under its own name: queued once, however often it is asked for. The record goes when the task is done. */
export async function queueRetirement(
  app: AppContext,
  { origin, root }: Pick<MailboxKey, 'origin' | 'root'>,
): Promise<void> {
  const name = encodeHex(root);
  await transact(
    app.store,
    [serviceTask(name)],
    (transaction) => {
      if (transaction.get(serviceTask(name)) !== null) return;
      transaction.put(serviceTask(name), {
        createdAt: app.now(),
        tries: 0,
        notBeforeAt: 0,
        task: { kind: 'retireRoot', value: { origin, root } },
      });
    },
    STRICT,
  );
}

function passOver(error: unknown): void {
  if (!(error instanceof Fault) || error.blame === 'bug') throw error;
}
