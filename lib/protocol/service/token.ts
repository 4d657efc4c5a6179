// Tokens, the client's half (RFC 9578 sections 5 and 6, draft-ietf-privacypass-batched-tokens section 5): an order is a
// seed, from which request, blinds and nonces follow, so that a client killed before the answer asks for the same again
// and can use it. The issuer sees a digest's blinded image and nothing of the place where the tokens will be spent.

import { decodeHex } from '#bytes/base64url.ts';
import { ascii, concat } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { webUrl } from '#bytes/web-url.ts';
import {
  type BlindedMessage,
  blindMessages,
  finalizeSignature,
  type RsaPublicKey,
  rsaPublicKey,
} from '#crypto/blind-rsa.ts';
import { hkdfExpand, sha256 } from '#crypto/hash.ts';
import { blindInput, createBlind, finalizeBatch, voprfPublicKey } from '#crypto/voprf.ts';
import {
  amortizedRequest,
  amortizedResponse,
  genericRequest,
  genericResponse,
  TOKEN_SIZES,
  TOKEN_TYPES,
  type TokenType,
  token,
  tokenChallenge,
  tokenInput,
} from '#wire/token.ts';

/** A batch to be asked for. */
export interface Order {
  readonly type: TokenType;
  /** As the issuer publishes it. */
  readonly key: Uint8Array;
  /** SHA-256 of the challenge (`challengeDigest`). */
  readonly digest: Uint8Array;
  readonly count: number;
  /** 32 bytes that are used for no other order. */
  readonly seed: Uint8Array;
}

/** RFC 9578 sections 5.5 and 6.5. */
export function tokenKeyId(key: Uint8Array): Uint8Array {
  return sha256(key);
}

/**
 * Ties a token to issuer and redeemer, and to no moment: SHA-256 of the TokenChallenge. @param issuer and @param
 * redeemer origins
 */
export function challengeDigest(type: TokenType, issuer: string, redeemer: string): Uint8Array {
  const origin = hostOf(redeemer);
  return sha256(
    tokenChallenge.encode({ type: TOKEN_TYPES[type], issuer: hostOf(issuer), context: new Uint8Array(0), origin }),
  );
}

/** RFC 9577 names issuers and origins by host and port. */
function hostOf(origin: string): string {
  return webUrl(origin)?.host ?? origin;
}

/**
 * The request for the order: an amortized one, or a generic one of blind RSA. @throws Fault malformed if the key is
 * none
 * @param draw the order's randomness; another only for vectors
 */
export function requestOf(order: Order, draw: Entropy = draws(order.seed)): Uint8Array {
  const truncatedKeyId = tokenKeyId(order.key).at(-1) as number;
  const type = TOKEN_TYPES[order.type];
  if (order.type === 'voprf') {
    const blinded = voprfItems(order, draw).map((item) => item.blinded);
    return amortizedRequest.encode({ type, truncatedKeyId, blinded });
  }
  const requests = rsaItems(order, draw).map(({ message }) => ({ type, truncatedKeyId, blinded: message.blinded }));
  return genericRequest.encode({ requests });
}

/** The tokens, ready to be spent. Null if the answer is not that key's: nothing of it is used. */
export function tokensOf(order: Order, response: Uint8Array, draw: Entropy = draws(order.seed)): Uint8Array[] | null {
  try {
    return order.type === 'voprf' ? voprfTokens(order, response, draw) : rsaTokens(order, response, draw);
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed') return null;
    throw error;
  }
}

function voprfTokens(order: Order, response: Uint8Array, draw: Entropy): Uint8Array[] | null {
  const { evaluated, proof } = amortizedResponse.decode(response);
  const items = voprfItems(order, draw);
  const outputs = finalizeBatch(voprfPublicKey(order.key), items, evaluated, proof);
  return outputs?.map((output, i) => concat(items[i]?.input as Uint8Array, output)) ?? null;
}

function rsaTokens(order: Order, response: Uint8Array, draw: Entropy): Uint8Array[] | null {
  const { responses } = genericResponse.decode(response);
  const items = rsaItems(order, draw);
  const key = rsaKeyOf(order.key);
  if (responses.length !== items.length) return null;
  const tokens: Uint8Array[] = [];
  for (const [i, { input, message }] of items.entries()) {
    const answer = responses[i];
    const signature = answer?.type === TOKEN_TYPES.rsa ? finalizeSignature(key, message, answer.signature) : null;
    if (signature === null) return null;
    tokens.push(concat(input, signature));
  }
  return tokens;
}

function voprfItems(order: Order, draw: Entropy): { input: Uint8Array; blind: Uint8Array; blinded: Uint8Array }[] {
  return inputs(order, draw).map((input) => {
    const blind = createBlind(draw);
    return { input, blind, blinded: blindInput(input, blind) };
  });
}

function rsaItems(order: Order, draw: Entropy): { input: Uint8Array; message: BlindedMessage }[] {
  const messages = inputs(order, draw);
  return blindMessages(rsaKeyOf(order.key), messages, draw).map((message, i) => ({
    input: messages[i] as Uint8Array,
    message,
  }));
}

/** Draws 32 bytes for each. */
function inputs({ type, key, digest, count }: Order, draw: Entropy): Uint8Array[] {
  const keyId = tokenKeyId(key);
  return Array.from({ length: count }, () =>
    tokenInput.encode({ type: TOKEN_TYPES[type], nonce: draw(32), challengeDigest: digest, keyId }),
  );
}

/** An order's randomness, from its seed: the n-th draw is Expand(seed, label ‖ n). */
function draws(seed: Uint8Array): Entropy {
  let count = 0;
  return (byteCount) => {
    const number = new Uint8Array([count >>> 8, count & 0xff]);
    count++;
    return hkdfExpand(seed, concat(ascii('nucleus/token-order/1'), number), byteCount);
  };
}

const hex = (text: string): Uint8Array => decodeHex(text) as Uint8Array;
/**
 * SubjectPublicKeyInfo of id-RSASSA-PSS with SHA-384, MGF1 with SHA-384 and 48 bytes of salt, around a modulus of 2048
 * bits and 65537.
 */
const SPKI_BEFORE = hex(
  '30820152303d06092a864886f70d01010a3030a00d300b0609608648016503040202a11a301806092a864886f70d010108300b0609608648016503040202a2030201300382010f003082010a0282010100',
);
const SPKI_AFTER = hex('0203010001');

/** A modulus as RFC 9578 section 6.5 publishes it. */
export function encodeRsaKey(modulus: Uint8Array): Uint8Array {
  return concat(SPKI_BEFORE, modulus, SPKI_AFTER);
}

/** The modulus, from the one encoding of RFC 9578 section 6.5. @throws Fault malformed `token-key` */
export function decodeRsaKey(key: Uint8Array): Uint8Array {
  const modulus = key.subarray(SPKI_BEFORE.length, key.length - SPKI_AFTER.length);
  const same = encodeRsaKey(modulus);
  if (key.length !== TOKEN_SIZES.rsa.key || !same.every((byte, i) => byte === key[i]))
    throw new Fault('malformed', 'token-key', 'a key of 2048 bits as RFC 9578 writes it wanted');
  return modulus;
}

const rsaKeyOf = (key: Uint8Array): RsaPublicKey => rsaPublicKey(decodeRsaKey(key));

/** The bytes that a token's authenticator covers. */
export function inputOf(spent: Uint8Array): Uint8Array {
  return spent.subarray(0, tokenInput.maxBytes);
}

/** A token of the length of its type. @throws Fault malformed */
export function decodeToken(bytes: Uint8Array): {
  type: TokenType;
  keyId: Uint8Array;
  digest: Uint8Array;
  nonce: Uint8Array;
  authenticator: Uint8Array;
} {
  const { type: number, nonce, challengeDigest: digest, keyId, authenticator } = token.decode(bytes);
  const type = (Object.keys(TOKEN_TYPES) as TokenType[]).find((name) => TOKEN_TYPES[name] === number);
  if (type === undefined || authenticator.length !== TOKEN_SIZES[type].authenticator)
    throw new Fault('malformed', 'token-malformed', 'a token of a known type and its length wanted');
  return { type, keyId, digest, nonce, authenticator };
}
