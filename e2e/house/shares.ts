// How many browsers, programs, servers and unlocks a test file may use. Each costs tenths of a second to seconds, and
// what ten files do without thinking becomes minutes. Counted, so that a slow machine cannot fail it.

import type { Tally } from '../harness/tally.ts';
import { type Runner, runnerOf } from '../runner/test-files.ts';

type Share = Readonly<Tally>;

const USUAL: Record<Runner, Share> = {
  node: { browsers: 0, programs: 12, servers: 75, unlocks: 0 },
  browsers: { browsers: 6, programs: 0, servers: 8, unlocks: 0 },
  // Of each story: a town has four, and one that goes down and up listens again.
  stories: { browsers: 6, programs: 0, servers: 16, unlocks: 6 },
};

/** Files that need more than usual, and why. */
export const MORE: Readonly<Record<string, Partial<Share> & { why: string }>> = {
  'e2e/package.test.ts': { programs: 2, why: 'it builds the package for each of the two stores' },
  'e2e/stories/firefox-sign-up.browsers.test.ts': {
    servers: 16,
    why: 'a town of its own, which tries its ports first',
  },
  'e2e/stories/firefox-every-day.browsers.test.ts': {
    servers: 16,
    why: 'a town of its own, which tries its ports first',
  },
  'demo/people.browsers.test.ts': {
    servers: 16,
    why: 'a town of its own, which tries its ports first',
  },
  'demo/demo.test.ts': {
    servers: 130,
    why: 'the demonstration runs each role of two operators, and is started again on its data',
  },
  'lib/app/relationships/reachable.test.ts': {
    servers: 200,
    why: 'services take new sealing keys only as they start, and months go by',
  },
  'lib/app/services/roots.test.ts': {
    servers: 110,
    why: 'services take new sealing keys only as they start, and a year goes by',
  },
  'services/sending/sending.test.ts': {
    servers: 100,
    why: 'each test has a receiving service of its own that fails in its own way',
  },
  'e2e/stories/device-in-a-real-window.spec.ts': {
    programs: 12,
    why: 'a screen of its own, and a press where only the browser’s own windows listen, each is a program',
  },
  'lib/app/vault/vault.test.ts': { unlocks: 1, why: 'it proves the cost that a new vault gets' },
  'e2e/hostile/tricks-in-chromium.browsers.test.ts': {
    servers: 16,
    why: 'a town of its own, which tries its ports first, beside the server of the pages',
  },
  'e2e/hostile/tricks-in-firefox.browsers.test.ts': {
    servers: 16,
    why: 'a town of its own, which tries its ports first, beside the server of the pages',
  },
};

const ADVICE: Record<keyof Tally, string> = {
  browsers: 'share one by a fixture of the file or the worker',
  programs: 'start them once for the file',
  servers: 'share a service by a fixture, and give each test its own mailbox or namespace there',
  unlocks: 'open the vault at a low cost (`cost` of the ports), or take one that is prepared',
};

/** Sentences, one for each thing of which a file used more than its share. */
export function excess(path: string, used: Tally, more = MORE): string[] {
  const runner = runnerOf(path);
  if (runner === null) return [];
  const share = { ...USUAL[runner], ...more[path] };
  return (Object.keys(ADVICE) as (keyof Tally)[])
    .filter((what) => used[what] > share[what])
    .map(
      (what) =>
        `${path} used ${used[what]} ${what}, and its share is ${share[what]}: ${ADVICE[what]}; or say in e2e/house/shares.ts why it needs more.`,
    );
}
