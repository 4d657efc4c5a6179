// Shaking hands anew in a relationship that stands (docs/protocol/reset.md): one end, which must not send under its
// ratchet any more, gives fresh prekeys and addresses; the other answers as an acceptor answers an invitation. Here are
// the messages and their keys; how an end goes on by them is in shaking-anew.ts.
import { ascii, compare, concat, equal, wipe } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { agree } from '#crypto/agree.ts';
import { hkdfSha256, sha256 } from '#crypto/hash.ts';
import {
  type AgreeKeyPair,
  aeadKey,
  agreePublicKey,
  createAeadKey,
  createAgreeKeyPair,
  createKemKeyPair,
  type KemSeed,
  signPublicKey,
} from '#crypto/keys.ts';
import { sign, verify } from '#crypto/sign.ts';
import { open, SEAL_OVERHEAD, seal } from '#crypto/xchacha.ts';
import type { Handshake } from '#wire/handshake.ts';
import { type Identity, identity } from '#wire/identity.ts';
import { type Reset, reset as resetFormat, resetStatement } from '#wire/reset.ts';
import { ENVELOPE_BYTES } from '#wire/sizes.ts';
import { pad, unpad } from '../base/padding.ts';
import { acceptHandshake, answerHandshake, type SharedSecret, type Use } from './handshake.ts';
import type { IdentitySecrets } from './identity.ts';

const CONTEXT = 'nucleus/reset/1';
const KEY = ascii('nucleus/reset-key/1');
const CLASSIC_KEY = ascii('nucleus/reset-key-classic/1');
const ENVELOPE = ascii('nucleus/reset-envelope/1');
const INFO = ascii('Nucleus_CURVE25519_SHA-256_ML-KEM-768/reset/1');

/** Both ends of a relationship, as one of them knows them. */
export interface Ends {
  readonly secrets: IdentitySecrets;
  readonly identity: Identity;
  readonly theirs: Identity;
}

/** Of the handshake that began the relationship: both ends keep it for as long as the relationship lasts. */
export function resetKeyOf({ secret, associatedData }: SharedSecret): Uint8Array {
  return hkdfSha256(secret, associatedData, KEY, 32);
}

/**
 * For a relationship whose first secret was not kept: from the identities alone, so it hides less from a thief of them
 * and nothing from who breaks X25519. @throws Fault untrusted 'x25519-low-order'
 */
export function classicResetKey({ secrets, identity: mine, theirs }: Ends): Uint8Array {
  const [first, second] = compare(mine.sign, theirs.sign) <= 0 ? [mine, theirs] : [theirs, mine];
  const both = sha256(concat(identity.encode(first), identity.encode(second)));
  const shared = agree(secrets.agreeSecret, agreePublicKey(theirs.agree));
  const made = hkdfSha256(shared, both, CLASSIC_KEY, 32);
  wipe(shared);
  return made;
}

export interface ResetSecrets {
  readonly prekey: AgreeKeyPair;
  readonly kemSeed: KemSeed;
}

/** Draws 128 bytes. `digest` names the reset. */
export function createReset(
  { secrets, identity: from, theirs: to }: Ends,
  terms: Pick<Reset, 'clock' | 'addresses' | 'longTerm'>,
  entropy: Entropy,
): { encoded: Uint8Array; digest: Uint8Array; secrets: ResetSecrets } {
  const prekey = createAgreeKeyPair(entropy);
  const kem = createKemKeyPair(entropy);
  const envelopeKey = createAeadKey(entropy);
  const statement = { from, to, prekey: prekey.publicKey, kemPrekey: kem.publicKey, envelopeKey, ...terms };
  const signature = sign(secrets.signSeed, CONTEXT, resetStatement.encode(statement));
  const encoded = resetFormat.encode({ ...statement, signature });
  return { encoded, digest: sha256(encoded), secrets: { prekey, kemSeed: kem.seed } };
}

/** To all who lack the key an envelope like any other. Draws 24 bytes. */
export function sealReset(resetKey: Uint8Array, encoded: Uint8Array, entropy: Entropy): Uint8Array {
  return seal(aeadKey(resetKey), pad(encoded, ENVELOPE_BYTES.small - SEAL_OVERHEAD), ENVELOPE, entropy);
}

/** The reset in an envelope, if it is one for this end and its sender's identity signed it; else null. */
export function openReset(
  resetKey: Uint8Array,
  { identity: mine, theirs }: Ends,
  envelope: Uint8Array,
): { reset: Reset; digest: Uint8Array } | null {
  if (envelope.length !== ENVELOPE_BYTES.small) return null;
  const padded = open(aeadKey(resetKey), envelope, ENVELOPE);
  if (padded === null) return null;
  try {
    const encoded = unpad(padded);
    const { signature, ...statement } = resetFormat.decode(encoded);
    if (!isSameIdentity(statement.from, theirs) || !isSameIdentity(statement.to, mine)) return null;
    if (!verify(signPublicKey(theirs.sign), CONTEXT, resetStatement.encode(statement), signature)) return null;
    return { reset: { ...statement, signature }, digest: sha256(encoded) };
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed') return null;
    throw error;
  }
}

const isSameIdentity = (a: Identity, b: Identity): boolean => equal(identity.encode(a), identity.encode(b));

const useOf = (resetKey: Uint8Array): Use => ({ info: INFO, common: resetKey });

/** The answering end's half. Draws 64 bytes. @throws Fault as `acceptHandshake` on prekeys that are none */
export function answerReset(
  { prekey, kemPrekey }: Reset,
  digest: Uint8Array,
  resetKey: Uint8Array,
  ends: Ends,
  entropy: Entropy,
): { shared: SharedSecret; handshake: Handshake } {
  return acceptHandshake({ inviter: ends.theirs, prekey, kemPrekey }, digest, ends, entropy, useOf(resetKey));
}

/** The half of the end that reset; null if another than the correspondent speaks, or a key is none. */
export function concludeReset(
  handshake: Handshake,
  mine: ResetSecrets & { readonly digest: Uint8Array },
  resetKey: Uint8Array,
  { secrets, theirs }: Ends,
): SharedSecret | null {
  if (!equal(handshake.invitation, mine.digest) || !isSameIdentity(handshake.acceptor, theirs)) return null;
  return answerHandshake(handshake, { ...mine, secrets }, useOf(resetKey));
}
