// Names of files from strangers: shown as one line that reads as it is, and safe to save under on any system.
import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { utf8Length } from '#bytes/utf8.ts';
import { ATTACHMENT_NAME_BYTES } from '#wire/sizes.ts';
import { cleanFileName, cleanMediaType } from './file-name.ts';

test.each([
  ['holiday.jpg', 'holiday.jpg'],
  ['Übersicht 2026 (neu).pdf', 'Übersicht 2026 (neu).pdf'],
  ['写真.png', '写真.png'],
  ['../../etc/passwd', 'etc passwd'],
  ['C:\\Windows\\evil.exe', 'C Windows evil.exe'],
  ['invoice\u202Egnp.exe', 'invoice gnp.exe'],
  ['a\u0000b\nc.txt', 'a b c.txt'],
  ['.bashrc', 'bashrc'],
  ['name. . ', 'name'],
  ['   ', 'file'],
  ['\u200B\u2060', 'file'],
  ['e\u0301.txt', 'é.txt'],
])('%j becomes %j', (given, wanted) => {
  expect(cleanFileName(given, 'file')).toBe(wanted);
});

test('whatever is given, the name is short, one line, not hidden, and cleaning it again changes nothing', () => {
  assert(
    property(string({ unit: 'binary', maxLength: 400 }), (given) => {
      const name = cleanFileName(given, 'file');
      expect(utf8Length(name)).toBeLessThanOrEqual(ATTACHMENT_NAME_BYTES);
      expect(name).not.toMatch(/[\p{Cc}\p{Cf}/\\:\n]|^[. ]|^$/u);
      expect(cleanFileName(name, 'file')).toBe(name);
    }),
    { numRuns: 500 },
  );
});

test('a long name keeps its ending', () => {
  const name = cleanFileName(`${'very '.repeat(60)}long.tar.gz`, 'file');
  expect(name.endsWith('….gz')).toBe(true);
  expect(utf8Length(name)).toBeLessThanOrEqual(ATTACHMENT_NAME_BYTES);
});

test('a media type is one, or is not said', () => {
  expect(cleanMediaType('image/svg+xml')).toBe('image/svg+xml');
  for (const given of ['', 'text', 'text/html; charset=x', 'TEXT/HTML', 'a/b\n', `a/${'b'.repeat(90)}`])
    expect(cleanMediaType(given)).toBe('application/octet-stream');
});
