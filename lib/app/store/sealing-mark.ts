// The mark of a store: one sealed row at a fixed place that says for which vault key the store is and which version of
// each kind has been written into it. So a store opened with another key fails at once instead of looking empty, and an
// older program that meets newer records refuses before it writes, even if it would have replaced one unread.

import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { list, part, struct, text, u8 } from '#wire/format.ts';
import { decodeRecord, MARK_KEY, newer, type RecordKeys } from './sealing.ts';
import type { RecordKind } from './store.ts';

type Mark = { kind: string; version: number }[];

export const storeMark: RecordKind<Mark> = {
  name: 'store-mark',
  version: 1,
  format: part('store mark', 16 * 1024, list(255, struct({ kind: text(48), version: u8 }))),
  upgrades: {},
};

/**
 * The row that must be written before this program writes anything, or null if `row` will do.
 * @param row what lies under MARK_KEY in `storeMark`, if anything
 * @throws Fault untrusted `record-forged` (another vault's store), bug `record-newer`
 */
export function renewMark(
  keys: RecordKeys,
  kinds: readonly RecordKind<any>[],
  row: Uint8Array | undefined,
  entropy: Entropy,
): Uint8Array | null {
  const known = row === undefined ? [] : decodeRecord(storeMark, keys.openRecord(storeMark, MARK_KEY, row));
  const versions = new Map(known.map(({ kind, version }) => [kind, version]));
  let changed = row === undefined;
  for (const { name, version } of kinds) {
    if (!/^[a-z][a-z0-9-]{0,47}$/.test(name) || name === storeMark.name)
      throw new Fault('bug', 'kind-name', `${name}: a kind is named in kebab-case`);
    if (!Number.isInteger(version) || version < 1 || version > 255)
      throw new Fault('bug', 'kind-version', `${name}: a version from 1 to 255 wanted`);
    const written = versions.get(name) ?? 0;
    if (written > version) throw newer(name);
    if (written < version) changed = true;
    versions.set(name, version);
  }
  if (!changed) return null;
  const mark = [...versions].map(([kind, version]) => ({ kind, version }));
  return keys.sealRecord(storeMark, MARK_KEY, '', storeMark.format.encode(mark), entropy);
}
