// Every record at rest says in docs/bounds.md who can make it grow, and its bound: a kind without a bound is a disk
// that another party can fill.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RECORD_KINDS } from '#app/records/kinds.ts';

it('each kind of record has a line in docs/bounds.md; name who can make a new one grow, the bound, and the test that tries', () => {
  const text = readFileSync(new URL('../../docs/bounds.md', import.meta.url), 'utf8');
  expect(RECORD_KINDS.map(({ name }) => name).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
