// OpenPGP messages under a passphrase, as Proton Pass encrypts its exports (RFC 9580): AES in CFB, protected by the
// digest inside. Only opened, never written. Our own reader: docs/decisions says why.
import { cfb } from '@noble/ciphers/aes.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { equal } from '#bytes/bytes.ts';
import { inflateWithin } from './inflate.ts';
import { type CostRefusal, costRefusal, type LongWork } from './long-work.ts';
import type { KeyWork } from './opening-cost.ts';
import { PGP_TAG, packetsOf, withoutArmour } from './pgp-packets.ts';
import { argon2WorkOf, sessionKeyOf } from './pgp-passphrase.ts';

/** `unsupported`: a message of another sort, for a key or by a newer method; `gpg --decrypt` may open it. */
export type PgpRefusal = 'no-message' | 'wrong-passphrase' | 'damaged' | 'unsupported' | 'too-large' | 'too-costly';

export type PgpOutcome =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly refusal: PgpRefusal }
  | CostRefusal;

export const PGP_BOUNDS = { bytes: 512 * 2 ** 20, inflatedBytes: 512 * 2 ** 20 };

const BLOCK = 16;
const DIGEST = 20;
/** A compressed message in a compressed one is nobody's; more of them are a bomb. */
const MOST_LAYERS = 2;

/** The content of a message, armoured or not. Takes a second: the passphrase is made dear on purpose. */
export async function openPgpMessage(
  bytes: Uint8Array,
  passphrase: string,
  work: LongWork = {},
  bounds = PGP_BOUNDS,
): Promise<PgpOutcome> {
  if (bytes.length > bounds.bytes) return refused('too-large');
  const raw = withoutArmour(bytes);
  const packets = raw === null ? null : packetsOf(raw);
  if (packets === null) return refused('damaged');
  const sealed = packets.find(({ tag }) => tag === PGP_TAG.protected || tag === PGP_TAG.unprotected);
  const keys = packets.filter(({ tag }) => tag === PGP_TAG.sessionKeyOfPassphrase);
  if (sealed === undefined) return refused('no-message');
  // Without the digest inside anybody may have changed it; and without a passphrase it is for a key that is elsewhere.
  if (sealed.tag === PGP_TAG.unprotected || sealed.body[0] !== 1 || keys.length === 0) return refused('unsupported');
  // Several passphrases may open a message; more than a few would only cost time.
  const tried = keys.slice(0, 4);
  const tooDear = costOf(tried.map(({ body }) => body));
  const refusedForCost = tooDear === null ? null : costRefusal(tooDear, work);
  if (refusedForCost !== null) return refusedForCost;
  work.onProgress?.({ step: 'deriving', part: null });
  let refusal: PgpRefusal = 'unsupported';
  for (const { body } of tried) {
    const key = await sessionKeyOf(body, passphrase);
    const opened = typeof key === 'string' ? key : unprotect(sealed.body.subarray(1), key);
    if (typeof opened !== 'string') return contentOf(opened, bounds.inflatedBytes);
    if (refusal === 'unsupported' || opened === 'damaged') refusal = opened;
  }
  return refused(refusal);
}

/** Of all packets together: each may be tried. Hashing, at most 65 MB of it, is nothing that anybody is asked for. */
function costOf(packets: readonly Uint8Array[]): KeyWork | null {
  const works = packets.flatMap((packet) => argon2WorkOf(packet) ?? []);
  if (works.length === 0) return null;
  const most = (of: (work: (typeof works)[number]) => number): number => Math.max(...works.map(of));
  const memoryKiB = most((work) => work.memoryKiB);
  const passes = works.reduce((sum, work) => sum + (work.passes * work.memoryKiB) / memoryKiB, 0);
  return { kdf: 'argon2id', memoryKiB, passes, lanes: most((work) => work.lanes) };
}

const refused = (refusal: PgpRefusal): PgpOutcome => ({ ok: false, refusal });

/** Section 5.13.1. */
function unprotect(sealed: Uint8Array, key: Uint8Array): Uint8Array | 'wrong-passphrase' | 'damaged' {
  if (sealed.length < BLOCK + 2 + 2 + DIGEST) return 'damaged';
  const opened = cfb(key, new Uint8Array(BLOCK)).decrypt(sealed);
  // Two bytes said twice tell a wrong key from damage, in all but one of 65,536 cases. Nobody is told from afar.
  if (opened[BLOCK - 2] !== opened[BLOCK] || opened[BLOCK - 1] !== opened[BLOCK + 1]) return 'wrong-passphrase';
  const digested = opened.length - DIGEST;
  const isWhole = opened[digested - 2] === 0xd3 && opened[digested - 1] === DIGEST;
  if (!isWhole || !equal(sha1(opened.subarray(0, digested)), opened.subarray(digested))) return 'damaged';
  return opened.subarray(BLOCK + 2, digested - 2);
}

function contentOf(opened: Uint8Array, mostBytes: number): PgpOutcome {
  let bytes = opened;
  for (let layer = 0; layer <= MOST_LAYERS; layer++) {
    const packets = packetsOf(bytes);
    if (packets === null) return refused('damaged');
    const literal = packets.find(({ tag }) => tag === PGP_TAG.literal);
    // Its format, its name, and when it was made stand before its bytes (section 5.9).
    if (literal !== undefined) return { ok: true, bytes: literal.body.subarray(6 + (literal.body[1] ?? 0)) };
    const compressed = packets.find(({ tag }) => tag === PGP_TAG.compressed);
    if (compressed === undefined) return refused('no-message');
    const inflated = decompressed(compressed.body, mostBytes);
    if (typeof inflated === 'string') return refused(inflated);
    bytes = inflated;
  }
  return refused('damaged');
}

/** Section 5.6: as it is, deflate, or deflate in two bytes before and four after. */
function decompressed(body: Uint8Array, mostBytes: number): Uint8Array | 'too-large' | 'damaged' | 'unsupported' {
  if (body[0] === 0) return body.subarray(1);
  if (body[0] === 1) return inflateWithin(body.subarray(1), mostBytes);
  return body[0] === 2 ? inflateWithin(body.subarray(3, -4), mostBytes) : 'unsupported';
}
