// A file of the Credential Exchange Format, with made-up people.
import { ED25519_KEY, P256_KEY } from '../bitwarden/samples.testkit.ts';

export const value = (fieldType: string, text: string, label?: string) => ({
  fieldType,
  value: text,
  ...(label === undefined ? {} : { label }),
});

export const passkeyCredential = (credentialId: string, key: string) => ({
  ...{ type: 'passkey', credentialId, rpId: 'shop.example', username: 'alex', userDisplayName: 'Alex' },
  ...{ userHandle: 'AQIDBA', key },
});

const SHOP = [
  { type: 'basic-auth', username: value('string', 'alex'), password: value('concealed-string', 'p') },
  { type: 'basic-auth', username: value('string', 'blair') },
  {
    ...{ type: 'totp', secret: 'JBSWY3DPEHPK3PXP', period: 60, digits: 8, algorithm: 'sha256', issuer: 'Shop' },
    username: 'alex',
  },
  { type: 'totp', secret: 'GEZDGNBVGY3TQOJQ', period: 30, digits: 5, algorithm: 'steam' },
  {
    ...passkeyCredential('n8RhD5ZBTDWLw3-lpb2_jQ', P256_KEY),
    fido2Extensions: { hmacCredentials: { algorithm: 'hmac-sha256', credWithUV: 'AQID', credWithoutUV: 'BAUG' } },
  },
  passkeyCredential('AQIDBAUGBwg', ED25519_KEY),
  { type: 'note', content: value('string', 'one') },
  { type: 'note', content: value('string', 'two') },
  {
    type: 'custom-fields',
    label: 'Terms',
    fields: [
      value('number', '5', 'Limit'),
      value('concealed-string', '0007', 'PIN'),
      value('boolean', 'true', 'Newsletter'),
    ],
  },
];

const CARD = {
  ...{ type: 'credit-card', number: value('concealed-string', '4111'), fullName: value('string', 'Alex') },
  ...{
    cardType: value('string', 'Visa'),
    expiryDate: value('year-month', '2027-04'),
    pin: value('concealed-string', '0007'),
  },
};
const NAME = {
  ...{ type: 'person-name', given: value('string', 'Alex'), surnamePrefix: value('string', 'van') },
  ...{ surname: value('string', 'Sample'), generation: value('string', 'III') },
};
const ADDRESS = {
  ...{ type: 'address', streetAddress: value('string', 'Street 1\nYard'), country: value('country-code', 'DE') },
  tel: value('string', '+49 30'),
};
const WIFI = [
  { type: 'wifi', ssid: value('string', 'home'), passphrase: value('concealed-string', 'p') },
  { type: 'hologram', depth: [1] },
];

const ITEMS: readonly { id: string; title: string; credentials: readonly object[] }[] = [
  {
    ...{ id: 'AAAA', creationAt: 1_767_323_045, title: 'Shop', favorite: true, tags: ['old'], credentials: SHOP },
    ...{ scope: { urls: ['https://shop.example'], androidApps: [{ bundleId: 'example.shop' }] } },
  },
  { id: 'AAAB', title: 'Card', credentials: [CARD] },
  { id: 'AAAC', title: 'Me', credentials: [NAME, ADDRESS] },
  { ...{ id: 'AAAD', title: 'Home', subtitle: 'kitchen' }, credentials: WIFI },
];

const COLLECTIONS = [
  { id: 'AQ', title: 'Work', items: [], subCollections: [{ id: 'Ag', title: 'Shops', items: [{ item: 'AAAA' }] }] },
  { id: 'Aw', title: 'Shared', items: [{ item: 'AAAA' }, { item: 'gone' }] },
];

const ACCOUNT = { id: 'AA', username: '', email: 'alex@mail.example', collections: COLLECTIONS, items: ITEMS };

export const CXF_SAMPLE = {
  version: { major: 1, minor: 0 },
  ...{ exporterRpId: 'manager.example', exporterDisplayName: 'Manager', timestamp: 1_767_323_045 },
  accounts: [ACCOUNT] as const,
};
