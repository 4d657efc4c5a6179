// Tokens' cryptography: the vectors of RFC 9497 and RFC 9474 on both providers, noble's own OPRF as a third opinion,
// and a dishonest issuer's tricks.

import { constants, generateKeyPairSync, verify as opensslVerify, privateDecrypt } from 'node:crypto';
import { ristretto255_oprf } from '@noble/curves/ed25519.js';
import { array, assert, integer, property, uint8Array } from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { nodeEntropy as entropy } from '#adapters/node/entropy.ts';
import { blindMessages, finalizeSignature, rsaPublicKey, verifyPss } from './blind-rsa.ts';
import { noble } from './noble.ts';
import { useProvider } from './provider.ts';
import { loadSodium } from './sodium.ts';
import { vectors } from './vectors-contract.ts';
import { blindInput, createBlind, createVoprfKeyPair, evaluate, evaluateBatch, finalizeBatch } from './voprf.ts';

const sodium = await loadSodium();
afterEach(() => useProvider(noble));
const inputs = array(uint8Array({ maxLength: 200 }), { minLength: 1, maxLength: 8 });

describe.each([noble, sodium])('$name', (provider) => {
  test.each(vectors.filter(({ name }) => /VOPRF|blind RSA/.test(name)))('$name', ({ run }) => run(provider));
});

/** One exchange, up to the issuer's answer. */
function exchange(drawn: readonly Uint8Array[]) {
  const keys = createVoprfKeyPair(entropy);
  const items = drawn.map((input) => {
    const blind = createBlind(entropy);
    return { input, blind, blinded: blindInput(input, blind) };
  });
  const answer = evaluateBatch(
    keys,
    items.map(({ blinded }) => blinded),
    entropy,
  );
  return { keys, items, ...answer };
}

describe('a batch', () => {
  test('gives each input what the key makes of it alone, whichever provider did which half', () => {
    assert(
      property(inputs, (drawn) => {
        useProvider(sodium);
        const { keys, items, evaluated, proof } = exchange(drawn);
        useProvider(noble);
        const outputs = finalizeBatch(keys.publicKey, items, evaluated, proof);
        expect(outputs).toEqual(drawn.map((input) => evaluate(keys.secretKey, input)));
      }),
      { numRuns: 20 },
    );
  });

  test("is what noble's own VOPRF takes and gives", () => {
    const { voprf } = ristretto255_oprf;
    useProvider(sodium);
    const drawn = [new Uint8Array(0), new Uint8Array(98).fill(7), entropy(98)];
    const { keys, items, evaluated, proof } = exchange(drawn);
    const seen = items.map(({ input, blind, blinded }, i) => ({
      input,
      blind,
      blinded,
      evaluated: evaluated[i] as Uint8Array,
    }));
    expect(voprf.finalizeBatch(seen, keys.publicKey, proof)).toEqual(drawn.map((one) => evaluate(keys.secretKey, one)));
    const theirs = voprf.blindEvaluateBatch(
      keys.secretKey,
      keys.publicKey,
      items.map(({ blinded }) => blinded),
    );
    expect(theirs.evaluated).toEqual(evaluated);
    expect(finalizeBatch(keys.publicKey, items, theirs.evaluated, theirs.proof)).not.toBeNull();
  });

  test('of an issuer with another key than the published one for a single token is refused whole', () => {
    useProvider(sodium);
    assert(
      property(inputs, integer({ min: 0, max: 7 }), (drawn, at) => {
        const { keys, items, evaluated, proof } = exchange(drawn);
        const other = createVoprfKeyPair(entropy);
        const index = at % items.length;
        const marked = evaluateBatch(other, [items[index]?.blinded as Uint8Array], entropy).evaluated;
        const answer = evaluated.with(index, marked[0] as Uint8Array);
        expect(finalizeBatch(keys.publicKey, items, answer, proof)).toBeNull();
        // A proof of that same batch by the issuer that marked it.
        const blinded = items.map((item) => item.blinded);
        expect(finalizeBatch(keys.publicKey, items, answer, evaluateBatch(other, blinded, entropy).proof)).toBeNull();
      }),
      { numRuns: 20 },
    );
  });

  test('with elements missing, too many, in another order or none at all is refused', () => {
    useProvider(sodium);
    const { keys, items, evaluated, proof } = exchange([entropy(4), entropy(4), entropy(4)]);
    const refused = [
      evaluated.slice(1),
      [...evaluated, evaluated[0] as Uint8Array],
      evaluated.toReversed(),
      evaluated.with(1, new Uint8Array(32)),
      evaluated.with(1, new Uint8Array(32).fill(0xff)),
      evaluated.with(1, new Uint8Array(31)),
    ];
    for (const answer of refused) expect(finalizeBatch(keys.publicKey, items, answer, proof)).toBeNull();
    for (const wrong of [proof.slice(1), new Uint8Array(64), new Uint8Array(64).fill(0xff)])
      expect(finalizeBatch(keys.publicKey, items, evaluated, wrong)).toBeNull();
    expect(finalizeBatch(keys.publicKey, [], [], proof)).toBeNull();
  });

  test('of bytes that are no element is refused by the issuer', () => {
    const keys = createVoprfKeyPair(entropy);
    for (const element of [new Uint8Array(32), new Uint8Array(32).fill(0xee), new Uint8Array(31)])
      expect(() => evaluateBatch(keys, [element], entropy)).toThrow(/ristretto255-element/);
  });
});

describe('blind RSA against OpenSSL', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { n = '' } = publicKey.export({ format: 'jwk' });
  const key = rsaPublicKey(new Uint8Array(Buffer.from(n, 'base64url')));
  const sign = (blinded: Uint8Array) =>
    new Uint8Array(privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, blinded));
  const holds = (message: Uint8Array, signature: Uint8Array) =>
    opensslVerify(
      'sha384',
      message,
      { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 },
      signature,
    );

  test('what OpenSSL signs blindly is a signature to OpenSSL and to us', () => {
    assert(
      property(inputs, (messages) => {
        const blinded = blindMessages(key, messages, entropy);
        for (const [i, one] of blinded.entries()) {
          const message = messages[i] as Uint8Array;
          const signature = finalizeSignature(key, one, sign(one.blinded)) as Uint8Array;
          expect(holds(message, signature)).toBe(true);
          expect(verifyPss(key, message, signature)).toBe(true);
          expect(verifyPss(key, new Uint8Array([...message, 0]), signature)).toBe(false);
        }
      }),
      { numRuns: 10 },
    );
  });

  test('the same message blinded twice looks like two', () => {
    const message = entropy(98);
    const [one, other] = blindMessages(key, [message, message], entropy);
    expect(one?.blinded).not.toEqual(other?.blinded);
  });

  test('an answer that is no signature gives nothing', () => {
    const [one] = blindMessages(key, [entropy(98)], entropy);
    if (one === undefined) throw new Error('nothing blinded');
    const signed = sign(one.blinded);
    for (const wrong of [signed.with(0, (signed[0] as number) ^ 1), signed.slice(1), new Uint8Array(256)])
      expect(finalizeSignature(key, one, wrong)).toBeNull();
  });

  test('a modulus that is none is refused', () => {
    for (const wrong of [new Uint8Array(256), new Uint8Array(256).fill(0xfe), new Uint8Array(128).fill(0xff)])
      expect(() => rsaPublicKey(wrong)).toThrow(/rsa-modulus/);
  });
});
