// The text of an export, whether it came as a file of its own or in an archive.
import { decodeUtf8 } from '#bytes/utf8.ts';
import type { EntrySource } from './format.ts';

/** Null: the source has no such text, or its bytes are none. @param paths in an archive; the first one there counts */
export function sourceText(source: EntrySource, ...paths: readonly string[]): string | null {
  if (source.kind === 'text') return source.text;
  if (source.kind !== 'archive') return null;
  const bytes = paths.map((path) => source.files.get(path)).find((it) => it !== undefined);
  return bytes === undefined ? null : decodeUtf8(bytes);
}
