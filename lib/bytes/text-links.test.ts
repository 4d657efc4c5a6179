// The bounds of addresses in a text, case by case, and properties that hold for any text.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linksIn } from './text-links.ts';

const written = (text: string) =>
  linksIn(text).flatMap(({ start, end, url }) => (url === null ? [] : text.slice(start, end)));

describe('an address in a text', () => {
  test.each<[string, ...string[]]>([
    ['See https://a.example/x. Then', 'https://a.example/x'],
    ['Have you seen https://a.example/x?', 'https://a.example/x'],
    ['What about https://a.example/?q=1?', 'https://a.example/?q=1'],
    ['https://a.example/x...', 'https://a.example/x'],
    ['https://a.example/x… and', 'https://a.example/x'],
    ['HTTP://a.example?', 'HTTP://a.example'],
    ['https://a.example!', 'https://a.example'],
    ['Look: https://a.example/!', 'https://a.example/'],
    ['http://files.example/papers/long-name....pdf', 'http://files.example/papers/long-name....pdf'],
    ['https://social.example/@reader/112233', 'https://social.example/@reader/112233'],
    ['https://www.lesezimmer-bücher.example/de/Über.html', 'https://www.lesezimmer-bücher.example/de/Über.html'],
    // Brackets
    ['(https://a.example/x)', 'https://a.example/x'],
    ['(look: https://a.example/x_(y))', 'https://a.example/x_(y)'],
    ['https://a.example/Nucleus_(cell).', 'https://a.example/Nucleus_(cell)'],
    ['[https://a.example/x[1]]!', 'https://a.example/x[1]'],
    ['[map](https://a.example/x)[list](https://b.example/y)', 'https://a.example/x', 'https://b.example/y'],
    ['https://a.example/x (see there)', 'https://a.example/x'],
    ['https://a.example/x(', 'https://a.example/x'],
    ['http://[::1]:8080/x', 'http://[::1]:8080/x'],
    ['{"url":"https://a.example/x"}', 'https://a.example/x'],
    ['<https://a.example/x>', 'https://a.example/x'],
    // Apostrophes and quotes
    ["https://wiki.example/wiki/Readers'_Union_(Town)", "https://wiki.example/wiki/Readers'_Union_(Town)"],
    ["https://wiki.example/wiki/L'Étranger, page 3", "https://wiki.example/wiki/L'Étranger"],
    ['https://wiki.example/wiki/L’Étranger', 'https://wiki.example/wiki/L’Étranger'],
    ["The 'https://a.example/x' there", 'https://a.example/x'],
    ["It said 'see https://a.example/x'.", 'https://a.example/x'],
    ['‘https://a.example/x’', 'https://a.example/x'],
    ['“https://a.example/x” and «https://b.example/y»', 'https://a.example/x', 'https://b.example/y'],
    ["https://a.example's door", 'https://a.example'],
    ["The book https://wiki.example/wiki/Readers' is good", "https://wiki.example/wiki/Readers'"],
    // Exclamation marks: the address's behind "_" and "/"
    ['https://wiki.example/wiki/What_a_joy_!', 'https://wiki.example/wiki/What_a_joy_!'],
    ['https://wiki.example/wiki/!', 'https://wiki.example/wiki/!'],
    ['https://wiki.example/wiki/Oklahoma! here', 'https://wiki.example/wiki/Oklahoma'],
    ['https://wiki.example/wiki/Oklahoma!_(film)', 'https://wiki.example/wiki/Oklahoma!_(film)'],
    // Emphasis as people write it
    ['*https://a.example/x*', 'https://a.example/x'],
    ['https://a.example/*', 'https://a.example/*'],
    ['https://a.example/x_', 'https://a.example/x_'],
    // Full-width marks
    ['https://a.example/路径/文件，然后', 'https://a.example/路径/文件'],
    ['请看https://a.example/x。谢谢', 'https://a.example/x'],
    ['（https://a.example/x）「https://b.example/y」', 'https://a.example/x', 'https://b.example/y'],
    ['https://a.example/x！https://b.example/y？', 'https://a.example/x', 'https://b.example/y'],
    ['https://ja.example/人々', 'https://ja.example/人々'],
    // One after the other
    ['https://a.example/one,https://b.example/two', 'https://a.example/one', 'https://b.example/two'],
    [
      'https://a.example/one;http://b.example/two|www.c.example',
      'https://a.example/one',
      'http://b.example/two',
      'www.c.example',
    ],
    ['https://archive.example/2020/https://b.example/', 'https://archive.example/2020/https://b.example/'],
    ['https://a.example/?next=https://b.example/x', 'https://a.example/?next=https://b.example/x'],
    ['https://a.example/@1,2,3z', 'https://a.example/@1,2,3z'],
    // Without a scheme
    ['www.readingroom.example/today', 'www.readingroom.example/today'],
    ['See www.readingroom.example.', 'www.readingroom.example'],
    ['www.readingroom', ...[]],
    ['www.', ...[]],
    ['xwww.a.example awww.b.example', ...[]],
    // Mail
    ['reader@readingroom.example', 'reader@readingroom.example'],
    ['Write to first.last+tag@mail.readingroom.example.', 'first.last+tag@mail.readingroom.example'],
    ['(reader@readingroom.example), please', 'reader@readingroom.example'],
    ['mailto:a@b.example', 'a@b.example'],
    ['用户@例子.example', '用户@例子.example'],
    ['reader@readingroom', ...[]],
    ['a..b@c.example', ...[]],
    ['@reader and user@host@elsewhere.example', ...[]],
    ['1@2.3', ...[]],
    // Not addresses
    ['javascript:alert(1) data:text/html,x ftp://a.example/', ...[]],
    ['xhttps://a.example/ git+https://a.example/', ...[]],
    ['https://', ...[]],
    ['https://user:pw@shop.example/ https://shop.example@evil.example/', ...[]],
    ['https://a.example\\@b.example/', 'https://a.example'],
    ['https://a.example/\u202egpj.exe', 'https://a.example/'],
    ['https://a.exa\u00admple/', 'https://a.exa'],
  ])('%s', (text, ...addresses) => {
    expect(written(text)).toEqual(addresses);
  });

  test('is opened as the browser reads it', () => {
    const urls = (text: string) => linksIn(text).map(({ url }) => url);
    expect(urls('www.readingroom.example/today')).toEqual(['https://www.readingroom.example/today']);
    expect(urls('HTTPS://A.example')).toEqual(['https://a.example/']);
    expect(urls('first+tag@Bücher.example')).toEqual(['mailto:first%2Btag@xn--bcher-kva.example']);
    expect(urls('https://user:pw@shop.example/')).toEqual([null]);
    // A part of an address leads elsewhere than the whole.
    expect(urls(`https://a.example/${'x'.repeat(2048)}`)).toEqual([null]);
  });
});

const parts = fc.oneof(
  fc.string(),
  fc.webUrl(),
  fc.emailAddress(),
  fc.constantFrom(
    ...'https:// http:// www. @ a.example / . , ! ? : ; … ( ) [ ] { } \' ’ ‘ " “ * _ ~ | \\ # % %2f ， 。 ！ （ ） 「 文 é \u202e \u200d \u00ad 😀'.split(
      ' ',
    ),
    ...[' ', '\n', '\t', '\ud800'],
  ),
);
const texts = fc.array(parts, { maxLength: 30 }).map((some) => some.join(''));

test('links of any text lie in order, lead to the web or to mail only, and hold nothing that hides', () => {
  let found = 0;
  fc.assert(
    fc.property(texts, (text) => {
      let at = 0;
      for (const { start, end, url } of linksIn(text)) {
        expect(start).toBeGreaterThanOrEqual(at);
        expect(end).toBeGreaterThan(start);
        expect(text.slice(start, end)).not.toMatch(/[\s<>"\u202a-\u202e\u2066-\u2069\u200b]/);
        at = end;
        if (url === null) continue;
        found++;
        expect(url).toMatch(/^(https?:\/\/|mailto:)[\x21-\x7e]+$/);
        const parsed = new URL(url);
        expect([parsed.href, parsed.username]).toEqual([url, '']);
      }
    }),
    { numRuns: 3000 },
  );
  expect(found).toBeGreaterThan(300);
});

test('an address between blanks is found whole, however a sentence or a pair of brackets stands around it', () => {
  const path = fc.array(fc.constantFrom('a', 'b_c', '(d)', 'e-f', '1', 'ü', '[g]', "h'i", 'j!k', ','), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(path, fc.constantFrom('.', ',', '!', '?', ').', ']', '”', '。', '…', ''), (some, after) => {
      const address = `https://a.example/${some.join('')}z`;
      for (const before of ['', ' ', '(', '[', '“', '看'])
        expect(written(`${before}${address}${after} end`)[0]).toBe(address);
    }),
  );
});

// Without bounds each of these took hours.
test.each(['.', '(', ')', '()', '[(', '@', 'a@', "'", '!', '_!', ',https://', 'www.', 'a.', '😀'])(
  'ends for half a million %s',
  (mark) => {
    linksIn(`https://a.example/${mark.repeat(500_000 / mark.length)}${')'.repeat(20_000)}x`);
    linksIn(mark.repeat(500_000 / mark.length));
  },
);

test.each([
  '(www._/',
  '!www._/',
  '(www.xn--a.example/',
  'www.',
  '~www.a.example@',
  'https://.',
  "('https://a.example/",
])('reads a text of false beginnings a few times, not once for each of them: %s', (part) => {
  const text = part.repeat(20_000 / part.length);
  const { codePointAt } = String.prototype;
  let looks = 0;
  String.prototype.codePointAt = function (at) {
    if (++looks > 20 * text.length) throw new Error('read too often');
    return codePointAt.call(this, at);
  };
  try {
    linksIn(text);
  } finally {
    String.prototype.codePointAt = codePointAt;
  }
});
