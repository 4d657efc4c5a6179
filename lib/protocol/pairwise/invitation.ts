// Invitations: made and signed by the inviter's fresh identity, verified by the acceptor before
// anything in them is used.

import { decodeBase64url, encodeBase64url } from '#bytes/base64url.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { sha256 } from '#crypto/hash.ts';
import {
  type AgreeKeyPair,
  createAeadKey,
  createAgreeKeyPair,
  createKemKeyPair,
  type KemSeed,
  signPublicKey,
} from '#crypto/keys.ts';
import { sign, verify } from '#crypto/sign.ts';
import { hostedBytes } from '#wire/blob.ts';
import type { Format } from '#wire/format.ts';
import type { Identity, Presentation } from '#wire/identity.ts';
import {
  type Invitation,
  type InvitationLocator,
  invitation,
  invitationLocator,
  invitationStatement,
} from '#wire/invitation.ts';
import type { AddressGrant } from '#wire/message.ts';
import { dayOf } from '../base/day.ts';
import { openBlob, sealParts } from '../blob/blob.ts';
import { type IdentitySecrets, isBound } from './identity.ts';

const CONTEXT = 'nucleus/invitation/1';
/**
 * Hosted bundles are of one size for any name in them: that of the smallest blob, so that the host sees one blob more.
 */
export const HOSTED_BUNDLE_BYTES = hostedBytes(0);

export interface InvitationSecrets {
  readonly prekey: AgreeKeyPair;
  readonly kemSeed: KemSeed;
  readonly envelopeKey: Uint8Array;
}

/** Draws 128 bytes. `digest` names the invitation. */
export function createInvitation(
  mine: { secrets: IdentitySecrets; identity: Identity },
  terms: { presentation: Presentation; services: AddressGrant[]; createdAt: number; expiryDay: number },
  entropy: Entropy,
): { encoded: Uint8Array; digest: Uint8Array; secrets: InvitationSecrets } {
  const prekey = createAgreeKeyPair(entropy);
  const kem = createKemKeyPair(entropy);
  const envelopeKey = createAeadKey(entropy);
  const statement = {
    inviter: mine.identity,
    prekey: prekey.publicKey,
    kemPrekey: kem.publicKey,
    envelopeKey,
    ...terms,
  };
  const signature = sign(mine.secrets.signSeed, CONTEXT, invitationStatement.encode(statement));
  const encoded = invitation.encode({ ...statement, signature });
  return { encoded, digest: sha256(encoded), secrets: { prekey, kemSeed: kem.seed, envelopeKey } };
}

/**
 * @param now ms since the epoch; an invitation is good through its expiry day, and a day longer, since clocks disagree
 * @throws Fault malformed (from the format), untrusted 'invitation-identity' | 'invitation-signature', refused
 * 'invitation-expired'
 */
export function verifyInvitation(encoded: Uint8Array, now: number): { invitation: Invitation; digest: Uint8Array } {
  const decoded = invitation.decode(encoded);
  const { signature, ...statement } = decoded;
  if (!isBound(decoded.inviter))
    throw new Fault('untrusted', 'invitation-identity', 'the agreement key is not bound to the identity');
  if (!verify(signPublicKey(decoded.inviter.sign), CONTEXT, invitationStatement.encode(statement), signature)) {
    throw new Fault('untrusted', 'invitation-signature', 'the signature does not hold');
  }
  if (dayOf(now) > decoded.expiryDay + 1)
    throw new Fault('refused', 'invitation-expired', 'the invitation has expired');
  return { invitation: decoded, digest: sha256(encoded) };
}

/** Encrypts a bundle for hosting, as a blob of one part. Draws 32 bytes. */
export function sealBundle(
  encoded: Uint8Array,
  entropy: Entropy,
): { key: Uint8Array; hosted: Uint8Array; digest: Uint8Array } {
  const key = createAeadKey(entropy);
  const { parts, digest } = sealParts(key, encoded);
  return { key, hosted: parts[0] as Uint8Array, digest };
}

/** @throws Fault untrusted 'invitation-bundle' if key or digest of the locator do not fit the bytes */
export function openBundle(hosted: Uint8Array, locator: InvitationLocator): Uint8Array {
  const { origin, blob: id, key, digest } = locator;
  try {
    return openBlob({ origin, id, key, digest, byteCount: HOSTED_BUNDLE_BYTES, expiryDay: 0 }, [hosted]);
  } catch (error) {
    if (!(error instanceof Fault) || error.blame !== 'untrusted') throw error;
    throw new Fault('untrusted', 'invitation-bundle', 'the hosted bundle is not the one the link names', error);
  }
}

const BUNDLE_MARK = 'nucleus-invitation:';

/** The bundle whole, as text for paste and file. */
export function bundleText(encoded: Uint8Array): string {
  return BUNDLE_MARK + encodeBase64url(encoded);
}

/** `https://service/invitation#<locator>`; no server sees the fragment. */
export function invitationLink(origin: string, path: string, locator: InvitationLocator): string {
  return `${origin}${path}#${encodeBase64url(invitationLocator.encode(locator))}`;
}

/**
 * Reads a text that the person pasted, scanned or dropped: a bundle, a locator, or neither. Forgives what mail programs
 * do: lines broken and quoted anywhere, words before and after. A bundle that does not decode (damaged, or of a later
 * version) is given too: `verifyInvitation` says why.
 */
export function readInvitationText(text: string): { bundle: Uint8Array } | { locator: InvitationLocator } | null {
  let undecoded: Uint8Array | null = null;
  for (const bytes of behind(BUNDLE_MARK, text)) {
    if (decodedOrNull(invitation, bytes) !== null) return { bundle: bytes };
    undecoded = bytes;
  }
  if (undecoded !== null) return { bundle: undecoded };
  for (const bytes of behind('#', text)) {
    const locator = decodedOrNull(invitationLocator, bytes);
    if (locator !== null) return { locator };
  }
  return null;
}

/** Pieces of a broken text at most: the longest bundle in lines of 40 characters. */
const MAX_PIECES = 300;
const BREAK = '[\\s>]*';

/** Byte strings that may stand behind a mark: the first line's run, then that and the next line's, and so on. */
function* behind(mark: string, text: string): Generator<Uint8Array> {
  for (const found of text.matchAll(new RegExp([...mark].join(BREAK), 'g'))) {
    const piece = new RegExp(`${BREAK}([A-Za-z0-9_-]+)`, 'y');
    piece.lastIndex = found.index + found[0].length;
    let run = '';
    for (let count = 0; count < MAX_PIECES; count++) {
      const next = piece.exec(text)?.[1];
      if (next === undefined) break;
      run += next;
      const bytes = decodeBase64url(run);
      if (bytes !== null) yield bytes;
    }
  }
}

function decodedOrNull<T>(format: Format<T>, bytes: Uint8Array): T | null {
  try {
    return format.decode(bytes);
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed') return null;
    throw error;
  }
}
