// Opens KeePass databases (KDBX 3.1, 4.0, 4.1). Header, block checks and key streams are kdbxweb's; its XML reader
// needs a DOM, which a web worker has not, so the XML is read by ours. It takes seconds: call it in a web worker.
import { Consts, CryptoEngine, HashedBlockTransform, HmacBlockTransform, Int64, ProtectSaltGenerator } from 'kdbxweb';
import { equal, wipe } from '#bytes/bytes.ts';
import { readKeePassXml } from '#logins/formats/keepass/read-tree.ts';
import type { KeePassTree } from '#logins/formats/keepass/tree.ts';
import { bytesOfBase64 } from '#logins/formats/keepass/values.ts';
import { gunzipWithin } from './gunzip.ts';
import { type HeaderReading, type HeaderRefusal, readKdbxHeader } from './kdbx-header.ts';
import { readInnerHeader } from './kdbx-inner.ts';
import { type KdbxSecret, kdbxFileKeys, kdbxSecretKey, sha256Of, stretchKdbxKey } from './kdbx-key.ts';
import { inflateFilesWithin } from './keepass-xml.ts';
import { type CostRefusal, costRefusal, type LongWork, WorkSteps } from './long-work.ts';

type Bytes = Uint8Array<ArrayBuffer>;
type Header = Extract<HeaderReading, { ok: true }>;

/** `wrong-secret`: password or key file is not that of the file; of KDBX 3.1 it may be damage, too. */
export type KdbxRefusal = HeaderRefusal | 'wrong-secret' | 'damaged-key-file' | 'too-large' | 'too-costly';

export type KdbxOutcome =
  | { readonly ok: true; readonly tree: KeePassTree }
  | { readonly ok: false; readonly refusal: KdbxRefusal }
  | CostRefusal;

/** Attachments are in it. */
const MOST_FILE_BYTES = 256 * 2 ** 20;
const MOST_UNPACKED_BYTES = 512 * 2 ** 20;
/** V8's longest string is 2²⁹ letters. */
const MOST_XML_BYTES = 256 * 2 ** 20;

class Refused extends Error {
  readonly refusal: KdbxRefusal;

  constructor(refusal: KdbxRefusal) {
    super(refusal);
    this.refusal = refusal;
  }
}

/** @throws the signal's reason, if it is aborted */
export async function openKdbx(bytes: Uint8Array, secret: KdbxSecret, work: LongWork = {}): Promise<KdbxOutcome> {
  if (bytes.length > MOST_FILE_BYTES) return { ok: false, refusal: 'too-large' };
  const header = readKdbxHeader(bytes);
  if (!header.ok) return header;
  const tooDear = costRefusal(header.cost, work);
  if (tooDear !== null) return tooDear;
  try {
    const opening = new OpeningKdbx(new Uint8Array(bytes), header, new WorkSteps(work));
    return { ok: true, tree: await opening.open(secret) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

class OpeningKdbx {
  readonly #bytes: Bytes;
  readonly #header: Header;
  readonly #steps: WorkSteps;

  constructor(bytes: Bytes, header: Header, steps: WorkSteps) {
    this.#bytes = bytes;
    this.#header = header;
    this.#steps = steps;
  }

  async open(secret: KdbxSecret): Promise<KeePassTree> {
    const { header, cost, salt } = this.#header;
    const key = await kdbxSecretKey(secret);
    if (key === null) throw new Refused('damaged-key-file');
    const stretched = await stretchKdbxKey(key, salt, cost, this.#steps);
    if (stretched === null) throw new Refused('too-costly');
    const keys = await kdbxFileKeys(new Uint8Array(header.masterSeed ?? new ArrayBuffer()), stretched);
    wipe(key, stretched);
    await this.#steps.pause();
    const tree = header.versionMajor === 3 ? await this.#version3(keys.cipher) : await this.#version4(keys);
    wipe(keys.cipher, keys.proof);
    return tree;
  }

  async #version3(cipher: Bytes): Promise<KeePassTree> {
    const { header, end } = this.#header;
    const whole = await this.#decipher(this.#bytes.slice(end), cipher);
    const start = new Uint8Array(header.streamStartBytes ?? new ArrayBuffer());
    // The only proof of the key that this version has.
    if (whole === null || start.length === 0 || !equal(whole.subarray(0, start.length), start))
      throw new Refused('wrong-secret');
    const blocks = await orDamaged(HashedBlockTransform.decrypt(whole.slice(start.length).buffer));
    const xml = xmlOf(this.#unpack(new Uint8Array(blocks)));
    const [, hash] = /<HeaderHash>([^<]*)</.exec(xml.slice(0, 10_000)) ?? [];
    const told = hash ? bytesOfBase64(hash) : null;
    if (told !== null && !equal(told, await sha256Of(this.#bytes.slice(0, end)))) throw new Refused('damaged');
    return this.#read(xml, header.protectedStreamKey, header.crsAlgorithm, new Map());
  }

  async #version4({ cipher, proof }: { readonly cipher: Bytes; readonly proof: Bytes }): Promise<KeePassTree> {
    const { end } = this.#header;
    const head = this.#bytes.slice(0, end);
    if (!equal(await sha256Of(head), this.#bytes.subarray(end, end + 32))) throw new Refused('damaged');
    const headKey = await HmacBlockTransform.getHmacKey(proof.buffer, new Int64(0xffffffff, 0xffffffff));
    const expected = new Uint8Array(await CryptoEngine.hmacSha256(headKey, head.buffer));
    if (!equal(expected, this.#bytes.subarray(end + 32, end + 64))) throw new Refused('wrong-secret');
    const blocks = await orDamaged(HmacBlockTransform.decrypt(this.#bytes.slice(end + 64).buffer, proof.buffer));
    await this.#steps.pause();
    const whole = await this.#decipher(new Uint8Array(blocks), cipher);
    if (whole === null) throw new Refused('damaged');
    const inner = readInnerHeader(this.#unpack(whole));
    if (inner === null) throw new Refused('damaged');
    const { stream, streamKey, binaries, rest } = inner;
    return this.#read(xmlOf(rest), streamKey.buffer, stream, binaries);
  }

  /** Null: padding that no such key left. */
  async #decipher(bytes: Bytes, key: Bytes): Promise<Bytes | null> {
    const { dataCipherUuid, encryptionIV = new ArrayBuffer() } = this.#header.header;
    switch (dataCipherUuid?.id) {
      case Consts.CipherId.Aes: {
        const aes = await crypto.subtle.importKey('raw', key, 'AES-CBC', false, ['decrypt']);
        if (encryptionIV.byteLength !== 16) throw new Refused('damaged');
        const clear = crypto.subtle.decrypt({ name: 'AES-CBC', iv: encryptionIV }, aes, bytes);
        return clear.then(
          (buffer) => new Uint8Array(buffer),
          () => null,
        );
      }
      case Consts.CipherId.ChaCha20:
        if (encryptionIV.byteLength !== 12) throw new Refused('damaged');
        return new Uint8Array(await CryptoEngine.chacha20(bytes.buffer, key.buffer, encryptionIV));
      default:
        throw new Refused('unsupported');
    }
  }

  #unpack(bytes: Bytes): Bytes {
    if (this.#header.header.compression !== Consts.CompressionAlgorithm.GZip) return bytes;
    const unpacked = gunzipWithin(bytes, MOST_UNPACKED_BYTES);
    if (typeof unpacked === 'string') throw new Refused(unpacked);
    return unpacked;
  }

  async #read(
    xml: string,
    streamKey: ArrayBuffer | undefined,
    stream: number | undefined,
    binaries: ReadonlyMap<string, Uint8Array>,
  ): Promise<KeePassTree> {
    if (streamKey === undefined || stream === undefined) throw new Refused('damaged');
    await this.#steps.pause();
    this.#steps.report('reading', 0);
    const noise = await orDamaged(ProtectSaltGenerator.create(streamKey, stream));
    const unprotect = (bytes: Uint8Array) => {
      const mask = new Uint8Array(noise.getSalt(bytes.length));
      return bytes.map((byte, at) => byte ^ (mask[at] as number));
    };
    const inflate = inflateFilesWithin(MOST_UNPACKED_BYTES);
    const tree = readKeePassXml(xml, { unprotect, inflate, binaries });
    if (tree === null) throw new Refused('damaged');
    this.#steps.report('reading', 1);
    return tree;
  }
}

/** kdbxweb throws for a block whose digest is another, and runs out of the bytes of one that is cut. */
function orDamaged<Value>(promise: Promise<Value>): Promise<Value> {
  return promise.catch(() => {
    throw new Refused('damaged');
  });
}

function xmlOf(bytes: Uint8Array): string {
  if (bytes.length > MOST_XML_BYTES) throw new Refused('too-large');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refused('damaged');
  }
}
