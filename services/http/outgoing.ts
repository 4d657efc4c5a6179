// Requests to other services: one deadline over everything, a limit on the answer, connections kept, no redirects
// followed, no private networks outside development (network.ts). Requests to this process's own origin go straight to
// its own listener, since from inside its public name may lead nowhere.
import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { Fault } from '#bytes/fault.ts';
import { canonicalOrigin, publicLookup, requirePublicHost } from './network.ts';

export interface HttpAnswer {
  readonly status: number;
  /** From the `Retry-After` header, in seconds; null if there is none, or it is a date. */
  readonly retryAfterSeconds: number | null;
  readonly body: Uint8Array;
}

export interface OutgoingOptions {
  /** Plain http and private networks are allowed. */
  readonly development: boolean;
  /** This process's origin, and the origin of its listener. */
  readonly own: { readonly origin: string; readonly listener: () => string };
  /** Fields that go with whatever is posted, by destination, path and body. */
  readonly sign?: (destination: string, path: string, body: Uint8Array) => Readonly<Record<string, string>>;
}

const SOCKETS_PER_ORIGIN = 16;

export class Outgoing {
  readonly #options: OutgoingOptions;
  readonly #plain: PlainAgent;
  readonly #tls: TlsAgent;
  readonly #ending = new AbortController();

  constructor(options: OutgoingOptions) {
    this.#options = options;
    const lookup = options.development ? {} : { lookup: publicLookup };
    const kept = {
      keepAlive: true,
      keepAliveMsecs: 15_000,
      maxSockets: SOCKETS_PER_ORIGIN,
      maxFreeSockets: 4,
      ...lookup,
    };
    this.#plain = new PlainAgent(kept);
    this.#tls = new TlsAgent(kept);
  }

  /** Whether requests to the origin would be tried at all. */
  allows(origin: string): boolean {
    return canonicalOrigin(origin, this.#options.development) !== null;
  }

  /**
   * @param body null for a GET, otherwise posted as application/octet-stream
   * @throws Fault unavailable 'peer-unreachable' | 'peer-oversized', refused 'peer-private' | 'peer-origin'
   */
  async ask(
    origin: string,
    path: string,
    body: Uint8Array | null,
    maxBytes: number,
    timeoutMs: number,
  ): Promise<HttpAnswer> {
    const url = canonicalOrigin(origin, this.#options.development);
    if (this.#ending.signal.aborted) throw new Fault('unavailable', 'peer-unreachable', 'this process is ending');
    if (url === null) throw new Fault('refused', 'peer-origin', 'the destination is not the origin of a service');
    const own = origin === this.#options.own.origin;
    if (!own && !this.#options.development) requirePublicHost(url);
    const target = new URL(path, own ? this.#options.own.listener() : url);
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), this.#ending.signal]);
    try {
      const signature = body === null ? {} : (this.#options.sign?.(origin, path, body) ?? {});
      const incoming = await this.#send(target, body, signature, signal);
      return await answerOf(incoming, maxBytes);
    } catch (error) {
      if (error instanceof Fault) throw error;
      throw new Fault('unavailable', 'peer-unreachable', 'the destination did not answer', error);
    }
  }

  /** Ends requests under way too, and those that wait for a socket; they fail as unreachable. */
  close(): void {
    this.#ending.abort();
    this.#plain.destroy();
    this.#tls.destroy();
  }

  #send(
    target: URL,
    body: Uint8Array | null,
    signature: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const secure = target.protocol === 'https:';
    return new Promise((resolve, reject) => {
      const options = {
        method: body === null ? 'GET' : 'POST',
        agent: secure ? this.#tls : this.#plain,
        headers:
          body === null
            ? {}
            : { 'content-type': 'application/octet-stream', 'content-length': body.length, ...signature },
        signal,
      };
      const outgoing = secure ? tlsRequest(target, options) : plainRequest(target, options);
      outgoing.on('response', resolve);
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        // The other side may close a kept connection just as it is used again. Everything we send may be sent twice.
        const stale = outgoing.reusedSocket && error.code === 'ECONNRESET' && !signal.aborted;
        if (stale) this.#send(target, body, signature, signal).then(resolve, reject);
        else reject(error);
      });
      outgoing.end(body ?? undefined);
    });
  }
}

async function answerOf(incoming: IncomingMessage, maxBytes: number): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) {
      incoming.destroy();
      throw new Fault('unavailable', 'peer-oversized', `the destination answered more than ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  const retryAfter = incoming.headers['retry-after'];
  return {
    status: incoming.statusCode ?? 0,
    retryAfterSeconds: retryAfter !== undefined && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : null,
    body: new Uint8Array(Buffer.concat(chunks)),
  };
}
