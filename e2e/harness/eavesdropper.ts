// An operator's own eyes, or those of a proxy that ends TLS for them: stands in front of a real service, and sees every
// request whole and its connection. It changes nothing.
import { request as ask, createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface Overheard {
  /** The service, as it is known. */
  readonly origin: string;
  /** Counts connections; each has a number of its own at all eavesdroppers of this process. */
  readonly connection: number;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Of a WebSocket the first frame that the client sent, as soon as it came. */
  body: Uint8Array;
  /** Empty for a WebSocket. */
  answer: Uint8Array;
}

export interface Eavesdropper {
  readonly origin: string;
  /** In the order in which they came. */
  readonly heard: Overheard[];
  /** Sets the port at which the service listens. */
  leadTo(port: number): void;
  close(): Promise<void>;
}

let connections = 0;
const numbers = new WeakMap<object, number>();

function numberOf(socket: object): number {
  const known = numbers.get(socket) ?? ++connections;
  numbers.set(socket, known);
  return known;
}

/** @param host by which its origin names it; it listens on loopback */
export async function eavesdrop(host = 'localhost'): Promise<Eavesdropper> {
  // In one piece: one server between two others; both of its ends note into one list.
  const heard: Overheard[] = [];
  const sockets = new Set<Socket>();
  let target = 0;
  let origin = '';
  const note = ({ socket, method = '', url = '', headers }: IncomingMessage, body: Uint8Array): Overheard => {
    const one = { connection: numberOf(socket), method, path: url, headers, body, answer: new Uint8Array(0), origin };
    heard.push(one);
    return one;
  };
  const server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const body = Buffer.concat(parts);
      const one = note(incoming, body);
      const { method = 'GET', url = '/', headers } = incoming;
      const onward = ask({ host: '127.0.0.1', port: target, method, path: url, headers }, (answer) => {
        const said: Buffer[] = [];
        answer.on('data', (part: Buffer) => said.push(part));
        answer.on('end', () => {
          one.answer = Buffer.concat(said);
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(one.answer);
        });
      });
      onward.on('error', () => outgoing.destroy());
      onward.end(body);
    });
  });
  // Longer than a test takes: what a client does not close stays one connection.
  server.keepAliveTimeout = 600_000;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    const one = note(incoming, new Uint8Array(0));
    hearFirstFrame(socket, head, (frame) => {
      one.body = frame;
    });
    const onward = connect(target, '127.0.0.1', () => {
      const lines = incoming.rawHeaders.flatMap((name, i, all) => (i % 2 === 0 ? [`${name}: ${all[i + 1]}`] : []));
      onward.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
    socket.once('close', () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    heard,
    leadTo: (port) => {
      target = port;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** What a client says first (RFC 6455 section 5.2): one whole frame of less than 64 KiB, masked. */
function hearFirstFrame(socket: Socket, head: Buffer, heard: (frame: Uint8Array) => void): void {
  let bytes = head;
  const take = (more: Buffer): void => {
    bytes = Buffer.concat([bytes, more]);
    const short = (bytes[1] ?? 0) & 0x7f;
    const start = short < 126 ? 2 : 4;
    if (bytes.length < start + 4) return;
    const length = short < 126 ? short : bytes.readUInt16BE(2);
    if (bytes.length < start + 4 + length) return;
    socket.off('data', take);
    const mask = bytes.subarray(start, start + 4);
    heard(Uint8Array.from(bytes.subarray(start + 4, start + 4 + length), (byte, at) => byte ^ (mask[at % 4] ?? 0)));
  };
  socket.on('data', take);
  take(Buffer.alloc(0));
}
