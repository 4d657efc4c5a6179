// The name of a former version for pages: it follows from all that the version is, so that it is found wherever others
// have moved it. Under a key of the vault, since a bare digest of a password could be guessed from.
import { encodeHex } from '#bytes/base64url.ts';
import { hmacSha256 } from '#crypto/hash.ts';
import type { AppContext } from '../ports/ports.ts';
import { type EntryHistory, entryHistoryKind } from '../records/entry.ts';
import type { Version } from './entry-records.ts';

/** 32 hex digits. Versions of one name are the same in everything. */
export function versionName({ namingKey }: Pick<AppContext, 'namingKey'>, version: Version): string {
  const encoded = entryHistoryKind.format.encode({ versions: [version] });
  return encodeHex(hmacSha256(namingKey, encoded).subarray(0, 16));
}

/** Null: it is not kept (any more). */
export const versionCalled = (
  app: Pick<AppContext, 'namingKey'>,
  history: EntryHistory | null,
  name: string,
): Version | null => history?.versions.find((version) => versionName(app, version) === name) ?? null;
