// An export of Proton Pass as it writes one, by hand: made-up people, and keys made for the tests.
import { generateKeyPairSync } from 'node:crypto';
import { encode } from '@msgpack/msgpack';
import { encodeUtf8 } from '#bytes/utf8.ts';
import type { EntrySource } from '../format.ts';

/** As Rust's serde has byte strings: a list of numbers. */
const listed = (text: string): number[] => [...Buffer.from(text, 'base64url')];
const integer = (value: number) => ({ t: 'int', c: { inner: [value, ...new Array(15).fill(0)] } });
const bytes = (base64url: string | undefined) => ({ t: 'bytes', c: listed(base64url ?? '') });
const label = (value: number) => ({ t: 'int', c: value });

const base64 = (data: Uint8Array): string => Buffer.from(data).toString('base64');

/** A passkey of a private key, as `content` of an item holds it. */
export function passkeyContent(
  kind: 'EC2' | 'OKP',
  parameters: readonly (readonly [number, object])[],
  more: object = {},
  version = 1,
): string {
  const key = {
    ...{ kty: { t: 'assign', c: kind }, kid: [], alg: { t: 'assign', c: kind === 'EC2' ? 'ES256' : 'EdDSA' } },
    ...{ kops: [{ t: 'assign', c: 'Sign' }], biv: [], par: parameters.map(([at, value]) => [label(at), value]) },
  };
  const passkey = {
    ...{ key, cid: [1, 2, 3, 200], rid: 'shop.example', uhd: [9, 9], cnt: 0, ext: {}, un: 'alex', udn: 'Alex' },
    ...more,
  };
  return base64(encode({ c: [...encode(passkey)], v: version }));
}

const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const ed25519 = generateKeyPairSync('ed25519').privateKey;
export const PKCS8 = {
  p256: p256.export({ format: 'der', type: 'pkcs8' }).toString('base64url'),
  ed25519: ed25519.export({ format: 'der', type: 'pkcs8' }).toString('base64url'),
};
const { x, y, d } = p256.export({ format: 'jwk' });
export const P256_PARAMETERS = [
  [-1, integer(1)],
  [-2, bytes(x)],
  [-3, bytes(y)],
  [-4, bytes(d)],
] as const;
export const ED25519_PARAMETERS = [
  [-1, integer(6)],
  [-4, bytes(ed25519.export({ format: 'jwk' }).d)],
] as const;
/** A curve that no program of ours signs with. */
export const P384_PARAMETERS = [[-1, integer(2)], ...P256_PARAMETERS.slice(1)] as const;

export const PASSKEY = {
  ...{ keyId: 'k1', domain: 'shop.example', rpId: 'shop.example', rpName: 'Shop', userName: 'alex' },
  ...{ userDisplayName: 'Alex M.', createTime: 1_720_000_000, note: '' },
  content: passkeyContent('EC2', P256_PARAMETERS, {
    ext: { hmac_secret: { cred_with_uv: [1, 2], cred_without_uv: null } },
  }),
  credentialId: '+/+/AQ==',
  userHandle: 'CQk=',
  userId: 'CQk=',
};

const item = (type: string, name: string, content: object, more: object = {}, data: object = {}) => ({
  ...{ itemId: `${name}==`, shareId: 's==', state: 1, aliasEmail: null, contentFormatVersion: 7, pinned: false },
  ...{ createTime: 1_700_000_000, modifyTime: 1_700_000_600, shareCount: 0 },
  data: {
    ...{ metadata: { name, note: '', itemUuid: 'u' }, extraFields: [], platformSpecific: {}, type, content },
    ...data,
  },
  ...more,
});
const field = (fieldName: string, type: string, data: object) => ({ fieldName, type, data });

const SECRET = 'JBSWY3DPEHPK3PXP';

export const SHOP = item(
  'login',
  'Shop',
  {
    ...{ itemEmail: 'alex@mail.example', itemUsername: 'alex', password: 'correct horse' },
    urls: ['https://shop.example/', 'https://other.example/'],
    autofillUrls: [
      { url: 'https://shop.example/', mode: 0 },
      { url: 'https://till.shop.example/', mode: 1 },
      { url: 'https://shop.example/a', mode: 6 },
      { url: 'https://later.example/', mode: 99 },
    ],
    totpUri: `otpauth://totp/Shop:alex?secret=${SECRET}&issuer=Shop`,
    passkeys: [PASSKEY],
  },
  { pinned: true, folderId: 'f2', files: ['aaaabbbbccccdddd-receipt.pdf', 'ddddccccbbbbaaaa', 'gone'] },
  {
    metadata: { name: 'Shop', note: 'Two\nlines', itemUuid: 'u' },
    platformSpecific: { android: { allowedApps: [{ packageName: 'example.shop', hashes: [], appName: 'Shop' }] } },
    extraFields: [
      field('question', 'text', { content: 'first pet' }),
      field('answer', 'hidden', { content: 'Bello' }),
      field('till', 'totp', { totpUri: SECRET }),
      field('broken', 'totp', { totpUri: 'otpauth://hotp/x?secret=JBSWY3DPEHPK3PXP&counter=1' }),
      field('since', 'timestamp', { timestamp: '2024-03-31T00:00:00.000Z' }),
      field('until', 'timestamp', { timestamp: { seconds: '1743379200', nanos: 0 } }),
      field('later', 'hologram', { content: 'angle' }),
      field('empty', 'text', { content: '' }),
    ],
  },
);

export const ITEMS = [
  SHOP,
  item('login', 'Old', { username: 'blair@mail.example', password: 'x', urls: [], totpUri: '', passkeys: [] }),
  item('alias', 'Hidden', {}, { aliasEmail: 'shop.abc@passmail.example' }),
  item('note', 'Wi-Fi of the café', {}, {}, { metadata: { name: 'Wi-Fi of the café', note: 'ask Blair' } }),
  item('creditCard', 'Bank card', {
    ...{ cardholderName: 'Alex Muster', cardType: 3, number: '5500000000000004', verificationNumber: '012' },
    ...{ expirationDate: '2029-12', pin: '0007' },
  }),
  item('creditCard', 'Older card', { number: '4', expirationDate: '0130' }),
  item('creditCard', 'Odd card', { number: '4', expirationDate: '13/30' }),
  item('identity', 'Alex', {
    ...{ fullName: 'Alex Muster', email: 'a@mail.example', phoneNumber: '+43 1 5', birthdate: '1984-03-31' },
    ...{ firstName: '', middleName: '', lastName: '', organization: 'Muster & Co', streetAddress: 'Gasse 1' },
    ...{ zipOrPostalCode: '1010', city: 'Wien', stateOrProvince: 'W', countryOrRegion: 'AT', floor: '2' },
    ...{ socialSecurityNumber: '1234', extraPersonalDetails: [field('shoe size', 'text', { content: '43' })] },
    extraSections: [{ sectionName: 'Car', sectionFields: [field('plate', 'hidden', { content: 'W-1' })] }],
  }),
  item('sshKey', 'Laptop', {
    ...{ privateKey: 'PRIVATE', publicKey: 'ssh-ed25519 A' },
    sections: [{ sectionName: 'Where', sectionFields: [field('host', 'text', { content: 'host.example' })] }],
  }),
  item('wifi', 'At home', { ssid: 'muster', password: 'open sesame', security: 2, sections: [] }),
  item('custom', 'Licence', {
    sections: [{ sectionName: 'Program', sectionFields: [field('key', 'hidden', { content: 'K-1' })] }],
  }),
  item('hologram', 'A thing to come', { angle: 3 }),
  item('note', 'Thrown away', {}, { state: 2 }),
];

export const EXPORT = {
  version: '1.31.0',
  userId: 'me==',
  encrypted: false,
  vaults: {
    's==': {
      ...{ name: 'Personal', description: '', display: { color: 0, icon: 0 } },
      folders: [
        { folderId: 'f1', parentFolderId: null, name: 'Money' },
        { folderId: 'f2', parentFolderId: 'f1', name: 'Shops' },
      ],
      items: ITEMS,
    },
  },
};

export const archiveOf = (data: unknown, path = 'Proton Pass/data.json'): EntrySource => ({
  kind: 'archive',
  files: new Map([
    [path, encodeUtf8(typeof data === 'string' ? data : JSON.stringify(data))],
    ['Proton Pass/files/aaaabbbbccccdddd-receipt.pdf', encodeUtf8('PDF')],
    ['Proton Pass/files/ddddccccbbbbaaaa-a-b.txt', encodeUtf8('text')],
  ]),
  damaged: new Set(),
});
