// `npm test`: one command proves everything, on a fresh clone with Node 20 or newer and nothing else prepared. Stages run in order
// and the first that fails ends the run, with its whole output. The last line is always `N passed, N failed`.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowsers, ensureNats, installDependencies, runTool } from '../demo/bootstrap.mjs';

const reports = mkdtempSync(join(tmpdir(), 'nucleus-test-'));
const total = { passed: 0, failed: 0 };

/** @param {number} startedAt */
const seconds = (startedAt) => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;

/** A stage that fails throws. @param {string} name @param {() => Promise<unknown>} work */
async function stage(name, work) {
  const startedAt = performance.now();
  try {
    const note = await work();
    console.log(`✓ ${name}${typeof note === 'string' ? ` (${note})` : ''}, ${seconds(startedAt)}`);
  } catch (error) {
    console.error(
      `${error instanceof Error ? error.message : error}\n✗ ${name} failed after ${seconds(startedAt)}; the stages after it did not run.`,
    );
    throw error;
  }
}

/** Several programs side by side; the output of those that failed is the message. @param {[script: string, ...args: string[]][]} commands */
async function together(commands) {
  const results = await Promise.all(commands.map(([script, ...args]) => runTool(script, args, { quiet: true })));
  const failures = results.flatMap(({ code, output }, index) =>
    code === 0 ? [] : `$ ${commands[index]?.join(' ')}\n${output}`,
  );
  if (failures.length > 0) throw new Error(failures.join('\n'));
}

/** Adds one runner's report to the sum; a runner that failed without naming a test (a file that does not load) counts as one failure. */
function count(/** @type {number} */ code, /** @type {number} */ passed, /** @type {number} */ failed) {
  total.passed += passed;
  total.failed += code !== 0 && failed === 0 ? 1 : failed;
  if (code !== 0 || failed > 0) throw new Error(`${Math.max(failed, 1)} failed`);
  if (passed === 0) throw new Error('no test ran');
  return `${passed} passed`;
}

/** @param {string} path */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return {};
  }
}

/** @param {string} project @param {NodeJS.ProcessEnv} env */
async function vitest(project, env) {
  const report = join(reports, `${project}.json`);
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await runTool('vitest/vitest.mjs', ['run', '--project', project, ...reporters], { env });
  const { numPassedTests = 0, numFailedTests = 0 } = readReport(report);
  return count(code, numPassedTests, numFailedTests);
}

/** @param {NodeJS.ProcessEnv} env */
async function playwright(env) {
  const report = join(reports, 'playwright.json');
  const { code } = await runTool('@playwright/test/cli.js', ['test', '--project', 'stories', '--reporter=list,json'], {
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  const { expected = 0, unexpected = 0, flaky = 0 } = readReport(report).stats ?? {};
  return count(code, expected, unexpected + flaky);
}

const startedAt = performance.now();
let finished = false;
try {
  /** @type {NodeJS.ProcessEnv} */
  let env = {};
  await stage('packages', installDependencies);
  await stage('browsers', async () => {
    const { chromium, firefox } = await ensureBrowsers();
    env = { CHROMIUM: chromium, FIREFOX: firefox };
    return `${chromium}, ${firefox}`;
  });
  await stage('nats-server', async () => {
    env.NATS_SERVER = await ensureNats();
    return env.NATS_SERVER;
  });
  await stage('generated types', () => together([['wxt/bin/wxt.mjs', 'prepare']]));
  await stage('types, lint and format', () =>
    together([
      ['typescript/bin/tsc', '-p', 'tsconfig.pure.json'],
      ['typescript/bin/tsc', '-p', 'tsconfig.json'],
      ['typescript/bin/tsc', '-p', 'tsconfig.node.json'],
      ['@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
    ]),
  );
  await stage('extension for Chromium and Firefox', () =>
    together([
      ['wxt/bin/wxt.mjs', 'build'],
      ['wxt/bin/wxt.mjs', 'build', '-b', 'firefox'],
    ]),
  );
  await stage('unit, property, contract and service tests', () => vitest('node', env));
  await stage('tests inside real browsers', () => vitest('browsers', env));
  await stage('browser stories', () => playwright(env));
  finished = true;
} catch {
  if (total.failed === 0) total.failed = 1;
  process.exitCode = 1;
} finally {
  rmSync(reports, { recursive: true, force: true });
}
console.log(`${finished ? 'All stages' : 'Stopped'} after ${seconds(startedAt)}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
