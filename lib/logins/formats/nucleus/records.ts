// The inside of a Nucleus archive: records one after another, each behind its length, of a kind and a version. What a
// program does not know it goes past and keeps, so that later kinds lie in the same file.
import { concat, u32Bytes } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { blob, part, rest, struct, text, u16 } from '#wire/format.ts';

export interface ArchiveRecord {
  readonly kind: string;
  readonly version: number;
  /** Of an entry its 16 bytes, or none; of a file the name that entries have for it. */
  readonly id: Uint8Array;
  readonly body: Uint8Array;
}

/** Of one record: a file is one. */
const MOST_RECORD_BYTES = 128 * 2 ** 20;
const LENGTH_BYTES = 4;
/** Ten times as many as entries are read. */
const MOST_RECORDS = 500_000;

const archiveRecord = part<ArchiveRecord>(
  'archive record',
  MOST_RECORD_BYTES,
  struct({ kind: text(40), version: u16, id: blob(400), body: rest }),
);

export function writeRecords(records: readonly ArchiveRecord[]): Uint8Array {
  return concat(
    ...records.flatMap((record) => {
      const encoded = archiveRecord.encode(record);
      return [u32Bytes(encoded.length), encoded];
    }),
  );
}

/** Null: these are no records. */
export function readRecords(content: Uint8Array): ArchiveRecord[] | null {
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  const records: ArchiveRecord[] = [];
  for (let at = 0; at < content.length; ) {
    if (at + LENGTH_BYTES > content.length) return null;
    const end = at + LENGTH_BYTES + view.getUint32(at);
    if (end > content.length) return null;
    const record = decoded(content.subarray(at + LENGTH_BYTES, end));
    if (record === null || records.length >= MOST_RECORDS) return null;
    records.push(record);
    at = end;
  }
  return records;
}

function decoded(bytes: Uint8Array): ArchiveRecord | null {
  try {
    return archiveRecord.decode(bytes);
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}
