// Whom a question about plain text can be spared, if the person says so: machines of one's own network only.
import { expect, test } from 'vitest';
import { isLoopback } from '#bytes/web-url.ts';
import { isHomeHost } from './network.ts';

test.each(['192.168.1.1', '10.0.0.7', '172.16.0.1', '172.31.255.1', 'router', 'nas.local', 'x.home.arpa', '[fd12::1]'])(
  '%s lies in a network of one’s own',
  (host) => {
    expect([isHomeHost(host), isLoopback(host)]).toEqual([true, false]);
  },
);

test.each([
  ...['shop.example', '172.32.0.1', '11.0.0.1', '192.169.0.1', 'local.example', '192.168.1.1.example', '8.8.8.8'],
  ...['[2001:db8::1]', 'fritz.box', '1921681'],
])('%s does not', (host) => {
  expect([isHomeHost(host), isLoopback(host)]).toEqual([false, false]);
});

test.each(['localhost', 'a.localhost:3000', '127.0.0.1', '[::1]:80'])('%s is this device', (host) => {
  expect(isLoopback(host)).toBe(true);
  expect(isHomeHost(host.replace(/:\d+$/, ''))).toBe(false);
});
