import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinUrls, partUrls } from './joined-urls.ts';

test.each([
  ['https://shop.example/?a=1,2,https://www.shop.example', ['https://shop.example/?a=1,2', 'https://www.shop.example']],
  ['shop.example, androidapp://a.b,HTTP://c', ['shop.example', 'androidapp://a.b', 'HTTP://c']],
  ['shop.example,other.example', ['shop.example,other.example']],
  ['', ['']],
])('%s', (text, urls) => {
  expect(partUrls(text)).toEqual(urls);
});

test('what was joined is parted again', () => {
  const anyUrl = fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.constant('app://a.b'));
  fc.assert(
    fc.property(fc.array(anyUrl, { minLength: 1, maxLength: 4 }), (urls) => {
      expect(partUrls(joinUrls(urls))).toEqual(urls);
    }),
  );
  expect(joinUrls(['a.example', 'b.example', 'https://c/?x,https://d'])).toBe(
    'a.example,https://b.example,https://c/?x%2Chttps://d',
  );
});
