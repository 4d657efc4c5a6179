// What the person on the hostile pages has: a log-in of another site, one that has codes, a card, a postal address.

import { EMPTY_CARD, EMPTY_ENTRY, EMPTY_PERSON, type VaultEntry } from '#logins/formats/entry.ts';

const FAR = 'harbour.example';

export const KEPT = {
  /** Found by its first letter alone: a second one would be a search of its own. */
  login: { title: '\u03a9 Harbour', key: '\u03a9', host: FAR, username: 'sailor@mail.example' },
  codes: { host: 'codes.localhost' },
  card: { shown: 'Card ending 4242' },
  address: { shown: 'At the quay' },
} as const;

/** @param port of the hostile pages */
const givenAt = (port: string): readonly Partial<VaultEntry>[] => [
  {
    ...{ title: KEPT.login.title, username: KEPT.login.username, password: 'rope-Knot.anchor31' },
    sites: [{ url: `https://${FAR}/`, match: 'domain' }],
  },
  {
    title: 'Codes',
    sites: [{ url: `http://${KEPT.codes.host}:${port}/`, match: 'domain' }],
    oneTimes: [
      {
        ...{ secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA-1', digits: 6, periodSeconds: 30, alphabet: 'decimal' },
        ...{ issuer: '', account: '' },
      },
    ],
  },
  {
    ...{ kind: 'card', title: 'Everyday' },
    card: { ...EMPTY_CARD, holder: 'Alex Quay', number: '4242424242424242', expiry: '2031-05', code: '123' },
  },
  {
    ...{ kind: 'address', title: KEPT.address.shown },
    person: {
      ...EMPTY_PERSON,
      firstName: 'Alex',
      lines: ['Quay 3'],
      city: 'Harbour',
      postalCode: '4242',
      country: 'DE',
    },
  },
];

/** What the worker is asked to keep, by pages of the extension. */
export const keepingAt = (home: string): readonly object[] =>
  givenAt(new URL(home).port).map((given, at) => ({
    channel: 'page',
    method: 'addEntry',
    request: { entry: String(at + 1).padStart(32, '0'), given: { ...EMPTY_ENTRY, ...given } },
  }));
