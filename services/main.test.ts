// A service process as a whole: its pages and answers for people and monitors, and what remains when it ends, well or
// badly.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import nodemailer from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchAgain } from '#adapters/node/fetch-again.ts';
import { encodeBase64url, encodeHex } from '#bytes/base64url.ts';
import { sha256 } from '#crypto/hash.ts';
import { ENDPOINTS, INVITATION_PATH, WELL_KNOWN_PATH } from '#wire/endpoints.ts';
import { delivery } from '#wire/transport.ts';
import { GET_PATH } from './http/pages.ts';
import { checkConfig } from './process/config.ts';
import { openSqliteStorage } from './storage/sqlite/sqlite.ts';
import { eventually } from './testing/eventually.ts';
import { entropy, Party, TestMask } from './testing/party.ts';
import { Bench, call, MASK_DOMAIN } from './testing/services.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.end());

const PROGRAM = join(import.meta.dirname, 'main.ts');

/** The program itself, as an operator starts it. */
async function program(
  dataDir: string,
  roles: string,
  port = 0,
): Promise<{ child: ChildProcess; origin: string; port: number; ended: Promise<number | null> }> {
  const child = spawn(process.execPath, [PROGRAM], {
    env: { NUCLEUS_DATA_DIR: dataDir, NUCLEUS_PORT: String(port), NUCLEUS_ROLES: roles, NUCLEUS_DEVELOPMENT: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  bench.onEnd(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    const event = JSON.parse(line) as { event: string; port: number };
    if (event.event === 'started') return { child, origin: `http://localhost:${event.port}`, port: event.port, ended };
  }
  throw new Error('the program did not start');
}

async function submit(origin: string, party: Party): Promise<void> {
  const submission = {
    dedupe: entropy(16),
    destination: party.origin,
    delay: 'none' as const,
    token: new Uint8Array(0),
    ...party.delivery(),
  };
  expect((await call(origin, 'submit', submission)).status).toBe(202);
}

describe('after kill -9', () => {
  it('a sending service delivers all that it accepted', async () => {
    const receiverData = bench.directory();
    const receiving = await bench.start({ roles: ['receiving'], dataDir: receiverData });
    const blair = await Party.create(receiving.origin);
    await receiving.close();
    const dataDir = bench.directory();
    const first = await program(dataDir, 'sending');
    await Promise.all(Array.from({ length: 50 }, () => submit(first.origin, blair)));
    first.child.kill('SIGKILL');
    await first.ended;
    await bench.start({ roles: ['receiving'], dataDir: receiverData, port: receiving.port });
    await program(dataDir, 'sending', first.port);
    expect(await blair.arrived(50)).toHaveLength(50);
  });

  it('a receiving service shows all that it accepted, once', async () => {
    const dataDir = bench.directory();
    const first = await program(dataDir, 'receiving');
    const blair = await Party.create(first.origin);
    const deliveries = Array.from({ length: 60 }, () => blair.delivery());
    const accepted = new Set<string>();
    await Promise.all(
      deliveries.map(async (body) => {
        const answer = await call(first.origin, 'deliver', body).catch(() => null);
        if (answer?.status === 202) accepted.add(encodeHex(body.envelope));
        // Killed while others are being appended and opened.
        if (accepted.size === 10) first.child.kill('SIGKILL');
      }),
    );
    await first.ended;
    await program(dataDir, 'receiving', first.port);
    for (const body of deliveries) await call(first.origin, 'deliver', body);
    const items = await blair.arrived(60);
    const shown = items.map((item) => encodeHex(item.envelope));
    expect(shown).toHaveLength(60);
    expect(new Set(shown)).toEqual(new Set(deliveries.map((body) => encodeHex(body.envelope))));
    expect([...accepted].every((envelope) => shown.includes(envelope))).toBe(true);
  });

  it('between any two steps of the intake, a receiving service shows a delivery once', async () => {
    const dataDir = bench.directory();
    const first = await bench.start({ dataDir, roles: ['receiving'] });
    const blair = await Party.create(first.origin);
    const [shown, unopened] = [blair.delivery(), blair.delivery()];
    await call(first.origin, 'deliver', shown);
    await blair.arrived(1);
    await first.close();
    // What a crash leaves: appended and not opened; in the mailbox and still in the intake.
    const storage = openSqliteStorage(dataDir);
    for (const taken of [unopened, shown]) {
      const body = delivery.encode(taken);
      const item = { id: sha256(body), group: '', body, acceptedAt: Date.now(), rememberUntil: null };
      expect(await storage.queue('intake').append(item)).toBe('appended');
    }
    await storage.close();
    const second = await bench.start({ dataDir, roles: ['receiving'], port: first.port });
    await eventually(() => second.metrics.value('openings_total', 'repeated') === 1);
    expect((await blair.arrived(2)).map((item) => item.envelope)).toEqual([shown.envelope, unopened.envelope]);
  });
});

describe('ending well', () => {
  it('answers what is under way, keeps what is undelivered, and exits with 0 on SIGTERM', async () => {
    const dataDir = bench.directory();
    const { child, origin, port, ended } = await program(dataDir, 'sending,receiving');
    const blair = await Party.create(origin);
    const elsewhere = {
      dedupe: entropy(16),
      destination: 'http://127.0.0.1:1',
      delay: 'none' as const,
      token: new Uint8Array(0),
      ...blair.delivery(),
    };
    expect((await call(origin, 'submit', elsewhere)).status).toBe(202);
    const idle = connect(port, '127.0.0.1');
    await new Promise((resolve) => idle.once('connect', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    idle.destroy();
    const again = await bench.start({ dataDir, port, roles: ['sending', 'receiving'] });
    expect(await (await fetchAgain(new URL('/metrics', again.origin))).text()).toContain(
      'nucleus_queue_items{queue="sending"} 1',
    );
    expect(await blair.session()).toBeInstanceOf(Uint8Array);
  });

  it('refuses a folder in use, saying so', async () => {
    const dataDir = bench.directory();
    const running = await bench.start({ dataDir });
    await expect(bench.start({ dataDir })).rejects.toMatchObject({ blame: 'unavailable', code: 'storage-in-use' });
    expect((await fetch(new URL('/healthz', running.origin))).status).toBe(200);
  });

  it('leaves nothing behind when a port is taken', async () => {
    const running = await bench.start();
    const dataDir = bench.directory();
    await expect(bench.start({ dataDir, port: running.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await bench.start({ dataDir });
  });
});

describe('what lies in the data folder and in the logs', () => {
  it('is open to its owner alone, be the folder open to all', async () => {
    const dataDir = bench.directory();
    chmodSync(dataDir, 0o755);
    await bench.start({ dataDir });
    const files = readdirSync(dataDir);
    expect(files).toContain('services.sqlite-wal');
    for (const file of files) expect([file, statSync(join(dataDir, file)).mode & 0o777]).toEqual([file, 0o600]);
  });

  it('holds nothing of a mail: no text, subject, name, sender, mask or network address', async () => {
    const planted = [
      'planted-text-81',
      'planted-subject-82',
      'Planted Name 83',
      'planted-sender-84',
      'planted-mask-85',
      'planted-site-86',
      '127.0.0.1',
    ];
    const [text, subject, name, sender, localPart, site] = planted as [string, string, string, string, string, string];
    const dataDir = bench.directory();
    const receiverData = bench.directory();
    const receiving = await bench.start({ roles: ['receiving'], dataDir: receiverData });
    const mask = new TestMask(await Party.create(receiving.origin), localPart);
    const gateway = await bench.start({ roles: ['sending', 'mail'], dataDir });
    expect((await mask.register(gateway.origin)).status).toBe(201);
    const transport = nodemailer.createTransport({ host: '127.0.0.1', port: gateway.smtpPort, ignoreTLS: true });
    const mail = { from: { name, address: `${sender}@${site}.example` }, to: `${localPart}@${MASK_DOMAIN}`, subject };
    await transport.sendMail({ ...mail, text });
    await mask.party.arrived(1);
    await receiving.close();
    // One small and one big mail wait, and one client is refused.
    await transport.sendMail({ ...mail, text });
    await transport.sendMail({ ...mail, text: text.repeat(20_000) });
    await expect(transport.sendMail({ ...mail, to: `no-${localPart}@${MASK_DOMAIN}` })).rejects.toThrow('550');
    await eventually(() => gateway.metrics.value('attempts_total', 'unreachable') > 0);

    const scan = (bytes: Buffer) =>
      planted.filter((word) => encodings(word).some((encoded) => bytes.includes(encoded)));
    for (const folder of [dataDir, receiverData]) {
      const names = readdirSync(folder);
      for (const file of names) expect(scan(readFileSync(join(folder, file)))).toEqual([]);
      expect(names.join()).not.toContain('planted');
    }
    expect(readdirSync(dataDir)).toContain('services.sqlite-wal');
    expect(readFileSync(join(dataDir, 'services.sqlite-wal')).length).toBeGreaterThan(400_000);
    await gateway.close();
    for (const file of readdirSync(dataDir)) expect(scan(readFileSync(join(dataDir, file)))).toEqual([]);
    expect(bench.log.length).toBeGreaterThan(2);
    expect(scan(Buffer.from(bench.log.join('\n')))).toEqual([]);
    expect(readdirSync(dataDir).map((file) => statSync(join(dataDir, file)).mode & 0o077)).toEqual(
      readdirSync(dataDir).map(() => 0),
    );
  });

  it('logs nothing of requests that fail', async () => {
    const { origin } = await bench.start();
    const secret = encodeBase64url(entropy(55));
    await fetch(new URL(`/v1/mailbox?${secret}`, origin), { headers: { authorization: `Bearer ${secret}` } });
    await fetch(new URL(`/v1/${secret}`, origin), { method: 'POST', body: secret });
    await fetch(new URL('/v1/deliveries', origin), { method: 'POST', body: secret });
    expect(bench.log.join('\n')).not.toContain(secret);
    expect(bench.log.map((line) => Object.keys(JSON.parse(line) as object))).toEqual([
      ['at', 'level', 'event', 'port', 'smtpPort'],
    ]);
  });
});

function encodings(word: string): Buffer[] {
  const utf8 = Buffer.from(word);
  // Base64 of a part that is independent of how the word is aligned. Four letters of it stand in any megabyte of
  // noise now and then.
  const base64 = [0, 1, 2]
    .map((shift) =>
      Buffer.concat([Buffer.alloc(shift), utf8])
        .toString('base64')
        .slice(4, -4),
    )
    .filter((text) => text.length > 4);
  return [
    utf8,
    Buffer.from(word, 'utf16le'),
    Buffer.from(utf8.toString('hex')),
    ...base64.map((text) => Buffer.from(text)),
  ];
}

describe('what others see', () => {
  it('is pages for people: static, without script, that send no referrer and load nothing', async () => {
    const { origin } = await bench.start();
    for (const path of ['/', INVITATION_PATH, GET_PATH]) {
      const answer = await fetch(new URL(path, origin));
      const text = await answer.text();
      expect(answer.status).toBe(200);
      expect(text).not.toMatch(/<script|https?:|src=|url\(|\son\w+=/);
      expect(text.match(/href="[^"]*"/g)).toEqual(path === INVITATION_PATH ? [`href="${GET_PATH}"`] : null);
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('leads who was invited to where the operator says that Nucleus is', async () => {
    const getNucleus = 'https://store.example/nucleus?from=a&to=%22b';
    const { origin } = await bench.start({ getNucleus });
    const text = await (await fetch(new URL(INVITATION_PATH, origin))).text();
    expect(text).toContain('Somebody invites you to a private conversation');
    expect(text).toContain('href="https://store.example/nucleus?from=a&amp;to=%22b" target="_blank"');
    for (const bad of [
      'javascript:alert(1)',
      'store.example',
      'https://you@store.example/',
      'https://store.example/"x',
    ])
      expect(() =>
        checkConfig({ dataDir: '.', port: 0, roles: ['sending'], development: true, getNucleus: bad }),
      ).toThrow('getNucleus');
  });

  it('is health, and metrics without names', async () => {
    const running = await bench.start();
    expect(await (await fetch(new URL('/healthz', running.origin))).text()).toBe('ok\n');
    const answer = await fetch(new URL('/metrics', running.origin));
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const lines = (await answer.text()).trimEnd().split('\n');
    for (const line of lines)
      expect(line).toMatch(/^(# (HELP|TYPE) nucleus_[a-z_]+ .+|nucleus_[a-z_]+(\{[a-z]+="[a-z0-9-]+"\})? \d+)$/);
  });

  it('is no metrics without the credential, outside development not even then where there is none', async () => {
    const read = async (running: { origin: string; port: number }, credential?: string) => {
      const headers = credential === undefined ? {} : { authorization: `Bearer ${credential}` };
      return (await fetch(`http://localhost:${running.port}/metrics`, { headers })).status;
    };
    const served = { roles: ['sending', 'receiving'], development: false, origin: 'https://service.example' } as const;
    const closed = await bench.start(served);
    expect(await read(closed)).toBe(404);
    expect(await read(closed, 'undefined')).toBe(404);
    const open = await bench.start({ ...served, metricsToken: 'a token for the metrics' });
    expect(await read(open)).toBe(404);
    expect(await read(open, 'another token for the metrics')).toBe(404);
    expect(await read(open, 'a token for the metrics')).toBe(200);
  });

  it('may be called by extensions, with what the endpoints need, and by no page of the web', async () => {
    const { origin } = await bench.start();
    const extension = 'chrome-extension://dgnpilcaplhionipiegimngacemagjmb';
    for (const [path, method] of [
      ['/v1/blobs/AAAAAAAAAAAAAAAAAAAAAA', 'PUT'],
      ['/v1/roots', 'DELETE'],
      ['/v1/mailbox', 'GET'],
    ] as const) {
      const headers = {
        origin: extension,
        'access-control-request-method': method,
        'access-control-request-headers': 'authorization, proton-expiry-day',
      };
      const preflight = await fetch(new URL(path, origin), { method: 'OPTIONS', headers });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
      expect(preflight.headers.get('access-control-allow-methods')).toContain(method);
      expect(preflight.headers.get('access-control-allow-headers')).toMatch(/authorization.*content-type/);
      expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
    }
    const asked = async (path: string, headers: Record<string, string>, method = 'GET') => {
      const answer = await fetch(new URL(path, origin), { method, headers });
      return [answer.status, answer.headers.get('access-control-allow-origin')];
    };
    expect(await asked('/v1/mailbox', { origin: extension })).toEqual([401, '*']);
    const page = { origin: 'https://page.example' };
    const preflight = { ...page, 'access-control-request-method': 'GET' };
    expect(await asked('/v1/mailbox', preflight, 'OPTIONS')).toEqual([403, null]);
    for (const headers of [page, { origin: 'null' }, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }])
      expect(await asked('/v1/mailbox', headers as Record<string, string>)).toEqual([403, null]);
    // What everybody may read stays so.
    expect(await asked(WELL_KNOWN_PATH, page)).toEqual([200, '*']);
  });

  it('is a refusal in JSON for what does not exist', async () => {
    const { origin } = await bench.start({ roles: ['sending'] });
    for (const [path, method] of [
      ['/nothing', 'GET'],
      [ENDPOINTS.getMailbox.path, 'GET'],
      [ENDPOINTS.submit.path, 'GET'],
    ] as const) {
      const answer = await fetch(new URL(path, origin), { method });
      expect([answer.status, await answer.json()]).toEqual([404, { code: 'not-found' }]);
    }
  });
});
