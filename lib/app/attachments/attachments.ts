// The operations on an attachment of a conversation: reading it part by part, stopping it, taking it off this device,
// trying again.
import { encodeBase64url } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { openPart } from '#protocol/blob/blob.ts';
import { partCount } from '#wire/blob.ts';
import type { AppContext } from '../ports/ports.ts';
import { blobPart, longTextRecord, transfer } from '../records/attachment.ts';
import { message, messageNumber } from '../records/message.ts';
import { relationship } from '../records/relationship.ts';
import { factsOf } from '../services/snapshot.ts';
import { STRICT, transact } from '../store/transaction.ts';
import { beginUpload, changeBlob } from './attach.ts';
import { forgetBlob } from './forget-blob.ts';
import { blobOf } from './transfer-down.ts';
import { sendHosted } from './transfer-up.ts';

/**
 * The content of one part; null if the attachment is not whole on this device. @throws Fault untrusted 'blob-sealed'
 */
export async function readPart(app: AppContext, id: string, nonce: string, part: number): Promise<Uint8Array | null> {
  const [number, piece] = await app.store.read([messageNumber(id, nonce), blobPart(id, nonce, part)]);
  const [entry] = number === null ? [null] : await app.store.read([message(id, number.sequence)]);
  const content = entry?.content;
  if (content?.kind !== 'attachment' || content.value.state !== 'here' || piece === null) return null;
  return openPart(content.value.reference, content.value.byteCount, part, piece.ciphertext);
}

export async function readLongText(app: AppContext, id: string, nonce: string): Promise<string | null> {
  const [kept] = await app.store.read([longTextRecord(id, nonce)]);
  return kept?.text ?? null;
}

/** Stops a transfer. My attachment, if not sent yet, is taken out of the conversation; theirs stays at its host. */
export async function stopTransfer(app: AppContext, id: string, nonce: string): Promise<void> {
  const stopped = await transact(
    app.store,
    [messageNumber(id, nonce), transfer(id, nonce), relationship(id)],
    (transaction) => {
      const known = transaction.get(transfer(id, nonce));
      const content = blobOf(transaction, id, nonce);
      const sequence = transaction.get(messageNumber(id, nonce))?.sequence;
      transaction.remove(transfer(id, nonce));
      if (content === null || sequence === undefined) return null;
      const { state, reference } = content.value;
      const mine = state === 'preparing' || state === 'uploading' || state === 'failed';
      if (known === null && !mine) return null;
      forgetBlob(transaction, id, nonce, partCount(reference.byteCount), app.now());
      if (mine) {
        transaction.remove(message(id, sequence));
        transaction.remove(messageNumber(id, nonce));
        transaction.remove(longTextRecord(id, nonce));
      } else changeBlob(transaction, id, nonce, { state: 'hosted' });
      return mine && known?.announced === true ? known.reference : null;
    },
    STRICT,
  );
  // Its host would forget it in a day anyway.
  if (stopped !== null)
    await app.transport
      .call('cancelBlob', stopped.origin, null, { params: { id: encodeBase64url(stopped.id) } })
      .catch((error: unknown) => {
        if (!(error instanceof Fault)) throw error;
      });
}

/** Frees the room that it takes here. It can be fetched again for as long as it is hosted. */
export async function dropAttachment(app: AppContext, id: string, nonce: string): Promise<void> {
  await transact(
    app.store,
    [messageNumber(id, nonce)],
    (transaction) => {
      const content = blobOf(transaction, id, nonce);
      if (content?.kind !== 'attachment' || content.value.state !== 'here') return;
      forgetBlob(transaction, id, nonce, partCount(content.value.reference.byteCount), app.now());
      changeBlob(transaction, id, nonce, { state: 'hosted' });
    },
    STRICT,
  );
}

/**
 * Sends a failed attachment again: uploads anew if the upload failed, posts anew if only the message did.
 * @returns false if the message has no blob
 */
export async function retryBlob(app: AppContext, id: string, nonce: string): Promise<boolean> {
  const facts = await factsOf(app);
  return transact(
    app.store,
    [messageNumber(id, nonce), transfer(id, nonce), relationship(id)],
    (transaction) => {
      const content = blobOf(transaction, id, nonce);
      if (content === null) return false;
      if (transaction.get(transfer(id, nonce)) !== null) return true;
      const { reference, byteCount, state } = content.value;
      if (state !== 'failed') {
        sendHosted(transaction, facts, id, nonce, true);
        return true;
      }
      // Without a digest it was never sealed whole: only the person who attached it has the file.
      if (reference.digest.every((byte) => byte === 0)) return true;
      const fresh = { ...reference, id: transaction.entropy(16) };
      const begun = beginUpload(transaction, { id, nonce, reference: fresh, contentBytes: byteCount, now: facts.now });
      transaction.put(transfer(id, nonce), { ...begun, sealed: partCount(reference.byteCount) });
      changeBlob(transaction, id, nonce, { reference: fresh, state: 'uploading' });
      const sequence = transaction.get(messageNumber(id, nonce))?.sequence;
      const entry = sequence === undefined ? null : transaction.get(message(id, sequence));
      if (sequence !== undefined && entry !== null)
        transaction.put(message(id, sequence), { ...entry, delivery: 'waiting' });
      return true;
    },
    STRICT,
  );
}
