// `npm start`: installs missing programs, builds the extension, then hands over to run.ts under Node 24. Runs on a
// fresh clone with Node 20 or newer. Ctrl-C reaches every process of the terminal; this one only waits for the others
// to end.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installDependencies, nodePath, ROOT, runTool, toolEnvironment } from './bootstrap.mjs';

/** @param {'chrome' | 'firefox'} browser */
async function build(browser) {
  const { code, output } = await runTool('wxt/bin/wxt.mjs', ['build', '-b', browser], { quiet: true });
  if (code !== 0) throw new Error(`${output}\nThe extension for ${browser} did not build; the lines above say why.`);
}

try {
  console.log('Nucleus: looking after packages …');
  await installDependencies();
  console.log('Nucleus: building the extension …');
  await Promise.all([build('chrome'), build('firefox')]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

const child = spawn(nodePath(), [join(ROOT, 'demo', 'run.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, ...toolEnvironment() },
});
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
