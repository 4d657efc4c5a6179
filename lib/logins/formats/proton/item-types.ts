// Proton Pass's numbers and names, as its protocol buffers define them, by what they are in an entry.
import type { EntryPerson, MatchRule } from '../entry.ts';

/** Of `autofillUrls`, by their number. A pattern with asterisks counts as the narrowest rule that is known. */
export const MATCHES: readonly MatchRule[] = ['domain', 'host', 'never', 'starts-with', 'exact', 'regex', 'exact'];

/** By number; the first two say nothing. */
export const CARD_BRANDS: readonly string[] = ['', '', 'Visa', 'Mastercard', 'American Express'];

export const WIFI_SECURITY: readonly string[] = ['', 'WPA', 'WPA2', 'WPA3', 'WEP'];

export const IN_BIN = 2;

/** Members of an identity that a person of ours has, too. */
export const PERSON: Readonly<Record<string, Exclude<keyof EntryPerson, 'lines'>>> = {
  firstName: 'firstName',
  middleName: 'middleName',
  lastName: 'lastName',
  organization: 'company',
  email: 'email',
  phoneNumber: 'phone',
  city: 'city',
  stateOrProvince: 'region',
  zipOrPostalCode: 'postalCode',
  countryOrRegion: 'country',
};

/** The lists of a person's own fields, by the headings above them. */
export const EXTRAS: Readonly<Record<string, string>> = {
  extraPersonalDetails: 'Personal details',
  extraAddressDetails: 'Address details',
  extraContactDetails: 'Contact details',
  extraWorkDetails: 'Work details',
};

/** Proton Pass shows it only when it is asked to. */
export const HIDDEN_IN_IDENTITY = ['socialSecurityNumber'];
