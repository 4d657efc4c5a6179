// Which destinations a service would call: public addresses by canonical https origins, and nothing else outside
// development.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { canonicalOrigin, isPublicAddress, publicLookup, requirePublicHost } from './network.ts';
import { Outgoing } from './outgoing.ts';

describe('public addresses', () => {
  it.each(['1.1.1.1', '93.184.216.34', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001:81b::200e'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.255',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '192.168.0.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::a00:1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '2002:a00:1::',
    '3fff::1',
    'localhost',
    '',
    '1.1.1',
    '0x7f.1',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it('are the only ones that a look-up gives', async () => {
    const result = await new Promise((resolve) =>
      publicLookup('localhost', { all: true }, (error) => resolve((error as { code?: string } | null)?.code)),
    );
    expect(result).toBe('peer-private');
  });

  it.each(['localhost.', 'a.localhost', 'router', 'printer.local', 'db.internal', 'nas.lan', 'x.home.arpa'])(
    'are not asked for under the name %s',
    async (name) => {
      const code = await new Promise((resolve) =>
        publicLookup(name, { all: true }, (error) => resolve((error as { code?: string } | null)?.code)),
      );
      expect(code).toBe('peer-private');
    },
  );

  it('are wanted of hosts that are addresses', () => {
    for (const host of [
      'https://127.0.0.1',
      'https://[::1]',
      'https://2130706433',
      'https://0x7f.1',
      'https://[::ffff:7f00:1]',
    ]) {
      expect(() => requirePublicHost(new URL(host))).toThrow(expect.objectContaining({ code: 'peer-private' }));
    }
    expect(() => requirePublicHost(new URL('https://1.1.1.1'))).not.toThrow();
  });
});

it('takes canonical origins only', () => {
  expect(canonicalOrigin('https://service.example:8443', false)?.host).toBe('service.example:8443');
  for (const text of [
    'https://service.example/',
    'https://Service.example',
    'https://service.example:443',
    'https://a@service.example',
    'http://service.example',
    'null',
    '',
  ]) {
    expect(canonicalOrigin(text, false)).toBeNull();
  }
  expect(canonicalOrigin('http://localhost:1', true)?.port).toBe('1');
});

describe('outgoing requests', () => {
  const serving = async (
    answer: (path: string) => { status: number; headers?: Record<string, string>; body?: string },
  ) => {
    const paths: string[] = [];
    const server = createServer((request, response) => {
      paths.push(request.url ?? '');
      const { status, headers, body } = answer(request.url ?? '');
      response.writeHead(status, headers).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, paths, server };
  };

  it('follow no redirects, bound the answer and read how long to wait', async () => {
    const { origin, paths, server } = await serving((path) =>
      path === '/away'
        ? { status: 302, headers: { location: '/elsewhere', 'retry-after': '7' } }
        : { status: 200, body: 'x'.repeat(1001) },
    );
    const outgoing = new Outgoing({
      development: true,
      own: { origin: 'https://own.example', listener: () => origin },
    });
    expect(await outgoing.ask(origin, '/away', null, 1000, 5000)).toMatchObject({ status: 302, retryAfterSeconds: 7 });
    await expect(outgoing.ask(origin, '/long', null, 1000, 5000)).rejects.toMatchObject({ code: 'peer-oversized' });
    expect(paths).toEqual(['/away', '/long']);
    outgoing.close();
    server.close();
  });

  it('end when they are closed, those that wait for a socket too', async () => {
    let connections = 0;
    const server = createServer(() => {}).on('connection', () => connections++);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const outgoing = new Outgoing({ development: true, own: { origin: 'https://own.example', listener: () => '' } });
    const asked = Array.from({ length: 40 }, () => outgoing.ask(origin, '/', null, 1000, 60_000));
    await eventually(() => connections === 16);
    outgoing.close();
    for (const one of await Promise.allSettled(asked))
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'peer-unreachable' } });
    await new Promise((resolve) => server.close(resolve));
    expect(connections).toBe(16);
  });

  it('reach the own origin by its listener, also where private networks are closed', async () => {
    const { origin, server } = await serving(() => ({ status: 200, body: 'here' }));
    const outgoing = new Outgoing({
      development: false,
      own: { origin: 'https://own.example', listener: () => origin },
    });
    expect((await outgoing.ask('https://own.example', '/', null, 1000, 5000)).body).toEqual(
      new TextEncoder().encode('here'),
    );
    await expect(outgoing.ask(origin, '/', null, 1000, 5000)).rejects.toMatchObject({ code: 'peer-origin' });
    await expect(outgoing.ask('https://127.0.0.1', '/', null, 1000, 5000)).rejects.toMatchObject({
      code: 'peer-private',
    });
    await expect(outgoing.ask('https://localhost', '/', null, 1000, 5000)).rejects.toMatchObject({
      code: 'peer-private',
    });
    outgoing.close();
    await expect(outgoing.ask('https://own.example', '/', null, 1000, 5000)).rejects.toMatchObject({
      code: 'peer-unreachable',
    });
    server.close();
  });
});
