// Before an import a person is told what it will do; after it the same file brings nothing, whatever was chosen.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyEntry } from '../formats/entry.testkit.ts';
import { EMPTY_ENTRY, type OneTime, type VaultEntry } from '../formats/entry.ts';
import { fillEntry, mergeEntry, takePassword } from './merge.ts';
import { type ConflictChoice, type ImportPreview, preview } from './preview.ts';

const NOW = 1_800_000_000_000;
const CODE: OneTime = {
  ...{ secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA-1', digits: 6, periodSeconds: 30 },
  ...{ alphabet: 'decimal', issuer: '', account: '' },
};

const login = (url: string, username: string, password: string, rest: Partial<VaultEntry> = {}): VaultEntry => ({
  ...EMPTY_ENTRY,
  ...{ sites: url === '' ? [] : [{ url, match: 'domain' as const }], username, password },
  ...rest,
});

const BEFORE = { title: 'Shop', sites: [], username: 'alex', note: '', fields: [] };

/** The vault after the import. */
function imported(
  known: readonly VaultEntry[],
  found: ImportPreview,
  choices: readonly ConflictChoice[],
): VaultEntry[] {
  const vault = known.map((entry, at) => (found.filled.get(at) ?? []).reduce(fillEntry, entry));
  vault.push(...found.added);
  for (const [at, { known: place, entry }] of found.conflicts.entries()) {
    const choice = choices[at % choices.length] ?? 'keep-mine';
    if (choice === 'take-theirs') vault[place] = takePassword(vault[place] as VaultEntry, entry, NOW);
    if (choice === 'keep-both') vault.push(entry);
  }
  return vault;
}

describe('a file is looked through', () => {
  test('and counted', () => {
    const entries = [
      login('https://shop.example/a', 'alex', 'p'),
      login('http://www.shop.example', 'alex', 'p', { oneTimes: [CODE] }),
      login('https://shop.example', 'blair', 'p', { deletedAt: 1 }),
      login('', 'alex', 'p'),
      { ...EMPTY_ENTRY, kind: 'note' as const, title: 'Door', note: '42' },
    ];
    const { counts, added, filled, conflicts } = preview({ entries }, []);
    expect(counts).toEqual({
      kinds: { login: 4, note: 1, card: 0, address: 0, other: 0 },
      ...{ doubles: 1, conflicts: 0, withoutSite: 1, oneTimeCodes: 1, passkeys: 0, attachments: 0, inBin: 1 },
    });
    expect(added[0]).toEqual({
      ...login('https://shop.example/a', 'alex', 'p', { oneTimes: [CODE] }),
      sites: ['https://shop.example/a', 'http://www.shop.example'].map((url) => ({ url, match: 'domain' })),
    });
    expect([added.length, filled.size, conflicts.length]).toEqual([4, 0, 0]);
  });

  test.each([
    ['another user name', login('https://shop.example', 'blair', 'p')],
    ['a user name in other letters', login('https://shop.example', 'Alex', 'p')],
    ['another site', login('https://other.example', 'alex', 'p')],
    ['another port of a machine', login('http://10.0.0.1:81', 'alex', 'p')],
    ['another person’s page', login('https://blair.github.io', 'alex', 'p')],
    ['no site', login('', 'alex', 'p')],
    ['the bin', login('https://shop.example', 'alex', 'p', { deletedAt: 1 })],
  ])('%s is no double', (_, entry) => {
    const known = ['https://shop.example', 'http://10.0.0.1:80', 'https://alex.github.io'].map((url) =>
      login(url, 'alex', 'p'),
    );
    expect(preview({ entries: [entry] }, known)).toMatchObject({ added: [entry], conflicts: [] });
  });

  test.each([
    ['a site without its scheme', login('shop.example', 'alex', 'p')],
    ['a host of the site', login('http://log-in.shop.example:8080/x', 'alex', 'p')],
    ['an address as user name', login('https://shop.example', '', 'p', { email: 'alex' })],
    ['no password', login('https://shop.example', 'alex', '')],
    ['a password that was changed since', login('https://shop.example', 'alex', 'old')],
  ])('%s is a double', (_, entry) => {
    const mine = login('https://shop.example', 'alex', 'p', {
      earlier: [{ until: 1, password: 'old', rest: null }],
    });
    const { counts, added, conflicts } = preview({ entries: [entry] }, [mine]);
    expect([counts.doubles, added, conflicts]).toEqual([1, [], []]);
  });

  test('a double fills what mine lacks, and changes nothing else', () => {
    const mine = login('https://shop.example', 'alex', 'p', { title: 'Mine', note: 'a', folder: ['Work'] });
    const theirs = login('https://shop.example', 'alex', 'p', {
      ...{
        title: 'Theirs',
        note: 'b',
        folder: ['Other'],
        favourite: true,
        oneTimes: [CODE],
        email: 'alex@mail.example',
      },
    });
    const { filled } = preview({ entries: [theirs, theirs] }, [mine]);
    expect(filled).toEqual(new Map([[0, [theirs]]]));
    expect(fillEntry(mine, theirs)).toEqual({
      ...{ ...mine, note: 'a\n\nb', favourite: true, oneTimes: [CODE], email: 'alex@mail.example' },
    });
    expect(preview({ entries: [mine] }, [mine])).toMatchObject({ counts: { doubles: 1 }, filled: new Map() });
  });
});

describe('earlier versions', () => {
  const whole = (note: string, until: number | null = null) => ({ until, password: 'old', rest: { ...BEFORE, note } });
  const alone = { until: null, password: 'old', rest: null };
  const had = (earlier: VaultEntry['earlier']) => login('https://shop.example', 'alex', 'p', { earlier });
  const joined = (mine: VaultEntry['earlier'], theirs: VaultEntry['earlier']) =>
    mergeEntry(had(mine), had(theirs)).earlier;

  test('of one time and password that differ otherwise are all kept', () => {
    expect(joined([whole('a')], [whole('b'), whole('a')])).toEqual([whole('a'), whole('b')]);
    expect(joined([alone], [whole('a')])).toEqual([alone, whole('a')]);
  });

  test('are the same whatever order their parts are named in, and a password alone brings nothing to a whole one', () => {
    const { title, ...rest } = whole('a').rest;
    const mine = had([whole('a')]);
    expect(mergeEntry(mine, had([{ ...whole('a'), rest: { ...rest, title } }, alone]))).toBe(mine);
  });
});

describe('another password', () => {
  const mine = login('https://shop.example', 'alex', 'mine');
  const theirs = login('https://shop.example', 'alex', 'theirs', { oneTimes: [CODE] });

  test('is asked about, once for all rows that say the same', () => {
    const { added, filled, conflicts } = preview({ entries: [theirs, theirs] }, [mine]);
    expect([added, filled.size, conflicts]).toEqual([[], 0, [{ at: 0, known: 0, entry: theirs }]]);
  });

  test('of two rows of one file is not: the person has had both there', () => {
    const { added, conflicts } = preview({ entries: [mine, theirs] }, []);
    expect([added, conflicts]).toEqual([[mine, theirs], []]);
  });

  test('that is taken leaves mine among the earlier ones, and once it is taken nothing more', () => {
    const taken = takePassword(mine, theirs, NOW);
    expect(taken).toEqual({ ...theirs, changedAt: NOW, earlier: [{ until: NOW, password: 'mine', rest: null }] });
    expect(takePassword(taken, theirs, NOW + 1)).toBe(taken);
  });

  test('that mine has no place for by now is an earlier one', () => {
    const { password, earlier } = fillEntry(mine, theirs);
    expect([password, earlier]).toEqual(['mine', [{ until: null, password: 'theirs', rest: null }]]);
  });
});

describe('whatever the vault and the file hold', () => {
  /** Few sites, names and passwords, so that many are of one account. */
  const anyOfFew = fc
    .record({
      entry: anyEntry(),
      urls: fc.uniqueArray(fc.constantFrom('https://a.example', 'http://www.a.example/x', 'b.example', 'app://c'), {
        maxLength: 2,
      }),
      username: fc.constantFrom('', 'alex', 'blair'),
      email: fc.constantFrom('', 'alex'),
      password: fc.constantFrom('', 'p', 'q'),
      earlier: fc.array(
        fc.record({
          until: fc.constantFrom(1, null),
          password: fc.constantFrom('p', 'q', 'r'),
          rest: fc.constantFrom(null, { ...BEFORE, note: 'a' }, { ...BEFORE, note: 'b' }),
        }),
        { maxLength: 2 },
      ),
      title: fc.constantFrom('', 'A'),
      note: fc.constantFrom('', 'n', 'm'),
    })
    .map(({ entry, urls, ...rest }) =>
      entry.kind === 'login'
        ? { ...entry, ...rest, sites: urls.map((url) => ({ url, match: 'domain' as const })) }
        : entry,
    );
  const anyVault = fc.array(anyOfFew, { maxLength: 6 });
  const anyChoice = fc.constantFrom<ConflictChoice>('keep-mine', 'take-theirs', 'keep-both');

  test('the same file a second time brings nothing, and asks only what was left open', () => {
    fc.assert(
      fc.property(anyVault, anyVault, anyChoice, (known, entries, choice) => {
        const first = preview({ entries }, known);
        const second = preview({ entries }, imported(known, first, [choice]));
        expect([second.added, second.filled]).toEqual([[], new Map()]);
        expect(second.conflicts).toEqual(choice === 'keep-mine' ? first.conflicts : []);
      }),
      { numRuns: 1000 },
    );
  });

  test('nor does it add anything if conflicts were settled now so, now so', () => {
    fc.assert(
      fc.property(anyVault, anyVault, fc.array(anyChoice, { minLength: 1 }), (known, entries, choices) => {
        const vault = imported(known, preview({ entries }, known), choices);
        expect(preview({ entries }, vault).added).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('no site, password, code, passkey or note is lost', () => {
    const held = (entries: readonly VaultEntry[]): Set<string> =>
      new Set(
        entries.flatMap((entry) => [
          ...entry.sites.map(({ url }) => `site ${url}`),
          ...[entry.password, ...entry.earlier.map(({ password }) => password)].map((text) => `password ${text}`),
          ...entry.oneTimes.map(({ secret, alphabet }) => `code ${secret} ${alphabet}`),
          ...entry.passkeys.map(({ credentialId }) => `passkey ${credentialId}`),
          ...(entry.kind === 'login' ? ['n', 'm'] : []).filter((text) => entry.note.includes(text)),
        ]),
      );
    fc.assert(
      fc.property(
        anyVault,
        anyVault,
        fc.constantFrom<ConflictChoice>('take-theirs', 'keep-both'),
        (known, entries, choice) => {
          const after = held(imported(known, preview({ entries }, known), [choice]));
          const missing = [...held(known), ...held(entries)].filter((one) => !after.has(one));
          expect(missing.filter((one) => one !== 'password ')).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a file in which any number of entries is of one account', () => {
  /** How often the earlier versions of one are looked at: each comparison of two does. */
  let looks = 0;
  const counted = (entry: VaultEntry): VaultEntry => ({
    ...entry,
    get earlier() {
      looks++;
      return [];
    },
  });
  const rows = (of: (at: number) => VaultEntry) => Array.from({ length: 2000 }, (_, at) => of(at));
  const passwordsOf = ({ added, conflicts }: ImportPreview) =>
    [...added, ...conflicts.map(({ entry }) => entry)].map(({ password }) => password);

  test.each<[string, readonly VaultEntry[]]>([
    ['a new one', []],
    ['one that is here', [login('https://shop.example', 'alex', 'mine')]],
  ])('is looked at so often and no more (%s), and none is lost', (_, known) => {
    looks = 0;
    const entries = rows((at) => counted(login('https://shop.example', 'alex', `p${at}`)));
    const found = preview({ entries }, known, 10_000);
    expect(looks).toBeLessThan(100_000);
    expect(new Set(passwordsOf(found))).toEqual(new Set(entries.map(({ password }) => password)));
    expect(found.counts.doubles).toBe(0);
  });

  test('tells from which entry on nothing was looked for, and only then', () => {
    const entries = rows((at) => login('https://shop.example', 'alex', `p${at}`, { title: `Shop ${at}` }));
    const { problems } = preview({ entries }, [], 10_000);
    expect(problems).toEqual([{ entry: expect.stringMatching(/^Shop \d+$/), reason: 'not-compared', what: '' }]);
    const at = entries.findIndex(({ title }) => title === problems[0]?.entry);
    expect(preview({ entries: entries.slice(0, at) }, [], 10_000).problems).toEqual([]);
    expect(preview({ entries: entries.slice(0, at + 1) }, [], 10_000).problems).toEqual(problems);
  });

  test('becomes as many as hold all notes and fields of it, and nothing more the next time', () => {
    const entries = Array.from({ length: 120 }, (_, at) =>
      login('https://shop.example', 'alex', '', {
        note: `${at} `.repeat(300),
        fields: [{ name: `${at}`, value: 'x', type: 'text', section: '' }],
      }),
    );
    const { added } = preview({ entries }, []);
    for (const { note } of added) expect(note.length).toBeLessThan(21_000);
    for (const { note } of entries) expect(added.some((one) => one.note.includes(note))).toBe(true);
    expect(added.length).toBeLessThan(entries.length);
    const again = preview({ entries }, added);
    expect([again.added, again.filled.size, again.conflicts]).toEqual([[], 0, []]);
  });

  test('brings what is too long for any entry once, however often it comes', () => {
    const fields = Array.from({ length: 300 }, (_, at) => ({ name: `${at}`, value: '', type: 'text', section: '' }));
    const entries = [login('https://shop.example', 'alex', 'p', { fields: fields as VaultEntry['fields'] })];
    const cut = entries.map((entry) => ({ ...entry, fields: entry.fields.slice(0, 200) }));
    expect(preview({ entries }, cut).added).toEqual([]);
  });
});
