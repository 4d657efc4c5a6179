// The foreign vectors (vectors/README.md) that every provider must give, as cases that know no test framework and
// throw, so that they run in pages of real browsers, where WebAssembly and big integers are other programs than in
// Node. The Node tests beside this file read the same rows and test more around them; this one must never turn a row
// into an expectation that the row does not state.

import { decodeHex, encodeHex } from '#bytes/base64url.ts';
import { ascii } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { blindMessages, finalizeSignature, rsaPublicKey, verifyPss } from './blind-rsa.ts';
import { hkdfSha256, hmacSha256, sha256 } from './hash.ts';
import { hpkeOpen, hpkeSeal } from './hpke.ts';
import { agreePublicKey, agreeSecretKey, sealPublicKey, sealSecretKey } from './keys.ts';
import type { Provider } from './primitives.ts';
import { useProvider } from './provider.ts';
import cctvEd25519 from './vectors/cctv-ed25519.json' with { type: 'json' };
import cctvMlkem from './vectors/cctv-mlkem768-unlucky.json' with { type: 'json' };
import hpke from './vectors/hpke.json' with { type: 'json' };
import argon2id from './vectors/libsodium-argon2id.json' with { type: 'json' };
import blindRsa from './vectors/rfc9474-blind-rsa.json' with { type: 'json' };
import voprf from './vectors/rfc9497-voprf.json' with { type: 'json' };
import speccheck from './vectors/speccheck-ed25519.json' with { type: 'json' };
import chacha from './vectors/wycheproof-chacha20-poly1305.json' with { type: 'json' };
import ed25519 from './vectors/wycheproof-ed25519.json' with { type: 'json' };
import hkdf from './vectors/wycheproof-hkdf-sha256.json' with { type: 'json' };
import hmac from './vectors/wycheproof-hmac-sha256.json' with { type: 'json' };
import mlkemDecaps from './vectors/wycheproof-mlkem768-decaps.json' with { type: 'json' };
import mlkemEncaps from './vectors/wycheproof-mlkem768-encaps.json' with { type: 'json' };
import mlkemExpanded from './vectors/wycheproof-mlkem768-expanded-decaps.json' with { type: 'json' };
import mlkemKeys from './vectors/wycheproof-mlkem768-keygen.json' with { type: 'json' };
import x25519 from './vectors/wycheproof-x25519.json' with { type: 'json' };
import xchacha from './vectors/wycheproof-xchacha20-poly1305.json' with { type: 'json' };
import xwing from './vectors/xwing.json' with { type: 'json' };
import { blindInput, deriveVoprfKeyPair, evaluate, evaluateBatch, finalizeBatch } from './voprf.ts';

export interface VectorCase {
  readonly name: string;
  /** @throws Error that names the row */
  run(provider: Provider): void;
}

/** CCTV's flags of signatures that strict verification refuses (ed25519-point.ts). */
const REFUSED = new Set([
  'low_order_A',
  'low_order_R',
  'non_canonical_A',
  'non_canonical_R',
  'reencoded_k',
  'low_order_residue',
]);

const hex = (text: string) => decodeHex(text) as Uint8Array;

/** One case for each primitive. */
export const vectors: readonly VectorCase[] = [
  {
    name: 'VOPRF, single and batched',
    run(provider) {
      useProvider(provider);
      const keys = deriveVoprfKeyPair(hex(voprf.seed), hex(voprf.info));
      check(() => keys.secretKey, voprf.secretKey, 'RFC 9497 secret key');
      check(() => keys.publicKey, voprf.publicKey, 'RFC 9497 public key');
      for (const [at, row] of voprf.rows.entries()) {
        const which = `RFC 9497 A.1.2.${at + 1}`;
        const items = row.inputs.map((input, i) => ({
          input: hex(input),
          blind: hex(row.blinds[i] as string),
          blinded: hex(row.blinded[i] as string),
        }));
        const blinded = items.map((item) => item.blinded);
        for (const item of items) check(() => blindInput(item.input, item.blind), encodeHex(item.blinded), which);
        // The nonce of the proof as the specification gives it: reduced already, so the upper half is zero.
        const { evaluated, proof } = evaluateBatch(keys, blinded, () => wide(hex(row.r)));
        check(() => evaluated.map(encodeHex).join(), row.evaluated.join(), which);
        check(() => proof, row.proof, which);
        const finalized = (of: Uint8Array) =>
          finalizeBatch(keys.publicKey, items, row.evaluated.map(hex), of)?.map(encodeHex).join() ?? null;
        check(() => finalized(proof), row.outputs.join(), which);
        check(() => finalized(proof.with(40, (proof[40] as number) ^ 1)), null, `${which}, proof changed`);
        for (const [i, { input }] of items.entries())
          check(() => evaluate(keys.secretKey, input), row.outputs[i], which);
      }
    },
  },
  {
    name: 'blind RSA',
    run() {
      for (const { n, msg, salt, inv, blinded_msg, blind_sig, sig } of blindRsa) {
        const key = rsaPublicKey(hex(n));
        // The source gives the inverse of the blind; the blind is the inverse of that.
        const blind = wideBlind(BigInt(`0x${inv}`), key.n, key.byteCount);
        const draws = [hex(salt), blind];
        const [made] = blindMessages(key, [hex(msg)], () => draws.shift() as Uint8Array);
        if (made === undefined) throw new Error('nothing was blinded');
        check(() => made.blinded, blinded_msg, 'RFC 9474 A, blinded');
        check(() => finalizeSignature(key, made, hex(blind_sig)), sig, 'RFC 9474 A, signature');
        check(() => finalizeSignature(key, made, hex(blinded_msg)), null, 'RFC 9474 A, another answer');
        check(() => verifyPss(key, hex(msg), hex(sig)), true, 'RFC 9474 A, verification');
        check(() => verifyPss(key, hex(msg).with(0, 1), hex(sig)), false, 'RFC 9474 A, another message');
        check(() => verifyPss(key, hex(msg), hex(sig).with(9, 1)), false, 'RFC 9474 A, another signature');
      }
    },
  },
  {
    name: 'SHA-256, HMAC, HKDF',
    run(provider) {
      useProvider(provider);
      const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
      check(() => sha256(ascii('abc')), abc, 'FIPS 180-4');
      for (const { tcId, key, msg, tag, result } of hmac) {
        check(() => encodeHex(hmacSha256(hex(key), hex(msg))) === tag, result === 'valid', `Wycheproof HMAC ${tcId}`);
      }
      for (const { tcId, ikm, salt, info, size, okm, result } of hkdf) {
        if (result === 'valid')
          check(() => hkdfSha256(hex(ikm), hex(salt), hex(info), size), okm, `Wycheproof HKDF ${tcId}`);
      }
    },
  },
  {
    name: 'X25519',
    run(provider) {
      for (const { tcId, private: secret, public: point, shared } of x25519) {
        const wanted = /^0+$/.test(shared) ? 'untrusted x25519-low-order' : shared;
        check(() => provider.x25519.shared(hex(secret), hex(point)), wanted, `Wycheproof ${tcId}`);
      }
    },
  },
  {
    name: 'Ed25519',
    run(provider) {
      const { verify } = provider.ed25519;
      for (const { tcId, pk, msg, sig, result } of ed25519)
        check(() => verify(hex(pk), hex(msg), hex(sig)), result === 'valid', `Wycheproof ${tcId}`);
      for (const [row, { key, msg, sig, flags }] of cctvEd25519.entries())
        check(() => verify(hex(key), encodeUtf8(msg), hex(sig)), !flags.some((it) => REFUSED.has(it)), `CCTV ${row}`);
      for (const [row, { key, msg, sig }] of speccheck.entries())
        check(() => verify(hex(key), hex(msg), hex(sig)), row === 3, `speccheck ${row}`);
    },
  },
  { name: 'XChaCha20-Poly1305', run: (provider) => cipher(provider.aead, xchacha, 24) },
  { name: 'ChaCha20-Poly1305', run: (provider) => cipher(provider.chacha20poly1305, chacha, 12) },
  {
    name: 'ML-KEM-768',
    run(provider) {
      const { keyPair, encapsulate, decapsulate } = provider.mlkem768;
      for (const { tcId, seed, ek, dk } of mlkemKeys) {
        check(() => keyPair(hex(seed)).publicKey, ek, `Wycheproof keys ${tcId}`);
        check(() => keyPair(hex(seed)).secretKey, dk, `Wycheproof keys ${tcId}`);
      }
      for (const { tcId, result, ek, m, c, K } of mlkemEncaps) {
        const valid = result === 'valid';
        check(() => encapsulate(hex(ek), hex(m)).ciphertext, valid ? c : MALFORMED, `Wycheproof encaps ${tcId}`);
        check(() => encapsulate(hex(ek), hex(m)).secret, valid ? K : MALFORMED, `Wycheproof encaps ${tcId}`);
      }
      for (const { tcId, result, seed, c, K } of mlkemDecaps) {
        const secret = () => decapsulate(keyPair(hex(seed)).secretKey, hex(c));
        check(secret, result === 'valid' ? K : MALFORMED, `Wycheproof decaps ${tcId}`);
      }
      for (const { tcId, result, dk, c, K } of mlkemExpanded)
        check(() => decapsulate(hex(dk), hex(c)), result === 'valid' ? K : MALFORMED, `Wycheproof expanded ${tcId}`);
      for (const { ek, dk, m, c, K } of cctvMlkem) {
        check(() => encapsulate(hex(ek), hex(m)).ciphertext, c, 'CCTV unlucky');
        check(() => decapsulate(hex(dk), hex(c)), K, 'CCTV unlucky');
      }
    },
  },
  {
    name: 'X-Wing',
    run(provider) {
      for (const [row, { seed, eseed, ss, pk, ct }] of xwing.entries()) {
        check(() => provider.xwing.keyPair(hex(seed)).publicKey, pk, `draft ${row}`);
        check(() => provider.xwing.encapsulate(hex(pk), hex(eseed)).ciphertext, ct, `draft ${row}`);
        check(() => provider.xwing.decapsulate(hex(seed), hex(ct)), ss, `draft ${row}`);
      }
    },
  },
  {
    name: 'HPKE',
    run(provider) {
      useProvider(provider);
      for (const { suite, source, info, entropy, pkRm, skRm, enc, aad, pt, ct } of hpke) {
        const draw = () => hex(entropy);
        const seal = () =>
          suite === 'xwing'
            ? hpkeSeal('xwing', sealPublicKey(hex(pkRm)), hex(info), hex(aad), hex(pt), draw)
            : hpkeSeal('x25519', agreePublicKey(hex(pkRm)), hex(info), hex(aad), hex(pt), draw);
        const open = () =>
          suite === 'xwing'
            ? hpkeOpen('xwing', sealSecretKey(hex(skRm)), hex(info), hex(aad), hex(enc + ct))
            : hpkeOpen('x25519', agreeSecretKey(hex(skRm)), hex(info), hex(aad), hex(enc + ct));
        check(seal, enc + ct, source);
        check(open, pt, source);
      }
    },
  },
  {
    name: 'Argon2id',
    run(provider) {
      for (const [row, { password, salt, memoryKiB, passes, length, out }] of argon2id.entries()) {
        const cost = { memoryKiB, passes, lanes: 1 } as const;
        check(() => provider.argon2id(hex(password), hex(salt), cost, length), out, `libsodium ${row}`);
      }
    },
  },
];

interface CipherRow {
  readonly tcId: number;
  readonly key: string;
  readonly iv: string;
  readonly aad: string;
  readonly msg: string;
  readonly ct: string;
  readonly tag: string;
  readonly result: string;
}

function cipher({ seal, open }: Provider['aead'], rows: readonly CipherRow[], nonceLength: number): void {
  for (const { tcId, key, iv, aad, msg, ct, tag, result } of rows) {
    const which = `Wycheproof ${tcId}`;
    const opened = () => open(hex(key), hex(iv), hex(ct + tag), hex(aad));
    if (iv.length !== 2 * nonceLength) check(opened, 'malformed aead-nonce-length', which);
    else if (result !== 'valid') check(opened, null, which);
    else {
      check(opened, msg, which);
      check(() => seal(hex(key), hex(iv), hex(msg), hex(aad)), ct + tag, which);
    }
  }
}

const wide = (scalar: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(64);
  bytes.set(scalar);
  return bytes;
};

/** The bytes that are drawn for a blind whose inverse is known. */
function wideBlind(inverse: bigint, n: bigint, byteCount: number): Uint8Array {
  let [a, b, x, y] = [inverse, n, 1n, 0n];
  while (b > 0n) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  const blind = ((x % n) + n) % n;
  return hex(blind.toString(16).padStart((byteCount + 16) * 2, '0'));
}

/** Any code will do: Wycheproof says that a row is refused, not why. */
const MALFORMED = /^malformed /;

/** Bytes are compared in hexadecimal; a fault is 'blame code'. Anything else thrown goes on. */
function check(operation: () => unknown, wanted: string | boolean | null | undefined | RegExp, which: string): void {
  const given = outcome(operation);
  const holds = wanted instanceof RegExp ? typeof given === 'string' && wanted.test(given) : given === wanted;
  if (!holds) throw new Error(`${which}: ${given} instead of ${wanted}`);
}

function outcome(operation: () => unknown): unknown {
  try {
    const given = operation();
    return given instanceof Uint8Array ? encodeHex(given) : given;
  } catch (error) {
    if (error instanceof Fault) return `${error.blame} ${error.code}`;
    throw error;
  }
}
