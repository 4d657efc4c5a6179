// Files that cross a channel part by part, as base64url.
import { decodeBase64url } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';

/** A full disk is an answer: the parts handed in are kept, and the page may ask the person. */
export async function keptOnDisk<T>(work: () => Promise<T>): Promise<T | { ok: false; reason: 'storage' }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Fault && error.code.startsWith('storage-')) return { ok: false, reason: 'storage' };
    throw error;
  }
}

export function bytesOfCall(text: string): Uint8Array {
  const bytes = decodeBase64url(text);
  if (bytes === null) throw new Fault('malformed', 'call-malformed', 'base64url wanted');
  return bytes;
}
