// All kinds of traffic, good, bad and hostile, with marks planted wherever a caller can put something: names, keys,
// addresses, ids, credentials, content, network addresses, paths, header fields. None of them may be in a log line or
// in the metrics, in any spelling.
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import nodemailer from 'nodemailer';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { fetchAgain } from '#adapters/node/fetch-again.ts';
import { encodeBase64url, encodeHex } from '#bytes/base64url.ts';
import { ascii } from '#bytes/bytes.ts';
import { ENDPOINTS, type Endpoint, PUSH_PATH } from '#wire/endpoints.ts';
import { ENVELOPE_BYTES } from '#wire/sizes.ts';
import { host, sealed } from '../testing/blobs.ts';
import { eventually } from '../testing/eventually.ts';
import { entropy, Party, TestMask } from '../testing/party.ts';
import { Bench, call, MASK_DOMAIN } from '../testing/services.ts';

const DAY_MS = 86_400_000;
let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.end());

/** Everything that was planted, and where. */
class Planted {
  readonly #texts = new Map<string, string>();
  #count = 0;

  text(where: string): string {
    const text = `planted${this.#count++}mark`;
    this.#texts.set(where, text);
    return text;
  }

  bytes(where: string, bytes: Uint8Array): Uint8Array {
    // Eight bytes from the middle are enough to know them by.
    const some = bytes.length <= 8 ? bytes : bytes.subarray(8, 16);
    this.#texts.set(`${where}, hexadecimal`, encodeHex(some));
    for (const shift of [0, 1, 2])
      this.#texts.set(`${where}, base64 ${shift}`, encodeBase64url(some.subarray(shift, shift + 6)));
    return bytes;
  }

  literally(where: string, text: string): string {
    this.#texts.set(where, text);
    return text;
  }

  /** The places at which the marks found in the text were planted. */
  foundIn(text: string): string[] {
    const plain = text.replaceAll('+', '-').replaceAll('/', '_').toLowerCase();
    return [...this.#texts]
      .filter(([, mark]) => plain.includes(mark.replaceAll('/', '_').toLowerCase()))
      .map(([where]) => where);
  }
}

it('tell nothing of anybody', async () => {
  const planted = new Planted();
  let aheadMs = 0;
  let broken = false;
  const context = {
    now: () => Date.now() + aheadMs,
    entropy: (byteCount: number) => {
      if (broken) throw new Error(planted.text('an error of a library'));
      return crypto.getRandomValues(new Uint8Array(byteCount));
    },
  };
  const receiving = await bench.start({ roles: ['receiving'] }, context);
  const others = await bench.start(
    { roles: ['issuer', 'sending', 'mail'], issuer: { types: ['voprf'] }, limits: { queueItems: 50 } },
    context,
  );
  const origins = [receiving.origin, others.origin];
  for (const address of ['127.0.0.1', '::1', '203.0.113.77', '127.0.9.9'])
    planted.literally('a network address', address);
  for (const origin of origins) planted.literally('an origin of a service', new URL(origin).host);

  // A relationship's ordinary life.
  const blair = await Party.create(receiving.origin);
  planted.bytes('root', blair.root);
  planted.bytes('address key', blair.addressKeys.publicKey);
  planted.bytes('access key', blair.accessKeys.publicKey);
  const session = planted.bytes('session', await blair.session('manage'));
  const deliver = () => {
    const address = planted.bytes('delivery address', blair.address());
    const envelope = planted.bytes('envelope', entropy(ENVELOPE_BYTES.small));
    const { address: sealedAddress } = blair.delivery(address, envelope);
    return { address: planted.bytes('sealed address', sealedAddress), envelope };
  };
  const submission = (destination: string) => ({
    dedupe: planted.bytes('dedupe id', entropy(16)),
    destination,
    delay: 'none' as const,
    token: planted.bytes('token', entropy(60)),
    ...deliver(),
  });
  await call(others.origin, 'submit', submission(receiving.origin));
  await blair.arrived(1);
  const { items } = await blair.mailbox(session);
  await call(receiving.origin, 'acknowledge', { sequences: items.map(({ sequence }) => sequence) }, { session });
  const blob = sealed(others.origin, 1000);
  planted.bytes('blob id', blob.reference.id);
  await host(others.origin, blob);

  // Deliveries that do not resolve, have no signer, or go nowhere.
  await call(receiving.origin, 'deliver', { address: deliver().address, envelope: entropy(ENVELOPE_BYTES.small) });
  const refusing = createServer((_, response) => response.writeHead(400).end());
  await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
  bench.onEnd(() => void refusing.close());
  const { port } = refusing.address() as AddressInfo;
  const destination = `http://${planted.text('destination')}.localhost:${port}`;
  for (const origin of [
    destination,
    `http://${planted.literally('a destination that refuses', `localhost:${port}`)}`,
    'http://127.0.0.1:1',
  ])
    await call(others.origin, 'submit', submission(origin));
  await eventually(() => others.metrics.value('attempts_total', 'given-up') > 0);
  await eventually(() => others.metrics.value('attempts_total', 'unreachable') > 0);
  for (const path of [destination, receiving.origin])
    await call(others.origin, 'getDescriptor', null, { parameters: { origin: ascii(path) } });

  // Mail, good and bad.
  const mask = new TestMask(blair, planted.text('mask'));
  await mask.register(others.origin);
  const mailer = nodemailer.createTransport({
    host: '127.0.0.1',
    port: others.smtpPort,
    ignoreTLS: true,
    name: planted.text('helo'),
  });
  const letter = {
    from: { name: planted.text('name'), address: `${planted.text('sender')}@${planted.text('site')}.example` },
    subject: planted.text('subject'),
    text: planted.text('text of a mail'),
  };
  await mailer.sendMail({ ...letter, to: `${mask.localPart}@${MASK_DOMAIN}` });
  await mailer.sendMail({ ...letter, to: `${planted.text('no mask')}@${MASK_DOMAIN}` }).catch(() => {});
  const rude = connect({ port: others.smtpPort, host: '127.0.0.1', localAddress: '127.0.9.9' });
  await new Promise((resolve) => rude.once('data', resolve));
  rude.end(`${planted.text('rude command')}\r\nMAIL FROM:<${planted.text('broken sender')}\r\n`);
  await new Promise((resolve) => rude.once('close', resolve));

  // A mail that breaks off, by its sender's fault alone.
  const halfway = connect({ port: others.smtpPort, host: '127.0.0.1' });
  await new Promise((resolve) => halfway.once('data', resolve));
  halfway
    .resume()
    .write(
      `EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<${mask.localPart}@${MASK_DOMAIN}>\r\nDATA\r\nSubject: ${planted.text('half a subject')}\r\n`,
    );
  await eventually(() => halfway.bytesRead > 200);
  halfway.end();
  await new Promise((resolve) => halfway.once('close', resolve));
  expect(bench.log.join('\n')).not.toContain('mail-failed');

  // Every endpoint, asked badly: marks in path, query, header fields, credential and body.
  const hostile = async (origin: string) => {
    for (const endpoint of Object.values(ENDPOINTS) as Endpoint[]) {
      const path = endpoint.path.replace(/:\w+/g, () => planted.text('path'));
      await fetchAgain(new URL(`${path}?q=${planted.text('query')}`, origin), {
        method: endpoint.method,
        headers: {
          authorization: `Bearer ${planted.text('credential')}`,
          'user-agent': planted.text('user agent'),
          cookie: planted.text('cookie'),
          'x-forwarded-for': '203.0.113.77',
          'proton-service': `https://${planted.text('signing service')}.example`,
        },
        ...(endpoint.method === 'GET' ? {} : { body: planted.text('body') }),
      });
    }
    await fetchAgain(new URL(`/${planted.text('page')}`, origin));
    await fetchAgain(new URL('/metrics', origin), {
      headers: { authorization: `Bearer ${planted.text('metrics credential')}` },
    });
  };
  for (const origin of origins) await hostile(origin);
  for (const frame of [planted.text('first frame'), JSON.stringify({ session: planted.text('push session') })]) {
    const socket = new WebSocket(new URL(PUSH_PATH, receiving.origin.replace('http', 'ws')));
    socket.once('open', () => socket.send(frame));
    await new Promise((resolve) => socket.once('close', resolve));
  }
  const nonsense = connect(receiving.port, '127.0.0.1').resume();
  nonsense.write(`${planted.text('no request')} \0\r\n\r\n`);
  await new Promise((resolve) => nonsense.once('close', resolve));

  // A mistake of ours, a queue that is full, a message given up.
  broken = true;
  for (const [origin, name] of [
    [receiving.origin, 'createRoot'],
    [receiving.origin, 'createChallenge'],
  ] as const)
    expect(
      (await call(origin, name, { addressKey: entropy(32), accessKey: entropy(32), token: new Uint8Array(0) } as never))
        .status,
    ).toBe(503);
  broken = false;
  for (let more = 0; more < 60; more++) await call(others.origin, 'submit', submission('http://127.0.0.1:1'));
  aheadMs = 8 * DAY_MS;
  await eventually(() => others.metrics.value('attempts_total', 'given-up') > 1);

  const metrics = await Promise.all(
    origins.map(async (origin) => (await fetchAgain(new URL('/metrics', origin))).text()),
  );
  const log = bench.log.join('\n');
  expect(planted.foundIn(log)).toEqual([]);
  for (const text of metrics) expect(planted.foundIn(text)).toEqual([]);
  // It did see the failures, by their codes.
  for (const event of ['request-failed', 'given-up']) expect(log).toContain(`"event":"${event}"`);
  expect(log).toContain('"blame":"bug","code":"Error"');
  for (const line of bench.log) {
    const { at, level, event, ...fields } = JSON.parse(line) as Record<string, unknown>;
    expect([typeof at, typeof level, typeof event]).toEqual(['string', 'string', 'string']);
    for (const value of Object.values(fields)) expect(String(value)).toMatch(/^(true|false|\d+|[\w-]{0,41})$/);
  }
});

it('would be found out', () => {
  const planted = new Planted();
  const bytes = planted.bytes('key', entropy(32));
  const text = planted.text('name');
  for (const leak of [
    encodeHex(bytes),
    encodeBase64url(bytes),
    Buffer.from(bytes).toString('base64'),
    `x${text}y`,
    text.toUpperCase(),
  ])
    expect(planted.foundIn(`{"event":"x","of":"${leak}"}`)).not.toEqual([]);
});
