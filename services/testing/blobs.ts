// Blobs for tests of services: sealed as a client seals them, and hosted as a client hosts them.
import { encodeBase64url } from '#bytes/base64url.ts';
import { concat, u32Bytes } from '#bytes/bytes.ts';
import { dayOf } from '#protocol/base/day.ts';
import { openBlob, sealBlob } from '#protocol/blob/blob.ts';
import { type BlobReference, partCount } from '#wire/blob.ts';
import { entropy } from './party.ts';
import { call } from './services.ts';

export interface Sealed {
  readonly reference: BlobReference;
  readonly parts: readonly Uint8Array[];
}

export function sealed(origin: string, contentBytes: number, days = 5): Sealed {
  // Random bytes in one megabyte, told apart after that by its number.
  const piece = entropy(Math.min(contentBytes, 65_536));
  const content = new Uint8Array(contentBytes);
  for (let at = 0; at < contentBytes; at += piece.length)
    content.set(piece.subarray(0, Math.min(piece.length, contentBytes - at)), at);
  return sealBlob(content, { origin, expiryDay: dayOf(Date.now()) + days }, entropy);
}

export const partOf = (id: Uint8Array, part: number) => ({ parameters: { id, part: u32Bytes(part) } });

export function announce(origin: string, { reference }: Sealed, over: Partial<BlobReference> = {}) {
  const { id, byteCount, expiryDay } = { ...reference, ...over };
  return call(origin, 'createBlob', { id, byteCount, expiryDay, token: new Uint8Array(0) });
}

export function complete(origin: string, { reference: { id, digest } }: Sealed) {
  return call(origin, 'completeBlob', { id, digest });
}

/** @returns the status of every call */
export async function host(origin: string, blob: Sealed): Promise<number[]> {
  const answers = [await announce(origin, blob)];
  for (const [part, body] of blob.parts.entries())
    answers.push((await call(origin, 'putBlobPart', body, partOf(blob.reference.id, part))) as never);
  answers.push((await complete(origin, blob)) as never);
  return answers.map(({ status }) => status);
}

/** Reads a hosted blob at its own service. */
export async function read(reference: BlobReference): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let part = 0; part < partCount(reference.byteCount); part++) {
    const { value } = await call(reference.origin, 'getBlobPart', null, partOf(reference.id, part));
    parts.push(value ?? new Uint8Array(0));
  }
  return openBlob(reference, parts);
}

export const urlOf = (origin: string, id: Uint8Array): URL => new URL(`/v1/blobs/${encodeBase64url(id)}`, origin);
export const joined = ({ parts }: Sealed): Uint8Array => concat(...parts);
