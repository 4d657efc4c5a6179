// A kept connection that turns out closed costs no answer; a server that takes no request costs a few tries.

import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { fetchAgain } from './fetch-again.ts';

let server: Server | null = null;
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server?.close(resolve));
});

/** Answers as many requests of each connection as given, and closes it at the next, unanswered. */
async function answering(each: number): Promise<{ url: string; requests: () => number }> {
  let requests = 0;
  server = createServer((socket) => {
    let answered = 0;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', () => {
      requests++;
      if (answered++ === each) socket.destroy();
      else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\nok');
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}/`, requests: () => requests };
}

it('asks again over a new connection', async () => {
  const { url, requests } = await answering(1);
  for (let turn = 0; turn < 3; turn++)
    expect(await (await fetchAgain(url, { method: 'POST', body: 'x' })).text()).toBe('ok');
  // The second and the third met a connection that had been kept, and closed.
  expect(requests()).toBeGreaterThan(3);
});

it('gives up if no connection is ever answered', async () => {
  const { url, requests } = await answering(0);
  await expect(fetchAgain(url)).rejects.toThrow('fetch failed');
  expect(requests()).toBe(4);
});

it('does not try if no service listens', async () => {
  const { url } = await answering(1);
  await new Promise((resolve) => server?.close(resolve));
  await expect(fetchAgain(url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
});
