// The header of a vault, as it lies on disk in clear: "NUV" and a version, then the body. It never leaves the device, so it has no format id.
// A wrap of an unknown kind is kept as it is: a program that does not know passkeys must not lock their owner out.
import { equal } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import type { Argon2Cost } from '#crypto/primitives.ts';
import { SEAL_OVERHEAD } from '#crypto/xchacha.ts';
import { blob, bytes, list, part, struct, u8, u16, u32, type ValueOf } from '#wire/format.ts';
import { SEAL_PUBLIC_KEY_BYTES } from '#wire/sizes.ts';

const MAGIC = new Uint8Array([0x4e, 0x55, 0x56]);
const VERSION = 1;

/** Kinds of wraps. Append only; 3 is for passkeys. */
export const WRAP = { passphrase: 1, recovery: 2 } as const;

const body = part(
  'vault header',
  64 * 1024,
  struct({
    magic: bytes(MAGIC.length),
    version: u8,
    /** Names waiting items: see vault-waiting.ts. */
    waitingKey: bytes(16),
    inboxKey: bytes(SEAL_PUBLIC_KEY_BYTES),
    wraps: list(16, struct({ kind: u8, parameters: blob(2048), wrapped: bytes(32 + SEAL_OVERHEAD) })),
  }),
);
export type VaultHeader = Omit<ValueOf<typeof body>, 'magic' | 'version'>;
export type Wrap = VaultHeader['wraps'][number];

const argon2 = part('passphrase wrap', 32, struct({ salt: bytes(16), memoryKiB: u32, passes: u16, lanes: u8 }));
export const passphraseParameters: {
  encode(value: Argon2Cost & { salt: Uint8Array }): Uint8Array;
  /** @throws Fault malformed `format-…`, untrusted `vault-cost` */
  decode(bytes: Uint8Array): Argon2Cost & { salt: Uint8Array };
} = {
  encode: (value) => argon2.encode(value),
  decode(encoded) {
    const { salt, memoryKiB, passes, lanes } = argon2.decode(encoded);
    if (lanes !== 1) throw new Fault('untrusted', 'vault-cost', 'the header asks for a cost out of bounds');
    return { salt, memoryKiB, passes, lanes };
  },
};
export const recoveryParameters = part('recovery wrap', 16, struct({ salt: bytes(16) }));

export function writeHeader(header: VaultHeader): Uint8Array {
  return body.encode({ ...header, magic: MAGIC, version: VERSION });
}

/** @throws Fault malformed `format-foreign` | `format-version` | `format-malformed` | `format-noncanonical` | `format-oversized` */
export function readHeader(header: Uint8Array): VaultHeader | 'newer' {
  const version = header[MAGIC.length] ?? 0;
  if (!equal(header.subarray(0, MAGIC.length), MAGIC))
    throw new Fault('malformed', 'format-foreign', 'vault header: its magic wanted');
  if (version > VERSION) return 'newer';
  if (version < VERSION) throw new Fault('malformed', 'format-version', `vault header: version ${VERSION} wanted`);
  const { waitingKey, inboxKey, wraps } = body.decode(header);
  return { waitingKey, inboxKey, wraps };
}
