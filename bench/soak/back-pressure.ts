// A receiving service that takes connections and never answers, and senders that write on: what waits, waits on the sending service's disk. Its
// memory is looked at from outside, by what the system says it resides in.
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { entropy } from '#services/testing/party.ts';
import { call } from '#services/testing/services.ts';
import { SEALED_ADDRESS_BYTES } from '#wire/address.ts';
import { ENVELOPE_BYTES } from '#wire/sizes.ts';
import { ServiceProcess } from './fleet.ts';

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
  const sending = new ServiceProcess('sending', { development: true, roles: ['sending'] });
  try {
    await sending.start();
    const write = async (count: number) => {
      for (let done = 0; done < count; done += AT_ONCE) {
        const answers = await Promise.all(
          Array.from({ length: AT_ONCE }, () =>
            call(sending.origin, 'submit', {
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
    // What is allocated once: caches of the database, code that is compiled.
    await write(Math.ceil(messages / 4));
    const before = residentBytes(sending.processId);
    await write(messages);
    const grown = residentBytes(sending.processId) - before;
    const waiting = (await sending.metrics())?.get('queue_items{queue="sending"}') ?? 0;
    if (waiting < messages) throw new Error(`only ${waiting} wait`);
    return { messages, waitingMiB: (waiting * ENVELOPE_BYTES.large) / MIB, grownMiB: grown / MIB };
  } finally {
    for (const socket of held) socket.destroy();
    silent.close();
    await sending.end();
  }
}

/** As Linux says it. */
function residentBytes(processId: number): number {
  const [, kib = '0'] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${processId}/status`, 'utf8')) ?? [];
  return Number(kib) * 1024;
}
