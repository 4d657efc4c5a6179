import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { it } from 'vitest';

it('holds a line', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const accepted = once(server, 'connection');
  await once(connect((server.address() as AddressInfo).port), 'connect');
  await accepted;
  // No longer listening, and still waiting for the line.
  server.close();
});
