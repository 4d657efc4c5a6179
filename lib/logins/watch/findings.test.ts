// Findings about log-ins, beside rules that are written out the long way.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readQuirks } from '../sites/quirks.ts';
import { Families } from './families.ts';
import { FINDING_REASONS, type Finding, findingsOf, type WatchedLogin } from './findings.ts';
import { takesCodesAt } from './two-factor.ts';

const YEAR_MS = 365.25 * 86_400_000;
const NOW = 60 * YEAR_MS;
const STRONG = 40;
const login = (id: string, given: Partial<WatchedLogin> = {}): WatchedLogin => ({
  ...{ id, mark: id, guessesLog10: STRONG, passwordChangedAt: NOW - 1000, seenInLeaks: null, sites: [] },
  ...{ families: [id], hasSecondFactor: false, takesCodes: false, maskLeaks: [] },
  ...given,
});
const reasonsOf = (logins: readonly WatchedLogin[]): string[] =>
  findingsOf(logins, NOW).map(({ id, reason }) => `${id} ${reason}`);

describe('a password', () => {
  test.each<[string, Partial<WatchedLogin>, string[]]>([
    ['nothing is wrong with', {}, []],
    ['was leaked', { seenInLeaks: 7 }, ['leaked']],
    ['was looked for and not found', { seenInLeaks: 0 }, []],
    ['is guessed within a day', { guessesLog10: 14.9 }, ['weak']],
    ['is guessed in days', { guessesLog10: 15 }, []],
    ['was leaked and is weak: the worse counts', { seenInLeaks: 1, guessesLog10: 3 }, ['leaked']],
    ['is years old and was typed by hand', { passwordChangedAt: NOW - 5 * YEAR_MS, guessesLog10: 18 }, ['old']],
    ['is years old and was made by chance', { passwordChangedAt: NOW - 50 * YEAR_MS }, []],
    ['is not yet that old', { passwordChangedAt: NOW - 5 * YEAR_MS + 1, guessesLog10: 18 }, []],
    ['of which the age is not known', { passwordChangedAt: 0, guessesLog10: 18 }, []],
    ['is empty', { mark: '', guessesLog10: 0, sites: ['http://shop.example'], takesCodes: true }, []],
  ])('that %s', (_, given, reasons) => {
    expect(findingsOf([login('a', given)], NOW).map(({ reason }) => reason)).toEqual(reasons);
  });
});

test('a mask, a page without https, and a site that takes codes', () => {
  const leaks = [
    { domain: 'one.example', at: 5 },
    { domain: 'two.example', at: 9 },
  ];
  const sites = ['http://shop.example', 'shop.example', 'localhost:3000', '192.168.1.1:80'];
  expect(findingsOf([login('a', { maskLeaks: leaks, sites, takesCodes: true })], NOW)).toMatchObject([
    { reason: 'mask-leaked', since: 9, names: ['two.example', 'one.example'] },
    { reason: 'plain-http', since: 0, names: ['shop.example'] },
    { reason: 'two-factor', since: 0 },
  ]);
  expect(reasonsOf([login('a', { takesCodes: true, hasSecondFactor: true })])).toEqual([]);
});

test('the worst comes first, and of one reason the worst of it', () => {
  const logins = [
    login('old', { passwordChangedAt: NOW - 6 * YEAR_MS, guessesLog10: 18 }),
    login('older', { passwordChangedAt: NOW - 9 * YEAR_MS, guessesLog10: 18 }),
    login('weak', { guessesLog10: 12 }),
    login('weaker', { guessesLog10: 2 }),
    login('seldom', { seenInLeaks: 1 }),
    login('often', { seenInLeaks: 1000 }),
  ];
  expect(reasonsOf(logins)).toEqual([
    ...['often leaked', 'seldom leaked', 'weaker weak', 'weak weak', 'older old', 'old old'],
  ]);
});

describe('one password', () => {
  const at = (id: string, families: string[], mark = 'same', passwordChangedAt = 5) =>
    login(id, { mark, families, passwordChangedAt });

  test('at two sites is used twice; each names the other, and the newest says since when', () => {
    expect(findingsOf([at('a', ['x']), at('b', ['y'], 'same', 8)], NOW)).toMatchObject([
      { id: 'a', reason: 'reused', since: 8, count: 2, others: ['b'] },
      { id: 'b', reason: 'reused', since: 8, count: 2, others: ['a'] },
    ]);
  });

  test('of two accounts at one site is not, nor over a log-in that has both sites', () => {
    expect(reasonsOf([at('a', ['x']), at('b', ['x'])])).toEqual([]);
    expect(reasonsOf([at('a', ['x']), at('b', ['y']), at('c', ['x', 'y'])])).toEqual([]);
    expect(reasonsOf([at('a', ['x']), at('b', ['y']), at('c', ['x', 'y'], 'another')])).toHaveLength(2);
  });

  /** The long way: two log-ins are of one place if a chain of common families leads from one to the other. */
  function naive(logins: readonly WatchedLogin[]): string[] {
    const isNear = (a: WatchedLogin, b: WatchedLogin) => a.families.some((family) => b.families.includes(family));
    return logins.flatMap((one) => {
      const same = logins.filter(({ mark }) => mark === one.mark && mark !== '');
      const reached = new Set([one]);
      for (let before = 0; before < reached.size; ) {
        before = reached.size;
        for (const other of same) if ([...reached].some((here) => isNear(here, other))) reached.add(other);
      }
      return same.some((other) => !reached.has(other)) ? [one.id] : [];
    });
  }

  test('is found wherever the long way finds it', () => {
    const family = fc.constantFrom('u', 'v', 'w', 'x', 'y', 'z');
    const some = fc.array(
      fc.tuple(fc.constantFrom('', 'p', 'q', 'r'), fc.uniqueArray(family, { minLength: 1, maxLength: 3 })),
      { maxLength: 9 },
    );
    let reused = 0;
    fc.assert(
      fc.property(some, (given) => {
        const logins = given.map(([mark, families], index) => login(`${index}`, { mark, families }));
        const ids = findingsOf(logins, NOW).map(({ id }) => id);
        reused += ids.length;
        expect(ids.toSorted()).toEqual(naive(logins).toSorted());
      }),
      { numRuns: 1000 },
    );
    expect(reused).toBeGreaterThan(100);
  });

  test('at ten thousand sites is found without comparing each with each', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => at(`${index}`, [`${index}`]));
    const findings = findingsOf(many, NOW);
    expect(findings).toHaveLength(10_000);
    expect(findings.every(({ others, count }: Finding) => others.length <= 5 && count === 10_000)).toBe(true);
  });
});

describe('sites', () => {
  const shared = 'a.example b.example\nc.example > d.example\nb.example >> e.example';
  const families = new Families(readQuirks({ rules: '', shared, changePassword: '', appendsTwoFactor: '' }));

  test('belong together by name, by scheme, by port and by the list, in either direction and over others', () => {
    const sites = ['a.example', 'http://a.example', 'b.example', 'c.example', 'd.example', 'e.example', 'f.example'];
    for (const site of [...sites, 'localhost:3000', 'https://localhost:3001']) families.join(site);
    const [a, plain, b, c, d, e, f] = sites.map((site) => families.of(site));
    expect([plain, b, e]).toEqual([a, a, a]);
    expect(d).toBe(c);
    expect(new Set([a, c, f]).size).toBe(3);
    expect(families.of('localhost:3000')).toBe(families.of('https://localhost:3001'));
  });

  test('that take codes are known by their hosts, and by hosts below them', () => {
    expect(['github.com', 'www.GitHub.com', 'gist.github.com.'].map(takesCodesAt)).toEqual([true, true, true]);
    expect(['evilgithub.com', 'com', '', 'shop.example'].map(takesCodesAt)).toEqual([false, false, false, false]);
  });
});

test('every reason is found by something', () => {
  const logins = [
    login('a', { mark: 'x', seenInLeaks: 1, families: ['1'] }),
    login('b', { mark: 'x', guessesLog10: 1, families: ['2'], sites: ['http://b.example'], takesCodes: true }),
    login('c', { passwordChangedAt: 1, guessesLog10: 18, maskLeaks: [{ domain: 'd.example', at: 1 }] }),
  ];
  expect([...new Set(findingsOf(logins, NOW).map(({ reason }) => reason))]).toEqual([...FINDING_REASONS]);
});
