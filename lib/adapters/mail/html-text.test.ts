// The readable text of an HTML mail, and that nothing of it is markup any more.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linksInText, readHtml } from './html-text.ts';

const textOf = (html: string) => readHtml(html).text;

describe('the text of an HTML mail', () => {
  it.each([
    ['keeps blocks apart', '<div>a</div><div>b</div><p>c</p><p>d</p>e', 'a\nb\n\nc\n\nd\n\ne'],
    ['breaks lines', 'a<br>b<BR/>c', 'a\nb\nc'],
    ['keeps cells apart', '<table><tr><td>Code</td><td>482193</td></tr><tr><td>x</td></tr></table>', 'Code 482193\nx'],
    ['joins inline parts', '4<b>8</b>2 <span>1</span>93', '482 193'],
    ['takes white space as one blank', 'a \n\t  b&nbsp;&nbsp;c', 'a b c'],
    ['leaves out what is no text', '<head><title>t</title></head><style>s</style><script>"</p>"</script><p>a', 'a'],
    ['leaves out comments', 'a<!-- <p>hidden</p> -->b<!--[if mso]>x<![endif]-->c', 'abc'],
    ['leaves out declarations', '<!doctype html><?xml version="1.0"?>a', 'a'],
    ['goes on if a head has no end', '<head><meta x><body>a', 'a'],
    ['knows that > may be quoted', '<p title="a > b">c', 'c'],
    ['keeps a < that begins no tag', '1 < 2 and 3<4 <', '1 < 2 and 3<4 <'],
    [
      'reads characters by name and number',
      '&lt;b&gt; &amp;amp; &euro;&#8364;&#x20AC; &auml;&Uuml; &hellip;',
      '<b> &amp; €€€ äÜ …',
    ],
    ['keeps what is no character', '&nosuch; &; &#; &#x; AT&T', '&nosuch; &; &#; &#x; AT&T'],
    ['replaces characters that cannot be', '&#0;&#xd800;&#x110000;', '\ufffd\ufffd\ufffd'],
    ['drops the padding of previews', 'Hi&zwnj;&nbsp;&#847;&zwnj;&nbsp;&#8203; &shy;there', 'Hi \u00adthere'],
    ['keeps joiners inside words and pictures', 'می&zwnj;خواهم 👩&zwj;💻', 'می\u200cخواهم 👩\u200d💻'],
    [
      'shows the target of a link',
      '<a href="https://a.example/x?a=1&amp;b=2">Confirm</a>!',
      'Confirm <https://a.example/x?a=1&b=2>!',
    ],
    ['shows it once if that is its text', '<a href="https://a.example/">https://a.example/</a>', 'https://a.example/'],
    [
      'shows no other links',
      '<a href="javascript:x">a</a> <a href="mailto:b@c.example">b</a> <a href="/c">c</a> <a>d</a>',
      'a b c d',
    ],
  ])('%s', (_, html, text) => {
    expect(textOf(html)).toBe(text);
  });

  it('is every written word in its order, in any tags', () => {
    const word = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
      .filter((text) => /^[\p{L}\p{N}<>&"'=/;#]+$/u.test(text));
    const tag = fc.constantFrom(
      '<b>',
      '</b>',
      '<p class="x">',
      '</p>',
      '<br>',
      '<td>',
      '<!-- c -->',
      '<font color=red>',
      '<a>',
      '</a>',
      '<svg>x</svg>',
      ' ',
    );
    const encode = (text: string) => text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
    fc.assert(
      fc.property(fc.array(fc.tuple(word, tag)), (pairs) => {
        const text = textOf(pairs.map(([written, around]) => around + encode(written)).join(''));
        expect(text.replace(/\s/g, '')).toBe(pairs.map(([written]) => written).join(''));
      }),
    );
  });

  it('ends for any pieces of markup', () => {
    const pieces = [
      '<',
      '>',
      '</',
      '<p',
      '<a href=',
      '"',
      "'",
      '=',
      'https://a.example',
      '<!--',
      '-->',
      '<style>',
      '</style>',
      'x',
      ' ',
      '/',
      '<br>',
      '&',
      '#',
      ';',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (parts) => {
        const html = parts.join('');
        const { text, links } = readHtml(html);
        expect(text.length + JSON.stringify(links).length).toBeLessThanOrEqual(html.length * 4 + 2);
      }),
    );
  });
});

describe('links', () => {
  it('come with the text to click, a picture by its description', () => {
    expect(
      readHtml(
        '<A HREF=\'https://a.example/1\'>one\n <b>two</b></A><a href=https://a.example/2><img src=x alt="Confirm &amp; go"></a><a href="https://a.example/3"></a>',
      ).links,
    ).toEqual([
      { url: 'https://a.example/1', text: 'one two' },
      { url: 'https://a.example/2', text: 'Confirm & go' },
      { url: 'https://a.example/3', text: '' },
    ]);
  });

  it('end before the next, or with the mail', () => {
    expect(readHtml('<a href=https://a.example/1>one<a href=https://a.example/2>two').links).toEqual([
      { url: 'https://a.example/1', text: 'one' },
      { url: 'https://a.example/2', text: 'two' },
    ]);
  });

  it('are not taken from hidden elements, of other schemes, or of addresses that do not parse', () => {
    expect(
      readHtml(
        '<style><a href="https://a.example/">x</a></style><a href="data:x">y</a><a href="https://">z</a><a data-href="https://a.example/">w</a>',
      ).links,
    ).toEqual([]);
  });

  it('in text end before what ends the sentence', () => {
    const urls = (text: string) => linksInText(text).map(({ url }) => url);
    expect(urls('See https://a.example/x. Or https://a.example/y?z=1, or (https://a.example/w)!')).toEqual([
      'https://a.example/x',
      'https://a.example/y?z=1',
      'https://a.example/w',
    ]);
  });
});
