// What an idle client and an idle mailbox cost. A push socket beside a bare socket of the same library in a process of
// its own, both with thousands of them and a difference of two counts, so that what a process takes for itself is not
// among it. Clients are in this process.

import { readdirSync, statSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { Row } from '../row.ts';
import { alone, soon } from './acceptance.ts';
import { createFolder, type Process, startFloor, startService } from './place.ts';
import { populate } from './population.ts';
import { openAll, openPush } from './push-client.ts';

const FIRST = 1000;
const SOCKETS = 8000;
const MAILBOXES = 50_000;
const AT_ONCE = 100;
/** Under that many bytes over the bare socket. */
const AIM_BYTES = 10_000;
const SETTLE_MS = 2000;
/** The nursery of V8 takes more room the faster objects come, and gives none back: that is no cost of a connection. */
const SMALL_NURSERY = ['--max-semi-space-size=1'];

export async function memory(): Promise<Row[]> {
  const folder = createFolder('memory');
  const sessions = await populate(folder.path, SOCKETS);
  const service = await startService({ folder: folder.path, nodeArguments: SMALL_NURSERY });
  const bare = await startFloor('sockets', SMALL_NURSERY);
  try {
    const ours = await perSocket(service, (index) =>
      openPush({ port: service.port, session: sessions[index] as Uint8Array }),
    );
    const theirs = await perSocket(bare, () => openPush({ port: bare.port, session: null }));
    const over = ours - theirs;
    return [
      {
        name: 'idle push connection',
        ours,
        peer: theirs,
        peerName: 'bare ws socket',
        ratio: theirs / ours,
        unit: 'bytes',
      },
      {
        name: 'idle push connection over the bare one',
        ours: over,
        peer: AIM_BYTES,
        peerName: 'aim',
        ratio: AIM_BYTES / Math.max(1, over),
        unit: 'bytes',
      },
      ...(await mailboxes()),
    ];
  } finally {
    await service.stop();
    await bare.stop();
  }
}

async function perSocket(process: Process, open: (index: number) => Promise<Socket>): Promise<number> {
  const first = await openAll(FIRST, AT_ONCE, open);
  await soon(SETTLE_MS);
  const before = await process.memoryBytes();
  const others = await openAll(SOCKETS - FIRST, AT_ONCE, (index) => open(FIRST + index));
  await soon(SETTLE_MS);
  const grown = (await process.memoryBytes()) - before;
  for (const socket of [...first, ...others]) socket.removeAllListeners('close').destroy();
  return grown / (SOCKETS - FIRST);
}

async function mailboxes(): Promise<Row[]> {
  const [few, many] = [createFolder('few'), createFolder('many')];
  await populate(few.path, 1000);
  await populate(many.path, 1000 + MAILBOXES);
  const disk = (diskBytes(many.path) - diskBytes(few.path)) / MAILBOXES;
  const [one, other] = [await startService({ folder: few.path }), await startService({ folder: many.path })];
  await soon(SETTLE_MS);
  const memory = ((await other.memoryBytes()) - (await one.memoryBytes())) / MAILBOXES;
  await one.stop();
  await other.stop();
  return [alone('idle mailbox, disk', disk, 'bytes'), alone('idle mailbox, memory', Math.max(0, memory), 'bytes')];
}

function diskBytes(folder: string): number {
  const data = join(folder, 'data');
  return readdirSync(data).reduce((sum, name) => sum + statSync(join(data, name)).size, 0);
}
