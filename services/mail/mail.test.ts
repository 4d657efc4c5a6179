// The mail gateway with real SMTP clients: from a sender's connection to the recipient's opened mail, and every way it
// can say no.
import { generateKeyPairSync } from 'node:crypto';
import { connect } from 'node:net';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeUtf8 } from '#bytes/utf8.ts';
import { createSignKeyPair } from '#crypto/keys.ts';
import { openMail, signMaskRenewal, signMaskRetirement } from '#protocol/mail/mask.ts';
import { MAX_MAIL_BYTES, type Mail, mail, maskRenewal, maskRetirement } from '#wire/mail.ts';
import type { RunningServices } from '../main.ts';
import { read } from '../testing/blobs.ts';
import { TEST_CERTIFICATE, TEST_KEY } from '../testing/certificate.ts';
import { eventually } from '../testing/eventually.ts';
import { entropy, Party, TestMask } from '../testing/party.ts';
import { Bench, call, MASK_DOMAIN } from '../testing/services.ts';

const DAY_MS = 86_400_000;
const FROM = 'shop@shop.example';
let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.end());

const at = (localPart: string) => `${localPart}@${MASK_DOMAIN}`;

interface SendOptions {
  readonly dkim?: { domainName: string; keySelector: string; privateKey: string };
  readonly envelope?: { from: string; to: string[] };
}

function send(port: number, message: SendMailOptions, options: SendOptions = {}) {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
    ...(options.dkim && { dkim: options.dkim }),
  });
  return transport.sendMail({ from: FROM, ...message, ...(options.envelope && { envelope: options.envelope }) });
}

/** Says lines to an SMTP server as a rude client would, and gives the last line of each answer. */
async function say(port: number, ...lines: string[]): Promise<string[]> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  let buffer = '';
  let wake = () => {};
  let ended = false;
  socket.on('data', (data) => {
    buffer += String(data);
    wake();
  });
  socket.on('close', () => {
    ended = true;
    wake();
  });
  const answer = async () => {
    for (;;) {
      const match = /^(?:\d{3}-.*\r\n)*(\d{3} .*)\r\n/.exec(buffer);
      if (match !== null) {
        buffer = buffer.slice(match[0].length);
        return match[1] as string;
      }
      if (ended) return 'closed';
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const answers = [await answer()];
  for (const line of lines) {
    socket.write(`${line}\r\n`);
    answers.push(await answer());
  }
  socket.destroy();
  return answers.slice(1);
}

async function openedMail(mask: TestMask, index = 0): Promise<Mail> {
  const items = await mask.party.arrived(index + 1);
  const opened = openMail(mask.mail.secretKey, items[index]?.envelope ?? new Uint8Array(0));
  if (opened === null) throw new Error('the envelope does not open');
  if ('mail' in opened) return opened.mail;
  return mail.decode(await read(opened.blob));
}

async function maskOf(running: RunningServices, localPart = 'quiet-heron-7'): Promise<TestMask> {
  const mask = new TestMask(await Party.create(running.origin), localPart);
  expect((await mask.register()).status).toBe(201);
  return mask;
}

describe('a mail to a mask', () => {
  it('comes to the mailbox, sealed to the mask, with what the gateway found about its sender', async () => {
    const running = await bench.start();
    const mask = await maskOf(running);
    const before = Date.now();
    await send(running.smtpPort, {
      to: 'Quiet-Heron-7@MASKS.example',
      subject: 'Confirm',
      text: 'Your code is 123456',
    });
    const received = await openedMail(mask);
    expect(received).toMatchObject({ from: FROM, to: 'Quiet-Heron-7@masks.example' });
    expect(received.receivedAt).toBeGreaterThanOrEqual(before);
    expect(received.authentication).toEqual({
      spf: 'none',
      dkim: 'none',
      dmarc: 'none',
      domain: '',
      author: 'shop.example',
    });
    expect(decodeUtf8(received.message)).toMatch(/Subject: Confirm\r\n[\s\S]*Your code is 123456/);
  });

  it.each([
    ['an inline one', 500],
    ['one of the large class', 9000],
    ['one hosted as a blob', 700_000],
  ])('arrives byte for byte: %s', async (_, size) => {
    const running = await bench.start();
    const mask = await maskOf(running);
    const raw = `From: ${FROM}\r\nSubject: bytes\r\n\r\n${'0123456789abcdef'.repeat(size / 16)}\r\n.dot\r\n`;
    await send(running.smtpPort, { raw }, { envelope: { from: FROM, to: [at(mask.localPart)] } });
    expect(decodeUtf8((await openedMail(mask)).message)).toBe(raw);
  });

  // Between two servers that differ on where a mail ends, a sender could put a mail of any author into one of theirs.
  it.each(['\n.\n', '\n.\r\n', '\r\n.\n', '\r.\r', '\r\n.\r', '\r\n\0.\r\n'])('does not end at %j', async (end) => {
    const running = await bench.start();
    const mask = await maskOf(running);
    const smuggled = ['MAIL FROM:<ceo@bank.example>', `RCPT TO:<${at(mask.localPart)}>`, 'DATA', 'Subject: smuggled'];
    const answers = await say(
      running.smtpPort,
      ...['EHLO x', `MAIL FROM:<${FROM}>`, `RCPT TO:<${at(mask.localPart)}>`, 'DATA'],
      `From: ${FROM}\r\nSubject: outer\r\n\r\nhello${end}${smuggled.join('\r\n')}\r\n\r\nbad\r\n.`,
      'NOOP',
      'QUIT',
    );
    expect(answers.slice(3).map((answer) => answer.slice(0, 3))).toEqual(['354', '250', '250', '221']);
    const received = await openedMail(mask);
    expect(received.from).toBe(FROM);
    expect(decodeUtf8(received.message)).toContain('MAIL FROM:<ceo@bank.example>');
    expect(await mask.party.arrived(1)).toHaveLength(1);
  });

  it('is hosted for its recipient even where the gateway runs without a sending service', async () => {
    const receiving = await bench.start({ roles: ['receiving'] });
    const gateway = await bench.start({ roles: ['mail'] });
    const mask = new TestMask(await Party.create(receiving.origin), 'quiet-heron-7');
    expect((await mask.register(gateway.origin)).status).toBe(201);
    await send(gateway.smtpPort, { to: at(mask.localPart), text: 'x'.repeat(100_000) });
    expect((await openedMail(mask)).message.length).toBeGreaterThan(100_000);
  });

  it('may come over STARTTLS with the certificate of the operator', async () => {
    const tls = { key: TEST_KEY, cert: TEST_CERTIFICATE };
    const running = await bench.start({ mail: { smtpPort: 0, domain: MASK_DOMAIN, tls } });
    const mask = await maskOf(running);
    const transport = nodemailer.createTransport({
      host: '127.0.0.1',
      port: running.smtpPort,
      requireTLS: true,
      tls: { ca: TEST_CERTIFICATE, servername: MASK_DOMAIN },
    });
    await transport.sendMail({ from: FROM, to: at(mask.localPart), text: 'over TLS' });
    expect(decodeUtf8((await openedMail(mask)).message)).toContain('over TLS');
  });

  it('goes to each of several masks, sealed to each', async () => {
    const running = await bench.start();
    const masks = [await maskOf(running, 'one-one'), await maskOf(running, 'two-two')];
    await send(running.smtpPort, { to: masks.map((mask) => at(mask.localPart)), text: 'hello' });
    expect((await openedMail(masks[0] as TestMask)).to).toBe(at('one-one'));
    expect((await openedMail(masks[1] as TestMask)).to).toBe(at('two-two'));
  });

  it('may be a bounce, empty, binary, or no mail at all: it arrives as it came', async () => {
    const running = await bench.start();
    const mask = await maskOf(running);
    const rcpt = `RCPT TO:<${at(mask.localPart)}>`;
    const bodies = [
      '\0\u0001 no header\r\n',
      'From: a\r\nFrom: b\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x',
      '',
    ];
    for (const [index, body] of bodies.entries()) {
      const answers = await say(running.smtpPort, 'EHLO x', 'MAIL FROM:<>', rcpt, 'DATA', `${body}\r\n.`);
      expect(answers.at(-1)).toMatch(/^250 /);
      expect(await openedMail(mask, index)).toMatchObject({
        from: '',
        message: new TextEncoder().encode(`${body}\r\n`),
      });
    }
  });
});

describe('the sender of a mail', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const dkim = { domainName: 'shop.example', keySelector: 's1', privateKey: pem };
  const zone = {
    's1._domainkey.shop.example': [
      `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
    ],
    'shop.example': ['v=spf1 ip4:127.0.0.1 -all'],
    'strict.example': ['v=spf1 -all'],
    '_dmarc.strict.example': ['v=DMARC1; p=reject'],
    '_dmarc.shop.example': ['v=DMARC1; p=reject; adkim=s; aspf=s'],
  };
  const findings = async (message: SendMailOptions, options: SendOptions = {}) => {
    const running = await bench.start({ mail: { smtpPort: 0, domain: MASK_DOMAIN, dns: zone } });
    const mask = await maskOf(running);
    await send(running.smtpPort, { to: at(mask.localPart), subject: 's', text: 't', ...message }, options);
    return (await openedMail(mask)).authentication;
  };

  it('is recognised by SPF, DKIM and DMARC', async () => {
    expect(await findings({}, { dkim })).toEqual({
      spf: 'pass',
      dkim: 'pass',
      dmarc: 'pass',
      domain: 'shop.example',
      author: 'shop.example',
    });
  });

  it('is not recognised where the address does not send for the domain', async () => {
    expect(await findings({ from: 'a@strict.example' })).toEqual({
      spf: 'fail',
      dkim: 'none',
      dmarc: 'fail',
      domain: '',
      author: 'strict.example',
    });
  });

  it('is named by what passed, and fails DMARC where another domain is claimed', async () => {
    const found = await findings(
      { from: 'a@strict.example' },
      { dkim, envelope: { from: FROM, to: [at('quiet-heron-7')] } },
    );
    expect(found).toEqual({
      spf: 'pass',
      dkim: 'pass',
      dmarc: 'fail',
      domain: 'shop.example',
      author: 'strict.example',
    });
  });

  it('is not named by a signature that does not hold', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    }) as string;
    const found = await findings({ from: 'a@strict.example' }, { dkim: { ...dkim, privateKey: other } });
    expect(found).toMatchObject({ dkim: 'fail', domain: '' });
  });
});

describe('the gateway says no', () => {
  it('to masks that never were and masks retired in the same words, and to other domains', async () => {
    const running = await bench.start();
    const mask = await maskOf(running);
    const seed = mask.management.seed;
    const retirement = maskRetirement.decode(
      signMaskRetirement(seed, { localPart: mask.localPart, madeAt: Date.now() }),
    );
    expect((await call(running.origin, 'retireMask', retirement)).status).toBe(204);
    const recipients = [at(mask.localPart), at('never-was'), 'blair@elsewhere.example', at('a_b'), at('postmaster')];
    const answers = await say(
      running.smtpPort,
      'EHLO x',
      `MAIL FROM:<${FROM}>`,
      ...recipients.map((to) => `RCPT TO:<${to}>`),
    );
    expect(new Set(answers.slice(2))).toEqual(new Set(['550 5.1.1 No such mailbox here']));
  });

  it('for now where the mask has no address that is still good, and takes the mail after a renewal', async () => {
    let now = Date.now();
    const running = await bench.start({}, { now: () => now });
    const mask = await maskOf(running);
    now += 21 * DAY_MS;
    const rcpt = `RCPT TO:<${at(mask.localPart)}>`;
    const answers = await say(running.smtpPort, 'EHLO x', `MAIL FROM:<${FROM}>`, rcpt);
    expect(answers.at(-1)).toMatch(/^451 /);
    const later = mask.party.address(undefined, mask.party.today + 50);
    const renewal = maskRenewal.decode(
      signMaskRenewal(mask.management.seed, { localPart: mask.localPart, madeAt: now, grant: mask.grant([later]) }),
    );
    expect((await call(running.origin, 'renewMask', renewal)).status).toBe(204);
    await send(running.smtpPort, { to: at(mask.localPart), text: 'hello' });
    expect(await mask.party.arrived(1)).toMatchObject([{ address: later }]);
  });

  it('for now where the receiving service cannot be asked, or is another than the one named', async () => {
    const receiving = await bench.start({ roles: ['receiving'] });
    const gateway = await bench.start({ roles: ['mail'] });
    const party = await Party.create(receiving.origin);
    const gone = new TestMask(party, 'gone-gone');
    const grant = gone.grant();
    await call(
      gateway.origin,
      'createMask',
      gone.request({ ...grant, service: { ...grant.service, origin: 'http://127.0.0.1:1' } }),
    );
    const other = new TestMask(party, 'other-key');
    await call(
      gateway.origin,
      'createMask',
      other.request({ ...grant, service: { ...grant.service, key: entropy(32) } }),
    );
    for (const mask of [gone, other]) {
      await expect(send(gateway.smtpPort, { to: at(mask.localPart), text: 'x' })).rejects.toMatchObject({
        responseCode: 451,
      });
    }
    expect(gateway.metrics.value('mails_total', 'deferred')).toBe(2);
  });

  it('to a mail that is too large, announced or not, and goes on', async () => {
    const running = await bench.start();
    const mask = await maskOf(running);
    const rcpt = `RCPT TO:<${at(mask.localPart)}>`;
    const [, announced] = await say(running.smtpPort, 'EHLO x', `MAIL FROM:<${FROM}> SIZE=${MAX_MAIL_BYTES + 1}`);
    expect(announced).toMatch(/^552 /);
    const line = `${'x'.repeat(998)}\r\n`;
    const answers = await say(
      running.smtpPort,
      'EHLO x',
      `MAIL FROM:<${FROM}>`,
      rcpt,
      'DATA',
      `${line.repeat(MAX_MAIL_BYTES / 1000 + 1)}.`,
      `MAIL FROM:<${FROM}>`,
      rcpt,
      'DATA',
      'small\r\n.',
    );
    expect(answers[4]).toMatch(/^552 /);
    expect(answers[8]).toMatch(/^250 /);
    expect(decodeUtf8((await openedMail(mask)).message)).toBe('small\r\n');
  });

  it('for now to more than a mask may be sent, and to big mails where there is no room for them', async () => {
    const running = await bench.start({ limits: { blobBytes: 3 * 1024 ** 2 } });
    await maskOf(running);
    await maskOf(running, 'loud-heron-8');
    const big = (to: string) => ({ to: at(to), subject: 'big', text: 'x'.repeat(1_400_000) });
    await send(running.smtpPort, big('quiet-heron-7'));
    await expect(send(running.smtpPort, big('quiet-heron-7'))).resolves.toBeDefined();
    await expect(send(running.smtpPort, big('loud-heron-8'))).rejects.toMatchObject({ responseCode: 451 });
    // What fits an envelope needs no room.
    await send(running.smtpPort, { to: at('loud-heron-8'), subject: 'small', text: 'small' });

    const roomy = await bench.start();
    await maskOf(roomy);
    let taken = 0;
    let refused = 0;
    while (refused === 0) {
      const sent = await send(roomy.smtpPort, big('quiet-heron-7')).catch((error: { responseCode: number }) => error);
      if ('responseCode' in sent) refused = sent.responseCode;
      else taken++;
    }
    expect(refused).toBe(451);
    expect(taken).toBeLessThan(50);
  });

  it('when too many mails wait', async () => {
    const running = await bench.start({ limits: { mailQueueItems: 0 } });
    const mask = await maskOf(running);
    await expect(send(running.smtpPort, { to: at(mask.localPart), text: 'x' })).rejects.toMatchObject({
      responseCode: 451,
    });
  });

  it('to guessing', async () => {
    const running = await bench.start();
    const guesses = Array.from({ length: 10 }, (_, index) => `RCPT TO:<${at(`guess-${index}`)}>`);
    const answers = await say(running.smtpPort, 'EHLO x', `MAIL FROM:<${FROM}>`, ...guesses, 'NOOP');
    expect(answers.at(-2)).toMatch(/^421 /);
    expect(answers.at(-1)).toBe('closed');
    // Who comes back for more of it, over and over, is not heard at last, whomever it asks for.
    await maskOf(running);
    for (let round = 0; round < 60; round++) await say(running.smtpPort, 'EHLO x', `MAIL FROM:<${FROM}>`, ...guesses);
    const late = await say(running.smtpPort, 'EHLO x', `MAIL FROM:<${FROM}>`, `RCPT TO:<${at('quiet-heron-7')}>`);
    expect(late).toEqual(['closed', 'closed', 'closed']);
  });

  it('to log-ins and to STARTTLS without a certificate', async () => {
    const running = await bench.start();
    const others = await say(
      running.smtpPort,
      'EHLO x',
      'AUTH PLAIN AHgAeA==',
      'STARTTLS',
      'VRFY blair',
      `MAIL FROM:<${'x'.repeat(64)}@${'y'.repeat(300)}>`,
    );
    expect(others.slice(1).map((answer) => answer.slice(0, 3))).toEqual(['500', '500', '252', '501']);
  });
});

describe('masks', () => {
  it('are created once by the same request, and their name is nobody else’s, retired or not', async () => {
    const running = await bench.start();
    const mask = await maskOf(running);
    const request = mask.request();
    const fresh = new TestMask(mask.party, 'grey-otter-2').request();
    const answers = await Promise.all([
      call(running.origin, 'createMask', fresh),
      call(running.origin, 'createMask', fresh),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([201, 201]);
    expect(await call(running.origin, 'createMask', request)).toMatchObject({ status: 409, code: 'conflict' });
    const thief = new TestMask(mask.party, mask.localPart);
    expect((await thief.register()).code).toBe('conflict');
    const retirement = maskRetirement.decode(
      signMaskRetirement(mask.management.seed, { localPart: mask.localPart, madeAt: 1 }),
    );
    expect((await call(running.origin, 'retireMask', retirement)).status).toBe(204);
    expect((await call(running.origin, 'retireMask', retirement)).status).toBe(204);
    expect((await thief.register()).code).toBe('conflict');
    const renewal = signMaskRenewal(mask.management.seed, {
      localPart: mask.localPart,
      madeAt: 5,
      grant: mask.grant(),
    });
    expect((await call(running.origin, 'renewMask', maskRenewal.decode(renewal))).code).toBe('not-found');
    expect(running.metrics.value('masks_total', 'created')).toBe(2);
  });

  it('come back for their owner with a new request, and for nobody with an old one', async () => {
    const running = await bench.start();
    const mask = await maskOf(running);
    const first = mask.request();
    const owned = new TestMask(mask.party, 'brown-hare-3');
    const request = owned.request();
    expect((await call(running.origin, 'createMask', request)).status).toBe(201);
    const retirement = signMaskRetirement(owned.management.seed, { localPart: owned.localPart, madeAt: 1 });
    await call(running.origin, 'retireMask', maskRetirement.decode(retirement));
    expect((await call(running.origin, 'createMask', request)).code).toBe('conflict');
    expect((await call(running.origin, 'createMask', owned.request())).status).toBe(201);
    expect((await call(running.origin, 'createMask', first)).code).toBe('conflict');
  });

  it('are refused with a strange signature, a name that is none or reserved, or without a usable address', async () => {
    const { origin } = await bench.start();
    const party = await Party.create(origin);
    const mask = new TestMask(party, 'quiet-heron-7');
    const request = mask.request();
    const refusalOf = async (body: typeof request) => (await call(origin, 'createMask', body)).code;
    expect(await refusalOf({ ...request, localPart: 'quiet-heron-8' })).toBe('untrusted');
    expect(await refusalOf({ ...request, mailKey: entropy(1216) })).toBe('untrusted');
    expect(await refusalOf({ ...request, signature: entropy(64) })).toBe('untrusted');
    for (const name of ['x', 'Quiet', '-quiet', 'qui et', 'a.b'])
      expect(await refusalOf(new TestMask(party, name).request())).toBe('malformed');
    for (const name of ['postmaster', 'abuse', 'admin'])
      expect(await refusalOf(new TestMask(party, name).request())).toBe('conflict');
    const grant = mask.grant();
    expect(await refusalOf(mask.request({ ...grant, addresses: [] }))).toBe('malformed');
    expect(
      await refusalOf(mask.request({ ...grant, addresses: [entropy((grant.addresses[0] as Uint8Array).length)] })),
    ).toBe('malformed');
    expect(await refusalOf(mask.request({ ...grant, service: { ...grant.service, origin: 'ftp://x' } }))).toBe(
      'malformed',
    );
    expect((await call(origin, 'createMask', null, { bytes: entropy(50) })).code).toBe('malformed');
  });

  it('are renewed by their owner only, and only forwards in time', async () => {
    const { origin } = await bench.start();
    const party = await Party.create(origin);
    const mask = new TestMask(party, 'quiet-heron-7');
    await mask.register();
    const renew = async (
      madeAt: number,
      over: { localPart?: string; seed?: typeof mask.management.seed; grant?: ReturnType<typeof mask.grant> } = {},
    ) => {
      const statement = { localPart: over.localPart ?? mask.localPart, madeAt, grant: over.grant ?? mask.grant() };
      return call(
        origin,
        'renewMask',
        maskRenewal.decode(signMaskRenewal(over.seed ?? mask.management.seed, statement)),
      );
    };
    const grant = mask.grant();
    expect((await renew(10, { grant })).status).toBe(204);
    expect((await renew(10, { grant })).status).toBe(204);
    expect((await renew(10)).code).toBe('conflict');
    expect((await renew(9)).code).toBe('conflict');
    expect((await renew(11)).status).toBe(204);
    expect((await renew(12, { seed: createSignKeyPair(entropy).seed })).code).toBe('untrusted');
    expect((await renew(12, { localPart: 'nobody-here' })).code).toBe('not-found');
    const both = await Promise.all([renew(20), renew(20)]);
    expect(both.map((answer) => answer.status).sort()).toEqual([204, 409]);
    const retirement = { localPart: 'nobody-here', madeAt: 1 };
    expect(
      (await call(origin, 'retireMask', maskRetirement.decode(signMaskRetirement(mask.management.seed, retirement))))
        .code,
    ).toBe('not-found');
    const stolen = signMaskRetirement(createSignKeyPair(entropy).seed, { ...retirement, localPart: mask.localPart });
    expect((await call(origin, 'retireMask', maskRetirement.decode(stolen))).code).toBe('untrusted');
  });
});

it('keeps a mail that it accepted while the receiving service is down', async () => {
  const dataDir = bench.directory();
  const receiving = await bench.start({ roles: ['receiving'], dataDir });
  const gateway = await bench.start({ roles: ['mail'] });
  const mask = new TestMask(await Party.create(receiving.origin), 'quiet-heron-7');
  await mask.register(gateway.origin);
  await send(gateway.smtpPort, { to: at(mask.localPart), subject: 'first', text: 'x' });
  await mask.party.arrived(1);
  await receiving.close();
  await send(gateway.smtpPort, { to: at(mask.localPart), subject: 'second', text: 'x' });
  await eventually(() => gateway.metrics.value('attempts_total', 'unreachable') > 0);
  await bench.start({ roles: ['receiving'], dataDir, port: receiving.port });
  expect(decodeUtf8((await openedMail(mask, 1)).message)).toContain('Subject: second');
});
