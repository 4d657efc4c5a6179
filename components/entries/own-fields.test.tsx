// Beside each hidden field of one's own stands the generator, and what it made goes into that field.
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { expect, test, vi } from 'vitest';
import { useDrawnPage } from '../model/testing/drawn-page.ts';
import { addField, addSiteLine, createForm } from './form.ts';

vi.mock('../generator/generator.tsx', () => ({
  Generator: ({ site, onUse }: { site: string; onUse: (drawn: string) => void }) => (
    <button type="button" class="use" onClick={() => onUse(`made for ${site}`)} />
  ),
}));

const page = useDrawnPage((name, about = '') => `${name} ${about}`.trim());

test('what is made for a hidden field goes there, by the rules of the site, and into no other', async () => {
  const { OwnFields } = await import('./own-fields.tsx');
  const form = createForm('login', null, { password: 'mine', card: null, fields: [] });
  for (const type of ['text', 'hidden', 'hidden'] as const) addField(form, type);
  addSiteLine(form);
  const [line] = form.sites.value;
  if (line !== undefined) line.url.value = 'https://www.shop.example/log-in';
  await act(() => render(<OwnFields form={form} />, page.root));
  const openers = [...page.root.querySelectorAll('button')].filter(
    ({ textContent }) => textContent === 'entries.form.generate',
  );
  expect(openers).toHaveLength(2);
  await act(() => openers[1]?.click());
  await expect.poll(() => page.root.querySelector('.use')).not.toBe(null);
  await act(() => page.root.querySelector<HTMLButtonElement>('.use')?.click());
  expect(form.fields.value.map(({ value }) => value.value)).toEqual(['', '', 'made for shop.example']);
  expect(form.text.password.value).toBe('mine');
  expect(page.root.querySelector('.use')).toBe(null);
});
