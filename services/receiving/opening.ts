// Opening deliveries, which costs a quarter of a millisecond each: here, in the thread that asks, or in threads of
// their own (opening-threads.ts). A batch goes and comes back as one byte string, since handing over many small ones
// costs more than some openings do.
import { type GenerationSecrets, isMadeBy, type OpenedAddress, openSealedAddress } from '#protocol/address/address.ts';
import { DELIVERY_ADDRESS_BYTES, SEALED_ADDRESS_BYTES } from '#wire/address.ts';
import type { ServiceName } from '#wire/service.ts';
import { DIGEST_BYTES, ID_BYTES, KEY_BYTES, SIGNATURE_BYTES } from '#wire/sizes.ts';

export interface Sealed {
  readonly address: Uint8Array;
  readonly envelopeDigest: Uint8Array;
}

export interface Claimed {
  readonly opened: OpenedAddress;
  /** Of the root that it names. */
  readonly addressKey: Uint8Array;
}

/** Both answer in the order of what they were asked. */
export interface Opener {
  open(batch: readonly Sealed[]): Promise<(OpenedAddress | null)[]>;
  /** Whether the owner of the root signed. */
  verify(batch: readonly Claimed[]): Promise<boolean[]>;
}

/** What opening wants to know, and nothing else of the service. */
export interface OpeningKeys {
  readonly service: ServiceName;
  secretsOf(generation: number): GenerationSecrets | undefined;
}

/** In this thread: after each the thread is free for a moment, so that requests are answered in between. */
export function openHere(keys: OpeningKeys): Opener {
  const each = async <T, U>(batch: readonly T[], one: (of: T) => U): Promise<U[]> => {
    const done: U[] = [];
    for (const of of batch) {
      done.push(one(of));
      await new Promise((resolve) => setImmediate(resolve));
    }
    return done;
  };
  return {
    open: (batch) => each(batch, (sealed) => open(keys, sealed)),
    verify: (batch) => each(batch, (claimed) => isMadeBy(claimed.opened, keys.service, claimed.addressKey)),
  };
}

function open({ service, secretsOf }: OpeningKeys, { address, envelopeDigest }: Sealed): OpenedAddress | null {
  return openSealedAddress(address, envelopeDigest, service, secretsOf);
}

const SEALED_BYTES = SEALED_ADDRESS_BYTES + DIGEST_BYTES;
const OPENED_BYTES = DELIVERY_ADDRESS_BYTES + 2 * ID_BYTES + SIGNATURE_BYTES;
const CLAIMED_BYTES = OPENED_BYTES + KEY_BYTES;

export function packSealed(batch: readonly Sealed[]): Uint8Array {
  const packed = new Uint8Array(batch.length * SEALED_BYTES);
  for (const [index, { address, envelopeDigest }] of batch.entries()) {
    packed.set(address, index * SEALED_BYTES);
    packed.set(envelopeDigest, index * SEALED_BYTES + SEALED_ADDRESS_BYTES);
  }
  return packed;
}

export function packClaimed(batch: readonly Claimed[]): Uint8Array {
  const packed = new Uint8Array(batch.length * CLAIMED_BYTES);
  for (const [index, { opened, addressKey }] of batch.entries()) {
    putOpened(packed, index * CLAIMED_BYTES, opened);
    packed.set(addressKey, index * CLAIMED_BYTES + OPENED_BYTES);
  }
  return packed;
}

/** Opens a packed batch. @returns packed again: a byte 1 and the opened item, or zeros */
export function openPacked(keys: OpeningKeys, packed: Uint8Array): Uint8Array {
  const count = packed.length / SEALED_BYTES;
  const answers = new Uint8Array(count * (1 + OPENED_BYTES));
  for (let index = 0; index < count; index++) {
    const from = index * SEALED_BYTES;
    const address = packed.subarray(from, from + SEALED_ADDRESS_BYTES);
    const opened = open(keys, {
      address,
      envelopeDigest: packed.subarray(from + SEALED_ADDRESS_BYTES, from + SEALED_BYTES),
    });
    if (opened === null) continue;
    answers[index * (1 + OPENED_BYTES)] = 1;
    putOpened(answers, index * (1 + OPENED_BYTES) + 1, opened);
  }
  return answers;
}

/** Judges a packed batch. @returns a byte for each, 1 if the signature holds */
export function verifyPacked({ service }: OpeningKeys, packed: Uint8Array): Uint8Array {
  const answers = new Uint8Array(packed.length / CLAIMED_BYTES);
  for (let index = 0; index < answers.length; index++) {
    const one = packed.subarray(index * CLAIMED_BYTES, (index + 1) * CLAIMED_BYTES);
    if (isMadeBy(openedFrom(one), service, one.subarray(OPENED_BYTES))) answers[index] = 1;
  }
  return answers;
}

export function unpackOpened(packed: Uint8Array): (OpenedAddress | null)[] {
  return Array.from({ length: packed.length / (1 + OPENED_BYTES) }, (_, index) => {
    const one = packed.subarray(index * (1 + OPENED_BYTES), (index + 1) * (1 + OPENED_BYTES));
    return one[0] === 1 ? openedFrom(one.subarray(1)) : null;
  });
}

function putOpened(into: Uint8Array, at: number, { address, root, id, signature }: OpenedAddress): void {
  let end = at;
  for (const field of [address, root, id, signature]) {
    into.set(field, end);
    end += field.length;
  }
}

function openedFrom(bytes: Uint8Array): OpenedAddress {
  let at = 0;
  const take = (length: number): Uint8Array => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  return {
    address: take(DELIVERY_ADDRESS_BYTES),
    root: take(ID_BYTES),
    id: take(ID_BYTES),
    signature: take(SIGNATURE_BYTES),
  };
}
