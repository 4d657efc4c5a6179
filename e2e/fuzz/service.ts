// A running service for strangers to write to, and what holds of it whatever they write: every connection ends, nothing
// is logged as our own mistake, and it goes on. What it may connect to itself is its own ports: fuzzed submissions name
// destinations of every kind.
import { connect, Socket } from 'node:net';
import { encodeBase64url } from '#bytes/base64url.ts';
import type { RunningServices } from '#services/main.ts';
import { host, sealed } from '#services/testing/blobs.ts';
import { Party, TestMask } from '#services/testing/party.ts';
import { Bench, call } from '#services/testing/services.ts';
import type { BlobReference } from '#wire/blob.ts';
import { ENDPOINTS } from '#wire/endpoints.ts';
import { maskRequest } from '#wire/mail.ts';

/**
 * Silence after which nothing more is expected: then our half of the connection is closed, and the service must close
 * the other.
 */
const SILENCE_MS = 12;
const HANG_MS = 20_000;
/** Enough for every status line; what a mailbox holds is of no interest. */
const KEPT_BYTES = 64 * 1024;

interface Things {
  readonly session: string;
  readonly doomed: string;
  readonly mask: string;
  readonly registration: Uint8Array;
  readonly blob: BlobReference;
}

export class FuzzedService {
  readonly running: RunningServices;
  readonly session: string;
  /** Of a root that may be retired. */
  readonly doomed: string;
  readonly mask: string;
  /** What registered the mask: again it is taken. */
  readonly registration: Uint8Array;
  /** Of a blob that is here. */
  readonly blob: Pick<BlobReference, 'id' | 'byteCount' | 'expiryDay'>;
  readonly #bench: Bench;
  readonly #goOut: () => void;

  private constructor(running: RunningServices, bench: Bench, goOut: () => void, things: Things) {
    this.running = running;
    this.#bench = bench;
    this.#goOut = goOut;
    this.session = things.session;
    this.doomed = things.doomed;
    this.mask = things.mask;
    this.registration = things.registration;
    this.blob = things.blob;
  }

  static async start(): Promise<FuzzedService> {
    const bench = new Bench();
    const unlimited = { burst: 1e9, perSecond: 1e9 };
    const rates = Object.fromEntries(Object.keys(ENDPOINTS).map((name) => [name, unlimited]));
    const running = await bench.start({ rates });
    const goOut = keepAtHome(new Set([running.port, running.smtpPort]));
    const party = await Party.create(running.origin);
    const doomed = await Party.create(running.origin);
    const mask = new TestMask(party, 'fuzzed-mask');
    const registration = mask.request();
    await call(running.origin, 'createMask', registration);
    const blob = sealed(running.origin, 1000);
    await host(running.origin, blob);
    return new FuzzedService(running, bench, goOut, {
      session: encodeBase64url(await party.session('manage')),
      doomed: encodeBase64url(await doomed.session('manage')),
      mask: mask.localPart,
      registration: maskRequest.encode(registration),
      blob: blob.reference,
    });
  }

  /** Gives the process its connections back: other tests share it. */
  async end(): Promise<void> {
    await this.#bench.end();
    this.#goOut();
  }

  /**
   * Writes to the HTTP port and gives the bytes that came back until the service closed. @throws if it never does, or
   * logged a mistake
   */
  ask(...pieces: Uint8Array[]): Promise<Buffer> {
    return this.#exchange(connect({ port: this.running.port, host: '127.0.0.1' }), pieces, false);
  }

  /** The same by SMTP, from one of many addresses of this machine: one peer may ask for few wrong masks. */
  mail(input: Uint8Array, peer: number): Promise<Buffer> {
    const localAddress = `127.0.${(peer >> 8) & 0xff}.${1 + (peer % 250)}`;
    return this.#exchange(connect({ port: this.running.smtpPort, host: '127.0.0.1', localAddress }), [input], true);
  }

  async #exchange(socket: Socket, pieces: readonly Uint8Array[], greeted: boolean): Promise<Buffer> {
    const answer = await talk(socket, pieces, greeted);
    this.#requireInnocence();
    return answer;
  }

  #requireInnocence(): void {
    const lines = this.#bench.log.splice(0);
    const guilty = lines.find((line) => (JSON.parse(line) as { level: string }).level === 'error');
    if (guilty !== undefined) throw new Error(`the service logged ${guilty}`);
  }
}

/** @param greeted the service speaks first */
function talk(socket: Socket, pieces: readonly Uint8Array[], greeted: boolean): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let silence: NodeJS.Timeout | null = null;
    let waiting = [...pieces];
    const rest = () => {
      if (silence !== null) clearTimeout(silence);
      silence = setTimeout(() => {
        const [piece, ...others] = waiting;
        waiting = others;
        if (piece === undefined) socket.end();
        else socket.write(piece);
        if (piece !== undefined) rest();
      }, SILENCE_MS);
    };
    const hang = setTimeout(() => {
      socket.destroy();
      reject(new Error(`the service neither answered nor closed for ${HANG_MS} ms`));
    }, HANG_MS);
    const begin = () => {
      const [first = new Uint8Array(0), ...others] = waiting;
      waiting = others;
      socket.write(first);
      rest();
    };
    socket.once(greeted ? 'data' : 'connect', begin);
    socket.on('data', (chunk: Buffer) => {
      if (length < KEPT_BYTES) chunks.push(chunk);
      length += chunk.length;
      if (silence !== null) rest();
    });
    // A service may reset what it does not want to read to the end.
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(hang);
      if (silence !== null) clearTimeout(silence);
      resolve(Buffer.concat(chunks));
    });
  });
}

/** From now on this process connects to these ports of this machine and to nothing else. @returns undoes it */
function keepAtHome(ports: ReadonlySet<number>): () => void {
  const original = Socket.prototype.connect;
  Socket.prototype.connect = function guarded(this: Socket, ...args: unknown[]) {
    const [first] = args;
    const options = (Array.isArray(first) ? first[0] : first) as { host?: string; port?: number | string } | undefined;
    const { host = 'localhost', port } = options ?? {};
    if (/^(localhost|127(\.\d+){3}|::1)$/.test(host) && ports.has(Number(port)))
      return original.apply(this, args as never) as Socket;
    queueMicrotask(() => this.destroy(Object.assign(new Error('not at home'), { code: 'ECONNREFUSED' })));
    return this;
  } as typeof original;
  return () => {
    Socket.prototype.connect = original;
  };
}
