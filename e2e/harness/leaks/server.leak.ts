import { createServer } from 'node:http';
import { it } from 'vitest';

it('opens a door', async () => {
  await new Promise<void>((resolve) => createServer().listen(0, '127.0.0.1', resolve));
});
