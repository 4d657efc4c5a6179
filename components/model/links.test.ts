// Addresses in a text: what is pressable, where it ends, and that no text is lost or takes long.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitLinks } from './links.ts';

const urls = (text: string) => splitLinks(text).flatMap(({ url }) => (url === null ? [] : [url]));

it.each([
  ['See https://a.example/x. Then', 'https://a.example/x'],
  ['(https://a.example/x)', 'https://a.example/x'],
  ['https://a.example/Nucleus_(cell)', 'https://a.example/Nucleus_(cell)'],
  ['https://a.example/Nucleus_(cell).', 'https://a.example/Nucleus_(cell)'],
  ['(see https://a.example/Nucleus_(cell))', 'https://a.example/Nucleus_(cell)'],
  ['[https://a.example/x[1]]!', 'https://a.example/x[1]'],
  ['HTTP://a.example?', 'http://a.example/'],
])('finds where %s ends', (text, url) => {
  expect(urls(text)).toEqual([url]);
});

it.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'ftp://a.example/',
  'xhttps://a.example/',
  'https://',
  'mailto:a@b.example',
])('makes nothing of %s pressable', (text) => {
  expect(splitLinks(text)).toEqual([{ text, url: null }]);
});

it('loses nothing of a text', () => {
  const pieces = fc.constantFrom(
    'https://',
    'a.example',
    '/',
    '(',
    ')',
    '[',
    ']',
    '.',
    ',',
    ' ',
    '\n',
    'x',
    '…',
    '"',
    '<',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const text = parts.join('');
      expect(
        splitLinks(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
    }),
  );
});

// Without bounds each of these took hours.
it.each(['.', '(', ')', '()', '[('])('ends for an address of half a million %s', (mark) => {
  const text = `https://a.example/${mark.repeat(500_000)}${')'.repeat(20_000)}x`;
  expect(
    splitLinks(text)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(text);
});
