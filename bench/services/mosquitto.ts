// Mosquitto beside us: 4 KiB messages by MQTT 3.1.1 at QoS 1 from several publishers to one subscriber with a
// persistent session. It keeps them in memory and saves from time to time: an answer does not mean "on disk", so this
// is an upper bound for what a broker does, not the same work. The few packets of MQTT that this takes are written
// here.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { cpuSecondsOf, createFolder, freePort } from './place.ts';
import type { PeerRun } from './postfix.ts';

const BROKER = '/usr/sbin/mosquitto';
const TOPIC = Buffer.from('\0\x05bench', 'latin1');
const PAYLOAD = Buffer.alloc(4096, 0x61);

/** Why it cannot run here; null: it can. */
export function mosquittoMissing(): string | null {
  return existsSync(BROKER) ? null : 'Mosquitto is not installed (Debian: apt-get install mosquitto)';
}

export async function runMosquitto(messages: number, publishers: number): Promise<PeerRun> {
  const folder = createFolder('mosquitto');
  const port = await freePort();
  const path = join(folder.path, 'mosquitto.conf');
  writeFileSync(
    path,
    `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence true\npersistence_location ${folder.path}/\nautosave_interval 1\nmax_queued_messages 0\nmax_inflight_messages 0\nuser root\n`,
  );
  const broker: ChildProcess = spawn(BROKER, ['-c', path], { stdio: 'ignore' });
  const clients: Mqtt[] = [];
  try {
    const subscriber = await Mqtt.open(port, 'subscriber', 0);
    clients.push(subscriber);
    // SUBSCRIBE, packet 1, QoS 1.
    await subscriber.ask(packet(0x82, Buffer.from([0, 1]), TOPIC, Buffer.from([1])), 0x90);
    for (let index = 0; index < publishers; index++) clients.push(await Mqtt.open(port, `publisher-${index}`, 2));
    const received = subscriber.receive(messages);
    const cpuBefore = cpuSecondsOf(broker.pid as number);
    const startedAt = performance.now();
    let left = messages;
    await Promise.all(
      clients.slice(1).map(async (publisher) => {
        while (left-- > 0) await publisher.publish();
      }),
    );
    await received;
    const seconds = (performance.now() - startedAt) / 1000;
    return { perSecond: messages / seconds, perCpuSecond: messages / (cpuSecondsOf(broker.pid as number) - cpuBefore) };
  } finally {
    for (const client of clients) client.close();
    broker.kill();
    if (broker.exitCode === null) await once(broker, 'exit');
    folder.leave();
  }
}

/** A control packet: its first byte, its length in groups of seven bits, its parts. */
function packet(first: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length: number[] = [];
  for (let left = body.length; left > 0 || length.length === 0; left >>= 7)
    length.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
  return Buffer.concat([Buffer.from([first, ...length]), body]);
}

class Mqtt {
  readonly #socket: Socket;
  #pending: Buffer = Buffer.alloc(0);
  #waiting: { readonly kind: number; readonly resolve: () => void } | null = null;
  #messages = { left: 0, done: () => {} };
  #next = 0;

  private constructor(socket: Socket) {
    this.#socket = socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#take(chunk));
  }

  /** Tries until the broker listens. @param flags 2: a clean session, 0: a persistent one */
  static async open(port: number, name: string, flags: number): Promise<Mqtt> {
    for (;;) {
      const socket = connect(port, '127.0.0.1');
      const connected = await new Promise<boolean>((resolve) => {
        socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      });
      if (!connected) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        continue;
      }
      const client = new Mqtt(socket);
      const id = Buffer.from(name);
      await client.ask(
        packet(0x10, Buffer.from('\0\x04MQTT\x04', 'latin1'), Buffer.from([flags, 0, 0, 0, id.length]), id),
        0x20,
      );
      return client;
    }
  }

  /** Sends, and waits for a packet of that kind. */
  ask(bytes: Buffer, kind: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting = { kind, resolve };
      this.#socket.write(bytes);
    });
  }

  publish(): Promise<void> {
    this.#next = (this.#next % 0xffff) + 1;
    return this.ask(packet(0x32, TOPIC, Buffer.from([this.#next >> 8, this.#next & 0xff]), PAYLOAD), 0x40);
  }

  receive(count: number): Promise<void> {
    return new Promise((resolve) => {
      this.#messages = { left: count, done: resolve };
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    let bytes = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    for (;;) {
      let length = 0;
      let at = 1;
      for (let shift = 0; at < bytes.length; shift += 7) {
        const byte = bytes[at++] as number;
        length |= (byte & 0x7f) << shift;
        if (byte < 0x80) break;
      }
      if (bytes.length < 2 || bytes.length < at + length) break;
      this.#handle(bytes[0] as number, bytes.subarray(at, at + length));
      bytes = bytes.subarray(at + length);
    }
    this.#pending = bytes;
  }

  #handle(first: number, body: Buffer): void {
    if ((first & 0xf0) === 0x30) {
      // PUBLISH at QoS 1 is acknowledged by the packet id behind its topic.
      const id = body.subarray(2 + body.readUInt16BE(0), 4 + body.readUInt16BE(0));
      this.#socket.write(Buffer.concat([Buffer.from([0x40, 2]), id]));
      if (--this.#messages.left === 0) this.#messages.done();
    } else if ((first & 0xf0) === this.#waiting?.kind) this.#waiting.resolve();
  }
}
