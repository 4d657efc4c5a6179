// Another revision, to be measured beside this tree: its sources in a folder of their own, its packages, its built
// extension. A small process of its own removes the folder when the last holder has let go of its input: at the end,
// and if everything here is killed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Writable } from 'node:stream';
import { ROOT } from '#demo/bootstrap.mjs';

/** The revision with the same rows that was made for comparing; a clone may come without its tag. */
export const BASELINE = 'bench-baseline';
const PATCHES = join(ROOT, 'bench', 'baseline');
/** Written by tools while they run: not part of an installation. */
const WRITTEN = ['.cache', '.vite', '.vite-temp'];
const REMOVER = `process.stdin.resume().on('close', () =>
  require('node:fs').rmSync(process.argv[1], { recursive: true, force: true, maxRetries: 20 }));`;

export interface Tree {
  readonly root: string;
  /** To be given to each process that works there. */
  readonly held: Writable;
  /** Resolves when the folder is gone. Every process that works there must have ended. */
  leave(): Promise<void>;
}

/** An empty folder beside the sources, on the same disk, that outlives nobody who holds it. */
export function temporaryFolder(parent = join(ROOT, '.data')): Tree {
  mkdirSync(parent, { recursive: true });
  const root = mkdtempSync(join(parent, 'bench-'));
  // Postfix works in it under a user of its own.
  chmodSync(root, 0o755);
  const remover = spawn(process.execPath, ['-e', REMOVER, root], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  const removed = once(remover, 'exit');
  const held = remover.stdin as Writable;
  return {
    root,
    held,
    async leave() {
      held.end();
      await removed;
    },
  };
}

/** @param withExtension whether its browser parts are wanted */
export async function treeOf(revision: string, withExtension: boolean): Promise<Tree> {
  const tree = temporaryFolder();
  try {
    await bringSources(tree, revision);
    await bringPackages(tree, '.');
    await bringPackages(tree, join('bench', 'peers'));
    if (withExtension)
      await run(tree, process.execPath, [join(tree.root, 'node_modules', 'wxt', 'bin', 'wxt.mjs'), 'build']);
    return tree;
  } catch (error) {
    await tree.leave();
    throw error;
  }
}

async function bringSources(tree: Tree, revision: string): Promise<void> {
  if (await isKnown(revision)) return extract(tree, revision);
  const patch = revision === BASELINE ? readdirSync(PATCHES).find((name) => name.endsWith('.patch')) : undefined;
  const base = patch?.replace('.patch', '');
  if (patch === undefined || base === undefined || !(await isKnown(base)))
    throw new Error(`there is no revision ${base ?? revision} in this clone: git fetch --unshallow --tags`);
  await extract(tree, base);
  await run(tree, 'git', ['apply', '--whitespace=nowarn', join(PATCHES, patch)]);
}

async function isKnown(revision: string): Promise<boolean> {
  const git = spawn('git', ['rev-parse', '--quiet', '--verify', `${revision}^{commit}`], {
    cwd: ROOT,
    stdio: 'ignore',
  });
  return (await once(git, 'exit'))[0] === 0;
}

async function extract(tree: Tree, revision: string): Promise<void> {
  const archive = join(tree.root, 'sources.tar');
  await run(tree, 'git', ['archive', '--output', archive, `${revision}^{commit}`], ROOT);
  await run(tree, 'tar', ['-xf', archive]);
}

/** Packages of the same lock are linked, file by file, so that neither tree sees what the other's tools write. */
async function bringPackages(tree: Tree, folder: string): Promise<void> {
  const [ours, theirs] = [join(ROOT, folder), join(tree.root, folder)];
  const lock = (at: string): string => readFileSync(join(at, 'package-lock.json'), 'utf8');
  if (!existsSync(join(theirs, 'package-lock.json'))) return;
  if (lock(ours) === lock(theirs) && existsSync(join(ours, 'node_modules')))
    return linkAll(join(ours, 'node_modules'), join(theirs, 'node_modules'));
  // Peers are installed when they are wanted.
  if (folder === '.') await run(tree, 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

function linkAll(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [old, fresh] = [join(from, entry.name), join(to, entry.name)];
    if (WRITTEN.includes(entry.name)) continue;
    if (entry.isDirectory()) linkAll(old, fresh);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(old), fresh);
    else linkSync(old, fresh);
  }
}

async function run(tree: Tree, program: string, args: readonly string[], cwd = tree.root): Promise<void> {
  const child = spawn(program, args, {
    cwd,
    env: {
      ...process.env,
      PATH: [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter),
      // The folder lies inside a work tree, and is none.
      GIT_CEILING_DIRECTORIES: dirname(tree.root),
    },
    stdio: ['ignore', 'pipe', 'pipe', tree.held],
  });
  let said = '';
  for (const output of [child.stdout, child.stderr]) output?.on('data', (chunk) => (said += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} ${args[0]} failed in the tree of the other revision:\n${said}`);
}
