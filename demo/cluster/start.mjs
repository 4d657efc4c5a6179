// `npm run cluster`: installs missing programs, finds nats-server, then hands over to run.ts under Node 24. Runs on a
// fresh clone with Node 20 or newer. Ctrl-C reaches every process of the terminal; this one only waits for the others
// to end.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureNats, installDependencies, nodePath, ROOT, toolEnvironment } from '../bootstrap.mjs';

let nats;
try {
  console.log('Nucleus: looking after packages and nats-server …');
  await installDependencies();
  nats = await ensureNats();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

const child = spawn(nodePath(), [join(ROOT, 'demo', 'cluster', 'run.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, ...toolEnvironment(), NATS_SERVER: nats },
});
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
