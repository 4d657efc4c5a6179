// Deleting a blob's parts from this device. There may be thousands, so they go in steps of their own, by a service task
// that a killed worker resumes.
import { encodeHex } from '#bytes/base64url.ts';
import { idBytes } from '../conversation/conversation.ts';
import { blobDigests, blobPart, DIGESTS_TOGETHER } from '../records/attachment.ts';
import { serviceTask } from '../records/transit.ts';
import type { Store } from '../store/store.ts';
import { type StrictTransaction, transact } from '../store/transaction.ts';

/** Removed by one step: 16 MiB. */
const TOGETHER = 64;

export function forgetBlob(
  transaction: StrictTransaction,
  id: string,
  nonce: string,
  parts: number,
  now: number,
): void {
  const task = { kind: 'forgetBlob', value: { relationship: idBytes(id), message: idBytes(nonce), parts } } as const;
  transaction.put(serviceTask(encodeHex(transaction.entropy(16))), { createdAt: now, tries: 0, notBeforeAt: 0, task });
}

export async function forgetParts(store: Store, id: string, nonce: string, parts: number): Promise<void> {
  for (let from = 0; from < parts; from += TOGETHER) {
    await transact(store, [], (transaction) => {
      for (let part = from; part < Math.min(parts, from + TOGETHER); part++) {
        transaction.remove(blobPart(id, nonce, part));
        if (part % DIGESTS_TOGETHER === 0) transaction.remove(blobDigests(id, nonce, part / DIGESTS_TOGETHER));
      }
    });
  }
}
