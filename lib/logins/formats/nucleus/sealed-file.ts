// The outside of a Nucleus archive (docs/backup-format.md): a head that is readable without a secret, and says how the
// content's key is had; behind it the content, sealed in parts by STREAM. The head is associated data of every part.
import { ascii, concat, equal } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { type AeadKey, aeadKey } from '#crypto/keys.ts';
import { openStreamPart, STREAM_OVERHEAD, sealStreamPart } from '#crypto/stream.ts';
import { open, SEAL_OVERHEAD } from '#crypto/xchacha.ts';
import { blob, bytes, list, part, struct, u8, u16, u32, type ValueOf } from '#wire/format.ts';

const MAGIC = ascii('nucleus archive\n');
const VERSION = 1;
const HEAD_START = MAGIC.length + 1;
const PART_BYTES = 65_536;

/** Ways to the content's key. Append only: a reader goes past those that it does not know. */
const WAY = { passphrase: 1 } as const;

const head = part(
  'archive head',
  4096,
  struct({
    /** Each holds the content's key, sealed under a key that is had in another way. */
    ways: list(8, struct({ way: u8, parameters: blob(256), sealedKey: blob(256) })),
  }),
);

/** Argon2id, RFC 9106, version 0x13. */
const passphraseWay = part(
  'archive passphrase',
  23,
  struct({ salt: bytes(16), memoryKiB: u32, passes: u16, lanes: u8 }),
);
export type PassphraseWay = ValueOf<typeof passphraseWay>;

export interface ArchiveHead {
  /** As it stands in the file, from its first byte. */
  readonly bytes: Uint8Array;
  /** Null: it opens in other ways only. */
  readonly passphrase: PassphraseWay | null;
  readonly sealedKey: Uint8Array;
}

export type HeadReading =
  | { readonly ok: true; readonly head: ArchiveHead }
  | { readonly ok: false; readonly refusal: 'damaged' | 'unknown-version' };

/** Whether these are the first bytes of an archive, of whatever version. */
export const isNucleusArchive = (file: Uint8Array): boolean => equal(file.subarray(0, MAGIC.length), MAGIC);

/** Costs no work: `passphrase` says how much opening will. */
export function readArchiveHead(file: Uint8Array): HeadReading {
  const version = file[MAGIC.length] ?? 0;
  if (version > VERSION) return { ok: false, refusal: 'unknown-version' };
  const damaged = { ok: false, refusal: 'damaged' } as const;
  if (!isNucleusArchive(file) || version === 0 || file.length < HEAD_START + 2) return damaged;
  const length = ((file[HEAD_START] as number) << 8) | (file[HEAD_START + 1] as number);
  const end = HEAD_START + 2 + length;
  if (end > file.length) return damaged;
  try {
    const { ways } = head.decode(file.subarray(HEAD_START + 2, end));
    const way = ways.find(({ way }) => way === WAY.passphrase);
    const passphrase = way === undefined ? null : passphraseWay.decode(way.parameters);
    const sealedKey = way?.sealedKey ?? new Uint8Array();
    return { ok: true, head: { bytes: file.subarray(0, end), passphrase, sealedKey } };
  } catch (error) {
    if (error instanceof Fault) return damaged;
    throw error;
  }
}

/** What the content's key is sealed with beside: so another cost or salt is another key's. */
export const wayContext = (way: PassphraseWay): Uint8Array =>
  concat(MAGIC, Uint8Array.of(VERSION, WAY.passphrase), passphraseWay.encode(way));

export function writeArchiveHead(way: PassphraseWay, sealedKey: Uint8Array): Uint8Array {
  const parameters = passphraseWay.encode(way);
  const body = head.encode({ ways: [{ way: WAY.passphrase, parameters, sealedKey }] });
  return concat(MAGIC, Uint8Array.of(VERSION, body.length >> 8, body.length & 0xff), body);
}

/** Null: the passphrase is another one, or the head was changed. */
export function contentKey({ passphrase, sealedKey }: ArchiveHead, derived: AeadKey): AeadKey | null {
  if (passphrase === null || sealedKey.length !== SEAL_OVERHEAD + 32) return null;
  const key = open(derived, sealedKey, wayContext(passphrase));
  return key === null ? null : aeadKey(key);
}

/** Every part but the last is full; content of no bytes is one empty part. */
export function sealContent(key: AeadKey, headBytes: Uint8Array, content: Uint8Array): Uint8Array[] {
  const count = Math.max(1, Math.ceil(content.length / PART_BYTES));
  return Array.from({ length: count }, (_, at) => {
    const piece = content.subarray(at * PART_BYTES, (at + 1) * PART_BYTES);
    return sealStreamPart(key, at, at === count - 1, piece, headBytes);
  });
}

/** Null: it was cut, changed, or put in another order. */
export function openContent(key: AeadKey, headBytes: Uint8Array, sealed: Uint8Array): Uint8Array | null {
  const full = PART_BYTES + STREAM_OVERHEAD;
  const count = Math.max(1, Math.ceil(sealed.length / full));
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < count; at++) {
    const piece = openStreamPart(key, at, at === count - 1, sealed.subarray(at * full, (at + 1) * full), headBytes);
    if (piece === null) return null;
    pieces.push(piece);
  }
  return concat(...pieces);
}
