// Says which of my messages arrived, or were read.
import { encodeHex } from '#bytes/base64url.ts';
import { DELIVERY, message, messageNumber } from '../records/message.ts';
import { failure, transit } from '../records/watch.ts';
import type { Transaction } from '../store/transaction.ts';
import type { ItemRules, Items } from './item.ts';

export const receiptItem: ItemRules<Items['receipt']> = {
  names: ({ messages }) => messages,
  apply(transaction, { id }, { state, messages }) {
    for (const named of messages) raise(transaction, id, named, state);
    return null;
  },
};

/** States only ever go up: a receipt may come before the sending service's own answer. */
function raise(transaction: Transaction, id: string, named: Uint8Array, state: 'received' | 'read'): void {
  const sequence = transaction.get(messageNumber(id, encodeHex(named)))?.sequence;
  const sent = sequence === undefined ? null : transaction.get(message(id, sequence));
  if (sequence === undefined || sent === null || sent.delivery === null) return;
  // It arrived: no other way need be tried, and an earlier report of failure was wrong.
  transaction.remove(transit(id, sequence));
  if (sent.delivery === 'failed') transaction.remove(failure(id, sequence));
  if (sent.delivery === 'failed' || DELIVERY[sent.delivery] < DELIVERY[state])
    transaction.put(message(id, sequence), { ...sent, delivery: state });
}
