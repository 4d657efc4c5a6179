// The outbox: what is committed here is submitted by courier-out.ts, whoever dies meanwhile.
import { encodeHex } from '#bytes/base64url.ts';
import type { ServiceName } from '#wire/service.ts';
import { outboxItem } from './records/transit.ts';
import type { Transaction } from './transaction.ts';

/** Draws 32 bytes. @param letter.sequence number of the message it carries, 0 for an automatic one */
export function enqueue(
  transaction: Transaction,
  letter: {
    readonly relationship: Uint8Array;
    readonly sequence: number;
    readonly service: ServiceName;
    readonly address: Uint8Array;
    readonly envelope: Uint8Array;
  },
  now: number,
): void {
  transaction.put(outboxItem(encodeHex(transaction.entropy(16))), {
    ...letter,
    sealed: null,
    dedupe: transaction.entropy(16),
    createdAt: now,
    tries: 0,
    notBeforeAt: 0,
  });
}
