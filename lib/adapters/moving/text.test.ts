// A text file from any program is read as what it is, or refused; never as something near it without a word.
import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { concat } from '#bytes/bytes.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { textOf } from './text.ts';

const WORDS = 'name,password\r\nMüller,Straße €5 🔑\n';
const utf16 = (text: string, isLittle: boolean): Uint8Array => {
  const bytes = new Uint8Array(2 * text.length);
  for (let at = 0; at < text.length; at++) new DataView(bytes.buffer).setUint16(2 * at, text.charCodeAt(at), isLittle);
  return bytes;
};

test.each([
  ['UTF-8', encodeUtf8(WORDS), 'utf-8'],
  ['UTF-8 with a mark', encodeUtf8(`\ufeff${WORDS}`), 'utf-8'],
  ['UTF-16, little end first', utf16(`\ufeff${WORDS}`, true), 'utf-16le'],
  ['UTF-16, big end first', utf16(`\ufeff${WORDS}`, false), 'utf-16be'],
])('%s is read, and its mark is no letter', (_, bytes, encoding) => {
  expect(textOf(bytes)).toEqual({ ok: true, text: WORDS, encoding });
});

it('is taken for Windows-1252 if it is no UTF-8, and says so', () => {
  const bytes = new Uint8Array([0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72, 0x20, 0x80, 0x35]);
  expect(textOf(bytes)).toEqual({ ok: true, text: 'Müller €5', encoding: 'windows-1252' });
});

test.each([
  ['bytes of a program', new Uint8Array([0x03, 0xd9, 0xa2, 0x9a, 0x00, 0x01]), 'no-text'],
  ['a mark of UTF-8 over something else', new Uint8Array([0xef, 0xbb, 0xbf, 0xfc]), 'damaged'],
  ['half a letter of UTF-16', concat(utf16('\ufeffa', true), new Uint8Array([1])), 'damaged'],
] as const)('%s are refused', (_, bytes, refusal) => {
  expect(textOf(bytes)).toEqual({ ok: false, refusal });
});

it('is refused by its size before it is read', () => {
  expect(textOf(encodeUtf8('five.'), 5).ok).toBe(true);
  expect(textOf(encodeUtf8('five.'), 4)).toEqual({ ok: false, refusal: 'too-large' });
});

it('has an answer for any bytes', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => typeof textOf(bytes).ok === 'boolean'));
});
