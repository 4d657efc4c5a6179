// A name server for tests: real UDP on loopback (RFC 1035), which counts what it is asked.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** Texts of a TXT record; `silence`: no answer ever comes; null: there is no such name. */
export type Reply = readonly string[] | 'silence' | null;

export interface NameServer {
  /** `address:port`. */
  readonly address: string;
  /** `TYPE name` of every question, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

const TYPES: Readonly<Record<number, string>> = { 1: 'A', 15: 'MX', 16: 'TXT', 28: 'AAAA' };
const NAME_ERROR = 3;

export async function nameServer(reply: (name: string, type: string) => Reply): Promise<NameServer> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (query, from) => {
    const labels: string[] = [];
    let at = 12;
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.toString('latin1', at + 1, at + 1 + length));
      at += length + 1;
    }
    const name = labels.join('.');
    const type = TYPES[query.readUInt16BE(at + 1)] ?? '?';
    asked.push(`${type} ${name}`);
    const texts = reply(name, type);
    if (texts !== 'silence') socket.send(answer(query.subarray(0, at + 5), texts), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    asked,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

/** @param question header and question as they came */
function answer(question: Buffer, texts: readonly string[] | null): Buffer {
  const head = Buffer.from(question);
  head.writeUInt16BE(0x8180 | (texts === null ? NAME_ERROR : 0), 2);
  head.writeUInt16BE(texts?.length ?? 0, 6);
  head.fill(0, 8, 12);
  const records = (texts ?? []).map((text) => {
    const strings = (text.match(/.{1,255}/gs) ?? ['']).map((piece) =>
      Buffer.concat([Buffer.from([piece.length]), Buffer.from(piece, 'latin1')]),
    );
    const data = Buffer.concat(strings);
    // The name of the question, TXT, IN, a minute.
    const record = Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, data.length >> 8, data.length & 0xff]);
    return Buffer.concat([record, data]);
  });
  return Buffer.concat([head, ...records]);
}
