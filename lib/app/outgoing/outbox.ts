// The outbox: items committed here are submitted by submit.ts, even if this worker is killed.
import { encodeHex } from '#bytes/base64url.ts';
import { sealAddress } from '#protocol/address/address.ts';
import type { Letter } from '../records/letter.ts';
import { service } from '../records/service.ts';
import { outboxItem } from '../records/transit.ts';
import { knownGeneration } from '../services/services.ts';
import type { StrictTransaction } from '../store/transaction.ts';

/**
 * The address is sealed at once if the keys of its service are known, else by the courier, which asks for them.
 * `transaction` reads the service's record; read it before anything dear. Draws 16 bytes, 16 more without `dedupe`, and
 * 64 to seal.
 * @param letter.sequence number of the message it carries, 0 for an automatic one
 */
export function enqueue(
  transaction: StrictTransaction,
  letter: Pick<Letter, 'relationship' | 'sequence' | 'service' | 'address' | 'envelope'> &
    Partial<Pick<Letter, 'alternates' | 'delay' | 'dedupe'>>,
  now: number,
): void {
  const known = transaction.get(service(letter.service.origin));
  const generation = known === null ? null : knownGeneration(known, letter.service, now);
  const { address, envelope } = letter;
  const sealed =
    generation === null ? null : sealAddress(address, letter.service, generation, envelope, transaction.entropy);
  transaction.put(outboxItem(encodeHex(transaction.entropy(16))), {
    ...letter,
    alternates: letter.alternates ?? [],
    delay: letter.delay ?? 'none',
    dedupe: letter.dedupe ?? transaction.entropy(16),
    passages: [],
    sealed,
    createdAt: now,
    tries: 0,
    notBeforeAt: 0,
  });
}
