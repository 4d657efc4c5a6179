// Credentials of the FIDO Credential Exchange Format as parts of an entry, and back. A value is an object with its type
// beside it; a reader of another program may refuse a whole file for one value whose type is not the expected one.
import { base64urlOf } from '../../passkeys/foreign.ts';
import {
  EMPTY_PERSON,
  type EntryCard,
  type EntryField,
  type EntryPasskey,
  type EntryPerson,
  type EntrySite,
} from '../entry.ts';
import { isObject, type JsonObject, listIn, memberOf, objectIn, textIn } from '../json.ts';

/** Drafts of the format had plain texts. */
export function cxfText(credential: unknown, name: string): string {
  const member = memberOf(credential, name);
  return isObject(member) ? textIn(member, 'value') : textIn(credential, name);
}

/** Nothing of an empty text: all members are optional. */
export const cxfField = (name: string, fieldType: string, value: string): JsonObject =>
  value === '' ? {} : { [name]: { fieldType, value } };

const plain = (name: string, value: string): EntryField => ({ name, value, type: 'text', section: '' });

/** Members that nothing here has a place for, as fields that a person finds. */
const asFields = (credential: unknown, names: readonly (readonly [member: string, name: string])[]): EntryField[] =>
  names.map(([member, name]) => plain(name, cxfText(credential, member))).filter(({ value }) => value !== '');

export function readCustomFields(credential: unknown): EntryField[] {
  const section = textIn(credential, 'label');
  return listIn(credential, 'fields').map((field): EntryField => {
    const value = textIn(field, 'value');
    const fieldType = textIn(field, 'fieldType');
    const isYesNo = fieldType === 'boolean' && (value === 'true' || value === 'false');
    const type = isYesNo ? 'yes-no' : fieldType === 'concealed-string' ? 'hidden' : 'text';
    return { name: textIn(field, 'label'), value, type, section };
  });
}

/** In one list, since importers take the first one only. @param linked the text that a linked field stands for */
export function writeCustomFields(fields: readonly EntryField[], linked: (field: EntryField) => string): JsonObject[] {
  if (fields.length === 0) return [];
  const written = fields.map((field) => {
    const { name, type, section } = field;
    const isSecret = type === 'hidden' || (type === 'linked' && field.value === 'password');
    return {
      fieldType: type === 'yes-no' ? 'boolean' : isSecret ? 'concealed-string' : 'string',
      value: type === 'linked' ? linked(field) : field.value,
      label: section === '' ? name : `${section}: ${name}`,
    };
  });
  return [{ type: 'custom-fields', fields: written }];
}

const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;

export function readCxfCard(credential: unknown): { readonly card: EntryCard; readonly fields: readonly EntryField[] } {
  const expiry = cxfText(credential, 'expiryDate');
  const isMonth = MONTH.test(expiry);
  return {
    card: {
      holder: cxfText(credential, 'fullName'),
      number: cxfText(credential, 'number'),
      brand: cxfText(credential, 'cardType'),
      expiry: isMonth ? expiry : '',
      code: cxfText(credential, 'verificationNumber'),
      pin: cxfText(credential, 'pin'),
    },
    fields: asFields(credential, [
      ...(isMonth ? [] : [['expiryDate', 'Expiry date'] as const]),
      ['validFrom', 'Valid from'],
    ]),
  };
}

export const writeCxfCard = ({ holder, number, brand, expiry, code, pin }: EntryCard): JsonObject => ({
  type: 'credit-card',
  ...cxfField('number', 'concealed-string', number),
  ...cxfField('fullName', 'string', holder),
  ...cxfField('cardType', 'string', brand),
  ...cxfField('verificationNumber', 'concealed-string', code),
  ...cxfField('pin', 'concealed-string', pin),
  ...cxfField('expiryDate', 'year-month', MONTH.test(expiry) ? expiry : ''),
});

/** @param address undefined if there is only a name, and the other way round */
export function readCxfPerson(
  address: unknown,
  name: unknown,
): { readonly person: EntryPerson; readonly fields: readonly EntryField[] } {
  const surnames = ['surnamePrefix', 'surname', 'surname2'].map((member) => cxfText(name, member));
  return {
    person: {
      ...EMPTY_PERSON,
      title: cxfText(name, 'title'),
      firstName: cxfText(name, 'given'),
      middleName: cxfText(name, 'given2'),
      lastName: surnames.filter((part) => part !== '').join(' '),
      phone: cxfText(address, 'tel'),
      lines: cxfText(address, 'streetAddress')
        .split('\n')
        .filter((line) => line !== ''),
      city: cxfText(address, 'city'),
      region: cxfText(address, 'territory'),
      postalCode: cxfText(address, 'postalCode'),
      country: cxfText(address, 'country'),
    },
    fields: asFields(name, [
      ['givenInformal', 'Preferred name'],
      ['credentials', 'Credentials'],
      ['generation', 'Generation'],
    ]),
  };
}

/** Codes keep their types if they are names: importers refuse any other type there. */
export const writeCxfPerson = (person: EntryPerson): JsonObject[] => [
  {
    type: 'person-name',
    ...cxfField('title', 'string', person.title),
    ...cxfField('given', 'string', person.firstName),
    ...cxfField('given2', 'string', person.middleName),
    ...cxfField('surname', 'string', person.lastName),
  },
  {
    type: 'address',
    ...cxfField('streetAddress', 'string', person.lines.join('\n')),
    ...cxfField('postalCode', 'string', person.postalCode),
    ...cxfField('city', 'string', person.city),
    ...cxfField('territory', 'subdivision-code', person.region),
    ...cxfField('country', 'country-code', person.country),
    ...cxfField('tel', 'string', person.phone),
  },
];

/** The one function of the extension `prf` that the format knows. */
const HMAC = 'hmac-sha256';

export function readCxfPasskey(credential: unknown): EntryPasskey {
  const hmac = objectIn(objectIn(credential, 'fido2Extensions'), 'hmacCredentials');
  const [verified, unverified] = ['credWithUV', 'credWithoutUV'].map((name) => base64urlOf(textIn(hmac, name)));
  const hasSecrets = textIn(hmac, 'algorithm') === HMAC && Boolean(verified) && Boolean(unverified);
  return {
    credentialId: base64urlOf(textIn(credential, 'credentialId')),
    rpId: textIn(credential, 'rpId'),
    rpName: '',
    userHandle: base64urlOf(textIn(credential, 'userHandle')),
    userName: textIn(credential, 'username'),
    userDisplayName: textIn(credential, 'userDisplayName'),
    key: base64urlOf(textIn(credential, 'key')),
    createdAt: null,
    prfSecrets: hasSecrets ? { verified: verified ?? '', unverified: unverified ?? '' } : null,
  };
}

export function writeCxfPasskey(passkey: EntryPasskey): JsonObject {
  const { credentialId, rpId, userName, userDisplayName, userHandle, key, prfSecrets } = passkey;
  const secrets = prfSecrets !== null && prfSecrets.verified !== '' && prfSecrets.unverified !== '' ? prfSecrets : null;
  return {
    ...{ type: 'passkey', credentialId, rpId, username: userName, userDisplayName, userHandle, key },
    ...(secrets === null
      ? {}
      : {
          fido2Extensions: {
            hmacCredentials: { algorithm: HMAC, credWithUV: secrets.verified, credWithoutUV: secrets.unverified },
          },
        }),
  };
}

const ANDROID = 'androidapp://';

export const readScope = (scope: unknown): EntrySite[] =>
  [
    ...listIn(scope, 'urls').filter((url) => typeof url === 'string'),
    ...listIn(scope, 'androidApps')
      .map((app) => textIn(app, 'bundleId'))
      .filter((id) => id !== '')
      .map((id) => `${ANDROID}${id}`),
  ]
    .filter((url) => url !== '')
    .map((url) => ({ url, match: 'domain' }));

export const writeScope = (sites: readonly EntrySite[]): JsonObject => ({
  urls: sites.map(({ url }) => url).filter((url) => !url.startsWith(ANDROID)),
  androidApps: sites
    .map(({ url }) => url)
    .filter((url) => url.startsWith(ANDROID))
    .map((url) => ({ bundleId: url.slice(ANDROID.length) })),
});
