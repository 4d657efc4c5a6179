// The finding about a mail's sender: only a whole, plain and timely proof is a pass, and broken DNS never gives one.
import { generateKeyPairSync } from 'node:crypto';
import { dkimSign } from 'mailauth';
import { describe, expect, it } from 'vitest';
import { authenticateMail, MAX_SIGNATURES } from './authentication.ts';
import { Questions } from './questions.ts';
import { type Resolve, type Zone, zoneResolver } from './resolver.ts';

const NOW = Date.UTC(2026, 10, 29, 12);
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const record = `v=DKIM1; k=rsa; p=${keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
const KEYS: Zone = Object.fromEntries(
  ['shop.example', 'mail.shop.example', 'mailer.example', 'loose.example', 'news.loose.example', 'silent.example'].map(
    (domain) => [`s1._domainkey.${domain}`, [record]],
  ),
);
const ZONE: Zone = {
  ...KEYS,
  'shop.example': ['v=spf1 ip4:127.0.0.1 -all'],
  'mailer.example': ['v=spf1 ip4:127.0.0.1 -all'],
  '_dmarc.shop.example': ['v=DMARC1; p=reject; adkim=s; aspf=s'],
  '_dmarc.loose.example': ['v=DMARC1; p=none'],
};

interface Signing {
  readonly by?: string;
  readonly headerList?: string;
  readonly signTime?: Date;
  readonly expires?: Date;
  readonly algorithm?: string;
  readonly maxBodyLength?: number;
}

const mailOf = (from: string, more = ''): string =>
  `From: ${from}\r\nSubject: Your code\r\n${more}\r\nYour code is 482193\r\n`;

async function signed(mail: string, signing: Signing = {}): Promise<string> {
  const { by = 'shop.example', ...options } = signing;
  const made = await dkimSign(mail, {
    signTime: new Date(NOW - 1000),
    ...options,
    signatureData: [{ signingDomain: by, selector: 's1', privateKey: pem, ...options }],
  } as unknown as Parameters<typeof dkimSign>[1]);
  if (made.errors.length > 0) throw made.errors[0];
  return made.signatures + mail;
}

const nobody = { ip: '192.0.2.9', helo: 'client', from: '' };
const judge = (
  mail: string,
  origin = nobody,
  resolve: Resolve = zoneResolver(ZONE),
  signal = AbortSignal.timeout(60_000),
) => authenticateMail(Buffer.from(mail, 'latin1'), origin, new Questions(resolve), NOW, signal);

describe('a mail', () => {
  it('is its author’s by a signature of the author’s domain', async () => {
    const found = { spf: 'none', dkim: 'pass', dmarc: 'pass', domain: 'shop.example', author: 'shop.example' };
    expect(await judge(await signed(mailOf('a@shop.example')))).toEqual(found);
  });

  it('is its author’s by the address it came from', async () => {
    const origin = { ip: '127.0.0.1', helo: 'client', from: 'a@shop.example' };
    const found = { spf: 'pass', dkim: 'none', dmarc: 'pass', domain: 'shop.example', author: 'shop.example' };
    expect(await judge(mailOf('a@shop.example'), origin)).toEqual(found);
  });

  it.each([
    ['shop.example', 'shop.example', 'pass'],
    // Asked for strictly, a name below is another.
    ['shop.example', 'mail.shop.example', 'fail'],
    ['loose.example', 'news.loose.example', 'pass'],
    ['news.loose.example', 'loose.example', 'pass'],
    ['loose.example', 'mailer.example', 'fail'],
    ['silent.example', 'silent.example', 'none'],
  ])('from %s signed by %s: DMARC says %s', async (author, by, dmarc) => {
    const found = await judge(await signed(mailOf(`a@${author}`), { by }));
    expect(found).toMatchObject({ dkim: 'pass', dmarc, author });
  });

  it('is named by the signature of its author among those of others', async () => {
    const mail = await signed(await signed(mailOf('a@silent.example'), { by: 'silent.example' }), {
      by: 'mailer.example',
    });
    expect(await judge(mail)).toMatchObject({ dkim: 'pass', dmarc: 'none', domain: 'silent.example' });
  });

  it.each([
    'From',
    'Subject',
    'To',
    'Date',
    'Reply-To',
    'MIME-Version',
    'Content-Type',
    'Content-Transfer-Encoding',
    'Content-Disposition',
    'Content-Language',
  ])('is nobody’s with a second %s, of which a signature covers one and a reader takes the other', async (name) => {
    const fields = [
      'To: quiet-otter@masks.example',
      'Date: Sun, 29 Nov 2026 12:00:00 +0000',
      'Reply-To: help@shop.example',
      'MIME-Version: 1.0',
      'Content-Type: text/plain',
      'Content-Transfer-Encoding: 7bit',
      'Content-Disposition: inline',
      'Content-Language: en',
      '',
    ].join('\r\n');
    const mail = await signed(mailOf('a@shop.example', fields));
    expect(await judge(mail)).toMatchObject({ dkim: 'pass', dmarc: 'pass', author: 'shop.example' });
    const second = name === 'From' ? 'b@shop.example' : 'Your code is 111111';
    for (const twice of [
      `${name}: ${second}\r\n${mail}`,
      `${name.toUpperCase()}: ${second}\r\n${mail}`,
      mail.replace('\r\n\r\n', `\r\n${name}: ${second}\r\n\r\n`),
    ])
      expect(await judge(twice)).toMatchObject({ dkim: 'permerror', dmarc: 'none', domain: '', author: '' });
  });

  it.each(['Content-Type: text/html', 'Content-Transfer-Encoding: base64'])(
    'is not its author’s by a signature that leaves %s to whoever passes it on',
    async (field) => {
      const origin = { ip: '127.0.0.1', helo: 'client', from: 'a@shop.example' };
      const within = await signed(mailOf('a@shop.example', `${field}\r\n`), { headerList: 'From:Subject' });
      const added = (await signed(mailOf('a@shop.example'))).replace('\r\n\r\n', `\r\n${field}\r\n\r\n`);
      for (const mail of [within, added]) {
        expect(await judge(mail)).toMatchObject({ dkim: 'permerror', dmarc: 'fail', domain: '' });
        // The address it came from vouches for all of it.
        expect(await judge(mail, origin)).toMatchObject({ spf: 'pass', dmarc: 'pass', domain: 'shop.example' });
      }
    },
  );

  it('is not its author’s by a signature that leaves its recipient to whoever passes it on', async () => {
    const to = 'To: quiet-otter@masks.example\r\n';
    const free = await signed(mailOf('a@shop.example', to), { headerList: 'From:Subject' });
    const added = (await signed(mailOf('a@shop.example'))).replace('\r\n\r\n', `\r\n${to}\r\n`);
    for (const mail of [free, added]) expect(await judge(mail)).toMatchObject({ dkim: 'permerror', dmarc: 'fail' });
    const mail = await signed(mailOf('a@shop.example', to));
    expect(await judge(mail)).toMatchObject({ dkim: 'pass', dmarc: 'pass' });
    expect(await judge(mail.replace('quiet-otter', 'loud-otter'))).toMatchObject({ dkim: 'fail', dmarc: 'fail' });
  });

  it.each([...'/?#:@'])('is nobody’s by a signature whose domain goes on behind a “%s”', async (sign) => {
    // The DNS has such a name below the domain at its end; a parser of URLs finds the one at its beginning.
    for (const author of ['loose.example', 'silent.example']) {
      const by = `${author}${sign}x.other.example`;
      const zone = zoneResolver({ ...ZONE, [`s1._domainkey.${by}`]: [record] });
      const found = await judge(await signed(mailOf(`a@${author}`), { by }), nobody, zone);
      expect(found).toMatchObject({ dkim: 'permerror', domain: '', author });
      expect(found.dmarc).not.toBe('pass');
    }
  });

  it('with several authors, or none, is nobody’s, whoever signed it', async () => {
    for (const from of ['a@shop.example, b@other.example', 'Team: a@shop.example;', '']) {
      const found = await judge(await signed(mailOf(from)));
      expect(found).toMatchObject({ dkim: 'pass', dmarc: 'none', author: '' });
    }
  });

  it.each<[string, Signing, (mail: string) => string]>([
    ['covers part of the body', { maxBodyLength: 4 }, (mail) => `${mail}and code 111111\r\n`],
    ['does not cover the author', { headerList: 'Subject' }, (mail) => mail],
    ['does not cover the subject', { headerList: 'From' }, (mail) => mail],
    ['is of tomorrow', { signTime: new Date(NOW + 86_400_000) }, (mail) => mail],
    ['has expired', { expires: new Date(NOW - 500) }, (mail) => mail],
    ['is made with SHA-1', { algorithm: 'rsa-sha1' }, (mail) => mail],
    ['is of another text', {}, (mail) => mail.replace('482193', '111111')],
    ['is of another subject', {}, (mail) => mail.replace('Your code\r\n', 'Your old code\r\n')],
    ['is of another author', {}, (mail) => mail.replace('From: a@', 'From: b@')],
  ])('is not its author’s by a signature that %s', async (_, signing, change) => {
    const found = await judge(change(await signed(mailOf('a@shop.example'), signing)));
    expect(found.dkim).not.toBe('pass');
    expect(found.dmarc).toBe('fail');
    expect(found.domain).toBe('');
  });

  it('of ten signatures may be its author’s by the tenth, of eleven by none', async () => {
    let mail = await signed(mailOf('a@shop.example'));
    while (mail.split('DKIM-Signature:').length - 1 < MAX_SIGNATURES)
      mail = await signed(mail, { by: 'mailer.example' });
    expect(await judge(mail)).toMatchObject({ dkim: 'pass', dmarc: 'pass' });
    mail = await signed(mail, { by: 'mailer.example' });
    expect(await judge(mail)).toMatchObject({ dkim: 'permerror', dmarc: 'fail', domain: '' });
  });

  it('with line ends of one byte is judged like any other, and soon', async () => {
    const mail = (await signed(mailOf('a@shop.example'))).replaceAll('\r\n', '\n');
    expect(await judge(mail)).toMatchObject({ dkim: 'pass', dmarc: 'pass' });
    const long = await signed(mailOf('a@shop.example') + '\r\n'.repeat(400_000));
    expect(await judge(long.replaceAll('\r\n', '\n'))).toMatchObject({ dkim: 'pass' });
  });

  it('is not its author’s by an odd MAIL FROM, or by a greeting', async () => {
    const origins = ['"a@shop.example"@mailer.example', 'a@mailer.example@shop.example', '<a@shop.example', ''];
    for (const from of origins)
      expect(await judge(mailOf('a@shop.example'), { ip: '127.0.0.1', helo: 'shop.example', from })).toMatchObject({
        spf: 'none',
        dmarc: 'fail',
      });
  });
});

describe('the DNS', () => {
  const origin = { ip: '127.0.0.1', helo: 'client', from: 'a@shop.example' };

  it('is not waited for when the time is over', async () => {
    const stop = new AbortController();
    const asked: string[] = [];
    const found = judge(
      mailOf('a@shop.example'),
      origin,
      (name) => {
        asked.push(name);
        stop.abort();
        return new Promise(() => {});
      },
      stop.signal,
    );
    expect(await found).toMatchObject({ spf: 'temperror', dmarc: 'temperror', domain: '' });
    expect(asked).toEqual(['shop.example']);
  });

  it('gives a temporary error where it is broken', async () => {
    const broken = () => Promise.reject(Object.assign(new Error('broken'), { code: 'ESERVFAIL' }));
    const mail = await signed(mailOf('a@shop.example'));
    expect(await judge(mail, origin, broken)).toMatchObject({
      spf: 'temperror',
      dkim: 'temperror',
      dmarc: 'temperror',
    });
  });

  it('may be a static zone, which knows its record types and nothing outside it', async () => {
    const { signal } = new AbortController();
    const resolve = zoneResolver({
      'Shop.Example': ['v=spf1 mx -all'],
      'MX shop.example': ['10 mx.shop.example'],
      'A mx.shop.example.': ['127.0.0.1'],
    });
    expect(await resolve('shop.example', 'TXT', signal)).toEqual([['v=spf1 mx -all']]);
    expect(await resolve('shop.example', 'MX', signal)).toEqual([{ priority: 10, exchange: 'mx.shop.example' }]);
    await expect(resolve('other.example', 'TXT', signal)).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(await judge(mailOf('a@shop.example'), origin, resolve)).toMatchObject({
      spf: 'pass',
      domain: 'shop.example',
    });
  });
});
