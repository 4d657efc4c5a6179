// Parts of an entry that KeePass has no place for, as fields that a person finds: cards, people, a second name to
// log in by. They come back as fields.

import type { EntryField, VaultEntry } from '../entry.ts';

export function notedFields({ username, email, card, person }: VaultEntry): EntryField[] {
  const open = (name: string, value: string): EntryField => ({ name, value, type: 'text', section: '' });
  const secret = (name: string, value: string): EntryField => ({ name, value, type: 'hidden', section: '' });
  return [
    // Without a user name the address stands in its place.
    open('E-mail', username === '' ? '' : email),
    ...(card === null
      ? []
      : [
          ...[open('Card holder', card.holder), secret('Card number', card.number), open('Card brand', card.brand)],
          ...[open('Card expiry', card.expiry), secret('Card code', card.code), secret('Card PIN', card.pin)],
        ]),
    ...(person === null
      ? []
      : [
          ...[open('Form of address', person.title), open('First name', person.firstName)],
          ...[open('Middle name', person.middleName), open('Last name', person.lastName)],
          ...[open('Company', person.company), open('E-mail address', person.email), open('Phone', person.phone)],
          ...[open('Street', person.lines.join('\n')), open('City', person.city), open('Region', person.region)],
          ...[open('Postal code', person.postalCode), open('Country', person.country)],
        ]),
  ].filter(({ value }) => value !== '');
}
