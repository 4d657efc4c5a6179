// The outbox: items committed here are submitted by submit.ts, even if this worker is killed. A letter that is ready
// to go is paid in the same step, so that nothing has to be flushed once more before it leaves.
import { encodeHex } from '#bytes/base64url.ts';
import { sealAddress } from '#protocol/address/address.ts';
import type { Letter } from '../records/letter.ts';
import { service } from '../records/service.ts';
import { tokenStock } from '../records/token.ts';
import { outboxItem } from '../records/transit.ts';
import { relaysFor } from '../services/senders.ts';
import { knownGeneration } from '../services/services.ts';
import type { Facts } from '../services/snapshot.ts';
import type { Ref } from '../store/store.ts';
import type { StrictTransaction } from '../store/transaction.ts';
import { pay } from '../tokens/token-stock.ts';

/**
 * The address is sealed at once if the keys of its service are known, else by the courier, which asks for them.
 * `transaction` reads `readToEnqueue`; read it before anything dear. Draws 16 bytes, 16 more without `dedupe`, 64 to
 * seal, and 2 if tokens become due.
 * @param letter.sequence number of the message it carries, 0 for an automatic one
 */
export function enqueue(
  transaction: StrictTransaction,
  letter: Pick<Letter, 'relationship' | 'sequence' | 'service' | 'address' | 'envelope'> &
    Partial<Pick<Letter, 'alternates' | 'delay' | 'dedupe'>>,
  facts: Pick<Facts, 'now' | 'senders'>,
): void {
  const { now } = facts;
  const known = transaction.get(service(letter.service.origin));
  const generation = known === null ? null : knownGeneration(known, letter.service, now);
  const { address, envelope } = letter;
  const sealed =
    generation === null ? null : sealAddress(address, letter.service, generation, envelope, transaction.entropy);
  const id = encodeHex(transaction.entropy(16));
  const dedupe = letter.dedupe ?? transaction.entropy(16);
  if (sealed !== null) payAhead(transaction, facts, id, { ...letter, dedupe });
  transaction.put(outboxItem(id), {
    ...letter,
    alternates: letter.alternates ?? [],
    delay: letter.delay ?? 'none',
    dedupe,
    passages: [],
    sealed,
    createdAt: now,
    tries: 0,
    notBeforeAt: 0,
  });
}

/** What `enqueue` reads, for a letter that goes to that service. */
export const readToEnqueue = (destination: string, { senders }: Pick<Facts, 'senders'>): Ref<unknown>[] => [
  service(destination),
  ...senders.mine.map(({ service: { name } }) => tokenStock(name.origin, 'message')),
];

/** Pays the service that the courier will ask first. If there is no token, the courier finds that out. */
function payAhead(
  transaction: StrictTransaction,
  { now, senders }: Pick<Facts, 'now' | 'senders'>,
  id: string,
  letter: Pick<Letter, 'service' | 'envelope' | 'dedupe'>,
): void {
  const [first] = relaysFor(senders, id, letter, now);
  if (first !== undefined) pay(transaction, first, 'message', encodeHex(letter.dedupe), now);
}
