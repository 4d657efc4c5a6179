// The header of a KDBX file (3.1, 4.0, 4.1), which is readable without a secret, and what it asks of the machine before
// anything can be deciphered. Numbers in it are a stranger's: they are bounded before a key is derived.
import { BinaryStream, Consts, Int64, Kdbx, KdbxContext, KdbxError, KdbxHeader } from 'kdbxweb';
import { encodeHex } from '#bytes/base64url.ts';
import type { KeyWork } from './opening-cost.ts';

export type KdbxCost = Exclude<KeyWork, { kdf: 'scrypt' }>;

/** `unsupported`: another version, cipher or derivation than KeePass 2 has had since 2012. */
export type HeaderRefusal = 'not-kdbx' | 'unsupported' | 'damaged';

export type HeaderReading =
  | {
      readonly ok: true;
      readonly header: KdbxHeader;
      /** Its last byte is before this one. */
      readonly end: number;
      readonly cost: KdbxCost;
      /** Of the derivation. */
      readonly salt: Uint8Array<ArrayBuffer>;
    }
  | { readonly ok: false; readonly refusal: HeaderRefusal };

/** It is some hundred bytes, and what plug-ins put there. */
const MOST_HEADER_BYTES = 2 ** 20;

/** Twofish, which KeePassXC offers too, is in no library of ours. */
const CIPHERS: readonly string[] = [Consts.CipherId.Aes, Consts.CipherId.ChaCha20];

const refused = (refusal: HeaderRefusal): HeaderReading => ({ ok: false, refusal });

/** Whether these are the first bytes of a KeePass database, of whatever version. */
export function isKdbx(bytes: Uint8Array): boolean {
  return /^03d9a29a6[5-7]fb4bb5$/.test(encodeHex(bytes.subarray(0, 8)));
}

export function readKdbxHeader(bytes: Uint8Array): HeaderReading {
  if (!isKdbx(bytes)) return refused('not-kdbx');
  try {
    const header = KdbxHeader.read(
      new BinaryStream(new Uint8Array(bytes.subarray(0, MOST_HEADER_BYTES)).buffer),
      new KdbxContext({ kdbx: new Kdbx() }),
    );
    const [kind, salt] =
      header.versionMajor === 3 ? ['aes' as const, header.transformSeed] : [kindOf(header), saltOf(header)];
    if (kind === null) return refused('unsupported');
    if (!CIPHERS.includes(header.dataCipherUuid?.id ?? '')) return refused('unsupported');
    const cost = costIn(header, kind);
    if (cost === null || !(salt instanceof ArrayBuffer) || salt.byteLength !== 32) return refused('damaged');
    return { ok: true, header, end: header.endPos ?? 0, cost, salt: new Uint8Array(salt) };
  } catch (error) {
    // A RangeError or TypeError is a length or a field that leads out of the file.
    const isOther = error instanceof KdbxError && /InvalidVersion|BadSignature|Unsupported/.test(error.code);
    return refused(isOther ? 'unsupported' : 'damaged');
  }
}

const saltOf = (header: KdbxHeader) => header.kdfParameters?.get('S');

/** Null: none that is known. Argon2 before 1.3, or with a secret or data of its own, is not made by any program. */
function kindOf({ kdfParameters }: KdbxHeader): KdbxCost['kdf'] | null {
  const uuid = kdfParameters?.get('$UUID');
  const id = uuid instanceof ArrayBuffer ? btoa(String.fromCharCode(...new Uint8Array(uuid))) : '';
  if (id === Consts.KdfId.Aes) return 'aes';
  const isPlain = kdfParameters?.get('V') === 0x13 && !kdfParameters.get('K') && !kdfParameters.get('A');
  if (!isPlain) return null;
  return id === Consts.KdfId.Argon2d ? 'argon2d' : id === Consts.KdfId.Argon2id ? 'argon2id' : null;
}

function costIn(
  { versionMajor, keyEncryptionRounds, kdfParameters }: KdbxHeader,
  kdf: KdbxCost['kdf'],
): KdbxCost | null {
  const number = (name: string) => {
    const value = kdfParameters?.get(name);
    // More than a double can count is more than any bound.
    if (value instanceof Int64)
      return value.hi >>> 0 >= 0x200000 ? 2 ** 60 : (value.hi >>> 0) * 2 ** 32 + (value.lo >>> 0);
    return typeof value === 'number' ? value : 0;
  };
  if (kdf === 'aes') {
    const rounds = versionMajor === 3 ? (keyEncryptionRounds ?? 0) : number('R');
    return rounds >= 1 ? { kdf, rounds } : null;
  }
  const [memoryKiB, passes, lanes] = [number('M') / 1024, number('I'), number('P')];
  // RFC 9106, section 3.1: 8 KiB a lane at least.
  return Number.isInteger(memoryKiB) && passes >= 1 && lanes >= 1 && memoryKiB >= 8 * lanes
    ? { kdf, memoryKiB, passes, lanes }
    : null;
}
