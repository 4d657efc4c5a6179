// How deliveries are signed (docs/protocol/services.md, "Signed deliveries"): a profile of RFC 9421. The service that
// brings one names its origin in `proton-service` and signs with the key of its descriptor; bound are destination,
// path, body, time and a nonce.
import { decodeBase64url, encodeBase64url } from '#bytes/base64url.ts';
import { equal } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { sha256 } from '#crypto/hash.ts';
import { type SignSeed, signPublicKey } from '#crypto/keys.ts';
import { ENDPOINTS } from '#wire/endpoints.ts';
import type { ServiceName } from '#wire/service.ts';
import { KEY_BYTES, ORIGIN_BYTES } from '#wire/sizes.ts';
import {
  contentDigest,
  type MessageSignature,
  readSignature,
  type SignableRequest,
  signRequest,
  verifyRequest,
} from '../http/message-signature.ts';

export const SERVICE_FIELD = 'proton-service';
/** Clocks of services differ; a signature is good for this long before and after its time. */
export const WINDOW_MS = 5 * 60_000;
const LABEL = 'proton';
const TAG = 'proton-delivery';
const COMPONENTS = ['@method', '@authority', '@path', 'content-digest', SERVICE_FIELD];
const NONCE_BYTES = 12;
/** Nonces are kept for as long as a signature may be shown again, so they have an end. */
const NONCE_CHARACTERS = { least: 16, most: 64 };
/** `sha-256=:…:` */
const DIGEST_CHARACTERS = 54;

/** What a delivery says of who brings it; whether it is so is another question. */
export interface Claim {
  /** Of the request that showed it. */
  readonly path: string;
  readonly service: ServiceName;
  readonly createdAt: number;
  readonly nonce: string;
  readonly digest: string;
  readonly signed: MessageSignature;
}

export type SignDelivery = (destination: string, path: string, body: Uint8Array) => Record<string, string>;

/** Signs what this service posts to others. */
export function deliverySigner(
  seed: SignSeed,
  service: ServiceName,
  now: () => number,
  entropy: Entropy,
): SignDelivery {
  const keyid = encodeBase64url(service.key);
  return (destination, path, body) => {
    const digest = contentDigest(sha256(body));
    const parameters = {
      created: Math.floor(now() / 1000),
      nonce: encodeBase64url(entropy(NONCE_BYTES)),
      keyid,
      alg: 'ed25519',
      tag: TAG,
    };
    const request = requestTo(destination, path, digest, service.origin);
    const fields = signRequest(seed, LABEL, COMPONENTS, parameters, request);
    return { 'content-digest': digest, [SERVICE_FIELD]: service.origin, ...fields };
  };
}

/** Null if the request to that path carries no signature of this profile. */
export function readClaim(path: string, header: (name: string) => string | undefined): Claim | null {
  const origin = header(SERVICE_FIELD);
  const digest = header('content-digest');
  const signed = readSignature(LABEL, header('signature-input') ?? '', header('signature') ?? '');
  if (origin === undefined || origin.length > ORIGIN_BYTES || signed === null) return null;
  if (digest?.length !== DIGEST_CHARACTERS) return null;
  const { components, parameters } = signed;
  const [created, nonce, keyid] = ['created', 'nonce', 'keyid'].map((name) => parameters.get(name));
  const key = typeof keyid === 'string' ? decodeBase64url(keyid) : null;
  if (key?.length !== KEY_BYTES || typeof created !== 'number' || typeof nonce !== 'string') return null;
  if (nonce.length < NONCE_CHARACTERS.least || nonce.length > NONCE_CHARACTERS.most) return null;
  if (parameters.get('tag') !== TAG || (parameters.get('alg') ?? 'ed25519') !== 'ed25519') return null;
  if (!COMPONENTS.every((component) => components.includes(component))) return null;
  return { path, service: { origin, key }, createdAt: created * 1000, nonce, digest, signed };
}

/** Whether the claim's key signed this body for that destination. Whose key it is, a descriptor says. */
export function claimHolds(claim: Claim, destination: string, sha256OfBody: Uint8Array): boolean {
  if (claim.digest !== contentDigest(sha256OfBody)) return false;
  const request = requestTo(destination, claim.path, claim.digest, claim.service.origin);
  return verifyRequest(claim.service.key, claim.signed, request);
}

export const sameService = (claim: Claim, name: ServiceName): boolean =>
  claim.service.origin === name.origin && equal(signPublicKey(claim.service.key), name.key);

/** Made from known values, not from the request line: behind a proxy that may be something else. */
function requestTo(destination: string, path: string, digest: string, origin: string): SignableRequest {
  const fields: Readonly<Record<string, string>> = { 'content-digest': digest, [SERVICE_FIELD]: origin };
  return {
    method: ENDPOINTS.deliver.method,
    authority: new URL(destination).host,
    path,
    field: (name) => fields[name],
  };
}
