// The codes by which Google Authenticator moves accounts (`otpauth-migration://offline?data=`): a Protocol Buffers
// message in base64. Ten accounts fit into one picture, so there may be several of one batch, in any order.
import { decodeUtf8 } from '#bytes/utf8.ts';
import { assembleOneTime, type OneTimeReading, refused } from './assemble.ts';
import { base64Bytes } from './keeotp.ts';
import { opaqueLink, percentDecoded } from './link.ts';
import { type ProtobufField, readProtobuf } from './protobuf.ts';

export interface MigrationAccount {
  readonly issuer: string;
  readonly account: string;
  readonly reading: OneTimeReading;
}

/** What one picture holds. */
export interface MigrationPart {
  readonly batchId: number;
  readonly index: number;
  readonly size: number;
  readonly accounts: readonly MigrationAccount[];
}

export interface MigrationBatch {
  readonly batchId: number;
  readonly size: number;
  /** Pictures that nobody has shown yet, from 0. */
  readonly missing: readonly number[];
  readonly accounts: readonly MigrationAccount[];
}

const MOST_CHARACTERS = 16_384;
/** A thousand accounts, ten in a picture. */
const MOST_PARTS = 100;

/** By number; absent: what Google's own importer takes for unspecified. MD5 (4) is in the format, and nowhere else. */
const ALGORITHMS: ReadonlyMap<number, string> = new Map([
  [0, 'SHA1'],
  [1, 'SHA1'],
  [2, 'SHA256'],
  [3, 'SHA512'],
]);
/** An enumeration, no number of digits. */
const DIGITS: ReadonlyMap<number, string> = new Map([
  [0, '6'],
  [1, '6'],
  [2, '8'],
]);
const UNSPECIFIED = 0;
const HOTP = 1;
const TOTP = 2;

/** A number that is not there is 0; of several the last counts. */
function numberAt(fields: readonly ProtobufField[], number: number): number {
  const value = fields.findLast((field) => field.number === number)?.value;
  return typeof value === 'bigint' ? Number(BigInt.asIntN(32, value)) : 0;
}

function bytesAt(fields: readonly ProtobufField[], number: number): Uint8Array {
  const value = fields.findLast((field) => field.number === number)?.value;
  return value instanceof Uint8Array ? value : new Uint8Array(0);
}

function readAccount(message: Uint8Array): MigrationAccount {
  const fields = readProtobuf(message);
  if (fields === null) return { issuer: '', account: '', reading: refused('not-understood') };
  const textAt = (number: number) => (decodeUtf8(bytesAt(fields, number)) ?? '').trim();
  const name = textAt(2);
  // The name is the label of the link that was scanned: `Issuer:account`, whether or not the issuer stands apart, too.
  const colon = name.indexOf(':');
  const inName = colon < 0 ? '' : name.slice(0, colon).trim();
  const issuer = textAt(3) || inName;
  const account = inName !== '' && inName === issuer ? name.slice(colon + 1).trim() : name;
  return { issuer, account, reading: readingOf(fields, issuer, account) };
}

function readingOf(fields: readonly ProtobufField[], issuer: string, account: string): OneTimeReading {
  const type = numberAt(fields, 6);
  if (type === HOTP) return refused('counter-code');
  const algorithm = ALGORITHMS.get(numberAt(fields, 4));
  if (algorithm === undefined) return refused('unknown-algorithm');
  const digits = DIGITS.get(numberAt(fields, 5));
  if (digits === undefined || (type !== TOTP && type !== UNSPECIFIED)) return refused('not-understood');
  return assembleOneTime({ secret: bytesAt(fields, 1), algorithm, digits, issuer, account });
}

/** Null: it is no such code, or is damaged. */
export function readMigration(text: string): MigrationPart | null {
  const link = opaqueLink(text.trim());
  if (link?.scheme !== 'otpauth-migration' || text.length > MOST_CHARACTERS) return null;
  const [, data = ''] = /[?&]data=([^&]*)/i.exec(link.rest) ?? [];
  // A plus that nobody escaped may have become a space on its way.
  const bytes = base64Bytes(percentDecoded(data).replaceAll(' ', '+'));
  const fields = bytes && readProtobuf(bytes);
  if (!fields || fields.length === 0) return null;
  const accounts = fields.flatMap(({ number, value }) =>
    number === 1 && value instanceof Uint8Array ? [readAccount(value)] : [],
  );
  const index = numberAt(fields, 4);
  const size = numberAt(fields, 3) || 1;
  if (size < 1 || size > MOST_PARTS || index < 0 || index >= size) return null;
  return { batchId: numberAt(fields, 5), index, size, accounts };
}

/** Puts pictures together, whatever their order; one that was shown twice counts once. */
export function joinMigration(parts: readonly MigrationPart[]): readonly MigrationBatch[] {
  const ids = [...new Set(parts.map(({ batchId }) => batchId))];
  return ids.map((batchId) => {
    const own = new Map<number, MigrationPart>();
    for (const part of parts) if (part.batchId === batchId) own.set(part.index, part);
    const size = Math.max(...[...own.values()].map((part) => part.size));
    const indices = Array.from({ length: size }, (_, index) => index);
    return {
      batchId,
      size,
      missing: indices.filter((index) => !own.has(index)),
      accounts: indices.flatMap((index) => own.get(index)?.accounts ?? []),
    };
  });
}
