// Entries larger than any person's are cut, each cut is told, and the rest of the file is read.
import { expect, it } from 'vitest';
import { withinBounds } from './bounds.ts';
import { EMPTY_ENTRY, type VaultEntry } from './entry.ts';
import { MOST_ENTRIES, MOST_LETTERS } from './format.ts';

const entry = (parts: Partial<VaultEntry>): VaultEntry => ({ ...EMPTY_ENTRY, title: 'Shop', ...parts });
const read = (...entries: readonly VaultEntry[]) => withinBounds({ entries, problems: [] });

it('ordinary entries come through as they are', () => {
  const ordinary = entry({
    note: 'a\nb',
    folder: ['Work'],
    createdAt: 5,
    sites: [{ url: 'shop.example', match: 'host' }],
  });
  expect(read(ordinary)).toEqual({ entries: [ordinary], problems: [] });
});

it('a text is cut at a whole character', () => {
  const { entries, problems } = read(entry({ note: `${'x'.repeat(MOST_LETTERS - 1)}😀` }));
  expect(entries[0]?.note).toBe('x'.repeat(MOST_LETTERS - 1));
  expect(problems).toEqual([{ entry: 'Shop', reason: 'cut-off', what: 'note' }]);
});

it('a list is cut, and a kept part is left out whole', () => {
  const kept = { from: 'f', what: 'w', json: `"${'x'.repeat(MOST_LETTERS)}"` };
  const { entries, problems } = read(entry({ tags: Array(2000).fill('t'), kept: [kept, { ...kept, json: '1' }] }));
  expect(entries[0]?.tags).toHaveLength(1000);
  expect(entries[0]?.kept).toEqual([{ ...kept, json: '1' }]);
  expect(problems.map(({ reason, what }) => `${what} ${reason}`)).toEqual(['tags too-many', 'kept too-long']);
});

it('no more entries are taken than anybody has', () => {
  const { entries, problems } = read(...Array<VaultEntry>(MOST_ENTRIES + 1).fill(EMPTY_ENTRY));
  expect(entries).toHaveLength(MOST_ENTRIES);
  expect(problems).toEqual([{ entry: '', reason: 'too-many', what: '' }]);
});

it('half a letter is replaced, so that every text can be encoded', () => {
  const passkey = { credentialId: 'a', rpId: 's', rpName: '\udc00', userHandle: '', userName: '', userDisplayName: '' };
  const passkeys = [{ ...passkey, key: '', createdAt: null, prfSecrets: null }];
  const given = { entries: [entry({ title: '\ud800x', tags: ['\udfff'], passkeys })] };
  const { entries, problems } = withinBounds({
    ...given,
    problems: [{ entry: '\ud800', reason: 'bad-date', what: '' }],
  });
  expect(entries[0]).toMatchObject({ title: '\ufffdx', tags: ['\ufffd'], passkeys: [{ rpName: '\ufffd' }] });
  expect(problems[0]?.entry).toBe('\ufffd');
});

it('a long name that many entries share is not handed on as often as they are', () => {
  const entries = Array<VaultEntry>(100).fill(entry({ folder: ['x'.repeat(1000)] }));
  const { entries: taken, problems } = withinBounds({ entries, problems: [] }, entries.length, 10_100);
  expect(taken).toHaveLength(10);
  expect(problems).toEqual([{ entry: '', reason: 'too-many', what: '' }]);
});

it('a file that hangs on many entries is not kept as often as they are', () => {
  const attachments = [{ name: 'scan.pdf', ref: 'a', size: 2 ** 29 }];
  const { entries, problems } = read(...Array<VaultEntry>(6).fill(entry({ attachments })));
  expect(entries.map(({ attachments: kept }) => kept.length)).toEqual([1, 1, 1, 1, 0, 0]);
  expect(problems).toEqual(Array(2).fill({ entry: 'Shop', reason: 'too-many', what: 'attachments' }));
});

it('of a name in a report its beginning is told', () => {
  const problems = [{ entry: 'x'.repeat(5000), reason: 'bad-date', what: 'y'.repeat(5000) } as const];
  const [told] = withinBounds({ entries: [], problems }).problems;
  expect(told).toEqual({ entry: 'x'.repeat(1000), reason: 'bad-date', what: 'y'.repeat(1000) });
});
