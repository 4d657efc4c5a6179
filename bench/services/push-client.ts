// Push sockets by the thousand in one process, as cheaply as they come: the handshake and the few frames of RFC 6455
// that push uses, over bare sockets. `onWaiting` hears of each push.
import { connect, type Socket } from 'node:net';
import { encodeBase64url } from '#bytes/base64url.ts';
import { PUSH_PATH } from '#wire/endpoints.ts';
import { mailbox } from '#wire/transport.ts';

const TEXT = 0x81;
const BINARY = 0x82;
const PING = 0x89;
const PONG = 0x8a;

export interface PushOptions {
  readonly port: number;
  /** Null: a bare socket that says nothing of itself. */
  readonly session: Uint8Array | null;
  readonly onWaiting?: (waiting: number) => void;
}

/**
 * Resolves when the first push has come; of a bare socket, when it is open. Rejects if the service refuses or goes away
 * before.
 */
export function openPush({ port, session, onWaiting }: PushOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let pending: Buffer | null = null;
    let upgraded = false;
    socket.on('connect', () =>
      socket.write(
        `GET ${PUSH_PATH} HTTP/1.1\r\nhost: localhost:${port}\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
      ),
    );
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('closed')));
    socket.on('data', (chunk) => {
      let bytes: Buffer = pending === null ? chunk : Buffer.concat([pending, chunk]);
      if (!upgraded) {
        const end = bytes.indexOf('\r\n\r\n');
        if (end < 0) {
          pending = bytes;
          return;
        }
        if (!bytes.subarray(0, 12).equals(SWITCHING)) return socket.destroy();
        upgraded = true;
        bytes = bytes.subarray(end + 4);
        if (session === null) resolve(socket);
        else socket.write(frame(TEXT, Buffer.from(JSON.stringify({ session: encodeBase64url(session) }))));
      }
      for (let body = bodyOf(bytes); body !== null; body = bodyOf(bytes)) {
        if (bytes[0] === PING) socket.write(frame(PONG, body));
        else if (bytes[0] === TEXT) {
          const { waiting } = JSON.parse(body.toString()) as { waiting: number };
          resolve(socket);
          onWaiting?.(waiting);
        } else if (bytes[0] === BINARY) onWaiting?.(mailbox.decode(body).items.length);
        else return socket.destroy();
        bytes = bytes.subarray(body.byteOffset - bytes.byteOffset + body.length);
      }
      pending = bytes.length === 0 ? null : bytes;
    });
  });
}

/** Of the first frame in these bytes; null: not all of it has come. Frames of a server are not masked. */
function bodyOf(bytes: Buffer): Buffer | null {
  const isLong = bytes[1] === 126;
  const head = isLong ? 4 : 2;
  if (bytes.length < head) return null;
  const end = head + (isLong ? bytes.readUInt16BE(2) : (bytes[1] as number));
  return bytes.length < end ? null : bytes.subarray(head, end);
}

const SWITCHING = Buffer.from('HTTP/1.1 101');

/** A client's frame, masked with zeros: the mask protects proxies, and there is none. */
function frame(first: number, body: Buffer): Buffer {
  const head = body.length < 126 ? [first, 0x80 | body.length] : [first, 0xfe, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), body]);
}

/**
 * Opens so many, a few hundred at a time, as clients do that come back after a random while. Those refused try again.
 */
export async function openAll(count: number, at: number, open: (index: number) => Promise<Socket>): Promise<Socket[]> {
  const sockets: Socket[] = [];
  let next = 0;
  const line = async (): Promise<void> => {
    while (next < count) {
      const index = next++;
      for (let opened = false; !opened; ) {
        try {
          sockets.push(await open(index));
          opened = true;
        } catch {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }
    }
  };
  await Promise.all(Array.from({ length: at }, line));
  return sockets;
}
