// The header of a vault, as it lies on disk in clear: "NUV" and a version, the body, and HMAC-SHA256 of all that under
// a key of the vault. It never leaves the device, so it has no format id. A wrap of an unknown kind is kept, and sealed
// anew to its public half, as it is: a program that does not know passkeys must not lock their owner out. Version 1 had
// symmetric wraps and no seal: it is read, not written.
import { equal } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import type { Argon2Cost } from '#crypto/primitives.ts';
import { SEAL_OVERHEAD } from '#crypto/xchacha.ts';
import { blob, bytes, list, nullable, part, struct, u8, u16, u32, type ValueOf } from '#wire/format.ts';
import { SEAL_PUBLIC_KEY_BYTES } from '#wire/sizes.ts';

const MAGIC = new Uint8Array([0x4e, 0x55, 0x56]);
const VERSION = 2;
export const HEADER_SEAL_BYTES = 32;

/** Kinds of wraps. Append only; 3 is for passkeys. */
export const WRAP = { passphrase: 1, recovery: 2 } as const;

const head = { magic: bytes(MAGIC.length), version: u8 };
const body = part(
  'vault header',
  96 * 1024,
  struct({
    ...head,
    /** Names the store whose records this vault key opens: see stores.ts. */
    generation: u32,
    /** The day on which the vault key was drawn; 0: it is to be replaced as soon as that can be done. */
    keyDay: u32,
    /** Names waiting items: see vault-waiting.ts. */
    waitingKey: bytes(16),
    inboxKey: bytes(SEAL_PUBLIC_KEY_BYTES),
    wraps: list(
      16,
      struct({
        kind: u8,
        parameters: blob(2048),
        /** What the next vault key is sealed to; null: a wrap of version 1, whose secret has not been at hand since. */
        publicKey: nullable(bytes(SEAL_PUBLIC_KEY_BYTES)),
        wrapped: blob(2048),
      }),
    ),
  }),
);
export type VaultHeader = Omit<ValueOf<typeof body>, 'magic' | 'version'>;
export type Wrap = VaultHeader['wraps'][number];

const bodyV1 = part(
  'vault header, version 1',
  64 * 1024,
  struct({
    ...head,
    waitingKey: bytes(16),
    inboxKey: bytes(SEAL_PUBLIC_KEY_BYTES),
    wraps: list(16, struct({ kind: u8, parameters: blob(2048), wrapped: bytes(32 + SEAL_OVERHEAD) })),
  }),
);

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

/** @param seal makes the authenticator of the bytes that stand before it */
export function writeHeader(header: VaultHeader, seal: (content: Uint8Array) => Uint8Array): Uint8Array {
  const content = body.encode({ ...header, magic: MAGIC, version: VERSION });
  const whole = new Uint8Array(content.length + HEADER_SEAL_BYTES);
  whole.set(content);
  whole.set(seal(content), content.length);
  return whole;
}

export interface ReadHeader extends VaultHeader {
  /** What the seal covers, and the seal, which only the vault key can judge. Null: version 1 had none. */
  readonly sealed: { readonly content: Uint8Array; readonly seal: Uint8Array } | null;
}

/**
 * @throws Fault malformed `format-foreign` | `format-version` | `format-malformed` | `format-noncanonical` |
 * `format-oversized`
 */
export function readHeader(header: Uint8Array): ReadHeader | 'newer' {
  const version = header[MAGIC.length] ?? 0;
  if (!equal(header.subarray(0, MAGIC.length), MAGIC))
    throw new Fault('malformed', 'format-foreign', 'vault header: its magic wanted');
  if (version > VERSION) return 'newer';
  if (version === 1) return upgraded(header);
  if (version < 1) throw new Fault('malformed', 'format-version', `vault header: version 1 to ${VERSION} wanted`);
  const end = Math.max(0, header.length - HEADER_SEAL_BYTES);
  const content = header.subarray(0, end);
  const { generation, keyDay, waitingKey, inboxKey, wraps } = body.decode(content);
  return { generation, keyDay, waitingKey, inboxKey, wraps, sealed: { content, seal: header.subarray(end) } };
}

/**
 * Programs that wrote version 1 knew two kinds of wraps. No seal forbade adding another: an attacker's wrap would be
 * sealed with the rest, and as it never gets a public half, the vault key could never be replaced.
 */
function upgraded(header: Uint8Array): ReadHeader {
  const { waitingKey, inboxKey, wraps } = bodyV1.decode(header);
  const kinds: readonly number[] = [WRAP.passphrase, WRAP.recovery];
  const known = wraps.filter(({ kind }) => kinds.includes(kind)).map((wrap): Wrap => ({ ...wrap, publicKey: null }));
  return { generation: 0, keyDay: 0, waitingKey, inboxKey, wraps: known, sealed: null };
}
