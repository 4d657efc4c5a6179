// What a mail's sender is found to be when the DNS is slow or broken: unknown, in time, and never an error.
import { expect, it } from 'vitest';
import { authenticateMail } from './authentication.ts';
import { zoneResolver } from './resolver.ts';

const PATIENCE = new AbortController().signal;
const message = new TextEncoder().encode('From: a@shop.example\r\nSubject: x\r\n\r\nhello\r\n');
const origin = { ip: '127.0.0.1', helo: 'client', from: 'a@shop.example' };
const unknown = { spf: 'temperror', dkim: 'temperror', dmarc: 'temperror', domain: '' };

it('waits no longer for the DNS than it is told', async () => {
  expect(await authenticateMail(message, origin, () => new Promise(() => {}), AbortSignal.timeout(20))).toEqual(
    unknown,
  );
});

it('gives a temporary error where the DNS is broken', async () => {
  const broken = () => Promise.reject(Object.assign(new Error('broken'), { code: 'ESERVFAIL' }));
  expect((await authenticateMail(message, origin, broken, PATIENCE)).spf).toBe('temperror');
});

it('knows the record types of a zone, and nothing outside it', async () => {
  const resolve = zoneResolver({
    'Shop.Example': ['v=spf1 mx -all'],
    'MX shop.example': ['10 mx.shop.example'],
    'A mx.shop.example.': ['127.0.0.1'],
  });
  expect(await resolve('shop.example', 'TXT')).toEqual([['v=spf1 mx -all']]);
  expect(await resolve('shop.example', 'MX')).toEqual([{ priority: 10, exchange: 'mx.shop.example' }]);
  await expect(resolve('other.example', 'TXT')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  expect(await authenticateMail(message, origin, resolve, PATIENCE)).toMatchObject({
    spf: 'pass',
    domain: 'shop.example',
  });
});
