// Records at rest: what every Store adapter does to a record before it meets a disk, and after.
// Readable stay: names of kinds, how many records each has, their lengths in steps of a bucket, their version. A row
// deleted or put back as it was earlier is not noticed.
import type { Brand } from '#bytes/brand.ts';
import { ascii, concat, wipe } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { decodeUtf8, encodeUtf8 } from '#bytes/utf8.ts';
import { hkdfExpand, hkdfExtract, hmacSha256 } from '#crypto/hash.ts';
import { requireLength } from '#crypto/length.ts';
import { provider } from '#crypto/provider.ts';
import type { OpenedRecord, RecordKind } from './store.ts';

/** 32 random bytes from which every key at rest is derived. */
export type VaultKey = Brand<Uint8Array, 'VaultKey'>;

/** Names 32 bytes a vault key; does not copy. @throws Fault malformed `vault-key-length` */
export function vaultKey(bytes: Uint8Array): VaultKey {
  requireLength(bytes, 32, 'vault-key');
  return bytes as VaultKey;
}

const ROW_KEY_BYTES = 16;
const NONCE_BYTES = 24;
const TAG_BYTES = 16;
/**
 * A blinding takes 5 µs in Chromium's worker and 50 in Firefox's, and a step locates each record two or three times.
 */
const REMEMBERED_KEYS = 4096;
const SMALLEST_ROW = 1 + NONCE_BYTES + TAG_BYTES;
const FRAME_BYTES = 6;

interface KindKeys {
  readonly seal: Uint8Array;
  readonly prefix: Uint8Array;
}

/**
 * The keys under which one vault's records lie. They are wiped by `close`, after which nothing is named, sealed or
 * opened.
 */
export class RecordKeys {
  readonly #root: Uint8Array;
  readonly #blind: Uint8Array;
  readonly #blinded = new Map<string, Uint8Array>();
  readonly #kinds = new Map<string, KindKeys>();
  #closed = false;

  constructor(key: VaultKey) {
    this.#root = hkdfExtract(key, ascii('nucleus/records/1'));
    this.#blind = hkdfExpand(this.#root, ascii('blind'), 32);
  }

  /**
   * The key of the record in its database, the same for the same id for ever: HMAC-SHA256(blinding key, kind ‖ 0 ‖ id),
   * cut to 16 bytes. Not to be changed.
   */
  blind(kind: RecordKind<any>, id: string): Uint8Array {
    const { prefix } = this.#of(kind);
    const name = `${kind.name}/${id}`;
    let key = this.#blinded.get(name);
    if (key === undefined) {
      key = hmacSha256(this.#blind, concat(prefix, encodeUtf8(id))).slice(0, ROW_KEY_BYTES);
      if (this.#blinded.size >= REMEMBERED_KEYS) this.#blinded.clear();
      this.#blinded.set(name, key);
    }
    return key;
  }

  /**
   * A row is version (1) ‖ nonce (24) ‖ XChaCha20-Poly1305(id length (2) ‖ id ‖ value length (4) ‖ value ‖ zeros) under
   * a key of its kind. Kind, version and row key are associated data, so that a row moved, swapped or relabelled does
   * not open. Draws 24 bytes.
   * @param encoded a value in `kind.format`
   * @returns a row that owns its whole buffer
   */
  sealRecord(kind: RecordKind<any>, key: Uint8Array, id: string, encoded: Uint8Array, entropy: Entropy): Uint8Array {
    return this.sealOpened(kind, key, { id, version: kind.version, encoded }, entropy);
  }

  /** The same for a record that another vault key opened, in the version in which it was sealed there. */
  sealOpened(
    kind: RecordKind<any>,
    key: Uint8Array,
    { id, version, encoded }: OpenedRecord,
    entropy: Entropy,
  ): Uint8Array {
    const { seal, prefix } = this.#of(kind);
    const idBytes = encodeUtf8(id);
    const plaintext = new Uint8Array(paddedLength(FRAME_BYTES + idBytes.length + encoded.length));
    const view = new DataView(plaintext.buffer);
    view.setUint16(0, idBytes.length);
    plaintext.set(idBytes, 2);
    view.setUint32(2 + idBytes.length, encoded.length);
    plaintext.set(encoded, FRAME_BYTES + idBytes.length);
    const nonce = entropy(NONCE_BYTES);
    const sealed = provider().aead.seal(seal, nonce, plaintext, associatedData(prefix, version, key));
    wipe(plaintext);
    const row = new Uint8Array(1 + NONCE_BYTES + sealed.length);
    row[0] = version;
    row.set(nonce, 1);
    row.set(sealed, 1 + NONCE_BYTES);
    return row;
  }

  /**
   * @throws Fault untrusted `record-forged`, bug `record-newer` (sealed by a later program: it must not be replaced)
   */
  openRecord(kind: RecordKind<any>, key: Uint8Array, row: Uint8Array): OpenedRecord {
    const { seal, prefix } = this.#of(kind);
    if (row.length < SMALLEST_ROW) throw forged(kind);
    const version = row[0] as number;
    const nonce = row.subarray(1, 1 + NONCE_BYTES);
    const sealed = row.subarray(1 + NONCE_BYTES);
    const plaintext = provider().aead.open(seal, nonce, sealed, associatedData(prefix, version, key));
    if (plaintext === null) throw forged(kind);
    if (version > kind.version) throw newer(kind.name);
    const view = new DataView(plaintext.buffer, plaintext.byteOffset, plaintext.length);
    const idLength = view.getUint16(0);
    const start = FRAME_BYTES + idLength;
    const id = decodeUtf8(plaintext.subarray(2, 2 + idLength)) as string;
    return { id, version, encoded: plaintext.subarray(start, start + view.getUint32(2 + idLength)) };
  }

  close(): void {
    this.#closed = true;
    this.#blinded.clear();
    wipe(this.#root, this.#blind);
    for (const { seal } of this.#kinds.values()) wipe(seal);
  }

  /** @throws Fault locked `store-closed`: wiped keys are all zero, and sealing with them would publish the record */
  requireOpen(): void {
    if (this.#closed) throw new Fault('locked', 'store-closed', 'the store is closed');
  }

  #of(kind: RecordKind<any>): KindKeys {
    this.requireOpen();
    let keys = this.#kinds.get(kind.name);
    if (keys === undefined) {
      const name = ascii(kind.name);
      keys = {
        seal: hkdfExpand(this.#root, concat(ascii('seal/'), name), 32),
        prefix: concat(name, new Uint8Array(1)),
      };
      this.#kinds.set(kind.name, keys);
    }
    return keys;
  }
}

/** Today's value of an opened record. @throws Fault bug `record-undecodable` (we sealed what we cannot read) */
export function decodeRecord<T>(kind: RecordKind<T>, { version, encoded }: OpenedRecord): T {
  const upgrade = kind.upgrades[version];
  if (version !== kind.version && upgrade === undefined)
    throw new Fault('bug', 'record-undecodable', `${kind.name}: no upgrade from version ${version}`);
  try {
    return version !== kind.version && upgrade !== undefined ? upgrade(encoded) : kind.format.decode(encoded);
  } catch (cause) {
    throw new Fault('bug', 'record-undecodable', `${kind.name}: version ${version} does not decode`, cause);
  }
}

export const newer = (kindName: string): Fault =>
  new Fault('bug', 'record-newer', `${kindName}: written by a later version of the program`);

const forged = (kind: RecordKind<any>): Fault =>
  new Fault('untrusted', 'record-forged', `${kind.name}: a row does not open under this vault`);

function associatedData(prefix: Uint8Array, version: number, key: Uint8Array): Uint8Array {
  const data = new Uint8Array(prefix.length + 1 + key.length);
  data.set(prefix);
  data[prefix.length] = version;
  data.set(key, prefix.length + 1);
  return data;
}

/**
 * Buckets of 64 bytes up to 2 KiB, then of a 32nd to a 16th of the size: a length tells little of a name or a password.
 * It costs 32 bytes a record on average while records are small, and at most 6 % once they are not.
 */
export function paddedLength(length: number): number {
  const bucket = Math.max(64, 2 ** (Math.floor(Math.log2(Math.max(length, 1))) - 4));
  return Math.ceil(length / bucket) * bucket;
}

/** The row key of the store's mark, outside of what blinding makes: found with any vault key, opened with one. */
export const MARK_KEY = new Uint8Array(ROW_KEY_BYTES);
