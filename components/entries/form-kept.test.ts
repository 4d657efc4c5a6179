// A form of an entry that was not saved: whatever was typed comes back after a lock, own fields and secrets too.
import { expect, test } from 'vitest';
import { keepForm } from '../model/form-draft.ts';
import { scriptedApp, settled } from '../model/testing/scripted-app.ts';
import { addField, changeFromForm, createForm, keptTextsOf } from './form.ts';

test('all that was typed is given back, and a form that was only opened keeps nothing', async () => {
  let held = '';
  const app = scriptedApp({
    formDraft: async () => (held === '' ? null : { text: held }),
    saveFormDraft: async ({ text }) => {
      held = text;
      return null;
    },
  });
  const open = async () => {
    const life = new AbortController();
    const form = createForm('login', null, { password: 'begun', card: null, fields: [] });
    const draft = keepForm(app, 'new-entry-login', keptTextsOf(form, life.signal), life.signal);
    await draft.restored;
    return { form, draft, life };
  };
  const untouched = await open();
  untouched.life.abort();
  await settled();
  expect(held).toBe('');

  const typed = await open();
  typed.form.text.title.value = 'The shop';
  typed.form.text.password.value = 'typed';
  typed.form.favourite.value = true;
  addField(typed.form, 'hidden');
  const [field] = typed.form.fields.value;
  if (field === undefined) throw new Error('no field');
  field.name.value = 'Question';
  field.value.value = 'blue';
  const [site] = typed.form.sites.value;
  if (site === undefined) throw new Error('no site');
  site.url.value = 'shop.example';
  site.match.value = 'host';
  const wanted = changeFromForm(typed.form, null);
  typed.life.abort();
  await settled();

  const again = await open();
  expect(changeFromForm(again.form, null)).toEqual(wanted);
  expect(wanted.sites).toEqual([{ url: 'shop.example', match: 'host' }]);
  expect(wanted).toMatchObject({ password: 'typed', favourite: true, fields: [{ value: 'blue', type: 'hidden' }] });
  again.form.fields.value = [];
  again.life.abort();
  await settled();
  expect(changeFromForm((await open()).form, null).fields).toEqual([]);
});
