// Attaching: a page hands a file in, part by part; each part is sealed and committed before the next is asked for. The
// page keeps nothing but the file: killed anywhere, the worker says which part it wants next. The message stands in the
// conversation from the beginning, and goes out when its blob is hosted whole (transfer-up.ts).
import { encodeHex } from '#bytes/base64url.ts';
import { concat } from '#bytes/bytes.ts';
import { sha256 } from '#crypto/hash.ts';
import { dayOf } from '#protocol/base/day.ts';
import { blobDigest, contentRange, sealPart } from '#protocol/blob/blob.ts';
import { hostedBytes, partCount } from '#wire/blob.ts';
import { DIGEST_BYTES, MAX_BLOB_BYTES, THUMBNAIL_BYTES } from '#wire/sizes.ts';
import { append, idBytes } from '../conversation/conversation.ts';
import { hasBlob, withBlob } from '../items/blob.ts';
import type { AppContext } from '../ports/ports.ts';
import {
  type BlobState,
  blobDigests,
  blobPart,
  DIGESTS_TOGETHER,
  type Transfer,
  transfer,
} from '../records/attachment.ts';
import { message, messageNumber } from '../records/message.ts';
import { recent, relationship } from '../records/relationship.ts';
import { myServicesWith } from '../services/services.ts';
import { factsOf } from '../services/snapshot.ts';
import { STRICT, type Transaction, transact } from '../store/transaction.ts';
import { cleanFileName, cleanMediaType } from '../words/file-name.ts';

/** How long an attachment of mine can be fetched: a month, and the days that an address and a queue may take. */
export const HOSTED_DAYS = 40;

export interface Attaching {
  readonly kind: 'picture' | 'file';
  readonly name: string;
  readonly mediaType: string;
  readonly byteCount: number;
  readonly width: number;
  readonly height: number;
  readonly thumbnail: Uint8Array;
  /** Hex id of the attachment that was chosen before it, together with it: they are sent in that order. */
  readonly after?: string | undefined;
}

export type Attached =
  /** `next` is the part to hand in next; null: all of them are here. */
  | { ok: true; next: number | null }
  | { ok: false; reason: 'too-large' | 'empty' | 'ended' | 'blocked' | 'site' | 'unreachable' | 'gone' };

/** @param nonce hex of 16 bytes, the message's id: a second call with it begins nothing, and says how far it is */
export async function beginAttachment(
  app: AppContext,
  id: string,
  nonce: string,
  { after, ...given }: Attaching,
): Promise<Attached> {
  if (given.byteCount === 0) return { ok: false, reason: 'empty' };
  const facts = await factsOf(app);
  const [host] = await myServicesWith(app, 'sending');
  if (host === undefined) return { ok: false, reason: 'unreachable' };
  const byteCount = given.byteCount > MAX_BLOB_BYTES ? Infinity : hostedBytes(given.byteCount);
  if (byteCount > host.statement.maxBlobBytes) return { ok: false, reason: 'too-large' };
  return transact<Attached>(
    app.store,
    [relationship(id), recent, messageNumber(id, nonce), transfer(id, nonce)],
    (transaction) => {
      if (transaction.get(messageNumber(id, nonce)) !== null) return wanted(transaction.get(transfer(id, nonce)));
      const known = transaction.get(relationship(id));
      if (known === null) return { ok: false, reason: 'gone' };
      if (known.kind === 'site') return { ok: false, reason: 'site' };
      if (known.standing === 'ended' || known.standing === 'blocked') return { ok: false, reason: known.standing };
      const reference = {
        origin: host.service.name.origin,
        id: transaction.entropy(16),
        key: transaction.entropy(32),
        digest: new Uint8Array(DIGEST_BYTES),
        byteCount,
        expiryDay: dayOf(facts.now) + HOSTED_DAYS,
      };
      // There is nothing to wait for after one that has gone out; and as it must be there before, nothing waits in a
      // circle.
      const first = after === undefined ? null : transaction.get(transfer(id, after));
      const begun = beginUpload(transaction, {
        id,
        nonce,
        reference,
        contentBytes: given.byteCount,
        after: first?.message,
        now: facts.now,
      });
      append(transaction, id, {
        id: idBytes(nonce),
        mine: true,
        sentAt: facts.now,
        receivedAt: facts.now,
        delivery: 'waiting',
        content: { kind: 'attachment', value: { ...cleaned(given), reference, state: 'preparing' } },
      });
      return wanted(begun);
    },
    STRICT,
  );
}

/** What a page says of a file, as it may be kept and sent. */
const cleaned = (given: Omit<Attaching, 'after'>) => ({
  ...given,
  name: cleanFileName(given.name, given.kind),
  mediaType: cleanMediaType(given.mediaType),
  thumbnail: given.thumbnail.length > THUMBNAIL_BYTES ? new Uint8Array(0) : given.thumbnail,
});

/** The part wanted next, and which bytes of the file it holds. */
export function rangeOf(byteCount: number, part: number | null): { part: number; from: number; to: number } | null {
  return part === null ? null : { part, ...contentRange(byteCount, part) };
}

function wanted(transfer: Transfer | null): Attached {
  if (transfer === null) return { ok: true, next: null };
  return { ok: true, next: transfer.sealed < partCount(transfer.reference.byteCount) ? transfer.sealed : null };
}

export function beginUpload(
  transaction: Transaction,
  given: {
    readonly id: string;
    readonly nonce: string;
    readonly reference: Transfer['reference'];
    readonly contentBytes: number;
    readonly after?: Uint8Array | undefined;
    readonly now: number;
  },
): Transfer {
  const { id, nonce, reference, contentBytes, after, now } = given;
  const begun: Transfer = {
    direction: 'up',
    relationship: idBytes(id),
    message: idBytes(nonce),
    reference,
    contentBytes,
    sealed: 0,
    moved: 0,
    announced: false,
    createdAt: now,
    touchedAt: now,
    tries: 0,
    notBeforeAt: 0,
    after: after ?? null,
  };
  transaction.put(transfer(id, nonce), begun);
  return begun;
}

/**
 * Seals one part and keeps it. A part that is here already is passed over, whatever bytes are handed in: one part is
 * sealed once. Not flushed, though it is sent: a power cut that takes it back also takes the page that has the file, so
 * the part is never handed in, and sealed, again.
 */
export async function attachPart(
  app: AppContext,
  id: string,
  nonce: string,
  part: number,
  content: Uint8Array,
): Promise<Attached> {
  const now = app.now();
  const attached = await transact<Attached>(
    app.store,
    [transfer(id, nonce), messageNumber(id, nonce), blobDigests(id, nonce, Math.floor(part / DIGESTS_TOGETHER))],
    (transaction) => {
      const known = transaction.get(transfer(id, nonce));
      if (known === null) return transaction.get(messageNumber(id, nonce)) === null ? GONE : wanted(null);
      if (part !== known.sealed) return wanted(known);
      const { from, to } = contentRange(known.contentBytes, part);
      // The page's file has changed: the announced one cannot be sent any more.
      if (content.length !== to - from) return GONE;
      return wanted(keepPart(transaction, id, nonce, known, content, now));
    },
  );
  // Sent while the rest is still being handed in; asked now and then, since every wish costs a look at the disk.
  if (attached.ok && (attached.next === null || part % 8 === 0)) app.wake();
  return attached;
}

const GONE: Attached = { ok: false, reason: 'gone' };

/** Seals the next part of a transfer and commits it with its digest; with the last one the blob has its digest. */
export function keepPart(
  transaction: Transaction,
  id: string,
  nonce: string,
  known: Transfer,
  content: Uint8Array,
  now: number,
): Transfer {
  const part = known.sealed;
  const { key } = known.reference;
  const { ciphertext, digest } = transaction.once(`part ${part}`, () => {
    const sealed = sealPart(key, known.contentBytes, part, content);
    return { ciphertext: sealed, digest: sha256(sealed) };
  });
  transaction.put(blobPart(id, nonce, part), { ciphertext });
  const page = blobDigests(id, nonce, Math.floor(part / DIGESTS_TOGETHER));
  const before = part % DIGESTS_TOGETHER === 0 ? null : transaction.get(page);
  transaction.put(page, { digests: concat(before?.digests ?? new Uint8Array(0), digest) });
  const sealed = part + 1;
  const parts = partCount(known.reference.byteCount);
  let after: Transfer = { ...known, sealed, touchedAt: now };
  if (sealed === parts) {
    const pages = Array.from({ length: Math.ceil(parts / DIGESTS_TOGETHER) }, (_, at) => blobDigests(id, nonce, at));
    transaction.fetch(pages);
    const digests = concat(...pages.map((one) => transaction.require(one).digests));
    after = { ...after, reference: { ...known.reference, digest: blobDigest(digests) } };
    changeBlob(transaction, id, nonce, { reference: after.reference, state: 'uploading' });
  }
  transaction.put(transfer(id, nonce), after);
  return after;
}

/** Changes what a message says of its blob; does nothing if the message is gone. */
export function changeBlob(
  transaction: Transaction,
  id: string,
  nonce: string,
  change: { readonly reference?: Transfer['reference']; readonly state?: BlobState },
): void {
  const sequence = transaction.get(messageNumber(id, nonce))?.sequence;
  const entry = sequence === undefined ? null : transaction.get(message(id, sequence));
  if (sequence === undefined || entry === null) return;
  const { content } = entry;
  if (hasBlob(content)) transaction.put(message(id, sequence), { ...entry, content: withBlob(content, change) });
}

/** Names of a transfer in the application. */
export const transferName = ({ relationship, message }: Transfer): [id: string, nonce: string] => [
  encodeHex(relationship),
  encodeHex(message),
];
