// Keys that we put into PKCS#8 are keys to everybody else.
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { keyKindOf } from './key-kind.ts';
import { pkcs8OfEd25519, pkcs8OfP256 } from './pkcs8.ts';

const bytesIn = (jwk: { [name: string]: unknown }, name: string): Uint8Array =>
  new Uint8Array(Buffer.from(jwk[name] as string, 'base64url'));

it('a key of P-256 is what OpenSSL writes, with its public half and without', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = privateKey.export({ format: 'jwk' });
  const [d, x, y] = [bytesIn(jwk, 'd'), bytesIn(jwk, 'x'), bytesIn(jwk, 'y')];
  const whole = pkcs8OfP256(d, [x, y]);
  expect(whole).toEqual(new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' })));
  const alone = pkcs8OfP256(d, null) ?? new Uint8Array();
  expect(createPrivateKey({ key: Buffer.from(alone), format: 'der', type: 'pkcs8' }).export({ format: 'jwk' })).toEqual(
    jwk,
  );
  expect([keyKindOf(alone), keyKindOf(whole ?? alone)]).toEqual(['ES256', 'ES256']);
});

it('a key of Ed25519 is what OpenSSL writes', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = pkcs8OfEd25519(bytesIn(privateKey.export({ format: 'jwk' }), 'd'));
  expect(key).toEqual(new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' })));
  expect(keyKindOf(key ?? new Uint8Array())).toBe('EdDSA');
});

it('numbers of another length are no key', () => {
  const number = new Uint8Array(32);
  expect(pkcs8OfEd25519(new Uint8Array(31))).toBeNull();
  expect(pkcs8OfP256(new Uint8Array(33), null)).toBeNull();
  expect(pkcs8OfP256(number, [number, new Uint8Array(31)])).toBeNull();
});
