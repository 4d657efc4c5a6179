// A message of the person's own, in the step that sends it: whether it may go, and that it stands and is posted.
import type { EnvelopeClass } from '#wire/sizes.ts';
import { append, idBytes } from '../conversation/conversation.ts';
import { postMessage, readToPost } from '../outgoing/post.ts';
import { type Message, messageNumber } from '../records/message.ts';
import { proton } from '../records/proton.ts';
import { recent, relationship } from '../records/relationship.ts';
import type { Facts } from '../services/snapshot.ts';
import type { StrictTransaction, Transaction } from '../store/transaction.ts';

type Written = { ok: true; message: string } | { ok: false; reason: 'ended' | 'blocked' | 'site' };

export const refsToWrite = (id: string, nonce: string) =>
  [relationship(id), proton(id), recent, messageNumber(id, nonce)] as const;

/** Null: it may be written now. Else it was, with the same nonce, or nothing can be written there. */
export function writtenBefore(transaction: Transaction, facts: Facts, id: string, nonce: string): Written | null {
  if (transaction.get(messageNumber(id, nonce)) !== null) return { ok: true, message: nonce };
  const { standing, kind } = transaction.require(relationship(id));
  if (kind === 'site') return { ok: false, reason: 'site' };
  if (standing === 'ended' || standing === 'blocked') return { ok: false, reason: standing };
  readToPost(transaction, facts, [id]);
  return null;
}

export function writeMessage(
  transaction: StrictTransaction,
  facts: Facts,
  id: string,
  { nonce, content, sizeClass }: { nonce: string; content: Message['content']; sizeClass: EnvelopeClass },
): void {
  const at = { sentAt: facts.now, receivedAt: facts.now };
  const sequence = append(transaction, id, { id: idBytes(nonce), mine: true, ...at, delivery: 'waiting', content });
  postMessage(transaction, facts, id, sequence, sizeClass);
}
