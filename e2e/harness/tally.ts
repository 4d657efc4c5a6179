// Counts the dear things of this process: browsers and other programs started, servers that begin to listen, vaults
// opened at their real cost. Node's own channels tell of all but the last, so nothing of the product knows that it is
// counted.

import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { basename } from 'node:path';

export interface Tally {
  browsers: number;
  /** Programs that are no browser: nodes of a store, processes of a service. */
  programs: number;
  servers: number;
  unlocks: number;
}

const none = (): Tally => ({ browsers: 0, programs: 0, servers: 0, unlocks: 0 });

// One for the process: a runner may load this file anew for each test file.
const KEY = Symbol.for('nucleus.tally');
const held = globalThis as { [KEY]?: Tally };

const BROWSER = /^(chromium|chrome|firefox|msedge)/i;

function started(): Tally {
  const tally = none();
  subscribe('tracing:child_process.spawn:start', (message) => {
    const program = basename((message as { process: ChildProcess }).process.spawnfile ?? '');
    if (BROWSER.test(program)) tally.browsers++;
    else tally.programs++;
  });
  subscribe('tracing:net.server.listen:asyncStart', () => {
    tally.servers++;
  });
  return tally;
}

function tally(): Tally {
  held[KEY] ??= started();
  return held[KEY];
}

export function countUnlock(): void {
  tally().unlocks++;
}

/** Counts since the last call, or since the first in this process. */
export function takeTally(): Tally {
  const counted = { ...tally() };
  Object.assign(tally(), none());
  return counted;
}
