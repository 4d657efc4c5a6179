// What a backup file holds of a vault: the records of all kinds that are not of this device alone, as of one moment,
// some of one kind in each piece. A piece travels as bytes that nobody on the way reads (docs/backup-format.md).
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { createAgreeKeyPair } from '#crypto/keys.ts';
import { startInviter } from '#protocol/pairwise/ratchet.ts';
import { ratchetState } from '#protocol/pairwise/ratchet-state.ts';
import { array, blob, part, struct, text, u16 } from '#wire/format.ts';
import { DIGEST_BYTES, KEY_BYTES } from '#wire/sizes.ts';
import { RECORD_KINDS } from '../records/kinds.ts';
import { protonKind, skippedKeyKind } from '../records/proton.ts';
import { decodeRecord } from '../store/sealing.ts';
import type { CopiedRecords, CopyableStore, OpenedRecord, RecordKind } from '../store/store.ts';

/** A piece stays below it, unless a single record is larger. */
const PIECE_BYTES = 128 * 1024;
const MOST_RECORD_BYTES = 4 * 1024 * 1024;
const MOST_PIECE_BYTES = MOST_RECORD_BYTES + PIECE_BYTES;

const backupRecord = struct({ id: text(400), version: u16, encoded: blob(MOST_RECORD_BYTES) });
const backupPiece = part(
  'backup piece',
  MOST_PIECE_BYTES,
  struct({ kind: text(40), records: array(null, backupRecord) }),
);

/** Of this device alone, as records that say so are: keys of messages passed over, which go with a ratchet. */
const LEFT: readonly RecordKind<any>[] = [skippedKeyKind];
const BACKUP_KINDS: readonly RecordKind<any>[] = RECORD_KINDS.filter(
  (kind) => kind.merges !== 'own' && !LEFT.includes(kind),
);

/** @throws Fault locked `store-closed` as soon as the vault is locked */
export async function backUp(store: CopyableStore, entropy: Entropy): Promise<Iterable<Uint8Array>> {
  return piecesOf(await store.snapshot(BACKUP_KINDS), entropy);
}

function* piecesOf(snapshot: Iterable<CopiedRecords>, entropy: Entropy): Generator<Uint8Array> {
  for (const { kind, records } of snapshot) {
    let piece: OpenedRecord[] = [];
    let bytes = 0;
    for (const found of records) {
      const record = kind === protonKind ? withoutRatchet(found, entropy) : found;
      if (piece.length > 0 && bytes + record.encoded.length > PIECE_BYTES) {
        yield backupPiece.encode({ kind: kind.name, records: piece });
        [piece, bytes] = [[], 0];
      }
      piece.push(record);
      bytes += record.encoded.length;
    }
    if (piece.length > 0) yield backupPiece.encode({ kind: kind.name, records: piece });
  }
}

/**
 * An old copy of a ratchet must not send, and a finder of the file must not follow a conversation that goes on.
 * So one that nobody has takes its place, and both sides shake hands anew after a restore.
 */
function withoutRatchet(found: OpenedRecord, entropy: Entropy): OpenedRecord {
  const known = decodeRecord(protonKind, found);
  const nobodys = { secret: entropy(KEY_BYTES), associatedData: entropy(DIGEST_BYTES) };
  const ratchet = ratchetState.encode(startInviter(nobodys, createAgreeKeyPair(entropy)));
  const anew = { ...known.anew, former: [], outstanding: null, front: null };
  const encoded = protonKind.format.encode({ ...known, ratchet, opening: null, answer: null, anew });
  return { id: found.id, version: protonKind.version, encoded };
}

/** `newer`: a later program wrote it. */
export type PieceFault = 'damaged' | 'newer';

/** Each record is decoded once, so that nothing comes into a vault that could not be read there. */
export function readPiece(bytes: Uint8Array): CopiedRecords | PieceFault {
  try {
    const piece = backupPiece.decode(bytes);
    const kind = BACKUP_KINDS.find(({ name }) => name === piece.kind);
    if (kind === undefined || piece.records.some(({ version }) => version > kind.version)) return 'newer';
    for (const record of piece.records) decodeRecord(kind, record);
    return { kind, records: piece.records };
  } catch (error) {
    if (error instanceof Fault) return 'damaged';
    throw error;
  }
}
