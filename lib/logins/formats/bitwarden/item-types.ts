// The numbers of Bitwarden's JSON, and their meanings here: kinds of items, of fields, of matching, and the parts of an
// item that a linked field stands for.
import type { EntryField, EntryKind, MatchRule } from '../entry.ts';

export const ITEM_TYPE = { login: 1, note: 2, card: 3, identity: 4 } as const;

/** The member of an item that holds the parts of its type. */
export const SECTIONS: Readonly<Record<number, string>> = {
  [ITEM_TYPE.login]: 'login',
  [ITEM_TYPE.note]: 'secureNote',
  [ITEM_TYPE.card]: 'card',
  [ITEM_TYPE.identity]: 'identity',
  5: 'sshKey',
  6: 'bankAccount',
  7: 'driversLicense',
  8: 'passport',
};

/** Types whose parts are read; of the others they are kept whole. */
export const ENTRY_KINDS: Readonly<Record<number, EntryKind>> = {
  [ITEM_TYPE.login]: 'login',
  [ITEM_TYPE.note]: 'note',
  [ITEM_TYPE.card]: 'card',
  [ITEM_TYPE.identity]: 'address',
};

/** By number. */
export const MATCH_RULES: readonly MatchRule[] = ['domain', 'host', 'starts-with', 'exact', 'regex', 'never'];
export const FIELD_TYPES: readonly EntryField['type'][] = ['text', 'hidden', 'yes-no', 'linked'];

const LINKED: Readonly<Record<number, readonly (readonly [id: number, part: string])[]>> = {
  [ITEM_TYPE.login]: [
    [100, 'username'],
    [101, 'password'],
  ],
  [ITEM_TYPE.card]: numbered(300, ['cardholderName', 'expMonth', 'expYear', 'code', 'brand', 'number']),
  [ITEM_TYPE.identity]: numbered(400, [
    ...['title', 'middleName', 'address1', 'address2', 'address3', 'city', 'state', 'postalCode', 'country', 'company'],
    ...['email', 'phone', 'ssn', 'username', 'passportNumber', 'licenseNumber', 'firstName', 'lastName', 'fullName'],
  ]),
};

function numbered(first: number, parts: readonly string[]): readonly (readonly [id: number, part: string])[] {
  return parts.map((part, at) => [first + at, part]);
}

/** Empty: an item of this type has no such part. */
export const linkedPart = (type: number, id: number | null): string =>
  LINKED[type]?.find(([known]) => known === id)?.[1] ?? '';

/** Null: an item of this type has no part of that name. */
export const linkedId = (type: number, part: string): number | null =>
  LINKED[type]?.find(([, known]) => known === part)?.[0] ?? null;
