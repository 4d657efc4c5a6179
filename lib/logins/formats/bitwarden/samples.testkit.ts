// Exports as Bitwarden writes them, with made-up people.

/** A P-256 key as its label says, and an Ed25519 key that the same label stands on. */
export const P256_KEY =
  'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgXA5dxfMLTlL2rmC-yG6X4fXp4oR1rmDZ14g4O5SQYpehRANCAAR_OBXGoPeUWO1pRqFoB0Ov' +
  'xDA0EYkt8mLBE6cLADJFAh1LcYF3_sbmXAXabxkAma39UkB-hY7y6uezLxvdgWDm';
export const ED25519_KEY = 'MC4CAQAwBQYDK2VwBCIEIGGHzGEyfYAO2ZRZSekZOvklGK-EIUVyfNd80JRrh3qK';

export const passkeySample = (credentialId: string, keyValue: string) => ({
  ...{ credentialId, keyType: 'public-key', keyAlgorithm: 'ECDSA', keyCurve: 'P-256', keyValue },
  ...{ rpId: 'shop.example', userHandle: 'AQIDBA', userName: 'alex', counter: '0', rpName: 'Shop' },
  ...{ userDisplayName: 'Alex', discoverable: 'true', creationDate: '2026-01-02T03:04:05.678Z' },
});

const item = (number: number, parts: object) => ({
  ...{ id: `4dbeec16-3cc8-481f-8fca-00000000000${number}`, folderId: null, organizationId: null, collectionIds: null },
  ...{ name: `Item ${number}`, notes: null, favorite: false, reprompt: 0, passwordHistory: null },
  ...{ revisionDate: '2026-02-03T04:05:06.789Z', creationDate: '2026-01-02T03:04:05.678Z', deletedDate: null },
  ...parts,
});

const LOGIN = {
  ...{ username: 'alex', password: 'p "1", 2', totp: 'otpauth://totp/Shop:alex?secret=JBSWY3DPEHPK3PXP&issuer=Shop' },
  uris: [
    { uri: 'https://shop.example/', match: null },
    { uri: 'https://login.shop.example', match: 1 },
    { uri: '^https://.*', match: 4 },
  ],
  fido2Credentials: [
    passkeySample('9fc4610f-9641-4c35-8bc3-7fa5a5bdbf8d', P256_KEY),
    passkeySample('b64.AQIDBAUGBwg', ED25519_KEY),
  ],
  autofillOnPageLoad: true,
};
const IDENTITY = {
  ...{ title: 'Mx', firstName: 'Alex', middleName: 'B', lastName: 'Sample', address1: 'Street 1', address2: 'Yard' },
  ...{
    address3: null,
    city: 'Town',
    state: 'ST',
    postalCode: '01067',
    country: 'DE',
    company: 'Works',
    phone: '+49 30',
  },
  ...{ email: 'alex@mail.example', ssn: '111', username: 'alexs', passportNumber: 'P1', licenseNumber: null },
};

export const BITWARDEN_EXPORT = {
  encrypted: false,
  folders: [{ id: '0d08cb03-e6dc-4815-8b21-f41dd6024177', name: 'Work/Shops' }],
  items: [
    item(1, {
      ...{ type: 1, name: 'Shop', notes: 'one\ntwo', favorite: true, reprompt: 1, login: LOGIN },
      folderId: '0d08cb03-e6dc-4815-8b21-f41dd6024177',
      fields: [
        { name: 'Customer', value: '42', type: 0, linkedId: null },
        { name: 'PIN', value: '0007', type: 1, linkedId: null },
        { name: 'Newsletter', value: 'false', type: 2, linkedId: null },
        { name: 'login_id', value: null, type: 3, linkedId: 100 },
      ],
      passwordHistory: [
        { password: 'older', lastUsedDate: '2025-01-02T03:04:05.678Z' },
        { password: 'old', lastUsedDate: '2025-06-02T03:04:05.678Z' },
      ],
    }),
    item(2, { type: 2, notes: 'hello', secureNote: { type: 0 }, deletedDate: '2026-03-04T05:06:07.890Z' }),
    item(3, {
      type: 3,
      card: { cardholderName: 'Alex', expMonth: '4', expYear: '2027', code: '012', brand: 'Visa', number: '4111' },
    }),
    item(4, { type: 4, identity: IDENTITY }),
    item(5, { type: 5, sshKey: { privateKey: 'x', publicKey: 'ssh-ed25519 AAAA', keyFingerprint: 'SHA256:abc' } }),
    item(6, { type: 6, bankAccount: { bankName: 'B', iban: 'DE00' } }),
    item(7, { type: 7, driversLicense: { licenseNumber: '1' } }),
    item(8, { type: 8, passport: { passportNumber: '1' } }),
    item(9, { type: 99, hologram: { depth: [1, { colour: 'red' }] } }),
  ],
};
