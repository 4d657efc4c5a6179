// Facts that are carried over from Apple's files are read back as they were.
import { expect, test } from 'vitest';
import { readQuirks } from '#logins/sites/quirks.ts';
import { type AppleFiles, carriedOver } from './carry-over.ts';

const FILES: AppleFiles = {
  rules: {
    'shop.example': { 'password-rules': 'minlength: 8; required: upper, lower; allowed: [- `\\$;]];' },
    'alone.example': { 'password-rules': 'allowed: [{$`];', 'exact-domain-match-only': true },
  },
  shared: [
    { shared: ['a.example', 'b.example'] },
    { from: ['c.example'], to: ['d.example'] },
    { from: ['e.example'], to: ['f.example'], fromDomainsAreObsoleted: true },
    { from: ['g.example'], to: ['h.example'], fromDomainsAreObsoleted: false },
  ],
  changePassword: {
    'shop.example': 'https://shop.example/change',
    'a.example': 'https://shop.example.evil.example/x',
    'b.example': 'https://b.example',
  },
  appendsTwoFactor: ['shop.example', 'a.example'],
};

test('every fact comes through, with its source and licence', async () => {
  const text = carriedOver(FILES, 'abc123', '2026-08-22');
  expect(text).toMatch(/abc123, 2026-08-22\.\n.*Apple Inc\., MIT/);
  const { QUIRK_TEXTS } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  const quirks = readQuirks(QUIRK_TEXTS);
  expect(quirks.rulesFor('www.shop.example')).toBe('minlength:8;required:upper,lower;allowed:[- `\\$;]]');
  expect(['alone.example', 'www.alone.example'].map(quirks.rulesFor)).toEqual(['allowed:[{$`]', null]);
  const sharing = 'abcdefgh'.split('').map((one) => quirks.sharedWith(`https://${one}.example/`)[0]);
  expect(sharing.map((one) => one?.name[0])).toEqual(['b', 'a', undefined, 'c', undefined, 'e', undefined, 'g']);
  expect(sharing.map((one) => one?.obsoleted)).toEqual([
    ...[false, false, undefined, false, undefined, true, undefined, false],
  ]);
  expect(['shop', 'a', 'b'].map((one) => quirks.changePasswordUrl(`${one}.example`))).toEqual([
    'https://shop.example/change',
    'https://shop.example.evil.example/x',
    'https://b.example/',
  ]);
  expect(['shop.example', 'a.example', 'b.example'].map(quirks.appendsTwoFactor)).toEqual([true, true, false]);
});

test('an address that is not https stops it', () => {
  const changePassword = { 'a.example': 'http://a.example/' };
  expect(() => carriedOver({ ...FILES, changePassword }, 'abc123', '2026-08-22')).toThrow(/no https address/);
});
