// Orders and tokens: the vectors of RFC 9578 and of the draft for batches, orders that are asked twice, and issuers
// that cheat.
import { constants, createPrivateKey, generateKeyPairSync, privateDecrypt, verify } from 'node:crypto';
import { assert, constantFrom, integer, property } from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeEntropy as entropy } from '#adapters/node/entropy.ts';
import { decodeHex, encodeHex } from '#bytes/base64url.ts';
import { compare, concat, equal } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { sha256 } from '#crypto/hash.ts';
import { noble } from '#crypto/noble.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import batched from '#crypto/vectors/batched-tokens.json' with { type: 'json' };
import rsaVectors from '#crypto/vectors/rfc9578-blind-rsa.json' with { type: 'json' };
import { createVoprfKeyPair, evaluate, evaluateBatch, type VoprfSecretKey, voprfKeyPair } from '#crypto/voprf.ts';
import { TOKEN_BATCH } from '#wire/sizes.ts';
import { amortizedRequest, amortizedResponse, genericRequest, genericResponse, TOKEN_TYPES } from '#wire/token.ts';
import {
  challengeDigest,
  decodeRsaKey,
  decodeToken,
  encodeRsaKey,
  inputOf,
  type Order,
  requestOf,
  tokenKeyId,
  tokensOf,
} from './token.ts';

beforeAll(async () => useProvider(await loadSodium()));
afterAll(() => useProvider(noble));

const hex = (text: string): Uint8Array => decodeHex(text) as Uint8Array;
const padded = (bytes: Uint8Array, length: number) => concat(bytes, new Uint8Array(length - bytes.length));
/** Draws the given bytes, in order. */
const script = (...drawn: readonly Uint8Array[]): Entropy => {
  const left = [...drawn];
  return (byteCount) => {
    const next = left.shift();
    if (next?.length !== byteCount) throw new Error(`${byteCount} bytes were drawn`);
    return next;
  };
};

describe('RFC 9578, blind RSA', () => {
  test.each(rsaVectors.map((vector, i) => ({ ...vector, i })))('vector $i', (vector) => {
    const order: Order = {
      type: 'rsa',
      key: hex(vector.pkS),
      digest: sha256(hex(vector.token_challenge)),
      count: 1,
      seed: new Uint8Array(32),
    };
    const draw = () => script(hex(vector.nonce), hex(vector.salt), concat(new Uint8Array(16), hex(vector.blind)));
    const request = requestOf(order, draw());
    // The batch of one is the length and the one request.
    expect(encodeHex(request.subarray(2))).toBe(vector.token_request);
    const key = createPrivateKey(Buffer.from(hex(vector.skS)));
    const blinded = hex(vector.token_request).subarray(3);
    const signature = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, blinded);
    expect(signature.toString('hex')).toBe(vector.token_response);
    const response = genericResponse.encode({
      responses: [{ present: undefined, type: 2, signature: hex(vector.token_response) }],
    });
    expect(tokensOf(order, response, draw())?.map(encodeHex)).toEqual([vector.token]);
  });
});

describe('the draft for batches', () => {
  test.each(batched.amortized.map((vector, i) => ({ ...vector, i })))('amortized ristretto255, vector $i', (vector) => {
    const order: Order = {
      type: 'voprf',
      key: hex(vector.pkS),
      digest: sha256(hex(vector.token_challenge)),
      count: vector.nonces.length,
      seed: new Uint8Array(32),
    };
    const draw = () => script(...vector.nonces.map(hex), ...vector.blinds.map((blind) => padded(hex(blind), 64)));
    expect(encodeHex(requestOf(order, draw()))).toBe(vector.token_request);
    expect(tokensOf(order, hex(vector.token_response), draw())?.map(encodeHex)).toEqual(vector.tokens);
    const keys = voprfKeyPair(hex(vector.skS));
    expect(encodeHex(keys.publicKey)).toBe(vector.pkS);
    const { blinded } = amortizedRequest.decode(hex(vector.token_request));
    const { evaluated } = evaluateBatch(keys, blinded, entropy);
    expect(evaluated).toEqual(amortizedResponse.decode(hex(vector.token_response)).evaluated);
    for (const one of vector.tokens.map(hex)) {
      expect(equal(evaluate(keys.secretKey, inputOf(one)), decodeToken(one).authenticator)).toBe(true);
    }
  });

  test.each(batched.generic)('generic, two blind RSA tokens', (vector) => {
    const { requests } = genericRequest.decode(hex(vector.token_request));
    expect(requests.map(({ type }) => type)).toEqual([2, 2]);
    expect(requests.map(({ truncatedKeyId }) => truncatedKeyId)).toEqual(
      vector.pkS.map((key) => tokenKeyId(hex(key)).at(-1)),
    );
    expect(encodeHex(genericRequest.encode({ requests }))).toBe(vector.token_request);
    const response = genericResponse.decode(hex(vector.token_response));
    expect(encodeHex(genericResponse.encode(response))).toBe(vector.token_response);
  });
});

interface Issuer {
  readonly key: Uint8Array;
  answer(request: Uint8Array): Uint8Array;
  holds(token: Uint8Array): boolean;
}

function voprfIssuer(): Issuer {
  const keys = createVoprfKeyPair(entropy);
  return {
    key: keys.publicKey,
    answer: (request) =>
      amortizedResponse.encode(evaluateBatch(keys, amortizedRequest.decode(request).blinded, entropy)),
    holds: (one) => equal(evaluate(keys.secretKey as VoprfSecretKey, inputOf(one)), decodeToken(one).authenticator),
  };
}

function rsaIssuer(): Issuer {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { n = '' } = publicKey.export({ format: 'jwk' });
  const sign = (blinded: Uint8Array) =>
    new Uint8Array(privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, blinded));
  return {
    key: encodeRsaKey(new Uint8Array(Buffer.from(n, 'base64url'))),
    answer: (request) =>
      genericResponse.encode({
        responses: genericRequest
          .decode(request)
          .requests.map(({ blinded }) => ({ present: undefined, type: 2, signature: sign(blinded) })),
      }),
    holds: (one) =>
      verify(
        'sha384',
        inputOf(one),
        { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 },
        decodeToken(one).authenticator,
      ),
  };
}

const digest = challengeDigest('voprf', 'https://issuer.example', 'https://sending.example');
const orderOf = (type: Order['type'], key: Uint8Array, count = 3): Order => {
  return { type, key, digest, count, seed: entropy(32) };
};

describe.each(['voprf', 'rsa'] as const)('an order of %s', (type) => {
  let issuer: Issuer;
  let other: Issuer;
  beforeAll(() => {
    const both = type === 'voprf' ? [voprfIssuer(), voprfIssuer()] : [rsaIssuer(), rsaIssuer()];
    // The other has the greater modulus: a request blinded for this one is a number it can sign.
    [issuer, other] = both.toSorted((a, b) => compare(a.key, b.key)) as [Issuer, Issuer];
  });

  test('gives tokens that hold, however often it is asked', () => {
    assert(
      property(integer({ min: 1, max: type === 'voprf' ? TOKEN_BATCH : 4 }), (count) => {
        const order = orderOf(type, issuer.key, count);
        const request = requestOf(order);
        expect(requestOf(order)).toEqual(request);
        const tokens = tokensOf(order, issuer.answer(request)) ?? [];
        expect(tokens.length).toBe(count);
        expect(new Set(tokens.map(encodeHex)).size).toBe(count);
        for (const one of tokens) {
          expect(issuer.holds(one)).toBe(true);
          const read = decodeToken(one);
          expect([read.type, encodeHex(read.digest), encodeHex(read.keyId)]).toEqual([
            type,
            encodeHex(digest),
            encodeHex(tokenKeyId(issuer.key)),
          ]);
        }
        const inputsOf = (of: readonly Uint8Array[]) => of.map((one) => encodeHex(inputOf(one)));
        expect(inputsOf(tokensOf(order, issuer.answer(request)) ?? [])).toEqual(inputsOf(tokens));
      }),
      { numRuns: 4 },
    );
  });

  test('shows the issuer nothing that a token will show', () => {
    const order = orderOf(type, issuer.key);
    const request = requestOf(order);
    for (const one of tokensOf(order, issuer.answer(request)) ?? []) {
      const { nonce, authenticator, keyId } = decodeToken(one);
      for (const part of [nonce, digest, keyId, authenticator])
        expect(encodeHex(request)).not.toContain(encodeHex(part).slice(0, 16));
    }
  });

  test('takes nothing of an answer by another key, to another order, cut, or changed anywhere', () => {
    const order = orderOf(type, issuer.key);
    const right = issuer.answer(requestOf(order));
    expect(tokensOf(order, right)).not.toBeNull();
    expect(tokensOf(order, other.answer(requestOf(order)))).toBeNull();
    expect(tokensOf({ ...order, seed: entropy(32) }, right)).toBeNull();
    expect(tokensOf({ ...order, count: 2 }, right)).toBeNull();
    expect(tokensOf(order, right.slice(1))).toBeNull();
    expect(tokensOf(order, concat(right, new Uint8Array(1)))).toBeNull();
    assert(
      property(integer({ min: 0, max: right.length - 1 }), integer({ min: 1, max: 255 }), (at, change) => {
        expect(tokensOf(order, right.with(at, (right[at] as number) ^ change))).toBeNull();
      }),
      { numRuns: 20 },
    );
  });
});

test('the challenge binds type, issuer and redeemer, each by itself', () => {
  const origins = ['https://a.example', 'https://b.example', 'https://a.example:444', 'http://localhost:8787'];
  const all = (Object.keys(TOKEN_TYPES) as Order['type'][]).flatMap((type) =>
    origins.flatMap((issuer) => origins.map((redeemer) => encodeHex(challengeDigest(type, issuer, redeemer)))),
  );
  expect(new Set(all).size).toBe(all.length);
});

test('a key is read from its one encoding', () => {
  const { key } = rsaIssuer();
  expect(encodeRsaKey(decodeRsaKey(key))).toEqual(key);
  assert(
    property(constantFrom(...Array.from({ length: 81 }, (_, i) => i), 338, 339, 341), (at) => {
      expect(() => decodeRsaKey(key.with(at, (key[at] as number) ^ 1))).toThrow(/RFC 9578/);
    }),
  );
  expect(() => decodeRsaKey(key.slice(1))).toThrow(/RFC 9578/);
  expect(() => decodeRsaKey(concat(key, key.slice(0, 1)))).toThrow(/RFC 9578/);
});

test('what has no type, or not the length of its type, is no token', () => {
  const made = (type: number, length: number) => concat(new Uint8Array([0, type]), new Uint8Array(96 + length));
  expect(decodeToken(made(5, 64)).type).toBe('voprf');
  expect(decodeToken(made(2, 256)).type).toBe('rsa');
  for (const wrong of [made(5, 256), made(2, 64), made(1, 48), made(5, 63), new Uint8Array(0), new Uint8Array(500)])
    expect(() => decodeToken(wrong)).toThrow();
});
