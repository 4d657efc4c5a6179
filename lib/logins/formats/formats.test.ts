// A file is of one format: each sample is recognised by its own, and other texts by none.
import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { BITWARDEN_EXPORT } from './bitwarden/samples.testkit.ts';
import { SAMPLES, VARIANTS } from './csv/samples.testkit.ts';
import { CXF_SAMPLE } from './cxf/samples.testkit.ts';
import { FORMATS, recogniseFormat } from './formats.ts';
import { EXPORT as ONEPASSWORD, archiveOf as onePasswordArchive } from './onepassword/samples.testkit.ts';
import { EXPORT as PROTON, archiveOf as protonArchive } from './proton/samples.testkit.ts';

const archive = (files: Readonly<Record<string, string>>) =>
  ({
    kind: 'archive',
    files: new Map(Object.entries(files).map(([path, text]) => [path, encodeUtf8(text)])),
    damaged: new Set<string>(),
  }) as const;
const textSource = (text: string) => ({ kind: 'text', text }) as const;

/** A sample for each format, by its id, and other shapes of some. */
const TEXTS: readonly (readonly [format: string, text: string])[] = [
  ...Object.entries(SAMPLES),
  ...VARIANTS,
  ['cxf', JSON.stringify(CXF_SAMPLE, null, 2)],
  ['bitwarden', JSON.stringify(BITWARDEN_EXPORT, null, 2)],
  ['otpauth-list', 'otpauth://totp/a,b?secret=JBSWY3DPEHPK3PXP\n\notpauth://totp/name,url?secret=MY\n'],
  ['1pux', JSON.stringify(ONEPASSWORD)],
  ['proton', JSON.stringify(PROTON)],
  ['keepass', '<?xml version="1.0"?>\n<KeePassFile>\n<Root><Group><Name>A, b</Name></Group></Root>\n</KeePassFile>'],
];

describe('a file', () => {
  test.each(TEXTS)('of %s is of no other format (%#)', (id, text) => {
    const source = textSource(text);
    expect(FORMATS.filter((format) => format.recognises(source)).map((format) => format.id)).toEqual([id]);
    expect(recogniseFormat(source)?.id).toBe(id);
  });

  test.each(TEXTS)('of %s is the same with a mark of its encoding, with other line breaks (%#)', (id, text) => {
    const plain = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
    for (const other of [`\ufeff${plain}`, plain.replaceAll('\n', '\r\n'), plain.replaceAll('\n', '\r')]) {
      const format = recogniseFormat(textSource(other));
      expect(format?.id).toBe(id);
      expect(format?.read(textSource(other))).toEqual(format?.read(textSource(plain)));
    }
  });

  test.each([
    ['1pux', onePasswordArchive(ONEPASSWORD)],
    ['proton', protonArchive(PROTON)],
    ['proton', protonArchive('encrypted', 'Proton Pass/data.pgp')],
    ['cxf', archive({ 'README.txt': '"collections"', 'CXP-Export/index.json': JSON.stringify(CXF_SAMPLE) })],
    ['bitwarden', archive({ 'data.json': JSON.stringify(BITWARDEN_EXPORT) })],
  ])('of %s in an archive is of no other format (%#)', (id, source) => {
    expect(FORMATS.filter((format) => format.recognises(source)).map((format) => format.id)).toEqual([id]);
  });

  test.each([
    '',
    'name',
    'hello, world',
    'date,amount,payee\n2026-01-01,5,Shop\n',
    '{"type":"name","name":1}',
    '[1,2]',
    '<a/>',
    'https://shop.example/a,b?otpauth=otpauth://totp/a?secret=MY',
  ])('that is no export is of none: %s', (text) => {
    expect(recogniseFormat(textSource(text))).toBeNull();
  });
});

test('a format has an id and a name of its own', () => {
  const [ids, names] = [new Set(FORMATS.map(({ id }) => id)), FORMATS.map(({ name }) => name)];
  expect(ids.size).toBe(FORMATS.length);
  expect(names.every((name) => name !== '')).toBe(true);
});
