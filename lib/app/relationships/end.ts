// Ending a relationship: saying goodbye, taking back every address and mask, and deleting the conversation here. The
// relationship is gone in one step; its messages, of which there may be very many, go after it in steps of their own,
// by a service task that a killed worker resumes.

import { encodeHex } from '#bytes/base64url.ts';
import { ratchetState } from '#protocol/pairwise/ratchet-state.ts';
import { keysKept } from '#protocol/pairwise/shaking-anew.ts';
import { partCount } from '#wire/blob.ts';
import { holdingOf, revokeAll } from '../addresses/revoke.ts';
import { forgetBlob } from '../attachments/forget-blob.ts';
import { idBytes, nextClock, sink } from '../conversation/conversation.ts';
import { hasBlob } from '../items/blob.ts';
import { forgetEntry } from '../logins/bin.ts';
import { forgetFormsOf } from '../logins/forget-forms.ts';
import { queueMaskRetirement } from '../masks/mask.ts';
import { post } from '../outgoing/post.ts';
import type { AppContext } from '../ports/ports.ts';
import { longTextRecord, transfer } from '../records/attachment.ts';
import { formDrafts } from '../records/form-draft.ts';
import { login, site } from '../records/login.ts';
import { mask, maskAddresses } from '../records/mask.ts';
import { draft, type Message, mailRecord, message, messageNumber } from '../records/message.ts';
import { proton, skippedKey } from '../records/proton.ts';
import { recent, relationship } from '../records/relationship.ts';
import { siteIcon } from '../records/site-icon.ts';
import { serviceTask } from '../records/transit.ts';
import { factsOf } from '../services/snapshot.ts';
import { STRICT, type StrictTransaction, type Transaction, transact } from '../store/transaction.ts';

export async function end(app: AppContext, id: string): Promise<void> {
  const facts = await factsOf(app);
  const holding = await holdingOf(app, id);
  await transact(
    app.store,
    [relationship(id), recent, proton(id), login(id), mask(id), formDrafts],
    (transaction) => {
      const before = transaction.get(relationship(id));
      if (before === null) return;
      if (before.kind === 'person' && before.standing !== 'blocked' && before.standing !== 'ended') {
        const goodbye = { kind: 'terminate' as const, value: { reason: 'ended' as const } };
        const messageId = transaction.entropy(16);
        nextClock(transaction, id);
        post(transaction, facts, id, {
          messageId,
          content: [goodbye],
          sizeClass: 'small',
          sequence: 0,
          delayed: false,
        });
      }
      leaveSite(transaction, id, facts.now);
      revokeAll(transaction, facts, id, holding);
      forgetKeys(transaction, id);
      transaction.remove(draft(id));
      forgetFormsOf(transaction, id);
      transaction.remove(relationship(id));
      sink(transaction, id, before.unread);
      transaction.put(serviceTask(encodeHex(transaction.entropy(16))), {
        createdAt: facts.now,
        tries: 0,
        notBeforeAt: 0,
        task: { kind: 'forget', value: { relationship: idBytes(id), upTo: before.lastSequence } },
      });
    },
    STRICT,
  );
}

function leaveSite(transaction: StrictTransaction, id: string, now: number): void {
  const [known, held] = [transaction.get(login(id)), transaction.get(mask(id))];
  const at = (known ?? held)?.site;
  if (at === undefined) return;
  for (const one of held === null ? [] : maskAddresses(held))
    if (one.held.state !== 'retired') queueMaskRetirement(transaction, id, one.held, now);
  const others = (transaction.get(site(at))?.relationships ?? []).filter((other) => encodeHex(other) !== id);
  transaction.put(site(at), { relationships: others });
  forgetEntry(transaction, id);
  transaction.remove(login(id));
  transaction.remove(mask(id));
  transaction.remove(siteIcon(id));
}

function forgetKeys(transaction: Transaction, id: string): void {
  const known = transaction.get(proton(id));
  if (known === null) return;
  for (const { ratchet } of [known, ...known.anew.former])
    for (const { chain, number } of keysKept(ratchetState.decode(ratchet)))
      transaction.remove(skippedKey(id, chain, number));
  transaction.remove(proton(id));
}

/** Messages deleted by one step. */
const TOGETHER = 256;

/**
 * Deletes the messages of a conversation that has ended, newest first. Safe to repeat after a half: deleted messages
 * are passed over.
 */
export async function forgetMessages(app: Pick<AppContext, 'store' | 'now'>, id: string, upTo: number): Promise<void> {
  const now = app.now();
  for (let last = upTo; last > 0; last -= TOGETHER) {
    const numbers = Array.from({ length: Math.min(TOGETHER, last) }, (_, i) => last - i);
    const known = await app.store.read(numbers.map((sequence) => message(id, sequence)));
    await transact(
      app.store,
      [],
      (transaction) => {
        for (const one of known) if (one !== null) forgetOne(transaction, id, one, now);
        for (const sequence of numbers) {
          transaction.remove(message(id, sequence));
          transaction.remove(mailRecord(id, sequence));
        }
      },
      STRICT,
    );
  }
}

function forgetOne(transaction: StrictTransaction, id: string, { id: named, content }: Message, now: number): void {
  const nonce = encodeHex(named);
  transaction.remove(messageNumber(id, nonce));
  if (!hasBlob(content)) return;
  transaction.remove(transfer(id, nonce));
  transaction.remove(longTextRecord(id, nonce));
  if (content.value.state !== 'hosted')
    forgetBlob(transaction, id, nonce, partCount(content.value.reference.byteCount), now);
}
