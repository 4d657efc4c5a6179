// The text of an entry's form, and the entry that it makes. Signals hold it: a field never keeps the only copy.
import { effect, type Signal, signal, untracked } from '@preact/signals';
import type { EntryChange } from '#app/logins/change.ts';
import type { EntryView } from '#app/views/entries.ts';
import {
  EMPTY_CARD,
  EMPTY_PERSON,
  type EntryCard,
  type EntryField,
  type EntryPerson,
  type MatchRule,
  type OneTime,
} from '#logins/formats/entry.ts';
import { expiryShown, expiryTyped } from '#logins/formats/expiry.ts';
import type { OneTimeRefusal } from '#logins/one-time/assemble.ts';
import { readOneTime } from '#logins/one-time/read.ts';
import type { WrittenKind } from './entries.tsx';

/** Fields of one line, by kind; `person.` and `card.` are parts of those. */
export const LINES = {
  login: ['title', 'username', 'email'],
  note: ['title'],
  card: ['title', 'card.holder', 'card.expiry'],
  address: [
    ...['title', 'person.firstName', 'person.lastName', 'person.company'],
    ...['person.postalCode', 'person.city', 'person.region', 'person.country', 'person.email', 'person.phone'],
  ],
} as const satisfies Record<WrittenKind, readonly string[]>;
export type LineName = (typeof LINES)[WrittenKind][number];

export const SECRETS = {
  login: ['password'],
  note: [],
  card: ['card.number', 'card.code', 'card.pin'],
  address: [],
} as const satisfies Record<WrittenKind, readonly string[]>;
export type SecretName = (typeof SECRETS)[WrittenKind][number];

export interface OwnField {
  readonly name: Signal<string>;
  readonly value: Signal<string>;
  readonly type: EntryField['type'];
  readonly section: string;
}

export interface SiteLine {
  readonly url: Signal<string>;
  readonly match: Signal<MatchRule>;
}

export interface EntryForm {
  readonly kind: WrittenKind;
  readonly text: Readonly<Record<LineName | SecretName | 'lines' | 'note' | 'folder' | 'tags', Signal<string>>>;
  readonly sites: Signal<readonly SiteLine[]>;
  /** A link or key of a one-time code that is added, and why it is none. */
  readonly oneTime: Signal<string>;
  readonly oneTimeRefusal: Signal<OneTimeRefusal | null>;
  readonly favourite: Signal<boolean>;
  readonly fields: Signal<readonly OwnField[]>;
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const EMPTY_SITE = { url: '', match: 'domain' } as const;

/** @param secrets as they are now, asked for when the form opened; hidden fields are among `fields` */
export function createForm(
  kind: WrittenKind,
  entry: EntryView | null,
  secrets: { readonly password: string; readonly card: EntryCard | null; readonly fields: readonly EntryField[] },
): EntryForm {
  const card = secrets.card ?? EMPTY_CARD;
  const person = entry?.person ?? EMPTY_PERSON;
  const given: Readonly<Record<keyof EntryForm['text'], string>> = {
    title: entry?.title ?? '',
    username: entry?.username ?? '',
    email: entry?.email ?? '',
    password: secrets.password,
    note: entry?.note ?? '',
    folder: (entry?.folder ?? []).join(' / '),
    tags: (entry?.tags ?? []).join(', '),
    lines: person.lines.join('\n'),
    ...prefixed('card', { ...card, expiry: expiryShown(card.expiry) }),
    ...prefixed('person', person),
  } as never;
  const names = [...LINES[kind], ...SECRETS[kind], 'lines', 'note', 'folder', 'tags'] as const;
  return {
    kind,
    text: Object.fromEntries(names.map((name) => [name, signal(given[name] ?? '')])) as EntryForm['text'],
    // A new log-in asks for one site, and is not held up by an empty line.
    sites: signal((entry?.sites ?? [EMPTY_SITE]).map(({ url, match }) => ({ url: signal(url), match: signal(match) }))),
    oneTime: signal(''),
    oneTimeRefusal: signal(null),
    favourite: signal(entry?.favourite ?? false),
    fields: signal(
      secrets.fields.map(({ name, value, type, section }) => ({
        name: signal(name),
        value: signal(value),
        type,
        section,
      })),
    ),
  };
}

const prefixed = (prefix: string, of: object): object =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [`${prefix}.${name}`, value]));

/** The form's text by name, to be kept while it is not saved; sites, own fields and the switch as texts, too. */
export function keptTextsOf(form: EntryForm, lifetime: AbortSignal): Readonly<Record<string, Signal<string>>> {
  return {
    ...form.text,
    oneTime: form.oneTime,
    favourite: asText(form.favourite, String, (text) => text === 'true', lifetime),
    sites: asText(form.sites, writtenSites, readSites, lifetime),
    fields: asText(form.fields, writtenFields, readFields, lifetime),
  };
}

/** A text that follows a value, and that the value follows: what either is set to, the other is, too. */
function asText<T>(
  value: Signal<T>,
  written: (value: T) => string,
  read: (text: string) => T,
  lifetime: AbortSignal,
): Signal<string> {
  const text = signal(written(value.peek()));
  const stops = [
    effect(() => {
      text.value = written(value.value);
    }),
    effect(() => {
      const now = text.value;
      if (now !== untracked(() => written(value.value))) value.value = read(now);
    }),
  ];
  lifetime.addEventListener('abort', () => {
    for (const stop of stops) stop();
  });
  return text;
}

const writtenSites = (sites: readonly SiteLine[]): string =>
  JSON.stringify(sites.map(({ url, match }) => [url.value, match.value]));

// As they were written here, and sealed since.
const readSites = (written: string): SiteLine[] =>
  (JSON.parse(written) as [string, MatchRule][]).map(([url, match]) => ({ url: signal(url), match: signal(match) }));

const writtenFields = (fields: readonly OwnField[]): string =>
  JSON.stringify(fields.map(({ name, value, type, section }) => [name.value, value.value, type, section]));

const readFields = (written: string): OwnField[] =>
  (JSON.parse(written) as [string, string, EntryField['type'], string][]).map(([name, value, type, section]) => ({
    ...{ name: signal(name), value: signal(value), type, section },
  }));

export function addField(form: EntryForm, type: EntryField['type']): void {
  const value = { text: '', hidden: '', 'yes-no': 'true', linked: 'username' }[type];
  form.fields.value = [...form.fields.value, { name: signal(''), value: signal(value), type, section: '' }];
}

export function addSiteLine(form: EntryForm): void {
  form.sites.value = [...form.sites.value, { url: signal(''), match: signal('domain') }];
}

/** The code that the form adds, if any. Null: it is none, and the form says why. */
export function oneTimesFromForm({ text, oneTime, oneTimeRefusal }: EntryForm): readonly OneTime[] | null {
  if (oneTime.value.trim() === '') return [];
  const reading = readOneTime(oneTime.value, { account: text.username.value.trim() });
  oneTimeRefusal.value = reading.ok ? null : reading.reason;
  return reading.ok ? [reading.oneTime] : null;
}

/** All parts of the entry that the form shows, and no other: the rest stays as it is. */
export function changeFromForm(
  { kind, text, sites: lines, favourite, fields }: EntryForm,
  before: EntryView | null,
): EntryChange {
  const at = (name: keyof EntryForm['text']): string => text[name].value;
  const divided = (name: 'folder' | 'tags', by: string): string[] =>
    at(name)
      .split(by)
      .map((part) => part.trim())
      .filter(Boolean);
  const shown: EntryChange = {
    title: at('title').trim(),
    folder: divided('folder', '/'),
    tags: divided('tags', ','),
    favourite: favourite.value,
    note: at('note'),
    fields: fields.value.map(({ name, value, type, section }) => ({
      name: name.value.trim(),
      value: value.value,
      type,
      section,
    })),
  };
  switch (kind) {
    case 'login': {
      const sites = lines.value
        .map(({ url, match }) => ({ url: url.value.trim(), match: match.value }))
        .filter(({ url }) => url !== '');
      const username = at('username').trim();
      const title = shown.title || sites[0]?.url || username;
      return { ...shown, title, sites, username, email: at('email').trim(), password: at('password') };
    }
    case 'note':
      return shown;
    case 'card':
      return { ...shown, card: cardOf(at, before?.card?.brand ?? '') };
    case 'address':
      return { ...shown, person: personOf(at, before?.person ?? EMPTY_PERSON) };
  }
}

/** The parts that are not what they were when the form opened: the others may have changed since then. */
export function editedParts(now: EntryChange, begun: EntryChange): EntryChange {
  const parts = Object.entries(now).filter(
    ([part, value]) => JSON.stringify(value) !== JSON.stringify(begun[part as keyof EntryChange]),
  );
  return Object.fromEntries(parts);
}

type At = (name: LineName | SecretName | 'lines') => string;

const cardOf = (at: At, brand: string): EntryCard => ({
  ...{ brand, holder: at('card.holder').trim(), number: at('card.number').replace(/[\s-]/g, '') },
  ...{ expiry: expiryTyped(at('card.expiry')), code: at('card.code').trim(), pin: at('card.pin').trim() },
});

const personOf = (at: At, before: EntryPerson): EntryPerson => ({
  ...before,
  ...{ firstName: at('person.firstName').trim(), lastName: at('person.lastName').trim() },
  ...{ company: at('person.company').trim(), lines: linesOf(at('lines')), city: at('person.city').trim() },
  ...{ region: at('person.region').trim(), postalCode: at('person.postalCode').trim() },
  ...{ country: at('person.country').trim(), email: at('person.email').trim(), phone: at('person.phone').trim() },
});
