// Begins one of each and ends all of them, the last ones in the last turn: it must pass.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, it } from 'vitest';
import { openSqliteStorage } from '#services/storage/sqlite/sqlite.ts';
import type { Storage } from '#services/storage/storage.ts';

const folder = mkdtempSync(join(tmpdir(), 'leak-'));
let open: {
  server: Server;
  socket: Socket;
  child: ChildProcess;
  thread: Worker;
  timer: NodeJS.Timeout;
  store: Storage;
};

it('tidies up', async () => {
  const server = createServer((_, answer) => answer.end('there'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  // The connection that this leaves is kept for the next request.
  await (await fetch(`http://127.0.0.1:${port}`)).text();
  const socket = connect(port);
  await once(socket, 'connect');
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
  const thread = new Worker('setInterval(() => {}, 1000)', { eval: true });
  open = { server, socket, child, thread, timer: setInterval(() => {}, 1000), store: openSqliteStorage(folder) };
});

afterAll(async () => {
  clearInterval(open.timer);
  await open.store.close();
  rmSync(folder, { recursive: true });
  open.child.kill();
  await once(open.child, 'exit');
  await open.thread.terminate();
  open.socket.destroy();
  open.server.close();
  open.server.closeIdleConnections();
});
