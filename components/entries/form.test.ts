// The form of an entry changes what it shows: parts of another kind, which an import may have brought, stay.
import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import type { EntryView } from '#app/views/entries.ts';
import { EMPTY_CARD, EMPTY_ENTRY } from '#logins/formats/entry.ts';
import { addField, addSiteLine, changeFromForm, createForm, editedParts } from './form.ts';

const VIEW: EntryView = {
  ...{ id: '1'.repeat(32), kind: 'login', title: 'Shop', username: 'alex', host: 'shop.example', picture: '' },
  ...{ favourite: false, isIdentity: false, hasPassword: true, hasOneTime: false, deletedAt: null },
  ...{ sites: [{ url: 'https://shop.example/', match: 'exact' }], mask: '', email: '', folder: ['Work'], tags: [] },
  ...{ note: '', fields: [], card: { ...EMPTY_CARD, number: '•••• 1111' }, person: null, oneTimes: [], passkeys: [] },
  ...{
    attachments: [],
    keptParts: [],
    createdAt: 0,
    changedAt: 0,
    passwordChangedAt: 0,
    proposedAt: null,
    proposedSeen: 'nothing',
    versions: [],
  },
};

describe('what a form changes', () => {
  test('has fields of every kind, those that choose with a choice from the start', () => {
    const form = createForm('login', VIEW, { password: '', card: null, fields: [] });
    for (const type of ['text', 'hidden', 'yes-no', 'linked'] as const) addField(form, type);
    expect(changeFromForm(form, VIEW).fields?.map(({ type, value }) => [type, value])).toEqual([
      ...[
        ['text', ''],
        ['hidden', ''],
        ['yes-no', 'true'],
        ['linked', 'username'],
      ],
    ]);
  });

  test('of a log-in is neither its card nor its postal address', () => {
    const form = createForm('login', VIEW, { password: 'p', card: VIEW.card, fields: [] });
    form.text.username.value = ' blair ';
    const change = changeFromForm(form, VIEW);
    expect(change).toMatchObject({ username: 'blair', password: 'p', sites: VIEW.sites, folder: ['Work'] });
    expect(Object.keys(change)).not.toContain('card');
    expect(Object.keys(change)).not.toContain('person');
  });

  test('of a card is neither its user name nor its password', () => {
    const form = createForm('card', { ...VIEW, kind: 'card' }, { password: 'p', card: EMPTY_CARD, fields: [] });
    form.text['card.number'].value = '4111 1111-1111 1111';
    const change = changeFromForm(form, { ...VIEW, kind: 'card' });
    expect(change.card?.number).toBe('4111111111111111');
    expect(['username', 'email', 'password', 'sites', 'person'].filter((part) => part in change)).toEqual([]);
  });

  test('is what was changed in it: the rest may be newer by then', () => {
    const form = createForm('login', VIEW, { password: 'as it opened', card: null, fields: [] });
    const begun = changeFromForm(form, VIEW);
    expect(editedParts(changeFromForm(form, VIEW), begun)).toEqual({});
    form.text.note.value = 'more';
    expect(editedParts(changeFromForm(form, VIEW), begun)).toEqual({ note: 'more' });
    const [site] = form.sites.value;
    if (site !== undefined) site.match.value = 'never';
    expect(Object.keys(editedParts(changeFromForm(form, VIEW), begun)).sort()).toEqual(['note', 'sites']);
  });

  test('makes a new log-in named after its site, if it was given no name', () => {
    const form = createForm('login', null, { password: '', card: null, fields: [] });
    const [first] = form.sites.value;
    if (first !== undefined) first.url.value = ' shop.example ';
    addSiteLine(form);
    addSiteLine(form);
    const last = form.sites.value[2];
    if (last !== undefined) Object.assign(last, { url: signal('https://other.example'), match: signal('never') });
    const made = { ...EMPTY_ENTRY, ...changeFromForm(form, null) };
    expect([made.title, made.sites]).toEqual([
      'shop.example',
      [
        { url: 'shop.example', match: 'domain' },
        { url: 'https://other.example', match: 'never' },
      ],
    ]);
  });
});
