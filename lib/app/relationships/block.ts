// Blocking: every address that the other holds is revoked, at every service of mine; the conversation is kept, and
// nothing is said to them.
import { encodeHex } from '#bytes/base64url.ts';
import { holdingOf, revokeAll } from '../addresses/revoke.ts';
import { idBytes, tell } from '../conversation/conversation.ts';
import { renewMask } from '../masks/mask.ts';
import { isPaused } from '../outgoing/anew.ts';
import { settle } from '../outgoing/post.ts';
import type { AppContext } from '../ports/ports.ts';
import { mask } from '../records/mask.ts';
import { proton } from '../records/proton.ts';
import { type Relationship, recent, relationship } from '../records/relationship.ts';
import { serviceTask } from '../records/transit.ts';
import { factsOf } from '../services/snapshot.ts';
import { STRICT, type StrictTransaction, transact } from '../store/transaction.ts';

export async function block(app: AppContext, id: string): Promise<void> {
  const facts = await factsOf(app);
  const holding = await holdingOf(app, id);
  await transact(
    app.store,
    [relationship(id), recent],
    (transaction) => {
      const before = transaction.get(relationship(id));
      if (before === null || before.standing === 'blocked') return;
      transaction.put(relationship(id), { ...before, standing: 'blocked' });
      tell(transaction, id, { kind: 'blocked', at: facts.now, detail: '' }, true);
      revokeAll(transaction, facts, id, holding);
    },
    STRICT,
  );
}

/**
 * Revoked addresses stay revoked. The correspondent is told at once to forget them, and gets fresh ones; else their
 * next message would be swallowed. If nothing can go out to them now, the next message says it. Without a ratchet that
 * sends (a restore brings none), hands are shaken anew. A site's mask gets fresh ones.
 */
export async function unblock(app: AppContext, id: string): Promise<void> {
  const facts = await factsOf(app);
  await transact(
    app.store,
    [relationship(id), recent, proton(id), mask(id)],
    (transaction) => {
      const before = transaction.get(relationship(id));
      if (before?.standing !== 'blocked') return;
      const known = transaction.get(proton(id));
      const standing = standingOf(before, known !== null && known.opening !== null && known.anew.epoch === null);
      transaction.put(relationship(id), { ...before, standing });
      tell(transaction, id, { kind: 'unblocked', at: facts.now, detail: '' }, true);
      renewMask(transaction, facts, id, 'revoked');
      if (known === null) return;
      transaction.put(proton(id), { ...known, owes: { ...known.owes, addresses: true } });
      if (standing === 'ended') return;
      if (isPaused(known)) shakeHandsAnew(transaction, facts.now, id);
      else settle(transaction, facts, id, false);
    },
    STRICT,
  );
}

/** By a task: nobody did it while they were blocked. The addresses of a reset that waits were revoked by the block. */
function shakeHandsAnew(transaction: StrictTransaction, now: number, id: string): void {
  const known = transaction.require(proton(id));
  transaction.put(proton(id), { ...known, anew: { ...known.anew, outstanding: null } });
  transaction.put(serviceTask(encodeHex(transaction.entropy(16))), {
    createdAt: now,
    tries: 0,
    notBeforeAt: 0,
    task: { kind: 'afterRestore', value: { relationship: idBytes(id) } },
  });
}

/** How it stood before it was blocked. */
function standingOf({ history }: Relationship, opening: boolean): Relationship['standing'] {
  if (history.some(({ kind }) => kind === 'ended')) return 'ended';
  return opening ? 'invited' : 'active';
}
