// A one-time code in any spelling that is a single text: a link, a bare secret, a query of KeeOTP.
import { assembleOneTime, type OneTimeDefaults, type OneTimeReading, refused, secretBytes } from './assemble.ts';
import { isKeeOtp, readKeeOtp } from './keeotp.ts';
import { opaqueLink, readLink } from './link.ts';

/** Longer than any link of ours, and than one with a picture's address in it. */
const MOST_CHARACTERS = 8192;

/**
 * Reads `otpauth://` links, Bitwarden's `steam://`, base32 with or without spaces, hyphens and padding, and KeeOTP's
 * `key=…&size=…`. Never throws, whatever the text.
 */
export function readOneTime(text: string, defaults?: OneTimeDefaults): OneTimeReading {
  if (text.length > MOST_CHARACTERS) return refused('not-understood');
  const spelling = text.trim();
  const link = readLink(spelling, defaults);
  if (link !== null) return link;
  const other = opaqueLink(spelling);
  if (other?.scheme === 'steam') {
    return assembleOneTime({ secret: secretBytes(other.rest.replace(/\/$/, '')), encoder: 'steam' }, defaults);
  }
  if (isKeeOtp(spelling)) return readKeeOtp(spelling, defaults);
  // Another link is no secret with a letter too many: an import should not say that the secret is bad.
  if (spelling === '' || other !== null) return refused('not-understood');
  return assembleOneTime({ secret: secretBytes(spelling) }, defaults);
}
