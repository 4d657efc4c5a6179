import { Worker } from 'node:worker_threads';
import { it } from 'vitest';

it('starts a thread', () => {
  new Worker('setInterval(() => {}, 1000)', { eval: true }).unref();
});
