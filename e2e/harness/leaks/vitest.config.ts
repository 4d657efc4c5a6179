// The files of this folder leave something behind on purpose; ../leftovers.test.ts runs them and wants to see them
// fail.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('../../..', import.meta.url).pathname,
  test: { include: ['e2e/harness/leaks/*.leak.ts'], setupFiles: ['e2e/harness/leaves-nothing.ts'], maxWorkers: 1 },
});
