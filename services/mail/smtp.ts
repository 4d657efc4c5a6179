// The SMTP side of the mail gateway (RFC 5321), on smtp-server. It takes mail for masks only, relays nothing, and
// answers 250 to the end of DATA when the sealed mail is on disk. A retired mask gets the same answer as one that never
// was, after the same work. STARTTLS is offered only with a certificate of the operator's: the library's built-in key
// is public.
import type { Socket } from 'node:net';
import { SMTPServer, type SMTPServerAddress, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { utf8Length, wellFormed } from '#bytes/utf8.ts';
import { MASK_LOCAL_PART, MAX_MAIL_BYTES } from '#wire/mail.ts';
import { Background } from '../runtime/background.ts';
import type { Log } from '../runtime/log.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { Rate } from '../runtime/rate.ts';
import { networkOf, RateLimit } from '../runtime/rate.ts';
import { authenticateMail } from './authentication.ts';
import type { MailGateway } from './mail.ts';
import { Questions } from './questions.ts';
import type { Resolve } from './resolver.ts';

export interface SmtpParts {
  readonly gateway: MailGateway;
  readonly resolver: Resolve;
  readonly domain: string;
  /** PEM; without it STARTTLS is not offered. */
  readonly tls: { readonly key: string; readonly cert: string } | null;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly now: () => number;
  readonly authenticationTimeoutMs: number;
}

const MAX_CLIENTS = 200;
const MAX_CLIENTS_PER_PEER = 30;
const MAX_RECIPIENTS = 20;
/** Wrong recipients on one connection, and mails on one connection: then it is closed. */
const MAX_UNKNOWN = 10;
const MAX_MAILS = 100;
/** RFC 5321 section 4.5.3.1.3 allows 256 octets of path; the wire allows 320. */
const MAX_PATH_BYTES = 320;
const IDLE_MS = 60_000;
/** A connection's whole life: 200 that say a word a minute would keep everybody else out for ever. */
const LIFE_MS = 15 * 60_000;
/**
 * Wrong recipients of one peer over all its connections: masks are words, and could be guessed. Beyond, it is told
 * nothing. Generous, since one server may send the letters of a thousand shops, and retired masks count too: to tell
 * them apart would tell of them.
 */
const GUESSES: Rate = { burst: 500, perSecond: 0.2 };

type Callback = (error?: Error | null, message?: string) => void;
interface Connection {
  unknown: number;
  mails: number;
  readonly peer: string;
  readonly questions: Questions;
  /** Aborted when it is closed. */
  readonly gone: AbortController;
}

const refusal = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode });
const busy = () => refusal(451, 'Temporary failure, try again later');

export class SmtpListener {
  readonly #parts: SmtpParts;
  readonly #server: SMTPServer;
  readonly #connections = new Map<string, Connection>();
  readonly #perPeer = new Map<string, number>();
  readonly #guesses: RateLimit;
  readonly #background = new Background();
  /**
   * When each began. Looked through, since STARTTLS takes all listeners off a socket, and so whatever would tell of its
   * end.
   */
  readonly #sockets = new Map<Socket, number>();

  constructor(parts: SmtpParts) {
    this.#parts = parts;
    this.#guesses = new RateLimit(GUESSES, parts.now);
    this.#server = new SMTPServer({
      name: parts.domain,
      banner: 'ready',
      size: MAX_MAIL_BYTES,
      disabledCommands: parts.tls === null ? ['AUTH', 'STARTTLS'] : ['AUTH'],
      ...(parts.tls ?? {}),
      authOptional: true,
      disableReverseLookup: true,
      hideENHANCEDSTATUSCODES: false,
      logger: false,
      maxClients: MAX_CLIENTS,
      socketTimeout: IDLE_MS,
      closeTimeout: 3000,
      onConnect: (session, callback) => this.#connect(session, callback),
      onClose: (session) => this.#close(session),
      onMailFrom: (address, session, callback) => this.#mailFrom(address, session, callback),
      onRcptTo: (address, session, callback) => this.#settle(this.#rcptTo(address, session), callback),
      onData: (stream, session, callback) => this.#settle(this.#data(stream, session), callback),
    });
    // Broken connections of clients end up here too; nothing of them is worth a line.
    this.#server.on('error', () => {});
    this.#server.server.on('connection', (socket: Socket) => this.#sockets.set(socket, performance.now()));
    this.#background.every(LIFE_MS / 15, () => this.#endOld());
  }

  /** @returns the port */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const listener = this.#server.listen(port, host, () => {
        listener.off('error', reject);
        resolve((listener.address() as { port: number }).port);
      });
      listener.once('error', reject);
    });
  }

  /** Takes no more connections and waits for those there are, for a few seconds. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(resolve));
    this.#background.stop();
  }

  /** Resolves when nothing is done any more for connections that have ended: called when the way out is closed. */
  settled(): Promise<void> {
    return this.#background.end();
  }

  #endOld(): void {
    for (const [socket, since] of this.#sockets) {
      if (performance.now() - since > LIFE_MS) socket.destroy();
      if (socket.destroyed) this.#sockets.delete(socket);
    }
  }

  #connect(session: SMTPServerSession, callback: Callback): void {
    const peer = networkOf(session.remoteAddress);
    const count = this.#perPeer.get(peer) ?? 0;
    if (count >= MAX_CLIENTS_PER_PEER) return callback(refusal(421, 'Too many connections'));
    if (this.#guesses.isSpent(peer)) return callback(refusal(421, 'Too many unknown recipients, try again later'));
    this.#perPeer.set(peer, count + 1);
    const questions = new Questions(this.#parts.resolver);
    this.#connections.set(session.id, { unknown: 0, mails: 0, peer, questions, gone: new AbortController() });
    callback();
  }

  #close(session: SMTPServerSession): void {
    const connection = this.#connections.get(session.id);
    if (connection === undefined) return;
    this.#connections.delete(session.id);
    connection.gone.abort();
    const left = (this.#perPeer.get(connection.peer) ?? 1) - 1;
    if (left === 0) this.#perPeer.delete(connection.peer);
    else this.#perPeer.set(connection.peer, left);
  }

  #mailFrom(address: SMTPServerAddress, session: SMTPServerSession, callback: Callback): void {
    const connection = this.#connections.get(session.id);
    if (connection === undefined || ++connection.mails > MAX_MAILS || !connection.questions.areLeft)
      return callback(refusal(421, 'Too many mails on one connection'));
    if (utf8Length(address.address) > MAX_PATH_BYTES) return callback(refusal(501, 'Sender address too long'));
    callback();
  }

  async #rcptTo(address: SMTPServerAddress, session: SMTPServerSession): Promise<Error | null> {
    if (session.envelope.rcptTo.length >= MAX_RECIPIENTS) return refusal(452, 'Too many recipients');
    const connection = this.#connections.get(session.id);
    if (connection !== undefined && this.#guesses.isSpent(connection.peer))
      return refusal(421, 'Too many unknown recipients, try again later');
    const localPart = this.#localPartOf(address.address);
    // Looked up even if it cannot be a mask, so that every wrong name costs the same.
    const admission = await this.#parts.gateway.admit(localPart ?? '');
    if (localPart !== null && admission === 'known') return null;
    if (localPart !== null && admission === 'deferred') {
      this.#parts.metrics.count('mails_total', 'deferred');
      return refusal(451, 'Mailbox is not ready, try again later');
    }
    this.#parts.metrics.count('mails_total', 'unknown-recipient');
    if (connection !== undefined) this.#guesses.take(connection.peer);
    if (connection !== undefined && ++connection.unknown >= MAX_UNKNOWN)
      return refusal(421, 'Too many unknown recipients');
    return refusal(550, 'No such mailbox here');
  }

  async #data(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Error | null> {
    const { gateway, metrics, now, authenticationTimeoutMs } = this.#parts;
    const connection = this.#connections.get(session.id);
    const message = await readMessage(stream);
    // No client is there to read this answer, and nothing of ours failed.
    if (message === 'broken-off' || connection === undefined) return busy();
    if (message === 'too-large') {
      metrics.count('mails_total', 'too-large');
      return refusal(552, 'Message exceeds the maximum size');
    }
    const from = session.envelope.mailFrom === false ? '' : wellFormed(session.envelope.mailFrom.address);
    const origin = { ip: session.remoteAddress, helo: session.hostNameAppearsAs, from };
    const receivedAt = now();
    const signal = AbortSignal.any([
      connection.gone.signal,
      this.#background.signal,
      AbortSignal.timeout(authenticationTimeoutMs),
    ]);
    const authentication = await authenticateMail(message, origin, connection.questions, receivedAt, signal);
    // The sender did not wait for the answer and will bring the mail again.
    if (connection.gone.signal.aborted) {
      metrics.count('mails_total', 'given-up');
      return busy();
    }
    const recipients = session.envelope.rcptTo.map(({ address }) => address);
    const localParts = recipients.map((recipient) => this.#localPartOf(recipient) ?? '');
    const result = await gateway.accept(localParts, { receivedAt, from, authentication, message }, recipients);
    metrics.count('mails_total', result);
    return result === 'accepted' ? null : busy();
  }

  #settle(result: Promise<Error | null>, callback: Callback): void {
    const answered = result.then(
      (error) => (error === null ? callback(null, 'Accepted') : callback(error)),
      (error: unknown) => {
        this.#parts.log.fault('mail-failed', error);
        callback(busy());
      },
    );
    this.#background.run(answered, () => {});
  }

  /** Null if the address is of another domain, or cannot be a mask. */
  #localPartOf(address: string): string | null {
    const at = address.lastIndexOf('@');
    if (at < 0 || address.slice(at + 1).toLowerCase() !== this.#parts.domain.toLowerCase()) return null;
    const localPart = address.slice(0, at).toLowerCase();
    return MASK_LOCAL_PART.test(localPart) ? localPart : null;
  }
}

/** Reads to the end in any case: the answer can only be given there. */
async function readMessage(stream: SMTPServerDataStream): Promise<Uint8Array | 'too-large' | 'broken-off'> {
  let chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > MAX_MAIL_BYTES) chunks = [];
      else chunks.push(chunk);
    }
  } catch {
    return 'broken-off';
  }
  return stream.sizeExceeded || length > MAX_MAIL_BYTES ? 'too-large' : new Uint8Array(Buffer.concat(chunks));
}
