// Receiving one mailbox item: one step, at the end of which it may be acknowledged. The delivery address says whose it is, so there is no
// trial decryption. SHA-256(envelope) is written in the same step, so a redelivery is recognised and acknowledged silently.
import { encodeHex } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { sha256 } from '#crypto/hash.ts';
import { addressName } from '#protocol/address.ts';
import { dayOf } from '#protocol/day.ts';
import { deliveryAddress } from '#wire/address.ts';
import { idText } from './conversation.ts';
import { factsOf } from './facts.ts';
import { openInto, type Received } from './open-message.ts';
import type { Desk } from './ports.ts';
import { receiveFirst } from './receive-first.ts';
import { receiveMail } from './receive-mail.ts';
import { proton } from './records/proton.ts';
import { recent, relationship } from './records/relationship.ts';
import { address, seen } from './records/transit.ts';
import { type StepDurability, transact } from './transaction.ts';

export interface MailboxItem {
  readonly address: Uint8Array;
  readonly envelope: Uint8Array;
}

/** Everything that came is either taken or dropped for good, so it may be acknowledged. @throws Fault unavailable: it may not */
export async function receive(desk: Desk, item: MailboxItem, durability: StepDurability): Promise<Received> {
  const name = nameOf(item.address);
  if (name === null) return { outcome: 'dropped' };
  const [whose] = await desk.store.read([address(name)]);
  if (whose === null) return { outcome: 'dropped' };
  const owner = idText(whose.owner);
  if (whose.purpose === 'mask') return receiveMail(desk, owner, item.envelope, durability);
  if (whose.purpose === 'invitation') return receiveFirst(desk, owner, item.envelope, durability);
  const facts = await factsOf(desk);
  const digest = seen(encodeHex(sha256(item.envelope)));
  const refs = [digest, relationship(owner), proton(owner), recent];
  return transact<Received>(
    desk.store,
    refs,
    (transaction) => {
      if (transaction.get(digest) !== null) return { outcome: 'repeated' };
      if (transaction.get(relationship(owner)) === null) return { outcome: 'dropped' };
      const received = openInto(transaction, facts.now, owner, item.envelope);
      if (received.outcome === 'taken') transaction.put(digest, { day: dayOf(facts.now) });
      return received;
    },
    { durability },
  );
}

function nameOf(encoded: Uint8Array): string | null {
  try {
    deliveryAddress.decode(encoded);
    return encodeHex(addressName(encoded));
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed') return null;
    throw error;
  }
}
