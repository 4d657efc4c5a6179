// What the sender of a mail can make this service ask, counted at a real name server, through the real resolver and
// real SMTP.
import { connect, type Socket } from 'node:net';
import { createInterface, type Interface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { type NameServer, nameServer, type Reply } from '../testing/name-server.ts';
import { Party, TestMask } from '../testing/party.ts';
import { Bench, MASK_DOMAIN } from '../testing/services.ts';
import { authenticateMail, MAX_SIGNATURES } from './authentication.ts';
import { QUESTIONS_PER_CONNECTION, QUESTIONS_PER_MAIL, Questions } from './questions.ts';
import { dnsResolver } from './resolver.ts';

let bench: Bench;
let server: NameServer;
let reply: (name: string, type: string) => Reply;
beforeEach(async () => {
  bench = new Bench();
  reply = () => null;
  server = await nameServer((name, type) => reply(name, type));
});
afterEach(async () => {
  await bench.end();
  await server.close();
});

/** Of an empty body (RFC 6376 section 3.4.4), so that each of them is worth a question. */
const EMPTY_BODY = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
const signatures = (count: number, mail = 0): string =>
  Array.from(
    { length: count },
    (_, at) =>
      `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=d${at}.m${mail}.example; s=s; h=from:subject; bh=${EMPTY_BODY}; b=AAAA\r\n`,
  ).join('');
const mailOf = (header: string): string => `${header}From: a@shop.example\r\nSubject: x\r\n\r\n`;
const judge = (
  mail: string,
  origin = { ip: '192.0.2.9', helo: 'x', from: '' },
  signal = new AbortController().signal,
) => authenticateMail(Buffer.from(mail), origin, new Questions(dnsResolver([server.address])), Date.now(), signal);

describe('one mail', () => {
  it('is worth a question for each of a few signatures, and none where there are thousands', async () => {
    await judge(mailOf(signatures(MAX_SIGNATURES)));
    // DMARC asks for the author's policy.
    expect(server.asked.filter((question) => question.includes('_domainkey'))).toHaveLength(MAX_SIGNATURES);
    server.asked.length = 0;
    await judge(mailOf(signatures(400)));
    expect(server.asked).toEqual(['TXT _dmarc.shop.example']);
    // A header of such a length is not even read.
    await judge(mailOf(signatures(5_000)));
    expect(server.asked).toHaveLength(1);
  });

  it('is worth a bounded number, however its domains send the asker around', async () => {
    // Each of ten names leads to ten mail servers, each of which is to be asked for.
    reply = (name, type) =>
      type === 'TXT' && name.startsWith('spf')
        ? [
            `v=spf1 ${'abcdefghi'
              .split('')
              .map((letter) => `a:${letter}.${name} exists:${letter}.x.${name}`)
              .join(' ')} -all`,
          ]
        : null;
    await judge(mailOf(signatures(MAX_SIGNATURES)), { ip: '192.0.2.9', helo: 'x', from: 'a@spf.example' });
    expect(server.asked.length).toBeLessThanOrEqual(QUESTIONS_PER_MAIL);
  });

  it('is given up when its time is over: nothing is asked after that, and the socket is closed', async () => {
    const stop = new AbortController();
    reply = (name) => {
      // From here on there are no answers.
      if (name.startsWith('s._domainkey.d1.')) stop.abort();
      return name.startsWith('s._domainkey.d1.') ? 'silence' : null;
    };
    const found = await judge(mailOf(signatures(MAX_SIGNATURES)), undefined, stop.signal);
    expect(found).toMatchObject({
      dkim: expect.stringMatching(/^(neutral|temperror)$/),
      dmarc: 'temperror',
      domain: '',
    });
    expect(server.asked.filter((question) => question.includes('d2.'))).toEqual([]);
    const sockets = () =>
      process.getActiveResourcesInfo().filter((kind) => /GetAddrInfo|QueryReqWrap|QUERYWRAP/i.test(kind));
    expect(sockets()).toEqual([]);
  });
});

/** Says lines over one connection, until it is closed. */
class Client {
  readonly #socket: Socket;
  readonly #reading: Interface;
  readonly #lines: AsyncIterator<string>;

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.on('error', () => {});
    this.#reading = createInterface({ input: this.#socket });
    this.#lines = this.#reading[Symbol.asyncIterator]();
  }

  /** @returns the code of the answer */
  async hears(): Promise<number> {
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) return 0;
      if (/^\d{3} /.test(value)) return Number(value.slice(0, 3));
    }
  }

  async says(line: string): Promise<number> {
    this.#socket.write(`${line}\r\n`);
    return this.hears();
  }

  async sends(to: string, mail: string): Promise<number> {
    const asked = await this.says('MAIL FROM:<>');
    if (asked !== 250) return asked;
    await this.says(`RCPT TO:<${to}>`);
    await this.says('DATA');
    return this.says(`${mail}.`);
  }

  leaves(): void {
    this.#socket.destroy();
    this.#reading.close();
  }
}

describe('one connection', () => {
  const begun = async () => {
    const mail = { smtpPort: 0, domain: MASK_DOMAIN, nameServers: [server.address] };
    const running = await bench.start({ mail });
    const mask = new TestMask(await Party.create(running.origin), 'quiet-heron-7');
    await mask.register();
    const client = new Client(running.smtpPort);
    await client.hears();
    await client.says('EHLO x');
    return { client, mask, to: `quiet-heron-7@${MASK_DOMAIN}`, running };
  };

  it('is worth a bounded number, and is closed before its mails would be judged by fewer', async () => {
    const { client, to } = await begun();
    let taken = 0;
    while ((await client.sends(to, mailOf(signatures(MAX_SIGNATURES, taken)))) === 250) taken++;
    client.leaves();
    expect(server.asked.length).toBeLessThanOrEqual(QUESTIONS_PER_CONNECTION);
    expect(server.asked.length).toBeGreaterThan(QUESTIONS_PER_CONNECTION - 2 * QUESTIONS_PER_MAIL);
    expect(taken).toBeGreaterThan(10);
  });

  it('asks once for what many of its mails have in common', async () => {
    const { client, to } = await begun();
    for (let count = 0; count < 20; count++) expect(await client.sends(to, mailOf(signatures(2)))).toBe(250);
    client.leaves();
    expect(server.asked).toHaveLength(3);
  });

  it('that is closed is asked for no more, and its mail is not taken', async () => {
    const { client, to, running } = await begun();
    reply = (name) => {
      if (name.startsWith('s._domainkey.d1.')) client.leaves();
      return name.startsWith('s._domainkey.d1.') ? 'silence' : null;
    };
    await client.sends(to, mailOf(signatures(MAX_SIGNATURES)));
    await eventually(() => running.metrics.value('mails_total', 'given-up') === 1);
    expect(server.asked.filter((question) => question.includes('d2.'))).toEqual([]);
    expect(running.metrics.value('mails_total', 'accepted')).toBe(0);
  });
});
