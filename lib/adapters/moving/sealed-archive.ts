// Sealing and opening a Nucleus archive (docs/backup-format.md): Argon2id of the passphrase opens the content's key,
// which is drawn for each file.
import { argon2id } from 'hash-wasm';
import { concat, wipe } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { encodeUtf8, wellFormed } from '#bytes/utf8.ts';
import { type AeadKey, aeadKey } from '#crypto/keys.ts';
import type { Argon2Cost } from '#crypto/primitives.ts';
import { seal } from '#crypto/xchacha.ts';
import { type ArchiveRecord, readRecords, writeRecords } from '#logins/formats/nucleus/records.ts';
import {
  contentKey,
  openContent,
  type PassphraseWay,
  readArchiveHead,
  sealContent,
  wayContext,
  writeArchiveHead,
} from '#logins/formats/nucleus/sealed-file.ts';
import { type CostRefusal, costRefusal, type LongWork } from './long-work.ts';

const MOST_ARCHIVE_BYTES = 512 * 2 ** 20;

/** `unsupported`: it opens in another way than by a passphrase, which this program does not know. */
export type ArchiveOpening =
  | { readonly ok: true; readonly records: readonly ArchiveRecord[] }
  | {
      readonly ok: false;
      readonly refusal: 'damaged' | 'unknown-version' | 'unsupported' | 'wrong-secret' | 'too-large';
    }
  | CostRefusal;

/** Draws the salt (16), the content's key (32) and a nonce (24). @throws if there is no memory for the key */
export async function sealNucleusArchive(
  records: readonly ArchiveRecord[],
  passphrase: string,
  cost: Argon2Cost,
  entropy: Entropy,
): Promise<Uint8Array> {
  const { memoryKiB, passes, lanes } = cost;
  const way: PassphraseWay = { salt: entropy(16), memoryKiB, passes, lanes };
  const key = aeadKey(entropy(32));
  const derived = await deriveKey(passphrase, way);
  const head = writeArchiveHead(way, seal(derived, key, wayContext(way), entropy));
  const content = writeRecords(records);
  const file = concat(head, ...sealContent(key, head, content));
  wipe(derived, key, content);
  return file;
}

export async function openNucleusArchive(
  file: Uint8Array,
  passphrase: string,
  work: LongWork = {},
): Promise<ArchiveOpening> {
  const refused = (refusal: (ArchiveOpening & { ok: false })['refusal']) => ({ ok: false, refusal }) as ArchiveOpening;
  if (file.length > MOST_ARCHIVE_BYTES) return refused('too-large');
  const reading = readArchiveHead(file);
  if (!reading.ok) return reading;
  const { passphrase: way, bytes: head } = reading.head;
  if (way === null) return refused('unsupported');
  if (way.passes === 0 || way.lanes === 0 || way.memoryKiB < 8 * way.lanes) return refused('damaged');
  const tooDear = costRefusal({ kdf: 'argon2id', ...way }, work);
  if (tooDear !== null) return tooDear;
  // Nobody's: hash-wasm derives nothing from it.
  if (passphrase === '') return refused('wrong-secret');
  work.onProgress?.({ step: 'deriving', part: null });
  const derived = await deriveKey(passphrase, way).catch(() => null);
  if (derived === null) return refused('too-costly');
  const key = contentKey(reading.head, derived);
  wipe(derived);
  if (key === null) return refused('wrong-secret');
  const content = openContent(key, head, file.subarray(head.length));
  wipe(key);
  const records = content === null ? null : readRecords(content);
  return records === null ? refused('damaged') : { ok: true, records };
}

/** In one form of Unicode, as the vault takes a passphrase: the same one typed elsewhere may come in another. */
async function deriveKey(passphrase: string, { salt, memoryKiB, passes, lanes }: PassphraseWay): Promise<AeadKey> {
  const password = encodeUtf8(wellFormed(passphrase).normalize('NFKC'));
  const cost = { iterations: passes, memorySize: memoryKiB, parallelism: lanes, hashLength: 32 };
  const derived = await argon2id({ password, salt, ...cost, outputType: 'binary' });
  wipe(password);
  return aeadKey(derived);
}
