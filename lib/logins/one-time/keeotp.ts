// What the plug-ins KeeOTP and KeeOtp2 of KeePass write into the field `otp`:
// `key=S&size=8&step=60&otpHashMode=Sha256`.
import { decodeBase64url, decodeHex } from '#bytes/base64url.ts';
import { encodeUtf8, wellFormed } from '#bytes/utf8.ts';
import { assembleOneTime, type OneTimeDefaults, type OneTimeReading, refused, secretBytes } from './assemble.ts';
import { opaqueLink, percentDecoded } from './link.ts';

export const isKeeOtp = (text: string): boolean => /(?:^|[?&])key=/i.test(text) && opaqueLink(text) === null;

/** Base64 of any alphabet, padded or not. Null: it is none. */
export function base64Bytes(text: string): Uint8Array | null {
  const letters = text
    .replace(/\s+/g, '')
    .replace(/={1,2}$/, '')
    .replaceAll('+', '-')
    .replaceAll('/', '_');
  return decodeBase64url(letters);
}

/** How a secret may be written beside base32, by names of KeePass and of KeeOtp2. */
export const SECRET_ENCODINGS: Readonly<Record<string, (text: string) => Uint8Array | null>> = {
  base32: secretBytes,
  base64: base64Bytes,
  hex: (text) => decodeHex(text.replace(/[\s-]+/g, '').toLowerCase()),
  utf8: (text) => encodeUtf8(wellFormed(text)),
};

export function readKeeOtp(text: string, defaults?: OneTimeDefaults): OneTimeReading {
  const parameters = new Map<string, string>();
  for (const pair of text.split(/[?&]/)) {
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
    parameters.set(name.toLowerCase(), value);
  }
  const value = (name: string) => percentDecoded(parameters.get(name) ?? '').trim();
  const type = value('type').toLowerCase();
  if (type === 'hotp') return refused('counter-code');
  if (!['', 'totp', 'steam'].includes(type)) return refused('unknown-algorithm');
  const encoding = value('encoding').toLowerCase() || 'base32';
  const decode = Object.hasOwn(SECRET_ENCODINGS, encoding) ? SECRET_ENCODINGS[encoding] : undefined;
  if (decode === undefined) return refused('not-understood');
  // The plug-ins escape nothing but the equals sign, and a secret that is a text may hold percent signs.
  const key = encoding === 'utf8' ? (parameters.get('key') ?? '').replace(/%3d/gi, '=') : value('key');
  return assembleOneTime(
    {
      secret: decode(key),
      algorithm: value('otphashmode'),
      digits: value('size'),
      period: value('step'),
      encoder: type === 'steam' ? type : '',
    },
    defaults,
  );
}
