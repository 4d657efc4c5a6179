// A provider that notes under which key and nonce every message was sealed. Two different plaintexts under one pair
// would give an observer their difference, so no pair may come twice.
import { encodeHex } from '#bytes/base64url.ts';
import type { Provider } from '#crypto/provider.ts';

export interface Recorded {
  readonly provider: Provider;
  /** `key nonce` of every sealing, in hexadecimal. */
  readonly seals: string[];
}

export function recording(provider: Provider): Recorded {
  const seals: string[] = [];
  const aead: Provider['aead'] = {
    open: provider.aead.open,
    seal(key, nonce, plaintext, aad) {
      seals.push(`${encodeHex(key)} ${encodeHex(nonce)}`);
      return provider.aead.seal(key, nonce, plaintext, aad);
    },
  };
  return { provider: { ...provider, aead }, seals };
}
