// Mails as people, machines and enemies send them: read if they can be read, always bounded, never an exception.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParsedMail } from '#app/ports/ports.ts';
import { encodeUtf8, utf8Length } from '#bytes/utf8.ts';
import { MAX_MAIL_BYTES } from '#wire/mail.ts';
import { mailParser } from './postal-mime.ts';

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const crlf = (text: string) => text.replace(/\r?\n/g, '\r\n');

/** Parses a mail written as Latin-1, and holds every bound that the records rely on. */
async function parse(source: string | Uint8Array): Promise<ParsedMail> {
  const mail = await mailParser.parse(typeof source === 'string' ? latin1(crlf(source)) : source);
  const control = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
  const oneLine: [string, number][] = [
    [mail.subject, 998],
    [mail.from.name, 320],
    [mail.from.address, 320],
    ...mail.attachments.flatMap(({ name, mediaType }): [string, number][] => [
      [name, 255],
      [mediaType, 127],
    ]),
  ];
  for (const [text, most] of oneLine) {
    expect(utf8Length(text)).toBeLessThanOrEqual(most);
    expect(text).not.toMatch(control);
    expect(() => encodeUtf8(text)).not.toThrow();
  }
  for (const { name, byteCount } of mail.attachments) {
    expect(name).toMatch(/^[^/\\.:][^/\\:]*$/);
    expect(Number.isSafeInteger(byteCount)).toBe(true);
  }
  for (const text of [mail.text, mail.html ?? '']) {
    expect(text.length).toBeLessThanOrEqual(2 * 1024 * 1024);
    expect(text).not.toMatch(/(?![\n\t])\p{Cc}/u);
    expect(() => encodeUtf8(text)).not.toThrow();
  }
  expect(mail.attachments.length).toBeLessThanOrEqual(64);
  expect(mail.links.length).toBeLessThanOrEqual(200);
  for (const { url } of mail.links) expect(url).toMatch(/^https?:\/\/.{0,2041}$/i);
  return mail;
}

const plain = (headers: string, text = 'Hello') => parse(`${headers}\n\n${text}\n`);

describe('an ordinary mail', () => {
  it('of two forms gives both, and an attachment by name, kind and size', async () => {
    const mail = await parse(`From: "Shop, The" <hello@shop.example>
To: mask@mail.example
Subject: =?utf-8?q?Your_code_is_482_193_=E2=9C=93?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=outer

--outer
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Gr=C3=BC=C3=9Fe: https://shop.example/confirm?t=3Dabc.
--inner
Content-Type: text/html; charset=iso-8859-1

<p>Gr\xfc\xdfe</p><a href="https://shop.example/c?a=1&amp;b=2"><b>Confirm</b> address</a>
--inner--
--outer
Content-Type: application/pdf; name="r.pdf"
Content-Disposition: attachment; filename="invoice.pdf"
Content-Transfer-Encoding: base64

aGVsbG8=
--outer--
`);
    expect(mail).toEqual({
      subject: 'Your code is 482 193 ✓',
      from: { name: 'Shop, The', address: 'hello@shop.example' },
      to: 'mask@mail.example',
      text: 'Grüße: https://shop.example/confirm?t=abc.\n',
      bodies: [
        'Grüße: https://shop.example/confirm?t=abc.\n',
        'Grüße\n\nConfirm address <https://shop.example/c?a=1&b=2>',
      ],
      html: '<p>Grüße</p><a href="https://shop.example/c?a=1&amp;b=2"><b>Confirm</b> address</a>\n',
      links: [
        { url: 'https://shop.example/c?a=1&b=2', text: 'Confirm address' },
        { url: 'https://shop.example/confirm?t=abc', text: 'https://shop.example/confirm?t=abc' },
      ],
      attachments: [{ name: 'invoice.pdf', mediaType: 'application/pdf', byteCount: 5 }],
      related: [],
    });
  });

  it('of text alone gives the links in it', async () => {
    const { html, links } = await plain(
      'Subject: x',
      'Go to <https://a.example/x_(y)>, (see https://b.example/z). No: ftp://c.example http://',
    );
    expect(html).toBeNull();
    expect(links.map(({ url }) => url)).toEqual(['https://a.example/x_(y)', 'https://b.example/z']);
  });

  it('of HTML alone gives a text', async () => {
    const { text } = await parse(
      'Content-Type: text/html; charset=utf-8\n\n<html><head><title>T</title><style>p{}</style><body><h1>Hi&nbsp;there</h1><p>Your code<br>123&#52;</p>',
    );
    expect(text).toBe('Hi there\n\nYour code\n1234');
  });

  it('whose text is a stub is read by its HTML, and both are looked through', async () => {
    const of = (plain: string, html: string) =>
      parse(
        `Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n${plain}\n--b\nContent-Type: text/html\n\n${html}\n--b--\n`,
      );
    const code = await of(
      'Your program shows no HTML. Please use another one.',
      '<p>Your verification code is</p><p>482193</p>',
    );
    expect(code.text).toBe('Your verification code is\n\n482193');
    expect(code.bodies).toEqual([expect.stringContaining('no HTML'), code.text]);
    const long = await of(
      'See it in your browser: https://a.example/v',
      `<p>${'A long story. '.repeat(40)}</p><a href="https://a.example/s">Shop</a>`,
    );
    expect(long.text).toContain('A long story.');
    expect(long.links.map(({ url }) => url)).toEqual(['https://a.example/s', 'https://a.example/v']);
    // A text that has the code is read, however much the HTML adds.
    const both = await of('Your code is 482193', `<p>Your code is 482193</p><p>${'Offers! '.repeat(100)}</p>`);
    expect(both.text.trim()).toBe('Your code is 482193');
  });

  it('that brings another one shows it as a quotation and a file, and its words are not its own', async () => {
    const inner = 'From: Reading Room <a@room.example>\nSubject: =?utf-8?q?Your_c=C3=B6de?=\n\nYour code is 482193.\n';
    const alone = await parse(`Content-Type: message/rfc822\n\n${inner}`);
    expect(alone.text).toBe('> From: Reading Room <a@room.example>\n> Subject: Your cöde\n>\n> Your code is 482193.');
    expect(alone.bodies).toEqual([]);
    for (const disposition of ['', 'Content-Disposition: inline\n', 'Content-Disposition: attachment\n']) {
      const mail = await parse(
        `Subject: Fwd\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee below.\n--b\nContent-Type: message/rfc822\n${disposition}\n${inner}--b--\n`,
      );
      expect(mail.bodies.map((text) => text.trim())).toEqual(['See below.']);
      expect(mail.text).toContain('> Your code is 482193.');
      expect(mail.attachments).toMatchObject([{ name: 'Your cöde.eml', mediaType: 'message/rfc822' }]);
    }
  });

  it('wrapped for its way is as it was written, quotations too', async () => {
    const flowed = (delsp: string, text: string) =>
      parse(`Content-Type: text/plain; format=flowed${delsp}\n\n${text}`).then((mail) => mail.text.trimEnd());
    expect(await flowed('', 'One long \nparagraph.\n\n> A quotation \n> goes on.\n>> deeper \n> back\n>\n> end')).toBe(
      'One long paragraph.\n\n> A quotation goes on.\n>> deeper \n> back\n> \n> end',
    );
    expect(await flowed('; delsp=yes', 'https://a.example/ \nb \n c\n> d \n> e\n-- \nme \nhere')).toBe(
      'https://a.example/bc\n> de\n-- \nmehere',
    );
    expect(await flowed('', ' > stuffed\n  two')).toBe('> stuffed\n two');
    const fixed = await parse('Content-Type: text/plain; format=fixed\n\na \nb');
    expect(fixed.text.trimEnd()).toBe('a \nb');
  });
});

describe('a header', () => {
  it.each([
    ['of 8-bit bytes', 'Subject: \xffGr\xfc\xdfe', /Gr/],
    ['with a broken encoded word', 'Subject: =?utf-8?b?!!!?= =?nonsense?q?x?= =?utf-8?q?=E2=82', /./],
    ['with half a character', 'Subject: =?utf-8?q?a=E2=82?=', /^a/],
    ['with encoded line ends', 'Subject: =?utf-8?q?a=0D=0AFrom:_evil=00=07?=', /^a From: evil$/],
    ['with turned direction', 'Subject: =?utf-8?b?4oCuZ3BqLmV4ZQ==?=', /^gpj\.exe$/],
    ['with encoded surrogates', 'Subject: =?utf-16be?b?2AAAYQ==?=', /./],
    ['of great length', `Subject: ${'ab '.repeat(50_000)}`, /^ab ab/],
    ['of great length in many bytes', `Subject: =?utf-8?q?${'=E2=82=AC'.repeat(2_000)}?=`, /^€{332}$/],
    ['that is there twice', 'Subject: first\nSubject: second', /^first$/],
    ['that is folded', 'Subject: one\n two\n\tthree', /^one two three$/],
    ['that is empty', 'Subject:', /^$/],
  ])('%s', async (_, header, wanted) => {
    expect((await plain(header)).subject).toMatch(wanted);
  });

  it.each([
    ['two of them', 'From: a@one.example\nFrom: b@two.example', { name: '', address: 'a@one.example' }],
    ['several authors', 'From: A <a@one.example>, b@two.example', { name: 'A', address: 'a@one.example' }],
    ['a group', 'From: Team: A <a@one.example>, b@two.example;', { name: 'A', address: 'a@one.example' }],
    ['an empty group', 'From: undisclosed recipients:;', { name: 'undisclosed recipients', address: '' }],
    ['none', 'To: a@one.example', { name: '', address: '' }],
    [
      'an address as a name',
      'From: "ceo@bank.example" <a@one.example>',
      { name: 'ceo@bank.example', address: 'a@one.example' },
    ],
    [
      'an encoded name with a line end',
      'From: =?utf-8?q?A=0AB?= <a@one.example>',
      { name: 'A B', address: 'a@one.example' },
    ],
  ])('From with %s', async (_, header, wanted) => {
    expect((await plain(header)).from).toEqual(wanted);
  });

  it('From of great length', async () => {
    await plain(`From: ${'x'.repeat(100_000)} <${'y'.repeat(100_000)}@${'z'.repeat(1000)}.example>`);
    await plain(`From: ${'a@b.example, '.repeat(10_000)}`);
    await plain(`From: ${'('.repeat(50_000)}`);
    await plain(`From: ${'"\\'.repeat(50_000)}`);
  });
});

describe('an attachment', () => {
  const named = async (disposition: string) => {
    const mail = await parse(
      `Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/x-thing\nContent-Disposition: attachment; ${disposition}\n\nx\n--b--\n`,
    );
    return mail.attachments[0]?.name;
  };

  it.each([
    ['filename="../../etc/passwd"', '_.._etc_passwd'],
    ['filename="C:\\\\Windows\\\\x.exe"', 'C__Windows_x.exe'],
    ['filename="/absolute"', '_absolute'],
    ['filename=".bashrc"', 'bashrc'],
    ['filename=".."', 'attachment'],
    ['filename=""', 'attachment'],
    ['filename="a\tb"', 'a b'],
    ["filename*=utf-8''%E2%80%AEgpj.exe", 'gpj.exe'],
    ["filename*=utf-8''a%00b%0D%0Ac.txt", 'a b c.txt'],
    ['x=y', 'attachment'],
  ])('%s is named safely', async (disposition, wanted) => {
    expect(await named(disposition)).toBe(wanted);
  });

  it('keeps its ending if its name is cut', async () => {
    expect(await named(`filename*=utf-8''${'%C3%A4'.repeat(300)}.pdf`)).toMatch(/^ä+\.pdf$/);
  });

  it('is one of 64 at most', async () => {
    const parts = '--b\nContent-Type: image/png; name=p.png\n\nx\n'.repeat(300);
    const mail = await parse(`Content-Type: multipart/mixed; boundary=b\n\n${parts}--b--\n`);
    expect(mail.attachments).toHaveLength(64);
  });
});

describe('a mail that is broken or made to hurt', () => {
  const nested = (depth: number) => {
    let mail = 'Subject: deep\n';
    for (let i = 0; i < depth; i++) mail += `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`;
    return `${mail}\nthe bottom\n`;
  };
  const forwarded = (depth: number) =>
    `Subject: top\n${'Content-Type: message/rfc822\n\n'.repeat(depth)}\nthe bottom\n`;
  const many = (part: string) => part.repeat(Math.floor(MAX_MAIL_BYTES / part.length));

  it.each<[string, string | Uint8Array]>([
    ['nothing', ''],
    ['one byte', new Uint8Array([0])],
    ['an empty line', '\n'],
    ['no header', '\nonly text'],
    ['no body', 'Subject: x'],
    ['no line ends', 'x'.repeat(100_000)],
    ['carriage returns alone', 'Subject: x\r\rtext\r'.repeat(100)],
    ['a multipart cut off in its header', 'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Ty'],
    ['a multipart without its end', 'Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello'],
    ['a multipart without a boundary', 'Content-Type: multipart/mixed\n\n--b\n\nhello\n--b--'],
    ['a boundary of nothing', 'Content-Type: multipart/mixed; boundary=""\n\n--\n\nhello\n----'],
    [
      'a boundary within itself',
      'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n--b--',
    ],
    ['an unknown charset', 'Content-Type: text/plain; charset=klingon\n\n\xff\xfe'],
    ['a charset that does not fit', 'Content-Type: text/plain; charset=utf-16\n\nabc'],
    ['an unknown encoding', 'Content-Transfer-Encoding: rot13\n\nuryyb'],
    ['broken base64', 'Content-Transfer-Encoding: base64\n\n@@@=a=b===\n!'],
    ['broken quoted-printable', 'Content-Transfer-Encoding: quoted-printable\n\n=\n=G1=1=='],
    ['a huge header', `Subject: kept\nX: ${'y'.repeat(1_500_000)}\n\ntext`],
    ['a hundred thousand headers', `Subject: kept\n${'X: y\n'.repeat(100_000)}\ntext`],
    ['parts nested 300 deep', nested(300)],
    ['parts nested 5,000 deep', nested(5_000)],
    ['mails in mails, 1,000 deep', forwarded(1_000)],
    ['nothing but boundaries', `Content-Type: multipart/mixed; boundary=b\n\n${many('--b\n').slice(0, -100)}`],
    [
      'boundaries of every part',
      `Content-Type: multipart/mixed; boundary=b\n\n${many('--b\nContent-Type: multipart/mixed; boundary=c\n\n').slice(0, -100)}`,
    ],
    ['unclosed tags', `Content-Type: text/html\n\n${many('<a ').slice(0, -100)}`],
    ['unclosed comments', `Content-Type: text/html\n\n${many('<!-- ').slice(0, -100)}`],
    ['unclosed quotes', `Content-Type: text/html\n\n${many('<a href="').slice(0, -100)}`],
    ['nothing but links', `Content-Type: text/html\n\n${many('<a href=https://a.example/>x').slice(0, -100)}`],
    ['nothing but ampersands', `Content-Type: text/html\n\n${many('&amp').slice(0, -100)}`],
    ['nothing but blanks', `Content-Type: text/html\n\n${many('&nbsp; ').slice(0, -100)}`],
    ['nothing but links in text', `\n\n${many('https://').slice(0, -100)}`],
    ['nothing but brackets in text', `\n\nhttps://a.example/${many(')')}`],
    ['nothing but line ends', many('\n')],
    ['links that end in dots and do not end there', `\n\n${many(`https://a/${'.'.repeat(2_000)}x `)}`],
    ['zeroes', new Uint8Array(100_000)],
    ['parts of HTML with silent heads', `Content-Type: text/html\n\n${many('<head><style>').slice(0, -100)}`],
  ])('%s', async (_, mail) => {
    await parse(mail);
  });

  it('beyond the limits is shown as it is, under its subject', async () => {
    const mail = await parse(nested(300));
    expect(mail.subject).toBe('deep');
    expect(mail.text).toContain('the bottom');
    expect((await parse(`Subject: kept\nFrom: a@b.example\nX: ${'y'.repeat(300_000)}\n\ntext`)).subject).toBe('kept');
    // Each line costs the parser an object: two million of them held a worker for ten seconds.
    const lines = await parse(
      `Subject: kept\nContent-Transfer-Encoding: quoted-printable\n\n${'=41\n'.repeat(70_000)}`,
    );
    expect(lines).toMatchObject({ subject: 'kept', text: expect.stringContaining('=41') });
    expect((await parse(`Content-Transfer-Encoding: quoted-printable\n\n${'=41\n'.repeat(30_000)}`)).text).toMatch(
      /^A\nA/,
    );
  });

  it('of any bytes at all', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => void (await parse(bytes))));
  });

  it('of any pieces that mean something', async () => {
    const pieces = [
      '\r\n',
      '\n',
      '--b',
      '--b--',
      '--',
      'Content-Type: ',
      'multipart/mixed; boundary=b',
      'text/html',
      'text/plain; charset=',
      'utf-16',
      'message/rfc822',
      'Content-Transfer-Encoding: base64',
      'Subject: ',
      '=?utf-8?b?',
      '?=',
      '=?x?q?=80',
      'From: ',
      '<',
      '>',
      '"',
      '(',
      '@',
      ':',
      ';',
      ',',
      '\x00',
      '\xff',
      '\xe2\x82',
      '<a href="https://a.example/">',
      '</a>',
      '<style>',
      '&#0;',
      '&#xd800;',
      '<!--',
      '-->',
      'Content-Disposition: attachment; filename=',
      "filename*=utf-8''%",
      '../x',
      ' ',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3 })), { maxLength: 60 }),
        async (parts) => {
          await parse(latin1(parts.join('')));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a charset', () => {
  const KO = Buffer.from('인증번호 482193', 'utf8');
  const bytes = (header: string, body: Uint8Array) =>
    mailParser.parse(new Uint8Array(Buffer.concat([Buffer.from(crlf(`${header}\n\n`), 'latin1'), body])));
  const gb = new Uint8Array([0xc4, 0xfa, 0xb5, 0xc4, 0xd1, 0xe9, 0xd6, 0xa4, 0xc2, 0xeb]);
  const jis = Buffer.from("\x1b$BG'>Z%3!<%I\x1b(B 482193", 'latin1');

  it.each<[string, string, Uint8Array, string]>([
    ['missing, of UTF-8', 'Content-Type: text/plain', KO, '인증번호 482193'],
    ['called ASCII, of UTF-8', 'Content-Type: text/plain; charset=US-ASCII', KO, '인증번호 482193'],
    ['unknown, of UTF-8', 'Content-Type: text/plain; charset=klingon', KO, '인증번호 482193'],
    [
      'empty, as its subject’s',
      'Subject: =?gb2312?B?0enWpMLr?=\nContent-Type: text/html; charset=""',
      gb,
      '您的验证码',
    ],
    ['missing, as its language’s', 'Content-Language: zh-CN\nContent-Type: text/plain', gb, '您的验证码'],
    [
      'missing, as its HTML says',
      'Content-Type: text/html',
      Buffer.concat([Buffer.from('<meta charset="gbk"><p>'), gb]),
      '您的验证码',
    ],
    [
      'missing, as the language of its HTML',
      'Content-Type: text/html',
      Buffer.concat([Buffer.from('<html lang="zh"><p>'), gb]),
      '您的验证码',
    ],
    ['missing, with escapes', 'Content-Type: text/plain;', jis, '認証コード 482193'],
    ['called UTF-8, with escapes', 'Content-Type: text/plain; charset=utf-8', jis, '認証コード 482193'],
    [
      'of Latin-1, called ASCII',
      'Content-Type: text/plain; charset=ascii',
      Buffer.from('Gr\xfc\xdfe', 'latin1'),
      'Grüße',
    ],
    [
      'of Latin-1, called UTF-8',
      'Content-Type: text/plain; charset=utf-8',
      Buffer.from('Gr\xfc\xdfe', 'latin1'),
      'Grüße',
    ],
    ['of a code page', 'Content-Type: text/plain; charset=cp932', new Uint8Array([0x94, 0x46, 0x8f, 0xd8]), '認証'],
    ['of KOI8-R, as it says', 'Content-Type: text/plain; charset=koi8-r', new Uint8Array([0xeb, 0xcf, 0xc4]), 'Код'],
    [
      'of UTF-8 with one damaged letter',
      'Content-Type: text/plain; charset=utf-8',
      Buffer.concat([KO, new Uint8Array([0xff])]),
      '인증번호 482193\ufffd',
    ],
  ])('%s', async (_, header, text, wanted) => {
    expect((await bytes(header, text)).text.trim()).toBe(wanted);
  });

  it.each([
    [
      'unencoded bytes, as the text',
      'Subject: Gr\xfc\xdfe aus K\xf6ln\nContent-Type: text/plain; charset=iso-8859-1',
      'Grüße aus Köln',
    ],
    ['bytes of UTF-8', 'Subject: Gr\xc3\xbc\xc3\x9fe', 'Grüße'],
    [
      'bytes of GBK beside an encoded name',
      'Subject: \xd1\xe9\xd6\xa4\xc2\xeb\nFrom: =?gbk?B?1cU=?= <a@b.example>',
      '验证码',
    ],
    [
      'words cut inside a letter',
      'Subject: =?utf-8?B?S8O2bG4gw7xiZXIgU3RyYcM=?=\n =?utf-8?B?n2UgaGVpw590?=',
      'Köln über Straße heißt',
    ],
    ['words of two encodings cut inside a letter', 'Subject: =?utf-8?Q?K=C3?= =?utf-8?B?tmxu?=', 'Köln'],
    ['words of two charsets', 'Subject: =?utf-8?q?=C3=BC?= =?iso-8859-1?q?=FC?=', 'üü'],
    ['a word with a language', 'Subject: =?utf-8*de?q?K=C3=B6ln?=', 'Köln'],
    ['a word between text', 'Subject: from =?utf-8?q?K=C3=B6ln?= with love', 'from Köln with love'],
    ['words with a letter that is really cut', 'Subject: =?utf-8?q?a=E2=82?= =?utf-8?q?b?=', 'a\ufffdb'],
  ])('of a subject: %s', async (_, header, wanted) => {
    expect((await plain(header)).subject).toBe(wanted);
  });
});

describe('a part', () => {
  const list = async (...parts: string[]) => {
    const mail = await parse(
      `Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n${parts.map((part) => `--b\n${part}\n`).join('')}--b--\n`,
    );
    return { names: mail.attachments.map(({ name }) => name), text: mail.text.trim() };
  };

  it('with a name is a file, even if the mail shows it in place', async () => {
    const shown = ['inline; filename="notes.txt"', 'inline; filename=page.html'];
    const { names, text } = await list(
      `Content-Type: text/plain\nContent-Disposition: ${shown[0]}\n\nYour code is 111111`,
      `Content-Type: text/html\nContent-Disposition: ${shown[1]}\n\n<p>no`,
      'Content-Type: text/plain; name=more.log\n\nlog',
    );
    expect(names).toEqual(['notes.txt', 'page.html', 'more.log']);
    expect(text).toBe('hello');
    const alone = await parse(
      'Content-Type: text/plain; name=message.txt\nContent-Disposition: inline\n\nthe whole mail',
    );
    expect([alone.text.trim(), alone.attachments]).toEqual(['the whole mail', []]);
  });

  it('without a name is called by what it is, and one without an ending gets it', async () => {
    const { names } = await list(
      'Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR',
      'Content-Type: image/png\n\nx',
      'Content-Type: application/pdf; name=Rechnung\n\nx',
      'Content-Type: application/pdf; name=evil.exe\n\nx',
      'Content-Type: message/delivery-status\n\nAction: failed',
      'Content-Type: message/rfc822\n\n\nno header',
      'Content-Type: message/rfc822\n\nSubject: ../a/b\n\nx',
      'Content-Type: application/x-thing\n\nx',
    );
    expect(names).toEqual([
      'invitation.ics',
      'picture.png',
      'Rechnung.pdf',
      'evil.exe',
      'delivery report.txt',
      'forwarded mail.eml',
      '_a_b.eml',
      'attachment',
    ]);
  });
});

describe('an attachment', () => {
  const message = latin1(
    crlf(`From: a@example.org
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

see both
--b
Content-Type: application/pdf; name=one.pdf
Content-Disposition: attachment
Content-Transfer-Encoding: base64

AAECAw==
--b
Content-Type: text/csv
Content-Disposition: attachment; filename=two.csv

a,b
--b--
`),
  );

  it('is given out as it was sent, by its place in the list', async () => {
    expect((await mailParser.parse(message)).attachments.map(({ name }) => name)).toEqual(['one.pdf', 'two.csv']);
    expect(await mailParser.attachment(message, 0)).toEqual(new Uint8Array([0, 1, 2, 3]));
    expect(new TextDecoder().decode((await mailParser.attachment(message, 1)) ?? undefined).trim()).toBe('a,b');
    expect(await mailParser.attachment(message, 2)).toBeNull();
  });

  it('of nonsense, or of a mail that is made to hurt, is none', async () => {
    expect(await mailParser.attachment(latin1('nonsense'), 0)).toBeNull();
    expect(await mailParser.attachment(latin1('\n'.repeat(100_000)), 0)).toBeNull();
    expect(await mailParser.attachment(message, 64)).toBeNull();
  });
});
