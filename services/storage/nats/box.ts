// The index of a mailbox on JetStream: which items lie in it, in order, and what number comes next. One record of
// fixed-size entries: next sequence (6) ‖ entries, each sequence (6) ‖ record of the item (6) ‖ bytes (4) ‖ expires at
// (6) ‖ remembered until (6) ‖ token (16).

import { decodeBase64url, encodeBase64url } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { NAME_TOKEN_BYTES } from './sealing.ts';

export interface BoxEntry {
  readonly sequence: number;
  /** Sequence of the item's record in its stream. */
  readonly record: number;
  readonly byteCount: number;
  readonly expiresAt: number;
  readonly rememberUntil: number;
  /** Of the item's subject. */
  readonly token: string;
}

export interface Box {
  readonly nextSequence: number;
  readonly entries: readonly BoxEntry[];
}

export const EMPTY_BOX: Box = { nextSequence: 1, entries: [] };
/** More items than that do not fit into one record, whatever their size: 440 kB, of the nodes' 1 MB a message. */
export const MAX_BOX_ITEMS = 10_000;

const HEAD_BYTES = 6;
const ENTRY_BYTES = 28 + NAME_TOKEN_BYTES;

export function encodeBox({ nextSequence, entries }: Box): Uint8Array {
  const encoded = Buffer.alloc(HEAD_BYTES + entries.length * ENTRY_BYTES);
  encoded.writeUIntBE(nextSequence, 0, 6);
  entries.forEach((entry, index) => {
    const at = HEAD_BYTES + index * ENTRY_BYTES;
    encoded.writeUIntBE(entry.sequence, at, 6);
    encoded.writeUIntBE(entry.record, at + 6, 6);
    encoded.writeUInt32BE(entry.byteCount, at + 12);
    encoded.writeUIntBE(entry.expiresAt, at + 16, 6);
    encoded.writeUIntBE(entry.rememberUntil, at + 22, 6);
    encoded.set(decodeBase64url(entry.token) as Uint8Array, at + 28);
  });
  return new Uint8Array(encoded.buffer, encoded.byteOffset, encoded.length);
}

/** @throws Fault bug 'storage-box': it was sealed by a program of ours, so no other party is at fault */
export function decodeBox(record: Uint8Array): Box {
  const bytes = Buffer.from(record.buffer, record.byteOffset, record.length);
  if (bytes.length < HEAD_BYTES || (bytes.length - HEAD_BYTES) % ENTRY_BYTES !== 0)
    throw new Fault('bug', 'storage-box', 'the index of a mailbox is of another size');
  const entries: BoxEntry[] = [];
  for (let at = HEAD_BYTES; at < bytes.length; at += ENTRY_BYTES) {
    entries.push({
      sequence: bytes.readUIntBE(at, 6),
      record: bytes.readUIntBE(at + 6, 6),
      byteCount: bytes.readUInt32BE(at + 12),
      expiresAt: bytes.readUIntBE(at + 16, 6),
      rememberUntil: bytes.readUIntBE(at + 22, 6),
      token: encodeBase64url(bytes.subarray(at + 28, at + ENTRY_BYTES)),
    });
  }
  return { nextSequence: bytes.readUIntBE(0, 6), entries };
}
