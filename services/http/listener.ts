// The HTTP listener: limits of time and size that hold before any handler runs, and a close that lets running requests
// end.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createAdaptorServer } from '@hono/node-server';
import { Background } from '../runtime/background.ts';
import { networkOf } from '../runtime/rate.ts';
import type { HttpApp } from './serve.ts';

const MAX_HEADER_BYTES = 8 * 1024;
const HEADERS_MS = 10_000;
/** For a whole request: a part of a blob at a fifth of a megabit a second takes 10 s. */
const REQUEST_MS = 120_000;
const KEEP_ALIVE_MS = 30_000;
/** Without a byte going either way. Push sockets are not bound by it: `ws` takes it off them. */
const IDLE_MS = 60_000;
const MAX_CONNECTIONS = 20_000;
const CLOSE_MS = 5000;

export interface ListenerOptions {
  /** Connections of one peer at once, and the callback for each one refused; null: all come from one proxy. */
  readonly crowd: { readonly perPeer: number; readonly refused: () => void } | null;
}

export class HttpListener {
  readonly server: Server;
  /** Connected ahead of need, as browsers do: Node does not count these as idle. */
  readonly #untouched = new Set<Duplex>();
  readonly #perPeer = new Map<string, number>();
  readonly #answering = new Background();
  #app: HttpApp | null = null;
  #draining = false;

  constructor({ crowd }: ListenerOptions = { crowd: null }) {
    this.server = createAdaptorServer({
      fetch: (request, env) => this.#answer(request, env),
      // Replacing the global Request and Response would reach everything else that runs in this process.
      overrideGlobalObjects: false,
      serverOptions: {
        maxHeaderSize: MAX_HEADER_BYTES,
        headersTimeout: HEADERS_MS,
        requestTimeout: REQUEST_MS,
        keepAliveTimeout: KEEP_ALIVE_MS,
      },
    }) as Server;
    this.server.maxConnections = MAX_CONNECTIONS;
    // Also a client that asks for much and then reads nothing: its answers lie in our memory meanwhile.
    this.server.setTimeout(IDLE_MS);
    this.server.on('connection', (socket) => {
      if (crowd !== null && !this.#admit(socket, crowd.perPeer)) {
        crowd.refused();
        return socket.destroy();
      }
      this.#untouched.add(socket);
      socket.once('close', () => this.#untouched.delete(socket));
    });
    this.server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      this.#untouched.delete(socket);
      // A client that keeps its connection should open another, which a balancer leads elsewhere.
      if (this.#draining) response.setHeader('connection', 'close');
    });
    this.server.on('upgrade', ({ socket }: IncomingMessage) => this.#untouched.delete(socket));
  }

  /** Until `serve` is called, every request is answered `unavailable`. @returns the port */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, () => {
        this.server.off('error', reject);
        resolve((this.server.address() as { port: number }).port);
      });
    });
  }

  get connections(): Promise<number> {
    return new Promise((resolve) => this.server.getConnections((error, count) => resolve(error === null ? count : 0)));
  }

  #admit(socket: Socket, perPeer: number): boolean {
    const peer = networkOf(socket.remoteAddress ?? '');
    const count = this.#perPeer.get(peer) ?? 0;
    if (count >= perPeer) return false;
    this.#perPeer.set(peer, count + 1);
    socket.once('close', () => {
      const left = (this.#perPeer.get(peer) ?? 1) - 1;
      if (left === 0) this.#perPeer.delete(peer);
      else this.#perPeer.set(peer, left);
    });
    return true;
  }

  /** Answers go on as they are, and each ends its connection. */
  drain(): void {
    this.#draining = true;
  }

  serve(app: HttpApp): void {
    this.#app = app;
  }

  #answer(request: Request, env: object): Response | Promise<Response> {
    const answer = this.#app?.fetch(request, env);
    // How it fails is the library's to tell its client.
    if (answer instanceof Promise) this.#answering.run(answer, () => {});
    return answer ?? Response.json({ code: 'unavailable', retryAfterSeconds: 1 }, { status: 503 });
  }

  /** Resolves when no handler runs any more: some outlive the connection that they were to answer. */
  settled(): Promise<void> {
    return this.#answering.end();
  }

  /** Takes no more connections; requests under way have a few seconds to end. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      const patience = setTimeout(() => this.server.closeAllConnections(), CLOSE_MS);
      this.server.close(() => {
        clearTimeout(patience);
        resolve();
      });
      this.server.closeIdleConnections();
      for (const socket of this.#untouched) socket.destroy();
    });
  }
}
