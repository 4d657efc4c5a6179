// The service is killed and started again under ten thousand subscribed clients: how long until each has heard again of
// its waiting mail. All come back at once, a few hundred connections under way at a time, since that is what one client
// process can open.
import type { Socket } from 'node:net';
import type { Row } from '../row.ts';
import { against } from '../row.ts';
import { createFolder, freePort, startService } from './place.ts';
import { populate } from './population.ts';
import { openAll, openPush } from './push-client.ts';

const CLIENTS = 10_000;
const AT_ONCE = 400;
const AIM_SECONDS = 10;

export async function reconnect(): Promise<Row[]> {
  const folder = createFolder('reconnect');
  const port = await freePort();
  const sessions = await populate(folder.path, CLIENTS);
  const open = (index: number): Promise<Socket> => openPush({ port, session: sessions[index] as Uint8Array });
  const first = await startService({ folder: folder.path, port });
  const sockets = await openAll(CLIENTS, AT_ONCE, open);
  for (const socket of sockets) socket.removeAllListeners('close').on('error', () => {});
  await first.kill();
  const second = await startService({ folder: folder.path, port });
  try {
    const startedAt = performance.now();
    const again = await openAll(CLIENTS, AT_ONCE, open);
    const seconds = (performance.now() - startedAt) / 1000;
    for (const socket of again) socket.removeAllListeners('close').destroy();
    return [against(`reconnect of ${CLIENTS} subscribed clients`, [seconds], AIM_SECONDS, 's')];
  } finally {
    await second.stop();
  }
}
