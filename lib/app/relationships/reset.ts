// Starting a secure connection anew with a correspondent: after a restore, or if messages do not open any more. Both
// ends stay who they are; letters wait until the other's program has answered, and then go.
import { utf8Length } from '#bytes/utf8.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { classOf } from '#protocol/pairwise/envelope.ts';
import type { EnvelopeClass } from '#wire/sizes.ts';
import { idText, nextClock, tell } from '../conversation/conversation.ts';
import { beginAnew, isPaused, lookAfterReset } from '../outgoing/anew.ts';
import { postMessage } from '../outgoing/post.ts';
import type { AppContext } from '../ports/ports.ts';
import { transfer } from '../records/attachment.ts';
import { hasArrived, type Message, message } from '../records/message.ts';
import { proton } from '../records/proton.ts';
import { recent, relationship } from '../records/relationship.ts';
import type { ServiceTask } from '../records/transit.ts';
import { transit } from '../records/watch.ts';
import { type Facts, factsOf, joinedFactsOf } from '../services/snapshot.ts';
import { STRICT, type StrictTransaction, type Transaction, transact } from '../store/transaction.ts';
import { sharedClass } from './share-login.ts';

/** `waiting`: it was begun, and no address of theirs is good now. `refused`: there is nobody to begin it with. */
export type BegunAnew = 'begun' | 'waiting' | 'refused';

/** A second call while the other has not answered sends the same again. */
export async function resetRelationship(app: AppContext, id: string): Promise<BegunAnew> {
  const facts = await joinedFactsOf(app);
  return transact<BegunAnew>(
    app.store,
    [relationship(id), proton(id), recent],
    (transaction) => {
      if (!canTalk(transaction, id)) return 'refused';
      const first = transaction.require(proton(id)).anew.outstanding === null;
      const sent = beginAnew(transaction, facts, id);
      if (first) tell(transaction, id, { kind: 'reset', at: facts.now, detail: '' }, true);
      return sent ? 'begun' : 'waiting';
    },
    STRICT,
  );
}

function canTalk(transaction: Transaction, id: string): boolean {
  const standing = transaction.get(relationship(id))?.standing;
  return transaction.get(proton(id)) !== null && (standing === 'active' || standing === 'invited');
}

type TaskOf<Kind> = Extract<ServiceTask['task'], { kind: Kind }>['value'];

export async function lookAfterAnew(app: AppContext, task: TaskOf<'beginAnew'>): Promise<void> {
  const facts = await factsOf(app);
  const id = idText(task.relationship);
  await transact(
    app.store,
    [relationship(id), proton(id)],
    (transaction) => {
      if (canTalk(transaction, id)) lookAfterReset(transaction, facts, id, task);
    },
    STRICT,
  );
}

/** So far back messages are sent again that no receipt has named. */
const AGAIN_MS = 45 * DAY_MS;
/** Sent by one step. */
const TOGETHER = 16;

/** The same messages in new envelopes: each is shown once. Every step notes how far it came, so none is repeated. */
export async function sendAgain(app: AppContext, task: TaskOf<'sendAgain'>): Promise<void> {
  const id = idText(task.relationship);
  let isLeft = true;
  while (isLeft) {
    const facts = await factsOf(app);
    isLeft = await transact<boolean>(
      app.store,
      [relationship(id), proton(id)],
      (transaction) => {
        if (!isLeftToSend(transaction, id)) return false;
        sendSomeAgain(transaction, facts, id);
        return true;
      },
      STRICT,
    );
  }
}

/** Another reset may have come after the last step of the task, which then has to go on. */
export function isLeftToSend(transaction: Transaction, id: string): boolean {
  const known = transaction.get(proton(id));
  return known !== null && known.anew.again !== null && canTalk(transaction, id) && !isPaused(known);
}

function sendSomeAgain(transaction: StrictTransaction, facts: Facts, id: string): void {
  const known = transaction.require(proton(id));
  const { again } = known.anew;
  if (again === null) return;
  const next = Math.min(again.from + TOGETHER, again.to + 1);
  const numbers = Array.from({ length: next - again.from }, (_, i) => again.from + i);
  transaction.fetch(numbers.map((number) => message(id, number)));
  const left = next > again.to ? null : { from: next, to: again.to };
  transaction.put(proton(id), { ...known, anew: { ...known.anew, again: left } });
  for (const sequence of numbers) {
    const entry = transaction.get(message(id, sequence));
    const sizeClass = entry === null ? null : classToRepeat(transaction, id, entry, facts.now);
    if (sizeClass === null) continue;
    nextClock(transaction, id);
    postMessage(transaction, facts, id, sequence, sizeClass);
    transaction.remove(transit(id, sequence));
  }
}

/** Null: it is not sent again, since it arrived, was given up, is too old, or its blob is still on its way. */
function classToRepeat(transaction: Transaction, id: string, entry: Message, now: number): EnvelopeClass | null {
  const { content, delivery, mine, sentAt } = entry;
  if (!mine || delivery === null || delivery === 'failed' || hasArrived(entry)) return null;
  if (delivery !== 'waiting' && now - sentAt > AGAIN_MS) return null;
  if (content.kind === 'sharedLogin') return sharedClass(content);
  if (content.kind === 'text') return classOf(utf8Length(content.value)) ?? 'large';
  if (content.kind !== 'attachment' && content.kind !== 'longText') return null;
  return transaction.get(transfer(id, idText(entry.id))) === null ? 'small' : null;
}
