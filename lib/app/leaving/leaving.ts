// Moving the holders of addresses at a service that I am leaving to my other ones: each is told by a message of its own
// (a mask by a renewal at its gateway) when its time has come. A letter of theirs to an address made since the leaving
// began shows that they moved.
import { DAY_MS } from '#protocol/base/day.ts';
import { maskRenewal } from '#wire/mail.ts';
import { idText } from '../conversation/conversation.ts';
import { renewMask } from '../masks/mask.ts';
import { post } from '../outgoing/post.ts';
import type { AppContext } from '../ports/ports.ts';
import { mask } from '../records/mask.ts';
import { type Move, move, moveKind } from '../records/move.ts';
import { proton } from '../records/proton.ts';
import { relationship } from '../records/relationship.ts';
import { service, servicesInUse } from '../records/service.ts';
import type { ServiceTask } from '../records/transit.ts';
import { workOffDue } from '../retry/due.ts';
import { type Facts, factsOf } from '../services/snapshot.ts';
import type { AbortSignalLike } from '../store/store.ts';
import { STRICT, type StrictTransaction, type Transaction, transact } from '../store/transaction.ts';
import { MOVE_WITHIN_MS, surveyHolders } from './address-holders.ts';

/**
 * A holder who was told and has not moved yet is told again; so is one who could not be told, since no address of
 * theirs was good.
 */
const TELL_AGAIN_MS = 5 * DAY_MS;
const TRY_AGAIN_MS = DAY_MS;

/** Origins of the services that I am leaving. */
export async function leavingOf({ store }: Pick<AppContext, 'store'>): Promise<readonly string[]> {
  const [inUse] = await store.read([servicesInUse]);
  return (inUse?.services ?? []).filter(({ receives }) => receives === 'leaving').map(({ origin }) => origin);
}

/**
 * Notes the holders whom a leaving concerns, unless done before, and tells those whose time has come.
 * @param all whether also those whose time has not come
 * @returns when the next is to be told (ms since the epoch); null: no holder is left to tell
 */
export async function moveHolders(app: AppContext, signal: AbortSignalLike, all = false): Promise<number | null> {
  const [inUse] = await app.store.read([servicesInUse]);
  const leaving = (inUse?.services ?? []).filter(({ receives }) => receives === 'leaving');
  if (leaving.length === 0) return null;
  for (const { origin, lastDay } of leaving) if (lastDay === 0) await surveyHolders(app, origin, signal);
  const facts = await factsOf(app);
  // Nowhere to move to: one of the other services has to be reached again first.
  if (facts.receivers.length === 0) return null;
  return workOffDue({
    rows: app.store.scan(moveKind, signal),
    dueness: ({ value }) => {
      const dueAt = leaving.some(({ origin }) => origin === value.origin) ? dueAtOf(value) : null;
      if (dueAt === null) return null;
      // Further ahead than any is put: noted under a clock that has been put back since.
      const due = all || dueAt <= facts.now || dueAt - facts.now > TELL_AGAIN_MS + MOVE_WITHIN_MS;
      return due ? { due: value } : { laterAt: dueAt };
    },
    plan: (due) => due,
    together: 1,
    signal,
    work: (value) => tell(app, facts, value, all).then(() => null),
  });
}

/** An invitation does not change: its acceptor is given other addresses then. */
function dueAtOf({ purpose, state, stateAt, dueAt }: Move): number | null {
  if (purpose === 'invitation' || state === 'moved') return null;
  return state === 'owed' ? dueAt : stateAt + TELL_AGAIN_MS;
}

/** @param hurried whether masks are not kept apart by service-tasks.ts */
function tell(app: AppContext, facts: Facts, { origin, owner, purpose }: Move, hurried: boolean): Promise<boolean> {
  const id = idText(owner);
  const ref = move(origin, id);
  return transact(
    app.store,
    [ref, relationship(id), purpose === 'mask' ? mask(id) : proton(id)],
    (transaction) => {
      const known = transaction.get(ref);
      const standing = transaction.get(relationship(id))?.standing;
      if (known === null || known.state === 'moved' || (standing !== 'active' && standing !== 'invited')) return false;
      const renew = () => renewMask(transaction, facts, id, 'leaving', hurried ? 0 : facts.now);
      const done = purpose === 'mask' ? renew() : write(transaction, facts, id);
      const after = done ? ({ state: 'told', stateAt: facts.now } as const) : { dueAt: facts.now + TRY_AGAIN_MS };
      transaction.put(ref, { ...known, ...after });
      return done;
    },
    STRICT,
  );
}

/** Every message names the services in use, with fresh addresses: one without anything else will do. */
function write(transaction: StrictTransaction, facts: Facts, id: string): boolean {
  const known = transaction.get(proton(id));
  if (known === null) return false;
  transaction.fetch(known.grants.map((grant) => service(grant.service.origin)));
  const letter = {
    messageId: transaction.entropy(16),
    content: [],
    sizeClass: 'small',
    sequence: 0,
    delayed: true,
  } as const;
  if (post(transaction, facts, id, letter)) return true;
  // Nothing can go out to them. If they write, the answer carries the addresses.
  transaction.put(proton(id), { ...known, owes: { ...known.owes, addresses: true } });
  return false;
}

/**
 * Notes that a correspondent wrote to an address of theirs: if it was made since I began to leave, they know my new
 * ones.
 * @param leaving origins; their `move` records are read beforehand
 * @param made service of the address and its number in the book
 */
export function noteArrival(
  transaction: Transaction,
  now: number,
  leaving: readonly string[],
  id: string,
  made: { readonly origin: string; readonly index: number },
): void {
  for (const origin of leaving) {
    const known = transaction.get(move(origin, id));
    if (known === null || known.state === 'moved' || made.origin === origin || made.index < known.from) continue;
    transaction.put(move(origin, id), { ...known, state: 'moved', stateAt: now });
  }
}

/** The gateway has a mask's fresh addresses: its mail goes elsewhere from now on. */
export function noteRenewal(transaction: Transaction, now: number, task: ServiceTask['task']): void {
  if (task.kind !== 'renewMask') return;
  const { madeAt } = maskRenewal.decode(task.value.renewal);
  for (const { origin, receives } of transaction.get(servicesInUse)?.services ?? []) {
    const ref = move(origin, idText(task.value.relationship));
    const known = receives === 'leaving' ? transaction.get(ref) : null;
    // An older renewal, made before the leaving, brought addresses there.
    if (known?.state === 'told' && madeAt >= known.stateAt)
      transaction.put(ref, { ...known, state: 'moved', stateAt: now });
  }
}
