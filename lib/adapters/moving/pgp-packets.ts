// OpenPGP messages as bytes (RFC 9580): armour off, then packets. Lengths are bounds into the bytes that are there, and
// every packet is returned whole, partial lengths joined.
import { concat } from '#bytes/bytes.ts';

export interface PgpPacket {
  readonly tag: number;
  readonly body: Uint8Array;
}

/** The packets' names of which messages under a passphrase are made (section 5). */
export const PGP_TAG = {
  sessionKeyOfPublicKey: 1,
  sessionKeyOfPassphrase: 3,
  compressed: 8,
  unprotected: 9,
  literal: 11,
  protected: 18,
} as const;

/** A message has a handful; a few bytes each, and packed, millions of them would fit into a small file. */
const MOST_PACKETS = 1000;
/** Of one packet: half a gigabyte in the smallest that programs write. */
const MOST_PARTS = 2 ** 20;

const BEGIN = '-----BEGIN PGP MESSAGE-----';
const END = '-----END PGP MESSAGE-----';

/** Whether these bytes may be an OpenPGP message: armoured, or a packet that such a message begins with. */
export function isPgpMessage(bytes: Uint8Array): boolean {
  if (isArmoured(bytes)) return true;
  const first = packetsOf(bytes.subarray(0, 1024), true)?.[0];
  return first?.tag === PGP_TAG.sessionKeyOfPassphrase && first.body[0] === 4;
}

const lettersOf = (bytes: Uint8Array): string => new TextDecoder('windows-1252').decode(bytes);

const isArmoured = (bytes: Uint8Array): boolean => lettersOf(bytes.subarray(0, 128)).trimStart().startsWith(BEGIN);

/** The bytes inside the armour (section 6); as they are, if there is none; null: the armour is broken. */
export function withoutArmour(bytes: Uint8Array): Uint8Array | null {
  if (!isArmoured(bytes)) return bytes;
  const lines = lettersOf(bytes).trimStart().split(/\r?\n/);
  const empty = lines.findIndex((line) => line.trim() === '');
  const end = lines.indexOf(END);
  if (empty < 0 || end < empty) return null;
  // The checksum before the end is optional, and the digest inside says more (section 6.1).
  const base64 = lines.slice(empty + 1, end).filter((line) => !line.startsWith('='));
  try {
    return Uint8Array.from(atob(base64.join('')), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

/** All packets; null: they are cut off or have no form. `isBeginning`: the last may be cut off. */
export function packetsOf(bytes: Uint8Array, isBeginning = false): PgpPacket[] | null {
  const packets: PgpPacket[] = [];
  for (let at = 0; at < bytes.length; ) {
    const found = packetAt(bytes, at);
    if (found === null) return isBeginning && packets.length > 0 ? packets : null;
    packets.push(found.packet);
    if (packets.length > MOST_PACKETS) return null;
    at = found.next;
  }
  return packets;
}

interface Extent {
  readonly from: number;
  readonly length: number;
  readonly isPartial: boolean;
}

function packetAt(bytes: Uint8Array, start: number): { packet: PgpPacket; next: number } | null {
  const head = bytes[start] as number;
  if ((head & 0x80) === 0) return null;
  const isNew = (head & 0x40) !== 0;
  const tag = isNew ? head & 0x3f : (head >> 2) & 0x0f;
  const parts: Uint8Array[] = [];
  for (let at = start + 1; ; ) {
    const extent = isNew ? extentAt(bytes, at) : oldExtentAt(bytes, at, head & 3);
    if (extent === null || extent.from + extent.length > bytes.length || parts.length > MOST_PARTS) return null;
    const next = extent.from + extent.length;
    parts.push(bytes.subarray(extent.from, next));
    if (!extent.isPartial)
      return { packet: { tag, body: parts.length === 1 ? (parts[0] as Uint8Array) : concat(...parts) }, next };
    at = next;
  }
}

/** Section 4.2.1. */
function extentAt(bytes: Uint8Array, at: number): Extent | null {
  const first = bytes[at];
  if (first === undefined) return null;
  if (first < 192) return { from: at + 1, length: first, isPartial: false };
  if (first < 224) return { from: at + 2, length: ((first - 192) << 8) + (bytes[at + 1] ?? 0) + 192, isPartial: false };
  if (first < 255) return { from: at + 1, length: 2 ** (first & 0x1f), isPartial: true };
  return { from: at + 5, length: numberAt(bytes, at + 1, 4), isPartial: false };
}

/** Section 4.2.2: packets of old, of one, two or four bytes of length, or to the end. */
function oldExtentAt(bytes: Uint8Array, at: number, kind: number): Extent {
  if (kind === 3) return { from: at, length: bytes.length - at, isPartial: false };
  return { from: at + 2 ** kind, length: numberAt(bytes, at, 2 ** kind), isPartial: false };
}

/** Bytes past the end count as 0: the extent then ends behind the bytes, which is refused. */
function numberAt(bytes: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let index = 0; index < length; index++) value = value * 256 + (bytes[at + index] ?? 0);
  return value;
}
