// HPKE, RFC 9180, base mode, one message per encapsulation (section 6.1). Two suites, both with HKDF-SHA256 (0x0001)
// and ChaCha20-Poly1305 (0x0003): `x25519` is DHKEM(X25519, HKDF-SHA256) (0x0020), `xwing` is X-Wing (0x647a,
// draft-connolly-cfrg-xwing-kem, which draft-ietf-hpke-pq names MLKEM768-X25519). Sealed form: enc ‖ ciphertext ‖ tag.
// The sender is not authenticated: sign inside.

import { ascii, concat, wipe } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { hkdfExpand, hkdfExtract } from './hash.ts';
import type { AgreePublicKey, AgreeSecretKey, SealPublicKey, SealSecretKey } from './keys.ts';
import { requireLength } from './length.ts';
import { provider } from './provider.ts';

export type HpkeSuite = 'x25519' | 'xwing';
export type HpkePublicKey = { readonly x25519: AgreePublicKey; readonly xwing: SealPublicKey };
export type HpkeSecretKey = { readonly x25519: AgreeSecretKey; readonly xwing: SealSecretKey };

/** Bytes that sealing adds: enc (32 or 1120) and the tag (16). */
export const HPKE_OVERHEAD = { x25519: 48, xwing: 1136 } as const;

const TAG_LENGTH = 16;
const EMPTY = new Uint8Array(0);
const MODE_BASE = new Uint8Array([0x00]);

/** A key encapsulation of section 4: its labels for the key schedule, Encap with the randomness given, Decap. */
interface Kem {
  readonly schedule: ScheduleLabels;
  /** Draws 32 (x25519) or 64 (xwing) bytes. */
  encapsulate(publicKey: Uint8Array, entropy: Entropy): { enc: Uint8Array; secret: Uint8Array };
  decapsulate(secretKey: Uint8Array, enc: Uint8Array): Uint8Array;
}

/**
 * SealBase. Draws 32 bytes (x25519, used as the ephemeral secret key) or 64 (xwing).
 * @throws Fault malformed or untrusted if the public key is not one: see the provider's codes
 */
export function hpkeSeal<Suite extends HpkeSuite>(
  suite: Suite,
  publicKey: HpkePublicKey[Suite],
  info: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
  entropy: Entropy,
): Uint8Array {
  const kem = KEMS[suite];
  const { enc, secret } = kem.encapsulate(publicKey, entropy);
  const { key, nonce } = schedule(kem.schedule, secret, info);
  const ciphertext = provider().chacha20poly1305.seal(key, nonce, plaintext, aad);
  wipe(secret, key);
  return concat(enc, ciphertext);
}

/**
 * OpenBase. Null if the bytes are too short, the encapsulation is not one, or the tag does not hold.
 * @throws Fault malformed if the secret key has the wrong length
 */
export function hpkeOpen<Suite extends HpkeSuite>(
  suite: Suite,
  secretKey: HpkeSecretKey[Suite],
  info: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | null {
  requireLength(secretKey, 32, `${suite}-secret-key`);
  const kem = KEMS[suite];
  const encLength = HPKE_OVERHEAD[suite] - TAG_LENGTH;
  const secret = decapsulated(kem, secretKey, sealed.subarray(0, encLength));
  if (secret === null) return null;
  const { key, nonce } = schedule(kem.schedule, secret, info);
  const plaintext = provider().chacha20poly1305.open(key, nonce, sealed.subarray(encLength), aad);
  wipe(secret, key);
  return plaintext;
}

function decapsulated(kem: Kem, secretKey: Uint8Array, enc: Uint8Array): Uint8Array | null {
  try {
    return kem.decapsulate(secretKey, enc);
  } catch (error) {
    // The secret key's length is right by now: `enc` is too short, or an X25519 point of low order.
    if (error instanceof Fault) return null;
    throw error;
  }
}

/** "HPKE-v1" ‖ suite_id ‖ label: the beginning of every labelled step, written out once. */
const labelled = (suiteId: Uint8Array, label: string): Uint8Array => concat(ascii('HPKE-v1'), suiteId, ascii(label));

/** Section 4.1: DHKEM with X25519. */
const DHKEM_SUITE_ID = concat(ascii('KEM'), new Uint8Array([0x00, 0x20]));
const EAE_PRK = labelled(DHKEM_SUITE_ID, 'eae_prk');
const SHARED_SECRET = labelled(DHKEM_SUITE_ID, 'shared_secret');
const x25519: Kem = {
  schedule: labelsOf(0x0020),
  encapsulate(publicKey, entropy) {
    const ephemeral = entropy(32);
    const dh = provider().x25519.shared(ephemeral, publicKey);
    const enc = provider().x25519.publicKey(ephemeral);
    wipe(ephemeral);
    return { enc, secret: extractAndExpand(dh, concat(enc, publicKey)) };
  },
  decapsulate(secretKey, enc) {
    const dh = provider().x25519.shared(secretKey, enc);
    return extractAndExpand(dh, concat(enc, provider().x25519.publicKey(secretKey)));
  },
};

/** X-Wing meets the interface of section 4 as it is: its secret already binds ciphertext and public key. */
const xwing: Kem = {
  schedule: labelsOf(0x647a),
  encapsulate(publicKey, entropy) {
    const { ciphertext, secret } = provider().xwing.encapsulate(publicKey, entropy(64));
    return { enc: ciphertext, secret };
  },
  decapsulate: (secretKey, enc) => provider().xwing.decapsulate(secretKey, enc),
};

const KEMS: { readonly [Suite in HpkeSuite]: Kem } = { x25519, xwing };

/** ExtractAndExpand, section 4.1. */
function extractAndExpand(dh: Uint8Array, kemContext: Uint8Array): Uint8Array {
  const prk = labeledExtract(EAE_PRK, EMPTY, dh);
  wipe(dh);
  return labeledExpand(SHARED_SECRET, prk, kemContext, 32);
}

/** The beginning of KeySchedule's steps, for one suite. */
interface ScheduleLabels {
  readonly pskIdHash: Uint8Array;
  readonly infoHash: Uint8Array;
  readonly secret: Uint8Array;
  readonly key: Uint8Array;
  readonly baseNonce: Uint8Array;
}

function labelsOf(kemId: number): ScheduleLabels {
  // "HPKE" ‖ kem_id ‖ kdf_id ‖ aead_id, section 5.1.
  const suiteId = concat(ascii('HPKE'), new Uint8Array([kemId >> 8, kemId & 0xff, 0x00, 0x01, 0x00, 0x03]));
  return {
    pskIdHash: labelled(suiteId, 'psk_id_hash'),
    infoHash: labelled(suiteId, 'info_hash'),
    secret: labelled(suiteId, 'secret'),
    key: labelled(suiteId, 'key'),
    baseNonce: labelled(suiteId, 'base_nonce'),
  };
}

/** KeySchedule, section 5.1, mode_base: no pre-shared key, so psk and psk_id are empty. */
function schedule(
  labels: ScheduleLabels,
  sharedSecret: Uint8Array,
  info: Uint8Array,
): { key: Uint8Array; nonce: Uint8Array } {
  const context = contextOf(labels, info);
  const secret = labeledExtract(labels.secret, sharedSecret, EMPTY);
  return {
    key: labeledExpand(labels.key, secret, context, 32),
    // The sequence number of the only message is 0, so its nonce is base_nonce itself (section 5.2).
    nonce: labeledExpand(labels.baseNonce, secret, context, 12),
  };
}

/** Kept for as long as the caller keeps the array, which must not change. */
const contexts = new WeakMap<Uint8Array, { readonly labels: ScheduleLabels; readonly context: Uint8Array }>();

/** key_schedule_context: it follows from suite and info, which are mostly those of the last time. */
function contextOf(labels: ScheduleLabels, info: Uint8Array): Uint8Array {
  const kept = contexts.get(info);
  if (kept?.labels === labels) return kept.context;
  const pskIdHash = labeledExtract(labels.pskIdHash, EMPTY, EMPTY);
  const context = concat(MODE_BASE, pskIdHash, labeledExtract(labels.infoHash, EMPTY, info));
  contexts.set(info, { labels, context });
  return context;
}

/** LabeledExtract, section 4. */
function labeledExtract(label: Uint8Array, salt: Uint8Array, ikm: Uint8Array): Uint8Array {
  return hkdfExtract(concat(label, ikm), salt);
}

/** LabeledExpand, section 4. */
function labeledExpand(label: Uint8Array, prk: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  return hkdfExpand(prk, concat(new Uint8Array([length >> 8, length & 0xff]), label, info), length);
}
