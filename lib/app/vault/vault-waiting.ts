// Mail that comes while the vault is locked: sealed to the inbox key of the header, opened
// after the next unlock. Its name is HMAC(waiting key of the header, origin ‖ item), so the same mailbox item delivered
// again takes its own place; the waiting key only keeps names apart between devices, since it lies beside them. Anyone
// can seal: an opened item is no more trusted than the network.
import { decodeBase64url, encodeBase64url } from '#bytes/base64url.ts';
import { ascii } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { hmacSha256 } from '#crypto/hash.ts';
import { hpkeOpen, hpkeSeal } from '#crypto/hpke.ts';
import { type SealSecretKey, sealPublicKey } from '#crypto/keys.ts';
import { blob, part, struct, text, type ValueOf } from '#wire/format.ts';
import { ORIGIN_BYTES } from '#wire/sizes.ts';
import type { WaitingItem } from './locked-inbox.ts';
import { readHeader } from './vault-header.ts';

const INFO = ascii('nucleus/waiting/1');

const waitingMail = part('waiting mail', 64 * 1024, struct({ origin: text(ORIGIN_BYTES), item: blob(60_000) }));
/** Origin of the receiving service, and the mailbox item as it gave it. */
export type WaitingMail = ValueOf<typeof waitingMail>;

/** Draws 64 bytes. @throws Fault bug `vault-newer`, malformed `format-…` (damaged header) */
export function sealWaiting(header: Uint8Array, origin: string, item: Uint8Array, entropy: Entropy): WaitingItem {
  const read = readHeader(header);
  if (read === 'newer') throw new Fault('bug', 'vault-newer', 'the header is of a later program');
  const plaintext = waitingMail.encode({ origin, item });
  const name = hmacSha256(read.waitingKey, plaintext);
  return {
    key: encodeBase64url(name),
    sealed: hpkeSeal('xwing', sealPublicKey(read.inboxKey), INFO, name, plaintext, entropy),
  };
}

/**
 * @param inbox secret half of the key in the header (`inboxKeys`). Null for what does not open: it is not of this
 * vault, or damaged; nothing can be got from it any more.
 */
export function openWaiting(inbox: SealSecretKey, { key: name, sealed }: WaitingItem): WaitingMail | null {
  const aad = decodeBase64url(name);
  if (aad === null) return null;
  const plaintext = hpkeOpen('xwing', inbox, INFO, aad, sealed);
  return plaintext === null ? null : parse(plaintext);
}

/** Anybody can seal anything to the inbox key. */
function parse(plaintext: Uint8Array): WaitingMail | null {
  try {
    return waitingMail.decode(plaintext);
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed') return null;
    throw error;
  }
}
