// Tokens on the wire: the structures of Privacy Pass, byte for byte (RFC 9577 section 2.1, RFC 9578 sections 5 and 6,
// draft-ietf-privacypass-batched-tokens-08), and what our own issuer speaks besides: accounts, batches, its keys. The
// structures of the RFCs carry neither format id nor version: they are not ours.
import * as P from 'micro-packed';
import {
  array,
  blob,
  bytes,
  choice,
  format,
  list,
  part,
  rest,
  struct,
  text,
  timestamp,
  u8,
  u16,
  type ValueOf,
} from './format.ts';
import { FORMAT_ID } from './ids.ts';
import { DIGEST_BYTES, KEY_BYTES, TOKEN_BATCH } from './sizes.ts';

/** Kinds of work that a token pays for. Each class has keys of its own, so that no token pays for another. */
export const TOKEN_CLASSES = { message: 1, blob: 2, root: 3, mask: 4 } as const;
export type TokenClass = keyof typeof TOKEN_CLASSES;
export const tokenClass = choice(TOKEN_CLASSES);

/**
 * Token types of the IANA registry that we issue and take: VOPRF(ristretto255, SHA-512), and blind RSA with 2048 bits.
 */
export const TOKEN_TYPES = { voprf: 0x0005, rsa: 0x0002 } as const;
export type TokenType = keyof typeof TOKEN_TYPES;
export const tokenType = choice(TOKEN_TYPES);

/**
 * Bytes of a public key as published, of a blinded element in a request, of the signed one in the answer, and of the
 * authenticator.
 */
export const TOKEN_SIZES = {
  voprf: { key: 32, blinded: 32, signed: 32, authenticator: 64 },
  rsa: { key: 342, blinded: 256, signed: 256, authenticator: 256 },
} as const;

/** RFC 9577 section 2.1.1. Hosts, with the port if there is one: neither field has a scheme. */
export const tokenChallenge = part(
  'token challenge',
  512,
  struct({
    type: u16,
    issuer: text(255),
    /** Empty: tokens are made ahead of need and say nothing of a moment. */
    context: P.bytes(P.U8) as P.CoderType<Uint8Array>,
    origin: text(255),
  }),
);

/** RFC 9577 section 2.2. The authenticator covers everything before it (RFC 9578 sections 5.1 and 6.1). */
export const tokenInput = part(
  'token input',
  98,
  struct({ type: u16, nonce: bytes(32), challengeDigest: bytes(DIGEST_BYTES), keyId: bytes(DIGEST_BYTES) }),
);
export const token = part(
  'token',
  98 + 256,
  struct({
    type: u16,
    nonce: bytes(32),
    challengeDigest: bytes(DIGEST_BYTES),
    keyId: bytes(DIGEST_BYTES),
    authenticator: rest,
  }),
);
export type Token = ValueOf<typeof token>;

/**
 * One token of either type (RFC 9578 sections 5.1 and 6.1). The caller of `decode` checks the type and the length that
 * goes with it.
 */
export const tokenRequest = part('token request', 259, struct({ type: u16, truncatedKeyId: u8, blinded: rest }));

/** The answer to one token of type VOPRF; blind RSA answers with the bare signature. */
export const voprfResponse = part('token response', 96, struct({ evaluated: bytes(32), proof: bytes(64) }));

/**
 * A length as RFC 9000 section 16 writes it, in one or two bytes: nothing here is longer. Longer spellings do not
 * decode to the same bytes.
 */
const length = P.wrap<number>({
  encodeStream(writer, value) {
    if (value < 0x40) return writer.byte(value);
    if (value >= 0x4000) throw new RangeError('a length below 16,384 wanted');
    writer.byte(0x40 | (value >>> 8));
    writer.byte(value & 0xff);
  },
  decodeStream(reader) {
    const first = reader.byte();
    if (first < 0x40) return first;
    if (first >= 0x80) throw new RangeError('a length below 16,384 wanted');
    return ((first & 0x3f) << 8) | reader.byte();
  },
});

/** One to TOKEN_BATCH elements behind their length in bytes. */
function batch<T>(element: P.CoderType<T>): P.CoderType<T[]> {
  return P.validate(P.prefix(length, array(null, element)), (elements) => {
    if (elements.length === 0 || elements.length > TOKEN_BATCH)
      throw new RangeError(`1 to ${TOKEN_BATCH} tokens wanted`);
    return elements;
  });
}

/** AmortizedBatchTokenRequest and -Response, section 5 of the draft: one key and one proof for all. */
export const amortizedRequest = part(
  'amortized token request',
  3 + 2 + TOKEN_BATCH * 32,
  struct({ type: u16, truncatedKeyId: u8, blinded: batch(bytes(32)) }),
);
export const amortizedResponse = part(
  'amortized token response',
  2 + TOKEN_BATCH * 32 + 64,
  struct({ evaluated: batch(bytes(32)), proof: bytes(64) }),
);

/**
 * GenericBatchTokenRequest and -Response, section 6 of the draft, of blind RSA alone: its only use here. The type of a
 * request stands there once, as implementations have it.
 */
export const genericRequest = part(
  'generic token request',
  2 + TOKEN_BATCH * 259,
  struct({ requests: batch(struct({ type: u16, truncatedKeyId: u8, blinded: bytes(256) })) }),
);
export const genericResponse = part(
  'generic token response',
  2 + TOKEN_BATCH * 259,
  struct({
    /** `present` stands for the optional value of the draft: this issuer signs all of a batch or nothing. */
    responses: batch(struct({ present: P.magic(u8, 1) as P.CoderType<undefined>, type: u16, signature: bytes(256) })),
  }),
);

/** Opens an account at an issuer. The client draws the secret; the issuer keeps its digest. */
export const accountRequest = format(
  'account request',
  FORMAT_ID.accountRequest,
  1,
  256,
  struct({
    secret: bytes(KEY_BYTES),
    /** Invitation code, if the issuer wants one; else empty. */
    invitation: text(64),
  }),
);

/** Asks for a batch: `request` is an amortized request for `voprf`, a generic one for `rsa`. */
export const tokenOrder = format(
  'token order',
  FORMAT_ID.tokenOrder,
  1,
  genericRequest.maxBytes + 64,
  struct({
    secret: bytes(KEY_BYTES),
    class: tokenClass,
    type: tokenType,
    request: blob(genericRequest.maxBytes),
  }),
);
export type TokenOrder = ValueOf<typeof tokenOrder>;

export const tokenDelivery = format(
  'token delivery',
  FORMAT_ID.tokenDelivery,
  1,
  genericResponse.maxBytes + 16,
  struct({ response: blob(genericResponse.maxBytes) }),
);

/** Whom an issuer serves: everybody at a bounded rate, holders of an invitation code, or those its operator listed. */
export const ACCOUNT_POLICIES = { open: 1, invitation: 2, listed: 3 } as const;

/** An issuer's keys and terms: the RFC's directory (ISSUER_DIRECTORY_PATH) with the fields that it leaves to us. */
export const issuerDirectory = format(
  'issuer directory',
  FORMAT_ID.issuerDirectory,
  1,
  32 * 1024,
  struct({
    accounts: choice(ACCOUNT_POLICIES),
    keys: list(
      64,
      struct({
        class: tokenClass,
        type: tokenType,
        /** A ristretto255 element, or a SubjectPublicKeyInfo as RFC 9578 section 6.5 has it. */
        key: blob(TOKEN_SIZES.rsa.key),
        /** When tokens are first made with it, and when the last of them expire. */
        fromAt: timestamp,
        untilAt: timestamp,
      }),
    ),
  }),
);
export type IssuerDirectory = ValueOf<typeof issuerDirectory>;
