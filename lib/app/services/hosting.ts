// Hosting a blob that is in memory at a sending service, and reading any blob through a receiving service of mine: no
// service of a stranger ever sees this device (docs/protocol/blobs.md). Everything here may be repeated. Long ones move
// by transfers (transfers.ts).
import { encodeBase64url, encodeHex } from '#bytes/base64url.ts';
import { concat, u32Bytes } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { sha256 } from '#crypto/hash.ts';
import { areDigestsOf, isPartOf } from '#protocol/blob/blob.ts';
import { type BlobReference, partCount } from '#wire/blob.ts';
import type { AppContext, MailboxAccess, Transport } from '../ports/ports.ts';
import { service } from '../records/service.ts';
import { asFault, isFinal } from '../retry/faults.ts';
import { EMPTY_TOKEN, notPaid, payFor } from '../tokens/token-stock.ts';
import { statementOf } from './services.ts';
import { joinedFactsOf } from './snapshot.ts';

/** What a host is told: never the key. */
type Hosting = Omit<BlobReference, 'key'>;
type Located = Omit<BlobReference, 'key' | 'expiryDay'>;

/** @throws Fault of the transport, unavailable 'no-token' */
export async function announceBlob(app: AppContext, blob: Omit<Hosting, 'digest'>): Promise<void> {
  const { origin, id, byteCount, expiryDay } = blob;
  const [known] = await app.store.read([service(origin)]);
  // The payment is tied to the blob: when a host that forgot it is asked again, it is paid for.
  const what = `blob ${encodeHex(id)}`;
  const payee = known === null ? null : { origin, statement: statementOf(known) };
  const { token } = payee === null ? { token: EMPTY_TOKEN } : await payFor(app, payee, 'blob', what);
  try {
    await app.transport.call('createBlob', origin, { id, byteCount, expiryDay, token });
  } catch (error) {
    await notPaid(app, origin, 'blob', what, asFault(error));
    throw error;
  }
}

export async function bringPart(
  { call }: Transport,
  { origin, id }: Pick<Hosting, 'origin' | 'id'>,
  part: number,
  ciphertext: Uint8Array,
): Promise<void> {
  await call('putBlobPart', origin, ciphertext, {
    params: { id: encodeBase64url(id), part: encodeBase64url(u32Bytes(part)) },
  });
}

/** Hosts a blob of a few parts. */
export async function hostBlob(app: AppContext, blob: Hosting, parts: readonly Uint8Array[]): Promise<void> {
  const { transport } = app;
  await announceBlob(app, blob);
  for (const [part, ciphertext] of parts.entries()) await bringPart(transport, blob, part, ciphertext);
  await transport.call('completeBlob', blob.origin, { id: blob.id, digest: blob.digest });
}

/**
 * Reads a blob of a few parts. @throws Fault of the transport, untrusted 'blob-digest', unavailable
 * 'no-receiving-service'
 */
export async function fetchBlob(app: AppContext, blob: Located): Promise<Uint8Array[]> {
  const digests = await fetchDigests(app, blob);
  const parts: Uint8Array[] = [];
  for (let part = 0; part < partCount(blob.byteCount); part++) parts.push(await fetchPart(app, blob, digests, part));
  return parts;
}

/** The verified list of a blob's digests. That of a blob of one part follows from the part: null. */
export async function fetchDigests(app: AppContext, blob: Located): Promise<Uint8Array | null> {
  if (partCount(blob.byteCount) === 1) return null;
  const { origin, id, digest, byteCount } = blob;
  const digests = await throughMine(app, ({ origin: mine, session }) =>
    app.transport.call('fetchBlobDigests', mine, { origin, id, digest, byteCount }, { session }),
  );
  if (!areDigestsOf(blob, digests)) throw foreign();
  return digests;
}

/** One verified part. @param digests as `fetchDigests` gave them */
export async function fetchPart(
  app: AppContext,
  blob: Located,
  digests: Uint8Array | null,
  part: number,
): Promise<Uint8Array> {
  const { origin, id, digest, byteCount } = blob;
  const ciphertext = await throughMine(app, ({ origin: mine, session }) =>
    app.transport.call('fetchBlobPart', mine, { origin, id, digest, byteCount, part }, { session }),
  );
  const genuine =
    digests === null ? areDigestsOf(blob, concat(sha256(ciphertext))) : isPartOf(digests, part, ciphertext);
  if (!genuine) throw foreign();
  return ciphertext;
}

function foreign(): Fault {
  return new Fault('untrusted', 'blob-digest', 'the hosted bytes are not the ones referred to');
}

/**
 * Asks my receiving services in turn, until one can answer. If there is none yet, one is joined first: no other service
 * is asked instead.
 */
async function throughMine<T>(app: AppContext, ask: (access: MailboxAccess) => Promise<T>): Promise<T> {
  const { receivers } = await joinedFactsOf(app);
  let failure = new Fault('unavailable', 'no-receiving-service', 'no receiving service of mine could be asked');
  for (const { service } of receivers) {
    for (let attempt = 0; attempt < 2; attempt++) {
      const access = await app.mailboxes.access(service.name.origin);
      if (access === null) break;
      try {
        return await ask(access);
      } catch (error) {
        const fault = asFault(error);
        // My service looked at what it was given, and it was not what the digest names.
        if (fault.code === 'untrusted') throw foreign();
        // What the host says through one of my services it says through all.
        if (isFinal(fault)) throw fault;
        failure = fault;
        if (fault.code !== 'unauthorised') break;
        await app.mailboxes.refused(access);
      }
    }
  }
  throw failure;
}
