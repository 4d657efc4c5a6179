// Downloading, through a receiving service of mine: the list of digests first, then parts, a few at once, each verified
// and opened before it is kept (as ciphertext). Killed anywhere, it goes on behind the last part that was committed.
import { encodeHex } from '#bytes/base64url.ts';
import { concat } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { clip, decodeUtf8 } from '#bytes/utf8.ts';
import { dayOf } from '#protocol/base/day.ts';
import { openPart } from '#protocol/blob/blob.ts';
import { partCount } from '#wire/blob.ts';
import { idBytes } from '../conversation/conversation.ts';
import { type BlobContent, hasBlob } from '../items/blob.ts';
import type { AppContext } from '../ports/ports.ts';
import {
  blobPart,
  fetched,
  longTextRecord,
  MAX_LONG_TEXT_BYTES,
  PREVIEW_BYTES,
  type Transfer,
  transfer,
} from '../records/attachment.ts';
import { message, messageNumber } from '../records/message.ts';
import { inOrder } from '../retry/in-order.ts';
import { fetchDigests, fetchPart } from '../services/hosting.ts';
import { STRICT, type StrictTransaction, type Transaction, transact } from '../store/transaction.ts';
import { changeBlob } from './attach.ts';
import { forgetBlob } from './forget-blob.ts';
import { advance, type Moving, PARTS_OF_A_TURN, TOGETHER } from './progress.ts';

/**
 * At most so much is fetched unasked for one relationship in a day: no correspondent may make a device fetch all that
 * their pace allows.
 */
export const AUTOMATIC_DAY_BYTES = 64 * 1024 ** 2;

/** Whether content that comes by itself has room in its relationship's day, which is then taken. */
export function takesRoom(transaction: Transaction, id: string, byteCount: number, now: number): boolean {
  const day = dayOf(now);
  const known = transaction.get(fetched(id));
  const bytes = (known?.day === day ? known.bytes : 0) + byteCount;
  if (bytes > AUTOMATIC_DAY_BYTES) return false;
  transaction.put(fetched(id), { day, bytes });
  return true;
}

export function beginDownload(
  transaction: Transaction,
  id: string,
  nonce: string,
  content: { readonly reference: Transfer['reference']; readonly byteCount: number },
  now: number,
): void {
  transaction.put(transfer(id, nonce), {
    direction: 'down',
    relationship: idBytes(id),
    message: idBytes(nonce),
    reference: content.reference,
    contentBytes: content.byteCount,
    sealed: 0,
    moved: 0,
    announced: true,
    createdAt: now,
    touchedAt: now,
    tries: 0,
    notBeforeAt: 0,
    after: null,
  });
}

/** Asks for the blob of a message, if it is not here. */
export async function fetchAttachment(app: AppContext, id: string, nonce: string): Promise<void> {
  await transact(app.store, [messageNumber(id, nonce), transfer(id, nonce)], (transaction) => {
    const content = blobOf(transaction, id, nonce);
    if (content === null || transaction.get(transfer(id, nonce)) !== null) return;
    if (content.value.state === 'here' || content.value.state === 'preparing' || content.value.state === 'uploading')
      return;
    beginDownload(transaction, id, nonce, content.value, app.now());
    changeBlob(transaction, id, nonce, { state: 'fetching' });
  });
}

/** What a message says of its blob; null if it is gone, or has none. */
export function blobOf(transaction: Transaction, id: string, nonce: string): BlobContent | null {
  const sequence = transaction.get(messageNumber(id, nonce))?.sequence;
  const content = sequence === undefined ? undefined : transaction.get(message(id, sequence))?.content;
  return content !== undefined && hasBlob(content) ? content : null;
}

/** One turn: fetches some parts, and ends the transfer if those were the last. */
export async function moveDown(moving: Moving, id: string, nonce: string): Promise<void> {
  const { app, signal } = moving;
  const [before] = await app.store.read([transfer(id, nonce)]);
  if (before === null || signal.aborted) return;
  const { reference, contentBytes } = before;
  const parts = partCount(reference.byteCount);
  if (before.moved < parts) {
    const list = await listOf(moving, reference);
    await inOrder<Uint8Array>({
      from: before.moved,
      to: Math.min(parts, before.moved + PARTS_OF_A_TURN),
      together: TOGETHER,
      signal,
      async one(part) {
        const ciphertext = await fetchPart(app, reference, list, part);
        openPart(reference, contentBytes, part, ciphertext);
        return ciphertext;
      },
      async note(from, fetched) {
        const at = app.now();
        await transact(app.store, [transfer(id, nonce)], (transaction) => {
          if (!advance(transaction, id, nonce, before, { from, count: fetched.length, at })) return;
          for (const [index, ciphertext] of fetched.entries())
            transaction.put(blobPart(id, nonce, from + index), { ciphertext });
        });
        moving.moved(id);
      },
    });
  }
  const [known] = await app.store.read([transfer(id, nonce)]);
  if (known !== null && known.moved === parts && !signal.aborted) await finish(app, id, nonce, known);
}

/** Asked for once in a run. */
async function listOf({ app, lists }: Moving, reference: Transfer['reference']): Promise<Uint8Array | null> {
  const name = encodeHex(reference.digest);
  const held = lists.get(name);
  if (held !== undefined) return held;
  const list = await fetchDigests(app, reference);
  lists.set(name, list);
  return list;
}

async function finish(app: AppContext, id: string, nonce: string, known: Transfer): Promise<void> {
  const { reference, contentBytes } = known;
  const [number] = await app.store.read([messageNumber(id, nonce)]);
  const [entry] = number === null ? [null] : await app.store.read([message(id, number.sequence)]);
  const isText = entry?.content.kind === 'longText';
  const parts = partCount(reference.byteCount);
  let text: string | null = null;
  if (isText) {
    const pieces = await app.store.read(Array.from({ length: parts }, (_, part) => blobPart(id, nonce, part)));
    text = decodeUtf8(
      concat(
        ...pieces.map((one, part) => openPart(reference, contentBytes, part, one?.ciphertext ?? new Uint8Array(0))),
      ),
    );
    if (text === null || contentBytes > MAX_LONG_TEXT_BYTES)
      throw new Fault('untrusted', 'blob-no-text', 'the blob holds no text');
  }
  await transact(
    app.store,
    [transfer(id, nonce), messageNumber(id, nonce)],
    (transaction) => {
      if (transaction.get(transfer(id, nonce)) === null) return;
      transaction.remove(transfer(id, nonce));
      changeBlob(transaction, id, nonce, { state: 'here' });
      if (text === null) return;
      transaction.put(longTextRecord(id, nonce), { text });
      showWhole(transaction, id, nonce, text);
      // The text is kept as it is read; its parts have done their work.
      forgetBlob(transaction, id, nonce, parts, app.now());
    },
    STRICT,
  );
}

function showWhole(transaction: Transaction, id: string, nonce: string, text: string): void {
  const sequence = transaction.get(messageNumber(id, nonce))?.sequence;
  const entry = sequence === undefined ? null : transaction.get(message(id, sequence));
  if (sequence === undefined || entry?.content.kind !== 'longText') return;
  const value = { ...entry.content.value, preview: clip(text, PREVIEW_BYTES) };
  transaction.put(message(id, sequence), { ...entry, content: { kind: 'longText', value } });
}

/** Drops the parts fetched so far; the message stays and says why. */
export function giveUpDown(
  transaction: StrictTransaction,
  id: string,
  nonce: string,
  known: Transfer,
  fault: Fault,
  now: number,
): void {
  const state = fault.code === 'storage-full' ? 'no-room' : fault.code === 'not-found' ? 'expired' : 'damaged';
  changeBlob(transaction, id, nonce, { state });
  if (known.moved > 0) forgetBlob(transaction, id, nonce, partCount(known.reference.byteCount), now);
}
