// A file with more than a screen shows says so, and all of it can be seen and chosen for.
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { expect, test } from 'vitest';
import type { ConflictChoice } from '#logins/moving/preview.ts';
import { useDrawnPage } from '../model/testing/drawn-page.ts';

const page = useDrawnPage((name, count = '') => `${name} ${count}`);

test('where looking for doubles ended is told by itself, not among what cannot be imported', async () => {
  const { Problems } = await import('./import.tsx');
  const problems = [
    { entry: 'Shop', reason: 'not-compared', what: '' },
    { entry: 'Bank', reason: 'too-long', what: 'note' },
  ] as const;
  await act(() => render(<Problems state={{ problems }} />, page.root));
  expect(page.root.querySelector('.strong')?.parentElement?.textContent).toContain('Shop: moving.reason.notCompared');
  expect(page.root.querySelector('summary')?.textContent).toBe('moving.problems 1');
  expect(page.root.querySelector('details')?.textContent).not.toContain('Shop');
});

test('of many differing passwords those that are not shown are counted, shown at a press, and chosen for', async () => {
  const { Conflicts } = await import('./import.tsx');
  const conflicts = Array.from({ length: 450 }, (_, at) => ({ at, title: `Shop ${at}`, username: '', host: '' }));
  let chosen: readonly ConflictChoice[] = [];
  await act(() =>
    render(<Conflicts conflicts={conflicts} choices={[]} choose={(choices) => (chosen = choices)} />, page.root),
  );
  const rows = () => [...page.root.querySelectorAll('li')];
  const seen = () => [
    rows().length,
    page.root.querySelector('p.muted')?.textContent,
    page.root.querySelector('button')?.textContent,
  ];
  const more = () => act(() => page.root.querySelector('button')?.click());
  expect(seen()).toEqual([200, 'moving.conflictsLeft 250', 'common.showMore 200']);
  await more();
  expect(seen()).toEqual([400, 'moving.conflictsLeft 50', 'common.showMore 50']);
  await more();
  expect(seen()).toEqual([450, undefined, undefined]);
  const last = rows().at(-1)?.querySelectorAll('input')[1];
  await act(() => last?.dispatchEvent(new (document.defaultView as typeof globalThis).Event('change')));
  expect([chosen.length, chosen[448], chosen[449]]).toEqual([450, 'keep-mine', 'take-theirs']);
});

test('names of a file are its words: no sign in them turns ours around', async () => {
  const { Conflicts, Problems } = await import('./import.tsx');
  const problems = [{ entry: '\u202eknab', reason: 'bad-date', what: 'a\u2067b' } as const];
  await act(() => render(<Problems state={{ problems }} />, page.root));
  expect(page.root.querySelector('li')?.textContent).toBe('⟦U+202E⟧knab, a⟦U+2067⟧b: moving.reason.badDate ');
  const conflicts = [{ at: 0, title: 'moc\u202e.knab', username: '\u202dalex', host: 'shop.example' }];
  await act(() => render(<Conflicts conflicts={conflicts} choices={[]} choose={() => {}} />, page.root));
  expect(page.root.querySelector('li .grow')?.textContent).toBe('moc⟦U+202E⟧.knab ⟦U+202D⟧alex · shop.example');
  expect(page.root.textContent).not.toMatch(/[\u202d\u202e]/);
});
