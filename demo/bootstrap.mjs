// What both `npm start` and `npm test` need before anything else can run: the packages of the lock file, Node 24, a
// browser. Runs on a fresh clone with Node 20 and nothing installed, so it imports nothing but Node's own modules.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const WINDOWS = process.platform === 'win32';
const MODULES = join(ROOT, 'node_modules');

// A mirror that accepts a connection and then says nothing must not hold up the whole run; the next way is tried
// instead.
const DOWNLOAD_LIMIT_MS = 300_000;

/**
 * Runs a program to its end. Output is passed through, or with `quiet` collected and returned.
 * @param {string} program
 * @param {string[]} args
 * @param {{ quiet?: boolean, env?: NodeJS.ProcessEnv, limitMs?: number, shell?: boolean, cwd?: string }} [options]
 * @returns {Promise<{ code: number, output: string }>} code 127 if the program does not exist
 */
export function run(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? ROOT,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', options.quiet ? 'pipe' : 'inherit', options.quiet ? 'pipe' : 'inherit'],
      shell: options.shell ?? false,
      ...(options.limitMs === undefined ? {} : { timeout: options.limitMs }),
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Whether node_modules holds what the lock file names. Versions are compared, not file times, which a checkout changes
 * at will.
 */
export function dependenciesInstalled() {
  const installedPath = join(MODULES, '.package-lock.json');
  if (!existsSync(installedPath)) return false;
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedPath, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional, peer }]) =>
      path === '' || installed[path]?.version === version || (installed[path] === undefined && (optional || peer)),
  );
}

/** Throws with a sentence for the person at the terminal. */
export async function installDependencies() {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major < 20) throw new Error(`Node 20 or newer is needed; this is ${process.version}. See https://nodejs.org/`);
  if (dependenciesInstalled()) return 'already there';
  const npm = process.env.npm_execpath;
  // Its warnings are about tools that run under Node 24 later; a new user can do nothing about them.
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code } = npm?.endsWith('.js')
    ? await run(process.execPath, [npm, ...args])
    : await run('npm', args, { shell: WINDOWS });
  if (code !== 0) throw new Error('npm ci failed; the lines above say why. With a network connection, try again.');
  return 'installed';
}

/** The Node that runs the project's TypeScript: the pinned package, else this process if it is new enough. */
export function nodePath() {
  const pinned = join(MODULES, 'node', 'bin', WINDOWS ? 'node.exe' : 'node');
  if (existsSync(pinned)) return pinned;
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major >= 24) return process.execPath;
  throw new Error(
    `Node 24 is missing: the package 'node' was installed without its install script, and this is ${process.version}. ` +
      "Run 'npm rebuild node', or use Node 24 yourself.",
  );
}

/** Environment in which `node` and every tool of node_modules means ours. */
export function toolEnvironment() {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  return { [key]: [dirname(nodePath()), join(MODULES, '.bin'), process.env[key] ?? ''].join(delimiter) };
}

/**
 * Runs an installed tool by its package's own entry under Node 24.
 * @param {string} script below node_modules
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function runTool(script, args, options = {}) {
  return run(nodePath(), [join(MODULES, script), ...args], {
    ...options,
    env: { ...toolEnvironment(), ...options.env },
  });
}

/** @param {string} program */
function onPath(program) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, WINDOWS ? `${program}.exe` : program))
    .find((path) => existsSync(path));
}

// A distribution may ship a stub that only tells how to install the real thing, so a candidate has to say its version.
/** @param {(string | undefined)[]} candidates */
const firstThatRuns = (candidates) =>
  candidates.find((path) => path && existsSync(path) && (WINDOWS || spawnSync(path, ['--version']).status === 0));

async function playwrightChromium() {
  const require = createRequire(import.meta.url);
  try {
    const { chromium } = await import(pathToFileURL(require.resolve('playwright-core')).href).then(
      (it) => it.default ?? it,
    );
    return chromium.executablePath();
  } catch {
    return undefined;
  }
}

/** Programs' folders of Windows, if set. */
const programFiles = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => process.env[name] ?? []);

/**
 * A Chromium that still loads unpacked extensions from the command line (branded Chrome does not, since 137); undefined
 * if there is none.
 */
export async function findChromium() {
  return firstThatRuns([
    process.env.CHROMIUM,
    await playwrightChromium(),
    onPath('chromium'),
    onPath('chromium-browser'),
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ...programFiles.map((folder) => join(folder, 'Chromium', 'Application', 'chrome.exe')),
  ]);
}

/** Any other browser of the family; it gets the extension over the debugging protocol. */
export function findChrome() {
  return firstThatRuns([
    onPath('google-chrome'),
    onPath('google-chrome-stable'),
    onPath('microsoft-edge'),
    onPath('brave-browser'),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ...programFiles.map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
    ...programFiles.map((folder) => join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe')),
  ]);
}

export function findFirefox() {
  return firstThatRuns([
    process.env.FIREFOX,
    onPath('firefox-esr'),
    onPath('firefox'),
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    ...programFiles.map((folder) => join(folder, 'Mozilla Firefox', 'firefox.exe')),
  ]);
}

/** @param {string[]} packages */
async function aptInstall(packages) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !onPath('apt-get')) return;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env, quiet: true, limitMs: DOWNLOAD_LIMIT_MS });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    env,
    quiet: true,
    limitMs: DOWNLOAD_LIMIT_MS,
  });
}

// services/storage/nats/nodes.ts looks for it in the same place.
const NATS_FOLDER = join(MODULES, '.cache', 'nats-server');

function findNats() {
  return firstThatRuns([
    process.env.NATS_SERVER,
    onPath('nats-server'),
    '/usr/sbin/nats-server',
    join(NATS_FOLDER, 'usr', 'sbin', 'nats-server'),
  ]);
}

/**
 * Finds nats-server, which `npm run cluster` and its tests run on. If it is missing, Debian's package is unpacked
 * beside our own packages: installed, it would start a server of its own.
 * @returns {Promise<string>} its path; throws with a sentence that tells how to help
 */
export async function ensureNats() {
  let path = findNats();
  if (!path && process.platform === 'linux' && onPath('apt-get') && onPath('dpkg-deb')) {
    mkdirSync(NATS_FOLDER, { recursive: true });
    const options = { quiet: true, limitMs: DOWNLOAD_LIMIT_MS, cwd: NATS_FOLDER };
    if (process.getuid?.() === 0) await run('apt-get', ['update', '-qq'], options);
    await run('apt-get', ['download', '-qq', 'nats-server'], options);
    const archive = readdirSync(NATS_FOLDER).find((name) => name.endsWith('.deb'));
    if (archive) await run('dpkg-deb', ['-x', archive, '.'], options);
    path = findNats();
  }
  if (path) return path;
  throw new Error(
    "No nats-server was found, and unpacking it failed. Install it with the system's package manager, or set NATS_SERVER=/path, then run this again.",
  );
}

/** What gives a story a screen of its own; null if something is missing. */
export function findScreen() {
  const found = [onPath('Xvfb'), onPath('xdotool')];
  return found.includes(undefined) ? null : found.join(', ');
}

/**
 * Finds the programs that give a story a screen of its own, or installs them. If that fails (only Linux has such
 * programs), the stories of a real window are left out.
 * @returns {Promise<string>} the programs found, or a sentence about the tests left out
 */
export async function ensureScreen() {
  if (process.platform === 'linux' && findScreen() === null) await aptInstall(['xvfb', 'xdotool']);
  return findScreen() ?? 'none: Xvfb and xdotool are not here, so the stories of a real window are left out';
}

/**
 * A Python that has PyNaCl and libsodium: the second implementation of the protocol runs in it. Undefined if none
 * has it.
 */
export function findPython() {
  const candidates = [process.env.PYTHON, onPath('python3'), '/usr/bin/python3'];
  const check =
    'import ctypes.util, nacl.bindings, sys; sys.exit(sys.version_info < (3, 11) or not ctypes.util.find_library("sodium"))';
  return candidates.find((path) => path && spawnSync(path, ['-c', check]).status === 0);
}

/**
 * Finds the Python of the second implementation of the protocol, or installs its package. If that fails, its tests are
 * left out.
 * @returns {Promise<string>} the programs found, or a sentence about the tests left out
 */
export async function ensurePython() {
  if (findPython() === undefined) await aptInstall(['python3-nacl']);
  return (
    findPython() ?? 'none: no Python with PyNaCl is here, so the second implementation of the protocol is left out'
  );
}

const PYTHONS = ['/usr/bin/python3', onPath('python3')];

/**
 * Debian's packages of others' programs that tests hold ours against, and how each is found. A library of Python is
 * found by a Python that has it.
 * @type {Readonly<Record<'oathtool' | 'keepassxc-cli' | 'age' | 'pykeepass', readonly [string, () => string | undefined]>>}
 */
const DEBIAN = {
  oathtool: ['oathtool', () => firstThatRuns([onPath('oathtool')])],
  'keepassxc-cli': ['keepassxc', () => firstThatRuns([onPath('keepassxc-cli')])],
  age: ['age', () => firstThatRuns([onPath('age')])],
  pykeepass: [
    'python3-pykeepass',
    () => PYTHONS.find((path) => path && spawnSync(path, ['-c', 'import pykeepass']).status === 0),
  ],
};

/** @typedef {keyof typeof DEBIAN} DebianProgram */

/**
 * @param {DebianProgram} name
 * @returns {string | undefined} its path
 */
export const findDebianProgram = (name) => DEBIAN[name][1]();

/** @param {DebianProgram} name */
export const debianPackage = (name) => DEBIAN[name][0];

/**
 * Finds the programs that tests hold ours against, or installs them. If that fails, these tests are left out.
 * @returns {Promise<string>} the programs found, or a sentence about the tests left out
 */
export async function ensureDebianPrograms() {
  const names = /** @type {DebianProgram[]} */ (Object.keys(DEBIAN));
  const missing = () => names.filter((name) => findDebianProgram(name) === undefined);
  const wanted = missing();
  if (wanted.length > 0) await aptInstall(wanted.map(debianPackage));
  const left = missing();
  const found = names.filter((name) => !left.includes(name)).join(', ') || 'none';
  return left.length === 0 ? found : `${found}; ${left.join(', ')} not here, so tests against them are left out`;
}

/**
 * Finds both browsers, or installs them: Playwright's own Chromium, else the system's packages.
 * @returns {Promise<{ chromium: string, firefox: string }>} paths; throws with a sentence that tells how to help
 */
export async function ensureBrowsers() {
  let chromium = await findChromium();
  if (!chromium) {
    await runTool('@playwright/test/cli.js', ['install', 'chromium'], { quiet: true, limitMs: DOWNLOAD_LIMIT_MS });
    chromium = await findChromium();
  }
  if (!chromium) {
    await aptInstall(['chromium']);
    chromium = await findChromium();
  }
  let firefox = findFirefox();
  if (!firefox) {
    await aptInstall(['firefox-esr']);
    firefox = findFirefox();
  }
  const missing = [
    chromium ? [] : 'Chromium (set CHROMIUM=/path)',
    firefox ? [] : 'Firefox (set FIREFOX=/path)',
  ].flat();
  if (!chromium || !firefox) {
    throw new Error(
      `No ${missing.join(' and no ')} was found, and installing failed. Install it with the system's package manager, then run this again.`,
    );
  }
  return { chromium, firefox };
}
