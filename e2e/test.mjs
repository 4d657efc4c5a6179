// `npm test`: one command proves everything, on a fresh clone with Node 20 or newer and nothing else prepared. This
// file installs the packages and hands over to runner/main.ts under Node 24. The last line is always `N passed, N
// failed`.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installDependencies, nodePath, ROOT, toolEnvironment } from '../demo/bootstrap.mjs';

try {
  const startedAt = performance.now();
  const note = await installDependencies();
  console.log(`✓ packages (${note}), ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n✗ packages; nothing else can run without them.`);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

const child = spawn(nodePath(), [join(ROOT, 'e2e', 'runner', 'main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, ...toolEnvironment() },
});
// Ctrl-C reaches every process of the terminal; this one waits for the others to end.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
