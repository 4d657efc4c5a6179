// Mail at a mask. The gateway seals `mail` to the mask's X-Wing key in memory, before
// anything is stored, and delivers the result like any envelope. A mail that does not fit an envelope is sealed into a
// blob and referred to.
import { blobReference } from './blob.ts';
import { blob, bytes, choice, format, part, struct, text, timestamp, union, type ValueOf } from './format.ts';
import { FORMAT_ID } from './ids.ts';
import { addressGrant } from './message.ts';
import { ENVELOPE_BYTES, KEY_BYTES, SEAL_PUBLIC_KEY_BYTES, SIGNATURE_BYTES, TOKEN_BYTES } from './sizes.ts';

export const MASK_LOCAL_PART = /^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])$/;
export const MAX_MAIL_BYTES = 2 * 1024 * 1024;
/** For how long a gateway hosts a mail that does not fit an envelope: as long as a mailbox keeps the envelope. */
export const MAIL_BLOB_DAYS = 30;

/** Words of RFC 8601. */
export const verdict = choice({ none: 0, pass: 1, fail: 2, softfail: 3, neutral: 4, temperror: 5, permerror: 6 });

/** One mail as the gateway took it. `authentication` is the gateway's finding, not the sender's claim. */
export const mail = format(
  'mail',
  FORMAT_ID.mail,
  2,
  MAX_MAIL_BYTES + 2048,
  struct({
    receivedAt: timestamp,
    /** RFC 5321 MAIL FROM and RCPT TO; MAIL FROM is empty for a bounce. */
    from: text(320),
    to: text(320),
    authentication: struct({
      spf: verdict,
      dkim: verdict,
      dmarc: verdict,
      /** Domain that passed (DKIM d= or SPF), or empty. */ domain: text(255),
      /**
       * Domain of the author for whom DMARC was evaluated, in lower case as the DNS has it. Empty unless the message
       * has exactly one From field with exactly one mailbox: a pass holds for that author only.
       */
      author: text(255),
    }),
    /** RFC 5322 message, as received. */
    message: blob(MAX_MAIL_BYTES),
  }),
);
export type Mail = ValueOf<typeof mail>;

/**
 * As a mail was sealed until the gateway said for whom it had judged it. Not written any more; one may be on its way
 * for 30 days.
 */
const mailV1 = format(
  'mail',
  FORMAT_ID.mail,
  1,
  MAX_MAIL_BYTES + 1024,
  struct({
    receivedAt: timestamp,
    from: text(320),
    to: text(320),
    authentication: struct({ spf: verdict, dkim: verdict, dmarc: verdict, domain: text(255) }),
    message: blob(MAX_MAIL_BYTES),
  }),
);

/**
 * A mail as it was sealed, in either version. Version 1 does not say for whom it was judged: its author is left empty.
 * @throws as `decode`
 */
export function readMail(sealed: Uint8Array): Mail {
  if (sealed[1] !== 1) return mail.decode(sealed);
  const { authentication, ...same } = mailV1.decode(sealed);
  return { ...same, authentication: { ...authentication, author: '' } };
}

/** The plaintext of a mail envelope. */
export const mailEnvelope = format(
  'mail envelope',
  FORMAT_ID.mailEnvelope,
  1,
  ENVELOPE_BYTES.large,
  union({ inline: [1, blob(ENVELOPE_BYTES.large)], blob: [2, blobReference] }),
);

const maskStatement = {
  /** The part before the @; see MASK_LOCAL_PART. */
  localPart: text(48),
  /** Ed25519: signs changes to this mask, and is this mask's alone. */
  managementKey: bytes(KEY_BYTES),
  mailKey: bytes(SEAL_PUBLIC_KEY_BYTES),
  grant: addressGrant,
};
export const maskStatementPart = part('mask statement', 8 * 1024, struct(maskStatement));
export const maskRequest = format(
  'mask request',
  FORMAT_ID.maskRequest,
  1,
  9 * 1024,
  struct({ ...maskStatement, signature: bytes(SIGNATURE_BYTES), token: blob(TOKEN_BYTES) }),
);
export type MaskRequest = ValueOf<typeof maskRequest>;

const renewalStatement = { localPart: text(48), madeAt: timestamp, grant: addressGrant };
export const maskRenewalStatement = part('mask renewal statement', 8 * 1024, struct(renewalStatement));
export const maskRenewal = format(
  'mask renewal',
  FORMAT_ID.maskRenewal,
  1,
  9 * 1024,
  struct({ ...renewalStatement, signature: bytes(SIGNATURE_BYTES) }),
);

const retirementStatement = { localPart: text(48), madeAt: timestamp };
export const maskRetirementStatement = part('mask retirement statement', 128, struct(retirementStatement));
export const maskRetirement = format(
  'mask retirement',
  FORMAT_ID.maskRetirement,
  1,
  256,
  struct({ ...retirementStatement, signature: bytes(SIGNATURE_BYTES) }),
);
