// Addresses: one sealed for a service, envelope and mailbox opens there and nowhere else; sealings cannot be linked;
// and opening answers for any bytes and does not throw.
import { assert, constantFrom, integer, property, uint8Array } from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { concat } from '#bytes/bytes.ts';
import { sha256 } from '#crypto/hash.ts';
import { createSignKeyPair, type SignKeyPair, sealSecretKey } from '#crypto/keys.ts';
import { noble } from '#crypto/noble.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { DELIVERY_ADDRESS_BYTES, SEALED_ADDRESS_BYTES } from '#wire/address.ts';
import { scripted } from '../vectors/scripted.ts';
import {
  addressId,
  addressName,
  createDeliveryAddress,
  createGeneration,
  expiryDayOf,
  isMadeBy,
  latencyOf,
  openSealedAddress,
  sealAddress,
  unmarkedAddressId,
} from './address.ts';

beforeAll(async () => useProvider(await loadSodium()));
afterAll(() => useProvider(noble));

const script = scripted('addresses');
const service = { origin: 'https://receiving.example', key: new Uint8Array(32).fill(1) };
const envelope = new Uint8Array(4096).fill(9);
const root = script.draw(16);

function world(): {
  inner: ReturnType<typeof createGeneration>;
  outer: ReturnType<typeof createGeneration>;
  owner: SignKeyPair;
  address: Uint8Array;
  sealed: Uint8Array;
} {
  // The address was made under an older generation than the one it is sealed under: the ordinary case after a rotation.
  const inner = createGeneration(3, { fromDay: 0, untilDay: 10, opensUntilDay: 200 }, script.draw);
  const outer = createGeneration(4, { fromDay: 10, untilDay: 20, opensUntilDay: 210 }, script.draw);
  const owner = createSignKeyPair(script.draw);
  const maker = { service, generation: inner.generation, root, addressSeed: owner.seed };
  const address = createDeliveryAddress(maker, addressId(new Uint8Array(32), 7, 'now'), 55, script.draw);
  return {
    inner,
    outer,
    owner,
    address,
    sealed: sealAddress(address, service, outer.generation, envelope, script.draw),
  };
}

const { inner, outer, owner, address, sealed } = world();
const secretsOf = (generation: number) =>
  generation === 3 ? inner.secrets : generation === 4 ? outer.secrets : undefined;
const opens = (bytes: Uint8Array, about: { envelope?: Uint8Array; service?: typeof service } = {}) =>
  openSealedAddress(bytes, sha256(about.envelope ?? envelope), about.service ?? service, secretsOf);
const made = (opened: ReturnType<typeof opens>, by: Uint8Array) => opened !== null && isMadeBy(opened, service, by);

test('comes back as it was made', () => {
  expect(address.length).toBe(DELIVERY_ADDRESS_BYTES);
  expect(sealed.length).toBe(SEALED_ADDRESS_BYTES);
  const opened = opens(sealed);
  expect(opened).toMatchObject({ address, root, id: addressId(new Uint8Array(32), 7, 'now') });
  expect(made(opened, owner.publicKey)).toBe(true);
  expect(expiryDayOf(address)).toBe(55);
  expect(addressName(address).length).toBe(16);
});

test('for any expiry, id and generation', () => {
  assert(
    property(integer({ min: 0, max: 0xffffffff }), uint8Array({ minLength: 16, maxLength: 16 }), (expiryDay, id) => {
      const maker = { service, generation: inner.generation, root, addressSeed: owner.seed };
      const address = createDeliveryAddress(maker, id, expiryDay, script.draw);
      const opened = opens(sealAddress(address, service, outer.generation, envelope, script.draw));
      expect(opened).toMatchObject({ address, id });
      expect(expiryDayOf(address)).toBe(expiryDay);
      expect(made(opened, owner.publicKey)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test('making draws 32 bytes and sealing 64', () => {
  const one = scripted('draws');
  const made = createDeliveryAddress(
    { service, generation: inner.generation, root, addressSeed: owner.seed },
    new Uint8Array(16),
    1,
    one.draw,
  );
  sealAddress(made, service, outer.generation, envelope, one.draw);
  expect(one.lengths).toEqual([32, 64]);
});

describe('does not open', () => {
  test('for another envelope, service, key or origin', () => {
    expect(opens(sealed, { envelope: envelope.with(100, 0) })).toBeNull();
    expect(opens(sealed, { service: { ...service, origin: 'https://other.example' } })).toBeNull();
    expect(opens(sealed, { service: { ...service, key: new Uint8Array(32) } })).toBeNull();
  });

  test('under another generation, or one whose keys are gone', () => {
    expect(openSealedAddress(sealed, sha256(envelope), service, () => inner.secrets)).toBeNull();
    expect(openSealedAddress(sealed, sha256(envelope), service, () => undefined)).toBeNull();
    expect(
      openSealedAddress(sealed, sha256(envelope), service, (g) => (g === 4 ? outer.secrets : undefined)),
    ).toBeNull();
    const forgotten = (g: number) => (g === 4 ? { ...outer.secrets, outer: null } : secretsOf(g));
    expect(openSealedAddress(sealed, sha256(envelope), service, forgotten)).toBeNull();
  });

  test('with any byte changed', () => {
    for (let at = 0; at < sealed.length; at += at < 60 || at > sealed.length - 60 ? 1 : 7) {
      expect(opens(sealed.with(at, (sealed[at] as number) ^ 1))).toBeNull();
    }
  });

  test('with any byte of the delivery address inside changed: the seal is the sender’s to make, the address is not', () => {
    for (let at = 0; at < address.length; at++) {
      const changed = address.with(at, (address[at] as number) ^ 0x80);
      const opened = opens(sealAddress(changed, service, outer.generation, envelope, script.draw));
      expect(made(opened, owner.publicKey)).toBe(false);
    }
  });

  test('with one layer in place of the other', () => {
    // A delivery address in the place of a sealed one, and content sealed for the outer layer in the inner one's place.
    expect(opens(concat(sealed.subarray(0, 7), address))).toBeNull();
    expect(opens(address)).toBeNull();
    const twice = sealAddress(
      sealed.slice(0, DELIVERY_ADDRESS_BYTES),
      service,
      outer.generation,
      envelope,
      script.draw,
    );
    expect(opens(twice)).toBeNull();
  });
});

test('the signature is the owner’s alone, and for one service, generation, expiry, root and id', () => {
  const thief = createSignKeyPair(script.draw);
  const forged = createDeliveryAddress(
    { service, generation: inner.generation, root, addressSeed: thief.seed },
    new Uint8Array(16),
    55,
    script.draw,
  );
  const opened = opens(sealAddress(forged, service, outer.generation, envelope, script.draw));
  expect(opened?.root).toEqual(root);
  expect(made(opened, owner.publicKey)).toBe(false);
  expect(made(opened, thief.publicKey)).toBe(true);
});

test('two sealings of one address share nothing behind the prefix, and two addresses of one mailbox nothing but the day and generation', () => {
  const again = sealAddress(address, service, outer.generation, envelope, script.draw);
  expect(again.subarray(0, 7)).toEqual(sealed.subarray(0, 7));
  expect(longestCommonRun(sealed.subarray(7), again.subarray(7))).toBeLessThan(4);
  const maker = { service, generation: inner.generation, root, addressSeed: owner.seed };
  const [one, two] = [1, 2].map((index) =>
    createDeliveryAddress(maker, addressId(new Uint8Array(32), index, 'now'), 55, script.draw),
  ) as [Uint8Array, Uint8Array];
  expect(one.subarray(0, 11)).toEqual(two.subarray(0, 11));
  expect(longestCommonRun(one.subarray(11), two.subarray(11))).toBeLessThan(4);
});

test('ids of one relationship are listed again from its seed, and differ between indices and seeds', () => {
  const ids = [0, 1, 2].flatMap((index) =>
    [0, 1].map((seed) => addressId(new Uint8Array(32).fill(seed), index, 'now')),
  );
  expect(new Set(ids.map(String)).size).toBe(6);
  expect(ids.every((id) => id.length === 16)).toBe(true);
  expect(addressId(new Uint8Array(32), 1, 'now')).toEqual(ids[2]);
});

test('an id says how soon its owner wants to be told, the root may only make it later, and an unknown wish is now', () => {
  const seed = new Uint8Array(32);
  for (const latency of ['now', 'batched', 'on-request'] as const) {
    const id = addressId(seed, 3, latency);
    expect(id.subarray(0, 15)).toEqual(unmarkedAddressId(seed, 3).subarray(0, 15));
    expect(latencyOf(id, 'now')).toBe(latency);
    expect(latencyOf(id, 'batched')).toBe(latency === 'now' ? 'batched' : latency);
    expect(latencyOf(id, 'on-request')).toBe('on-request');
  }
  for (const last of [3, 77, 255]) expect(latencyOf(new Uint8Array(16).fill(last), 'now')).toBe('now');
});

test.each([
  ['noble', noble],
  ['sodium', null],
])('opening never throws, on any bytes (%s)', async (_, chosen) => {
  useProvider(chosen ?? (await loadSodium()));
  // Points of low order as the X25519 half of the encapsulation, and ML-KEM ciphertexts of all kinds.
  const sealedBytes = uint8Array({ minLength: SEALED_ADDRESS_BYTES - 7, maxLength: SEALED_ADDRESS_BYTES - 7 });
  assert(
    property(
      uint8Array({ maxLength: 64 }),
      sealedBytes,
      constantFrom(0, 3, 4),
      constantFrom(0x00, 0x01, 0xff),
      (any, most, generation, fill) => {
        expect(opens(any)).toBeNull();
        const head = new Uint8Array([3, 1, 1, 0, 0, 0, generation]);
        expect(opens(concat(head, most))).toBeNull();
        expect(opens(concat(head, most.slice().fill(fill, 1088, 1120)))).toBeNull();
        expect(opens(concat(head, most.slice().fill(fill)))).toBeNull();
        const within = sealAddress(
          concat(new Uint8Array([2, 1, 1, 0, 0, 0, 3]), most.slice(0, 148).fill(fill, 4, 36)),
          service,
          outer.generation,
          envelope,
          script.draw,
        );
        expect(opens(within)).toBeNull();
      },
    ),
    { numRuns: 25 },
  );
  expect(opens(sealed)).not.toBeNull();
});

test('a service whose published keys are none is found out when something is sealed to it', () => {
  const broken = { ...outer.generation, outer: new Uint8Array(1216).fill(0xff), inner: new Uint8Array(32) };
  expect(() => sealAddress(address, service, broken, envelope, script.draw)).toThrow(
    expect.objectContaining({ code: 'xwing-public-key' }),
  );
  const maker = { service, generation: broken, root, addressSeed: owner.seed };
  expect(() => createDeliveryAddress(maker, new Uint8Array(16), 1, script.draw)).toThrow(
    expect.objectContaining({ code: 'x25519-low-order' }),
  );
  expect(() => sealSecretKey(new Uint8Array(31))).toThrow(expect.objectContaining({ blame: 'malformed' }));
});

function longestCommonRun(a: Uint8Array, b: Uint8Array): number {
  let longest = 0;
  let run = 0;
  for (let at = 0; at < a.length; at++) {
    run = a[at] === b[at] ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
