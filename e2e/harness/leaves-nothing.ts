// Fails the test file that leaves something behind, for every test in Node (vitest's setupFiles). Registered before the
// hooks of the file, so that it looks after the last of them.
import { afterAll, beforeAll, expect } from 'vitest';
import { Leftovers } from './leftovers.ts';

// If files share a process, this runs for each of them: the process is watched once.
const WATCH = Symbol.for('nucleus leftovers');
const shared = globalThis as { [WATCH]?: Leftovers };
shared[WATCH] ??= new Leftovers(() => expect.getState().currentTestName ?? 'a hook of the file');
const leftovers = shared[WATCH];

beforeAll(() => leftovers.begin());

afterAll(async () => {
  const found = await leftovers.found();
  if (found.length === 0) return;
  throw new Error(
    `this file leaves something behind that runs on beside the next one; end it in the test, or in its afterEach:\n${found.map((one) => `- ${one}`).join('\n')}`,
  );
});
