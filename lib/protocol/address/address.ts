// Addresses (docs/protocol/addresses.md): Gen, Diversify, Resolve. A delivery address is the permission to write. It
// travels end to end encrypted only, hence the classic inner suite.
// delivery address = suite ‖ generation ‖ expiry day ‖ HPKE.seal(inner key, root ‖ id ‖ signature, aad = the prefix)
// sealed address = suite ‖ generation ‖ HPKE.seal(outer key, delivery address, aad = prefix ‖ SHA-256(envelope))
import { ascii, concat, u32Bytes } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { hmacSha256, sha256 } from '#crypto/hash.ts';
import { hpkeOpen, hpkeSeal } from '#crypto/hpke.ts';
import {
  type AgreeSecretKey,
  agreePublicKey,
  createAgreeKeyPair,
  createSealKeyPair,
  type SealSecretKey,
  type SignSeed,
  sealPublicKey,
  signPublicKey,
} from '#crypto/keys.ts';
import { sign, verify } from '#crypto/sign.ts';
import {
  ADDRESS_SUITE,
  addressContent,
  deliveryAddress,
  deliveryPrefix,
  LATENCY,
  type Latency,
  sealedAddress,
  sealedPrefix,
} from '#wire/address.ts';
import type { Generation, ServiceName } from '#wire/service.ts';

const SIGNATURE = 'nucleus/delivery-address/1';

interface Infos {
  readonly inner: Uint8Array;
  readonly outer: Uint8Array;
}

/** By the service's name: who opens many for one service keeps its name, and HPKE what follows from the same bytes. */
const infos = new WeakMap<ServiceName, Infos>();

/** HPKE info names service, role and layer, so nothing sealed for one opens as another. */
function info(service: ServiceName, layer: 'inner' | 'outer'): Uint8Array {
  const kept = infos.get(service) ?? { inner: infoOf(service, 'inner'), outer: infoOf(service, 'outer') };
  infos.set(service, kept);
  return kept[layer];
}

function infoOf(service: ServiceName, layer: 'inner' | 'outer'): Uint8Array {
  return concat(
    ascii(`nucleus/address/1/receiving/${layer}`),
    new Uint8Array(1),
    service.key,
    encodeUtf8(service.origin),
  );
}

/** The owner of the root signs the service and all bytes before the signature. */
function signed(service: ServiceName, prefix: Uint8Array, root: Uint8Array, id: Uint8Array): Uint8Array {
  return concat(service.key, prefix, root, id);
}

const LATENCIES = Object.keys(LATENCY) as readonly Latency[];

/**
 * id = PRF(relationship seed, i) ‖ latency: its owner can list every unexpired one, no other party can link two. 16
 * bytes, the last of which says how soon the owner wants to be told. The service learns it when it opens the address,
 * the correspondent never does.
 */
export function addressId(relationshipSeed: Uint8Array, index: number, latency: Latency): Uint8Array {
  return unmarkedAddressId(relationshipSeed, index).with(15, LATENCY[latency]);
}

/** As it was before ids said anything: for revoking addresses that an older program made. */
export function unmarkedAddressId(relationshipSeed: Uint8Array, index: number): Uint8Array {
  return hmacSha256(relationshipSeed, concat(ascii('nucleus/address-id/1'), u32Bytes(index))).slice(0, 16);
}

/**
 * How soon an address's owner, and that of its root, want to be told: the later of both. An id that says nothing known
 * says now.
 */
export function latencyOf(id: Uint8Array, root: Latency): Latency {
  const own = LATENCIES.find((latency) => LATENCY[latency] === id[15]) ?? 'now';
  return LATENCY[own] > LATENCY[root] ? own : root;
}

/** Makes a delivery address, offline. `expiryDay` is at most the generation's `opensUntilDay`. Draws 32 bytes. */
export function createDeliveryAddress(
  owner: { service: ServiceName; generation: Generation; root: Uint8Array; addressSeed: SignSeed },
  id: Uint8Array,
  expiryDay: number,
  entropy: Entropy,
): Uint8Array {
  const head = { suite: ADDRESS_SUITE, generation: owner.generation.generation, expiryDay };
  const prefix = deliveryPrefix.encode(head);
  const signature = sign(owner.addressSeed, SIGNATURE, signed(owner.service, prefix, owner.root, id));
  const content = addressContent.encode({ root: owner.root, id, signature });
  const sealed = hpkeSeal(
    'x25519',
    agreePublicKey(owner.generation.inner),
    info(owner.service, 'inner'),
    prefix,
    content,
    entropy,
  );
  return deliveryAddress.encode({ ...head, sealed });
}

/**
 * Seals a delivery address for one envelope. Draws 64 bytes. @throws Fault malformed if the service's key is none
 */
export function sealAddress(
  address: Uint8Array,
  service: ServiceName,
  generation: Generation,
  envelope: Uint8Array,
  entropy: Entropy,
): Uint8Array {
  const head = { suite: ADDRESS_SUITE, generation: generation.generation };
  const aad = concat(sealedPrefix.encode(head), sha256(envelope));
  const sealed = hpkeSeal('xwing', sealPublicKey(generation.outer), info(service, 'outer'), aad, address, entropy);
  return sealedAddress.encode({ ...head, sealed });
}

/** The receiving service's secrets of one generation. */
export interface GenerationSecrets {
  readonly inner: AgreeSecretKey;
  /** Null once it is forgotten: sealed addresses travel for weeks, delivery addresses live for months. */
  readonly outer: SealSecretKey | null;
}

/** Draws 64 bytes. */
export function createGeneration(
  generation: number,
  days: Pick<Generation, 'fromDay' | 'untilDay' | 'opensUntilDay'>,
  entropy: Entropy,
): { generation: Generation; secrets: GenerationSecrets & { readonly outer: SealSecretKey } } {
  const inner = createAgreeKeyPair(entropy);
  const outer = createSealKeyPair(entropy);
  return {
    generation: { generation, inner: inner.publicKey, outer: outer.publicKey, ...days },
    secrets: { inner: inner.secretKey, outer: outer.secretKey },
  };
}

/** The content of a sealed address: data only, so that it may be opened in one thread and judged in another. */
export interface OpenedAddress {
  /** The delivery address inside, by which the recipient finds the relationship. */
  readonly address: Uint8Array;
  readonly root: Uint8Array;
  readonly id: Uint8Array;
  readonly signature: Uint8Array;
}

/** Resolve, both layers; `isMadeBy` checks the signature. Null if it does not open; the reason is not told. */
export function openSealedAddress(
  sealed: Uint8Array,
  envelopeDigest: Uint8Array,
  service: ServiceName,
  secretsOf: (generation: number) => GenerationSecrets | undefined,
): OpenedAddress | null {
  const outer = decodeOrNull(sealedAddress, sealed);
  if (outer === null || outer.suite !== ADDRESS_SUITE) return null;
  const outerSecret = secretsOf(outer.generation)?.outer ?? null;
  if (outerSecret === null) return null;
  const aad = concat(sealedPrefix.encode(outer), envelopeDigest);
  const address = hpkeOpen('xwing', outerSecret, info(service, 'outer'), aad, outer.sealed);
  if (address === null) return null;

  const inner = decodeOrNull(deliveryAddress, address);
  if (inner === null || inner.suite !== ADDRESS_SUITE) return null;
  const innerSecrets = secretsOf(inner.generation);
  if (innerSecrets === undefined) return null;
  const prefix = deliveryPrefix.encode(inner);
  const opened = hpkeOpen('x25519', innerSecrets.inner, info(service, 'inner'), prefix, inner.sealed);
  return opened === null ? null : { address, ...addressContent.decode(opened) };
}

/**
 * Whether the owner of the root made the delivery address for this service; `addressKey`: the root was registered with
 * it.
 */
export function isMadeBy(opened: OpenedAddress, service: ServiceName, addressKey: Uint8Array): boolean {
  const { address, root, id, signature } = opened;
  const prefix = deliveryPrefix.encode(deliveryAddress.decode(address));
  return verify(signPublicKey(addressKey), SIGNATURE, signed(service, prefix, root, id), signature);
}

/** Last day of a delivery address; it is in its clear prefix. @throws Fault malformed */
export function expiryDayOf(address: Uint8Array): number {
  return deliveryAddress.decode(address).expiryDay;
}

/** Names a delivery address in the recipient's records: 16 bytes of its digest. */
export function addressName(address: Uint8Array): Uint8Array {
  return sha256(address).slice(0, 16);
}

function decodeOrNull<T>(format: { decode(bytes: Uint8Array): T }, bytes: Uint8Array): T | null {
  try {
    return format.decode(bytes);
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed') return null;
    throw error;
  }
}
