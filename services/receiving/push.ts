// Push over WebSocket (PUSH_PATH): the client's first frame names a session, and from then on the server says how many
// items wait in the mailbox, at once and whenever that grows; a small one that comes into an empty mailbox goes with it
// and stays there until it is acknowledged. Later client frames carry nothing and are allowed, seldom, since traffic
// keeps a browser's worker alive. A socket that reads nothing, or answers no ping, is closed: what it missed waits.
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import * as v from 'valibot';
import { type WebSocket, WebSocketServer } from 'ws';
import { decodeBase64url, encodeHex } from '#bytes/base64url.ts';
import { PUSH_PATH } from '#wire/endpoints.ts';
import { mailbox } from '#wire/transport.ts';
import type { Session } from '../http/call.ts';
import { mayCall } from '../http/callers.ts';
import { Background } from '../runtime/background.ts';
import type { Log } from '../runtime/log.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { Receiving } from './receiving.ts';

/** Close codes of ours (RFC 6455 section 7.4.2: 4000–4999 are private). */
export const CLOSE = { unauthorised: 4401, silent: 4408, replaced: 4409, tooMuch: 4429 } as const;

export interface PushLimits {
  readonly sockets: number;
  /** The oldest of a root's sockets makes way for a new one. */
  readonly socketsPerRoot: number;
  /** That have not said who they are; the oldest makes way. Anybody can open these. */
  readonly strangers: number;
  readonly helloMs: number;
  readonly pingMs: number;
}
export const PUSH_LIMITS: PushLimits = {
  sockets: 10_000,
  socketsPerRoot: 4,
  strangers: 1000,
  helloMs: 10_000,
  pingMs: 25_000,
};

const MAX_FRAME_BYTES = 4096;
/**
 * A client that leaves that much unread is slow beyond use: a count is 20 bytes, and an item, which goes only to who
 * has read everything, PUSH_FRAME_BYTES at most.
 */
const MAX_UNREAD_BYTES = 64 * 1024;
const CLOSE_MS = 500;
/** Frames a client may send between two pings. */
const MAX_FRAMES = 20;

const hello = v.strictObject({ session: v.pipe(v.string(), v.maxLength(256)) });

interface Client {
  readonly socket: WebSocket;
  session: Session | null;
  /** The first frame has come. */
  greeted: boolean;
  answered: boolean;
  frames: number;
  /** A push is under way; `again`: one more is wanted after it. */
  pushing: boolean;
  again: boolean;
  /** Of the arrival to be told (Receiving.waiting). */
  word: Uint8Array | null;
}

/** Those of one root. */
interface Audience {
  /** Oldest first. */
  readonly clients: Set<Client>;
  /** Ends listening for arrivals. */
  readonly leave: () => void;
}

export class Push {
  readonly #origin: string;
  readonly #receiving: Receiving;
  readonly #metrics: Metrics;
  readonly #log: Log;
  readonly #now: () => number;
  readonly #limits: PushLimits;
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MAX_FRAME_BYTES });
  readonly #clients = new Set<Client>();
  /** Those that have not said who they are, oldest first. */
  readonly #strangers = new Set<Client>();
  /** By root, in hexadecimal. */
  readonly #byRoot = new Map<string, Audience>();
  readonly #background = new Background();

  constructor(
    receiving: Receiving,
    parts: { origin: string; metrics: Metrics; log: Log; now: () => number },
    limits: PushLimits = PUSH_LIMITS,
  ) {
    this.#origin = parts.origin;
    this.#receiving = receiving;
    this.#metrics = parts.metrics;
    this.#log = parts.log;
    this.#now = parts.now;
    this.#limits = limits;
    this.#background.every(limits.pingMs, () => this.#beat());
    parts.metrics.beforeReading(() => parts.metrics.gauge('push_sockets', this.#clients.size));
  }

  attach(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => socket.destroy());
      const path = (request.url ?? '').split('?', 1)[0];
      if (path !== PUSH_PATH) return socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
      if (!mayCall(request.headers, this.#origin)) {
        this.#metrics.count('pushes_total', 'page');
        return socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      }
      if (this.#clients.size >= this.#limits.sockets) {
        this.#metrics.count('pushes_total', 'refused');
        return socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n');
      }
      this.#server.handleUpgrade(request, socket, head, (accepted) => this.#open(accepted));
    });
  }

  /**
   * Tells every client that the server is going away; they come back by themselves. Resolves when every socket is
   * closed.
   */
  async close(): Promise<void> {
    this.#background.stop();
    this.#server.close();
    const sockets = [...this.#clients].map(({ socket }) => socket);
    const closed = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of sockets) socket.close(1001);
    // A client that does not answer the close frame would hold the server open.
    const patience = setTimeout(() => sockets.forEach((socket) => void socket.terminate()), CLOSE_MS);
    await Promise.all(closed);
    clearTimeout(patience);
    await this.#background.end();
  }

  #open(socket: WebSocket): void {
    const client: Client = {
      socket,
      session: null,
      greeted: false,
      answered: true,
      frames: 0,
      pushing: false,
      again: false,
      word: null,
    };
    this.#clients.add(client);
    this.#strangers.add(client);
    if (this.#strangers.size > this.#limits.strangers) {
      const [oldest] = [...this.#strangers] as [Client];
      this.#forget(oldest);
      oldest.socket.close(CLOSE.silent);
    }
    const silence = setTimeout(() => socket.close(CLOSE.silent), this.#limits.helloMs);
    socket.on('pong', () => {
      client.answered = true;
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearTimeout(silence);
      this.#forget(client);
    });
    socket.on('message', (data, isBinary) => {
      client.answered = true;
      if (++client.frames > MAX_FRAMES) return socket.close(CLOSE.tooMuch);
      if (client.greeted) return;
      client.greeted = true;
      clearTimeout(silence);
      this.#background.run(this.#admit(client, isBinary ? '' : data.toString()), (error) => {
        this.#log.fault('push-failed', error);
        socket.close(1011);
      });
    });
  }

  async #admit(client: Client, frame: string): Promise<void> {
    const credential = credentialOf(frame);
    const session = credential === null ? null : await this.#receiving.authorise(credential);
    if (session === null) {
      this.#metrics.count('pushes_total', 'refused');
      return client.socket.close(CLOSE.unauthorised);
    }
    // Closed meanwhile.
    if (!this.#clients.has(client)) return;
    client.session = session;
    this.#strangers.delete(client);
    const { clients } = this.#audience(session.root);
    clients.add(client);
    if (clients.size > this.#limits.socketsPerRoot) {
      const [oldest] = [...clients] as [Client];
      this.#forget(oldest);
      oldest.socket.close(CLOSE.replaced);
    }
    this.#metrics.count('pushes_total', 'opened');
    this.#push(client, null);
  }

  #audience(root: Uint8Array): Audience {
    const key = encodeHex(root);
    const existing = this.#byRoot.get(key);
    if (existing !== undefined) return existing;
    const clients = new Set<Client>();
    const leave = this.#receiving.onArrival(root, (word) => {
      for (const client of clients) this.#push(client, word);
    });
    const audience = { clients, leave };
    this.#byRoot.set(key, audience);
    return audience;
  }

  /** Arrivals during a push are told together by the next one. */
  #push(client: Client, word: Uint8Array | null): void {
    client.again = true;
    client.word = word;
    if (client.pushing || client.session === null) return;
    client.pushing = true;
    const told = this.#tell(client, client.session).finally(() => {
      client.pushing = false;
    });
    this.#background.run(told, (error) => this.#log.fault('push-failed', error));
  }

  async #tell(client: Client, session: Session): Promise<void> {
    while (client.again) {
      const { socket, word } = client;
      client.again = false;
      client.word = null;
      const { count, only } = await this.#receiving.waiting(session.root, word);
      if (socket.readyState !== socket.OPEN) return;
      // Also between two pings: from now on it could bring what the session may not read any more.
      if (session.expiresAt <= this.#now()) return socket.close(CLOSE.unauthorised);
      if (socket.bufferedAmount > MAX_UNREAD_BYTES) {
        this.#metrics.count('pushes_total', 'slow');
        return socket.terminate();
      }
      const brings = only !== null && socket.bufferedAmount === 0;
      socket.send(brings ? mailbox.encode(only) : JSON.stringify({ waiting: count }));
    }
  }

  #beat(): void {
    for (const client of this.#clients) {
      const { session, socket } = client;
      if (session !== null && session.expiresAt <= this.#now()) socket.close(CLOSE.unauthorised);
      else if (client.answered) socket.ping();
      else {
        this.#metrics.count('pushes_total', 'silent');
        socket.terminate();
      }
      client.answered = false;
      client.frames = 0;
    }
  }

  #forget(client: Client): void {
    this.#clients.delete(client);
    this.#strangers.delete(client);
    if (client.session === null) return;
    const key = encodeHex(client.session.root);
    const audience = this.#byRoot.get(key);
    if (audience === undefined || !audience.clients.delete(client) || audience.clients.size > 0) return;
    audience.leave();
    this.#byRoot.delete(key);
  }
}

function credentialOf(frame: string): Uint8Array | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(frame);
  } catch {
    return null;
  }
  const result = v.safeParse(hello, parsed);
  return result.success ? decodeBase64url(result.output.session) : null;
}
