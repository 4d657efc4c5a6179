// Invitations that should not be accepted, made with the real formats: what a stranger, a bad copy or an old letter
// holds.

import { randomBytes } from 'node:crypto';
import { decodeBase64url, encodeBase64url } from '#bytes/base64url.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { DAY_MS, dayOf } from '#protocol/base/day.ts';
import { createIdentity } from '#protocol/pairwise/identity.ts';
import { bundleText, createInvitation } from '#protocol/pairwise/invitation.ts';
import { type InvitationLocator, invitation, invitationLocator } from '#wire/invitation.ts';

const entropy = (byteCount: number): Uint8Array => new Uint8Array(randomBytes(byteCount));

const bytesOf = (text: string): Uint8Array => {
  const bytes = decodeBase64url(text);
  if (bytes === null) throw new Error('no base64url');
  return bytes;
};

/** Well made and signed, two months ago. */
export async function expiredInvitation(): Promise<string> {
  useProvider(await loadSodium());
  const createdAt = Date.now() - 60 * DAY_MS;
  const terms = {
    presentation: { name: 'Robin', pronouns: '' },
    services: [],
    createdAt,
    expiryDay: dayOf(createdAt) + 14,
  };
  return bundleText(createInvitation(createIdentity(entropy), terms, entropy).encoded);
}

/** The bundle, saying another name than was signed. */
export function renamedInvitation(bundle: string, name: string): string {
  const [mark = '', text = ''] = bundle.split(':');
  const decoded = invitation.decode(bytesOf(text));
  const changed = invitation.encode({ ...decoded, presentation: { ...decoded.presentation, name } });
  return `${mark}:${encodeBase64url(changed)}`;
}

/** The bundle, as a program of the next version would make it. */
export function newerInvitation(bundle: string): string {
  const [mark = '', text = ''] = bundle.split(':');
  const bytes = bytesOf(text).slice();
  bytes[1] = (bytes[1] ?? 0) + 1;
  return `${mark}:${encodeBase64url(bytes)}`;
}

/** What a link holds. */
export function locatorOf(link: string): InvitationLocator {
  return invitationLocator.decode(bytesOf(link.slice(link.indexOf('#') + 1)));
}

/** The link with another digest: the host's answer is not the bundle that it names. */
export function bentLink(link: string): string {
  const [address = '', text = ''] = link.split('#');
  const bytes = bytesOf(text).slice();
  const last = bytes.length - 1;
  bytes[last] = (bytes[last] ?? 0) ^ 1;
  return `${address}#${encodeBase64url(bytes)}`;
}
