// Packages that ship in the extension may ship there: with it people get the work of others, under their terms.
import { expect, it, test } from 'vitest';
import { readSources } from './imports.ts';
import { licenceViolations, noticesOf, shippedPackages } from './licences.ts';

const sources = readSources(['lib', 'components', 'entrypoints']);
const packages = shippedPackages(sources);

it('each package that becomes part of the extension has a licence that allows it', () => {
  expect(licenceViolations(packages)).toEqual([]);
});

it('packages are found that sources import, that those need, and that the build brings', () => {
  const names = packages.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['preact', 'tldts-core', '@noble/hashes', 'webextension-polyfill']));
  // Of the services, of the tests, and of tools.
  for (const name of ['hono', 'ws', 'openpgp', 'fast-check', 'vite']) expect(names).not.toContain(name);
});

it('each is named in the notices, with a text or with who made it', () => {
  expect(packages.filter(({ notice }) => notice === '').map(({ name }) => name)).toEqual([]);
  const notices = noticesOf(packages);
  for (const { name, version } of packages) expect(notices).toContain(`\n${name} ${version} (`);
  expect(notices).toMatch(/Permission is hereby granted/);
});

it('what a test or a service imports ships nowhere', () => {
  const imports = ['openpgp'];
  const elsewhere = ['lib/app/x.test.ts', 'lib/adapters/node/x.ts', 'services/x.ts'].map((path) => ({ path, imports }));
  expect(shippedPackages(elsewhere).map(({ name }) => name)).not.toContain('openpgp');
  const found = shippedPackages([{ path: 'lib/adapters/moving/x.ts', imports }]);
  expect(licenceViolations(found)).toEqual([expect.stringMatching(/^openpgp .* its licence is LGPL-3\.0\+\./)]);
});

test.each([
  ['MIT', 0],
  ['(MPL-2.0 OR Apache-2.0)', 0],
  ['(MIT AND ISC)', 0],
  ['(MIT AND GPL-3.0-only)', 1],
  ['GPL-3.0-or-later', 1],
  ['SEE LICENSE IN LICENSE', 1],
  ['toString', 1],
  ['', 1],
])('a package under %j gives %i sentences', (licence, count) => {
  expect(licenceViolations([{ name: 'left-pad', version: '1.0.0', licence, notice: '' }], {})).toHaveLength(count);
});

it('an exception is for one licence, and for as long as it is needed', () => {
  const exceptions = { 'left-pad': { licence: 'MPL-2.0', why: 'a reason' } };
  const under = (licence: string) =>
    licenceViolations([{ name: 'left-pad', version: '1.0.0', licence, notice: '' }], exceptions);
  expect(under('MPL-2.0')).toEqual([]);
  expect(under('GPL-2.0-only')).toHaveLength(2);
  expect(licenceViolations([], exceptions)).toEqual([expect.stringMatching(/not needed there any more/)]);
});
