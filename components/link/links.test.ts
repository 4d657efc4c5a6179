// A text cut into words and addresses: nothing is lost, and only addresses that can be opened are pressable.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitLinks } from './links.ts';

it('cuts a text into words and addresses', () => {
  expect(splitLinks('See https://a.example/x, or write to b@c.example.')).toEqual([
    { text: 'See ', url: null },
    { text: 'https://a.example/x', url: 'https://a.example/x' },
    { text: ', or write to ', url: null },
    { text: 'b@c.example', url: 'mailto:b@c.example' },
    { text: '.', url: null },
  ]);
  expect(splitLinks('')).toEqual([{ text: '', url: null }]);
});

it.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://a.example/', 'https://bank.example@evil.example/'])(
  'makes nothing of %s pressable',
  (text) => {
    expect(splitLinks(text)).toEqual([{ text, url: null }]);
  },
);

it('loses nothing of a text', () => {
  const part = fc.oneof(
    fc.string(),
    fc.webUrl(),
    fc.emailAddress(),
    fc.constantFrom('https://', 'www.', 'a.example', '(', ').', '\n', 'http://[', ' ', '…', '"', '<'),
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const text = parts.join('');
      const pieces = splitLinks(text);
      expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      for (const { url } of pieces) if (url !== null) expect(new URL(url).protocol).toMatch(/^(https?|mailto):$/);
    }),
  );
});
