// The text of an entry's form, and the entry that it makes. Signals hold it: a field never keeps the only copy.
import { type Signal, signal } from '@preact/signals';
import type { EntryChange } from '#app/logins/change.ts';
import type { EntryView } from '#app/views/entries.ts';
import { EMPTY_CARD, EMPTY_PERSON, type EntryCard, type EntryField, type EntryPerson } from '#logins/formats/entry.ts';
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

export interface EntryForm {
  readonly kind: WrittenKind;
  readonly text: Readonly<
    Record<LineName | SecretName | 'sites' | 'lines' | 'note' | 'folder' | 'tags', Signal<string>>
  >;
  readonly favourite: Signal<boolean>;
  readonly fields: Signal<readonly OwnField[]>;
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

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
    sites: (entry?.sites ?? []).map(({ url }) => url).join('\n'),
    note: entry?.note ?? '',
    folder: (entry?.folder ?? []).join(' / '),
    tags: (entry?.tags ?? []).join(', '),
    lines: person.lines.join('\n'),
    ...prefixed('card', card),
    ...prefixed('person', person),
  } as never;
  const names = [...LINES[kind], ...SECRETS[kind], 'sites', 'lines', 'note', 'folder', 'tags'] as const;
  return {
    kind,
    text: Object.fromEntries(names.map((name) => [name, signal(given[name] ?? '')])) as EntryForm['text'],
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

export function addField(form: EntryForm, type: 'text' | 'hidden'): void {
  form.fields.value = [...form.fields.value, { name: signal(''), value: signal(''), type, section: '' }];
}

/** All parts of the entry that the form shows, and no other: the rest stays as it is. */
export function changeFromForm({ kind, text, favourite, fields }: EntryForm, before: EntryView | null): EntryChange {
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
      const known = new Map((before?.sites ?? []).map(({ url, match }) => [url, match]));
      const sites = linesOf(at('sites')).map((url) => ({ url, match: known.get(url) ?? ('domain' as const) }));
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

type At = (name: LineName | SecretName | 'lines') => string;

const cardOf = (at: At, brand: string): EntryCard => ({
  ...{ brand, holder: at('card.holder').trim(), number: at('card.number').replace(/[\s-]/g, '') },
  ...{ expiry: at('card.expiry').trim(), code: at('card.code').trim(), pin: at('card.pin').trim() },
});

const personOf = (at: At, before: EntryPerson): EntryPerson => ({
  ...before,
  ...{ firstName: at('person.firstName').trim(), lastName: at('person.lastName').trim() },
  ...{ company: at('person.company').trim(), lines: linesOf(at('lines')), city: at('person.city').trim() },
  ...{ region: at('person.region').trim(), postalCode: at('person.postalCode').trim() },
  ...{ country: at('person.country').trim(), email: at('person.email').trim(), phone: at('person.phone').trim() },
});
