// The id of a text before it is sent. Drawn from what was said, where and after what, not at random: two windows with
// one draft, or an impatient second press, mean one message and name it alike; the same words said again come after
// other words. Pages make it: it takes the hash alone, and not all cryptography with it.
import { encodeHex } from '#bytes/base64url.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { nobleHash } from '#crypto/noble-hash.ts';

/**
 * @param relationship hex of 16 random bytes that never leave this device, so no one else can guess the id
 * @param after id of the message before it, as its author sees the conversation; empty if there is none
 * @returns hex of 16 bytes
 */
export function nonceOf(relationship: string, after: string, text: string): string {
  return encodeHex(nobleHash.sha256(encodeUtf8(`${relationship}/${after}/${text}`)).slice(0, 16));
}
