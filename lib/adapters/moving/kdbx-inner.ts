// The inner header of KDBX 4, which lies before the XML: the key of the stream that protects values, and the files.
import { concat } from '#bytes/bytes.ts';

const FIELD = { end: 0, stream: 1, streamKey: 2, binary: 3 } as const;
/** A flag before a file: KeePass protects it in memory. */
const PROTECTED = 1;

/** As many as an archive of another program may have. */
const MOST_FILES = 20_000;

export interface KdbxInner {
  /** Number of the stream cipher. */
  readonly stream: number;
  readonly streamKey: Uint8Array<ArrayBuffer>;
  /** By their place, as entries name them. */
  readonly binaries: ReadonlyMap<string, Uint8Array>;
}

/** Null: it leads out of its bytes, has no stream, or more files than anybody. */
export function readInnerHeader(bytes: Uint8Array): (KdbxInner & { readonly rest: Uint8Array }) | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const binaries = new Map<string, Uint8Array>();
  let stream = -1;
  let streamKey = new Uint8Array();
  for (let at = 0; at + 5 <= bytes.length; ) {
    const field = view.getUint8(at);
    const length = view.getUint32(at + 1, true);
    const value = bytes.subarray(at + 5, at + 5 + length);
    if (value.length !== length) return null;
    at += 5 + length;
    if (field === FIELD.end) return stream < 0 ? null : { stream, streamKey, binaries, rest: bytes.subarray(at) };
    if (field === FIELD.stream && length === 4) stream = view.getUint32(at - 4, true);
    if (field === FIELD.streamKey) streamKey = new Uint8Array(value);
    if (binaries.size > MOST_FILES) return null;
    if (field === FIELD.binary && length > 0) binaries.set(String(binaries.size), value.slice(1));
  }
  return null;
}

export function writeInnerHeader({ stream, streamKey, binaries }: KdbxInner): Uint8Array<ArrayBuffer> {
  const number = new Uint8Array(4);
  new DataView(number.buffer).setUint32(0, stream, true);
  const files = [...binaries.values()].map((bytes) => field(FIELD.binary, concat(Uint8Array.of(PROTECTED), bytes)));
  return concat(
    field(FIELD.stream, number),
    field(FIELD.streamKey, streamKey),
    ...files,
    field(FIELD.end, new Uint8Array()),
  );
}

function field(kind: number, value: Uint8Array): Uint8Array {
  const head = new Uint8Array(5);
  head[0] = kind;
  new DataView(head.buffer).setUint32(1, value.length, true);
  return concat(head, value);
}
