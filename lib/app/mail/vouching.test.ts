// Authentic means: the domain that a person is shown is the one that was judged. Held over lawful and odd forms of
// From, with the real gateway's reading on one side and the real parser on the other, who need not agree.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mailParser } from '#adapters/mail/postal-mime.ts';
import { authenticateMail } from '#services/mail/authentication.ts';
import { Questions } from '#services/mail/questions.ts';
import { zoneResolver } from '#services/mail/resolver.ts';
import { mailerAfter, vouchedAuthor, vouchingDomain } from './vouching.ts';

/** All mail comes from here, and every domain's policy wants that. */
const POLICY = ['v=DMARC1; p=reject'];
const DOMAINS = ['shop.example', 'evil.example', 'xn--mnchen-3ya.example'];
const zone = zoneResolver(
  Object.fromEntries(
    DOMAINS.flatMap((domain) => [
      [`_dmarc.${domain}`, POLICY],
      [domain, ['v=spf1 ip4:127.0.0.1 -all']],
    ]),
  ),
);

async function judge(head: string, sender = 'bounce@evil.example') {
  const message = new Uint8Array(Buffer.from(`${head}\r\nSubject: Your code\r\n\r\nhello\r\n`, 'latin1'));
  const { signal } = new AbortController();
  const origin = { ip: '127.0.0.1', helo: 'x', from: sender };
  const finding = await authenticateMail(message, origin, new Questions(zone), 0, signal);
  const { address } = (await mailParser.parse(message)).from;
  return { finding, address, by: vouchedAuthor(finding, address) };
}

describe('the sender owns evil.example', () => {
  const heads = [
    'From: a@shop.example, b@evil.example',
    'From: b@evil.example, a@shop.example',
    'From: a@shop.example\r\nFrom: b@evil.example',
    'From: b@evil.example\r\nFrom: a@shop.example',
    'From: b@evil.example\r\nFrom : a@shop.example',
    'From: Team: a@shop.example, b@evil.example;',
    'From: Team: b@evil.example;, a@shop.example',
    'From: <@shop.example:b@evil.example>',
    'From: <@evil.example:a@shop.example>',
    'From: <a@shop.example> <b@evil.example>',
    'From: a@shop.example <b@evil.example>',
    'From: "a@shop.example" <b@evil.example>',
    'From: =?utf-8?q?a=40shop.example?= <b@evil.example>',
    'From: =?utf-8?q?=3Ca=40shop.example=3E?= <b@evil.example>',
    'From: =?utf-8?q?a=40shop.example=2C?= b@evil.example',
    'From: =?utf-8?q?a=40shop.example=3E?= <b@evil.example>',
    'From: =?utf-8?q?a=40shop.example?=@evil.example',
    'From: "a@shop.example>"@evil.example',
    'From: "a@shop.example"@evil.example',
    'From: (a@shop.example) b@evil.example',
    'From: b@evil.example (a@shop.example)',
    'From: a@shop.example(b)@evil.example',
    'From: a@shop.example\0@evil.example',
    'From: a@evil.example\\@shop.example',
    'From: <b@evil.example\r\n\x0b,a@shop.example>',
    'From: b@evil.example\r\n \r\nFrom: a@shop.example',
    'From: b@evil.example\rFrom: a@shop.example',
    'From:\r\n a@shop.example,\r\n b@evil.example',
    'From: a@shop.example;b@evil.example',
    'From: a@shop.example b@evil.example',
    'From: "Shop <a@shop.example>" b@evil.example',
    'From: "Shop\\" <a@shop.example>, " <b@evil.example>',
    'From: undisclosed:;',
    'From:',
    'Sender: b@evil.example',
    'Resent-From: b@evil.example\r\nReply-To: a@shop.example',
  ];

  it.each(heads)('and is never taken for the shop by: %j', async (head) => {
    const { finding, address, by } = await judge(head);
    expect(by === null || (by === 'evil.example' && address.endsWith('@evil.example'))).toBe(true);
    if (by !== null) expect(finding.author).toBe(by);
  });

  it.each([
    'From: b@evil.example',
    'From: <b@evil.example>',
    'From: Corner Shop <b@EVIL.example>',
    'From: "Shop, The" <b@evil.example> (hello)',
    'From: =?utf-8?q?Caf=C3=A9?=\r\n <b@evil.example>',
  ])('and is who they are by: %j', async (head) => {
    expect((await judge(head)).by).toBe('evil.example');
  });

  it('and is nobody in any sequence of what addresses are made of, but who they are', async () => {
    const pieces = [
      'a@shop.example',
      'b@evil.example',
      '<',
      '>',
      '"',
      '(',
      ')',
      ',',
      ';',
      ':',
      ' ',
      '\\',
      '@',
      '.',
      '\r\n ',
      '\t',
      '\r',
      '=?utf-8?q?a=40shop.example?=',
      '=?utf-8?q?=3C?=',
      '=?utf-8?q?=3E?=',
      'Shop',
      'From:',
      '\r\nFrom: ',
      '\0',
      '\xe9',
      '[',
      ']',
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 9 }), async (parts) => {
        const { finding, address, by } = await judge(`From: ${parts.join('')}`);
        if (by === null) return;
        expect([by, finding.author, address.slice(address.indexOf('@') + 1).toLowerCase()]).toEqual(
          Array(3).fill('evil.example'),
        );
      }),
      { numRuns: 1_500 },
    );
  });
});

describe('a finding', () => {
  const good = { spf: 'pass', dkim: 'pass', dmarc: 'pass', domain: 'shop.example', author: 'shop.example' } as const;
  const shown = 'a@shop.example';

  it.each(['none', 'fail', 'softfail', 'neutral', 'temperror', 'permerror'] as const)(
    'of DMARC %s is no pass',
    (dmarc) => {
      expect(vouchedAuthor({ ...good, dmarc, domain: 'mailer.example' }, shown)).toBeNull();
      // Only if the domain publishes nothing does a check that passed in its own name suffice.
      expect(vouchedAuthor({ ...good, dmarc }, shown)).toBe(dmarc === 'none' ? 'shop.example' : null);
      const nothing = { spf: dmarc, dkim: dmarc };
      expect(vouchedAuthor({ ...good, ...nothing, dmarc: 'none' }, shown)).toBeNull();
    },
  );

  it('without an author, or for another than is shown, is for nobody', () => {
    expect(vouchedAuthor(good, shown)).toBe('shop.example');
    expect(vouchedAuthor({ ...good, author: '' }, shown)).toBeNull();
    expect(vouchedAuthor({ ...good, author: '' }, '')).toBeNull();
    for (const other of [
      '',
      '@',
      'a@',
      '@shop.example',
      'shop.example',
      'a@mail.shop.example',
      'a@b@shop.example',
      'a@shop.example>',
      'a@evilshop.example',
    ])
      expect(vouchedAuthor(good, other)).toBeNull();
  });

  it('of a name below or beside is the organisation’s, where nothing is published', () => {
    const found = { ...good, dmarc: 'none', author: 'news.shop.example' } as const;
    expect(vouchedAuthor({ ...found, domain: 'mail.shop.example' }, 'a@news.shop.example')).toBe('news.shop.example');
    expect(vouchedAuthor({ ...found, domain: 'other.example' }, 'a@news.shop.example')).toBeNull();
    expect(vouchedAuthor({ ...found, domain: '' }, 'a@news.shop.example')).toBeNull();
    // Two people's pages under one public suffix are two organisations.
    const page = { ...good, dmarc: 'none', domain: 'blair.github.io', author: 'alex.github.io' } as const;
    expect(vouchedAuthor(page, 'a@alex.github.io')).toBeNull();
    // The suffix above them belongs to neither.
    const under = { ...page, domain: 'github.io' } as const;
    expect(vouchedAuthor(under, 'a@alex.github.io')).toBeNull();
    expect(vouchedAuthor({ ...under, author: 'github.io', domain: 'eu.org' }, 'a@github.io')).toBeNull();
    expect(vouchedAuthor({ ...under, author: 'github.io' }, 'a@github.io')).toBe('github.io');
  });
});

describe('a mailer', () => {
  const found = { spf: 'pass', dkim: 'none', dmarc: 'none', domain: 'mailer.example', author: 'shop.example' } as const;
  const shown = 'a@shop.example';

  it('vouches where the author’s domain publishes nothing, and the author’s own domain where it does', () => {
    expect(vouchingDomain(found, shown)).toBe('mailer.example');
    expect(vouchingDomain({ ...found, dmarc: 'pass' }, shown)).toBe('shop.example');
    expect(vouchingDomain({ ...found, domain: 'shop.example' }, shown)).toBe('shop.example');
  });

  it('never vouches for an author who says no, for one who is not plain, or without a pass', () => {
    for (const dmarc of ['fail', 'temperror', 'permerror', 'neutral', 'softfail'] as const)
      expect(vouchingDomain({ ...found, dmarc }, shown)).toBeNull();
    expect(vouchingDomain({ ...found, author: '' }, shown)).toBeNull();
    expect(vouchingDomain(found, 'a@other.example')).toBeNull();
    expect(vouchingDomain({ ...found, spf: 'softfail' }, shown)).toBeNull();
    expect(vouchingDomain({ ...found, domain: '' }, shown)).toBeNull();
  });

  it('is the first who vouches within ten minutes of the form, and stays it', () => {
    const minute = 60_000;
    const at = 100 * minute;
    const nobody = { mailer: '', filledAt: at };
    expect(mailerAfter(nobody, 'mailer.example', at + 10 * minute)).toBe('mailer.example');
    expect(mailerAfter(nobody, 'mailer.example', at + 10 * minute + 1)).toBe('');
    expect(mailerAfter(nobody, 'mailer.example', at - minute - 1)).toBe('');
    expect(mailerAfter(nobody, null, at + minute)).toBe('');
    expect(mailerAfter({ mailer: '', filledAt: 0 }, 'mailer.example', minute)).toBe('');
    expect(mailerAfter({ mailer: 'mailer.example', filledAt: at }, 'evil.example', at + minute)).toBe('mailer.example');
  });
});
