// The vault key wrapped under a PIN, for volatile memory only: a PIN is too short to lie on a disk. Who reads that
// memory guesses it in an hour at most, whatever a guess costs (docs/threat-model.md), so it costs no more than the
// passphrase does.
import { ascii, wipe } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { encodeUtf8, wellFormed } from '#bytes/utf8.ts';
import { hkdfExpand } from '#crypto/hash.ts';
import { aeadKey } from '#crypto/keys.ts';
import type { Argon2Cost } from '#crypto/primitives.ts';
import { provider } from '#crypto/provider.ts';
import { open, SEAL_OVERHEAD, seal } from '#crypto/xchacha.ts';
import { composedPin } from '#logins/pin.ts';
import { bytes, part, struct, u8, u32 } from '#wire/format.ts';
import { type VaultKey, vaultKey } from '../store/sealing.ts';
import { DEFAULT_COST } from './vault.ts';

const PLACE = ascii('nucleus/vault/pin/1');
const KEY_BYTES = 32;

/** `tries`: begun with this wrap since it last opened. `generation`: of the vault whose key it holds. */
export const pinWrap = part(
  'wrap under a PIN',
  128,
  struct({
    tries: u8,
    generation: u32,
    salt: bytes(16),
    memoryKiB: u32,
    passes: u8,
    wrapped: bytes(KEY_BYTES + SEAL_OVERHEAD),
  }),
);
export type PinWrap = ReturnType<typeof pinWrap.decode>;

/** Draws 16 bytes and 24. */
export function wrapByPin(
  key: VaultKey,
  generation: number,
  pin: string,
  entropy: Entropy,
  { memoryKiB, passes }: Argon2Cost = DEFAULT_COST,
): PinWrap {
  const salt = entropy(16);
  const stretched = stretch(pin, { salt, memoryKiB, passes });
  const wrapped = seal(aeadKey(stretched), key, PLACE, entropy);
  wipe(stretched);
  return { tries: 0, generation, salt, memoryKiB, passes, wrapped };
}

/** Null: another PIN. */
export function unwrapByPin(wrap: PinWrap, pin: string): VaultKey | null {
  const stretched = stretch(pin, wrap);
  const key = open(aeadKey(stretched), wrap.wrapped, PLACE);
  wipe(stretched);
  return key === null ? null : vaultKey(key);
}

function stretch(pin: string, { salt, memoryKiB, passes }: Pick<PinWrap, 'salt' | 'memoryKiB' | 'passes'>): Uint8Array {
  const typed = encodeUtf8(composedPin(wellFormed(pin)));
  const stretched = provider().argon2id(typed, salt, { memoryKiB, passes, lanes: 1 }, 32);
  const key = hkdfExpand(stretched, PLACE, 32);
  wipe(typed, stretched);
  return key;
}
