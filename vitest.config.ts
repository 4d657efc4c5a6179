// Two projects. `node`: everything that needs no built extension. `browsers`: tests that start real browsers, a few
// files side by side, since most of the time the person in them reads, and a page that is read takes no processor.

import { existsSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

// No measure of speed: it only ends tests that hang unseen. Waits end by themselves when nothing moves
// (services/testing/eventually.ts).
const HANG_MS = 15 * 60_000;
const MEMORY = '/dev/shm';
/** The services keep a reserve on their disk, and a store's node is told of more. */
const ROOM_BYTES = 8 * 1024 ** 3;
/**
 * The state that a poll in a browser waits for comes or does not; how late it is says something about the machine only.
 */
const POLL_MS = 120_000;
const BROWSERS = ['e2e/*.test.ts', '**/*.browsers.test.ts'];
const NOT_OURS = ['**/node_modules/**', '.output/**', '.wxt/**', '.data/**'];
const shared = {
  setupFiles: ['e2e/harness/seed.ts', 'e2e/harness/shares.ts'],
  testTimeout: HANG_MS,
  hookTimeout: HANG_MS,
  maxWorkers: 2,
};

// lib/app gets the provider that counts unlocks (e2e/house/shares.ts).
const countUnlocks: Plugin = {
  name: 'count-unlocks',
  enforce: 'pre',
  resolveId(source, importer) {
    const isCounted = source === '#crypto/provider.ts' && importer?.startsWith(`${import.meta.dirname}/lib/app/`);
    return isCounted ? `${import.meta.dirname}/e2e/harness/counted-provider.ts` : null;
  },
};

/**
 * Folders of tests lie in memory if there is room: stores wait for the disk with every commit, and a disk that others
 * use too takes longer for that than all the rest. A killed process finds its writes there, as on a disk; no test here
 * proves the state after a power cut.
 */
function temporary(): string {
  if (!existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ROOM_BYTES ? MEMORY : tmpdir();
}

export default defineConfig({
  plugins: [countUnlocks],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: 'node',
          // Files that run one after the other in a process share loaded modules; a file that leaves state behind for
          // the next fails it.
          isolate: false,
          env: { TMPDIR: temporary() },
          // First, so that its last hook comes after those of all others.
          setupFiles: ['e2e/harness/leaves-nothing.ts', ...shared.setupFiles],
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...NOT_OURS, ...BROWSERS],
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'browsers',
          include: BROWSERS,
          exclude: NOT_OURS,
          maxWorkers: 3,
          expect: { poll: { timeout: POLL_MS } },
        },
      },
    ],
  },
});
