// The vault (docs/DESIGN, section 4): 32 random bytes, the vault key, which lie on disk only wrapped. The header holds one wrap for each way
// in, and two keys in clear for mail that comes while the vault is locked. A wrap is XChaCha20-Poly1305 of the vault key under a key
// derived from what the person knows, with kind and parameters as associated data, so that a cheaper cost cannot be slipped in. A new
// passphrase does not disarm a copy of an old header: whoever has one and the old passphrase still gets the same vault key.
import { ascii, concat, equal, u32, wipe } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { encodeUtf8, wellFormed } from '#bytes/utf8.ts';
import { hkdfExpand, hkdfSha256 } from '#crypto/hash.ts';
import { aeadKey, type SealPublicKey, type SealSecretKey, sealPublicKey, sealSecretKey } from '#crypto/keys.ts';
import type { Argon2Cost } from '#crypto/primitives.ts';
import { provider } from '#crypto/provider.ts';
import { open, seal } from '#crypto/xchacha.ts';
import { type VaultKey, vaultKey } from './sealing.ts';
import {
  passphraseParameters,
  readHeader,
  recoveryParameters,
  type VaultHeader,
  WRAP,
  type Wrap,
  writeHeader,
} from './vault-header.ts';
import { createRecoveryCode, parseRecoveryCode, type RecoverySymbols } from './vault-recovery.ts';

/** A guess costs an attacker 64 MiB and three passes over it; a person waits 0.2 s (libsodium) to 1.4 s (noble). RFC 9106 section 4. */
export const DEFAULT_COST: Argon2Cost = { memoryKiB: 64 * 1024, passes: 3, lanes: 1 };

/** Below, guessing is too cheap (OWASP's least is 19 MiB and two passes); above, a changed header could hang or end the program. */
const COST_FLOOR = { memoryKiB: 19 * 1024, passes: 2 };
const COST_CEILING = { memoryKiB: 512 * 1024, passes: 16 };

export interface CreatedVault {
  readonly header: Uint8Array;
  readonly vaultKey: VaultKey;
  /** To be shown once and kept by the person. */
  readonly recoveryCode: string;
}

/** Draws 32 bytes for the vault key, then salts, nonces and code. @throws Fault bug `vault-cost` */
export function createVault(passphrase: string, entropy: Entropy, cost: Argon2Cost = DEFAULT_COST): CreatedVault {
  const key = vaultKey(entropy(32));
  const recovery = createRecoveryCode(entropy);
  const header = writeHeader({
    waitingKey: entropy(16),
    inboxKey: inboxKeys(key).publicKey,
    wraps: [wrapByPassphrase(key, passphrase, cost, entropy), wrapByRecovery(key, recovery.symbols, entropy)],
  });
  return { header, vaultKey: key, recoveryCode: recovery.code };
}

/** 'newer': a later program wrote the header; update, and leave it alone. */
export type OpenedVault = VaultKey | 'wrong' | 'newer';

/** @throws Fault malformed `format-…` (damaged header), untrusted `vault-cost`, `vault-forged` */
export function openVault(header: Uint8Array, passphrase: string): OpenedVault {
  const read = readHeader(header);
  if (read === 'newer') return 'newer';
  for (const wrap of wrapsOf(read, WRAP.passphrase)) {
    const { salt, ...cost } = passphraseParameters.decode(wrap.parameters);
    if (!isBearable(cost)) throw new Fault('untrusted', 'vault-cost', 'the header asks for a cost out of bounds');
    const key = unwrap(read, wrap, passphraseKey(passphrase, salt, cost));
    if (key !== null) return key;
  }
  return 'wrong';
}

/** 'mistyped': the code is no code of ours, in length, letters or check symbols. @throws like `openVault` */
export function openVaultByRecovery(header: Uint8Array, code: string): OpenedVault | 'mistyped' {
  const read = readHeader(header);
  if (read === 'newer') return 'newer';
  const symbols = parseRecoveryCode(code);
  if (symbols === null) return 'mistyped';
  for (const wrap of wrapsOf(read, WRAP.recovery)) {
    const { salt } = recoveryParameters.decode(wrap.parameters);
    const key = unwrap(read, wrap, recoveryKey(symbols, salt));
    if (key !== null) return key;
  }
  return 'wrong';
}

/** The header with another passphrase; every other way in is kept. @throws Fault bug `vault-newer`, `vault-cost`, untrusted `vault-forged` */
export function rewrapPassphrase(
  header: Uint8Array,
  key: VaultKey,
  next: string,
  entropy: Entropy,
  cost: Argon2Cost = DEFAULT_COST,
): Uint8Array {
  return replaceWraps(header, key, wrapByPassphrase(key, next, cost, entropy));
}

/** The header with another recovery code; the old one opens it no more. @throws like `rewrapPassphrase` */
export function renewRecovery(
  header: Uint8Array,
  key: VaultKey,
  entropy: Entropy,
): { readonly header: Uint8Array; readonly recoveryCode: string } {
  const { code, symbols } = createRecoveryCode(entropy);
  return { header: replaceWraps(header, key, wrapByRecovery(key, symbols, entropy)), recoveryCode: code };
}

/** X-Wing key pair for mail that waits, derived from the vault key. */
export function inboxKeys(key: VaultKey): { readonly publicKey: SealPublicKey; readonly secretKey: SealSecretKey } {
  const seed = hkdfExpand(key, ascii('nucleus/inbox/1'), 32);
  const pair = provider().xwing.keyPair(seed);
  wipe(seed);
  return { publicKey: sealPublicKey(pair.publicKey), secretKey: sealSecretKey(pair.secretKey) };
}

function wrapByPassphrase(key: VaultKey, passphrase: string, cost: Argon2Cost, entropy: Entropy): Wrap {
  if (!isBearable(cost)) throw new Fault('bug', 'vault-cost', 'a cost within the bounds wanted');
  const salt = entropy(16);
  const parameters = passphraseParameters.encode({ salt, ...cost });
  return wrap(WRAP.passphrase, parameters, passphraseKey(passphrase, salt, cost), key, entropy);
}

function wrapByRecovery(key: VaultKey, symbols: RecoverySymbols, entropy: Entropy): Wrap {
  const salt = entropy(16);
  return wrap(WRAP.recovery, recoveryParameters.encode({ salt }), recoveryKey(symbols, salt), key, entropy);
}

/** NFKC, since keyboards differ in how they compose the same letters; nothing is trimmed or folded. */
function passphraseKey(passphrase: string, salt: Uint8Array, cost: Argon2Cost): Uint8Array {
  const typed = encodeUtf8(wellFormed(passphrase).normalize('NFKC'));
  const stretched = provider().argon2id(typed, salt, cost, 32);
  const wrapping = hkdfExpand(stretched, ascii('nucleus/vault/passphrase/1'), 32);
  wipe(typed, stretched);
  return wrapping;
}

/** 130 random bits need no stretching. */
function recoveryKey(symbols: RecoverySymbols, salt: Uint8Array): Uint8Array {
  return hkdfSha256(symbols, salt, ascii('nucleus/vault/recovery/1'), 32);
}

function wrap(kind: number, parameters: Uint8Array, wrapping: Uint8Array, key: VaultKey, entropy: Entropy): Wrap {
  const wrapped = seal(aeadKey(wrapping), key, associatedData(kind, parameters), entropy);
  wipe(wrapping);
  return { kind, parameters, wrapped };
}

function unwrap(header: VaultHeader, { kind, parameters, wrapped }: Wrap, wrapping: Uint8Array): VaultKey | null {
  const opened = open(aeadKey(wrapping), wrapped, associatedData(kind, parameters));
  wipe(wrapping);
  if (opened === null) return null;
  const key = vaultKey(opened);
  requireOwn(header, key);
  return key;
}

/** The inbox key lies in clear: another in its place would hand waiting mail to whoever put it there. */
function requireOwn(header: VaultHeader, key: VaultKey): void {
  if (!equal(inboxKeys(key).publicKey, header.inboxKey))
    throw new Fault('untrusted', 'vault-forged', 'the inbox key of the header is not that of the vault');
}

function associatedData(kind: number, parameters: Uint8Array): Uint8Array {
  return concat(ascii('nucleus/vault/wrap/1'), new Uint8Array([kind]), u32(parameters.length), parameters);
}

function replaceWraps(header: Uint8Array, key: VaultKey, next: Wrap): Uint8Array {
  const read = readHeader(header);
  if (read === 'newer') throw new Fault('bug', 'vault-newer', 'the header is of a later program');
  requireOwn(read, key);
  return writeHeader({ ...read, wraps: [next, ...read.wraps.filter(({ kind }) => kind !== next.kind)] });
}

const wrapsOf = ({ wraps }: VaultHeader, wanted: number) => wraps.filter(({ kind }) => kind === wanted);

function isBearable({ memoryKiB, passes, lanes }: Argon2Cost): boolean {
  const within = (value: number, least: number, most: number) => value >= least && value <= most;
  return (
    within(memoryKiB, COST_FLOOR.memoryKiB, COST_CEILING.memoryKiB) &&
    within(passes, COST_FLOOR.passes, COST_CEILING.passes) &&
    lanes === 1
  );
}
