// The vault: 32 random bytes, the vault key, which lie on disk only wrapped. The header holds
// a wrap for each way in: the vault key sealed (HPKE, X-Wing) to the public half of a secret's key pair, so a new one
// is wrapped without the secrets (`renewKey`). Public halves count only under the seal of today's vault key: an
// attacker who can merely write the disk cannot add one.
import { ascii, concat, equal, u32Bytes, wipe } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { encodeUtf8, wellFormed } from '#bytes/utf8.ts';
import { hkdfExpand, hkdfSha256, hmacSha256 } from '#crypto/hash.ts';
import { hpkeOpen, hpkeSeal } from '#crypto/hpke.ts';
import { aeadKey, type SealPublicKey, type SealSecretKey, sealPublicKey, sealSecretKey } from '#crypto/keys.ts';
import type { Argon2Cost } from '#crypto/primitives.ts';
import { provider } from '#crypto/provider.ts';
import { open } from '#crypto/xchacha.ts';
import { type VaultKey, vaultKey } from '../store/sealing.ts';
import {
  passphraseParameters,
  type ReadHeader,
  readHeader,
  recoveryParameters,
  type VaultHeader,
  WRAP,
  type Wrap,
  writeHeader,
} from './vault-header.ts';
import { createRecoveryCode, parseRecoveryCode, type RecoverySymbols } from './vault-recovery.ts';

/**
 * A guess costs an attacker 64 MiB and three passes over it; a person waits 0.2 s (libsodium) to 1.4 s (noble). RFC
 * 9106 section 4.
 */
export const DEFAULT_COST: Argon2Cost = { memoryKiB: 64 * 1024, passes: 3, lanes: 1 };

/**
 * Below, guessing is too cheap (OWASP's least is 19 MiB and two passes); above, a changed header could hang or end the
 * program.
 */
const COST_FLOOR = { memoryKiB: 19 * 1024, passes: 2 };
const COST_CEILING = { memoryKiB: 512 * 1024, passes: 16 };

/** `keyDay` of a vault key that is to be replaced as soon as it can be. */
const REPLACE_SOON = 0;

export interface CreatedVault {
  readonly header: Uint8Array;
  readonly vaultKey: VaultKey;
  /** To be shown once and kept by the person. */
  readonly recoveryCode: string;
}

/** Draws 32 bytes for the vault key, then salts, encapsulations and code. @throws Fault bug `vault-cost` */
export function createVault(
  passphrase: string,
  entropy: Entropy,
  today: number,
  cost: Argon2Cost = DEFAULT_COST,
): CreatedVault {
  const key = vaultKey(entropy(32));
  const recovery = createRecoveryCode(entropy);
  const waitingKey = entropy(16);
  const wraps = [
    wrapByPassphrase(key, passphrase, cost, entropy),
    wrapByRecovery(key, recovery.symbols, entropy(16), entropy),
  ];
  return {
    header: write({ generation: 0, keyDay: today, waitingKey, wraps }, key),
    vaultKey: key,
    recoveryCode: recovery.code,
  };
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
    const stretched = stretch(passphrase, salt, cost);
    const key = unwrap(read, wrap, () => hkdfExpand(stretched, ascii(`nucleus/vault/passphrase/${formOf(wrap)}`), 32));
    wipe(stretched);
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
    const key = unwrap(read, wrap, () => recoverySeed(symbols, salt, formOf(wrap)));
    if (key !== null) return key;
  }
  return 'wrong';
}

/**
 * The header with another passphrase; every other way in is kept. A copy of the header before still opens by the old
 * passphrase, so the vault key is to be replaced. @throws Fault bug `vault-newer`, `vault-cost`, untrusted
 * `vault-forged`
 */
export function rewrapPassphrase(
  header: Uint8Array,
  key: VaultKey,
  next: string,
  entropy: Entropy,
  cost: Argon2Cost = DEFAULT_COST,
): Uint8Array {
  return replaceWraps(header, key, wrapByPassphrase(key, next, cost, entropy));
}

/** The header with another recovery code; likewise. @throws like `rewrapPassphrase` */
export function renewRecovery(
  header: Uint8Array,
  key: VaultKey,
  entropy: Entropy,
): { readonly header: Uint8Array; readonly recoveryCode: string } {
  const { code, symbols } = createRecoveryCode(entropy);
  const wrap = wrapByRecovery(key, symbols, entropy(16), entropy);
  return { header: replaceWraps(header, key, wrap), recoveryCode: code };
}

/** The header with the public half of a code that has just opened it. @throws like `rewrapPassphrase` */
export function rewrapRecovery(header: Uint8Array, key: VaultKey, code: string, entropy: Entropy): Uint8Array {
  const symbols = parseRecoveryCode(code);
  if (symbols === null) throw new Fault('bug', 'vault-code', 'a code that has opened the vault wanted');
  return replaceWraps(header, key, wrapByRecovery(key, symbols, entropy(16), entropy));
}

/**
 * Whether every way in has a public half: without one, a new vault key would shut out a person who has only that way.
 */
export const isRenewable = ({ wraps }: VaultHeader): boolean => wraps.every(({ publicKey }) => publicKey !== null);

/**
 * Another vault key, wrapped for every way in that there is, for the store of the next generation. Draws 32 bytes, 16,
 * and 64 a wrap.
 * @throws Fault untrusted `vault-forged` (the header is not as this key sealed it), bug `vault-newer`,
 * `vault-unrenewable`
 */
export function renewKey(
  header: Uint8Array,
  key: VaultKey,
  entropy: Entropy,
  today: number,
): { readonly header: Uint8Array; readonly generation: number; readonly vaultKey: VaultKey } {
  const read = authentic(header, key);
  const next = vaultKey(entropy(32));
  const generation = read.generation + 1;
  const waitingKey = entropy(16);
  const wraps = read.wraps.map(({ kind, parameters, publicKey }) => {
    if (publicKey === null) throw new Fault('bug', 'vault-unrenewable', 'a wrap has no public half');
    return wrapTo(kind, parameters, sealPublicKey(publicKey), next, entropy);
  });
  return { header: write({ generation, keyDay: today, waitingKey, wraps }, next), generation, vaultKey: next };
}

/**
 * What the header says, as the holder of this key wrote it. @throws Fault untrusted `vault-forged`, bug `vault-newer`,
 * malformed `format-…`
 */
export function authentic(header: Uint8Array, key: VaultKey): ReadHeader {
  const read = readHeader(header);
  if (read === 'newer') throw new Fault('bug', 'vault-newer', 'the header is of a later program');
  if (!isOf(read, key)) throw new Fault('untrusted', 'vault-forged', 'the header is not as the vault key sealed it');
  return read;
}

/**
 * Whether a key that was held for a while, without a look at the disk, is still the header's. @throws Fault malformed
 * `format-…`
 */
export function opensBy(header: Uint8Array, key: VaultKey): boolean {
  const read = readHeader(header);
  return read !== 'newer' && isOf(read, key);
}

/** X-Wing key pair for mail that waits, derived from the vault key. */
export function inboxKeys(key: VaultKey): { readonly publicKey: SealPublicKey; readonly secretKey: SealSecretKey } {
  return keyPair(hkdfExpand(key, ascii('nucleus/inbox/1'), 32));
}

/** For names of what pages do not hold (logins/version-name.ts), derived from the vault key. */
export const namingKey = (key: VaultKey): Uint8Array => hkdfExpand(key, ascii('nucleus/names/1'), 32);

/** Wipes the seed. */
function keyPair(seed: Uint8Array): { readonly publicKey: SealPublicKey; readonly secretKey: SealSecretKey } {
  const pair = provider().xwing.keyPair(seed);
  wipe(seed);
  return { publicKey: sealPublicKey(pair.publicKey), secretKey: sealSecretKey(pair.secretKey) };
}

function wrapByPassphrase(key: VaultKey, passphrase: string, cost: Argon2Cost, entropy: Entropy): Wrap {
  if (!isBearable(cost)) throw new Fault('bug', 'vault-cost', 'a cost within the bounds wanted');
  const salt = entropy(16);
  const stretched = stretch(passphrase, salt, cost);
  const { publicKey, secretKey } = keyPair(hkdfExpand(stretched, ascii('nucleus/vault/passphrase/2'), 32));
  wipe(stretched, secretKey);
  return wrapTo(WRAP.passphrase, passphraseParameters.encode({ salt, ...cost }), publicKey, key, entropy);
}

function wrapByRecovery(key: VaultKey, symbols: RecoverySymbols, salt: Uint8Array, entropy: Entropy): Wrap {
  const { publicKey, secretKey } = keyPair(recoverySeed(symbols, salt, 2));
  wipe(secretKey);
  return wrapTo(WRAP.recovery, recoveryParameters.encode({ salt }), publicKey, key, entropy);
}

/** NFKC, since keyboards differ in how they compose the same letters; nothing is trimmed or folded. */
function stretch(passphrase: string, salt: Uint8Array, cost: Argon2Cost): Uint8Array {
  const typed = encodeUtf8(wellFormed(passphrase).normalize('NFKC'));
  const stretched = provider().argon2id(typed, salt, cost, 32);
  wipe(typed);
  return stretched;
}

/** 130 random bits need no stretching. */
function recoverySeed(symbols: RecoverySymbols, salt: Uint8Array, form: 1 | 2): Uint8Array {
  return hkdfSha256(symbols, salt, ascii(`nucleus/vault/recovery/${form}`), 32);
}

/** 2: HPKE to a public half. 1: XChaCha20-Poly1305 under the present seed, in headers of version 1. */
const formOf = ({ publicKey }: Wrap): 1 | 2 => (publicKey === null ? 1 : 2);
const WRAP_INFO = ascii('nucleus/vault/wrap/2');

function wrapTo(kind: number, parameters: Uint8Array, publicKey: SealPublicKey, key: VaultKey, entropy: Entropy): Wrap {
  const wrapped = hpkeSeal('xwing', publicKey, WRAP_INFO, placeOf(kind, parameters), key, entropy);
  return { kind, parameters, publicKey, wrapped };
}

/** Null if the secret is not that of the wrap. @param secretOf for the form of this wrap */
function unwrap(header: ReadHeader, wrap: Wrap, secretOf: () => Uint8Array): VaultKey | null {
  const { kind, parameters, wrapped } = wrap;
  const place = placeOf(kind, parameters);
  const secret = formOf(wrap) === 1 ? secretOf() : keyPair(secretOf()).secretKey;
  const opened =
    formOf(wrap) === 1
      ? open(aeadKey(secret), wrapped, concat(ascii('nucleus/vault/wrap/1'), place))
      : hpkeOpen('xwing', sealSecretKey(secret), WRAP_INFO, place, wrapped);
  wipe(secret);
  if (opened === null) return null;
  const key = vaultKey(opened);
  if (isOf(header, key)) return key;
  wipe(key);
  throw new Fault('untrusted', 'vault-forged', 'the header is not as the vault key sealed it');
}

/** Of a header of version 1 the inbox key alone shows whose it is: it lies in clear, and follows from the vault key. */
function isOf({ sealed, inboxKey }: ReadHeader, key: VaultKey): boolean {
  if (sealed === null) return equal(inboxKeys(key).publicKey, inboxKey);
  return equal(sealOf(key, sealed.content), sealed.seal);
}

function sealOf(key: VaultKey, content: Uint8Array): Uint8Array {
  const sealing = hkdfExpand(key, ascii('nucleus/vault/header/2'), 32);
  const seal = hmacSha256(sealing, content);
  wipe(sealing);
  return seal;
}

const write = (header: Omit<VaultHeader, 'inboxKey'>, key: VaultKey): Uint8Array => {
  const { publicKey, secretKey } = inboxKeys(key);
  wipe(secretKey);
  return writeHeader({ ...header, inboxKey: publicKey }, (content) => sealOf(key, content));
};

/** A wrap does not open in the place of another, or at another cost. */
function placeOf(kind: number, parameters: Uint8Array): Uint8Array {
  return concat(new Uint8Array([kind]), u32Bytes(parameters.length), parameters);
}

function replaceWraps(header: Uint8Array, key: VaultKey, next: Wrap): Uint8Array {
  const { generation, waitingKey, wraps } = authentic(header, key);
  const others = wraps.filter(({ kind }) => kind !== next.kind);
  return write({ generation, keyDay: REPLACE_SOON, waitingKey, wraps: [next, ...others] }, key);
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
