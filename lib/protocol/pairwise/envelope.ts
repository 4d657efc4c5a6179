// Envelopes: the padded ciphertext of one message, 4 KiB or 16 KiB, one outer shape whether it
// starts a relationship or not. Before the inviter's first reply: nonce ‖ AEAD(envelope key, handshake ‖ ratchet
// message). Later: ratchet message.
import { ascii, concat } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { aeadKey } from '#crypto/keys.ts';
import { open, SEAL_OVERHEAD, seal } from '#crypto/xchacha.ts';
import { HANDSHAKE_BYTES, type Handshake, handshake } from '#wire/handshake.ts';
import { type MessageBody, messageBody } from '#wire/message.ts';
import { ENVELOPE_BYTES, ENVELOPE_SIZES, type EnvelopeClass, TEXT_BYTES } from '#wire/sizes.ts';
import { PADDING_OVERHEAD, pad, unpad } from '../base/padding.ts';
import { type Decrypted, decrypt, encrypt, RATCHET_OVERHEAD } from './ratchet.ts';
import type { RatchetState, SkippedName } from './ratchet-state.ts';

const FIRST = ascii('nucleus/first-envelope/1');
const FIRST_OVERHEAD = SEAL_OVERHEAD + HANDSHAKE_BYTES;

/**
 * Bytes of message body that fit every envelope of a class, first ones included: so the class never depends on the
 * stage.
 */
export const BODY_BYTES = {
  small: ENVELOPE_BYTES.small - FIRST_OVERHEAD - RATCHET_OVERHEAD - PADDING_OVERHEAD,
  large: ENVELOPE_BYTES.large - FIRST_OVERHEAD - RATCHET_OVERHEAD - PADDING_OVERHEAD,
} as const;

/** Bytes of a body besides its text: room for all control items (addresses, profile, receipts) of one message. */
export const CONTROL_BYTES = BODY_BYTES.small - TEXT_BYTES.small - 64;

/** The class that a text of that many UTF-8 bytes takes, with any control items; null if it fits none. */
export function classOf(textBytes: number): EnvelopeClass | null {
  if (textBytes <= TEXT_BYTES.small) return 'small';
  return textBytes <= TEXT_BYTES.large ? 'large' : null;
}

/** Before the inviter's first reply: every envelope repeats this. */
export interface FirstEnvelope {
  readonly handshake: Handshake;
  readonly envelopeKey: Uint8Array;
}

/**
 * Draws 24 bytes, and 24 more with an opening. @throws Fault bug 'padding-overflow' if the body was composed too
 * large
 */
export function sealEnvelope(
  state: RatchetState,
  body: MessageBody,
  sizeClass: EnvelopeClass,
  opening: FirstEnvelope | null,
  entropy: Entropy,
): { state: RatchetState; envelope: Uint8Array } {
  const size = ENVELOPE_BYTES[sizeClass];
  const plaintextBytes = size - RATCHET_OVERHEAD - (opening === null ? 0 : FIRST_OVERHEAD);
  const { state: next, message } = encrypt(state, pad(messageBody.encode(body), plaintextBytes), entropy);
  if (opening === null) return { state: next, envelope: message };
  const inside = concat(handshake.encode(opening.handshake), message);
  return { state: next, envelope: seal(aeadKey(opening.envelopeKey), inside, FIRST, entropy) };
}

/** Splits an envelope that came to an invitation's address; null if it was not sealed under the invitation's key. */
export function openFirstEnvelope(
  envelope: Uint8Array,
  envelopeKey: Uint8Array,
): { handshake: Handshake; message: Uint8Array } | null {
  if (!ENVELOPE_SIZES.includes(envelope.length)) return null;
  const inside = open(aeadKey(envelopeKey), envelope, FIRST);
  if (inside === null) return null;
  try {
    return { handshake: handshake.decode(inside.subarray(0, HANDSHAKE_BYTES)), message: inside.slice(HANDSHAKE_BYTES) };
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed') return null;
    throw error;
  }
}

export type OpenedMessage =
  | (Omit<Extract<Decrypted, { outcome: 'decrypted' }>, 'outcome' | 'plaintext'> & {
      readonly outcome: 'opened';
      readonly body: MessageBody;
    })
  /**
   * It decrypts, so its key is spent, but its body cannot be read (a later version, or a broken program on the other
   * side).
   */
  | (Omit<Extract<Decrypted, { outcome: 'decrypted' }>, 'outcome' | 'plaintext'> & {
      readonly outcome: 'unintelligible';
    })
  | Exclude<Decrypted, { outcome: 'decrypted' }>;

/** Opens a ratchet message of an envelope. Draws 32 bytes for a DH step. */
export function openMessage(
  state: RatchetState,
  message: Uint8Array,
  lookUp: (name: SkippedName) => Uint8Array | null | undefined,
  entropy: Entropy,
): OpenedMessage {
  const decrypted = decrypt(state, message, lookUp, entropy);
  if (decrypted.outcome !== 'decrypted') return decrypted;
  const { plaintext, outcome: _, ...progress } = decrypted;
  try {
    return { outcome: 'opened', body: messageBody.decode(unpad(plaintext)), ...progress };
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed') return { outcome: 'unintelligible', ...progress };
    throw error;
  }
}
