// Masks and the mail that comes to them. A mask record holds only its own management
// key, its mail key and renewable delivery addresses: the gateway cannot tell which masks belong together.
import { ascii } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { HPKE_OVERHEAD, hpkeOpen, hpkeSeal } from '#crypto/hpke.ts';
import { type SealSecretKey, type SignSeed, sealPublicKey, signPublicKey } from '#crypto/keys.ts';
import { sign, verify } from '#crypto/sign.ts';
import type { BlobReference } from '#wire/blob.ts';
import type { ValueOf } from '#wire/format.ts';
import {
  type Mail,
  type MaskRequest,
  mail,
  mailEnvelope,
  maskRenewal,
  maskRenewalStatement,
  maskRequest,
  maskRetirement,
  maskRetirementStatement,
  maskStatementPart,
  readMail,
} from '#wire/mail.ts';
import { ENVELOPE_BYTES, ENVELOPE_SIZES } from '#wire/sizes.ts';
import { PADDING_OVERHEAD, pad, unpad } from '../base/padding.ts';
import { sealBlob } from '../blob/blob.ts';

const MAIL = ascii('nucleus/mail/1');
const NOTHING = new Uint8Array(0);
const REQUEST = 'nucleus/mask/1';
const RENEWAL = 'nucleus/mask-renewal/1';
const RETIREMENT = 'nucleus/mask-retirement/1';

export function signMaskRequest(
  managementSeed: SignSeed,
  statement: ValueOf<typeof maskStatementPart>,
  token: Uint8Array,
): Uint8Array {
  const signature = sign(managementSeed, REQUEST, maskStatementPart.encode(statement));
  return maskRequest.encode({ ...statement, signature, token });
}

export function verifyMaskRequest(request: MaskRequest): boolean {
  const { signature, token: _, ...statement } = request;
  return verify(signPublicKey(request.managementKey), REQUEST, maskStatementPart.encode(statement), signature);
}

export function signMaskRenewal(managementSeed: SignSeed, statement: ValueOf<typeof maskRenewalStatement>): Uint8Array {
  return maskRenewal.encode({
    ...statement,
    signature: sign(managementSeed, RENEWAL, maskRenewalStatement.encode(statement)),
  });
}

export function verifyMaskRenewal(managementKey: Uint8Array, renewal: ValueOf<typeof maskRenewal>): boolean {
  const { signature, ...statement } = renewal;
  return verify(signPublicKey(managementKey), RENEWAL, maskRenewalStatement.encode(statement), signature);
}

export function signMaskRetirement(
  managementSeed: SignSeed,
  statement: ValueOf<typeof maskRetirementStatement>,
): Uint8Array {
  return maskRetirement.encode({
    ...statement,
    signature: sign(managementSeed, RETIREMENT, maskRetirementStatement.encode(statement)),
  });
}

export function verifyMaskRetirement(managementKey: Uint8Array, retirement: ValueOf<typeof maskRetirement>): boolean {
  const { signature, ...statement } = retirement;
  return verify(signPublicKey(managementKey), RETIREMENT, maskRetirementStatement.encode(statement), signature);
}

/** Content that fits an envelope of that size once padded and sealed. */
const room = (size: number): number => size - HPKE_OVERHEAD.xwing - PADDING_OVERHEAD;

/**
 * Seals a mail to its mask: in the smallest envelope that holds it, else in a blob to be hosted before the envelope is
 * delivered. Draws 64 bytes, and 48 more for a blob.
 */
export function sealMail(
  mailKey: Uint8Array,
  content: Mail,
  hosted: { origin: string; expiryDay: number },
  entropy: Entropy,
): { envelope: Uint8Array; blob: { reference: BlobReference; parts: Uint8Array[] } | null } {
  const encoded = mail.encode(content);
  const blob = encoded.length > room(ENVELOPE_BYTES.large) - 8 ? sealBlob(encoded, hosted, entropy) : null;
  const plaintext = mailEnvelope.encode(
    blob === null ? { kind: 'inline', value: encoded } : { kind: 'blob', value: blob.reference },
  );
  const size = plaintext.length <= room(ENVELOPE_BYTES.small) ? ENVELOPE_BYTES.small : ENVELOPE_BYTES.large;
  const padded = pad(plaintext, size - HPKE_OVERHEAD.xwing);
  return { envelope: hpkeSeal('xwing', sealPublicKey(mailKey), MAIL, NOTHING, padded, entropy), blob };
}

/**
 * The mail, or where its blob lies; null if the envelope was not sealed to this mask or says nothing intelligible.
 */
export function openMail(
  mailSecret: SealSecretKey,
  envelope: Uint8Array,
): { mail: Mail } | { blob: BlobReference } | null {
  if (!ENVELOPE_SIZES.includes(envelope.length)) return null;
  const padded = hpkeOpen('xwing', mailSecret, MAIL, NOTHING, envelope);
  if (padded === null) return null;
  try {
    const inside = mailEnvelope.decode(unpad(padded));
    return inside.kind === 'inline' ? { mail: readMail(inside.value) } : { blob: inside.value };
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed') return null;
    throw error;
  }
}
