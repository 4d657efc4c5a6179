// Files in a 1PUX archive: `files/<document id>__<name>`. Items name the id; between the two stand two or three low
// lines, by version.
import type { EntryAttachment } from '../entry.ts';
import type { EntrySource, ProblemReason } from '../format.ts';

export interface ArchivedFiles {
  /** @returns the reason if it is not there whole */
  find(documentId: string, name: string): EntryAttachment | ProblemReason;
  /** By its path below `files/`, as older versions name it. */
  at(path: string, name: string): EntryAttachment | ProblemReason;
}

const FOLDER = 'files/';

export function archivedFiles(source: EntrySource): ArchivedFiles {
  const files = source.kind === 'archive' ? source.files : new Map<string, Uint8Array>();
  const damaged = source.kind === 'archive' ? source.damaged : new Set<string>();
  const refs = new Map<string, string>();
  for (const ref of [...files.keys(), ...damaged]) {
    if (!ref.startsWith(FOLDER)) continue;
    const id = ref.slice(FOLDER.length).split('__', 1)[0] as string;
    if (id !== '' && !refs.has(id)) refs.set(id, ref);
  }
  const given = (ref: string, name: string): EntryAttachment | ProblemReason => {
    const bytes = files.get(ref);
    if (bytes !== undefined) return { name: name || nameIn(ref), ref, size: bytes.length };
    return damaged.has(ref) ? 'damaged-attachment' : 'missing-attachment';
  };
  return {
    find: (documentId, name) => given(refs.get(documentId) ?? '', name),
    at: (path, name) => given(path.startsWith(FOLDER) ? path : `${FOLDER}${path}`, name),
  };
}

const nameIn = (ref: string): string => ref.slice(FOLDER.length).replace(/^.*?__+/, '');
