// Both providers against the vectors and against each other, to be bundled and run in a page of a real browser (see
// providers.browsers.test.ts). Not part of the extension. libsodium must run there: a browser without it fails the
// whole module.

import { noble } from './noble.ts';
import { agreement } from './providers-contract.ts';
import { loadSodium } from './sodium.ts';
import { vectors } from './vectors-contract.ts';

/**
 * Each run draws the same, and a third of what Node draws: noble takes 0.6 to 3 ms for one multiplication in a browser.
 */
const DRAWS = { seed: 20_260, share: 1 / 3 };

// Awaited by the cases: Firefox's load event does not wait for a module that waits.
const sodium = loadSodium();

const cases: readonly { name: string; run(): Promise<void> }[] = [
  ...vectors.flatMap(({ name, run }) => [
    { name: `noble > ${name}`, run: async () => run(noble) },
    { name: `sodium > ${name}`, run: async () => run(await sodium) },
  ]),
  ...agreement.map(({ name, run }) => ({
    name: `alike > ${name}`,
    run: async () => run([noble, await sodium], DRAWS),
  })),
];

/** For the harness that opens the page: the names of its tests, and a way to run one by number. Null if it passes. */
Object.assign(globalThis, {
  inPage: {
    names: cases.map(({ name }) => name),
    async run(index: number): Promise<{ message: string; stack: string } | null> {
      try {
        await cases[index]?.run();
        return null;
      } catch (error) {
        return error instanceof Error
          ? { message: error.message, stack: error.stack ?? '' }
          : { message: String(error), stack: '' };
      }
    },
  },
});
