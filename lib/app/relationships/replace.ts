// New addresses for one correspondent whose old ones got into other hands: they get fresh ones at once, and the old
// ones are revoked once they write to a fresh one, which shows that they have it. After two weeks the old ones are
// revoked anyway, since a message still on its way then is lost, and they get fresh ones once more. Until then both
// work: no message of theirs is swallowed.
import { encodeHex } from '#bytes/base64url.ts';
import { DAY_MS, dayOf } from '#protocol/base/day.ts';
import { holdingOf, queueRevocations, revocationsOf } from '../addresses/revoke.ts';
import { idBytes, idText } from '../conversation/conversation.ts';
import { settle } from '../outgoing/post.ts';
import type { AppContext } from '../ports/ports.ts';
import { takeAddress } from '../reach/their-addresses.ts';
import { proton } from '../records/proton.ts';
import { relationship } from '../records/relationship.ts';
import { type Address, heldRevocation, heldRevocationKind } from '../records/transit.ts';
import { factsOf } from '../services/snapshot.ts';
import type { AbortSignalLike } from '../store/store.ts';
import { STRICT, type StrictTransaction, transact } from '../store/transaction.ts';

/** A message may lie a week in an outbox and a week at a sending service. */
const HELD_MS = 14 * DAY_MS;
/**
 * Addresses of one relationship that are revoked upon proof: if a correspondent asks again and again, the oldest wait
 * for their two weeks.
 */
const MAX_HELD = 32;

/** @returns false if nothing can be sent to them now: nothing was changed */
export async function replaceAddresses(app: AppContext, id: string): Promise<boolean> {
  const facts = await factsOf(app);
  const holding = await holdingOf(app, id);
  return transact(
    app.store,
    [relationship(id), proton(id)],
    (transaction) => {
      const before = transaction.get(relationship(id));
      const known = transaction.get(proton(id));
      if (before?.standing !== 'active' || known === null) return false;
      if (takeAddress(known, dayOf(facts.now), idBytes(id)) === null) return false;
      const held = revocationsOf(transaction, facts, id, holding).map((revocation) => {
        const name = transaction.entropy(16);
        transaction.put(heldRevocation(encodeHex(name)), {
          createdAt: facts.now,
          relationship: idBytes(id),
          revocation,
        });
        return name;
      });
      const all = [...(known.replaced?.serviceTasks ?? []), ...held];
      transaction.put(proton(id), {
        ...known,
        owes: { ...known.owes, addresses: true },
        replaced: { from: before.addresses.next, serviceTasks: all.slice(-MAX_HELD) },
      });
      settle(transaction, facts, id, false);
      return true;
    },
    STRICT,
  );
}

/**
 * In the step that took in what came to this address of mine: they have it, and so the new ones, if it is one of those.
 */
export function noteWrittenTo(transaction: StrictTransaction, now: number, id: string, made: Address['made']): void {
  const known = transaction.get(proton(id));
  if (known === null || made === null) return;
  const wroteTo = Math.max(made.index, known.wroteTo ?? 0);
  const proven = known.replaced !== null && made.index >= known.replaced.from;
  if (known.replaced !== null && proven) release(transaction, now, known.replaced.serviceTasks);
  transaction.put(proton(id), { ...known, wroteTo, replaced: proven ? null : known.replaced });
}

function release(transaction: StrictTransaction, now: number, names: readonly Uint8Array[]): void {
  for (const name of names) {
    const ref = heldRevocation(encodeHex(name));
    const held = transaction.get(ref);
    if (held === null) continue;
    queueRevocations(transaction, now, [held.revocation]);
    transaction.remove(ref);
  }
}

/** Upkeep: revokes what was held long enough. */
export async function releaseHeld(app: AppContext, signal: AbortSignalLike): Promise<void> {
  const facts = await factsOf(app);
  const { now } = facts;
  for await (const batch of app.store.scan(heldRevocationKind, signal)) {
    const due = batch.filter(({ value }) => now - value.createdAt >= HELD_MS);
    for (const { id: name, value } of due) {
      const id = idText(value.relationship);
      await transact(
        app.store,
        [heldRevocation(name), relationship(id), proton(id)],
        (transaction) => {
          release(transaction, now, [idBytes(name)]);
          const known = transaction.get(proton(id));
          if (known === null || known.replaced === null) return;
          transaction.put(proton(id), { ...known, replaced: null, owes: { ...known.owes, addresses: true } });
          if (transaction.get(relationship(id))?.standing === 'active') settle(transaction, facts, id, true);
        },
        STRICT,
      );
    }
  }
}
