// A stand-in for the service that knows leaked passwords. It answers as the real one does: rows of a suffix and a count
// with CRLF between them and none at the end, padding when asked for, preflights, a refusal of any other question.
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LeakService {
  readonly origin: string;
  /** Every request: method, path, and whether padding was asked for. */
  readonly asked: string[];
  /** Headers of the last request that was no preflight. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Answers in its place, if it is set. */
  misbehaves: ((response: ServerResponse) => void) | null;
  /** Runs before it answers a question. */
  before: () => Promise<void>;
  close(): Promise<void>;
}

const digestOf = (password: string): string => createHash('sha1').update(password).digest('hex').toUpperCase();
const row = (count: number): string => `${randomBytes(18).toString('hex').toUpperCase().slice(1)}:${count}`;

function rangeOf(prefix: string, leaked: Readonly<Record<string, number>>, padded: boolean): string {
  const own = Object.entries(leaked)
    .map(([password, count]) => ({ digest: digestOf(password), count }))
    .filter(({ digest }) => digest.startsWith(prefix))
    .map(({ digest, count }) => `${digest.slice(5)}:${count}`);
  const others = Array.from({ length: 900 }, () => row(randomInt(1, 5000)));
  const padding = padded ? Array.from({ length: randomInt(10, 200) }, () => row(0)) : [];
  return [...[...own, ...others].sort(), ...padding].join('\r\n');
}

/**
 * @param leaked how often each password was seen; 0: it is among the padding
 * @param port any, if none is named
 */
export async function startLeakService(leaked: Readonly<Record<string, number>>, port = 0): Promise<LeakService> {
  const service: LeakService = {
    origin: '',
    asked: [],
    headers: {},
    misbehaves: null,
    before: async () => {},
    close: () => new Promise((done) => server.close(() => done())),
  };
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    const padded = String(headers['add-padding'] ?? '').toLowerCase() === 'true';
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('connection', 'close');
    if (method === 'OPTIONS') {
      response.setHeader('access-control-allow-methods', 'GET');
      response.setHeader('access-control-allow-headers', 'Add-Padding');
      return void response.writeHead(200).end();
    }
    service.asked.push(`${method} ${url}${padded ? ' padded' : ''}`);
    service.headers = headers;
    const prefix = /^\/range\/([0-9A-F]{5})$/i.exec(url)?.[1]?.toUpperCase();
    if (prefix === undefined) return void response.writeHead(400).end('The hash prefix was not in a valid format');
    return void service.before().then(() => {
      if (service.misbehaves !== null) return service.misbehaves(response);
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
      return response.end(rangeOf(prefix, leaked, padded));
    });
  });
  await new Promise<void>((listens) => server.listen(port, '127.0.0.1', listens));
  return Object.assign(service, { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}
