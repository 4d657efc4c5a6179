// A receiving service that takes connections and never answers, and senders that write on: the messages wait on the
// sending service's disk, and the service, in a process of its own, holds no more than before.
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchAgain } from '#adapters/node/fetch-again.ts';
import { entropy } from '#services/testing/party.ts';
import { call } from '#services/testing/services.ts';
import { SEALED_ADDRESS_BYTES } from '#wire/address.ts';
import { ENVELOPE_BYTES } from '#wire/sizes.ts';
import type { Word } from './large-file-process.ts';
import { Measured } from './measured.ts';

const MIB = 1024 ** 2;
const AT_ONCE = 16;

export interface BackPressureResult {
  readonly messages: number;
  readonly waitingMiB: number;
  readonly grownMiB: number;
}

export async function backPressure(messages: number): Promise<BackPressureResult> {
  const held = new Set<Socket>();
  const silent = createServer((socket) => {
    held.add(socket);
    socket.on('error', () => {});
    socket.resume();
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const destination = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const folder = await mkdtemp(join(tmpdir(), 'nucleus-waiting-'));
  const sending = new Measured<Word>('./large-file-process.ts');
  try {
    const { origin } = await sending.ask<{ origin: string }>({ do: 'serve', dataDir: folder, roles: ['sending'] });
    const write = async (count: number) => {
      for (let done = 0; done < count; done += AT_ONCE) {
        const answers = await Promise.all(
          Array.from({ length: AT_ONCE }, () =>
            call(origin, 'submit', {
              dedupe: entropy(16),
              destination,
              delay: 'none',
              token: new Uint8Array(0),
              address: entropy(SEALED_ADDRESS_BYTES),
              envelope: entropy(ENVELOPE_BYTES.large),
            }),
          ),
        );
        if (answers.some(({ status }) => status !== 202)) throw new Error('a submission was refused');
      }
    };
    // First the memory that is allocated once: caches of the database, compiled code.
    await write(Math.ceil(messages / 4));
    const before = (await sending.spent()).mib;
    await write(messages);
    const grown = (await sending.spent()).mib - before;
    const metrics = await (await fetchAgain(new URL('/metrics', origin))).text();
    const waiting = Number(/^nucleus_queue_items\{queue="sending"\} (\d+)$/m.exec(metrics)?.[1] ?? 0);
    if (waiting < messages) throw new Error(`only ${waiting} wait`);
    return { messages, waitingMiB: (waiting * ENVELOPE_BYTES.large) / MIB, grownMiB: grown };
  } finally {
    for (const socket of held) socket.destroy();
    await sending.end();
    await new Promise((resolve) => silent.close(resolve));
    await rm(folder, { recursive: true, force: true });
  }
}
