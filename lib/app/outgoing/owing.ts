// The correspondents to whom a message may be owed: a receipt, fresh addresses, a post-quantum answer. Noted in the
// step that makes it due, so that one message can say all of it, the next text does if it comes first, and a worker
// killed before it owes it still.
import { idBytes, idText } from '../conversation/conversation.ts';
import { MAX_OWING, owing } from '../records/transit.ts';
import type { Transaction } from '../store/transaction.ts';

/** Read `owing` beforehand. Past what the record holds the oldest wait for their next message. */
export function noteOwing(transaction: Transaction, ids: readonly string[]): void {
  if (ids.length === 0) return;
  const before = (transaction.get(owing)?.ids ?? []).map(idText);
  const all = [...new Set([...before, ...ids])];
  if (all.length > before.length) transaction.put(owing, { ids: all.slice(-MAX_OWING).map(idBytes) });
}

export function forgetOwing(transaction: Transaction, ids: readonly string[]): void {
  const left = (transaction.get(owing)?.ids ?? []).filter((id) => !ids.includes(idText(id)));
  if (left.length === 0) transaction.remove(owing);
  else transaction.put(owing, { ids: left });
}
