// A form's text is kept from its first change to its end, comes back into an untouched form, and never over newer
// typing.

import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import { flushDrafts } from './draft.ts';
import { keepForm } from './form-draft.ts';
import { scriptedApp, settled } from './testing/scripted-app.ts';

/** A worker that holds one form's text. */
function world(kept: string | null = null) {
  const held = { text: kept, saves: 0 };
  const app = scriptedApp({
    formDraft: async () => (held.text === null ? null : { text: held.text }),
    saveFormDraft: async ({ text }) => {
      held.text = text === '' ? null : text;
      held.saves++;
      return null;
    },
  });
  const open = (begun = '') => {
    const life = new AbortController();
    const fields = { name: signal(begun), label: signal('') };
    return { life, fields, draft: keepForm(app, 'invite', fields, life.signal) };
  };
  return { app, held, open };
}

test('a form that was left by a lock has its text again, and one that is done with leaves nothing', async () => {
  const { held, open } = world();
  const before = open();
  await before.draft.restored;
  before.fields.name.value = 'Alex';
  before.fields.label.value = 'Blair';
  before.life.abort();
  await settled();
  const after = open();
  expect(await after.draft.restored).toBe(true);
  expect([after.fields.name.value, after.fields.label.value]).toEqual(['Alex', 'Blair']);
  await after.draft.forget();
  expect(held.text).toBeNull();
});

test('a form that is only opened is not kept, and a restored text is not written anew', async () => {
  const { app, held, open } = world(JSON.stringify({ name: 'Alex' }));
  await open('As before').draft.restored;
  app.clock.pass(5000);
  await settled();
  expect(held.saves).toBe(0);
});

test('a field that was left alone shows what stands there now, not what stood there when the other was typed', async () => {
  const { open } = world();
  const before = open('the old password');
  await before.draft.restored;
  before.fields.label.value = 'a note';
  before.life.abort();
  await settled();
  const after = open('the new password');
  expect(await after.draft.restored).toBe(true);
  expect([after.fields.name.value, after.fields.label.value]).toEqual(['the new password', 'a note']);
});

test('text typed before the answer is here stays', async () => {
  const { open } = world(JSON.stringify({ name: 'Old', label: '' }));
  const form = open();
  form.fields.name.value = 'New';
  expect(await form.draft.restored).toBe(false);
  expect(form.fields.name.value).toBe('New');
});

test('a lock asks for all that is not saved yet', async () => {
  const { held, open } = world();
  const form = open();
  await form.draft.restored;
  form.fields.name.value = 'Just typed';
  await flushDrafts();
  expect(held.text).toContain('Just typed');
});

test('a kept text that is no form is left alone', async () => {
  for (const kept of ['no JSON', '1', 'null', '{"name":1}']) {
    const form = world(kept).open('Begun');
    await form.draft.restored;
    expect(form.fields.name.value).toBe('Begun');
  }
});
