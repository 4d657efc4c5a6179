// Ed25519 signs as RFC 8032 says and verifies by one strict rule in both providers, on every edge case known to divide
// libraries.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeHex, encodeHex } from '#bytes/base64url.ts';
import { noble } from './noble.ts';
import { loadSodium } from './sodium.ts';

const hex = (text: string) => decodeHex(text) as Uint8Array;
const rows = (file: string) => JSON.parse(readFileSync(new URL(`./vectors/${file}`, import.meta.url), 'utf8'));

/** RFC 8032 section 7.1: seed, public key, message, signature. */
const RFC_8032: readonly (readonly [string, string, string, string, string])[] = [
  [
    'TEST 1',
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    'TEST 2',
    '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'TEST 3',
    'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
  [
    'TEST SHA(abc)',
    '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42',
    'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704',
  ],
];

interface WycheproofRow {
  tcId: number;
  comment: string;
  pk: string;
  msg: string;
  sig: string;
  result: 'valid' | 'invalid';
}
const wycheproof: WycheproofRow[] = rows('wycheproof-ed25519.json');
const cctv: { key: string; sig: string; msg: string; flags: string[] }[] = rows('cctv-ed25519.json');
const speccheck: { key: string; sig: string; msg: string }[] = rows('speccheck-ed25519.json');

describe.each([noble, await loadSodium()])('$name', ({ ed25519 }) => {
  test.each(RFC_8032)('RFC 8032 section 7.1: %s', (_name, seed, publicKey, message, signature) => {
    expect(encodeHex(ed25519.publicKey(hex(seed)))).toBe(publicKey);
    expect(encodeHex(ed25519.sign(hex(seed), hex(message)))).toBe(signature);
    expect(ed25519.verify(hex(publicKey), hex(message), hex(signature))).toBe(true);
    expect(ed25519.verify(hex(publicKey), hex(`${message}00`), hex(signature))).toBe(false);
  });

  test('Wycheproof: valid signatures verify, nothing else', () => {
    for (const row of wycheproof) {
      const verified = ed25519.verify(hex(row.pk), hex(row.msg), hex(row.sig));
      expect(verified, `${row.tcId} ${row.comment}`).toBe(row.result === 'valid');
    }
  });

  test('CCTV: points of small order and second encodings never verify; all else if and only if S·B = R + k·A', () => {
    const refused = [
      'low_order_A',
      'low_order_R',
      'non_canonical_A',
      'non_canonical_R',
      'reencoded_k',
      'low_order_residue',
    ];
    let verifying = 0;
    for (const [number, row] of cctv.entries()) {
      const wanted = !row.flags.some((flag) => refused.includes(flag));
      if (wanted) verifying++;
      const verified = ed25519.verify(hex(row.key), new TextEncoder().encode(row.msg), hex(row.sig));
      expect(verified, `${number} ${row.flags}`).toBe(wanted);
    }
    expect(verifying).toBeGreaterThan(0);
  });

  test('ed25519-speccheck: only case 3 verifies: points of mixed order whose torsion cancels', () => {
    const verified = speccheck.map((row) => ed25519.verify(hex(row.key), hex(row.msg), hex(row.sig)));
    expect(verified.flatMap((valid, number) => (valid ? [number] : []))).toEqual([3]);
  });

  test('verify answers false to wrong lengths, the signer calls a wrong seed malformed', () => {
    const [, seed, publicKey, message, signature] = RFC_8032[0] as (typeof RFC_8032)[number];
    expect(ed25519.verify(hex(publicKey).subarray(1), hex(message), hex(signature))).toBe(false);
    expect(ed25519.verify(hex(publicKey), hex(message), hex(signature).subarray(1))).toBe(false);
    expect(ed25519.verify(hex(publicKey), hex(message), hex(`${signature}00`))).toBe(false);
    expect(ed25519.verify(hex(''), hex(message), hex(''))).toBe(false);
    const wrong = hex(seed).subarray(1);
    expect(() => ed25519.sign(wrong, hex(message))).toThrow(expect.objectContaining({ code: 'ed25519-seed-length' }));
    expect(() => ed25519.publicKey(wrong)).toThrow(expect.objectContaining({ code: 'ed25519-seed-length' }));
  });
});
