// Writes a KeePass database: KDBX 4, AES-256, Argon2id at the cost that the caller says. What kdbxweb would take of
// itself, 1 MiB and two passes, is far below what a vault gets.
import { gzipSync } from 'fflate';
import {
  BinaryStream,
  Consts,
  CryptoEngine,
  HmacBlockTransform,
  Int64,
  KdbxHeader,
  ProtectSaltGenerator,
  VarDictionary,
} from 'kdbxweb';
import { concat, wipe } from '#bytes/bytes.ts';
import type { Argon2Cost } from '#crypto/primitives.ts';
import type { KeePassGroup, KeePassTree } from '#logins/formats/keepass/tree.ts';
import { writeKeePassXml } from '#logins/formats/keepass/write-tree.ts';
import { writeInnerHeader } from './kdbx-inner.ts';
import { type KdbxSecret, kdbxFileKeys, kdbxSecretKey, sha256Of, stretchKdbxKey } from './kdbx-key.ts';
import { type LongWork, WorkSteps } from './long-work.ts';

/** Null: the key file is damaged, or there is no memory. @throws the signal's reason, if it is aborted */
export async function sealKdbx(
  tree: KeePassTree,
  secret: KdbxSecret,
  { memoryKiB, passes, lanes }: Argon2Cost,
  work: LongWork = {},
): Promise<Uint8Array | null> {
  const steps = new WorkSteps(work);
  const key = await kdbxSecretKey(secret);
  if (key === null) return null;
  const header = KdbxHeader.create();
  header.setKdf(Consts.KdfId.Argon2id);
  const parameters = header.kdfParameters as VarDictionary;
  parameters.set('M', VarDictionary.ValueType.UInt64, Int64.from(memoryKiB * 1024));
  parameters.set('I', VarDictionary.ValueType.UInt64, Int64.from(passes));
  parameters.set('P', VarDictionary.ValueType.UInt32, lanes);
  header.generateSalts();
  // That an entry of the bin says where it came from is new with 4.1; older programs open 4.0 only.
  header.versionMinor = namesFormerGroup(tree.root) ? 1 : 0;
  const stream = new BinaryStream();
  header.write(stream);
  const head = new Uint8Array(stream.getWrittenBytes());

  const salt = new Uint8Array(parameters.get('S') as ArrayBuffer);
  const stretched = await stretchKdbxKey(key, salt, { kdf: 'argon2id', memoryKiB, passes, lanes }, steps);
  if (stretched === null) return null;
  const keys = await kdbxFileKeys(new Uint8Array(header.masterSeed as ArrayBuffer), stretched);
  await steps.pause();
  const inside = gzipSync(await insideOf(tree, header));
  await steps.pause();
  const aes = await crypto.subtle.importKey('raw', keys.cipher, 'AES-CBC', false, ['encrypt']);
  const iv = header.encryptionIV as ArrayBuffer;
  const ciphertext = await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, aes, new Uint8Array(inside));
  const headKey = await HmacBlockTransform.getHmacKey(keys.proof.buffer, new Int64(0xffffffff, 0xffffffff));
  const sealed = concat(
    head,
    await sha256Of(head),
    new Uint8Array(await CryptoEngine.hmacSha256(headKey, head.buffer)),
    new Uint8Array(await HmacBlockTransform.encrypt(ciphertext, keys.proof.buffer)),
  );
  wipe(key, stretched, keys.cipher, keys.proof, inside);
  return sealed;
}

async function insideOf(tree: KeePassTree, { protectedStreamKey, crsAlgorithm }: KdbxHeader): Promise<Uint8Array> {
  const streamKey = new Uint8Array(protectedStreamKey as ArrayBuffer);
  const stream = crsAlgorithm as number;
  const noise = await ProtectSaltGenerator.create(streamKey, stream);
  const protect = (bytes: Uint8Array) => {
    const mask = new Uint8Array(noise.getSalt(bytes.length));
    return bytes.map((byte, at) => byte ^ (mask[at] as number));
  };
  const xml = writeKeePassXml(tree, { protect });
  return concat(writeInnerHeader({ stream, streamKey, binaries: tree.binaries }), new TextEncoder().encode(xml));
}

function namesFormerGroup({ entries, groups }: KeePassGroup): boolean {
  return entries.some(({ previousGroup }) => previousGroup !== '') || groups.some(namesFormerGroup);
}
