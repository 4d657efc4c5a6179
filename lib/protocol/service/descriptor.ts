// The signed descriptor of a service. Signed by the service's own key, so a relay cannot change it;
// a client that was given `{origin, key}` inside an encrypted message accepts that service's word only.
import { ascii, concat, equal } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { sha256 } from '#crypto/hash.ts';
import { type SignSeed, signPublicKey } from '#crypto/keys.ts';
import { sign, verify } from '#crypto/sign.ts';
import { type DescriptorStatement, descriptor, descriptorStatement, type Generation } from '#wire/service.ts';

const CONTEXT = 'nucleus/descriptor/1';

/** The encoded, signed descriptor. */
export function signDescriptor(seed: SignSeed, statement: DescriptorStatement): Uint8Array {
  const encoded = descriptorStatement.encode(statement);
  return descriptor.encode({ signature: sign(seed, CONTEXT, encoded), statement: encoded });
}

/**
 * @param expected the origin asked, and the key if it is known already
 * @throws Fault malformed (from the formats), untrusted 'descriptor-origin' | 'descriptor-key' | 'descriptor-signature'
 */
export function verifyDescriptor(
  signed: Uint8Array,
  expected: { origin: string; key?: Uint8Array },
): DescriptorStatement {
  const { signature, statement: encoded } = descriptor.decode(signed);
  const statement = descriptorStatement.decode(encoded);
  const { origin, key } = statement.name;
  if (origin !== expected.origin)
    throw new Fault('untrusted', 'descriptor-origin', 'the descriptor is of another origin');
  if (expected.key !== undefined && !equal(key, expected.key))
    throw new Fault('untrusted', 'descriptor-key', 'the descriptor is of another key');
  if (!verify(signPublicKey(key), CONTEXT, encoded, signature))
    throw new Fault('untrusted', 'descriptor-signature', 'the signature does not hold');
  return statement;
}

/** The generation to make or seal addresses with on `day`: the newest one valid then, or null. */
export function generationOn(statement: DescriptorStatement, day: number): Generation | null {
  let best: Generation | null = null;
  for (const candidate of statement.generations) {
    if (
      candidate.fromDay <= day &&
      day <= candidate.untilDay &&
      (best === null || candidate.generation > best.generation)
    )
      best = candidate;
  }
  return best;
}

/** The fingerprint by which people compare a service's key: 16 bytes of its digest. */
export function serviceFingerprint(key: Uint8Array): Uint8Array {
  return sha256(concat(ascii('nucleus/service-fingerprint/1'), key)).slice(0, 16);
}
