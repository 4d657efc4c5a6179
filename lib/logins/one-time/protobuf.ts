// The wire format of Protocol Buffers, as far as others' messages need it: fields by number, a number or bytes each.

export interface ProtobufField {
  readonly number: number;
  /** Fixed-width numbers are given as their bytes. */
  readonly value: bigint | Uint8Array;
}

const VARINT = 0;
const FIXED_64 = 1;
const BYTES = 2;
const FIXED_32 = 5;
/** Of a number of 64 bits. */
const MOST_VARINT_BYTES = 10;

/** All fields in their order, or null if the bytes are cut off or are no message. */
export function readProtobuf(bytes: Uint8Array): readonly ProtobufField[] | null {
  const fields: ProtobufField[] = [];
  let at = 0;
  const varint = (): bigint | null => {
    let value = 0n;
    for (let read = 0; read < MOST_VARINT_BYTES && at < bytes.length; read++) {
      const byte = bytes[at++] as number;
      value |= BigInt(byte & 0x7f) << BigInt(7 * read);
      if (byte < 0x80) return value;
    }
    return null;
  };
  const taken = (length: number): Uint8Array | null => {
    const value = bytes.slice(at, at + length);
    at += length;
    return value.length === length ? value : null;
  };
  while (at < bytes.length) {
    const tag = Number(varint() ?? 0n);
    const kind = tag % 8;
    const number = (tag - kind) / 8;
    const length = kind === FIXED_64 ? 8 : kind === FIXED_32 ? 4 : kind === BYTES ? Number(varint() ?? -1n) : 0;
    if (number === 0 || length < 0 || length > bytes.length) return null;
    const value = kind === VARINT ? varint() : [FIXED_64, BYTES, FIXED_32].includes(kind) ? taken(length) : null;
    if (value === null) return null;
    fields.push({ number, value });
  }
  return fields;
}
