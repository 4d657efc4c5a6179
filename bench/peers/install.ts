// Installs the peers of the package.json beside this file into the folder beside it, once. They stay out of the
// product's own tree: some are AGPL.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PEERS = new URL('.', import.meta.url);

/** The module, or null if it can neither be found nor installed (no network, no build for this machine). */
export async function loadPeer(name: string): Promise<any> {
  if (!existsSync(new URL(`node_modules/${name}`, PEERS))) {
    try {
      execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
        cwd: fileURLToPath(PEERS),
        stdio: 'inherit',
      });
    } catch {
      return null;
    }
  }
  try {
    const entry = createRequire(new URL('package.json', PEERS)).resolve(name);
    return await import(pathToFileURL(entry).href);
  } catch {
    return null;
  }
}
