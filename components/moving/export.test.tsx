// Every file that an export leaves behind can be seen by name.
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { expect, test } from 'vitest';
import { useDrawnPage } from '../model/testing/drawn-page.ts';

const page = useDrawnPage((name, count = '') => `${name} ${count}`.trim());

test('files that the saved one does not hold are shown some at a time, to the last', async () => {
  const { FilesLeft } = await import('./export.tsx');
  const files = Array.from({ length: 250 }, (_, at) => ({
    ...{ entry: '01'.repeat(16), ref: `${at}`, size: 1, title: at === 249 ? '' : `Shop ${at}` },
    name: at === 249 ? 'gnp.\u202etxt' : `${at}.pdf`,
  }));
  await act(() => render(<FilesLeft files={files} />, page.root));
  const rows = () => [...page.root.querySelectorAll('li')].map(({ textContent }) => textContent);
  expect([page.root.querySelector('summary')?.textContent, rows().length]).toEqual([
    'moving.export.filesLeft 250',
    200,
  ]);
  await act(() => page.root.querySelector('button')?.click());
  expect([rows().length, rows()[248]]).toEqual([250, 'Shop 248, 248.pdf']);
  expect(rows()[249]).toBe('entries.untitled, gnp.⟦U+202E⟧txt');
  expect(page.root.querySelector('button')).toBe(null);
});
