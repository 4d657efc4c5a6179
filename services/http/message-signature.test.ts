// Message signatures against the RFC's own example (RFC 9421 appendix B.2.6), and against what a stranger may do to
// one.
import { assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64url } from '#bytes/base64url.ts';
import { ascii } from '#bytes/bytes.ts';
import { sha256 } from '#crypto/hash.ts';
import { signSeed } from '#crypto/keys.ts';
import {
  contentDigest,
  readSignature,
  type SignableRequest,
  signatureBase,
  signRequest,
  verifyRequest,
} from './message-signature.ts';

const SEED = signSeed(decodeBase64url('n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU') as Uint8Array);
const KEY = decodeBase64url('JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs') as Uint8Array;
const FIELDS: Readonly<Record<string, string>> = {
  host: 'example.com',
  date: 'Tue, 20 Apr 2021 02:07:55 GMT',
  'content-type': 'application/json',
  'content-digest':
    'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:',
  'content-length': '18',
};
const request = (over: Partial<SignableRequest> = {}): SignableRequest => ({
  method: 'POST',
  authority: 'example.com',
  path: '/foo',
  field: (name) => FIELDS[name],
  ...over,
});
const INPUT =
  'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"';
const SIGNATURE = 'sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:';

describe("the RFC's example", () => {
  const signed = readSignature('sig-b26', INPUT, SIGNATURE);

  it('is read', () => {
    expect(signed?.components).toEqual(['date', '@method', '@path', '@authority', 'content-type', 'content-length']);
    expect(Object.fromEntries(signed?.parameters ?? [])).toEqual({ created: 1618884473, keyid: 'test-key-ed25519' });
  });

  it('has this base', () => {
    expect(signatureBase(signed?.components ?? [], signed?.input ?? '', request())).toBe(
      `"date": Tue, 20 Apr 2021 02:07:55 GMT
"@method": POST
"@path": /foo
"@authority": example.com
"content-type": application/json
"content-length": 18
"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"`,
    );
  });

  it('holds, and is what we sign', () => {
    expect(signed !== null && verifyRequest(KEY, signed, request())).toBe(true);
    const components = signed?.components ?? [];
    const parameters = { created: 1618884473, keyid: 'test-key-ed25519' };
    expect(signRequest(SEED, 'sig-b26', components, parameters, request())).toEqual({
      'signature-input': INPUT,
      signature: SIGNATURE,
    });
  });

  it('does not hold for another request', () => {
    const others = [
      { method: 'PUT' },
      { path: '/fooo' },
      { authority: 'example.org' },
      { field: (name: string) => (name === 'content-length' ? '19' : FIELDS[name]) },
      { field: (name: string) => (name === 'date' ? undefined : FIELDS[name]) },
      { field: (name: string) => (name === 'date' ? `${FIELDS.date}\n"@method": POST` : FIELDS[name]) },
    ];
    for (const over of others) expect(signed !== null && verifyRequest(KEY, signed, request(over))).toBe(false);
  });

  it("its message's body has this digest", () => {
    // RFC 9530 appendix D; the body ends in a line feed there.
    expect(contentDigest(sha256(ascii('{"hello": "world"}\n')))).toBe(
      'sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:',
    );
  });
});

describe('what is read', () => {
  it('is found among signatures of others', () => {
    const other = '("@path");created=1;keyid="x"';
    const inputs = `proxy=${other}, ${INPUT}, last=${other}`;
    const signatures = `last=:${'A'.repeat(86)}==:, ${SIGNATURE}`;
    expect(readSignature('sig-b26', inputs, signatures)?.parameters.get('created')).toBe(1618884473);
    expect(readSignature('proxy', inputs, signatures)).toBeNull();
  });

  it.each([
    ['twice', `${INPUT}, ${INPUT}`, SIGNATURE],
    ['a component twice', 'sig-b26=("@path" "@path");created=1', SIGNATURE],
    ['a parameter twice', 'sig-b26=("@path");created=1;created=2', SIGNATURE],
    ['a component with a parameter', 'sig-b26=("@query-param";name="a");created=1', SIGNATURE],
    ['an escaped string', 'sig-b26=("@path");keyid="a\\"b"', SIGNATURE],
    ['a short signature', INPUT, 'sig-b26=:AAAA:'],
    ['no list', 'sig-b26=created', SIGNATURE],
    ['very long', `${INPUT};a="${'a'.repeat(3000)}"`, SIGNATURE],
  ])('is nothing where the label stands %s', (_, inputs, signatures) => {
    expect(readSignature('sig-b26', inputs, signatures)).toBeNull();
  });

  it('is nothing, or a signature that does not hold, whatever the fields are', () => {
    const piece = constantFrom(
      'sig-b26=',
      '(',
      ')',
      '"@path"',
      '"',
      ';',
      'created=',
      '1',
      ':',
      ',',
      ' ',
      '=',
      'é',
      '\0',
    );
    assert(
      property(string({ unit: piece, maxLength: 60 }), string({ maxLength: 100 }), (inputs, signatures) => {
        const signed = readSignature('sig-b26', inputs, signatures) ?? readSignature('sig-b26', inputs, SIGNATURE);
        expect(signed === null || !verifyRequest(KEY, signed, request())).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
