// Files of entries, between the page and the worker part by part: no more than a part of one is in memory, and a worker
// that was killed under a call is followed by another, which is asked the same.
import type { EntryFileRefusal, WantedFilePart } from '#app/logins/files.ts';
import { decodeBase64url, encodeBase64url } from '#bytes/base64url.ts';
import type { App } from './app.ts';
import { insist } from './insist.ts';

/** Tries that no worker answers; after the last, the person is told. */
const TRIES = 3;

/** `unreadable`: it went away, or was changed, while it was read. */
export type FileNotKept = EntryFileRefusal | 'storage' | 'unreadable';

/**
 * Hangs a file on an entry.
 * @param told is told how much of it is kept, 0 … 1
 * @returns null: it is kept
 */
export async function handInEntryFile(
  app: App,
  given: {
    readonly entry: string;
    readonly name: string;
    readonly content: Blob;
    /** The import that brings it; null: the person adds it. */
    readonly import: string | null;
  },
  told: (share: number) => void = () => {},
): Promise<FileNotKept | null> {
  const { content, ...named } = given;
  const file = { ...named, file: app.randomId(), size: content.size };
  const put = (part: number, bytes: Uint8Array) =>
    insist(app, () => app.worker.putEntryFile({ ...file, part, bytes: encodeBase64url(bytes) }), TRIES);
  let taken = await put(0, new Uint8Array());
  while (taken.ok && taken.next !== null) {
    const { part, from, to }: WantedFilePart = taken.next;
    const bytes = await content
      .slice(from, to)
      .arrayBuffer()
      .catch(() => null);
    if (bytes === null || bytes.byteLength !== to - from) return 'unreadable';
    taken = await put(part, new Uint8Array(bytes));
    told(to / content.size);
  }
  return taken.ok ? null : taken.reason;
}

/** @returns null if it is not there (any more) */
export async function readEntryFile(
  app: App,
  { entry, file, size }: { readonly entry: string; readonly file: string; readonly size: number },
): Promise<Blob | null> {
  let whole = new Blob([]);
  for (let part = 0; whole.size < size; part++) {
    const answer = await insist(app, () => app.worker.entryFilePart({ entry, file, part }), TRIES);
    const bytes = answer === null ? null : decodeBase64url(answer.bytes);
    if (bytes === null || bytes.length === 0) return null;
    whole = new Blob([whole, bytes as Uint8Array<ArrayBuffer>]);
  }
  return whole;
}
