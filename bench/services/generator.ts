// A load that costs little: requests written out beforehand, sent over kept HTTP/1.1 connections of this one process,
// one at a time on each, and of each answer only its status read. So the rest of the machine is the service's.
import { connect, type Socket } from 'node:net';

/** A POST as bytes. Everything that a request needs, and no more. */
export function postRequest(port: number, path: string, body: Uint8Array): Buffer {
  const head = `POST ${path} HTTP/1.1\r\nhost: localhost:${port}\r\ncontent-type: application/octet-stream\r\ncontent-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

export interface Load {
  readonly seconds: number;
  /** From the first byte sent to the end of the answer, in order of the requests. */
  readonly answerMs: Float64Array;
}

export interface LoadOptions {
  readonly port: number;
  readonly requests: readonly Buffer[];
  readonly connections: number;
  /**
   * Starts so many a second, whatever the answers do; without it each connection sends its next as the last is
   * answered.
   */
  readonly perSecond?: number;
  readonly status?: number;
  readonly onSent?: (index: number, at: number) => void;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** Sends them all. @throws if an answer has another status */
export async function sendAll(options: LoadOptions): Promise<Load> {
  const { requests, connections, perSecond, onSent } = options;
  const answerMs = new Float64Array(requests.length);
  const idle = await Promise.all(
    Array.from({ length: connections }, () => Line.open(options.port, options.status ?? 202)),
  );
  const all = [...idle];
  let next = 0;
  let left = requests.length;
  const startedAt = performance.now();
  await new Promise<void>((resolve, reject) => {
    const dispatch = (): void => {
      const now = performance.now();
      const due = perSecond === undefined ? requests.length : Math.ceil(((now - startedAt) / 1000) * perSecond);
      while (next < Math.min(requests.length, due) && idle.length > 0) {
        const line = idle.pop() as Line;
        const index = next++;
        // A paced request is late from when it was due, not from when a line was free: waiting for a line is waiting.
        const at = perSecond === undefined ? performance.now() : startedAt + (index * 1000) / perSecond;
        onSent?.(index, at);
        line.send(requests[index] as Buffer, (error) => {
          if (error !== null) return reject(error);
          answerMs[index] = performance.now() - at;
          idle.push(line);
          if (--left === 0) resolve();
          else dispatch();
        });
      }
    };
    if (perSecond === undefined) return dispatch();
    const pace = setInterval(() => {
      dispatch();
      if (next === requests.length) clearInterval(pace);
    }, 1);
  }).finally(() => {
    for (const line of all) line.close();
  });
  return { seconds: (performance.now() - startedAt) / 1000, answerMs };
}

/** One connection. Answers of services are without a body, or with a declared length. */
class Line {
  readonly #socket: Socket;
  readonly #status: string;
  #answered: ((error: Error | null) => void) | null = null;
  #head: Buffer | null = null;
  #bodyLeft = 0;

  private constructor(socket: Socket, status: number) {
    this.#socket = socket;
    this.#status = String(status);
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('close', () => this.#end(new Error('the service closed a connection')));
    socket.on('error', (error) => this.#end(error));
  }

  static open(port: number, status: number): Promise<Line> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new Line(socket, status)));
      socket.once('error', reject);
    });
  }

  send(request: Buffer, answered: (error: Error | null) => void): void {
    this.#answered = answered;
    this.#socket.write(request);
  }

  close(): void {
    this.#answered = null;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    if (this.#bodyLeft > 0) {
      this.#bodyLeft -= chunk.length;
      if (this.#bodyLeft <= 0) this.#end(null);
      return;
    }
    const head = this.#head === null ? chunk : Buffer.concat([this.#head, chunk]);
    const end = head.indexOf(HEAD_END);
    this.#head = end < 0 ? head : null;
    if (end < 0) return;
    const text = head.toString('latin1', 0, end);
    if (text.slice(9, 12) !== this.#status) return this.#end(new Error(`the service answered ${text.slice(0, 12)}`));
    const [, length = '0'] = /\r\ncontent-length: (\d+)/i.exec(text) ?? [];
    this.#bodyLeft = Number(length) - (head.length - end - HEAD_END.length);
    if (this.#bodyLeft <= 0) this.#end(null);
  }

  #end(error: Error | null): void {
    const answered = this.#answered;
    this.#answered = null;
    answered?.(error);
  }
}

/** The p-th part (0 … 1) of the values, sorted. */
export function quantile(values: Float64Array, p: number): number {
  const sorted = values.toSorted();
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN;
}
