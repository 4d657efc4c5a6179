// PQXDH ("The PQXDH Key Agreement Protocol", revision 3) between the acceptor of an invitation (Alice in the
// specification) and its inviter (Bob). Departures: ML-KEM-768 for Kyber-1024; the prekeys are made for one invitation
// and one acceptor, so the signed prekey is the one-time prekey too and DH4 falls away; the associated data is a digest
// of everything both sides must agree on.
import { ascii, concat, wipe } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { agree, decapsulate, encapsulate } from '#crypto/agree.ts';
import { hkdfSha256, sha256 } from '#crypto/hash.ts';
import { type AgreeKeyPair, agreePublicKey, createAgreeKeyPair, type KemSeed, kemPublicKey } from '#crypto/keys.ts';
import type { Handshake } from '#wire/handshake.ts';
import { type Identity, identity } from '#wire/identity.ts';
import type { IdentitySecrets } from './identity.ts';
import { isBound } from './identity.ts';

/** The start of a ratchet. */
export interface SharedSecret {
  /** 32 bytes, SK in the specification. */
  readonly secret: Uint8Array;
  /** 32 bytes; both ends authenticate it with every message. */
  readonly associatedData: Uint8Array;
}

/** What the other end gave out: an invitation's keys, or a reset's. */
export interface Prekeys {
  readonly inviter: Identity;
  readonly prekey: Uint8Array;
  readonly kemPrekey: Uint8Array;
}

/** In which of its two uses the handshake is, and what both have in common beside the keys. */
export interface Use {
  readonly info: Uint8Array;
  /** Follows SS in the key material. */
  readonly common: Uint8Array;
}

/** F ‖ KM: 32 bytes of 0xFF before the key material separate it from an X25519 public key (section 2.2). */
const F = new Uint8Array(32).fill(0xff);
const INVITED: Use = { info: ascii('Nucleus_CURVE25519_SHA-256_ML-KEM-768/1'), common: new Uint8Array(0) };

/**
 * The acceptor's half. The caller has verified the invitation. Draws 64 bytes.
 * @throws Fault untrusted 'x25519-low-order', malformed 'mlkem768-public-key' on prekeys that are none
 */
export function acceptHandshake(
  invitation: Prekeys,
  invitationDigest: Uint8Array,
  mine: { secrets: IdentitySecrets; identity: Identity },
  entropy: Entropy,
  use: Use = INVITED,
): { shared: SharedSecret; handshake: Handshake } {
  const prekey = agreePublicKey(invitation.prekey);
  const ephemeral = createAgreeKeyPair(entropy);
  const kem = encapsulate(kemPublicKey(invitation.kemPrekey), entropy);
  // DH1 = DH(IK_A, SPK_B), DH2 = DH(EK_A, IK_B), DH3 = DH(EK_A, SPK_B)
  const dh1 = agree(mine.secrets.agreeSecret, prekey);
  const dh2 = agree(ephemeral.secretKey, agreePublicKey(invitation.inviter.agree));
  const dh3 = agree(ephemeral.secretKey, prekey);
  const shared = derive([dh1, dh2, dh3, kem.secret], invitationDigest, mine.identity, use);
  wipe(ephemeral.secretKey);
  return {
    shared,
    handshake: {
      invitation: invitationDigest,
      acceptor: mine.identity,
      ephemeral: ephemeral.publicKey,
      kemCiphertext: kem.ciphertext,
    },
  };
}

/**
 * The inviter's half; null if the acceptor's identity is not bound or a key is none. A forged KEM ciphertext shows
 * at the first message.
 */
export function answerHandshake(
  handshake: Handshake,
  mine: { secrets: IdentitySecrets; prekey: AgreeKeyPair; kemSeed: KemSeed },
  use: Use = INVITED,
): SharedSecret | null {
  if (!isBound(handshake.acceptor)) return null;
  try {
    const ephemeral = agreePublicKey(handshake.ephemeral);
    const dh1 = agree(mine.prekey.secretKey, agreePublicKey(handshake.acceptor.agree));
    const dh2 = agree(mine.secrets.agreeSecret, ephemeral);
    const dh3 = agree(mine.prekey.secretKey, ephemeral);
    const secret = decapsulate(mine.kemSeed, handshake.kemCiphertext);
    return derive([dh1, dh2, dh3, secret], handshake.invitation, handshake.acceptor, use);
  } catch (error) {
    if (error instanceof Fault && error.blame !== 'bug') return null;
    throw error;
  }
}

/**
 * SK = KDF(DH1 ‖ DH2 ‖ DH3 ‖ SS ‖ common); the digest, of an invitation or a reset, covers the other end's identity,
 * prekeys and services.
 */
function derive(
  agreed: readonly Uint8Array[],
  digest: Uint8Array,
  acceptor: Identity,
  { info, common }: Use,
): SharedSecret {
  const material = concat(F, ...agreed, common);
  const secret = hkdfSha256(material, new Uint8Array(32), info, 32);
  wipe(material, ...agreed);
  return { secret, associatedData: sha256(concat(info, digest, identity.encode(acceptor))) };
}
