// One bad item among good ones never ends an import, and more items than anybody has are told, bad ones among them.
import { describe, expect, test } from 'vitest';
import { BITWARDEN_EXPORT } from './bitwarden/samples.testkit.ts';
import { CXF_SAMPLE } from './cxf/samples.testkit.ts';
import { MOST_ENTRIES } from './format.ts';
import { recogniseFormat } from './formats.ts';
import { EXPORT as ONEPASSWORD } from './onepassword/samples.testkit.ts';
import { EXPORT as PROTON } from './proton/samples.testkit.ts';

const [ACCOUNT] = CXF_SAMPLE.accounts;
const [HOLDER] = ONEPASSWORD.accounts;
const VAULT = PROTON.vaults['s=='];

/** Each with its items, and as a file of others. */
const PRODUCTS: readonly [name: string, items: readonly unknown[], fileOf: (items: readonly unknown[]) => unknown][] = [
  ['Bitwarden', BITWARDEN_EXPORT.items, (items) => ({ ...BITWARDEN_EXPORT, items })],
  ['CXF', ACCOUNT.items, (items) => ({ ...CXF_SAMPLE, accounts: [{ ...ACCOUNT, items }] })],
  [
    '1Password',
    HOLDER?.vaults[0]?.items ?? [],
    (items) => ({ accounts: [{ ...HOLDER, vaults: [{ ...HOLDER?.vaults[0], items }] }] }),
  ],
  ['Proton Pass', VAULT.items, (items) => ({ ...PROTON, vaults: { 's==': { ...VAULT, items } } })],
];

function read(file: unknown) {
  const source = { kind: 'text', text: JSON.stringify(file) } as const;
  const outcome = recogniseFormat(source)?.read(source);
  if (outcome?.ok !== true) throw new Error(outcome?.refusal ?? 'unknown');
  return outcome;
}

/** The same item with every part of it of another type. */
const turned = (item: unknown, wrong: unknown): unknown =>
  Object.fromEntries(Object.keys(item as object).map((name) => [name, wrong]));

describe.each(PRODUCTS)('%s', (_, items, fileOf) => {
  const good = read(fileOf(items));

  test('a bad item is named, and those around it are read as ever', () => {
    const wrongs = [null, 5, 'text', [[]], { '': {} }, true];
    const bad = [...wrongs, ...items.slice(0, 2).flatMap((item) => wrongs.map((wrong) => turned(item, wrong)))];
    for (const one of bad) {
      const { entries, problems } = read(fileOf([...items.slice(0, 1), one, ...items.slice(1)]));
      const titles = entries.map(({ title }) => title);
      for (const { title } of good.entries) expect(titles).toContain(title);
      expect(entries.length + problems.length).toBeGreaterThan(good.entries.length + good.problems.length);
    }
  });

  test('items past the most that are read are told, though those before are bad', () => {
    const many = [...Array(MOST_ENTRIES).fill(null), ...items];
    const { entries, problems } = read(fileOf(many));
    expect(entries).toEqual([]);
    expect(problems.map(({ reason }) => reason)).toContain('too-many');
  });
});

test('collections in one another without end are followed as far as anybody nests, and told', () => {
  const deep = Array.from({ length: 40 }).reduce<unknown[]>(
    (inner, _, at) => [{ id: `${at}`, title: `level ${40 - at}`, items: [], subCollections: inner }],
    [{ id: 'x', title: 'innermost', items: [{ item: 'AAAA' }] }],
  );
  const { entries, problems } = read({ ...CXF_SAMPLE, accounts: [{ ...ACCOUNT, collections: deep }] });
  expect(entries.length).toBeGreaterThan(0);
  expect(problems).toContainEqual({ entry: 'level 1', reason: 'too-many', what: 'collections' });
});
