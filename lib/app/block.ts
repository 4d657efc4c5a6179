// Ending and blocking. Both revoke every address the other holds, at every service of mine; blocking keeps the conversation and says nothing
// to them, ending says goodbye first and deletes the conversation here.
import { encodeHex } from '#bytes/base64url.ts';
import { addressId } from '#protocol/address.ts';
import { sink, tell } from './conversation.ts';
import { type Facts, factsOf } from './facts.ts';
import { retireMask } from './mask.ts';
import type { Desk } from './ports.ts';
import { post, settle } from './post.ts';
import { login, site } from './records/login.ts';
import { draft, mail, message } from './records/message.ts';
import { proton } from './records/proton.ts';
import { recent, relationship } from './records/relationship.ts';
import { errand } from './records/transit.ts';
import { STRICT, type Transaction, transact } from './transaction.ts';

/** Ids revoked by one request. */
const BATCH = 128;

export async function block(desk: Desk, id: string): Promise<void> {
  const facts = await factsOf(desk);
  await transact(
    desk.store,
    [relationship(id), recent],
    (transaction) => {
      const before = transaction.get(relationship(id));
      if (before === null || before.standing === 'blocked') return;
      transaction.put(relationship(id), { ...before, standing: 'blocked' });
      tell(transaction, id, { kind: 'blocked', at: facts.now, detail: '' }, true);
      revokeAll(transaction, facts, id);
    },
    STRICT,
  );
  changed(desk, id);
}

/**
 * Addresses stay revoked: they are told to forget them, with fresh ones, at once, or what they write next would be swallowed. Where
 * nothing can go out to them now, the next message tells it.
 */
export async function unblock(desk: Desk, id: string): Promise<void> {
  const facts = await factsOf(desk);
  await transact(
    desk.store,
    [relationship(id), recent, proton(id)],
    (transaction) => {
      const before = transaction.get(relationship(id));
      if (before?.standing !== 'blocked') return;
      transaction.put(relationship(id), { ...before, standing: 'active' });
      tell(transaction, id, { kind: 'unblocked', at: facts.now, detail: '' }, true);
      const known = transaction.get(proton(id));
      if (known === null) return;
      transaction.put(proton(id), { ...known, owes: { ...known.owes, addresses: true } });
      settle(transaction, facts, id);
    },
    STRICT,
  );
  changed(desk, id);
}

export async function end(desk: Desk, id: string): Promise<void> {
  const facts = await factsOf(desk);
  await transact(
    desk.store,
    [relationship(id), recent, proton(id), login(id)],
    (transaction) => {
      const before = transaction.get(relationship(id));
      if (before === null) return;
      if (before.kind === 'person' && before.standing !== 'blocked' && before.standing !== 'ended') {
        const goodbye = { kind: 'terminate' as const, value: { reason: 'ended' as const } };
        post(transaction, facts, id, {
          messageId: transaction.entropy(16),
          content: [goodbye],
          sizeClass: 'small',
          sequence: 0,
        });
      }
      const known = transaction.get(login(id));
      if (known !== null) {
        retireMask(transaction, id, known, facts.now);
        const others = (transaction.get(site(known.site))?.relationships ?? []).filter(
          (other) => encodeHex(other) !== id,
        );
        transaction.put(site(known.site), { relationships: others });
        transaction.remove(login(id));
      }
      revokeAll(transaction, facts, id);
      for (let sequence = 1; sequence <= before.lastSequence; sequence++) {
        transaction.remove(message(id, sequence));
        transaction.remove(mail(id, sequence));
      }
      transaction.remove(draft(id));
      transaction.remove(proton(id));
      transaction.remove(relationship(id));
      sink(transaction, id, before.unread);
    },
    STRICT,
  );
  changed(desk, id);
}

/** Ids are PRF(seed, index): all of them can be listed without having kept one. Expired ones cost the service nothing. */
function revokeAll(transaction: Transaction, facts: Facts, id: string): void {
  const { seed, next } = transaction.require(relationship(id)).addresses;
  for (let from = 0; from < next; from += BATCH) {
    const ids = Array.from({ length: Math.min(BATCH, next - from) }, (_, i) => addressId(seed, from + i));
    for (const { service } of facts.receivers) {
      transaction.put(errand(encodeHex(transaction.entropy(16))), {
        createdAt: facts.now,
        tries: 0,
        notBeforeAt: 0,
        task: { kind: 'revoke', value: { origin: service.name.origin, ids } },
      });
    }
  }
}

function changed(desk: Desk, id: string): void {
  desk.announce({ topic: 'thread', relationship: id });
  desk.announce({ topic: 'conversations' });
  desk.announce({ topic: 'site' });
  desk.wake();
}
