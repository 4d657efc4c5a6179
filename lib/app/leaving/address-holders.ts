// The holders of addresses at a service that I am leaving: found by the addresses, noted in one `move` record each.
// Noting again finds holders whose addresses come from a step that had begun before the leaving, and lets go of those
// who hold none any more; it may be cut off anywhere.
import { dayOf } from '#protocol/base/day.ts';
import { idBytes, idText } from '../conversation/conversation.ts';
import { takesMail } from '../masks/mask.ts';
import type { AppContext } from '../ports/ports.ts';
import { invitationRecord } from '../records/invitation.ts';
import { mask } from '../records/mask.ts';
import { type Move, move, moveKind } from '../records/move.ts';
import { relationship } from '../records/relationship.ts';
import { service, servicesInUse } from '../records/service.ts';
import { type Address, addressKind } from '../records/transit.ts';
import { changeUse, isMissed } from '../services/services.ts';
import type { AbortSignalLike } from '../store/store.ts';
import { type Transaction, transact } from '../store/transaction.ts';

/** All are told within that time, each at a time of its own: no observer sees all of my relationships in one burst. */
export const MOVE_WITHIN_MS = 12 * 3_600_000;
/**
 * A letter that a holder wrote before they moved may still come: it waits seven days in their outbox and at most thirty
 * at their sending service.
 */
const LATE_DAYS = 40;
/** Noted, or let go of, in one step. */
const TOGETHER = 32;
/** The last day if there are no addresses: one that has passed. */
const NEVER = 1;

interface Holder {
  readonly purpose: Address['purpose'];
  readonly lastDay: number;
  /** Greatest number in the owner's book of an address there. */
  readonly lastIndex: number;
}

/** Addresses of an older program, which did not note where they lead, count too. */
export async function holdersAt(
  app: Pick<AppContext, 'store' | 'now'>,
  origin: string,
  signal: AbortSignalLike,
): Promise<Map<string, Holder>> {
  // By a clock that may be a day ahead.
  const today = dayOf(app.now()) - 1;
  const holders = new Map<string, Holder>();
  for await (const batch of app.store.scan(addressKind, signal)) {
    for (const { value } of batch) {
      if (value.expiryDay < today || (value.made !== null && value.made.origin !== origin)) continue;
      const owner = idText(value.owner);
      const known = holders.get(owner);
      holders.set(owner, {
        purpose: value.purpose,
        lastDay: Math.max(value.expiryDay, known?.lastDay ?? 0),
        lastIndex: Math.max(value.made?.index ?? -1, known?.lastIndex ?? -1),
      });
    }
  }
  return holders;
}

/** The last day on which a letter of theirs may still come to the service that is left. */
export const openUntil = ({ state, stateAt, lastDay }: Move): number =>
  state === 'moved' ? Math.min(lastDay, dayOf(stateAt) + LATE_DAYS) : lastDay;

/** @returns the last day on which anything may come there, null if the survey was cut off */
export async function surveyHolders(app: AppContext, origin: string, signal: AbortSignalLike): Promise<number | null> {
  const holders = await holdersAt(app, origin, signal);
  const [known, inUse] = await app.store.read([service(origin), servicesInUse]);
  const use = inUse?.services.find((one) => one.origin === origin);
  // Letters to a service that is gone, or has another key, are lost.
  const hurry = known === null || isMissed(known, app.now()) || use?.otherKeyAt != null;
  const all = [...holders];
  let lastDay = NEVER;
  for (let from = 0; from < all.length && !signal.aborted; from += TOGETHER) {
    const batch = all.slice(from, from + TOGETHER);
    const days = await transact(
      app.store,
      batch.flatMap(([owner, { purpose }]) => [move(origin, owner), ...refsOf(owner, purpose)]),
      (transaction) =>
        batch.map(([owner, holder]) => note(transaction, app.now(), { origin, owner, ...holder }, hurry)),
    );
    lastDay = Math.max(lastDay, ...days);
  }
  if (signal.aborted) return null;
  await forgetMoves(app, signal, (one) => one.origin === origin && !holders.has(idText(one.owner)));
  await transact(app.store, [servicesInUse], (transaction) =>
    changeUse(transaction, origin, (use) => (use.receives === 'leaving' ? { ...use, lastDay } : use)),
  );
  return lastDay;
}

const refsOf = (owner: string, purpose: Holder['purpose']) =>
  purpose === 'invitation' ? [invitationRecord(owner)] : [relationship(owner), mask(owner)];

/** @returns the last day on which a letter of theirs may come */
function note(
  transaction: Transaction,
  now: number,
  { origin, owner, purpose, lastDay, lastIndex }: Holder & { origin: string; owner: string },
  hurry: boolean,
): number {
  const ref = move(origin, owner);
  const from = nextOf(transaction, owner, purpose);
  if (from === null) {
    transaction.remove(ref);
    return NEVER;
  }
  const before = transaction.get(ref);
  const fresh = (): Move => ({
    origin,
    owner: idBytes(owner),
    purpose,
    state: 'owed',
    stateAt: now,
    dueAt: hurry ? now : now + spread(transaction),
    from,
    lastDay,
  });
  // A step that had begun before gave them an address there since: they have to be told again.
  const after = before === null || lastIndex >= before.from ? fresh() : { ...before, lastDay };
  transaction.put(ref, after);
  return openUntil(after);
}

function spread(transaction: Transaction): number {
  const draw = transaction.entropy(3);
  return Math.floor(((((draw[0] ?? 0) << 16) | ((draw[1] ?? 0) << 8) | (draw[2] ?? 0)) / 2 ** 24) * MOVE_WITHIN_MS);
}

/** Number of the next address in the owner's book; null if all of the owner's addresses are revoked or void. */
function nextOf(transaction: Transaction, owner: string, purpose: Holder['purpose']): number | null {
  if (purpose === 'invitation') {
    const known = transaction.get(invitationRecord(owner));
    return known === null || known.state === 'withdrawn' ? null : known.addresses.next;
  }
  const known = transaction.get(relationship(owner));
  if (known === null || known.standing === 'blocked' || known.standing === 'ended') return null;
  if (purpose === 'mask' && !takesMail(transaction.get(mask(owner)))) return null;
  return known.addresses.next;
}

export async function forgetMoves(
  app: Pick<AppContext, 'store'>,
  signal: AbortSignalLike,
  which: (one: Move) => boolean,
): Promise<void> {
  for await (const batch of app.store.scan(moveKind, signal)) {
    const gone = batch.filter(({ value }) => which(value)).map(({ value }) => move(value.origin, idText(value.owner)));
    if (gone.length === 0) continue;
    await transact(app.store, gone, (transaction) => {
      for (const ref of gone) transaction.remove(ref);
    });
  }
}
