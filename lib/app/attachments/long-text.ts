// Sending a text that fits no envelope: it is sealed whole in the step that takes it, stands in the conversation at
// once, and goes out like an attachment when its blob is hosted.
import { clip, encodeUtf8 } from '#bytes/utf8.ts';
import { dayOf } from '#protocol/base/day.ts';
import { contentRange } from '#protocol/blob/blob.ts';
import { hostedBytes, partCount } from '#wire/blob.ts';
import { DIGEST_BYTES } from '#wire/sizes.ts';
import { append, idBytes } from '../conversation/conversation.ts';
import { longTextRecord, PREVIEW_BYTES } from '../records/attachment.ts';
import type { Transaction } from '../store/transaction.ts';
import { beginUpload, HOSTED_DAYS, keepPart } from './attach.ts';

/** @param origin of the sending service that is to host it */
export function appendLongText(
  transaction: Transaction,
  id: string,
  nonce: string,
  given: { readonly text: string; readonly origin: string; readonly now: number },
): void {
  const { text, origin, now } = given;
  const content = encodeUtf8(text);
  const byteCount = hostedBytes(content.length);
  const reference = {
    origin,
    id: transaction.entropy(16),
    key: transaction.entropy(32),
    digest: new Uint8Array(DIGEST_BYTES),
    byteCount,
    expiryDay: dayOf(now) + HOSTED_DAYS,
  };
  append(transaction, id, {
    id: idBytes(nonce),
    mine: true,
    sentAt: now,
    receivedAt: now,
    delivery: 'waiting',
    content: {
      kind: 'longText',
      value: { byteCount: content.length, preview: clip(text, PREVIEW_BYTES), reference, state: 'preparing' },
    },
  });
  transaction.put(longTextRecord(id, nonce), { text });
  let upload = beginUpload(transaction, { id, nonce, reference, contentBytes: content.length, now });
  for (let part = 0; part < partCount(byteCount); part++) {
    const { from, to } = contentRange(content.length, part);
    upload = keepPart(transaction, id, nonce, upload, content.subarray(from, to), now);
  }
}
